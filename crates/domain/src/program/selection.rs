//! Who gets a seat: who comes first, whom a lottery draws, or whom the desk chooses.

use super::{at_most, unique};
use crate::{
    job::{MAX_SHORT, MAX_TITLE, check_line, check_text, required},
    refusal::{Field, Invalid, Part, Problem},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who gets a seat.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(!from))]
#[serde(rename_all = "snake_case", from = "Said")]
pub enum Selection {
    /// 先着順: who comes first, as the server takes them.
    #[default]
    FirstCome,
    /// 抽選: whom a draw names once sign-ups are closed ([`crate::draw`]).
    Lottery,
    /// 選考: whom the desk chooses.
    Review(Judging),
}

impl Selection {
    /// How the desk judges, where it chooses.
    pub fn judging(&self) -> Option<&Judging> {
        match self {
            Self::Review(judging) => Some(judging),
            Self::FirstCome | Self::Lottery => None,
        }
    }

    /// Whether both give seats in the same way, whatever is judged.
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// A selection as rows say it: those of before criteria say `"review"` alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Word(Word),
    Judged { review: Judging },
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    FirstCome,
    Lottery,
    Review,
}

impl From<Said> for Selection {
    fn from(said: Said) -> Self {
        match said {
            Said::Word(Word::FirstCome) => Self::FirstCome,
            Said::Word(Word::Lottery) => Self::Lottery,
            Said::Word(Word::Review) => Self::Review(Judging::default()),
            Said::Judged { review } => Self::Review(review),
        }
    }
}

/// How a desk judges who signs up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Judging {
    /// By what, in this order; without any, nobody gives points.
    pub criteria: Vec<Criterion>,
    /// Who judges reads answers, and not whose they are, until a seat is given.
    pub blind: bool,
    /// Who wins is announced to everybody: an entry has a title, and says under which name.
    pub announces: bool,
}

/// The number of a criterion within its program; never given twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct CriterionNo(pub u16);

/// What is judged.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Criterion {
    /// Its number.
    pub no: CriterionNo,
    /// What it is called.
    pub name: String,
    /// What helps to judge; may be empty.
    pub help: String,
    /// The most points.
    pub max: u16,
    /// How much a point counts in the sum.
    pub weight: u16,
}

/// Most criteria.
pub const MAX_CRITERIA: usize = 20;
/// Most points of a criterion.
pub const MAX_POINTS: u16 = 100;
/// Most that a point counts.
pub const MAX_WEIGHT: u16 = 10;

impl Criterion {
    /// Whether it is something to check: yes is the one point, no is none.
    pub fn is_check(&self) -> bool {
        self.max == 1
    }
}

impl Judging {
    /// Whether all of it is to be checked, as on a visit to a space (現地確認).
    pub fn is_checklist(&self) -> bool {
        !self.criteria.is_empty() && self.criteria.iter().all(Criterion::is_check)
    }

    /// A criterion by its number.
    pub fn criterion(&self, no: CriterionNo) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.no == no)
    }

    pub(super) fn check(&self) -> Result<(), Invalid> {
        let field = Field::Criteria;
        at_most(field, self.criteria.len(), MAX_CRITERIA)?;
        let mut numbers = BTreeSet::new();
        for criterion in &self.criteria {
            for (_, found) in criterion.check() {
                found?;
            }
            unique(field, numbers.insert(criterion.no))?;
        }
        Ok(())
    }
}

impl Criterion {
    /// What is right and wrong with it, part by part.
    pub(crate) fn check(&self) -> [(Part, Result<(), Invalid>); 4] {
        let field = Field::Criteria;
        let name =
            required(field, &self.name).and_then(|()| check_line(field, &self.name, MAX_TITLE));
        let fits = |value: u16, most: u16| {
            let (min, max) = (1, most.into());
            let problem = Problem::OutOfRange { min, max };
            let fits = (1..=most).contains(&value);
            fits.then_some(()).ok_or(Invalid { field, problem })
        };
        [
            (Part::Name, name),
            (Part::Help, check_text(field, &self.help, MAX_SHORT)),
            (Part::Most, fits(self.max, MAX_POINTS)),
            (Part::Weight, fits(self.weight, MAX_WEIGHT)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_reads_back_and_so_does_one_of_before_criteria() {
        let judged = Selection::Review(Judging {
            criteria: vec![Criterion {
                no: CriterionNo(1),
                name: "新しさ".into(),
                help: String::new(),
                max: 5,
                weight: 2,
            }],
            blind: true,
            announces: false,
        });
        for selection in [Selection::FirstCome, Selection::Lottery, judged] {
            let told = serde_json::to_string(&selection).unwrap();
            assert_eq!(serde_json::from_str::<Selection>(&told).unwrap(), selection);
        }
        for (told, is) in [
            ("\"first_come\"", Selection::FirstCome),
            ("\"review\"", Selection::Review(Judging::default())),
        ] {
            assert_eq!(serde_json::from_str::<Selection>(told).unwrap(), is);
        }
        assert!(serde_json::from_str::<Selection>("\"dice\"").is_err());
    }
}
