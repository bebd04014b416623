//! Signing up for programs: the draft, what became of it, and who signed up at the person's desks.

use super::{ReplicaState, drafting::SubmitError};
use crate::device::clock;
use domain::{
    Command, DraftId, ProgramId, RosterId, SignUpId, Timestamp,
    program::{Program, QuestionNo, SessionNo, read_all},
    refusal::Field,
    sign_up::{self, OBSERVER, SignUp},
};
use leptos::prelude::*;
use std::collections::BTreeSet;
use sync::{Delivery, Draft};

impl ReplicaState {
    /// The id of the person's draft of a sign-up.
    pub fn sign_up_draft(self, program: ProgramId) -> DraftId {
        DraftId::of_sign_up(self.session.person(), program)
    }

    /// The draft of a sign-up, begun when there is none. What the person said of themselves before
    /// stands in it.
    pub fn begin_sign_up(
        self,
        program: &Program,
        session: Option<SessionNo>,
        looks_on: bool,
    ) -> DraftId {
        let person = self.person();
        let id = DraftId::of_sign_up(person, program.id);
        let only = match program.sessions.as_slice() {
            [only] => Some(only.no),
            _ => None,
        };
        let chosen = session.or(only).map(|SessionNo(number)| number.to_string());
        let set = move |draft: &mut Draft| {
            if let Some(chosen) = chosen {
                draft.set(Field::Session, chosen);
            }
            draft.set(Field::Flag, if looks_on { OBSERVER } else { "" });
        };
        if untrack(|| self.draft(id)).is_some() {
            self.edit_draft(id, set);
            return id;
        }
        let mut draft = Draft::of_sign_up(person, program, clock::now());
        let about = self.rows.with_untracked(|rows| rows.about.clone());
        for item in program.asked_about() {
            if let Some(said) = about.get(&item) {
                draft.set(Field::About(item), said.clone());
            }
        }
        set(&mut draft);
        self.begin(draft);
        id
    }

    /// Queues the sign-up that a draft comes to. What is wrong with it is said instead.
    pub async fn submit_sign_up(self, id: DraftId, program: Program) -> Result<(), SubmitError> {
        // What was answered and is asked no more would seem to be left out of what is sent.
        let unasked: Vec<Field> = self.replica.with_untracked(|replica| {
            let fields = replica.drafts.get(&id).map(|draft| &draft.fields);
            let fields = fields.cloned().unwrap_or_default();
            let (answers, _) = read_all(&program.form, &fields);
            let looks_on = fields
                .get(&Field::Flag)
                .is_some_and(|text| text == OBSERVER);
            let is_asked = |no: &QuestionNo| {
                let question = program.form.iter().find(|question| question.no == *no);
                question.is_some_and(|question| question.is_asked(&answers))
            };
            let typed = fields.into_iter().filter(|(_, text)| !text.is_empty());
            let has_entry = program.announces() && !looks_on;
            typed
                .map(|(field, _)| field)
                .filter(|field| match field {
                    Field::Answer(no) => !is_asked(no),
                    Field::Title | Field::Name => !has_entry,
                    _ => false,
                })
                .collect()
        });
        if !unasked.is_empty() {
            self.edit_draft(id, |draft| {
                unasked.into_iter().for_each(|field| draft.set(field, ""));
            });
        }
        self.send_draft(id, |draft| {
            let (application, wrong) = sign_up::read(&program, &draft.fields);
            if !wrong.is_empty() {
                return Err(SubmitError::Invalid(wrong));
            }
            Ok(Command::SignUp {
                program: program.id,
                application,
            })
        })
        .await
    }

    /// How a draft stands; `None` when there is none.
    pub fn draft_delivery(self, id: DraftId) -> Option<Delivery> {
        let in_flight = self.in_flight.get();
        self.draft(id).map(|draft| draft.delivery(&in_flight))
    }

    /// Drafts of sign-ups, the latest edited first; queued ones among them.
    pub fn sign_up_drafts(self) -> Vec<Draft> {
        let mut drafts = self.drafts();
        drafts.retain(|draft| draft.program().is_some());
        drafts
    }

    /// A sign-up, the person's own or one at their desks.
    pub fn sign_up(self, id: SignUpId) -> Option<SignUp> {
        self.rows.with(|rows| rows.sign_ups.get(&id).cloned())
    }

    /// The person's sign-up for a program, or for one of its sessions.
    pub fn own_sign_up(self, program: ProgramId, session: Option<SessionNo>) -> Option<SignUp> {
        let roster = RosterId::of(program, session);
        self.sign_up(SignUpId::of(self.session.person(), roster))
    }

    /// The person's sign-ups, the latest first.
    pub fn sign_ups(self) -> Vec<SignUp> {
        let person = self.session.person();
        self.sorted_sign_ups(|sign_up| sign_up.person == person, |at| -at.0)
    }

    /// Who signed up at the person's desks, in their order.
    pub fn signed_up(self) -> Vec<SignUp> {
        let desks: BTreeSet<_> = self.memberships().iter().map(|place| place.desk).collect();
        self.sorted_sign_ups(|sign_up| desks.contains(&sign_up.desk), |at| at.0)
    }

    fn sorted_sign_ups(
        self,
        wanted: impl Fn(&SignUp) -> bool,
        order: fn(Timestamp) -> i64,
    ) -> Vec<SignUp> {
        self.rows.with(|rows| {
            let found = rows.sign_ups.values().filter(|sign_up| wanted(sign_up));
            let mut found: Vec<SignUp> = found.cloned().collect();
            found.sort_by_key(|sign_up| (order(sign_up.sent_at), sign_up.id));
            found
        })
    }
}
