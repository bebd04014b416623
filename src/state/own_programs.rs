//! The programs of the person's desks: those that are announced, with what waits to be done to them.

use super::use_app;
use domain::{DeskId, ProgramId, Timestamp, desk::Role, program::Program};
use leptos::prelude::*;
use std::collections::BTreeMap;
use sync::Delivery;

/// A program, as its desk lists it.
#[derive(Clone, PartialEq, Debug)]
pub struct OwnProgram {
    /// What it says, or will once what waits has arrived.
    pub program: Program,
    /// What the person may do with it.
    pub role: Role,
    /// How what is done to it, and waits, stands.
    pub waiting: Option<Delivery>,
    /// The server does not have it yet.
    pub is_new: bool,
}

impl OwnProgram {
    /// When it begins, for a list with the latest first.
    fn place(&self) -> (bool, Timestamp) {
        let begins = self.program.begins_at().unwrap_or(self.program.posted_at);
        (self.is_new, begins)
    }
}

/// All of them, the latest first.
pub fn own_programs() -> Memo<Vec<OwnProgram>> {
    let app = use_app();
    Memo::new(move |_| {
        let places = app.replica.memberships();
        let roles: BTreeMap<DeskId, Role> = places
            .iter()
            .map(|place| (place.desk, place.role))
            .collect();
        let mut own: BTreeMap<ProgramId, OwnProgram> = app.programs.with(|all| {
            let own = all.programs().filter_map(|program| {
                let role = *roles.get(&program.desk)?;
                let one = OwnProgram {
                    program: program.clone(),
                    role,
                    waiting: None,
                    is_new: false,
                };
                Some((program.id, one))
            });
            own.collect()
        });
        for (program, delivery) in app.replica.waiting_programs() {
            let Some(role) = roles.get(&program.desk) else {
                continue;
            };
            let is_new = own.get(&program.id).is_none_or(|one| one.is_new);
            let one = OwnProgram {
                role: *role,
                waiting: Some(delivery),
                is_new,
                program,
            };
            own.insert(one.program.id, one);
        }
        let mut own: Vec<OwnProgram> = own.into_values().collect();
        own.sort_by_key(|one| std::cmp::Reverse(one.place()));
        own
    })
}
