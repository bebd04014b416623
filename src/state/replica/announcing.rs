//! Programs of the person's desks: their drafts, and what of them waits to be sent.

use super::{ReplicaState, drafting::SubmitError};
use crate::device::{browser, clock};
use domain::{
    Command, DeskId, DraftId,
    draft::{Fields, Subject},
    program::{Program, ProgramKind},
    program_check::Written,
    program_text,
};
use leptos::prelude::*;
use sync::{Delivery, Draft};

/// What a new program begins with: the texts of the kind that stands first.
pub fn beginning() -> Fields {
    program_text::starter(ProgramKind::default())
}

impl ReplicaState {
    /// Drafts of programs, the latest edited first.
    pub fn program_drafts(self) -> Vec<Draft> {
        let mut drafts = self.drafts();
        drafts.retain(|draft| draft.announced().is_some());
        drafts
    }

    /// Changes texts of a program's draft, which begins with its first key.
    pub fn type_program(self, id: DraftId, texts: Fields) {
        if untrack(|| self.draft(id)).is_none() {
            let places = untrack(|| self.posting_desks());
            // The desk may still have to be opened, or chosen.
            let desk = places
                .first()
                .map_or_else(|| DeskId(browser::new_id()), |place| place.desk);
            self.put_program_draft(id, desk, String::new(), beginning());
        }
        self.edit_draft(id, |draft| {
            for (field, text) in texts {
                draft.set(field, text);
            }
        });
    }

    fn put_program_draft(self, id: DraftId, desk: DeskId, title: String, fields: Fields) {
        let program = None;
        let subject = Subject::Program { desk, program };
        let draft = Draft::empty(id, subject, title, clock::now());
        self.begin(Draft { fields, ..draft });
    }

    /// The draft that changes a program, begun when there is none.
    pub fn begin_program_edit(self, program: &Program) -> DraftId {
        let draft = Draft::of_program_edit(self.person(), program, clock::now());
        let id = draft.id;
        if untrack(|| self.draft(id)).is_none() {
            self.begin(draft);
        }
        id
    }

    /// A new draft that says what a program says.
    pub fn duplicate_program(self, program: &Program) -> DraftId {
        let id = DraftId(browser::new_id());
        let mut texts = program_text::texts(program);
        // A new program has a time of its own.
        texts.retain(|field, _| !program_text::is_time(*field));
        self.put_program_draft(id, program.desk, program.title.clone(), texts);
        id
    }

    /// Queues the program that a draft comes to, which goes on from `base`, in the place of what was
    /// announced `before`.
    pub async fn announce(
        self,
        id: DraftId,
        base: Program,
        before: Option<Program>,
    ) -> Result<(), SubmitError> {
        self.send_draft(id, |draft| {
            let written = Written::of(&draft.fields, base, before.as_ref(), clock::now());
            if !written.problems.is_empty() {
                return Err(SubmitError::Invalid(written.problems));
            }
            let program = Box::new(written.program);
            Ok(match draft.is_edit() {
                true => Command::EditProgram { program },
                false => Command::PublishProgram { program },
            })
        })
        .await
    }

    /// What is done to programs and waits, the oldest first.
    pub fn waiting_programs(self) -> Vec<(Program, Delivery)> {
        let in_flight = self.in_flight.get();
        self.replica.with(|replica| {
            let waiting = replica.outbox.values().filter_map(|mutation| {
                let program = match &mutation.command {
                    Command::PublishProgram { program } | Command::EditProgram { program } => {
                        Program::clone(program)
                    }
                    _ => return None,
                };
                let delivery = match in_flight.contains(&mutation.id) {
                    true => Delivery::Sending,
                    false => Delivery::Queued,
                };
                Some((program, delivery))
            });
            waiting.collect()
        })
    }
}
