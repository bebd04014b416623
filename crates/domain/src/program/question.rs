//! The questions of a program's form, and their answers.

use super::{MAX_QUESTIONS, at_most, unique};
use crate::{
    Day,
    draft::Fields,
    file::Attached,
    job::{MAX_SHORT, MAX_TITLE, check_line, check_text, required},
    profile::YES,
    refusal::{Field, Invalid, Problem},
    typed,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The number of a question within its program; never given twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct QuestionNo(pub u16);

/// What kind of answer a question wants. Options are numbered from 0, in their order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// One line.
    Short,
    /// Some lines.
    Long,
    /// One of these.
    Choice(Vec<String>),
    /// Any of these.
    Many(Vec<String>),
    /// A whole number.
    Number {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// A day.
    Date,
    /// A yes to what the question says; a required one is needed to go on.
    Consent,
    /// A file.
    File,
}

/// A question is asked only if another one was answered so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Condition {
    /// Which: a choice, before this one.
    pub question: QuestionNo,
    /// The option that was chosen.
    pub is: u16,
}

/// A question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Question {
    /// Its number.
    pub no: QuestionNo,
    /// What is asked.
    pub text: String,
    /// What helps to answer it; may be empty.
    pub help: String,
    /// What kind of answer it wants.
    pub ask: Ask,
    /// It has to be answered.
    pub required: bool,
    /// When it is asked at all.
    pub only_if: Option<Condition>,
}

/// An answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FormAnswer"))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// To a short or a long text.
    Text(String),
    /// The option chosen.
    Choice(u16),
    /// The options chosen.
    Many(BTreeSet<u16>),
    /// A number.
    Number(i64),
    /// A day.
    Date(Day),
    /// Yes.
    Consent,
    /// A file.
    File(Attached),
}

impl Answer {
    /// Whether a text, as typed, says this.
    pub fn is_said_by(&self, text: &str) -> bool {
        let text = text.trim();
        match self {
            Self::Text(said) => text == said || typed::one_line(text) == *said,
            Self::Choice(number) => text.parse() == Ok(*number),
            Self::Many(numbers) => {
                let said: Option<BTreeSet<u16>> =
                    text.split(' ').map(|word| word.parse().ok()).collect();
                said.as_ref() == Some(numbers)
            }
            Self::Number(number) => typed::whole_number(text) == Some(*number),
            Self::Date(day) => text == day.to_string(),
            Self::Consent => text == YES,
            Self::File(attached) => Attached::read(text).as_ref() == Some(attached),
        }
    }
}

/// Answers by question.
pub type Answers = BTreeMap<QuestionNo, Answer>;

/// The files among answers, with the question of each.
pub fn files(answers: &Answers) -> impl Iterator<Item = (QuestionNo, &Attached)> {
    answers.iter().filter_map(|(no, answer)| match answer {
        Answer::File(attached) => Some((*no, attached)),
        _ => None,
    })
}

/// Most questions of a form that want a file. Far fewer than a person's drafts may name.
const MAX_FILES: usize = 5;
/// Most options of a question.
const MAX_OPTIONS: usize = 30;
/// Longest answer in characters.
const MAX_ANSWER: usize = 4_000;

