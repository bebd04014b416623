//! What a sign-up says, question by question.

use super::words::{self, programs};
use domain::{
    profile::ProfileItem,
    program::{Ask, Program},
    sign_up::{Application, Part},
};
use leptos::prelude::*;

/// The answers as a list.
#[component]
pub fn SignUpAnswers(
    /// What is, or was, sent.
    application: Application,
    /// What it is for, where the device has it.
    program: Option<Program>,
) -> impl IntoView {
    let mut lines: Vec<(String, String)> = Vec::new();
    let session = application.session.zip(program.as_ref());
    if let Some(session) = session.and_then(|(no, program)| program.session(no)) {
        let place = programs::place(session).unwrap_or_default();
        let when = format!("{} {place}", programs::when(session));
        lines.push((text!(program::sessions).to_owned(), when));
    }
    if application.part == Part::Observer {
        let part = text!(program::part_observer).to_owned();
        lines.push((text!(program::part).to_owned(), part));
    }
    if application.children > 0 {
        let children = words::number(usize::from(application.children));
        lines.push((text!(program::children).to_owned(), children));
    }
    for (name, said) in [
        (text!(choosing::entry_title), &application.title),
        (text!(choosing::shown_as), &application.shown_as),
    ] {
        if !said.is_empty() {
            lines.push((name.to_owned(), said.clone()));
        }
    }
    for item in ProfileItem::ALL {
        if let Some(text) = application.about.get(&item) {
            let said = programs::said(program.as_ref(), item, text);
            lines.push((programs::item(item).to_owned(), said));
        }
    }
    for question in program.iter().flat_map(|program| &program.form) {
        if !question.is_asked(&application.answers) {
            continue;
        }
        let given = application.answers.get(&question.no);
        // A consent that was not given was not needed.
        if given.is_none() && question.ask == Ask::Consent {
            continue;
        }
        lines.push((question.text.clone(), programs::answer(question, given)));
    }
    let line = |(name, said): (String, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{said}</dd>
            </div>
        }
    };
    view! { <dl class="answers">{lines.into_iter().map(line).collect_view()}</dl> }
}
