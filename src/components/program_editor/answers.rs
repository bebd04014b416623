//! What was written, piece by piece, each with a way to change it.

use super::{Editor, Piece};
use crate::{
    components::words::{self, program_editor},
    paths,
};
use domain::{
    program::{Condition, Program, Question, SignUpBy},
    program_text::Way,
};
use leptos::prelude::*;

/// The pieces, and the questions that will be asked.
#[component]
pub fn Answers(
    /// The program.
    editor: Editor,
) -> impl IntoView {
    let piece = move |piece: Piece| {
        view! {
            <div>
                <dt>{move || piece.name()}</dt>
                <dd>
                    {move || {
                        editor.written.with(|written| said(&written.program, piece)).join("\n")
                    }}
                </dd>
                <dd class="change">
                    <a href=format!("{}#{}", paths::program_draft(editor.id), piece.heading())>
                        {t!(proposal::change)}
                        <span class="visually-hidden">
                            {move || text!(proposal::change_of, piece.name())}
                        </span>
                    </a>
                </dd>
            </div>
        }
    };
    view! {
        <section class="section" aria-labelledby="answers-h">
            <h2 id="answers-h">{t!(editor::answers)}</h2>
            <dl class="answers">{Piece::ALL.map(piece).collect_view()}</dl>
        </section>
    }
}

/// A piece in a line or a few; the preview beside says the rest.
fn said(program: &Program, piece: Piece) -> Vec<String> {
    match piece {
        Piece::What => vec![program.title.clone()],
        Piece::When => vec![text!(
            program_editor::count_sessions,
            program.sessions.len()
        )],
        Piece::Whom => vec![crate::pages::program::whom(&program.eligibility)],
        Piece::SignUp => sign_up(program),
        Piece::Questions if program.form.is_empty() => {
            vec![text!(program_editor::no_questions).to_owned()]
        }
        Piece::Questions => program
            .form
            .iter()
            .map(|question| asked(program, question))
            .collect(),
        Piece::More => vec![match (program.cost, program.cost_note.as_str()) {
            (None, "") => text!(editor::empty).to_owned(),
            (None, note) => note.to_owned(),
            (Some(cost), note) => format!("{} {note}", words::yen(cost)).trim_end().to_owned(),
        }],
    }
}

/// How one signs up, who gets a seat, and by what that is judged.
fn sign_up(program: &Program) -> Vec<String> {
    if let SignUpBy::Other(_) = program.sign_up {
        return vec![program_editor::sign_up_by(Way::Other).to_owned()];
    }
    let selection = program_editor::selection(&program.selection).to_owned();
    let Some(judging) = program.judging() else {
        return vec![selection];
    };
    let promises = [
        judging.blind.then(|| text!(choosing::criteria_blind)),
        judging
            .announces
            .then(|| text!(choosing::criteria_announced)),
    ];
    let criteria = judging.criteria.iter().map(|criterion| {
        let (max, weight) = (criterion.max, criterion.weight);
        text!(choosing::criterion_of, &criterion.name, max, weight)
    });
    let promises = promises.into_iter().flatten().map(str::to_owned);
    [selection]
        .into_iter()
        .chain(promises)
        .chain(criteria)
        .collect()
}

/// A question, how it is answered, and when it is asked.
fn asked(program: &Program, question: &Question) -> String {
    let kind = program_editor::ask(domain::program_text::AskKind::of(&question.ask));
    let need = match question.required {
        true => text!(program_editor::required),
        false => text!(program_editor::free),
    };
    let asked = text!(program_editor::asked, &question.text, kind, need);
    let Some(Condition { question: of, is }) = question.only_if else {
        return asked;
    };
    let of = program.form.iter().find(|one| one.no == of);
    let option = of.and_then(|of| match &of.ask {
        domain::program::Ask::Choice(options) => options.get(usize::from(is)),
        _ => None,
    });
    match of.zip(option) {
        Some((of, option)) => format!(
            "{asked}\n{}",
            text!(program_editor::only_if, &of.text, option)
        ),
        None => asked,
    }
}
