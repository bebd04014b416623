//! Taking out what is only on this device, and bringing it in.

use crate::{
    components::{
        export_button::ExportButton,
        words::{self, amounts::bytes},
    },
    device::files::{self, FileError},
    state::{replica::carrying::CarryError, use_app},
};
use leptos::{html::Input, prelude::*, task::spawn_local};
use sync::export::{ExportError, MAX_BYTES, Report};

/// What became of a chosen file.
#[derive(Clone, PartialEq)]
enum Came {
    Reading,
    In(Report),
    Not(CarryError),
    Unread(FileError),
}

/// 書き出す, and its way back.
#[component]
pub fn Files() -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<Input>::new();
    let came = RwSignal::new(None::<Came>);
    let bring_in = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        came.set(Some(Came::Reading));
        spawn_local(async move {
            let outcome = match files::chosen(&input, MAX_BYTES).await {
                None => None,
                Some(Err(error)) => Some(Came::Unread(error)),
                Some(Ok(text)) => Some(match app.replica.bring_in(text).await {
                    Ok(report) => Came::In(report),
                    Err(error) => Came::Not(error),
                }),
            };
            came.try_set(outcome);
        });
    };
    let lines = move || {
        let lines = came.get().map(|came| said(&came)).unwrap_or_default();
        lines
            .into_iter()
            .map(|line| view! { <p>{line}</p> })
            .collect_view()
    };
    view! {
        <section class="panel" aria-labelledby="files-h">
            <h2 id="files-h">{t!(device::files)}</h2>
            <p>{t!(device::files_text)}</p>
            <div class="button-row">
                <ExportButton />
                <label class="button file-choice">
                    {t!(device::import)}
                    <input
                        class="visually-hidden"
                        type="file"
                        accept=".json,application/json"
                        node_ref=input
                        on:change=bring_in
                    />
                </label>
            </div>
            <div role="status">{lines}</div>
        </section>
    }
}

fn said(came: &Came) -> Vec<String> {
    match came {
        Came::Reading => vec![text!(device::import_reading).to_owned()],
        Came::In(report) => brought(report),
        Came::Unread(FileError::TooLarge) => vec![too_large()],
        Came::Unread(FileError::Unreadable) => vec![text!(device::import_unreadable).to_owned()],
        Came::Not(error) => vec![refused(error)],
    }
}

fn refused(error: &CarryError) -> String {
    match error {
        CarryError::Foreign => text!(device::import_foreign).to_owned(),
        CarryError::Unreachable => text!(device::import_unreachable).to_owned(),
        CarryError::Storage(error) => {
            text!(device::import_not_stored, words::storage_error(error))
        }
        CarryError::File(error) => match error {
            ExportError::TooLarge { .. } | ExportError::TooMuch { .. } => too_large(),
            ExportError::NotOurs => text!(device::import_not_ours).to_owned(),
            ExportError::Newer { .. } => text!(device::import_newer).to_owned(),
            ExportError::Unreadable { line, .. } => {
                text!(device::import_damaged, words::number(*line))
            }
        },
    }
}

fn too_large() -> String {
    text!(device::import_too_large, bytes(MAX_BYTES as u64))
}

fn brought(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = |count: usize, words: fn(usize) -> String| {
        if count > 0 {
            lines.push(words(count));
        }
    };
    line(report.new_drafts, |count| {
        text!(device::brought_drafts, count)
    });
    line(report.joined_drafts, |count| {
        text!(device::brought_versions, count)
    });
    line(report.queued, |count| text!(device::brought_queue, count));
    line(report.jottings, |count| {
        text!(device::brought_jottings, count)
    });
    if lines.is_empty() {
        lines.push(text!(device::brought_nothing).to_owned());
    }
    let mut line = |count: usize, words: fn(usize) -> String| {
        if count > 0 {
            lines.push(words(count));
        }
    };
    line(report.known, |count| text!(device::brought_known, count));
    line(report.left, |count| text!(device::brought_left, count));
    lines
}
