//! The spaces on a device: found by words, town, equipment, and whether one can go there now.

use crate::fold::{Lower, fold, terms};
use domain::{
    Day, SpaceId, Timestamp,
    place::MunicipalityCode,
    space::{Equipment, Space},
};
use std::collections::{BTreeMap, BTreeSet};

/// What a person looks for. What is left out excludes nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// Words, as typed: all of them.
    pub text: String,
    /// In this town.
    pub town: Option<MunicipalityCode>,
    /// With all of these.
    pub equipment: BTreeSet<Equipment>,
    /// Open at this moment, as far as anybody knows.
    pub open: bool,
    /// With places for registered workers.
    pub places: bool,
}

/// Longest text that is searched for, in characters.
const MAX_TEXT: usize = 200;
/// The value of a condition that is on.
const ON: &str = "1";

impl Wanted {
    /// The pairs of a URL's query, unescaped. What is not asked for is left out.
    pub fn to_url(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut put = |key: &str, value: &str| pairs.push((key.to_owned(), value.to_owned()));
        if !self.text.is_empty() {
            put("q", &self.text);
        }
        if let Some(town) = &self.town {
            put("town", town.as_str());
        }
        self.equipment
            .iter()
            .for_each(|item| put("with", item.word()));
        for (key, is_on) in [("open", self.open), ("places", self.places)] {
            if is_on {
                put(key, ON);
            }
        }
        pairs
    }

    /// What the pairs of a URL's query ask for. What cannot be read is left out.
    pub fn from_url(pairs: &[(String, String)]) -> Self {
        let mut wanted = Self::default();
        for (key, value) in pairs {
            match key.as_str() {
                "q" => wanted.text = value.chars().take(MAX_TEXT).collect(),
                "town" => wanted.town = value.parse().ok(),
                "with" => wanted.equipment.extend(Equipment::from_word(value)),
                "open" => wanted.open = value == ON,
                "places" => wanted.places = value == ON,
                _ => {}
            }
        }
        wanted
    }

    /// Whether anything but words is asked for.
    pub fn has_conditions(&self) -> bool {
        let words_only = Self {
            text: self.text.clone(),
            ..Self::default()
        };
        *self != words_only
    }
}

/// A space, with its words folded.
#[derive(Clone, PartialEq, Debug)]
struct Entry {
    space: Space,
    folded: String,
}

/// The spaces on a device.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Directory {
    entries: BTreeMap<SpaceId, Entry>,
}

impl Directory {
    /// Takes in a space as it is now.
    pub fn put(&mut self, space: Space, lower: Lower) {
        let mut said = vec![
            space.name.as_str(),
            space.kana.as_str(),
            space.nickname.as_str(),
            space.desk_name.as_str(),
            space.organisation.as_str(),
            space.address.as_str(),
            space.building.as_str(),
            space.description.as_str(),
            space.note.as_str(),
        ];
        said.extend(space.town.as_ref().map(|town| town.name.as_str()));
        let folded = fold(&said.join("\n"), lower);
        self.entries.insert(space.id, Entry { space, folded });
    }

    /// A space is gone.
    pub fn remove(&mut self, id: SpaceId) {
        self.entries.remove(&id);
    }

    /// A space.
    pub fn get(&self, id: SpaceId) -> Option<&Space> {
        self.entries.get(&id).map(|entry| &entry.space)
    }

    /// Every space, those that are used no more among them.
    pub fn spaces(&self) -> impl Iterator<Item = &Space> {
        self.entries.values().map(|entry| &entry.space)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The towns of the spaces, by their codes.
    pub fn towns(&self) -> BTreeMap<MunicipalityCode, String> {
        self.spaces()
            .filter(|space| !space.closed)
            .filter_map(|space| space.town.as_ref())
            .map(|town| (town.code.clone(), town.name.clone()))
            .collect()
    }

    /// What is wanted, town by town: where registered workers have places, and accredited ones,
    /// first; then by the reading of their names.
    pub fn find(&self, wanted: &Wanted, now: Timestamp, lower: Lower) -> Vec<SpaceId> {
        let terms = terms(&wanted.text, lower);
        let mut found: Vec<(&Space, SpaceId)> = self
            .entries
            .iter()
            .filter(|(_, entry)| {
                terms
                    .iter()
                    .all(|term| entry.folded.contains(term.as_str()))
            })
            .filter(|(_, entry)| fits(&entry.space, wanted, now))
            .map(|(id, entry)| (&entry.space, *id))
            .collect();
        let today = Day::of(now);
        let town = |space: &Space| space.town.as_ref().map(|town| town.code.clone());
        found.sort_by_cached_key(|(space, id)| {
            let is_first = space.quota > 0 || space.is_accredited(today);
            let name = match space.kana.as_str() {
                "" => &space.name,
                kana => kana,
            };
            // What is of no town comes last.
            let town = town(space);
            (town.is_none(), town, !is_first, name.to_owned(), *id)
        });
        found.into_iter().map(|(_, id)| id).collect()
    }
}

fn fits(space: &Space, wanted: &Wanted, now: Timestamp) -> bool {
    let town = space.town.as_ref().map(|town| &town.code);
    !space.closed
        && (wanted.town.is_none() || wanted.town.as_ref() == town)
        && wanted.equipment.is_subset(&space.equipment)
        && (!wanted.open || space.is_open(now) == Some(true))
        && (!wanted.places || space.quota > 0)
}
