//! The column map of a city's own list of events. `docs/formats.md` is its reference.

use super::layout::Says;
use crate::{
    csv::{
        BadMap,
        map::{Cell, Description, File, From, RefuseWhen, TownMap},
    },
    listing::{Columns, Field, Sources},
};
use serde::Deserialize;

/// How a CSV file becomes programs.
#[derive(Clone, PartialEq, Debug)]
pub struct Map {
    pub(super) columns: Columns<Says>,
    pub(super) keep_words: bool,
    pub(super) sample: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    #[serde(default)]
    file: File,
    #[serde(default)]
    refuse_when: Vec<RefuseWhen>,
    program: ProgramMap,
}

/// What to do with days and times that cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Unreadable {
    /// Refuse the row.
    #[default]
    Refuse,
    /// Keep the words: beside the days, or in the description of a program without days.
    Keep,
}

/// The fields of a program. Every one but `title` may be left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgramMap {
    title: Sources,
    organization: Option<Sources>,
    identifier: Option<Sources>,
    kind: Option<Sources>,
    #[serde(default)]
    description: Description,
    town: Option<TownMap>,
    days: Option<Sources>,
    from: Option<Sources>,
    to: Option<Sources>,
    begins: Option<Sources>,
    ends: Option<Sources>,
    note: Option<Sources>,
    published: Option<Sources>,
    #[serde(default)]
    unreadable: Unreadable,
    venue: Option<Sources>,
    address: Option<Sources>,
    building: Option<Sources>,
    latitude: Option<Sources>,
    longitude: Option<Sources>,
    position: Option<Sources>,
    access: Option<Sources>,
    capacity: Option<Sources>,
    cost: Option<Sources>,
    cost_note: Option<Sources>,
    contact: Option<Sources>,
    sign_up: Option<Sources>,
    closes_day: Option<Sources>,
    closes_time: Option<Sources>,
    website: Option<Sources>,
    #[serde(default)]
    sample: bool,
    /// Columns that nobody wants to keep.
    #[serde(default)]
    drop: Vec<String>,
}

impl Map {
    /// Reads a column map.
    pub fn parse(text: &str) -> Result<Self, BadMap> {
        let Whole {
            file,
            refuse_when,
            mut program,
        } = toml::from_str(text)?;
        file.check()?;
        if program.days.is_some() && (program.from.is_some() || program.to.is_some()) {
            return Err(BadMap::Days);
        }
        let (keep_words, sample) = (program.unreadable == Unreadable::Keep, program.sample);
        let drop = std::mem::take(&mut program.drop);
        Ok(Self {
            columns: Columns {
                file,
                refuse_when,
                fields: program.fields(),
                needed: vec![Says::Title, Says::From, Says::Days],
                drop,
            },
            keep_words,
            sample,
        })
    }
}

impl ProgramMap {
    fn fields(self) -> Vec<Field<Says>> {
        let town = self.town.map(|TownMap { code, name }| {
            let one = |cell| Some(Sources(vec![cell]));
            (one(code), one(name))
        });
        let (code, town) = town.unwrap_or_default();
        let given = [
            (Says::Title, "title", " ", Some(self.title)),
            (Says::Desk, "organization", " ", self.organization),
            (Says::Identifier, "identifier", "/", self.identifier),
            (Says::Kind, "kind", " ", self.kind),
            (Says::Code, "town.code", "", code),
            (Says::Body, "town.name", "", town),
            (Says::Days, "days", " ", self.days),
            (Says::From, "from", " ", self.from),
            (Says::To, "to", " ", self.to),
            (Says::Begins, "begins", " ", self.begins),
            (Says::Ends, "ends", " ", self.ends),
            (Says::Note, "note", "\n", self.note),
            (Says::Published, "published", " ", self.published),
            (Says::Venue, "venue", " ", self.venue),
            (Says::Address, "address", "", self.address),
            (Says::Building, "building", " ", self.building),
            (Says::Latitude, "latitude", "", self.latitude),
            (Says::Longitude, "longitude", "", self.longitude),
            (Says::Position, "position", ",", self.position),
            (Says::Access, "access", "\n", self.access),
            (Says::Capacity, "capacity", " ", self.capacity),
            (Says::Cost, "cost", " ", self.cost),
            (Says::CostNote, "cost_note", "\n", self.cost_note),
            (Says::Contact, "contact", "\n", self.contact),
            (Says::SignUp, "sign_up", "\n", self.sign_up),
            (Says::ClosesDay, "closes_day", " ", self.closes_day),
            (Says::ClosesTime, "closes_time", " ", self.closes_time),
            (Says::Website, "website", "\n", self.website),
        ];
        let given = given
            .into_iter()
            .filter_map(|(says, name, between, sources)| {
                Some(Field {
                    says,
                    name,
                    heading: None,
                    sources: sources?,
                    between,
                    verbatim: says == Says::Published,
                })
            });
        let parts = self.description.0.into_iter().map(|part| Field {
            says: match part.heading {
                Some(_) => Says::Under,
                None => Says::Lead,
            },
            name: "description",
            heading: part.heading,
            sources: Sources(vec![Cell {
                from: From::Column(part.column),
                words: Default::default(),
                otherwise: None,
            }]),
            between: "",
            verbatim: true,
        });
        given.chain(parts).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_named() {
        assert!(Map::parse("[program]\ntitle = \"t\"").is_ok());
        for (map, named) in [
            ("", "program"),
            ("[program]", "title"),
            ("[program]\ntitle = 5", "a column's name"),
            ("[program]\ntitle = [{ colum = \"a\" }]", "colum"),
            ("[program]\ntitle = \"t\"\ntitel = \"t\"", "titel"),
            (
                "[program]\ntitle = \"t\"\ndays = \"d\"\nfrom = \"f\"",
                "either",
            ),
            (
                "[file]\ndelimiter = \"あ\"\n[program]\ntitle = \"t\"",
                "delimiter",
            ),
        ] {
            let error = Map::parse(map).unwrap_err().to_string();
            assert!(error.contains(named), "{map}: {error}");
        }
    }
}
