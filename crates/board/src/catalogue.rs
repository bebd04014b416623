//! The programs on a device: found by words, town, kind and what makes it possible to come.
//!
//! There are far fewer of them than postings, and each is wanted whole: so they are kept as they
//! are, folded once, and looked through one by one.

use crate::fold::{Lower, fold, terms};
use domain::{
    Day, Month, ProgramId, Timestamp,
    draw::Draw,
    job::LifeStage,
    place::{MunicipalityCode, Town},
    program::{Program, ProgramKind, Session, SessionNo},
    results::Results,
    roster::Vacancy,
    stay::TakenNights,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a person looks for. What is left out excludes nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// Words, as typed: all of them.
    pub text: String,
    /// Of one of these kinds.
    pub kinds: BTreeSet<ProgramKind>,
    /// Of this town, or of everywhere.
    pub town: Option<MunicipalityCode>,
    /// With childcare in a session that is still ahead.
    pub childcare: bool,
    /// One can take part from home.
    pub online: bool,
    /// For this stage of life, or for all.
    pub stage: Option<LifeStage>,
    /// What is over as well.
    pub past: bool,
    /// With a session on this day of Japan or later.
    pub from: Option<Day>,
    /// With a session on this day or before.
    pub to: Option<Day>,
    /// This month's calendar is looked at: what has a session in it, where no day is named.
    pub month: Option<Month>,
}

/// Longest text that is searched for, in characters.
const MAX_TEXT: usize = 200;
/// The value of a condition that is on.
const ON: &str = "1";

impl Wanted {
    /// The pairs of a URL's query, unescaped. What is not asked for is left out.
    pub fn to_url(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut put = |key: &str, value: &str| pairs.push((key.to_owned(), value.to_owned()));
        if !self.text.is_empty() {
            put("q", &self.text);
        }
        self.kinds.iter().for_each(|kind| put("kind", kind.word()));
        if let Some(town) = &self.town {
            put("town", town.as_str());
        }
        if let Some(stage) = self.stage {
            put("stage", stage.word());
        }
        for (key, day) in [("from", self.from), ("to", self.to)] {
            if let Some(day) = day {
                put(key, &day.to_string());
            }
        }
        if let Some(month) = self.month {
            put("month", &month.to_string());
        }
        for (key, is_on) in [
            ("childcare", self.childcare),
            ("online", self.online),
            ("past", self.past),
        ] {
            if is_on {
                put(key, ON);
            }
        }
        pairs
    }

    /// What the pairs of a URL's query ask for. What cannot be read is left out.
    pub fn from_url(pairs: &[(String, String)]) -> Self {
        let mut wanted = Self::default();
        for (key, value) in pairs {
            match key.as_str() {
                "q" => wanted.text = value.chars().take(MAX_TEXT).collect(),
                "kind" => wanted.kinds.extend(ProgramKind::from_word(value)),
                "town" => wanted.town = value.parse().ok(),
                "stage" => wanted.stage = LifeStage::from_word(value),
                "childcare" => wanted.childcare = value == ON,
                "online" => wanted.online = value == ON,
                "past" => wanted.past = value == ON,
                "from" => wanted.from = value.parse().ok(),
                "to" => wanted.to = value.parse().ok(),
                "month" => wanted.month = value.parse().ok(),
                _ => {}
            }
        }
        wanted
    }

    /// Whether anything but words is asked for; the days of a calendar are chosen in it.
    pub fn has_conditions(&self) -> bool {
        let words_only = Self {
            text: self.text.clone(),
            month: self.month,
            ..Self::default()
        };
        let mut asked = self.clone();
        if asked.month.is_some() {
            (asked.from, asked.to) = (None, None);
        }
        asked != words_only
    }

    /// The one day that is wanted, if it is one.
    pub fn day(&self) -> Option<Day> {
        self.from.filter(|from| self.to == Some(*from))
    }

