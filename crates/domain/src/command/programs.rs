//! Programs: announcing them, signing up, taking it back, deciding.

use super::{Judged, Room, Stop};
use crate::{
    Day, DraftId, ProgramId, Refusal, RosterId, SignUpId,
    desk::{Role, place_at},
    id::follows_from_a_name,
    job::check_text,
    profile::{About, Profile},
    program::{Answers, Program, Selection},
    proposal::MAX_NOTE,
    refusal::{Field, Invalid, Problem},
    roster::{Admission, Entry, Roster},
    row::{Kind, Row, RowKey, Write},
    safety::not_blocked,
    sign_up::{self, Application, Part, SignUp, State, Verdict},
};

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
        Ok(vec![Write::Put(Row::Program(program))])
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
        let mut writes = Vec::new();
        for part in before.parts() {
            let Some(mut roster) = self.roster(RosterId::of(before.id, part))? else {
                continue;
            };
            if !program.has(part) && !roster.is_empty() {
                // Somebody signed up for it.
                let (field, problem) = (Field::Session, Problem::Settled);
                return Err(Invalid { field, problem }.into());
            }
            // More seats are for those who wait.
            let was = roster.clone();
            roster.fill(program.capacity_of(part));
            if roster != was {
                writes.extend(self.moved(&was, &roster)?);
                writes.extend(kept(roster));
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
        if let Some(Row::SignUp(before)) = self.row(Kind::SignUp, id.0)?
            && !matches!(before.state, State::Withdrawn { .. })
        {
            return Err(Refusal::AlreadySent.into());
        }
        if !program.takes(application.session, self.now) {
            return Err(Refusal::SignUpClosed.into());
        }
        application.check(&program, Day::of(self.now))?;
        not_blocked(self.rows, person.id, program.desk)?;

        let mut writes = Vec::new();
        let state = match (program.selection, application.part) {
            (Selection::Review, Part::Participant) => State::InReview,
            _ => {
                let (state, roster) = self.admitted(&program, id, application)?;
                writes.extend(kept(roster));
                state
            }
        };
        writes.extend(self.said(&application.about)?);
        writes.extend(self.spent_sign_up_draft(&program, application)?);
        writes.push(Write::Put(Row::SignUp(SignUp {
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
        })));
        Ok(writes)
    }

    /// What the roster has for somebody, with the roster that has them.
    fn admitted(
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

    fn state_of(&self, admission: Admission) -> State {
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
        writes.push(Write::Put(Row::SignUp(SignUp {
            application: Application {
                about: About::new(),
                answers: Answers::new(),
                ..sign_up.application.clone()
            },
            state: State::Withdrawn { at: self.now },
            ..sign_up
        })));
        Ok(writes)
    }

    pub(super) fn decide_sign_up(&self, id: SignUpId, verdict: &Verdict) -> Judged {
        let Some(Row::SignUp(sign_up)) = self.row(Kind::SignUp, id.0)? else {
            return Err(Refusal::NotAllowed.into());
        };
        place_at(self.rows, self.actor.person, sign_up.desk, Role::Member)?;
        if sign_up.state.is_over() {
            return Err(Refusal::Ended.into());
        }
        match verdict {
            Verdict::Accept => {
                if sign_up.state != State::InReview {
                    return Err(Refusal::Ended.into());
                }
                let program = self.program(sign_up.program)?;
                let (state, roster) = self.admitted(&program, id, &sign_up.application)?;
                let mut writes = kept(roster).to_vec();
                writes.push(Write::Put(Row::SignUp(SignUp { state, ..sign_up })));
                Ok(writes)
            }
            Verdict::Refuse { note } => {
                check_text(Field::Note, note, MAX_NOTE)?;
                let mut writes = self.left(&sign_up)?;
                let state = State::Refused {
                    at: self.now,
                    note: note.trim().to_owned(),
                };
                writes.push(Write::Put(Row::SignUp(SignUp { state, ..sign_up })));
                Ok(writes)
            }
        }
    }

    /// Takes a sign-up off its roster; who waits moves up.
    fn left(&self, sign_up: &SignUp) -> Judged {
        let Some(was) = self.roster(sign_up.roster())? else {
            return Ok(Vec::new());
        };
        let mut roster = was.clone();
        roster.release(sign_up.id);
        // A program that is gone seats nobody any more.
        if let Some(Row::Program(program)) = self.row(Kind::Program, sign_up.program.0)? {
            roster.fill(program.capacity_of(sign_up.application.session));
        }
        if roster == was {
            return Ok(Vec::new());
        }
        let mut writes = self.moved(&was, &roster)?;
        writes.extend(kept(roster));
        Ok(writes)
    }

    /// The sign-ups of those who have waited, as they stand on the roster now.
    fn moved(&self, was: &Roster, now: &Roster) -> Judged {
        let mut writes = Vec::new();
        for entry in &was.waiting {
            let Some(admission) = now.admission_of(entry.sign_up) else {
                continue;
            };
            if was.admission_of(entry.sign_up) == Some(admission) {
                continue;
            }
            if let Some(Row::SignUp(sign_up)) = self.row(Kind::SignUp, entry.sign_up.0)? {
                let state = self.state_of(admission);
                writes.push(Write::Put(Row::SignUp(SignUp { state, ..sign_up })));
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

    fn roster(&self, id: RosterId) -> Result<Option<Roster>, Stop> {
        Ok(match self.row(Kind::Roster, id.0)? {
            Some(Row::Roster(roster)) => Some(roster),
            _ => None,
        })
    }
}

/// A roster, and what everybody may know of it.
fn kept(roster: Roster) -> [Write; 2] {
    [
        Write::Put(Row::Vacancy(roster.vacancy())),
        Write::Put(Row::Roster(roster)),
    ]
}
