//! What the two sides of a proposal say to each other. It is read and written without a network;
//! what waits looks as everything that waits.

use super::{
    composer::Composer,
    delivery::DeliveryChip,
    lures::{Lures, Reader},
    words::proposals::when,
};
use crate::{
    device::intl,
    state::{replica::Hand, use_app},
};
use domain::{
    ContractId, MessageId, ProposalId,
    contract::Contract,
    proposal::{Proposal, Side, State},
    thread::Message,
};
use leptos::prelude::*;

/// How many messages are shown at first, and more at each asking.
const PAGE: usize = 50;

/// The thread of a proposal.
#[component]
pub fn Thread(
    /// Which.
    id: ProposalId,
    /// The proposal.
    proposal: Memo<Option<Proposal>>,
    /// How the person stands to it.
    hand: Memo<Option<Hand>>,
) -> impl IntoView {
    let app = use_app();
    let all = Memo::new(move |_| app.replica.messages(id));
    // A long thread begins with its end; what is earlier comes when it is asked for.
    let length = RwSignal::new(PAGE);
    let earlier = Memo::new(move |_| all.with(Vec::len).saturating_sub(length.get()));
    let messages =
        Memo::new(move |_| all.with(|all| all.get(earlier.get()..).unwrap_or_default().to_vec()));
    let ids = Memo::new(move |_| {
        messages.with(|messages| {
            let ids = messages.iter().map(|message| message.id);
            ids.collect::<Vec<MessageId>>()
        })
    });
    // Once both agreed, how they meet is theirs to settle.
    let warns = Memo::new(move |_| {
        let contract = app.replica.contract(ContractId::of(id));
        !contract.as_ref().is_some_and(Contract::is_agreed)
    });
    let open = Memo::new(move |_| {
        proposal.with(|proposal| {
            proposal.as_ref().is_some_and(|proposal| {
                matches!(proposal.state, State::Open | State::Accepted { .. })
            })
        })
    });
    let may_act = Memo::new(move |_| hand.get().is_some_and(|hand| hand.may_act));
    let own = Memo::new(move |_| hand.get().map(|hand| hand.side));
    let foot = move || match (open.get(), may_act.get()) {
        (true, true) => view! { <Composer id warns /> }.into_any(),
        (true, false) => view! { <p class="thread-closed">{t!(deal::viewer_reads)}</p> }.into_any(),
        (false, _) => view! { <p class="thread-closed">{t!(thread::over)}</p> }.into_any(),
    };
    view! {
        <section class="section thread" aria-labelledby="thread-h">
            <h2 id="thread-h">{t!(thread::title)}</h2>
            <Show
                when=move || ids.with(|ids| !ids.is_empty())
                fallback=move || view! { <p class="thread-none">{t!(thread::none)}</p> }
            >
                <Show when=move || 0 < earlier.get()>
                    <button
                        class="button is-plain"
                        type="button"
                        on:click=move |_| length.update(|length| *length += PAGE)
                    >
                        {move || text!(thread::earlier, earlier.get())}
                    </button>
                </Show>
                <ol class="messages" role="list" aria-label=t!(thread::messages)>
                    <For each=move || ids.get() key=|id| *id let:message>
                        <MessageView message messages own warns />
                    </For>
                </ol>
            </Show>
            {foot}
        </section>
    }
}

#[component]
fn MessageView(
    message: MessageId,
    messages: Memo<Vec<Message>>,
    own: Memo<Option<Side>>,
    warns: Memo<bool>,
) -> impl IntoView {
    let app = use_app();
    let now = app.now;
    let shown = Memo::new(move |_| {
        messages.with(|messages| messages.iter().find(|one| one.id == message).cloned())
    });
    let is_own =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().map(|shown| shown.by)) == own.get());
    let waiting = Memo::new(move |_| app.replica.message_waiting(&shown.get()?));
    let was_read = Memo::new(move |_| {
        shown
            .with(|shown| {
                let shown = shown.as_ref()?;
                let mark = app.replica.read_mark(shown.proposal, shown.by.other())?;
                (mark.up_to >= shown.sent_at).then_some(())
            })
            .is_some()
    });
    let text = Signal::derive(move || {
        shown.with(|shown| {
            shown
                .as_ref()
                .map(|shown| shown.text.clone())
                .unwrap_or_default()
        })
    });
    let head = move || {
        let shown = shown.get()?;
        let at = shown.sent_at;
        Some(view! {
            <p class="message-who">
                <b>{shown.author_name}</b>
                " "
                <time datetime=intl::machine(at)>{move || when(at, now.get())}</time>
            </p>
        })
    };
    let state = move || match waiting.get() {
        Some(_) => view! { <DeliveryChip delivery=waiting /> }.into_any(),
        None if was_read.get() => view! { <span>{t!(thread::was_read)}</span> }.into_any(),
        None => view! { <span>{t!(thread::was_sent)}</span> }.into_any(),
    };
    view! {
        <li class="message" class:is-own=is_own class:is-waiting=move || waiting.get().is_some()>
            {head} <div class="message-text">{text}</div>
            <Show when=move || warns.get() && !is_own.get()>
                <Lures text reader=Reader::Receiver />
            </Show>
            <Show when=move || is_own.get()>
                <p class="message-state">{state}</p>
            </Show>
        </li>
    }
}
