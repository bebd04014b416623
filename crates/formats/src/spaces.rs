//! Spaces as national lists of public facilities, and as offices' own lists through a column map.

mod layout;
mod map;
mod read;
mod say;

use crate::{
    Entered, Reason, Refused,
    listing::{self, Entry, Said, Writer},
    refused::{Fault, check_identifier},
};
use domain::{Timestamp, refusal::Field, space::Space};
use layout::Says;
use serde_json::{Map as Json, Value};
use std::io::{self, Read, Write};

pub use map::Map;

/// A national layout of lists of public facilities.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FacilitiesLayout {
    /// 推奨データセット (to 2022), 24 columns.
    Old,
    /// 自治体標準オープンデータセット, 56 columns.
    New,
}

impl FacilitiesLayout {
    /// The layouts, in the order in which a heading is tried on them.
    pub const ALL: [FacilitiesLayout; 2] = [Self::New, Self::Old];

    /// Their names in messages.
    const NAMES: &str = "公共施設一覧 old or new";
}

/// What is known of spaces beside what their file says.
#[derive(Clone, PartialEq, Debug)]
pub struct Context {
    /// The desk that manages them here; `None`: they only stand in the list of whom a row names.
    pub desk: Option<String>,
    /// When they are entered.
    pub entered: Timestamp,
}

/// How rows are read.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Reading {
    known: Context,
    sample: bool,
}

impl Entry for Space {
    type Says = Says;
    type Context = Reading;
    const NUMBER: Says = Says::Identifier;
    const GIVEN: &[&str] = &[
        "id",
        "desk",
        "desk_name",
        "posted_at",
        "edited_at",
        "sample",
    ];

    fn identity(&self) -> String {
        self.id.to_string()
    }

    fn given(reading: &Reading) -> &'static [&'static str] {
        match reading.known.desk {
            // Accreditation alone writes it.
            Some(_) => &[
                "desk",
                "desk_name",
                "posted_at",
                "edited_at",
                "extra",
                "accredited",
            ],
            None => &["posted_at", "edited_at", "extra", "accredited"],
        }
    }

    fn read(
        said: &Said<'_, Says>,
        reading: &Reading,
        remarks: &mut Vec<Fault>,
    ) -> Result<Self, Fault> {
        read::space(said, reading, remarks)
    }

    fn say(&self, says: Says) -> String {
        say::say(self, says)
    }

    fn extra(&mut self) -> &mut Json<String, Value> {
        &mut self.extra
    }

    fn keeps(&self, says: Says) -> bool {
        let town = self.town.as_ref();
        let part = town.is_some_and(|town| crate::places::prefecture(&town.name).0.is_empty());
        let names = [
            Says::Prefecture,
            Says::City,
            Says::AddressPrefecture,
            Says::AddressCity,
        ];
        part && names.contains(&says)
    }

    fn is_coordinate(says: Says) -> bool {
        matches!(says, Says::Latitude | Says::Longitude)
    }

    fn settle(&mut self, other: &Self) {
        (self.posted_at, self.edited_at) = (other.posted_at, other.edited_at);
        self.accredited = other.accredited;
        if let (Some(town), Some(other)) = (&mut self.town, &other.town) {
            listing::settle_town(town, other);
        }
    }

    fn check(&self, name: impl Fn(Field) -> String) -> Result<(), Fault> {
        check_identifier(self.identifier.as_deref())
            .map_err(|reason| Fault::new(name(Field::Identifier), reason))?;
        let wrong = Space::check(self);
        wrong.map_err(|wrong| Fault::new(name(wrong.field), Reason::Value(wrong.problem)))
    }

    fn says_field(field: Field) -> Option<Says> {
        Some(match field {
            Field::Name => Says::Name,
            Field::Organization => Says::Body,
            Field::Kana => Says::Kana,
            Field::Nickname => Says::Nickname,
            Field::Address => Says::Address,
            Field::Building => Says::Building,
            Field::Phone => Says::Phone,
            Field::Town => Says::Code,
            Field::Website => Says::Website,
            Field::CorporateNumber => Says::CorporateNumber,
            Field::OpeningHours => Says::HoursNote,
            Field::Description => Says::Description,
            Field::Note => Says::Note,
            Field::Position => Says::Latitude,
            Field::Identifier => Says::Identifier,
            _ => return None,
        })
    }
}

/// Reads a list in one of the national layouts: CSV, with encoding and delimiter known by the heading,
/// or JSON, a list of objects with the columns as keys. Refusals are as with [`crate::events::read`].
pub fn read<R: Read>(input: R, context: Context) -> Facilities<R> {
    let reading = Reading {
        known: context,
        sample: false,
    };
    Facilities(listing::Rows::new(
        input,
        FacilitiesLayout::ALL.map(FacilitiesLayout::layout).to_vec(),
        FacilitiesLayout::NAMES,
        reading,
    ))
}

/// The spaces of a list. See [`read`].
pub struct Facilities<R>(listing::Rows<Space, R>);

impl<R: Read> Iterator for Facilities<R> {
    type Item = Result<Entered<Space>, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// Reads an office's own list through a column map.
pub fn read_mapped<R: Read>(input: R, map: &Map, context: Context) -> MappedFacilities<R> {
    let reading = Reading {
        known: context,
        sample: map.sample,
    };
    MappedFacilities(listing::MappedRows::new(
        input,
        map.columns.clone(),
        reading,
    ))
}

/// The spaces of an office's own list. See [`read_mapped`].
pub struct MappedFacilities<R>(listing::MappedRows<Space, R>);

impl<R: Read> Iterator for MappedFacilities<R> {
    type Item = Result<Entered<Space>, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// Writes spaces as a list in a national layout, as [`crate::events::EventsWriter`] does programs.
pub struct FacilitiesWriter(Writer<'static, Space>);

impl FacilitiesWriter {
    /// A list of one desk's spaces, to be read with the desk's name, or of all.
    pub fn new(layout: FacilitiesLayout, desk: Option<String>) -> Self {
        let known = Context {
            desk,
            entered: Timestamp(0),
        };
        let reading = Reading {
            known,
            sample: false,
        };
        Self(Writer::new(layout.layout(), reading))
    }

    /// Looks at a space, for which columns are needed.
    pub fn look(&mut self, space: &Space) {
        self.0.look(space);
    }

    /// Writes the heading.
    pub fn heading(&self, out: &mut dyn Write) -> io::Result<()> {
        self.0.heading(out)
    }

    /// Writes the row of a space.
    pub fn space(&self, out: &mut dyn Write, space: &Space) -> io::Result<()> {
        self.0.entry(out, space)
    }
}
