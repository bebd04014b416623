//! The person's way to the goal of a program.

use super::ReplicaState;
use domain::{
    Command, Month, ProgramId, SignUpId, Yen,
    income::{self, Income, Step},
    sign_up::{SignUp, State},
};
use leptos::prelude::*;
use sync::Delivery;

impl ReplicaState {
    /// The sign-up by which the person is a member of a program that aims at an income, or was one.
    pub fn membership_of(self, program: ProgramId) -> Option<SignUp> {
        let mut own = self.sign_ups();
        own.retain(|it| it.program == program && it.member_since().is_some());
        let has_seat = |it: &SignUp| matches!(it.state, State::Accepted { .. });
        let seated = own.iter().position(has_seat);
        (!own.is_empty()).then(|| own.swap_remove(seated.unwrap_or_default()))
    }

    /// The person's way through these months.
    pub fn way(self, months: &[Month]) -> Vec<Step> {
        let person = self.session.person();
        self.rows.with(|rows| {
            let contracts = rows.contracts.values();
            let own = contracts.filter(|contract| contract.worker == person);
            income::way(months, own, rows.incomes.values())
        })
    }

    /// What the person said of a month.
    pub fn income(self, month: Month) -> Option<Income> {
        self.rows.with(|rows| rows.incomes.get(&month).copied())
    }

    /// How what the person said of a month, and waits, stands.
    pub fn income_waiting(self, of: Month) -> Option<Delivery> {
        self.waiting_to(
            |command| matches!(command, Command::ReportIncome { month, .. } if *month == of),
        )
    }

    /// Takes back what was said of a month, or says it again.
    pub fn say_income(self, sign_up: SignUpId, month: Month, amount: Option<Yen>) {
        self.do_it(Command::ReportIncome {
            sign_up,
            month,
            amount,
        });
    }
}
