//! Who stands in line for a program's seats, reckoned without rosters: the first have the seats, the
//! next wait, and who goes lets everybody behind them move up.

use domain::{PersonId, ProgramId, RosterId, Row, SignUpId, program::SessionNo, sign_up::State};
use std::collections::{BTreeMap, BTreeSet};

/// How a sign-up stands, as far as it can be reckoned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Stands {
    /// There is a seat.
    Seat,
    /// This place on the waiting list, from 1.
    Waits(usize),
    /// It was taken back.
    Gone,
}

/// A program's line, the first first.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Line {
    people: Vec<PersonId>,
    left: BTreeSet<PersonId>,
}

impl Line {
    /// Somebody signed up.
    pub(crate) fn joined(&mut self, person: PersonId, room: usize) -> Result<(), String> {
        if self.people.contains(&person) {
            return Err(format!("signed up twice: {person}"));
        }
        if self.people.len() >= room {
            return Err(format!("more than {room} in line: {person}"));
        }
        self.left.remove(&person);
        self.people.push(person);
        Ok(())
    }

    /// Somebody took it back.
    pub(crate) fn left(&mut self, person: PersonId) -> Result<(), String> {
        if !self.people.contains(&person) {
            return Err(format!("took back what was not there: {person}"));
        }
        self.people.retain(|other| *other != person);
        self.left.insert(person);
        Ok(())
    }

    /// How everybody stands who ever signed up.
    pub(crate) fn standing(&self, seats: usize) -> BTreeMap<PersonId, Stands> {
        let in_line = self.people.iter().enumerate().map(|(place, person)| {
            let stands = match (place + 1).checked_sub(seats) {
                None | Some(0) => Stands::Seat,
                Some(place) => Stands::Waits(place),
            };
            (*person, stands)
        });
        let left = self.left.iter().map(|person| (*person, Stands::Gone));
        in_line.chain(left).collect()
    }
}

/// What the server's rows say of programs.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Seated {
    sign_ups: BTreeMap<(ProgramId, PersonId), Stands>,
    /// Of each program, who has a seat and who waits, in their order.
    rosters: BTreeMap<ProgramId, (BTreeSet<SignUpId>, Vec<SignUpId>)>,
    /// Of each program, how many have a seat, and how many wait.
    vacancies: BTreeMap<ProgramId, (usize, usize)>,
}

impl Seated {
    /// What the lines come to; `seats` says how many a program has.
    pub(crate) fn reckoned(
        lines: &BTreeMap<ProgramId, Line>,
        seats: impl Fn(ProgramId) -> usize,
    ) -> Self {
        let mut seated = Self::default();
        for (program, line) in lines {
            let id = |person: &PersonId| SignUpId::of(*person, RosterId::of(*program, SESSION));
            for (person, stands) in line.standing(seats(*program)) {
                seated.sign_ups.insert((*program, person), stands);
            }
            let (front, back) = line
                .people
                .split_at_checked(seats(*program))
                .unwrap_or((&line.people, &[]));
            seated.rosters.insert(
                *program,
                (
                    front.iter().map(id).collect(),
                    back.iter().map(id).collect(),
                ),
            );
            let counts = (front.len(), back.len());
            seated.vacancies.insert(*program, counts);
        }
        seated
    }

    /// Takes in a row, if it is about that.
    pub(crate) fn found(&mut self, row: &Row) -> Result<(), String> {
        match row {
            Row::SignUp(sign_up) => {
                let stands = match sign_up.state {
                    State::Accepted { .. } => Stands::Seat,
                    State::Waiting { place } => Stands::Waits(place as usize),
                    State::Withdrawn { .. } => Stands::Gone,
                    _ => return Err(format!("nobody decides here: {sign_up:?}")),
                };
                let key = (sign_up.program, sign_up.person);
                self.sign_ups.insert(key, stands);
            }
            Row::Roster(roster) => {
                let seated = roster.seated.iter().map(|entry| entry.sign_up);
                let waiting = roster.waiting.iter().map(|entry| entry.sign_up);
                let both = (seated.collect(), waiting.collect());
                self.rosters.insert(roster.program, both);
            }
            Row::Vacancy(vacancy) => {
                let counts = (vacancy.seated as usize, vacancy.waiting as usize);
                self.vacancies.insert(vacancy.program, counts);
            }
            _ => {}
        }
        Ok(())
    }
}

/// The one session of each program.
pub(crate) const SESSION: Option<SessionNo> = Some(SessionNo(1));
