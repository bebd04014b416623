//! How a desk judges who signs up, where it chooses: by which criteria, and what it promises.

use super::reading::{Reading, count, put, yes_or_no};
use crate::{
    draft::Fields,
    program::{Criterion, CriterionNo, Judging},
    refusal::{Field, List, Part},
};

/// What a criterion has where nothing is written.
const POINTS: u16 = 5;
const WEIGHT: u16 = 1;

pub(super) fn texts(judging: &Judging, texts: &mut Fields) {
    for (field, is) in [
        (Field::Blind, judging.blind),
        (Field::Announces, judging.announces),
    ] {
        put(texts, field, yes_or_no(is));
    }
    for (rank, criterion) in (1..).zip(&judging.criteria) {
        let rank: u32 = rank;
        let at = |part| Field::Item(List::Criterion, criterion.no.0, part);
        for (part, text) in [
            (Part::Rank, rank.to_string()),
            (Part::Name, criterion.name.clone()),
            (Part::Help, criterion.help.clone()),
            (Part::Most, criterion.max.to_string()),
            (Part::Weight, criterion.weight.to_string()),
        ] {
            put(texts, at(part), text);
        }
    }
}

pub(super) fn read(reading: &mut Reading<'_>, judging: &mut Judging) {
    reading.yes(Field::Blind, &mut judging.blind);
    reading.yes(Field::Announces, &mut judging.announces);
    if !reading.touches(List::Criterion) {
        return;
    }
    let numbers = reading.items(List::Criterion).into_iter();
    let read = |number| {
        let at = |part| Field::Item(List::Criterion, number, part);
        let no = CriterionNo(number);
        let before = judging.criterion(no).cloned();
        let mut criterion = before.unwrap_or(Criterion {
            no,
            name: String::new(),
            help: String::new(),
            max: POINTS,
            weight: WEIGHT,
        });
        reading.line(at(Part::Name), &mut criterion.name);
        reading.prose(at(Part::Help), &mut criterion.help);
        for (part, value, otherwise) in [
            (Part::Most, &mut criterion.max, POINTS),
            (Part::Weight, &mut criterion.weight, WEIGHT),
        ] {
            let mut said = Some(*value);
            // One that no scale has stays too many.
            let whole = |text: &str| count(text).map(|it| u16::try_from(it).unwrap_or(u16::MAX));
            reading.take(at(part), &mut said, whole);
            *value = said.unwrap_or(otherwise);
        }
        criterion
    };
    judging.criteria = numbers.map(read).collect();
}
