//! The warning about what leads off the platform before there is a contract, and about the known
//! scams: said where it happens, to both sides, with the rule that was hit.

use super::words::deals;
use domain::lure;
use leptos::prelude::*;

/// To whom it is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reader {
    /// Who writes it, before it is sent.
    Writer,
    /// Who reads it.
    Receiver,
}

/// What a text touches, or nothing.
#[component]
pub fn Lures(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// To whom.
    reader: Reader,
) -> impl IntoView {
    let found = Memo::new(move |_| {
        let found = text.with(|text| lure::find(text)).into_iter();
        found
            .map(|lure| (lure.rule, lure.words))
            .collect::<Vec<_>>()
    });
    let title = move || match reader {
        Reader::Writer => text!(safety::before_sending),
        Reader::Receiver => text!(safety::take_care),
    };
    let line = |(rule, words): (lure::Rule, String)| {
        let (name, why) = deals::lure(rule);
        view! {
            <li>
                <b>{name}</b>
                " "
                <q>{words}</q>
                <span>{why}</span>
            </li>
        }
    };
    view! {
        <Show when=move || found.with(|found| !found.is_empty())>
            <div class="lures" role=(reader == Reader::Writer).then_some("status")>
                <p>
                    <strong>{title}</strong>
                </p>
                <ul>{move || found.get().into_iter().map(line).collect_view()}</ul>
            </div>
        </Show>
    }
}