impl Question {
    /// The answer that a text gives, as typed; `None` when it gives none. Options are their numbers,
    /// between spaces.
    pub fn read(&self, text: &str) -> Result<Option<Answer>, Invalid> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let answer = match &self.ask {
            Ask::Short => Some(Answer::Text(typed::one_line(text))),
            Ask::Long => Some(Answer::Text(text.to_owned())),
            Ask::Choice(_) => text.parse().ok().map(Answer::Choice),
            Ask::Many(_) => {
                let options: Option<BTreeSet<u16>> =
                    text.split(' ').map(|word| word.parse().ok()).collect();
                options.map(Answer::Many)
            }
            Ask::Number { .. } => typed::whole_number(text).map(Answer::Number),
            Ask::Date => text.parse().ok().map(Answer::Date),
            Ask::Consent => (text == YES).then_some(Answer::Consent),
            Ask::File => Attached::read(text).map(Answer::File),
        };
        let answer = answer.ok_or(self.wrong(Problem::Malformed))?;
        self.check(&answer)?;
        Ok(Some(answer))
    }

    /// Whether an answer is of the kind that is wanted.
    pub fn check(&self, answer: &Answer) -> Result<(), Invalid> {
        let field = Field::Answer(self.no);
        let has = |options: &Vec<String>, number: &u16| usize::from(*number) < options.len();
        let fits = match (&self.ask, answer) {
            (Ask::Short, Answer::Text(text)) => return check_line(field, text, MAX_ANSWER),
            (Ask::Long, Answer::Text(text)) => return check_text(field, text, MAX_ANSWER),
            (Ask::File, Answer::File(attached)) => return attached.check(field),
            (Ask::Choice(options), Answer::Choice(number)) => has(options, number),
            (Ask::Many(options), Answer::Many(numbers)) => {
                numbers.iter().all(|number| has(options, number))
            }
            (Ask::Number { min, max }, Answer::Number(number)) => {
                if !(min..=max).contains(&number) {
                    let (min, max) = (*min, *max);
                    return Err(self.wrong(Problem::OutOfRange { min, max }));
                }
                true
            }
            (Ask::Date, Answer::Date(_)) | (Ask::Consent, Answer::Consent) => true,
            _ => false,
        };
        fits.then_some(()).ok_or(self.wrong(Problem::Malformed))
    }

    /// Whether it is asked, by what was answered before.
    pub fn is_asked(&self, answers: &Answers) -> bool {
        self.only_if.is_none_or(|condition| {
            answers.get(&condition.question) == Some(&Answer::Choice(condition.is))
        })
    }

    fn wrong(&self, problem: Problem) -> Invalid {
        let field = Field::Answer(self.no);
        Invalid { field, problem }
    }

    pub(crate) fn check_itself(&self) -> Result<(), Invalid> {
        let field = Field::Answer(self.no);
        required(field, &self.text)?;
        check_text(field, &self.text, MAX_SHORT)?;
        check_text(field, &self.help, MAX_SHORT)?;
        match &self.ask {
            Ask::Choice(options) | Ask::Many(options) => {
                if options.is_empty() {
                    return Err(self.wrong(Problem::Missing));
                }
                at_most(field, options.len(), MAX_OPTIONS)?;
                for option in options {
                    required(field, option)?;
                    check_line(field, option, MAX_TITLE)?;
                }
                Ok(())
            }
            Ask::Number { min, max } if max < min => Err(self.wrong(Problem::Malformed)),
            _ => Ok(()),
        }
    }
}

/// Whether these questions make a form.
pub(super) fn check_form(form: &[Question]) -> Result<(), Invalid> {
    at_most(Field::Questions, form.len(), MAX_QUESTIONS)?;
    let wants_file = |question: &&Question| question.ask == Ask::File;
    at_most(
        Field::Questions,
        form.iter().filter(wants_file).count(),
        MAX_FILES,
    )?;
    let mut choices: BTreeMap<QuestionNo, usize> = BTreeMap::new();
    let mut numbers = BTreeSet::new();
    for question in form {
        question.check_itself()?;
        unique(Field::Answer(question.no), numbers.insert(question.no))?;
        // What decides comes first, so that a form reads from top to bottom.
        if let Some(Condition {
            question: before,
            is,
        }) = question.only_if
            && choices
                .get(&before)
                .is_none_or(|options| usize::from(is) >= *options)
        {
            return Err(question.wrong(Problem::Malformed));
        }
        if let Ask::Choice(options) = &question.ask {
            choices.insert(question.no, options.len());
        }
    }
    Ok(())
}

/// The answers that texts give, and everything that is wrong with them. What is not asked is left
/// out.
pub fn read_all(form: &[Question], fields: &Fields) -> (Answers, Vec<Invalid>) {
    let (mut answers, mut wrong) = (Answers::new(), Vec::new());
    for question in form {
        if !question.is_asked(&answers) {
            continue;
        }
        let text = fields.get(&Field::Answer(question.no));
        match question.read(text.map_or("", String::as_str)) {
            Ok(Some(answer)) => drop(answers.insert(question.no, answer)),
            Ok(None) if question.required => wrong.push(question.wrong(Problem::Missing)),
            Ok(None) => {}
            Err(invalid) => wrong.push(invalid),
        }
    }
    (answers, wrong)
}

/// The first thing wrong with answers: one that is missing, of another kind, or to what is not asked.
pub fn check_all(form: &[Question], answers: &Answers) -> Result<(), Invalid> {
    let mut asked = BTreeSet::new();
    for question in form {
        if !question.is_asked(answers) {
            continue;
        }
        asked.insert(question.no);
        match answers.get(&question.no) {
            Some(answer) => question.check(answer)?,
            None if question.required => return Err(question.wrong(Problem::Missing)),
            None => {}
        }
    }
    match answers.keys().find(|no| !asked.contains(no)) {
        Some(no) => Err(Invalid {
            field: Field::Answer(*no),
            problem: Problem::Malformed,
        }),
        None => Ok(()),
    }
}
