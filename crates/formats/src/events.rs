//! Programs as national lists of events, and as cities' own lists through a column map.

mod layout;
mod map;
mod read;
mod say;

use crate::{
    Entered, Reason, Refused,
    listing::{self, Entry, Said, Writer},
    places::prefecture,
    refused::{Fault, check_identifier},
};
use domain::{
    Day, Timestamp,
    place::Town,
    program::{Program, ProgramKind},
    refusal::{Field, Problem},
};
use layout::Says;
use serde_json::{Map as Json, Value};
use std::io::{self, Read, Write};

pub use map::Map;

/// A national layout of lists of events.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EventsLayout {
    /// 推奨データセット (to 2022): 都道府県コード又は市区町村コード, NO, … 備考.
    Old,
    /// 自治体標準オープンデータセット: 全国地方公共団体コード, ID, 地方公共団体名, … with the address in parts.
    New,
    /// The government's data model (GIF), 50 columns.
    Gif,
}

impl EventsLayout {
    /// The layouts, in the order in which a heading is tried on them.
    pub const ALL: [EventsLayout; 3] = [Self::New, Self::Gif, Self::Old];

    /// Their names in messages.
    const NAMES: &str = "イベント一覧 old or new, GIF";
}

/// What is known of programs beside what their file says.
#[derive(Clone, PartialEq, Debug)]
pub struct Context {
    /// The desk that they belong to; `None`: the municipality that a row names, or else its organizer.
    pub desk: Option<String>,
    /// When they are announced.
    pub announced: Timestamp,
    /// What they are, where a file does not say.
    pub kind: ProgramKind,
    /// The day of publication, from which days without a year take theirs; `None`: as the map says.
    pub published: Option<Day>,
}

impl Context {
    /// Of these nothing is known but when they are announced.
    pub fn new(announced: Timestamp) -> Self {
        Self {
            desk: None,
            announced,
            kind: ProgramKind::default(),
            published: None,
        }
    }
}

/// How rows are read.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Reading {
    known: Context,
    /// `strptime` formats of days that do not begin with the year.
    dates: Vec<String>,
    /// Days and times that cannot be read stay words.
    keep_words: bool,
    sample: bool,
}

impl From<Context> for Reading {
    fn from(known: Context) -> Self {
        Self {
            known,
            dates: Vec::new(),
            keep_words: false,
            sample: false,
        }
    }
}

impl Entry for Program {
    type Says = Says;
    type Context = Reading;
    const NUMBER: Says = Says::Identifier;
    const GIVEN: &[&str] = &[
        "id",
        "desk",
        "desk_name",
        "kind",
        "posted_at",
        "edited_at",
        "sample",
    ];

    fn identity(&self) -> String {
        self.id.to_string()
    }

    fn given(reading: &Reading) -> &'static [&'static str] {
        match reading.known.desk {
            Some(_) => &["desk", "desk_name", "posted_at", "edited_at", "extra"],
            None => &["posted_at", "edited_at", "extra"],
        }
    }

    fn read(
        said: &Said<'_, Says>,
        reading: &Reading,
        remarks: &mut Vec<Fault>,
    ) -> Result<Self, Fault> {
        read::program(said, reading, remarks)
    }

    fn say(&self, says: Says) -> String {
        say::say(self, says)
    }

    fn extra(&mut self) -> &mut Json<String, Value> {
        &mut self.extra
    }

    fn keeps(&self, says: Says) -> bool {
        let mut towns = self.towns.iter();
        let whole = |town: &Town| !prefecture(&town.name).0.is_empty();
        matches!(says, Says::Prefecture | Says::City) && !towns.all(whole)
    }

    fn is_coordinate(says: Says) -> bool {
        matches!(says, Says::Latitude | Says::Longitude)
    }

    fn settle(&mut self, other: &Self) {
        (self.posted_at, self.edited_at) = (other.posted_at, other.edited_at);
        for (town, other) in self.towns.iter_mut().zip(&other.towns) {
            listing::settle_town(town, other);
        }
        let other = other.sessions.first();
        let other = other.and_then(|session| session.venue.as_ref()?.town.as_ref());
        let own = self.sessions.iter_mut();
        for town in own.filter_map(|session| session.venue.as_mut()?.town.as_mut()) {
            if let Some(other) = other {
                listing::settle_town(town, other);
            }
        }
    }

    fn check(&self, name: impl Fn(Field) -> String) -> Result<(), Fault> {
        check_identifier(self.identifier.as_deref())
            .map_err(|reason| Fault::new(name(Field::Identifier), reason))?;
        Program::check(self).map_err(|wrong| {
            let reason = match (wrong.field, wrong.problem) {
                (Field::Ends, Problem::Malformed) => Reason::EndsBefore,
                (_, problem) => Reason::Value(problem),
            };
            Fault::new(name(wrong.field), reason)
        })
    }

    fn says_field(field: Field) -> Option<Says> {
        Some(match field {
            Field::Title => Says::Title,
            Field::Organization => Says::Organizer,
            Field::Description => Says::Description,
            Field::Costs => Says::CostNote,
            Field::Contact => Says::Contact,
            Field::Message => Says::SignUp,
            Field::Town => Says::Code,
            Field::Website => Says::Website,
            Field::Capacity => Says::Capacity,
            Field::Session => Says::From,
            Field::Starts => Says::Note,
            Field::Ends => Says::Ends,
            Field::Place => Says::Venue,
            Field::Identifier => Says::Identifier,
            _ => return None,
        })
    }
}

