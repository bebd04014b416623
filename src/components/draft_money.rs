//! What of a draft's amount reaches the worker.

use super::{money::Money, posting_at_hand::AtHand, words};
use domain::net::NetPay;
use leptos::prelude::*;
use sync::Draft;

/// What of the typed amount arrives, and the time it pays for.
pub fn amounts(
    draft: Memo<Option<Draft>>,
    posting: RwSignal<AtHand>,
) -> (Signal<Option<NetPay>>, Signal<Option<u32>>) {
    let pay = Memo::new(move |_| {
        let amount = draft.with(|draft| draft.as_ref().and_then(Draft::amount));
        posting.with(|posting| posting.net(amount))
    });
    let minutes = Memo::new(move |_| {
        let estimate = draft.with(|draft| draft.as_ref().and_then(Draft::effort_minutes));
        posting.with(|posting| posting.minutes(estimate.filter(|minutes| *minutes > 0)))
    });
    (pay.into(), minutes.into())
}

/// The money panel of a draft.
#[component]
pub fn DraftMoney(
    /// The posting.
    posting: RwSignal<AtHand>,
    /// What arrives.
    pay: Signal<Option<NetPay>>,
    /// The time it pays for.
    minutes: Signal<Option<u32>>,
) -> impl IntoView {
    let kind = Memo::new(move |_| posting.with(|posting| posting.job().map(|job| job.kind)));
    let basis =
        Signal::derive(move || Some(words::jobs::basis(posting.with(AtHand::unit)).to_owned()));
    view! { <Money pay minutes kind basis /> }
}
