//! What of a posting changed since the person began a proposal for it, said beside the draft.

use super::{posting_at_hand::AtHand, words};
use crate::{device::browser, paths, state::use_app};
use board::Query;
use domain::{Job, ProposalId, posting_text, refusal::Field};
use leptos::prelude::*;
use sync::Draft;

/// The change of a posting, where there is one.
#[component]
pub fn PostingChanges(
    /// The draft's proposal.
    id: ProposalId,
    /// The draft.
    draft: Memo<Option<Draft>>,
    /// Its posting.
    posting: RwSignal<AtHand>,
) -> impl IntoView {
    let app = use_app();
    let job = Memo::new(move |_| posting.with(AtHand::job_cloned));
    // A draft that another device began knows nothing of what it answered: from now on it does,
    // unless the posting was changed after the last key.
    Effect::new(move |_| {
        let Some(job) = job.get() else { return };
        let is_news = untrack(|| {
            draft.with(|draft| {
                let draft = draft.as_ref()?;
                Some(!draft.seen.is_empty() || job.edited_at > Some(draft.edited_at))
            })
        });
        if is_news == Some(false) {
            app.replica.note_posting(id, &job);
        }
    });
    let changes = Memo::new(move |_| {
        let texts = posting_text::texts(job.get().as_ref()?);
        draft.with(|draft| Some(draft.as_ref()?.changed_since(&texts)))
    });
    let unknown = Memo::new(move |_| {
        let edited_at = job.with(|job| job.as_ref().and_then(|job| job.edited_at))?;
        draft.with(|draft| {
            let draft = draft.as_ref()?;
            (draft.seen.is_empty() && edited_at > draft.edited_at).then_some(edited_at)
        })
    });
    let seen = Callback::new(move |()| {
        if let Some(job) = job.get_untracked() {
            app.replica.note_posting(id, &job);
            browser::after_paint(|| browser::focus("h1[tabindex]"));
        }
    });
    move || {
        let changes = changes.get().unwrap_or_default();
        let at = unknown.get();
        if changes.is_empty() && at.is_none() {
            return None;
        }
        let job = job.get()?;
        let said = match at {
            Some(at) => text!(editor::changed_maybe, words::moment(at)),
            None => text!(editor::changed_text).to_owned(),
        };
        let link = paths::job(job.id, &Query::default());
        let texts = posting_text::texts(&job);
        let rows = changes.into_iter().map(|(field, before)| {
            let now = texts.get(&field).cloned().unwrap_or_default();
            view! { <Change field before now job=job.clone() /> }
        });
        Some(view! {
            <section class="changes" role="alert" aria-labelledby="changes-h">
                <h2 id="changes-h">{t!(editor::changed)}</h2>
                <p>{said}</p>
                <dl>{rows.collect_view()}</dl>
                <div class="button-row">
                    <button class="button" type="button" on:click=move |_| seen.run(())>
                        {t!(editor::seen)}
                    </button>
                    <a class="button is-plain" href=link>
                        {t!(editor::see_job)}
                    </a>
                </div>
            </section>
        })
    }
}

/// One field: before, and now.
#[component]
fn Change(field: Field, before: String, now: String, job: Job) -> impl IntoView {
    let kind = job.kind;
    let said = move |text: &str| match words::editor::said(field, text) {
        said if said.is_empty() => text!(editor::nothing).to_owned(),
        said => said,
    };
    view! {
        <div>
            <dt>{move || words::editor::field(field, kind)}</dt>
            <dd class="was">
                <span class="label">{t!(editor::was)}</span>
                <del>{move || said(&before)}</del>
            </dd>
            <dd class="is">
                <span class="label">{t!(editor::is)}</span>
                <ins>{move || said(&now)}</ins>
            </dd>
        </div>
    }
}

/// A mark in the list of drafts: the posting changed since.
#[component]
pub fn ChangedMark(
    /// The draft's proposal.
    id: ProposalId,
) -> impl IntoView {
    let app = use_app();
    let draft = Memo::new(move |_| app.replica.draft(id));
    let posting = draft
        .get_untracked()
        .and_then(|draft| draft.job())
        .map(super::posting_at_hand::job_at_hand);
    let changed = Memo::new(move |_| {
        let job = posting?.with(AtHand::job_cloned)?;
        draft.with(|draft| {
            let draft = draft.as_ref().filter(|draft| draft.sending.is_none())?;
            let texts = posting_text::texts(&job);
            let unknown = draft.seen.is_empty() && job.edited_at > Some(draft.edited_at);
            (unknown || !draft.changed_since(&texts).is_empty()).then_some(())
        })
    });
    view! {
        <Show when=move || changed.get().is_some()>
            <span class="state is-conflict">{t!(editor::changed_mark)}</span>
        </Show>
    }
}
