//! A program: what a town or an NPO offers people who work from home, and how one signs up for it.
//!
//! Seven kinds have been run by real towns. They are one model: what differs between them is data.

mod eligibility;
mod lodging;
mod question;
mod selection;
mod session;

pub use eligibility::Eligibility;
pub use lodging::{
    GuestRoom, Lodging, LodgingNo, MAX_BEDS, MAX_LODGINGS, MAX_OPEN, MAX_ROOMS, MAX_STAY, RoomNo,
};
pub use question::{
    Answer, Answers, Ask, Condition, Question, QuestionNo, check_all, files, read_all,
};
pub use selection::{
    Criterion, CriterionNo, Judging, MAX_CRITERIA, MAX_POINTS, MAX_WEIGHT, Selection,
};
pub use session::{ClockTime, Observers, Position, Session, SessionNo, Venue};

use crate::{
    DeskId, ProgramId, SpaceId, Timestamp, Yen,
    income::DEFAULT_GOAL,
    job::{MAX_DESCRIPTION, MAX_SHORT, MAX_TITLE, check_line, check_text, required},
    place::Town,
    profile::ProfileItem,
    refusal::{Field, Invalid, Problem},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is offered.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProgramKind {
    /// 在宅ワークセミナー.
    #[default]
    Seminar,
    /// 入門講座, with observers (見学自由).
    Course,
    /// 月収20万円育成: a group with an income goal.
    Cohort,
    /// お試し移住: lodging and a seat.
    TrialStay,
    /// ビジネスモデルコンテスト.
    Contest,
    /// アンバサダー認定.
    Accreditation,
    /// 子育てアプリへの仕事配信.
    JobFeed,
}

impl ProgramKind {
    /// Every kind, in the order in which screens list them.
    pub const ALL: [ProgramKind; 7] = [
        Self::Seminar,
        Self::Course,
        Self::Cohort,
        Self::TrialStay,
        Self::Contest,
        Self::Accreditation,
        Self::JobFeed,
    ];

    /// The stable word used in files, URLs and over HTTP.
    pub fn word(self) -> &'static str {
        match self {
            Self::Seminar => "seminar",
            Self::Course => "course",
            Self::Cohort => "cohort",
            Self::TrialStay => "trial_stay",
            Self::Contest => "contest",
            Self::Accreditation => "accreditation",
            Self::JobFeed => "job_feed",
        }
    }

    /// The kind of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What a sign-up is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// One session, which the person chooses.
    #[default]
    One,
    /// All of them together.
    All,
}

/// How one signs up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignUpBy {
    /// Here.
    #[default]
    Engawa,
    /// Elsewhere, as these words say; they may be empty where nobody needs to.
    Other(String),
}

/// A program. Everybody reads it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Program {
    /// Made on the organizer's device, or following from desk and identifier.
    pub id: ProgramId,
    /// Who runs it.
    pub desk: DeskId,
    /// Their name.
    pub desk_name: String,
    /// What it is.
    pub kind: ProgramKind,
    /// One line.
    pub title: String,
    /// Plain text.
    pub description: String,
    /// The towns that it is of; none is everywhere.
    pub towns: Vec<Town>,
    /// When and where. A session keeps its number when others come or go.
    pub sessions: Vec<Session>,
    /// What a sign-up is for.
    pub attendance: Attendance,
    /// Seats of the whole program, where a sign-up is for all sessions; `None` is without end.
    pub capacity: Option<u32>,
    /// Places on the waiting list of each session, or of the whole; 0 keeps none.
    pub waitlist: u32,
    /// Whom it is for.
    pub eligibility: Eligibility,
    /// What the desk wants to know of each person beside their name.
    pub asks: BTreeSet<ProfileItem>,
    /// Its own questions.
    pub form: Vec<Question>,
    /// Who gets a seat.
    pub selection: Selection,
    /// How one signs up.
    pub sign_up: SignUpBy,
    /// Sign-ups are taken from this moment on; `None`: at once.
    pub opens_at: Option<Timestamp>,
    /// And before this one; `None`: until it begins.
    pub closes_at: Option<Timestamp>,
    /// What it costs, with tax; `None` where nothing is said.
    pub cost: Option<Yen>,
    /// What that covers, in words.
    pub cost_note: String,
    /// The monthly income that it aims at, for a cohort; with tax, as it is paid to the worker.
    pub goal: Option<Yen>,
    /// Who goes along with its people, by name: メンター.
    #[serde(default)]
    pub mentors: Vec<String>,
    /// Where its people stay.
    #[serde(default)]
    pub lodgings: Vec<Lodging>,
    /// The space in which a seat is theirs while they stay.
    #[serde(default)]
    pub workspace: Option<SpaceId>,
    /// Whom to ask.
    pub contact: String,
    /// Where more is said; `https` or `http`.
    pub website: Option<String>,
    /// The desk takes no more sign-ups.
    pub closed: bool,
    /// When it was announced.
    pub posted_at: Timestamp,
    /// When it was changed here, if ever.
    pub edited_at: Option<Timestamp>,
    /// Demo content.
    pub sample: bool,
    /// What its source calls it.
    pub identifier: Option<String>,
    /// Columns of its source that Engawa has no word for.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Most sessions of a program.
