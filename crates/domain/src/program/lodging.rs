//! Where people stay who try a town out (お試し移住): lodgings with rooms, and nights.

use super::at_most;
use crate::{
    job::{MAX_DESCRIPTION, MAX_SHORT, MAX_TITLE, check_line, check_text, required},
    program::ClockTime,
    refusal::{Field, Invalid, Problem},
    stay::Nights,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The number of a lodging within its program; never given twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct LodgingNo(pub u16);

/// The number of a room within its lodging; never given twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct RoomNo(pub u16);

/// A room, which one person has at a time, with whom they bring.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GuestRoom {
    /// Its number.
    pub no: RoomNo,
    /// What it is called.
    pub name: String,
    /// How many can sleep there.
    pub beds: u8,
}

/// A house in which people stay.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lodging {
    /// Its number.
    pub no: LodgingNo,
    /// What it is called.
    pub name: String,
    /// Where it is, and how one gets there.
    pub address: String,
    /// From when on one may come.
    pub check_in: Option<ClockTime>,
    /// By when one goes.
    pub check_out: Option<ClockTime>,
    /// ハウスルール. Plain text.
    pub house_rules: String,
    /// Whom to call while one is there.
    pub contact: String,
    /// Its rooms.
    pub rooms: Vec<GuestRoom>,
    /// When it is open: the first night of all, and the day of the last departure.
    pub nights: Nights,
    /// Most nights of one stay.
    pub longest: u8,
}

/// Most lodgings of a program.
pub const MAX_LODGINGS: usize = 10;
/// Most rooms of a lodging.
pub const MAX_ROOMS: usize = 30;
/// Most beds of a room.
pub const MAX_BEDS: u8 = 20;
/// Most nights of one stay.
pub const MAX_STAY: u8 = 90;
/// Most nights on which a lodging is open.
pub const MAX_OPEN: i64 = 366;

fn within(field: Field, count: i64, max: i64) -> Result<(), Invalid> {
    let problem = Problem::OutOfRange { min: 1, max };
    let fits = (1..=max).contains(&count);
    fits.then_some(()).ok_or(Invalid { field, problem })
}

impl Lodging {
    /// A room by its number.
    pub fn room(&self, no: RoomNo) -> Option<&GuestRoom> {
        self.rooms.iter().find(|room| room.no == no)
    }

    pub(crate) fn check(&self) -> Result<(), Invalid> {
        required(Field::Lodging, &self.name)?;
        check_line(Field::Lodging, &self.name, MAX_TITLE)?;
        check_text(Field::Address, &self.address, MAX_SHORT)?;
        check_text(Field::HouseRules, &self.house_rules, MAX_DESCRIPTION)?;
        check_text(Field::Contact, &self.contact, MAX_SHORT)?;
        within(Field::Nights, self.nights.count(), MAX_OPEN)?;
        within(Field::Nights, self.longest.into(), MAX_STAY.into())?;
        at_most(Field::GuestRoom, self.rooms.len(), MAX_ROOMS)?;
        let mut numbers = BTreeSet::new();
        for room in &self.rooms {
            required(Field::GuestRoom, &room.name)?;
            check_line(Field::GuestRoom, &room.name, MAX_TITLE)?;
            within(Field::GuestRoom, room.beds.into(), MAX_BEDS.into())?;
            super::unique(Field::GuestRoom, numbers.insert(room.no))?;
        }
        Ok(())
    }
}

/// Whether a program can have these.
pub(super) fn check_all(lodgings: &[Lodging]) -> Result<(), Invalid> {
    at_most(Field::Lodging, lodgings.len(), MAX_LODGINGS)?;
    let mut numbers = BTreeSet::new();
    for lodging in lodgings {
        lodging.check()?;
        super::unique(Field::Lodging, numbers.insert(lodging.no))?;
    }
    Ok(())
}
