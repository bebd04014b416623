//! Whom a program is for.

use super::{
    reading::{Reading, number, put, yes_or_no},
    towns,
};
use crate::{
    draft::Fields,
    job::LifeStage,
    program::Eligibility,
    refusal::{Field, List},
    typed,
};

pub(super) fn texts(eligibility: &Eligibility, texts: &mut Fields) {
    towns::texts(List::Resident, &eligibility.towns, texts);
    let stages = eligibility.life_stages.iter().map(|stage| stage.word());
    for (field, text) in [
        (Field::Movers, yes_or_no(eligibility.movers).to_owned()),
        (Field::AgeFrom, number(eligibility.age_from)),
        (Field::AgeTo, number(eligibility.age_to)),
        (Field::LifeStages, stages.collect::<Vec<_>>().join(" ")),
        (Field::WeeklyHours, number(eligibility.weekly_hours)),
        (Field::Skills, eligibility.skills.clone()),
    ] {
        put(texts, field, text);
    }
}

pub(super) fn read(reading: &mut Reading<'_>, eligibility: &mut Eligibility) {
    eligibility.towns = towns::read(reading, List::Resident, &eligibility.towns);
    reading.yes(Field::Movers, &mut eligibility.movers);
    // Nobody is so old, and no week so long, that a byte would not do.
    let small = |text: &str| typed::whole_number(text)?.try_into().ok();
    reading.take(Field::AgeFrom, &mut eligibility.age_from, small);
    reading.take(Field::AgeTo, &mut eligibility.age_to, small);
    reading.take(Field::WeeklyHours, &mut eligibility.weekly_hours, small);
    let stages = |text: &str| Some(text.split(' ').filter_map(LifeStage::from_word).collect());
    reading.word(Field::LifeStages, &mut eligibility.life_stages, stages);
    reading.prose(Field::Skills, &mut eligibility.skills);
}
