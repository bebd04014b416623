//! Stays in lodgings: the person's own, and those at their desks.

use super::ReplicaState;
use domain::{Day, ProgramId, SignUpId, StayId, stay::Stay};
use leptos::prelude::*;

impl ReplicaState {
    /// A stay, the person's own or one at their desks.
    pub fn stay_of(self, id: StayId) -> Option<Stay> {
        self.rows.with(|rows| rows.stays.get(&id).cloned())
    }

    /// The stay that comes with a sign-up.
    pub fn stay_with(self, sign_up: SignUpId) -> Option<Stay> {
        self.stay_of(StayId::of(sign_up))
    }

    /// Who stays in the lodgings of a program, from a day on, in the order in which they come.
    pub fn guests(self, program: ProgramId, from: Day) -> Vec<Stay> {
        self.rows.with(|rows| {
            let stays = rows.stays.values();
            let stays = stays.filter(|it| it.program == program && it.holds() && !it.is_over(from));
            let mut found: Vec<Stay> = stays.cloned().collect();
            found.sort_by_key(|it| (it.nights, it.lodging, it.room));
            found
        })
    }
}
