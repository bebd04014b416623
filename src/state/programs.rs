//! The programs on this device.

use super::{
    board::lower,
    following::{Following, Shelf},
};
use board::catalogue::Catalogue;
use domain::{Kind, ProgramId, Row, RowKey, program::Program};

/// The programs on this device, and how full they are.
pub type ProgramsState = Following<Catalogue>;

impl Shelf for Catalogue {
    const SCOPE: &str = "programs";

    fn put_row(&mut self, row: Row) {
        match row {
            Row::Program(program) => self.put(program, lower),
            Row::Vacancy(vacancy) => self.fill(vacancy),
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
}
