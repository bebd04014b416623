//! The column map of an office's own list of facilities. `docs/formats.md` is its reference.

use super::layout::Says;
use crate::{
    csv::{
        BadMap,
        map::{Cell, Description, File, From, RefuseWhen, TownMap},
    },
    listing::{Columns, Field, Sources},
};
use domain::space::Equipment;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How a CSV file becomes spaces.
#[derive(Clone, PartialEq, Debug)]
pub struct Map {
    pub(super) columns: Columns<Says>,
    pub(super) sample: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    #[serde(default)]
    file: File,
    #[serde(default)]
    refuse_when: Vec<RefuseWhen>,
    space: SpaceMap,
}

/// The fields of a space. Every one but `name` may be left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpaceMap {
    name: Sources,
    kana: Option<Sources>,
    nickname: Option<Sources>,
    organization: Option<Sources>,
    identifier: Option<Sources>,
    town: Option<TownMap>,
    address: Option<Sources>,
    building: Option<Sources>,
    latitude: Option<Sources>,
    longitude: Option<Sources>,
    position: Option<Sources>,
    phone: Option<Sources>,
    corporate_number: Option<Sources>,
    run_by: Option<Sources>,
    days: Option<Sources>,
    opens: Option<Sources>,
    closes: Option<Sources>,
    hours_note: Option<Sources>,
    #[serde(default)]
    description: Description,
    note: Option<Sources>,
    website: Option<Sources>,
    /// What there is, by our words.
    #[serde(default)]
    equipment: BTreeMap<Equipment, Sources>,
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
            mut space,
        } = toml::from_str(text)?;
        file.check()?;
        let (drop, sample) = (std::mem::take(&mut space.drop), space.sample);
        Ok(Self {
            columns: Columns {
                file,
                refuse_when,
                fields: space.fields(),
                needed: vec![Says::Name],
                drop,
            },
            sample,
        })
    }
}

impl SpaceMap {
    fn fields(self) -> Vec<Field<Says>> {
        let town = self.town.map(|TownMap { code, name }| {
            let one = |cell| Some(Sources(vec![cell]));
            (one(code), one(name))
        });
        let (code, town) = town.unwrap_or_default();
        let given = [
            (Says::Name, "name", " ", Some(self.name)),
            (Says::Kana, "kana", " ", self.kana),
            (Says::Nickname, "nickname", " ", self.nickname),
            (Says::Body, "organization", " ", self.organization),
            (Says::Identifier, "identifier", "/", self.identifier),
            (Says::Code, "town.code", "", code),
            (Says::City, "town.name", "", town),
            (Says::Address, "address", "", self.address),
            (Says::Building, "building", " ", self.building),
            (Says::Latitude, "latitude", "", self.latitude),
            (Says::Longitude, "longitude", "", self.longitude),
            (Says::Position, "position", ",", self.position),
            (Says::Phone, "phone", " ", self.phone),
            (
                Says::CorporateNumber,
                "corporate_number",
                "",
                self.corporate_number,
            ),
            (Says::Organisation, "run_by", " ", self.run_by),
            (Says::Days, "days", "", self.days),
            (Says::Opens, "opens", "", self.opens),
            (Says::Closes, "closes", "", self.closes),
            (Says::HoursNote, "hours_note", "\n", self.hours_note),
            (Says::Note, "note", "\n", self.note),
            (Says::Website, "website", "\n", self.website),
        ];
        let given = given
            .into_iter()
            .filter_map(|(says, name, between, sources)| Some((says, name, between, sources?)));
        let equipment = self.equipment.into_iter();
        let equipment =
            equipment.map(|(item, sources)| (Says::Has(item), "equipment", "", sources));
        let given = given
            .chain(equipment)
            .map(|(says, name, between, sources)| Field {
                says,
                name,
                heading: None,
                sources,
                between,
                verbatim: false,
            });
        let parts = self.description.0.into_iter().map(|part| Field {
            says: match part.heading {
                Some(_) => Says::Under,
                None => Says::Description,
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
