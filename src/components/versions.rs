//! Two versions of a draft's text, written on two devices: the person chooses, with one tap.

use super::{attached_file::size, words};
use crate::{state::use_app, text::Said};
use domain::{DraftId, file::Attached, job::JobKind, refusal::Field};
use leptos::prelude::*;
use sync::{
    Draft,
    draft::{both, is_prose},
};

/// Every field of a draft that says something else on another device.
#[component]
pub fn Versions(
    /// Which draft.
    id: DraftId,
) -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| app.replica.versions(id));
    let choice = move |field: Field, theirs: Vec<String>| {
        let mine = app
            .replica
            .draft(id)
            .map(|draft| draft.text(field).to_owned())
            .unwrap_or_default();
        let draft = app.replica.draft(id);
        let is_of = |of: fn(&Draft) -> bool| draft.as_ref().is_some_and(of);
        let of_posting = is_of(|draft| draft.posting().is_some());
        let of_program = is_of(|draft| draft.announced().is_some());
        let name = move || match (of_posting, of_program) {
            (true, _) => words::editor::field(field, JobKind::default()),
            (_, true) => words::program_editor::field(field),
            _ => words::field(field),
        };
        let said = move |text: &str| match (of_program, Attached::read(text)) {
            (_, Some(attached)) => format!("{} ({})", attached.name, size(&attached)),
            (true, _) => words::program_editor::said(field, text),
            (false, _) => words::editor::said(field, text),
        };
        let heading = format!("versions-{field}");
        let labelled = heading.clone();
        let version = move |name: Said, text: String| {
            view! {
                <div class="version">
                    <p class="version-text">{said(&text)}</p>
                    <button
                        class="button"
                        type="button"
                        on:click=move |_| app.replica.settle_draft(id, field, text.clone())
                    >
                        {name}
                    </button>
                </div>
            }
        };
        let all = theirs
            .iter()
            .fold(mine.clone(), |all, other| both(&all, other));
        let others = theirs
            .into_iter()
            .map(|text| version(t!(proposal::version_other), text));
        view! {
            <section class="versions" role="dialog" aria-labelledby=labelled>
                <h2 id=heading>{t!(proposal::versions)}</h2>
                <p>{t!(proposal::versions_why, name())}</p>
                <div class="versions-both">
                    {version(t!(proposal::version_mine), mine)}
                    {others.collect_view()}
                </div>
                <Show when=move || is_prose(field)>
                    {
                        let all = all.clone();
                        view! {
                            <button
                                class="button is-primary"
                                type="button"
                                on:click=move |_| app.replica.settle_draft(id, field, all.clone())
                            >
                                {t!(proposal::version_both)}
                            </button>
                        }
                    }
                </Show>
            </section>
        }
    };
    move || {
        found
            .get()
            .into_iter()
            .map(|(field, theirs)| choice(field, theirs))
            .collect_view()
    }
}
