//! Choosing among those who signed up: points, decisions, results.

use super::{Judged, Room, Stop};
use crate::{
    ProgramId, Refusal, RosterId, ScoreId, SignUpId, Timestamp,
    desk::{Role, place_at},
    job::check_text,
    program::{Judging, Program, Selection},
    proposal::MAX_NOTE,
    refusal::{Field, Invalid, Problem},
    results::{self, Award, Results, Winner},
    review::{self, Points, Score},
    roster::{Admission, Entry, Roster},
    row::{Kind, Row, Write},
    sign_up::{Part, SignUp, State, Verdict},
};

impl Room<'_> {
    pub(super) fn decide_sign_up(&self, id: SignUpId, verdict: &Verdict) -> Judged {
        let sign_up = self.sign_up_at_desk(id)?;
        if sign_up.state.is_over() {
            return Err(Refusal::Ended.into());
        }
        let (state, mut writes) = match verdict {
            Verdict::Accept => self.accepted(&sign_up)?,
            Verdict::Wait => self.waits(&sign_up)?,
            Verdict::Refuse { note } => {
                check_text(Field::Note, note, MAX_NOTE)?;
                let state = State::Refused {
                    at: self.now,
                    note: note.trim().to_owned(),
                };
                (state, self.left(&sign_up)?)
            }
        };
        let decided = SignUp {
            state,
            news_at: Some(self.now),
            ..sign_up
        };
        writes.extend(decided.kept());
        Ok(writes)
    }

    /// What a yes makes of a sign-up, with the roster that has it.
    fn accepted(&self, sign_up: &SignUp) -> Result<(State, Vec<Write>), Stop> {
        let program = self.program(sign_up.program)?;
        match (&sign_up.state, &program.selection) {
            (State::InReview, _) => {
                let (state, roster) = self.admitted(&program, sign_up.id, &sign_up.application)?;
                Ok((state, roster.kept().into()))
            }
            (State::Waiting { .. }, Selection::Review(_)) => {
                let Some(was) = self.roster(sign_up.roster())? else {
                    return Err(Refusal::Ended.into());
                };
                let mut roster = was.clone();
                roster.release(sign_up.id);
                let capacity = program.capacity_of(sign_up.application.session);
                if roster.admit(entry(sign_up), capacity)? != Admission::Seat {
                    return Err(Refusal::Full.into());
                }
                let state = self.state_of(Admission::Seat);
                // Who waited behind them moves up by a place; their own row follows apart.
                let mut writes = self.moved(&was, &roster)?;
                writes.retain(|write| write.key().id != sign_up.id.0);
                writes.extend(roster.kept());
                Ok((state, writes))
            }
            _ => Err(Refusal::Ended.into()),
        }
    }

    /// A place on the waiting list for somebody in review, with the roster that has it.
    fn waits(&self, sign_up: &SignUp) -> Result<(State, Vec<Write>), Stop> {
        if sign_up.state != State::InReview {
            return Err(Refusal::Ended.into());
        }
        let program = self.program(sign_up.program)?;
        let part = sign_up.application.session;
        let roster = self.roster(RosterId::of(program.id, part))?;
        let mut roster = roster.unwrap_or_else(|| Roster::new(program.id, part, program.desk));
        let admission = roster.wait(entry(sign_up), program.capacity_of(part))?;
        Ok((self.state_of(admission), roster.kept().into()))
    }

    pub(super) fn give_score(&self, id: SignUpId, points: &Points, note: &str) -> Judged {
        let sign_up = self.sign_up_at_desk(id)?;
        let reviewer = self.person()?;
        // Nobody judges themselves.
        if sign_up.person == reviewer.id {
            return Err(Refusal::NotAllowed.into());
        }
        if sign_up.state != State::InReview {
            return Err(Refusal::Ended.into());
        }
        let program = self.program(sign_up.program)?;
        review::check(judging(&program)?, points, note)?;
        Ok(vec![Write::Put(Row::Score(Score {
            id: ScoreId::of(id, reviewer.id),
            sign_up: id,
            program: program.id,
            desk: program.desk,
            reviewer: reviewer.id,
            reviewer_name: reviewer.name,
            points: points.clone(),
            note: note.trim().to_owned(),
            at: self.now,
        }))])
    }

    pub(super) fn publish_results(
        &self,
        id: ProgramId,
        awards: &[Award],
        others: &[SignUpId],
    ) -> Judged {
        let program = self.program(id)?;
        place_at(self.rows, self.actor.person, program.desk, Role::Member)?;
        if !judging(&program)?.announces {
            return Err(no_review().into());
        }
        // Who is judged against whom is known only when nobody comes any more.
        let parts = program.parts();
        if parts.iter().any(|part| program.takes(*part, self.now)) {
            return Err(Refusal::SignUpOpen.into());
        }
        results::check(awards, others)?;
        let mut winners = Vec::with_capacity(awards.len());
        let mut writes = Vec::new();
        let mut rosters: Vec<Roster> = Vec::new();
        for award in awards {
            let sign_up = match self.row(Kind::SignUp, award.sign_up.0)? {
                Some(Row::SignUp(sign_up)) if sign_up.program == id => sign_up,
                _ => return Err(Refusal::Gone.into()),
            };
            if sign_up.state.is_over() || sign_up.application.part != Part::Participant {
                return Err(Refusal::Ended.into());
            }
            winners.push(Winner::of(award, &sign_up));
            if matches!(sign_up.state, State::Accepted { .. }) {
                continue;
            }
            // Several may come to one roster.
            let at = match rosters.iter().position(|one| one.id == sign_up.roster()) {
                Some(at) => at,
                None => {
                    let part = sign_up.application.session;
                    let roster = self.roster(sign_up.roster())?;
                    rosters.push(roster.unwrap_or_else(|| Roster::new(id, part, program.desk)));
                    rosters.len() - 1
                }
            };
            let Some(roster) = rosters.get_mut(at) else {
                continue;
            };
            roster.release(sign_up.id);
            let capacity = program.capacity_of(sign_up.application.session);
            if roster.admit(entry(&sign_up), capacity)? != Admission::Seat {
                return Err(Refusal::Full.into());
            }
            let decided = SignUp {
                state: self.state_of(Admission::Seat),
                news_at: Some(self.now),
                ..sign_up
            };
            writes.extend(decided.kept());
        }
        for roster in rosters {
            if let Some(was) = self.roster(roster.id)? {
                let chosen = |id| awards.iter().any(|award| award.sign_up.0 == id);
                let moved = self.moved(&was, &roster)?.into_iter();
                writes.extend(moved.filter(|write| !chosen(write.key().id)));
            }
            writes.extend(roster.kept());
        }
        for other in others {
            writes.extend(self.not_chosen(id, *other)?);
        }
        winners.sort_by_key(|winner| winner.rank);
        writes.push(Write::Put(Row::Results(Results {
            program: id,
            desk: program.desk,
            at: self.now,
            winners,
        })));
        Ok(writes)
    }

    /// Tells somebody in review that their entry did not win.
    fn not_chosen(&self, program: ProgramId, id: SignUpId) -> Judged {
        let sign_up = match self.row(Kind::SignUp, id.0)? {
            Some(Row::SignUp(sign_up)) if sign_up.program == program => sign_up,
            _ => return Err(Refusal::Gone.into()),
        };
        if sign_up.state != State::InReview {
            return Ok(Vec::new());
        }
        let told = SignUp {
            state: State::Refused {
                at: self.now,
                note: String::new(),
            },
            news_at: Some(self.now),
            ..sign_up
        };
        Ok(told.kept())
    }

    pub(super) fn see_sign_up(&self, id: SignUpId, up_to: Timestamp) -> Judged {
        let sign_up = match self.row(Kind::SignUp, id.0)? {
            Some(Row::SignUp(sign_up)) if sign_up.person == self.actor.person => sign_up,
            // Whether there is one is not said to others.
            _ => return Err(Refusal::Gone.into()),
        };
        let up_to = Some(up_to.min(self.now));
        if up_to <= sign_up.seen_at {
            return Ok(Vec::new());
        }
        Ok(vec![Write::Put(Row::SignUp(SignUp {
            seen_at: up_to,
            ..sign_up
        }))])
    }

    /// A sign-up at a desk for which the person acts.
    pub(super) fn sign_up_at_desk(&self, id: SignUpId) -> Result<SignUp, Stop> {
        let Some(Row::SignUp(sign_up)) = self.row(Kind::SignUp, id.0)? else {
            return Err(Refusal::NotAllowed.into());
        };
        place_at(self.rows, self.actor.person, sign_up.desk, Role::Member)?;
        Ok(sign_up)
    }
}

fn entry(sign_up: &SignUp) -> Entry {
    Entry {
        sign_up: sign_up.id,
        children: sign_up.application.children,
    }
}

/// How a program's desk judges.
fn judging(program: &Program) -> Result<&Judging, Invalid> {
    program.judging().ok_or(no_review())
}

/// Seats of this program are given in another way.
fn no_review() -> Invalid {
    let (field, problem) = (Field::Selection, Problem::Malformed);
    Invalid { field, problem }
}
