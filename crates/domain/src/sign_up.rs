//! A person's sign-up for a program.

use crate::{
    CertificateId, Day, DeskId, PersonId, ProgramId, RosterId, SignUpId, Timestamp, Yen,
    draft::Fields,
    job::{MAX_TITLE, check_line, required},
    profile::About,
    program::{self, Answer, Answers, Attendance, Program, SessionNo},
    refusal::{Field, Invalid, Problem, Refusal},
    row::{Kind, Row, RowKey, Write},
    typed,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// As what somebody comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Takes part.
    #[default]
    Participant,
    /// 見学: looks on.
    Observer,
}

/// The word of [`Field::Flag`] for somebody who looks on.
pub const OBSERVER: &str = "observer";

/// What somebody sends who signs up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Application {
    /// For which session; `None` for the whole program.
    pub session: Option<SessionNo>,
    /// As what.
    pub part: Part,
    /// Childcare places that they need.
    pub children: u8,
    /// What they say of themselves.
    pub about: About,
    /// What they answer.
    pub answers: Answers,
    /// What their entry is called, where who wins is announced.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Under which name, if it wins; empty names nobody.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub shown_as: String,
}

/// How a sign-up stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "SignUpState"))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 選考中: the desk has to decide.
    InReview,
    /// 抽選待ち: the draw is not held yet.
    InDraw,
    /// 確定: there is a seat.
    Accepted {
        /// Since when.
        at: Timestamp,
    },
    /// 補欠.
    Waiting {
        /// The place on the waiting list, from 1.
        place: u32,
    },
    /// The desk said no.
    Refused {
        /// When.
        at: Timestamp,
        /// In the desk's own words; may be empty.
        note: String,
    },
    /// 落選: the draw gave neither a seat nor a place to wait.
    Lost {
        /// When.
        at: Timestamp,
    },
    /// Taken back by the person.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

impl State {
    /// Whether nothing more comes of it.
    pub fn is_over(&self) -> bool {
        matches!(
            self,
            Self::Refused { .. } | Self::Lost { .. } | Self::Withdrawn { .. }
        )
    }
}

/// What a desk decides on a sign-up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Takes somebody who is in review: a seat, or a place on the waiting list. Of who waits where
    /// the desk chooses, it makes a seat.
    Accept,
    /// 補欠にする: gives somebody who is in review a place on the waiting list.
    Wait,
    /// Says no, or takes a seat back.
    Refuse {
        /// In the desk's own words; may be empty.
        note: String,
    },
}

/// A sign-up. The person and the program's desk read it; while it is judged blindly, the person
/// alone, and the desk an [`Anonymous`] of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignUp {
    /// Follows from the person and what they signed up for.
    pub id: SignUpId,
    /// For which program.
    pub program: ProgramId,
    /// Its title when they signed up.
    pub program_title: String,
    /// Who runs it.
    pub desk: DeskId,
    /// Their name.
    pub desk_name: String,
    /// Who.
    pub person: PersonId,
    /// Their name when they signed up.
    pub person_name: String,
    /// What they sent. What they said of themselves goes when they take it back.
    pub application: Application,
    /// When the server took it.
    pub sent_at: Timestamp,
    /// How it stands.
    pub state: State,
    /// What the desk attests of it, and has not taken back.
    #[serde(default)]
    pub certificate: Option<CertificateId>,
    /// Of demo content.
    pub sample: bool,
    /// What the draw knows it by, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Uuid>,
    /// The desk does not read whose it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub blind: bool,
    /// When others last made something of it: drawn, moved up, decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news_at: Option<Timestamp>,
    /// Up to when the person has seen what became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Timestamp>,
    /// The monthly income that the program aimed at when they signed up. What the organizer makes of
    /// the program later adds nobody to those whose incomes are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Yen>,
    /// When they first had a seat. It stays when the seat goes: who saw a count without them would
    /// know what they earned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seated_at: Option<Timestamp>,
}