/// Reads a list in one of the national layouts. The heading tells which, in which encoding (UTF-8,
/// CP932, UTF-16LE) and with which delimiter (comma, tab, semicolon).
///
/// A bad row is refused and the rows after it go on. A file of another layout is refused once, on
/// its first line ([`Reason::NoLayout`]).
pub fn read<R: Read>(input: R, context: Context) -> Events<R> {
    Events(listing::Rows::new(
        input,
        EventsLayout::ALL.map(EventsLayout::layout).to_vec(),
        EventsLayout::NAMES,
        context.into(),
    ))
}

/// The programs of a list. See [`read`].
pub struct Events<R>(listing::Rows<Program, R>);

impl<R: Read> Iterator for Events<R> {
    type Item = Result<Entered<Program>, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// Reads a city's own list through a column map. Refusals are as with [`read`], and end it early as
/// with [`crate::csv::read`].
pub fn read_mapped<R: Read>(input: R, map: &Map, context: Context) -> MappedEvents<R> {
    let columns = map.columns.clone();
    let columns = match context.published {
        Some(_) => columns.without(Says::Published),
        None => columns,
    };
    let reading = Reading {
        known: context,
        dates: map.columns.file.dates.clone(),
        keep_words: map.keep_words,
        sample: map.sample,
    };
    MappedEvents(listing::MappedRows::new(input, columns, reading))
}

/// The programs of a city's own list. See [`read_mapped`].
pub struct MappedEvents<R>(listing::MappedRows<Program, R>);

impl<R: Read> Iterator for MappedEvents<R> {
    type Item = Result<Entered<Program>, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// Writes programs as a list in a national layout: UTF-8 with a byte order mark, CRLF. What a row
/// cannot say of a program stands in the column `engawa`, which is there if it is needed; so the list
/// reads back to the same programs.
///
/// Each program is shown to it twice: [`look`](Self::look) at all of them before the
/// [`heading`](Self::heading) is written.
pub struct EventsWriter(Writer<'static, Program>);

impl EventsWriter {
    /// A list of one desk's programs, to be read with the desk's name, or of all.
    pub fn new(layout: EventsLayout, desk: Option<String>) -> Self {
        let context = Context {
            desk,
            ..Context::new(Timestamp(0))
        };
        Self(Writer::new(layout.layout(), context.into()))
    }

    /// Looks at a program, for which columns are needed.
    pub fn look(&mut self, program: &Program) {
        self.0.look(program);
    }

    /// Writes the heading.
    pub fn heading(&self, out: &mut dyn Write) -> io::Result<()> {
        self.0.heading(out)
    }

    /// Writes the row of a program.
    pub fn program(&self, out: &mut dyn Write, program: &Program) -> io::Result<()> {
        self.0.entry(out, program)
    }
}
