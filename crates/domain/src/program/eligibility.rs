//! Whom a program is for.

use super::{MAX_TOWNS, at_most};
use crate::{
    Day,
    job::{LifeStage, MAX_SHORT, MAX_TITLE, check_line, check_text},
    place::Town,
    profile::{About, ProfileItem, YES, age_on, town_of},
    refusal::{Field, Invalid, Problem},
    typed,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Whom a program is for. What is left out excludes nobody.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Eligibility {
    /// Who lives in one of these.
    pub towns: Vec<Town>,
    /// Who plans to move there is welcome as well.
    pub movers: bool,
    /// Youngest age in years, on the day of sign-up.
    pub age_from: Option<u8>,
    /// Oldest age in years, on the day of sign-up.
    pub age_to: Option<u8>,
    /// Who is in one of these.
    pub life_stages: BTreeSet<LifeStage>,
    /// Who can work so many hours a week.
    pub weekly_hours: Option<u8>,
    /// What one should be able to do. Asked and told to the desk, which judges it.
    pub skills: String,
}

impl Eligibility {
    /// What has to be asked to judge it.
    pub fn asks(&self) -> Vec<ProfileItem> {
        [
            (!self.towns.is_empty(), ProfileItem::Town),
            (!self.towns.is_empty() && self.movers, ProfileItem::Mover),
            (
                self.age_from.is_some() || self.age_to.is_some(),
                ProfileItem::BirthDate,
            ),
            (!self.life_stages.is_empty(), ProfileItem::LifeStage),
            (self.weekly_hours.is_some(), ProfileItem::WeeklyHours),
            (!self.skills.is_empty(), ProfileItem::Skills),
        ]
        .into_iter()
        .filter_map(|(is_asked, item)| is_asked.then_some(item))
        .collect()
    }

    /// The first thing by which somebody is excluded who says this of themselves on this day.
    pub fn excludes(&self, about: &About, today: Day) -> Option<ProfileItem> {
        let said = |item| about.get(&item).map_or("", |text| text.trim());
        let lives_there =
            || town_of(about).is_some_and(|code| self.towns.iter().any(|town| town.code == code));
        let moves_there = || self.movers && said(ProfileItem::Mover) == YES;
        let fits_age = || {
            let birth: Option<Day> = said(ProfileItem::BirthDate).parse().ok();
            birth.is_some_and(|birth| {
                let age = age_on(birth, today);
                self.age_from.is_none_or(|from| age >= i16::from(from))
                    && self.age_to.is_none_or(|to| age <= i16::from(to))
            })
        };
        let fits_stage = || {
            LifeStage::from_word(said(ProfileItem::LifeStage))
                .is_some_and(|stage| self.life_stages.contains(&stage))
        };
        let fits_hours = |least: u8| {
            typed::whole_number(said(ProfileItem::WeeklyHours))
                .is_some_and(|hours| hours >= i64::from(least))
        };
        if !self.towns.is_empty() && !lives_there() && !moves_there() {
            return Some(ProfileItem::Town);
        }
        if (self.age_from.is_some() || self.age_to.is_some()) && !fits_age() {
            return Some(ProfileItem::BirthDate);
        }
        if !self.life_stages.is_empty() && !fits_stage() {
            return Some(ProfileItem::LifeStage);
        }
        self.weekly_hours
            .filter(|least| !fits_hours(*least))
            .map(|_| ProfileItem::WeeklyHours)
    }

    pub(crate) fn check(&self) -> Result<(), Invalid> {
        at_most(Field::Eligibility, self.towns.len(), MAX_TOWNS)?;
        for town in &self.towns {
            check_line(Field::Eligibility, &town.name, MAX_TITLE)?;
        }
        if let (Some(from), Some(to)) = (self.age_from, self.age_to)
            && to < from
        {
            return Err(Invalid {
                field: Field::Eligibility,
                problem: Problem::Malformed,
            });
        }
        check_text(Field::Eligibility, &self.skills, MAX_SHORT)
    }
}
