//! What a person says of themselves when they sign up: asked once, offered again the next time.
//!
//! Kept as typed. A program says which items it wants to know; only its desk reads the answers, on
//! the sign-up.

use crate::{
    Day, PersonId,
    job::{LifeStage, check_line, check_text},
    place::MunicipalityCode,
    refusal::{Field, Invalid, Problem},
    typed,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One thing that a program may want to know.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProfileItem {
    /// ふりがな.
    Kana,
    /// A telephone number.
    Phone,
    /// Where they live: a municipality code, or a name in their own words.
    Town,
    /// Whether they plan to move: `yes` or `no`.
    Mover,
    /// Their date of birth, `1992-04-01`.
    BirthDate,
    /// A [`LifeStage`]'s word.
    LifeStage,
    /// Hours a week that they can work.
    WeeklyHours,
    /// What they can do, in their own words.
    Skills,
}

/// Longest name of an item's answer in characters.
const MAX_LINE: usize = 200;
/// Longest answer in more than one line, in characters.
const MAX_SKILLS: usize = 1_000;

/// The word of a yes.
pub const YES: &str = "yes";
/// The word of a no.
pub const NO: &str = "no";

impl ProfileItem {
    /// Every item, in the order in which forms ask.
    pub const ALL: [ProfileItem; 8] = [
        Self::Kana,
        Self::Phone,
        Self::BirthDate,
        Self::Town,
        Self::Mover,
        Self::LifeStage,
        Self::WeeklyHours,
        Self::Skills,
    ];

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kana => "kana",
            Self::Phone => "phone",
            Self::Town => "town",
            Self::Mover => "mover",
            Self::BirthDate => "birth_date",
            Self::LifeStage => "life_stage",
            Self::WeeklyHours => "weekly_hours",
            Self::Skills => "skills",
        }
    }

    /// The item of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.word() == word)
    }

    /// Whether a text answers it.
    pub fn check(self, text: &str) -> Result<(), Invalid> {
        let field = Field::About(self);
        let text = text.trim();
        let is_read = match self {
            Self::Skills => return check_text(field, text, MAX_SKILLS),
            Self::Kana | Self::Town => true,
            Self::Phone => {
                let digits = text.chars().filter(|c| c.is_numeric()).count();
                (9..=15).contains(&digits) && text.chars().all(is_of_a_number)
            }
            Self::Mover => [YES, NO].contains(&text),
            Self::BirthDate => text.parse::<Day>().is_ok(),
            Self::LifeStage => LifeStage::from_word(text).is_some(),
            Self::WeeklyHours => typed::whole_number(text).is_some_and(|hours| hours <= 168),
        };
        check_line(field, text, MAX_LINE)?;
        is_read.then_some(()).ok_or(Invalid {
            field,
            problem: Problem::Malformed,
        })
    }
}

/// Digits of any width and what people write between them.
fn is_of_a_number(c: char) -> bool {
    c.is_ascii_digit()
        || ('０'..='９').contains(&c)
        || c.is_whitespace()
        || "+-()（）‐－−ー".contains(c)
}

/// What somebody says of themselves, by item.
pub type About = BTreeMap<ProfileItem, String>;

/// What a person said of themselves the last time. Only they read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Profile {
    /// Whose.
    pub person: PersonId,
    /// As they typed it.
    pub about: About,
}

/// The municipality named by an answer to [`ProfileItem::Town`], where it is a code.
pub fn town_of(about: &About) -> Option<MunicipalityCode> {
    about.get(&ProfileItem::Town)?.trim().parse().ok()
}

/// Whole years between a day of birth and another day.
pub fn age_on(birth: Day, day: Day) -> i16 {
    let ((born, month, date), (year, this_month, today)) = (birth.parts(), day.parts());
    let before = (this_month, today) < (month, date);
    year - born - i16::from(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_say_of_themselves_is_read_as_they_type_it() {
        use ProfileItem::{BirthDate, LifeStage, Mover, Phone, Town, WeeklyHours};
        for (item, text) in [
            (Phone, "0987-23-4567"),
            (Phone, "０９０（１２３４）５６７８"),
            (Phone, "+81 90 1234 5678"),
            (Town, "452041"),
            (Town, "宮崎県日南市"),
            (Mover, "yes"),
            (BirthDate, "1992-04-01"),
            (LifeStage, "after_birth"),
            (WeeklyHours, "１５"),
        ] {
            assert_eq!(item.check(text), Ok(()), "{item:?} {text}");
        }
        for (item, text) in [
            (Phone, "12"),
            (Phone, "090-1234-567x"),
            (Mover, "はい"),
            (BirthDate, "1992-02-30"),
            (WeeklyHours, "200"),
            (Town, "日南市\n鹿児島市"),
        ] {
            assert!(item.check(text).is_err(), "{item:?} {text}");
        }
    }

    #[test]
    fn a_year_is_full_on_the_birthday() {
        let born = Day::new(1992, 4, 1).unwrap();
        assert_eq!(age_on(born, Day::new(2026, 3, 31).unwrap()), 33);
        assert_eq!(age_on(born, Day::new(2026, 4, 1).unwrap()), 34);
        // Who is born on the 29th of February is older from the 1st of March on.
        let leap = Day::new(2000, 2, 29).unwrap();
        assert_eq!(age_on(leap, Day::new(2026, 2, 28).unwrap()), 25);
        assert_eq!(age_on(leap, Day::new(2026, 3, 1).unwrap()), 26);
    }
}
