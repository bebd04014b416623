//! The questions of a program's form. A question and its options keep their numbers, whatever comes,
//! goes or moves around them.

use super::reading::{Reading, put, yes_or_no};
use crate::{
    draft::Fields,
    program::{Ask, Condition, Question, QuestionNo},
    refusal::{Field, List, Part, Problem},
    typed,
};
use std::collections::BTreeMap;

/// What kind of answer a question wants, without its details: a word of [`Part::Ask`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum AskKind {
    /// One line.
    #[default]
    Short,
    /// Some lines.
    Long,
    /// One of some options.
    Choice,
    /// Any of some options.
    Many,
    /// A whole number.
    Number,
    /// A day.
    Date,
    /// A yes.
    Consent,
    /// A file.
    File,
}

impl AskKind {
    /// Each, in the order in which screens list them.
    pub const ALL: [AskKind; 8] = [
        Self::Short,
        Self::Long,
        Self::Choice,
        Self::Many,
        Self::Number,
        Self::Date,
        Self::Consent,
        Self::File,
    ];

    /// The stable word in a text.
    pub fn word(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
            Self::Choice => "choice",
            Self::Many => "many",
            Self::Number => "number",
            Self::Date => "date",
            Self::Consent => "consent",
            Self::File => "file",
        }
    }

    /// The kind of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The kind of a question.
    pub fn of(ask: &Ask) -> Self {
        match ask {
            Ask::Short => Self::Short,
            Ask::Long => Self::Long,
            Ask::Choice(_) => Self::Choice,
            Ask::Many(_) => Self::Many,
            Ask::Number { .. } => Self::Number,
            Ask::Date => Self::Date,
            Ask::Consent => Self::Consent,
            Ask::File => Self::File,
        }
    }

    /// Whether it has options.
    pub fn has_options(self) -> bool {
        matches!(self, Self::Choice | Self::Many)
    }
}

/// Where no least and no most is named.
const LEAST: i64 = 0;
const MOST: i64 = 999_999_999_999;

pub(super) fn texts(form: &[Question], texts: &mut Fields) {
    for (rank, question) in (1..).zip(form) {
        let rank: u32 = rank;
        let at = |part| Field::Item(List::Question, question.no.0, part);
        let only_if = question.only_if.map(|condition| {
            let Condition { question, is } = condition;
            format!("{}_{is}", question.0)
        });
        for (part, text) in [
            (Part::Rank, rank.to_string()),
            (Part::Text, question.text.clone()),
            (Part::Help, question.help.clone()),
            (Part::Ask, AskKind::of(&question.ask).word().to_owned()),
            (Part::Required, yes_or_no(question.required).to_owned()),
            (Part::OnlyIf, only_if.unwrap_or_default()),
        ] {
            put(texts, at(part), text);
        }
        match &question.ask {
            Ask::Choice(options) | Ask::Many(options) => {
                for (number, option) in (0..).zip(options) {
                    put(texts, at(Part::Option(number)), option.clone());
                }
            }
            Ask::Number { min, max } => {
                if *min != LEAST {
                    put(texts, at(Part::Least), min.to_string());
                }
                if *max != MOST {
                    put(texts, at(Part::Most), max.to_string());
                }
            }
            _ => {}
        }
    }
}

pub(super) fn read(reading: &mut Reading<'_>, base: &[Question]) -> Vec<Question> {
    if !reading.touches(List::Question) {
        return base.to_vec();
    }
    let mut form: Vec<Question> = Vec::new();
    // What a later question may hang on: the numbers of the options of each choice before it.
    let mut choices: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
    for number in reading.items(List::Question) {
        let at = |part| Field::Item(List::Question, number, part);
        let before = base.iter().find(|question| question.no.0 == number);
        let mut question = before.cloned().unwrap_or(Question {
            no: QuestionNo(number),
            text: String::new(),
            help: String::new(),
            ask: Ask::Short,
            required: false,
            only_if: None,
        });
        reading.prose(at(Part::Text), &mut question.text);
        reading.prose(at(Part::Help), &mut question.help);
        reading.yes(at(Part::Required), &mut question.required);
        let written = written_options(reading, number);
        question.ask = ask(reading, &question.ask, number, &written);
        question.only_if = only_if(reading, number, &choices);
        if AskKind::of(&question.ask) == AskKind::Choice {
            choices.insert(
                number,
                written.into_iter().map(|(number, _)| number).collect(),
            );
        }
        form.push(question);
    }
    form
}

/// The options that say something.
fn written_options(reading: &Reading<'_>, question: u16) -> Vec<(u16, String)> {
    let options = reading.options(question).into_iter();
    options
        .filter(|(_, text)| !text.is_empty())
        .map(|(number, text)| (number, typed::one_line(text)))
        .collect()
}

fn ask(reading: &mut Reading<'_>, before: &Ask, number: u16, written: &[(u16, String)]) -> Ask {
    let at = |part| Field::Item(List::Question, number, part);
    let mut kind = AskKind::of(before);
    reading.word(at(Part::Ask), &mut kind, AskKind::from_word);
    let options = || written.iter().map(|(_, text)| text.clone()).collect();
    match kind {
        AskKind::Short => Ask::Short,
        AskKind::Long => Ask::Long,
        AskKind::Choice => Ask::Choice(options()),
        AskKind::Many => Ask::Many(options()),
        AskKind::Number => {
            let (min, max) = match before {
                Ask::Number { min, max } => (*min, *max),
                _ => (LEAST, MOST),
            };
            let (mut min, mut max) = (Some(min), Some(max));
            reading.take(at(Part::Least), &mut min, typed::whole_number);
            reading.take(at(Part::Most), &mut max, typed::whole_number);
            Ask::Number {
                min: min.unwrap_or(LEAST),
                max: max.unwrap_or(MOST),
            }
        }
        AskKind::Date => Ask::Date,
        AskKind::Consent => Ask::Consent,
        AskKind::File => Ask::File,
    }
}

/// The condition of a question: `3_0` is option 0 of question 3, which comes before.
fn only_if(
    reading: &mut Reading<'_>,
    number: u16,
    choices: &BTreeMap<u16, Vec<u16>>,
) -> Option<Condition> {
    let field = Field::Item(List::Question, number, Part::OnlyIf);
    let text = reading.text(field).to_owned();
    if text.is_empty() {
        return None;
    }
    let condition = text.split_once('_').and_then(|(question, option)| {
        let (question, option): (u16, u16) = (question.parse().ok()?, option.parse().ok()?);
        let options = choices.get(&question)?;
        let is = options.iter().position(|number| *number == option)?;
        Some(Condition {
            question: QuestionNo(question),
            is: is.try_into().ok()?,
        })
    });
    if condition.is_none() {
        reading.note(field, Problem::Malformed);
    }
    condition
}
