//! A space: a coworking space, a public facility, an ambassador's back room where people may sit down
//! and work.

mod equipment;
pub mod written;

pub use equipment::Equipment;

use crate::{
    Day, DeskId, SpaceId, Timestamp,
    job::{MAX_DESCRIPTION, MAX_SHORT, MAX_TITLE, check_line, check_text, required},
    opening_hours::OpeningHours,
    place::Town,
    program::{Position, Program, at_most, check_website},
    refusal::{Field, Invalid, Problem},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A space. Everybody reads it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Space {
    /// Made on the manager's device, or following from list and identifier.
    pub id: SpaceId,
    /// The desk that manages it here; `None` where it only stands in a list.
    pub desk: Option<DeskId>,
    /// Whose list or desk it is of, by name.
    pub desk_name: String,
    /// 名称.
    pub name: String,
    /// 名称_カナ.
    pub kana: String,
    /// 名称_通称.
    pub nickname: String,
    /// Its municipality.
    pub town: Option<Town>,
    /// 住所.
    pub address: String,
    /// 方書: the building.
    pub building: String,
    /// Where on the map.
    pub position: Option<Position>,
    /// As people dial it, with an extension if there is one.
    pub phone: String,
    /// 団体名: who runs it.
    pub organisation: String,
    /// 法人番号, 13 digits; empty where nothing is said.
    pub corporate_number: String,
    /// When it is open; `None` where nobody says it in a form that can be reckoned with.
    pub hours: Option<OpeningHours>,
    /// What else is to be said of its hours, or all that is said of them.
    pub hours_note: String,
    /// Plain text.
    pub description: String,
    /// 備考.
    pub note: String,
    /// What there is, and whom it suits.
    pub equipment: BTreeSet<Equipment>,
    /// Where more is said; `https` or `http`.
    pub website: Option<String>,
    /// クラウドワーカーズシート: places that registered workers book free of charge, in each half of a
    /// day; 0 offers none.
    pub quota: u32,
    /// It is an accredited ambassador's, up to and including this day. Accreditation alone writes it.
    pub accredited: Option<Day>,
    /// It is used no more: it stays for what refers to it, and no list shows it.
    pub closed: bool,
    /// Demo content.
    pub sample: bool,
    /// What its source calls it.
    pub identifier: Option<String>,
    /// Columns of its source that Engawa has no word for.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// When it was entered.
    pub posted_at: Timestamp,
    /// When it was changed here, if ever.
    pub edited_at: Option<Timestamp>,
}

/// Most places for registered workers.
pub const MAX_QUOTA: u32 = 500;
/// Most single days with hours of their own.
pub const MAX_EXCEPTIONS: usize = 400;
/// Most intervals of a day.
const MAX_INTERVALS: usize = 6;
/// What lies no farther apart is one place, in metres.
const NEAR: f64 = 30.0;
/// Digits of a corporate number.
const CORPORATE_DIGITS: usize = 13;

impl Space {
    /// A space that says nothing yet.
    pub fn blank(id: SpaceId, desk: Option<DeskId>, desk_name: String, now: Timestamp) -> Self {
        Self {
            id,
            desk,
            desk_name,
            name: String::new(),
            kana: String::new(),
            nickname: String::new(),
            town: None,
            address: String::new(),
            building: String::new(),
            position: None,
            phone: String::new(),
            organisation: String::new(),
            corporate_number: String::new(),
            hours: None,
            hours_note: String::new(),
            description: String::new(),
            note: String::new(),
            equipment: BTreeSet::new(),
            website: None,
            quota: 0,
            accredited: None,
            closed: false,
            sample: false,
            identifier: None,
            extra: serde_json::Map::new(),
            posted_at: now,
            edited_at: None,
        }
    }

    /// Whether an accredited ambassador's badge hangs there on this day.
    pub fn is_accredited(&self, today: Day) -> bool {
        self.accredited.is_some_and(|until| today <= until)
    }

    /// Whether it is open at this moment; `None` where nobody knows.
    pub fn is_open(&self, at: Timestamp) -> Option<bool> {
        self.hours.as_ref().map(|hours| hours.is_open(at))
    }

    /// Whether a session of a program is held here: by the space's name, its address, or its place on
    /// the map.
    pub fn hosts(&self, program: &Program) -> bool {
        let mut venues = program
            .sessions
            .iter()
            .filter_map(|session| session.venue.as_ref());
        venues.any(|venue| {
            let same = |one: &str, other: &str| !one.is_empty() && one == other;
            let town = |town: &Option<Town>| town.as_ref().map(|town| town.code.clone());
            let is_near = || {
                let (here, there) = self.position.zip(venue.position)?;
                Some(here.metres_to(there) <= NEAR)
            };
            same(&self.address, &venue.address)
                || (same(&self.name, &venue.name) && town(&self.town) == town(&venue.town))
                || is_near().unwrap_or(false)
        })
    }

    /// Whether the space may enter, whoever sends it. The first thing wrong is named.
    pub fn check(&self) -> Result<(), Invalid> {
        required(Field::Name, &self.name)?;
        required(Field::Organization, &self.desk_name)?;
        for (field, text) in [
            (Field::Name, &self.name),
            (Field::Organization, &self.desk_name),
            (Field::Kana, &self.kana),
            (Field::Nickname, &self.nickname),
            (Field::Building, &self.building),
            (Field::Phone, &self.phone),
            (Field::Organization, &self.organisation),
        ] {
            check_line(field, text, MAX_TITLE)?;
        }
        check_text(Field::Address, &self.address, MAX_SHORT)?;
        check_text(Field::OpeningHours, &self.hours_note, MAX_SHORT)?;
        check_text(Field::Description, &self.description, MAX_DESCRIPTION)?;
        check_text(Field::Note, &self.note, MAX_DESCRIPTION)?;
        if let Some(town) = &self.town {
            check_line(Field::Town, &town.name, MAX_TITLE)?;
        }
        if let Some(website) = &self.website {
            check_website(website)?;
        }
        let wrong = |field, problem| Err(Invalid { field, problem });
        if self
            .position
            .is_some_and(|position| !position.is_in_japan())
        {
            return wrong(Field::Position, Problem::Malformed);
        }
        let digits = &self.corporate_number;
        let is_number =
            digits.len() == CORPORATE_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !digits.is_empty() && !is_number {
            return wrong(Field::CorporateNumber, Problem::Malformed);
        }
        self.check_hours()?;
        if self.quota > MAX_QUOTA {
            let (min, max) = (0, MAX_QUOTA.into());
            return wrong(Field::Quota, Problem::OutOfRange { min, max });
        }
        self.check_offer()
    }

    /// Who books must know when, and somebody must see who comes.
    fn check_offer(&self) -> Result<(), Invalid> {
        let wrong = |field, problem| Err(Invalid { field, problem });
        if self.quota > 0 && self.hours.is_none() {
            return wrong(Field::OpeningHours, Problem::Missing);
        }
        if self.quota > 0 && self.desk.is_none() {
            return wrong(Field::Quota, Problem::Malformed);
        }
        Ok(())
    }

    fn check_hours(&self) -> Result<(), Invalid> {
        let Some(hours) = &self.hours else {
            return Ok(());
        };
        at_most(Field::OpeningHours, hours.exceptions.len(), MAX_EXCEPTIONS)?;
        let week = crate::weekday::Weekday::ALL
            .into_iter()
            .map(|day| hours.week.on(day));
        week.chain(hours.exceptions.values())
            .try_for_each(|day| at_most(Field::OpeningHours, day.intervals().len(), MAX_INTERVALS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn space() -> Space {
        let id = SpaceId(Uuid::nil());
        Space {
            name: "油津コワーキング".into(),
            ..Space::blank(id, None, "日南市".into(), Timestamp(0))
        }
    }

    #[test]
    fn a_name_is_enough() {
        assert_eq!(space().check(), Ok(()));
    }

    #[test]
    fn what_cannot_be_is_named() {
        let wrong = |space: Space| space.check().unwrap_err().field;
        let blank = Space {
            name: " ".into(),
            ..space()
        };
        assert_eq!(wrong(blank), Field::Name);
        let abroad = Space {
            position: Some(Position {
                latitude: 136.6,
                longitude: 36.6,
            }),
            ..space()
        };
        assert_eq!(wrong(abroad), Field::Position);
        let short = Space {
            corporate_number: "123".into(),
            ..space()
        };
        assert_eq!(wrong(short), Field::CorporateNumber);
        let script = Space {
            website: Some("javascript:alert(1)".into()),
            ..space()
        };
        assert_eq!(wrong(script), Field::Website);
        // Who comes must know when.
        let unsaid = Space {
            quota: 2,
            desk: Some(DeskId(Uuid::nil())),
            ..space()
        };
        assert_eq!(wrong(unsaid), Field::OpeningHours);
    }
}
