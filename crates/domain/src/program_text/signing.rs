//! How one signs up: here or elsewhere, from when to when, who gets a seat, and what is asked of
//! everybody.

use super::{
    judging,
    reading::{Reading, put},
};
use crate::{
    Day, Timestamp,
    draft::Fields,
    profile::ProfileItem,
    program::{Judging, Program, Selection, SignUpBy},
    refusal::Field,
};

/// Where one signs up: a word of [`Field::SignUpBy`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Way {
    /// Here.
    #[default]
    Engawa,
    /// Elsewhere, as [`Field::Message`] says.
    Other,
}

impl Way {
    /// Each.
    pub const ALL: [Way; 2] = [Self::Engawa, Self::Other];

    /// The stable word in a text.
    pub fn word(self) -> &'static str {
        match self {
            Self::Engawa => "engawa",
            Self::Other => "other",
        }
    }

    /// The way of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.word() == word)
    }
}

impl Selection {
    /// Each.
    pub const ALL: [Selection; 3] = [
        Self::FirstCome,
        Self::Lottery,
        Self::Review(Judging {
            criteria: Vec::new(),
            blind: false,
            announces: false,
        }),
    ];

    /// The stable word in a text.
    pub fn word(&self) -> &'static str {
        match self {
            Self::FirstCome => "first_come",
            Self::Lottery => "lottery",
            Self::Review(_) => "review",
        }
    }

    /// The one of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

pub(super) fn texts(program: &Program, texts: &mut Fields) {
    let (way, words) = match &program.sign_up {
        SignUpBy::Engawa => (Way::Engawa, ""),
        SignUpBy::Other(words) => (Way::Other, words.as_str()),
    };
    let asks = program.asks.iter().map(|item| item.word());
    let first = |at: Timestamp| Day::of(at).to_string();
    // Midnight closes the day before.
    let last = |at: Timestamp| Day::of(Timestamp(at.0.saturating_sub(1))).to_string();
    for (field, text) in [
        (Field::SignUpBy, way.word().to_owned()),
        (Field::Message, words.to_owned()),
        (Field::Selection, program.selection.word().to_owned()),
        (
            Field::OpensAt,
            program.opens_at.map_or_else(String::new, first),
        ),
        (
            Field::ClosesAt,
            program.closes_at.map_or_else(String::new, last),
        ),
        (Field::Asks, asks.collect::<Vec<_>>().join(" ")),
    ] {
        put(texts, field, text);
    }
    if let Some(of) = program.judging() {
        judging::texts(of, texts);
    }
}

pub(super) fn read(reading: &mut Reading<'_>, program: &mut Program) {
    let (mut way, mut words) = match &program.sign_up {
        SignUpBy::Engawa => (Way::Engawa, String::new()),
        SignUpBy::Other(words) => (Way::Other, words.clone()),
    };
    reading.word(Field::SignUpBy, &mut way, Way::from_word);
    reading.prose(Field::Message, &mut words);
    program.sign_up = match way {
        Way::Engawa => SignUpBy::Engawa,
        Way::Other => SignUpBy::Other(words),
    };
    reading.word(
        Field::Selection,
        &mut program.selection,
        Selection::from_word,
    );
    if let Selection::Review(of) = &mut program.selection {
        judging::read(reading, of);
    }
    let day = |text: &str| text.parse::<Day>().ok();
    reading.take(Field::OpensAt, &mut program.opens_at, |text| {
        day(text).map(Day::start)
    });
    reading.take(Field::ClosesAt, &mut program.closes_at, |text| {
        day(text).map(|last| last.plus(1).start())
    });
    let items = |text: &str| Some(text.split(' ').filter_map(ProfileItem::from_word).collect());
    reading.word(Field::Asks, &mut program.asks, items);
}