pub const MAX_SESSIONS: usize = 60;
/// Most questions of a form.
pub const MAX_QUESTIONS: usize = 50;
/// Most mentors.
pub const MAX_MENTORS: usize = 20;
/// Most towns of a program.
pub const MAX_TOWNS: usize = 50;
/// Most seats, and most places of a waiting list.
pub const MAX_SEATS: u32 = 2_000;

/// What there is room for, in a session or in the whole program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Capacity {
    /// Seats; `None` is without end.
    pub seats: Option<u32>,
    /// Places on the waiting list.
    pub waiting: u32,
    /// Places for children.
    pub children: Option<u32>,
    /// Observers who sign up; `None` takes none.
    pub observers: Option<u32>,
}

impl Program {
    /// A program that says nothing yet.
    pub fn blank(id: ProgramId, desk: DeskId, desk_name: String, now: Timestamp) -> Self {
        Self {
            id,
            desk,
            desk_name,
            kind: ProgramKind::default(),
            title: String::new(),
            description: String::new(),
            towns: Vec::new(),
            sessions: Vec::new(),
            attendance: Attendance::default(),
            capacity: None,
            waitlist: 0,
            eligibility: Eligibility::default(),
            asks: BTreeSet::new(),
            form: Vec::new(),
            selection: Selection::default(),
            sign_up: SignUpBy::default(),
            opens_at: None,
            closes_at: None,
            cost: None,
            cost_note: String::new(),
            goal: None,
            mentors: Vec::new(),
            lodgings: Vec::new(),
            workspace: None,
            contact: String::new(),
            website: None,
            closed: false,
            posted_at: now,
            edited_at: None,
            sample: false,
            identifier: None,
            extra: serde_json::Map::new(),
        }
    }

    /// The monthly income that it aims at. A cohort aims at one, whether it says so or not.
    pub fn aim(&self) -> Option<Yen> {
        let usual = (self.kind == ProgramKind::Cohort).then_some(DEFAULT_GOAL);
        self.goal.filter(|goal| *goal > Yen(0)).or(usual)
    }

    /// A session by its number.
    pub fn session(&self, no: SessionNo) -> Option<&Session> {
        self.sessions.iter().find(|session| session.no == no)
    }

    /// A lodging by its number.
    pub fn lodging(&self, no: LodgingNo) -> Option<&Lodging> {
        self.lodgings.iter().find(|lodging| lodging.no == no)
    }

    /// When the first session begins.
    pub fn begins_at(&self) -> Option<Timestamp> {
        self.sessions.iter().map(Session::begins_at).min()
    }

    /// When the last session is over, and the last guest has gone.
    pub fn ends_at(&self) -> Option<Timestamp> {
        let departures = self.lodgings.iter();
        let departures = departures.map(|lodging| lodging.nights.to.plus(1).start());
        let sessions = self.sessions.iter().map(Session::ends_at);
        sessions.chain(departures).max()
    }

