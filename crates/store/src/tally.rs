//! How much of each bounded kind somebody has: counted as rows are written, so that nobody
//! counts it when a command is judged.

use crate::{StoreError, stored::unreadable};
use domain::{Row, Scope, Write, bounds::Measure};
use std::collections::BTreeMap;

/// Changes of counts by bearer and measure.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally(BTreeMap<(Scope, Measure), i64>);

/// How long a row's body is as it is kept.
pub fn length(row: &Row) -> Result<usize, StoreError> {
    let text = serde_json::to_string(row).map_err(|error| unreadable("row")(&error))?;
    Ok(text.len())
}

impl Tally {
    /// Notes that a row became another, began or ended; each with the length of its body as it is
    /// kept.
    pub fn note(&mut self, before: Option<(&Row, usize)>, after: Option<(&Row, usize)>) {
        for (row, sign) in [(before, -1), (after, 1)] {
            if let Some((row, length)) = row
                && let Some(bearer) = row.borne_by()
            {
                let kind = row.key().kind;
                let length = i64::try_from(length).unwrap_or(i64::MAX);
                for (measure, much) in [(Measure::Rows(kind), 1), (Measure::Bytes(kind), length)] {
                    if measure.most().is_some() {
                        *self.0.entry((bearer, measure)).or_default() += sign * much;
                    }
                }
            }
        }
        self.0.retain(|_, more| *more != 0);
    }

    /// What writes would add at most, were every row that they put new.
    pub fn of(writes: &[Write]) -> Result<Self, StoreError> {
        let mut tally = Self::default();
        for write in writes {
            if let Write::Put(row) = write {
                tally.note(None, Some((row, length(row)?)));
            }
        }
        Ok(tally)
    }

    /// By how much a count has changed.
    pub fn get(&self, bearer: Scope, measure: Measure) -> i64 {
        self.0.get(&(bearer, measure)).copied().unwrap_or_default()
    }

    /// Everything that has changed, in one order for everybody.
    pub fn iter(&self) -> impl Iterator<Item = (Scope, Measure, i64)> {
        self.0
            .iter()
            .map(|((bearer, measure), more)| (*bearer, *measure, *more))
    }
}
