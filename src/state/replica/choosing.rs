//! Choosing among those who signed up at the person's desks; and what became of their own sign-ups.

use super::ReplicaState;
use domain::{
    Command, DeskId, PersonId, ProgramId, ScoreId, SignUpId, Timestamp,
    program::SessionNo,
    review::Score,
    sign_up::{Application, Part, SignUp, State},
};
use leptos::prelude::*;

/// Somebody who signed up, as their desk reads it: with their name, or without.
#[derive(Clone, PartialEq, Debug)]
pub struct Applicant {
    /// That of the sign-up.
    pub id: SignUpId,
    /// Who runs the program.
    pub desk: DeskId,
    /// Their name; `None` while it is judged blindly.
    pub name: Option<String>,
    /// What they sent, as far as the desk reads it.
    pub application: Application,
    /// When the server took it.
    pub sent_at: Timestamp,
    /// How it stands.
    pub state: State,
}

impl Applicant {
    /// Whether they want to take part, and the desk has to decide.
    pub fn is_in_review(&self) -> bool {
        self.state == State::InReview && self.application.part == Part::Participant
    }

    /// For which session.
    pub fn session(&self) -> Option<SessionNo> {
        self.application.session
    }
}

impl ReplicaState {
    /// Who signed up for a program of the person's desks, in their order.
    pub fn applicants(self, program: ProgramId) -> Vec<Applicant> {
        let named = self.signed_up().into_iter();
        let named = named
            .filter(|sign_up| sign_up.program == program && !sign_up.blind)
            .map(|sign_up| Applicant {
                id: sign_up.id,
                desk: sign_up.desk,
                name: Some(sign_up.person_name),
                application: sign_up.application,
                sent_at: sign_up.sent_at,
                state: sign_up.state,
            });
        let mut found: Vec<Applicant> = named.collect();
        self.rows.with(|rows| {
            let blind = rows.anonymous.values();
            found.extend(
                blind
                    .filter(|seen| seen.program == program)
                    .map(|seen| Applicant {
                        id: seen.id,
                        desk: seen.desk,
                        name: None,
                        application: Application {
                            session: seen.session,
                            children: seen.children,
                            title: seen.title.clone(),
                            answers: seen.answers.clone(),
                            ..Application::default()
                        },
                        sent_at: seen.sent_at,
                        state: seen.state.clone(),
                    }),
            );
        });
        found.sort_by_key(|one| (one.sent_at, one.id));
        found
    }

    /// What reviewers gave those who signed up for a program.
    pub fn scores(self, program: ProgramId) -> Vec<Score> {
        self.rows.with(|rows| {
            let scores = rows.scores.values();
            scores
                .filter(|score| score.program == program)
                .cloned()
                .collect()
        })
    }

    /// What the person gave a sign-up, as far as the server has it.
    pub fn own_score(self, sign_up: SignUpId) -> Option<Score> {
        let id = ScoreId::of(sign_up, self.session.person());
        self.rows.with(|rows| rows.scores.get(&id).cloned())
    }

    /// What others gave a sign-up. Who has given nothing yet is not told: it would sway them.
    pub fn other_scores(self, sign_up: SignUpId) -> Option<Vec<Score>> {
        self.own_score(sign_up)?;
        let me: PersonId = self.session.person();
        self.rows.with(|rows| {
            let scores = rows.scores.values();
            let others = scores.filter(|score| score.sign_up == sign_up && score.reviewer != me);
            Some(others.cloned().collect())
        })
    }

    /// Whether points of the person for a sign-up wait to be sent.
    pub fn is_scoring(self, id: SignUpId) -> bool {
        self.waiting_to(
            |command| matches!(command, Command::GiveScore { sign_up, .. } if *sign_up == id),
        )
        .is_some()
    }

    /// How many of the person's sign-ups something became of that they have not seen.
    pub fn sign_up_news(self) -> usize {
        let person = self.session.person();
        self.rows.with(|rows| {
            let own = rows.sign_ups.values();
            own.filter(|sign_up| is_news_to(person, sign_up)).count()
        })
    }

    /// Says that the person has seen what became of a sign-up of theirs; once.
    pub fn see_sign_up(self, sign_up: &SignUp) {
        let (id, person) = (sign_up.id, self.session.person());
        let Some(up_to) = sign_up.unseen().filter(|_| sign_up.person == person) else {
            return;
        };
        let is_said = untrack(|| {
            self.waiting_to(|command| {
                matches!(command, Command::SeeSignUp { sign_up, up_to: said }
                    if *sign_up == id && *said >= up_to)
            })
        });
        if is_said.is_none() {
            self.do_it(Command::SeeSignUp { sign_up: id, up_to });
        }
    }
}

fn is_news_to(person: PersonId, sign_up: &SignUp) -> bool {
    sign_up.person == person && sign_up.unseen().is_some()
}
