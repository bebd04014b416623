//! A posting being written by its client: its draft, and what that comes to at each key.

pub mod choices;
pub mod control;
pub mod findings;
pub mod form;
pub mod open_desk;
pub mod publish;

use super::{
    posting_at_hand::{AtHand, job_at_hand},
    words,
};
use crate::{
    device::browser,
    state::{ReplicaState, replica::posting::first_desk, use_app},
};
use domain::{
    DeskId, DraftId, Job, JobId,
    desk::Membership,
    draft::Subject,
    job::JobKind,
    posting_check::Written,
    posting_text,
    refusal::{Field, Problem},
};
use leptos::prelude::*;
use sync::Draft;

/// A posting being written.
#[derive(Clone, Copy)]
pub struct Editor {
    /// Its draft.
    pub id: DraftId,
    /// The draft itself; begun with the first key.
    pub draft: Memo<Option<Draft>>,
    /// The posting that it changes, once known; `None` for a new one.
    pub before: Memo<Option<Job>>,
    /// What it goes on from: that posting, or one that says nothing yet.
    pub base: Memo<Job>,
    /// The desk that it is of, where the person has one.
    pub desk: Memo<Option<Membership>>,
    /// What it comes to.
    pub written: Memo<Written>,
    replica: ReplicaState,
    /// The person already wanted to go on, and is told what is missing.
    pub asked: RwSignal<bool>,
}

impl Editor {
    /// The editor of a draft.
    pub fn new(id: DraftId) -> Self {
        let app = use_app();
        let draft = Memo::new(move |_| app.replica.draft(id));
        let edited = Memo::new(move |_| draft.with(|draft| edited(draft.as_ref())));
        let found = Memo::new(move |_| edited.get().map(job_at_hand));
        let before = Memo::new(move |_| found.get()?.with(AtHand::job_cloned));
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
                posting_text::blank(JobId(id.0), desk, name, app.now.get())
            })
        });
        let written = Memo::new(move |_| {
            let fields = draft.with(|draft| draft.as_ref().map(|draft| draft.fields.clone()));
            let (base, now) = (base.get(), app.now.get());
            before
                .with(|before| Written::of(&fields.unwrap_or_default(), base, before.as_ref(), now))
        });
        Self {
            id,
            draft,
            before,
            base,
            desk,
            written,
            replica: app.replica,
            asked: RwSignal::new(false),
        }
    }

    /// The text of a field.
    pub fn text(self, field: Field) -> Memo<String> {
        Memo::new(move |_| {
            self.draft.with(|draft| {
                let text = draft.as_ref().map(|draft| draft.text(field).to_owned());
                text.unwrap_or_default()
            })
        })
    }

    /// Changes the text of a field.
    pub fn set(self, field: Field, text: String) {
        self.replica.type_posting(self.id, field, text);
    }

    /// How it is paid.
    pub fn kind(self) -> Memo<JobKind> {
        Memo::new(move |_| self.written.with(|written| written.job.kind))
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
                is_told.then(|| words::editor::wrong(field, &found.problem))
            })
        })
    }
}

/// The posting that a draft changes.
fn edited(draft: Option<&Draft>) -> Option<JobId> {
    let draft = draft?;
    draft.posting().filter(|_| draft.is_edit())
}

/// The desk that was chosen, or that the draft began with.
fn desk_of(draft: &Draft) -> Option<DeskId> {
    let chosen = draft.text(Field::Organization).parse().ok();
    match draft.subject {
        Subject::Posting { desk, job: None } => chosen.or(Some(desk)),
        Subject::Posting { desk, .. } => Some(desk),
        Subject::Proposal { .. } | Subject::SignUp { .. } | Subject::Program { .. } => None,
    }
}

/// The control of a field.
pub fn control_id(field: Field) -> &'static str {
    match field {
        Field::Organization => "posting-desk",
        Field::Kind => "posting-kind",
        Field::Category => "posting-category",
        Field::Title => "posting-title",
        Field::Description => "posting-description",
        Field::Tags => "posting-tags",
        Field::Amount => "posting-amount",
        Field::Quota => "posting-quota",
        Field::Effort => "posting-effort",
        Field::WeeklyHours => "posting-weekly",
        Field::PayDay => "posting-pay-day",
        Field::PayMeans => "posting-pay-means",
        Field::ClosesAt => "posting-closes",
        Field::Due => "posting-due",
        Field::Place => "posting-place",
        Field::Costs => "posting-costs",
        Field::Rights => "posting-rights",
        Field::Contact => "posting-contact",
        _ => "posting-easy",
    }
}

/// Goes to a field of the form.
pub fn go_to(field: Field) {
    browser::focus(&format!("#{}", control_id(field)));
}
