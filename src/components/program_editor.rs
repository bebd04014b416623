//! A program being written by its organizer: its draft, and what that comes to at each key. Each
//! piece of the form has a file of its own.

pub mod answers;
pub mod control;
pub mod form;
pub mod item;
pub mod judging;
pub mod lodgings;
pub mod options;
pub mod pieces;
pub mod publish;
pub mod questions;
pub mod sessions;
pub mod towns;

pub use pieces::Piece;

use super::words;
use crate::{
    device::browser,
    state::{
        ReplicaState,
        replica::{announcing::beginning, posting::first_desk},
        use_app,
    },
};
use domain::{
    DeskId, DraftId, ProgramId,
    desk::Membership,
    draft::{Fields, Subject},
    program::{Program, SessionNo},
    program_check::{Written, taken_away},
    program_text,
    refusal::{Field, List, Problem},
};
use leptos::prelude::*;
use sync::Draft;

/// A program being written.
#[derive(Clone, Copy)]
pub struct Editor {
    /// Its draft.
    pub id: DraftId,
    /// The draft itself; begun with the first key.
    pub draft: Memo<Option<Draft>>,
    /// The program that it changes, once known; `None` for a new one.
    pub before: Memo<Option<Program>>,
    /// What it goes on from: that program, or one that says nothing yet.
    pub base: Memo<Program>,
    /// The desk that it is of, where the person has one.
    pub desk: Memo<Option<Membership>>,
    /// What the form shows: the draft's texts over those that it goes on from.
    pub fields: Memo<Fields>,
    /// What it comes to.
    pub written: Memo<Written>,
    /// The person already wanted to go on, and is told what is missing.
    pub asked: RwSignal<bool>,
    /// The piece of the form that a phone shows.
    pub piece: RwSignal<Piece>,
    /// The item that was opened last.
    pub opened: RwSignal<Option<(List, u16)>>,
    replica: ReplicaState,
}

impl Editor {
    /// The editor of a draft.
    pub fn new(id: DraftId) -> Self {
        let app = use_app();
        let draft = Memo::new(move |_| app.replica.draft(id));
        let before = Memo::new(move |_| {
            let id = draft.with(|draft| edited(draft.as_ref()))?;
            // What waits to be announced is what the next change goes on from.
            let waiting = app.replica.waiting_programs().into_iter().rev();
            let mut waiting = waiting.map(|(program, _)| program);
            waiting
                .find(|program| program.id == id)
                .or_else(|| app.programs.get(id))
        });
        let desk = Memo::new(move |_| {
            let wanted = draft.with(|draft| draft.as_ref().and_then(desk_of));
            first_desk(app.replica.posting_desks(), wanted)
        });
        let base = Memo::new(move |_| {
            before.get().unwrap_or_else(|| {
                let (desk, name) = desk.get().map_or_else(
                    || (DeskId(id.0), String::new()),
                    |place| (place.desk, place.desk_name),
                );
                // The day is enough: what comes of the moment is the server's to say.
                Program::blank(ProgramId(id.0), desk, name, app.now.get_untracked())
            })
        });
        let fields = Memo::new(move |_| {
            let typed = draft.with(|draft| match draft {
                Some(draft) => draft.fields.clone(),
                None => beginning(),
            });
            base.with(|base| program_text::over(&typed, base))
        });
        let written = Memo::new(move |_| {
            let (base, now) = (base.get(), app.now.get());
            let mut written = before.with(|before| {
                fields.with(|fields| Written::of(fields, base, before.as_ref(), now))
            });
            if let Some(before) = before.get() {
                let is_taken = |part| app.programs.is_taken(before.id, part);
                written
                    .problems
                    .extend(taken_away(&before, &written.program, is_taken));
            }
            written
        });
        Self {
            id,
            draft,
            before,
            base,
            desk,
            fields,
            written,
            asked: RwSignal::new(false),
            piece: RwSignal::new(Piece::What),
            opened: RwSignal::new(None),
            replica: app.replica,
        }
    }

    /// The text of a field.
    pub fn text(self, field: Field) -> Memo<String> {
        Memo::new(move |_| {
            let text = self.fields.with(|fields| fields.get(&field).cloned());
            text.unwrap_or_default()
        })
    }

    /// The text of a field now.
    pub fn now(self, field: Field) -> String {
        let text = self
            .fields
            .with_untracked(|fields| fields.get(&field).cloned());
        text.unwrap_or_default()
    }

    /// Changes the text of a field.
    pub fn set(self, field: Field, text: String) {
        self.set_all(Fields::from([(field, text)]));
    }

    /// Changes several texts at once.
    pub fn set_all(self, texts: Fields) {
        self.replica.type_program(self.id, texts);
    }

    /// What the texts say of something, now and whenever that changes.
    pub fn says<T>(self, of: impl Fn(&Program) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.written.with(|written| of(&written.program)))
    }

    /// Whether it changes a program that is announced.
    pub fn is_edit(self) -> Memo<bool> {
        Memo::new(move |_| {
            let is_edit = |draft: &Option<Draft>| draft.as_ref().is_some_and(Draft::is_edit);
            self.draft.with(is_edit)
        })
    }

    /// Whether somebody has signed up for a session already.
    pub fn is_taken(self, session: u16) -> Memo<bool> {
        let programs = use_app().programs;
        Memo::new(move |_| {
            let before = self.before.with(|before| before.as_ref().map(|it| it.id));
            before.is_some_and(|id| programs.is_taken(id, Some(SessionNo(session))))
        })
    }

    /// What is wrong with a field: once the person was told, or at once where it was typed wrong.
    pub fn wrong(self, field: Field) -> Memo<Option<String>> {
        let text = self.text(field);
        Memo::new(move |_| {
            let is_typed = text.with(|text| !text.trim().is_empty());
            self.written.with(|written| {
                let mut problems = written.problems.iter();
                let found = problems.find(|invalid| invalid.field == field)?;
                let is_told = self.asked.get() || (is_typed && found.problem != Problem::Missing);
                is_told.then(|| words::program_editor::wrong(field, &found.problem))
            })
        })
    }

    /// Goes to a field of the form, on whichever piece it is.
    pub fn go_to(self, field: Field) {
        self.piece.set(Piece::of(field));
        if let Field::Item(list, number, _) = field {
            self.opened.set(Some((list, number)));
        }
        browser::after_paint(move || browser::focus(&format!("#{}", control_id(field))));
    }
}

/// The program that a draft changes.
fn edited(draft: Option<&Draft>) -> Option<ProgramId> {
    let draft = draft?;
    draft.announced().filter(|_| draft.is_edit())
}

/// The desk that was chosen, or that the draft began with.
fn desk_of(draft: &Draft) -> Option<DeskId> {
    let chosen = draft.text(Field::Organization).parse().ok();
    match draft.subject {
        Subject::Program {
            desk,
            program: None,
        } => chosen.or(Some(desk)),
        Subject::Program { desk, .. } => Some(desk),
        Subject::Proposal { .. } | Subject::Posting { .. } | Subject::SignUp { .. } => None,
    }
}

/// The control of a field.
pub fn control_id(field: Field) -> String {
    format!("program-{field}")
}
