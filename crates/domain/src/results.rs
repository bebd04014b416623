//! Who won a contest, as everybody may read it. Entries that did not win stay their author's
//! (law.md: never reused), and nothing of them is here.

use crate::{
    DeskId, ProgramId, SignUpId, Timestamp,
    job::{MAX_TITLE, check_line, required},
    refusal::{Field, Invalid, Problem},
    sign_up::SignUp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What the desk gives an entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Award {
    /// To which.
    pub sign_up: SignUpId,
    /// The rank, from 1; several may share one.
    pub rank: u16,
    /// What the prize is called: 最優秀賞.
    pub prize: String,
}

/// An entry that won. What stands here is what its author agreed to show.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Winner {
    /// The rank, from 1.
    pub rank: u16,
    /// What the prize is called.
    pub prize: String,
    /// What the entry is called.
    pub title: String,
    /// The name that its author gave for this; empty names nobody.
    pub name: String,
}

/// The results of a program. Everybody reads them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Results {
    /// Of which program.
    pub program: ProgramId,
    /// Who published them.
    pub desk: DeskId,
    /// When, for the last time.
    pub at: Timestamp,
    /// The best first.
    pub winners: Vec<Winner>,
}

/// Most awards of a program.
pub const MAX_AWARDS: usize = 100;

/// Most who are told at once that they did not win.
const MAX_OTHERS: usize = 5_000;

/// Whether these awards can be given, and the others told. Nobody wins twice, or wins and does not;
/// to give none is a result as well.
pub fn check(awards: &[Award], others: &[SignUpId]) -> Result<(), Invalid> {
    let wrong = |problem| {
        let field = Field::Prize;
        Err(Invalid { field, problem })
    };
    for (count, max) in [(awards.len(), MAX_AWARDS), (others.len(), MAX_OTHERS)] {
        if count > max {
            return wrong(Problem::TooMany { max });
        }
    }
    let mut given = BTreeSet::new();
    for award in awards {
        required(Field::Prize, &award.prize)?;
        check_line(Field::Prize, &award.prize, MAX_TITLE)?;
        let (min, most) = (1, MAX_AWARDS as u16);
        if !(min..=most).contains(&award.rank) {
            let (min, max) = (min.into(), most.into());
            return wrong(Problem::OutOfRange { min, max });
        }
        if !given.insert(award.sign_up) {
            return wrong(Problem::Taken);
        }
    }
    if others.iter().any(|other| !given.insert(*other)) {
        return wrong(Problem::Taken);
    }
    Ok(())
}

impl Winner {
    /// The winner that an award makes of a sign-up.
    pub(crate) fn of(award: &Award, sign_up: &SignUp) -> Self {
        Self {
            rank: award.rank,
            prize: award.prize.trim().to_owned(),
            title: sign_up.application.title.clone(),
            name: sign_up.application.shown_as.clone(),
        }
    }
}
