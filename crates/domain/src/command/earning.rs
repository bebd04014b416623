//! What a person says that they earned.

use super::{Judged, Room};
use crate::{
    IncomeId, Month, Refusal, SignUpId, Yen,
    income::{Income, is_settled},
    refusal::{Field, Invalid, Problem},
    row::{Kind, Row, RowKey, Write},
    sign_up::State,
};

impl Room<'_> {
    pub(super) fn report_income(
        &self,
        sign_up: SignUpId,
        month: Month,
        amount: Option<Yen>,
    ) -> Judged {
        let sign_up = match self.row(Kind::SignUp, sign_up.0)? {
            Some(Row::SignUp(sign_up)) if sign_up.person == self.actor.person => sign_up,
            // Whether there is one is not said to others.
            _ => return Err(Refusal::Gone.into()),
        };
        if sign_up.state.is_over() {
            return Err(Refusal::Ended.into());
        }
        let since = match (&sign_up.state, sign_up.member_since()) {
            (State::Accepted { .. }, Some(since)) => Month::at(since),
            _ => return Err(Refusal::NotAllowed.into()),
        };
        let wrong = |field, problem| Err(Invalid { field, problem }.into());
        if month > Month::at(self.now) {
            return wrong(Field::Month, Problem::TooEarly);
        }
        if month < since {
            return wrong(Field::Month, Problem::Past);
        }
        if amount.is_some_and(|amount| amount < Yen(0) || amount > Yen::MAX) {
            let (min, max) = (0, Yen::MAX.0);
            return wrong(Field::Amount, Problem::OutOfRange { min, max });
        }
        let person = self.actor.person;
        let (kind, id) = (Kind::Income, IncomeId::of(person, month));
        let before = match self.row(kind, id.0)? {
            Some(Row::Income(before)) => Some(before),
            _ => None,
        };
        let counted = match is_settled(month, self.now) {
            true => before.and_then(|before| before.counted),
            false => amount,
        };
        Ok(match (amount.or(counted), before) {
            (Some(_), _) => vec![Write::Put(Row::Income(Income {
                id,
                person,
                month,
                amount,
                counted,
                said_at: self.now,
            }))],
            (None, Some(_)) => vec![Write::Delete(RowKey { kind, id: id.0 })],
            (None, None) => Vec::new(),
        })
    }
}
