//! Programs: announcing them, signing up, taking it back.

use super::{Judged, Room, Stop};
use crate::{
    Day, DraftId, ProgramId, Refusal, RosterId, SignUpId,
    desk::{Role, place_at},
    draw::Held,
    file::File,
    id::follows_from_a_name,
    profile::{About, Profile},
    program::{self, Answers, Capacity, MAX_SEATS, Program, Selection},
    program_check, program_text,
    refusal::{Field, Invalid, Problem},
    roster::{Admission, Entry, Roster},
    row::{Kind, Row, RowKey, Write},
    safety::not_blocked,
    sign_up::{self, Application, Part, SignUp, State},
};
use uuid::Uuid;

impl Room<'_> {
    pub(super) fn publish_program(&self, program: &Program) -> Judged {
        let place = place_at(self.rows, self.actor.person, program.desk, Role::Member)?;
        if follows_from_a_name(program.id.0) {
            return Err(Refusal::NotAllowed.into());
        }
        if self.row(Kind::Program, program.id.0)?.is_some() {
            return Err(Refusal::AlreadySent.into());
        }
        let program = Program {
            desk_name: place.desk_name,
            posted_at: self.now,
            edited_at: None,
            sample: false,
            identifier: None,
            extra: serde_json::Map::new(),
            ..program.clone()
        };
        program.check()?;
        announceable(program_check::problems_after(None, &program, self.now))?;
        let spent = self.spent_program_draft(DraftId::of_program(program.id), &program)?;
        let mut writes = vec![Write::Put(Row::Program(program))];
        writes.extend(spent);
        Ok(writes)
    }

    /// The draft goes with what it said; what another device added to it stays.
    fn spent_program_draft(&self, id: DraftId, program: &Program) -> Result<Option<Write>, Stop> {
        Ok(match self.row(Kind::Draft, id.0)? {
            Some(Row::Draft(draft))
                if draft.person == self.actor.person
                    && draft.others.is_empty()
                    && program_text::says_all_of(program, &draft.fields) =>
            {
                Some(Write::Delete(RowKey {
                    kind: Kind::Draft,
                    id: id.0,
                }))
            }
            _ => None,
        })
    }

    pub(super) fn edit_program(&self, program: &Program) -> Judged {
        let before = self.program(program.id)?;
        place_at(self.rows, self.actor.person, before.desk, Role::Member)?;
        let program = Program {
            desk: before.desk,
            desk_name: before.desk_name.clone(),
            posted_at: before.posted_at,
            edited_at: Some(self.now),
            sample: before.sample,
            identifier: before.identifier.clone(),
            extra: before.extra.clone(),
            ..program.clone()
        };
        program.check()?;
        self.keeps_its_draw(&before, &program)?;
        self.keeps_its_guests(&before, &program)?;
        let problems = program_check::problems_after(Some(&before), &program, self.now);
        announceable(problems)?;
        let spent = DraftId::of_program_edit(self.actor.person, program.id);
        let mut writes: Vec<Write> = self
            .spent_program_draft(spent, &program)?
            .into_iter()
            .collect();
        for part in before.parts() {
            let Some(mut roster) = self.roster(RosterId::of(before.id, part))? else {
                continue;
            };
            if !program.has(part) && !roster.is_empty() {
                // Somebody signed up for it.
                let (field, problem) = (Field::Session, Problem::Settled);
                return Err(Invalid { field, problem }.into());
            }
            if !program.selection.is_like(&before.selection) && !roster.is_empty() {
                // They signed up for another way of choosing.
                let (field, problem) = (Field::Selection, Problem::Settled);
                return Err(Invalid { field, problem }.into());
            }
            // More seats are for those who wait.
            let was = roster.clone();
            let (had, has) = (before.capacity_of(part), program.capacity_of(part));
            let more = has
                .seats
                .unwrap_or(MAX_SEATS)
                .saturating_sub(had.seats.unwrap_or(MAX_SEATS));
            roster.fill(room_for_more(&program, &was, more, has));
            if roster != was {
                writes.extend(self.moved(&was, &roster)?);
                writes.extend(roster.kept());
            }
        }
        writes.push(Write::Put(Row::Program(program)));
        Ok(writes)
    }

    pub(super) fn sign_up(&self, program: ProgramId, application: &Application) -> Judged {
        let person = self.person()?;
        let program = self.program(program)?;
        let roster_id = RosterId::of(program.id, application.session);
        let id = SignUpId::of(person.id, roster_id);
        let before = match self.row(Kind::SignUp, id.0)? {
            Some(Row::SignUp(before)) => Some(before),
            _ => None,
        };
        let is_open = |before: &SignUp| !matches!(before.state, State::Withdrawn { .. });
        if before.as_ref().is_some_and(is_open) {
            return Err(Refusal::AlreadySent.into());
        }
        if !program.takes(application.session, self.now) {
            return Err(Refusal::SignUpClosed.into());
        }
        application.check(&program, Day::of(self.now))?;
        not_blocked(self.rows, person.id, program.desk)?;

        let mut writes = Vec::new();
        let mut ticket = None;
        let state = match (&program.selection, application.part) {
            (Selection::Review(_), Part::Participant) => State::InReview,
            (Selection::Lottery, Part::Participant) => {
                let (own, roster) = self.entered(&program, id, application)?;
                ticket = Some(own);
                writes.extend(roster.kept());
                State::InDraw
            }
            (Selection::FirstCome, _) | (_, Part::Observer) => {
                let (state, roster) = self.admitted(&program, id, application)?;
                writes.extend(roster.kept());
                state
            }
        };
        let blind = state == State::InReview && program.judging().is_some_and(|it| it.blind);
        writes.extend(self.attached(id, &application.answers)?);
        writes.extend(self.said(&application.about)?);
        writes.extend(self.spent_sign_up_draft(&program, application)?);
        let goal = program.aim();
        let sign_up = SignUp {
            id,
            program: program.id,
            program_title: program.title,
            desk: program.desk,
            desk_name: program.desk_name,
            person: person.id,
            person_name: person.name,
            application: application.clone(),
            sent_at: self.now,
            state,
            certificate: None,
            sample: program.sample,
            ticket,
            blind,
            news_at: None,
            seen_at: None,
            goal: goal.or(before.as_ref().and_then(|it| it.goal)),
            seated_at: before.and_then(|it| it.seated_at),
        };
        writes.extend(sign_up.kept());
        Ok(writes)
    }

    /// The files that the answers name, which are the sign-up's from now on.
    fn attached(&self, sign_up: SignUpId, answers: &Answers) -> Judged {
        let mut writes = Vec::new();
        for (no, attached) in program::files(answers) {
            let brought = match self.row(Kind::File, attached.file.0)? {
                Some(Row::File(file)) if file.person == self.actor.person => Some(file),
                _ => None,
            };
            // One that another sign-up has would go when that is taken back.
            let is_free = |file: &File| file.sign_up.is_none_or(|it| it == sign_up);
            let Some(file) = brought.filter(|file| attached.is(file) && is_free(file)) else {
                let (field, problem) = (Field::Answer(no), Problem::NotHere);
                return Err(Invalid { field, problem }.into());
            };
            let sign_up = Some(sign_up);
            writes.push(Write::Put(Row::File(File { sign_up, ..file })));
        }
        Ok(writes)
    }

    /// The ticket of somebody who takes part in the draw, with the roster that has them.
    fn entered(
        &self,
        program: &Program,
        sign_up: SignUpId,
        application: &Application,
    ) -> Result<(Uuid, Roster), Stop> {
        let Some(Row::Urn(urn)) = self.row(Kind::Urn, program.id.0)? else {
            let is_held = self.held(program.id)?.is_some();
            return Err(if is_held {
                Refusal::SignUpClosed.into()
            } else {
                Refusal::DrawNotReady.into()
            });
        };
        let part = application.session;
        let roster = self.roster(RosterId::of(program.id, part))?;
        let mut roster = roster.unwrap_or_else(|| Roster::new(program.id, part, program.desk));
        let children = application.children;
        roster.enter(Entry { sign_up, children }, program.capacity_of(part))?;
        Ok((urn.ticket(sign_up), roster))
    }

    /// What the draw of a program came to, if it is held.
    fn held(&self, program: ProgramId) -> Result<Option<Held>, Stop> {
        Ok(match self.row(Kind::Draw, program.0)? {
            Some(Row::Draw(draw)) => draw.held,
            _ => None,
        })
    }

    /// A draw that is held is not held again.
    fn keeps_its_draw(&self, before: &Program, program: &Program) -> Result<(), Stop> {
        let field = if program.selection != before.selection {
            Field::Selection
        } else if program.closes_at != before.closes_at {
            Field::ClosesAt
        } else {
            return Ok(());
        };
        if before.selection == Selection::Lottery && self.held(before.id)?.is_some() {
            let problem = Problem::Settled;
            return Err(Invalid { field, problem }.into());
        }
        Ok(())
    }

    /// What the roster has for somebody, with the roster that has them.
    pub(super) fn admitted(
        &self,
        program: &Program,
        sign_up: SignUpId,
        application: &Application,
    ) -> Result<(State, Roster), Stop> {
        let part = application.session;
        let roster = self.roster(RosterId::of(program.id, part))?;
        let mut roster = roster.unwrap_or_else(|| Roster::new(program.id, part, program.desk));
        let capacity = program.capacity_of(part);
        let children = application.children;
        let admission = match application.part {
            Part::Participant => roster.admit(Entry { sign_up, children }, capacity)?,
            Part::Observer => roster
                .observe(sign_up, capacity)
                .map(|()| Admission::Seat)?,
        };
        Ok((self.state_of(admission), roster))
    }

    pub(super) fn state_of(&self, admission: Admission) -> State {
        match admission {
            Admission::Seat => State::Accepted { at: self.now },
            Admission::Waiting(place) => State::Waiting { place },
        }
    }

    /// What the person says of themselves is offered again the next time.
    fn said(&self, about: &About) -> Result<Option<Write>, Stop> {
        if about.is_empty() {
            return Ok(None);
        }
        let person = self.actor.person;
        let mut profile = match self.row(Kind::Profile, person.0)? {
            Some(Row::Profile(profile)) => profile,
            _ => Profile {
                person,
                about: About::new(),
            },
        };
        profile.about.extend(about.clone());
        Ok(Some(Write::Put(Row::Profile(profile))))
    }

    /// The draft goes with what it said; what another device added to it stays.
    fn spent_sign_up_draft(
        &self,
        program: &Program,
        application: &Application,
    ) -> Result<Option<Write>, Stop> {
        let id = DraftId::of_sign_up(self.actor.person, program.id);
        Ok(match self.row(Kind::Draft, id.0)? {
            Some(Row::Draft(draft))
                if draft.person == self.actor.person
                    && draft.others.is_empty()
                    && sign_up::read(program, &draft.fields)
                        == (application.clone(), Vec::new()) =>
            {
                Some(Write::Delete(RowKey {
                    kind: Kind::Draft,
                    id: id.0,
                }))
            }
            _ => None,
        })
    }

    pub(super) fn withdraw_sign_up(&self, id: SignUpId) -> Judged {
        let sign_up = match self.row(Kind::SignUp, id.0)? {
            Some(Row::SignUp(sign_up)) if sign_up.person == self.actor.person => sign_up,
            // Whether there is one is not said to others.
            _ => return Err(Refusal::Gone.into()),
        };
        if sign_up.state.is_over() {
            return Err(Refusal::Ended.into());
        }
        let mut writes = self.left(&sign_up)?;
        let files = program::files(&sign_up.application.answers);
        writes.extend(files.map(|(_, attached)| {
            Write::Delete(RowKey {
                kind: Kind::File,
                id: attached.file.0,
            })
        }));
        let gone = SignUp {
            application: Application {
                about: About::new(),
                answers: Answers::new(),
                title: String::new(),
                shown_as: String::new(),
                ..sign_up.application.clone()
            },
            state: State::Withdrawn { at: self.now },
            ..sign_up
        };
        writes.extend(gone.kept());
        Ok(writes)
    }

    /// Takes a sign-up off its roster and out of its room; who waits moves up.
    pub(super) fn left(&self, sign_up: &SignUp) -> Judged {
        let mut writes = self.room_given_back(sign_up.id)?;
        let Some(was) = self.roster(sign_up.roster())? else {
            return Ok(writes);
        };
        let mut roster = was.clone();
        roster.release(sign_up.id);
        // A program that is gone seats nobody any more.
        if let Some(Row::Program(program)) = self.row(Kind::Program, sign_up.program.0)? {
            let capacity = program.capacity_of(sign_up.application.session);
            roster.fill(room_for_more(&program, &was, 0, capacity));
        }
        if roster == was {
            return Ok(writes);
        }
        writes.extend(self.moved(&was, &roster)?);
        writes.extend(roster.kept());
        Ok(writes)
    }

    /// The sign-ups of those who have waited, as they stand on the roster now.
    pub(super) fn moved(&self, was: &Roster, now: &Roster) -> Judged {
        let mut writes = Vec::new();
        for entry in &was.waiting {
            let Some(admission) = now.admission_of(entry.sign_up) else {
                continue;
            };
            if was.admission_of(entry.sign_up) == Some(admission) {
                continue;
            }
            if let Some(Row::SignUp(sign_up)) = self.row(Kind::SignUp, entry.sign_up.0)? {
                let is_news = admission == Admission::Seat;
                let moved = SignUp {
                    state: self.state_of(admission),
                    news_at: if is_news {
                        Some(self.now)
                    } else {
                        sign_up.news_at
                    },
                    ..sign_up
                };
                writes.extend(moved.kept());
            }
        }
        Ok(writes)
    }

    pub(super) fn program(&self, id: ProgramId) -> Result<Program, Stop> {
        match self.row(Kind::Program, id.0)? {
            Some(Row::Program(program)) => Ok(program),
            _ => Err(Refusal::ProgramNotFound.into()),
        }
    }

    pub(super) fn roster(&self, id: RosterId) -> Result<Option<Roster>, Stop> {
        Ok(match self.row(Kind::Roster, id.0)? {
            Some(Row::Roster(roster)) => Some(roster),
            _ => None,
        })
    }
}

/// How far who waits moves up by itself. Where the desk chooses, it may leave seats free on purpose:
/// only those that were given back, and so many `more`, are for who waits.
fn room_for_more(program: &Program, was: &Roster, more: u32, capacity: Capacity) -> Capacity {
    if program.judging().is_none() {
        return capacity;
    }
    let had = was.vacancy().seated.saturating_add(more);
    let seats = capacity.seats.map_or(had, |seats| seats.min(had));
    Capacity {
        seats: Some(seats),
        ..capacity
    }
}

/// Refuses the first of what is wrong.
fn announceable(problems: Vec<Invalid>) -> Result<(), Invalid> {
    problems.into_iter().next().map_or(Ok(()), Err)
}