    /// From when to when a session is wanted, if days matter.
    fn days(&self) -> Option<(Option<Day>, Option<Day>)> {
        match (self.from, self.to, self.month) {
            (None, None, None) => None,
            (None, None, Some(month)) => Some((month.first_day(), month.last_day())),
            (from, to, _) => Some((from, to)),
        }
    }
}

/// A program, with its words folded.
#[derive(Clone, PartialEq, Debug)]
struct Entry {
    program: Program,
    folded: String,
}

/// The programs on a device.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Catalogue {
    entries: BTreeMap<ProgramId, Entry>,
    vacancies: BTreeMap<(ProgramId, Option<SessionNo>), Vacancy>,
    draws: BTreeMap<ProgramId, Draw>,
    results: BTreeMap<ProgramId, Results>,
    nights: BTreeMap<ProgramId, TakenNights>,
}

impl Catalogue {
    /// Takes in a program as it is now.
    pub fn put(&mut self, program: Program, lower: Lower) {
        let mut said = vec![
            program.title.as_str(),
            program.desk_name.as_str(),
            program.description.as_str(),
        ];
        said.extend(program.towns.iter().map(|town| town.name.as_str()));
        for session in &program.sessions {
            if let Some(venue) = &session.venue {
                said.extend([venue.name.as_str(), venue.address.as_str()]);
            }
        }
        let folded = fold(&said.join("\n"), lower);
        self.entries.insert(program.id, Entry { program, folded });
    }

    /// A program is gone.
    pub fn remove(&mut self, id: ProgramId) {
        self.entries.remove(&id);
    }

    /// How full something is now.
    pub fn fill(&mut self, vacancy: Vacancy) {
        let of = (vacancy.program, vacancy.session);
        self.vacancies.insert(of, vacancy);
    }

    /// How a draw stands now.
    pub fn put_draw(&mut self, draw: Draw) {
        self.draws.insert(draw.program, draw);
    }

    /// Who won, as it is published now.
    pub fn put_results(&mut self, results: Results) {
        self.results.insert(results.program, results);
    }

    /// Which nights are taken now.
    pub fn put_nights(&mut self, nights: TakenNights) {
        self.nights.insert(nights.program, nights);
    }

    /// Which nights of a program's rooms are taken; `None` where nobody booked any yet.
    pub fn taken_nights(&self, id: ProgramId) -> Option<&TakenNights> {
        self.nights.get(&id)
    }

    /// The draw of a program that gives seats by lottery; `None` where it is not ready.
    pub fn draw(&self, id: ProgramId) -> Option<&Draw> {
        self.draws.get(&id)
    }

    /// The results of a program, once they are published.
    pub fn results(&self, id: ProgramId) -> Option<&Results> {
        self.results.get(&id)
    }

    /// A program.
    pub fn get(&self, id: ProgramId) -> Option<&Program> {
        self.entries.get(&id).map(|entry| &entry.program)
    }

    /// How full a program, or one of its sessions, is; `None` where nobody signed up yet.
    pub fn vacancy(&self, id: ProgramId, session: Option<SessionNo>) -> Option<&Vacancy> {
        self.vacancies.get(&(id, session))
    }

