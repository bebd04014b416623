//! What a sign-up says, question by question.

use super::{
    attached_file::AttachedFile,
    words::{self, programs},
};
use domain::{
    SignUpId,
    file::Attached,
    profile::ProfileItem,
    program::{Answer, Ask, Program},
    sign_up::{Application, Part},
};
use leptos::prelude::*;

/// What an answer is shown as.
enum Said {
    Text(String),
    File(Attached),
}

/// The answers as a list.
#[component]
pub fn SignUpAnswers(
    /// What is, or was, sent.
    application: Application,
    /// What it is for, where the device has it.
    program: Option<Program>,
    /// Which it is, once it was sent: who reads it has its files.
    #[prop(optional_no_strip)]
    sign_up: Option<SignUpId>,
) -> impl IntoView {
    let mut lines: Vec<(String, Said)> = Vec::new();
    let plain = Said::Text;
    let session = application.session.zip(program.as_ref());
    if let Some(session) = session.and_then(|(no, program)| program.session(no)) {
        let place = programs::place(session).unwrap_or_default();
        let when = format!("{} {place}", programs::when(session));
        lines.push((text!(program::sessions).to_owned(), plain(when)));
    }
    if application.part == Part::Observer {
        let part = text!(program::part_observer).to_owned();
        lines.push((text!(program::part).to_owned(), plain(part)));
    }
    if application.children > 0 {
        let children = words::number(usize::from(application.children));
        lines.push((text!(program::children).to_owned(), plain(children)));
    }
    for (name, said) in [
        (text!(choosing::entry_title), &application.title),
        (text!(choosing::shown_as), &application.shown_as),
    ] {
        if !said.is_empty() {
            lines.push((name.to_owned(), plain(said.clone())));
        }
    }
    for item in ProfileItem::ALL {
        if let Some(text) = application.about.get(&item) {
            let said = programs::said(program.as_ref(), item, text);
            lines.push((programs::item(item).to_owned(), plain(said)));
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
        let said = match given {
            Some(Answer::File(attached)) => Said::File(attached.clone()),
            given => plain(programs::answer(question, given)),
        };
        lines.push((question.text.clone(), said));
    }
    let line = |(name, said): (String, Said)| {
        let said = match said {
            Said::Text(text) => text.into_any(),
            Said::File(attached) => view! { <AttachedFile attached through=sign_up /> }.into_any(),
        };
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{said}</dd>
            </div>
        }
    };
    view! { <dl class="answers">{lines.into_iter().map(line).collect_view()}</dl> }
}