/// What a desk reads of a sign-up that it judges blindly: nothing of whose it is. It is gone once a
/// seat is given, when the desk reads the sign-up itself; of one that was refused only this stays,
/// without its answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Anonymous {
    /// That of the sign-up.
    pub id: SignUpId,
    /// For which program.
    pub program: ProgramId,
    /// Who runs it.
    pub desk: DeskId,
    /// For which session; `None` for the whole program.
    pub session: Option<SessionNo>,
    /// Childcare places that come with it.
    pub children: u8,
    /// What the entry is called.
    pub title: String,
    /// What they answered.
    pub answers: Answers,
    /// When the server took it.
    pub sent_at: Timestamp,
    /// How it stands.
    pub state: State,
    /// Of demo content.
    pub sample: bool,
}

impl SignUp {
    /// What became of it by others, and the person has not seen.
    pub fn unseen(&self) -> Option<Timestamp> {
        self.news_at.filter(|news| self.seen_at < Some(*news))
    }

    /// What a desk reads that judges it blindly.
    fn anonymous(&self) -> Anonymous {
        let sent = &self.application;
        let mut seen = Anonymous {
            id: self.id,
            program: self.program,
            desk: self.desk,
            session: sent.session,
            children: sent.children,
            title: sent.title.clone(),
            answers: sent.answers.clone(),
            sent_at: self.sent_at,
            state: self.state.clone(),
            sample: self.sample,
        };
        for answer in seen.answers.values_mut() {
            if let Answer::File(attached) = answer {
                *attached = attached.unnamed();
            }
        }
        if self.state.is_over() {
            seen.title.clear();
            seen.answers.clear();
        }
        seen
    }

    /// The sign-up as it stands now, with what the desk reads of it.
    pub(crate) fn kept(mut self) -> Vec<Write> {
        if let State::Accepted { at } = self.state {
            self.seated_at.get_or_insert(at);
        }
        if !self.blind {
            return vec![Write::Put(Row::SignUp(self))];
        }
        self.blind = !matches!(self.state, State::Accepted { .. } | State::Waiting { .. });
        let is_withdrawn = matches!(self.state, State::Withdrawn { .. });
        let anonymous = if self.blind && !is_withdrawn {
            Write::Put(Row::Anonymous(self.anonymous()))
        } else {
            Write::Delete(RowKey {
                kind: Kind::Anonymous,
                id: self.id.0,
            })
        };
        vec![anonymous, Write::Put(Row::SignUp(self))]
    }
}

impl SignUp {
    /// Whether somebody looks on.
    pub fn looks_on(&self) -> bool {
        self.application.part == Part::Observer
    }

    /// On which roster it is.
    pub fn roster(&self) -> RosterId {
        RosterId::of(self.program, self.application.session)
    }

    /// What a person says at the door ([`SignUpId::reference`]).
    pub fn reference(&self) -> String {
        self.id.reference()
    }
}

impl SignUpId {
    /// Eight letters and digits that nobody mixes up.
    pub fn reference(self) -> String {
        // Crockford's alphabet: no I, L, O or U.
        const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut bits = self.0.as_u128() >> 88;
        let mut signs = Vec::with_capacity(9);
        for place in 0..8 {
            if place == 4 {
                signs.push('-');
            }
            let sign = usize::try_from(bits & 31).unwrap_or(0);
            signs.push(SIGNS.get(sign).copied().unwrap_or(b'0').into());
            bits >>= 5;
        }
        signs.into_iter().collect()
    }
}

/// Most childcare places of one person.
pub const MAX_CHILDREN: u8 = 10;

impl Application {
    /// Whether a program can take it as it is: every answer there and of its kind, nothing that was
    /// not asked, and nobody whom it is not for.
    pub fn check(&self, program: &Program, today: Day) -> Result<(), Refusal> {
        let wrong = |field, problem| Err(Refusal::Invalid(Invalid { field, problem }));
        if !program.has(self.session) {
            return wrong(Field::Session, Problem::Malformed);
        }
        let capacity = program.capacity_of(self.session);
        if self.part == Part::Observer && capacity.observers.is_none() {
            return wrong(Field::Flag, Problem::Malformed);
        }
        if self.children > MAX_CHILDREN {
            let (min, max) = (0, MAX_CHILDREN.into());
            return wrong(Field::Childcare, Problem::OutOfRange { min, max });
        }
        let asked = program.asked_about();
        for item in &asked {
            match self.about.get(item) {
                Some(text) if !text.trim().is_empty() => item.check(text)?,
                _ => return wrong(Field::About(*item), Problem::Missing),
            }
        }
        if let Some(item) = self.about.keys().find(|item| !asked.contains(item)) {
            return wrong(Field::About(*item), Problem::Malformed);
        }
        program::check_all(&program.form, &self.answers)?;
        self.check_announced(program)?;
        // Who looks on may be anybody.
        let excluded = program.eligibility.excludes(&self.about, today);
        match excluded.filter(|_| self.part == Part::Participant) {
            Some(by) => Err(Refusal::NotEligible { by }),
            None => Ok(()),
        }
    }
}

