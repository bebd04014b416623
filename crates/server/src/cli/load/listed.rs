//! What comes in lists: programs and spaces.

use domain::{DeskId, Kind, Row, RowKey, place::Town, program::Program, space::Space};
use serde_json::{Map, Value};

/// What comes in a list, whichever it is.
pub(in crate::cli) trait Listed: Sized + Send {
    /// Its row.
    fn key(&self) -> RowKey;
    /// Whose it is, if anybody's here, by name.
    fn desk(&self) -> (Option<DeskId>, &str);
    /// Whether it is demo content.
    fn is_sample(&self) -> bool;
    /// The municipalities that it names.
    fn towns(&mut self) -> Vec<&mut Town>;
    /// Whether it was edited here.
    fn is_edited(&self) -> bool;
    /// Takes from what is stored what no list says.
    fn stay(&mut self, stored: &Self);
    fn of(row: Row) -> Option<Self>;
    fn row(self) -> Row;
}

impl Listed for Program {
    fn key(&self) -> RowKey {
        RowKey {
            kind: Kind::Program,
            id: self.id.0,
        }
    }

    fn desk(&self) -> (Option<DeskId>, &str) {
        (Some(self.desk), &self.desk_name)
    }

    fn is_sample(&self) -> bool {
        self.sample
    }

    fn towns(&mut self) -> Vec<&mut Town> {
        let venues = self.sessions.iter_mut();
        let venues = venues.filter_map(|session| session.venue.as_mut()?.town.as_mut());
        let towns = self.towns.iter_mut().chain(&mut self.eligibility.towns);
        towns.chain(venues).collect()
    }

    fn is_edited(&self) -> bool {
        self.edited_at.is_some()
    }

    fn stay(&mut self, stored: &Self) {
        // It was announced when it first came.
        self.posted_at = stored.posted_at;
        forget_new_nothings(&mut self.extra, &stored.extra);
    }

    fn of(row: Row) -> Option<Self> {
        match row {
            Row::Program(program) => Some(program),
            _ => None,
        }
    }

    fn row(self) -> Row {
        Row::Program(self)
    }
}

impl Listed for Space {
    fn key(&self) -> RowKey {
        RowKey {
            kind: Kind::Space,
            id: self.id.0,
        }
    }

    fn desk(&self) -> (Option<DeskId>, &str) {
        (self.desk, &self.desk_name)
    }

    fn is_sample(&self) -> bool {
        self.sample
    }

    fn towns(&mut self) -> Vec<&mut Town> {
        self.town.iter_mut().collect()
    }

    fn is_edited(&self) -> bool {
        self.edited_at.is_some()
    }

    fn stay(&mut self, stored: &Self) {
        self.posted_at = stored.posted_at;
        // Accreditation alone writes it.
        self.accredited = stored.accredited;
        forget_new_nothings(&mut self.extra, &stored.extra);
    }

    fn of(row: Row) -> Option<Self> {
        match row {
            Row::Space(space) => Some(space),
            _ => None,
        }
    }

    fn row(self) -> Row {
        Row::Space(self)
    }
}

/// A column that is empty, and was not there before, is another row's in the same file.
fn forget_new_nothings(extra: &mut Map<String, Value>, stored: &Map<String, Value>) {
    extra.retain(|name, text| *text != "" || stored.contains_key(name));
}
