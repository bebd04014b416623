//! What is only on this device: what would be lost with it.

use crate::state::use_app;
use leptos::prelude::*;

/// How much of what is only here, by what it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Unsent {
    /// Commands that wait.
    pub waiting: usize,
    /// Drafts of which the server has not every word.
    pub drafts: usize,
    /// Files that drafts name and the server does not have.
    pub files: usize,
    /// Forms that were typed into.
    pub jottings: usize,
    /// What was refused and not read.
    pub refused: usize,
}

impl Unsent {
    /// Whether nothing would be lost.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    /// Whether sending could make it less.
    pub fn can_be_sent(self) -> bool {
        self.waiting + self.drafts + self.files > 0
    }
}

/// What is only here, as it changes.
pub fn unsent() -> Memo<Unsent> {
    let app = use_app();
    Memo::new(move |_| Unsent {
        waiting: app.replica.waiting(),
        drafts: app.replica.unshared_drafts(),
        files: app.replica.files_here_only(),
        jottings: app.replica.jotting_count(),
        refused: app.replica.refused().len(),
    })
}

/// What an export leaves behind: files that nothing but this device has.
#[component]
pub fn NotExported(
    /// What is only here.
    unsent: Memo<Unsent>,
) -> impl IntoView {
    view! {
        <Show when=move || unsent.with(|unsent| unsent.files > 0)>
            <p>{t!(device::export_has_no_files)}</p>
        </Show>
    }
}

/// The list of it, in words.
#[component]
pub fn UnsentList(
    /// What it is.
    unsent: Memo<Unsent>,
) -> impl IntoView {
    let line = |count: usize, words: fn(usize) -> String| {
        (count > 0).then(|| view! { <li>{words(count)}</li> })
    };
    move || {
        let unsent = unsent.get();
        view! {
            <ul>
                {line(unsent.waiting, |count| text!(device::unsent_waiting, count))}
                {line(unsent.drafts, |count| text!(device::unsent_drafts, count))}
                {line(unsent.files, |count| text!(device::unsent_files, count))}
                {line(unsent.jottings, |count| text!(device::unsent_jottings, count))}
                {line(unsent.refused, |count| text!(device::unsent_refused, count))}
            </ul>
        }
    }
}