impl Application {
    /// Whether it says what is announced of an entry that wins, and only where that is asked.
    fn check_announced(&self, program: &Program) -> Result<(), Invalid> {
        let is_asked = program.announces() && self.part == Part::Participant;
        for (field, text) in [(Field::Title, &self.title), (Field::Name, &self.shown_as)] {
            if !is_asked && !text.is_empty() {
                let problem = Problem::Malformed;
                return Err(Invalid { field, problem });
            }
            check_line(field, text, MAX_TITLE)?;
        }
        if is_asked {
            required(Field::Title, &self.title)?;
        }
        Ok(())
    }

    /// Whether it says all that the texts say: a draft is spent with it. What a form no longer asks
    /// is something that it does not say.
    pub fn says_all_of(&self, fields: &Fields) -> bool {
        fields.iter().all(|(field, text)| {
            let text = text.trim();
            match field {
                Field::Session => self
                    .session
                    .is_none_or(|SessionNo(no)| text == no.to_string()),
                Field::Flag => (text == OBSERVER) == (self.part == Part::Observer),
                Field::Childcare => {
                    typed::whole_number(text).unwrap_or(0) == i64::from(self.children)
                }
                Field::Title => typed::one_line(text) == self.title,
                Field::Name => typed::one_line(text) == self.shown_as,
                Field::About(item) => self.about.get(item).map_or("", String::as_str) == text,
                Field::Answer(no) => match self.answers.get(no) {
                    Some(answer) => answer.is_said_by(text),
                    None => text.is_empty(),
                },
                _ => text.is_empty(),
            }
        })
    }
}

/// The application that a draft's texts say, and everything that is wrong with them.
pub fn read(program: &Program, fields: &Fields) -> (Application, Vec<Invalid>) {
    let text = |field| fields.get(&field).map_or("", |text| text.trim());
    let mut wrong = Vec::new();
    let mut note = |field, problem| wrong.push(Invalid { field, problem });
    let session = match program.attendance {
        Attendance::All => None,
        Attendance::One => {
            let chosen = text(Field::Session).parse().ok().map(SessionNo);
            let chosen = chosen.filter(|no| program.session(*no).is_some());
            if chosen.is_none() {
                note(Field::Session, Problem::Missing);
            }
            chosen
        }
    };
    let children = match text(Field::Childcare) {
        "" => 0,
        typed => {
            let children = typed::whole_number(typed).and_then(|number| u8::try_from(number).ok());
            match children.filter(|children| *children <= MAX_CHILDREN) {
                Some(children) => children,
                None => {
                    let (min, max) = (0, MAX_CHILDREN.into());
                    note(Field::Childcare, Problem::OutOfRange { min, max });
                    0
                }
            }
        }
    };
    let mut about = About::new();
    for item in program.asked_about() {
        match text(Field::About(item)) {
            "" => note(Field::About(item), Problem::Missing),
            said => match item.check(said) {
                Ok(()) => drop(about.insert(item, said.to_owned())),
                Err(invalid) => note(invalid.field, invalid.problem),
            },
        }
    }
    let (answers, unread) = program::read_all(&program.form, fields);
    wrong.extend(unread);
    let part = match text(Field::Flag) {
        OBSERVER => Part::Observer,
        _ => Part::Participant,
    };
    let mut application = Application {
        session,
        part,
        children,
        about,
        answers,
        ..Application::default()
    };
    if program.announces() && part == Part::Participant {
        application.title = typed::one_line(text(Field::Title));
        application.shown_as = typed::one_line(text(Field::Name));
    }
    wrong.extend(application.check_announced(program).err());
    (application, wrong)
}