    /// Whether all of it lies behind. What names no session ends with its sign-up, if ever.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.ends_at()
            .or(self.closes_at)
            .is_some_and(|end| end <= now)
    }

    /// Whether sign-ups are taken here at `now`, for a session or for all of it.
    pub fn takes(&self, session: Option<SessionNo>, now: Timestamp) -> bool {
        let begins = match session {
            Some(no) => self.session(no).map(Session::begins_at),
            None => self.begins_at(),
        };
        let ends = self.closes_at.or(begins);
        self.sign_up == SignUpBy::Engawa
            && !self.closed
            && self.opens_at.is_none_or(|opens| opens <= now)
            && ends.is_none_or(|ends| now < ends)
    }

    /// Whether one may sign up for that: a session where one is chosen, else the whole.
    pub fn has(&self, session: Option<SessionNo>) -> bool {
        match (self.attendance, session) {
            (Attendance::One, Some(no)) => self.session(no).is_some(),
            (Attendance::All, None) => true,
            _ => false,
        }
    }

    /// What one may sign up for.
    pub fn parts(&self) -> Vec<Option<SessionNo>> {
        match self.attendance {
            Attendance::One => self
                .sessions
                .iter()
                .map(|session| Some(session.no))
                .collect(),
            Attendance::All => vec![None],
        }
    }

    /// What there is room for.
    pub fn capacity_of(&self, session: Option<SessionNo>) -> Capacity {
        let sessions = || self.sessions.iter();
        match session.and_then(|no| self.session(no)) {
            Some(session) => Capacity {
                seats: session.capacity,
                waiting: self.waitlist,
                children: session.childcare,
                observers: session.observers.seats(),
            },
            // Who comes to all of it needs room in each.
            None => Capacity {
                seats: self.capacity,
                waiting: self.waitlist,
                children: sessions().filter_map(|session| session.childcare).min(),
                observers: sessions()
                    .filter_map(|session| session.observers.seats())
                    .min(),
            },
        }
    }

    /// What is asked of each person: what the desk wants to know, and what decides whether the
    /// program is for them.
    pub fn asked_about(&self) -> BTreeSet<ProfileItem> {
        self.asks
            .iter()
            .copied()
            .chain(self.eligibility.asks())
            .collect()
    }

    /// How the desk judges who signs up, where it chooses.
    pub fn judging(&self) -> Option<&Judging> {
        self.selection.judging()
    }

    /// Whether who wins is announced, so that an entry has a title.
    pub fn announces(&self) -> bool {
        self.judging().is_some_and(|judging| judging.announces)
    }

    /// A draw is held when sign-ups are closed, so it has to be said when that is.
    fn check_draw(&self) -> Result<(), Invalid> {
        let is_open = self.selection == Selection::Lottery && self.closes_at.is_none();
        (!is_open).then_some(()).ok_or(Invalid {
            field: Field::ClosesAt,
            problem: Problem::Missing,
        })
    }

    /// Whether the program may enter, whoever sends it. The first thing wrong is named.
    pub fn check(&self) -> Result<(), Invalid> {
        self.own_problems().into_iter().next().map_or(Ok(()), Err)?;
        let mut numbers = BTreeSet::new();
        for session in &self.sessions {
            session.check()?;
            unique(Field::Session, numbers.insert(session.no.0))?;
        }
        self.judging().map_or(Ok(()), Judging::check)?;
        self.eligibility.check()?;
        lodging::check_all(&self.lodgings)?;
        question::check_form(&self.form)
    }

    /// What is wrong with it apart from its sessions, its questions and whom it is for.
    pub(crate) fn own_problems(&self) -> Vec<Invalid> {
        let amount = |field, amount: Option<Yen>| {
            let (min, max) = (0, Yen::MAX.0);
            let problem = Problem::OutOfRange { min, max };
            let fits = amount.is_none_or(|amount| amount >= Yen(0) && amount <= Yen::MAX);
            fits.then_some(()).ok_or(Invalid { field, problem })
        };
        let elsewhere = match &self.sign_up {
            SignUpBy::Engawa => "",
            SignUpBy::Other(words) => words,
        };
        let mut towns = self.towns.iter();
        let mut mentors = self.mentors.iter();
        let website = self.website.as_deref();
        [
            required(Field::Title, &self.title),
            check_line(Field::Title, &self.title, MAX_TITLE),
            required(Field::Organization, &self.desk_name),
            check_line(Field::Organization, &self.desk_name, MAX_TITLE),
            check_text(Field::Description, &self.description, MAX_DESCRIPTION),
            check_text(Field::Costs, &self.cost_note, MAX_SHORT),
            check_text(Field::Contact, &self.contact, MAX_SHORT),
            check_text(Field::Message, elsewhere, MAX_SHORT),
            at_most(Field::Town, self.towns.len(), MAX_TOWNS),
            towns.try_for_each(|town| check_line(Field::Town, &town.name, MAX_TITLE)),
            website.map_or(Ok(()), check_website),
            amount(Field::Costs, self.cost),
            amount(Field::Goal, self.goal),
            at_most(Field::Mentors, self.mentors.len(), MAX_MENTORS),
            mentors.try_for_each(|name| {
                required(Field::Mentors, name)?;
                check_line(Field::Mentors, name, MAX_TITLE)
            }),
            in_seats(Field::Capacity, self.capacity),
            in_seats(Field::Waitlist, Some(self.waitlist)),
            at_most(Field::Session, self.sessions.len(), MAX_SESSIONS),
            self.check_draw(),
        ]
        .into_iter()
        .filter_map(Result::err)
        .collect()
    }
}

/// An address that a link may lead to.
pub(crate) fn check_website(website: &str) -> Result<(), Invalid> {
    check_line(Field::Website, website, MAX_SHORT)?;
    let is_web = website.starts_with("https://") || website.starts_with("http://");
    (is_web && !website.contains(char::is_whitespace))
        .then_some(())
        .ok_or(Invalid {
            field: Field::Website,
            problem: Problem::Malformed,
        })
}

/// Refuses more than `max` entries.
pub(crate) fn at_most(field: Field, count: usize, max: usize) -> Result<(), Invalid> {
    let problem = Problem::TooMany { max };
    (count <= max)
        .then_some(())
        .ok_or(Invalid { field, problem })
}

/// Refuses what is there already.
fn unique(field: Field, is_new: bool) -> Result<(), Invalid> {
    let problem = Problem::Taken;
    is_new.then_some(()).ok_or(Invalid { field, problem })
}

/// Refuses more seats than any hall has.
pub(crate) fn in_seats(field: Field, seats: Option<u32>) -> Result<(), Invalid> {
    let (min, max) = (0, i64::from(MAX_SEATS));
    let problem = Problem::OutOfRange { min, max };
    let fits = seats.is_none_or(|seats| seats <= MAX_SEATS);
    fits.then_some(()).ok_or(Invalid { field, problem })
}
