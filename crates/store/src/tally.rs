//! How many rows of each bounded kind somebody has: counted as rows are written, so that nobody
//! counts them when a command is judged.

use domain::{Kind, Row, Scope, Write};
use std::collections::BTreeMap;

/// Changes of counts by bearer and kind.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally(BTreeMap<(Scope, Kind), i64>);

impl Tally {
    /// Notes that a row became another, began or ended.
    pub fn note(&mut self, before: Option<&Row>, after: Option<&Row>) {
        for (row, more) in [(before, -1), (after, 1)] {
            if let Some(row) = row
                && let Some(bearer) = row.borne_by()
            {
                *self.0.entry((bearer, row.key().kind)).or_default() += more;
            }
        }
        self.0.retain(|_, more| *more != 0);
    }

    /// What writes would add at most, were every row that they put new.
    pub fn of(writes: &[Write]) -> Self {
        let mut tally = Self::default();
        for write in writes {
            if let Write::Put(row) = write {
                tally.note(None, Some(row));
            }
        }
        tally
    }

    /// By how much a count has changed.
    pub fn get(&self, bearer: Scope, kind: Kind) -> i64 {
        self.0.get(&(bearer, kind)).copied().unwrap_or_default()
    }

    /// Everything that has changed, in one order for everybody.
    pub fn iter(&self) -> impl Iterator<Item = (Scope, Kind, i64)> {
        self.0
            .iter()
            .map(|((bearer, kind), more)| (*bearer, *kind, *more))
    }
}