    /// Every program.
    pub fn programs(&self) -> impl Iterator<Item = &Program> {
        self.entries.values().map(|entry| &entry.program)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The towns of the programs, by their codes.
    pub fn towns(&self) -> BTreeMap<MunicipalityCode, String> {
        self.programs()
            .flat_map(towns_of)
            .map(|town| (town.code.clone(), town.name.clone()))
            .collect()
    }

    /// What is wanted: what begins first comes first, then what is open without a day, then what
    /// is over, the latest first.
    pub fn find(&self, wanted: &Wanted, now: Timestamp, lower: Lower) -> Vec<ProgramId> {
        let found = self.fitting(wanted, now, lower);
        let mut found: Vec<((u8, i64), ProgramId)> = found
            .map(|program| (rank(program, now), program.id))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// How many programs have a session on each day of a month, of those that are wanted whatever
    /// the day. A day without any is left out.
    pub fn days(
        &self,
        wanted: &Wanted,
        month: Month,
        now: Timestamp,
        lower: Lower,
    ) -> BTreeMap<Day, usize> {
        let wanted = &Wanted {
            from: None,
            to: None,
            month: Some(month),
            ..wanted.clone()
        };
        let mut days = BTreeMap::new();
        let (Some(first), Some(last)) = (month.first_day(), month.last_day()) else {
            return days;
        };
        for program in self.fitting(wanted, now, lower) {
            let spans = ahead(program, wanted, now).map(|session| (session.from, session.to));
            let of_program: BTreeSet<Day> = spans
                .flat_map(|(from, to)| {
                    let (from, to) = (from.max(first), to.min(last));
                    (0..=from.until(to)).map(move |days| from.plus(days))
                })
                .collect();
            for day in of_program {
                *days.entry(day).or_default() += 1;
            }
        }
        days
    }

    fn fitting(
        &self,
        wanted: &Wanted,
        now: Timestamp,
        lower: Lower,
    ) -> impl Iterator<Item = &Program> {
        let terms = terms(&wanted.text, lower);
        let has_words = move |entry: &&Entry| {
            let mut terms = terms.iter();
            terms.all(|term| entry.folded.contains(term.as_str()))
        };
        let entries = self.entries.values().filter(has_words);
        let programs = entries.map(|entry| &entry.program);
        programs.filter(move |program| fits(program, wanted, now))
    }
}

/// The towns that a program is of, and where it takes place.
fn towns_of(program: &Program) -> impl Iterator<Item = &Town> {
    let venues = program
        .sessions
        .iter()
        .filter_map(|session| session.venue.as_ref());
    let venues = venues.filter_map(|venue| venue.town.as_ref());
    program.towns.iter().chain(venues)
}

/// The sessions that count: those to come, or all of them.
fn ahead<'a>(
    program: &'a Program,
    wanted: &Wanted,
    now: Timestamp,
) -> impl Iterator<Item = &'a Session> {
    let past = wanted.past;
    let sessions = program.sessions.iter();
    sessions.filter(move |session| past || session.ends_at() > now)
}

fn fits(program: &Program, wanted: &Wanted, now: Timestamp) -> bool {
    let ahead = || ahead(program, wanted, now);
    let on_days = |(from, to): (Option<Day>, Option<Day>)| {
        ahead().any(|session| {
            to.is_none_or(|to| session.from <= to) && from.is_none_or(|from| session.to >= from)
        })
    };
    let of_town = |code: &MunicipalityCode| {
        let mut towns = towns_of(program).peekable();
        // What belongs nowhere is for everybody.
        towns.peek().is_none() || towns.any(|town| town.code == *code)
    };
    let stages = &program.eligibility.life_stages;
    (wanted.past || !program.is_over(now))
        && (wanted.kinds.is_empty() || wanted.kinds.contains(&program.kind))
        && wanted.town.as_ref().is_none_or(of_town)
        && wanted.days().is_none_or(on_days)
        && (!wanted.childcare || ahead().any(|session| session.childcare > Some(0)))
        && (!wanted.online || ahead().any(|session| session.online))
        && wanted
            .stage
            .is_none_or(|stage| stages.is_empty() || stages.contains(&stage))
}

fn rank(program: &Program, now: Timestamp) -> (u8, i64) {
    if program.is_over(now) {
        return (2, -program.ends_at().unwrap_or_default().0);
    }
    let sessions = program
        .sessions
        .iter()
        .filter(|session| session.ends_at() > now);
    match sessions.map(|session| session.begins_at().0).min() {
        Some(begins) => (0, begins),
        None => (1, -program.posted_at.0),
    }
}
