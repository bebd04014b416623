//! A proposal on its way and after: how it stands in words, what it says, where to go on.

use super::{
    answers::{Answers, Said},
    delivery::DeliveryChip,
};
use crate::{paths, state::use_app};
use domain::ProposalId;
use leptos::prelude::*;
use sync::Delivery;

/// How a proposal stands; a queued one never looks sent.
#[component]
pub fn SentProposal(
    /// Which.
    id: ProposalId,
    /// Whose desk it goes to.
    #[prop(into)]
    desk: Signal<String>,
    /// Where more work like this is.
    #[prop(into)]
    similar: Signal<String>,
) -> impl IntoView {
    let app = use_app();
    let delivery = Memo::new(move |_| app.replica.delivery(id));
    let said = Memo::new(move |_| match app.replica.draft(id) {
        Some(draft) => Said::of_draft(&draft),
        None => app.replica.proposal(id).as_ref().map(Said::of_proposal),
    });
    let is_sent = Memo::new(move |_| matches!(delivery.get(), Some(Delivery::Sent(_))));
    let explained = move || match delivery.get() {
        Some(Delivery::Sent(_)) => text!(proposal::sent_text, desk.get()),
        Some(Delivery::Sending) => text!(proposal::sending_text).to_owned(),
        _ => text!(proposal::waiting_text).to_owned(),
    };
    let content = move || match is_sent.get() {
        true => text!(proposal::sent_content),
        false => text!(proposal::waiting_content),
    };
    view! {
        <div class="panel" role="status" aria-label=t!(proposal::state)>
            <p>
                <DeliveryChip delivery=delivery />
            </p>
            <p>{explained}</p>
        </div>
        <section class="section" aria-labelledby="content-h">
            <h2 id="content-h">{content}</h2>
            <Answers said />
        </section>
        <div class="button-row">
            <a class="button is-primary" href=move || similar.get()>
                {t!(proposal::more_jobs)}
            </a>
            <a class="button" href=paths::PROPOSALS>
                {t!(proposal::all_proposals)}
            </a>
        </div>
    }
}
