//! Doors of spaces: the person's code, and the tablets of their desks.

use super::ReplicaState;
use domain::{
    DeskId,
    kiosk::{Kiosk, KioskLogin},
    visit_code::VisitCode,
};
use leptos::prelude::*;

impl ReplicaState {
    /// What the person's six digits are made of, once the server drew it.
    pub fn visit_code(self) -> Option<VisitCode> {
        self.rows.with(|rows| rows.visit_code.clone())
    }

    /// Kiosks at whose screens the person is logged in.
    pub fn kiosk_logins(self) -> Vec<KioskLogin> {
        self.rows.with(|rows| rows.kiosk_logins.clone())
    }

    /// The tablets of a desk.
    pub fn kiosks(self, desk: DeskId) -> Vec<Kiosk> {
        self.rows.with(|rows| {
            let here = rows.kiosks.iter().filter(|kiosk| kiosk.desk == desk);
            here.cloned().collect()
        })
    }
}
