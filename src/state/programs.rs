//! The programs on this device.

use super::{
    board::lower,
    following::{Following, Shelf},
};
use board::catalogue::Catalogue;
use domain::{
    Kind, ProgramId, Row, RowKey,
    program::{Program, SessionNo},
};

/// The programs on this device, and how full they are.
pub type ProgramsState = Following<Catalogue>;

impl Shelf for Catalogue {
    const SCOPE: &str = "programs";

    fn put_row(&mut self, row: Row) {
        match row {
            Row::Program(program) => self.put(program, lower),
            Row::Vacancy(vacancy) => self.fill(vacancy),
            Row::Draw(draw) => self.put_draw(draw),
            Row::Results(results) => self.put_results(results),
            Row::TakenNights(nights) => self.put_nights(nights),
            _ => {}
        }
    }

    fn remove_row(&mut self, key: RowKey) {
        if key.kind == Kind::Program {
            self.remove(ProgramId(key.id));
        }
    }

    fn has_none(&self) -> bool {
        self.is_empty()
    }
}

impl ProgramsState {
    /// A program, now and whenever it changes.
    pub fn get(self, id: ProgramId) -> Option<Program> {
        self.with(|catalogue| catalogue.get(id).cloned())
    }

    /// Whether somebody has signed up for a program, or for one of its sessions.
    pub fn is_taken(self, id: ProgramId, session: Option<SessionNo>) -> bool {
        self.with(|catalogue| {
            catalogue
                .vacancy(id, session)
                .is_some_and(|vacancy| vacancy.seated + vacancy.waiting + vacancy.observing > 0)
        })
    }
}
