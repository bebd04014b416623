//! Lists of towns. A town's number is its code, so that two devices that add the same one add one.

use super::reading::{Reading, put};
use crate::{
    draft::Fields,
    place::{MunicipalityCode, Town},
    refusal::{Field, List, Part},
};

pub(super) fn texts(list: List, towns: &[Town], texts: &mut Fields) {
    for (rank, town) in (1..).zip(towns) {
        let rank: u32 = rank;
        let at = |part| Field::Item(list, town.code.number(), part);
        put(texts, at(Part::Rank), rank.to_string());
        put(texts, at(Part::Name), town.name.clone());
    }
}

pub(super) fn read(reading: &Reading<'_>, list: List, base: &[Town]) -> Vec<Town> {
    if !reading.touches(list) {
        return base.to_vec();
    }
    let numbers = reading.items(list).into_iter();
    numbers
        .filter_map(|number| {
            let name = reading.text(Field::Item(list, number, Part::Name));
            Some(Town {
                code: MunicipalityCode::of_number(number)?,
                name: name.to_owned(),
            })
        })
        .collect()
}
