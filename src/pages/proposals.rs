//! What the person writes and wrote: what needs them, what waits, drafts, and what was sent.

use crate::{
    components::{delivery::DeliveryChip, empty::Empty, toasts::use_toasts, words},
    device::browser,
    paths,
    state::{replica::Health, use_app},
};
use board::Query;
use domain::{JobId, ProposalId, Refusal, Yen, net::net_pay, proposal::Proposal};
use leptos::prelude::*;
use sync::{Delivery, Draft};

/// A draft or a proposal, as the list shows it.
#[derive(Clone, PartialEq)]
struct Item {
    id: ProposalId,
    job: JobId,
    title: String,
    desk: String,
    sample: bool,
    amount: Option<Yen>,
    blank: bool,
    delivery: Delivery,
}

impl Item {
    /// `None` for the draft of a posting, which the desk lists.
    fn of_draft(draft: Draft, delivery: Delivery) -> Option<Self> {
        Some(Self {
            id: draft.proposal()?,
            job: draft.job()?,
            amount: draft.amount(),
            blank: draft.is_blank(),
            desk: draft.desk_name().to_owned(),
            sample: draft.is_sample(),
            title: draft.title,
            delivery,
        })
    }

    fn of_proposal(proposal: Proposal) -> Self {
        Self {
            id: proposal.id,
            job: proposal.job,
            amount: Some(proposal.amount),
            blank: false,
            delivery: Delivery::Sent(proposal.sent_at),
            title: proposal.job_title,
            desk: proposal.desk_name,
            sample: proposal.sample,
        }
    }
}

/// The groups, in the order of what a person does next.
#[derive(Clone, Copy, PartialEq)]
enum Group {
    Attention,
    Waiting,
    Drafts,
    Sent,
}

impl Group {
    const ALL: [Group; 4] = [Self::Attention, Self::Waiting, Self::Drafts, Self::Sent];

    fn of(delivery: &Delivery) -> Self {
        match delivery {
            Delivery::Refused(_) => Group::Attention,
            Delivery::Queued | Delivery::Sending => Group::Waiting,
            Delivery::Saved(_) => Group::Drafts,
            Delivery::Sent(_) => Group::Sent,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Group::Attention => "attention-h",
            Group::Waiting => "waiting-h",
            Group::Drafts => "drafts-h",
            Group::Sent => "sent-h",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Group::Attention => text!(proposal::group_attention),
            Group::Waiting => text!(proposal::group_waiting),
            Group::Drafts => text!(proposal::group_drafts),
            Group::Sent => text!(proposal::group_sent),
        }
    }
}

/// The person's drafts and proposals.
#[component]
pub fn ProposalsPage() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(proposal::title))));
    let items = Memo::new(move |_| {
        let drafts = app.replica.drafts().into_iter().filter_map(|draft| {
            let delivery = app.replica.delivery(draft.proposal()?)?;
            Item::of_draft(draft, delivery)
        });
        let mut items: Vec<Item> = drafts.collect();
        // A draft may stand beside the proposal that another device sent for the same job.
        items.extend(app.replica.sent().into_iter().map(Item::of_proposal));
        items
    });
    let opening = move || app.replica.health() == Health::Opening;
    let empty = Memo::new(move |_| items.with(Vec::is_empty));
    view! {
        <div class="page">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(proposal::title)}
                </h1>
            </header>
            <Show when=move || empty.get() && !opening()>
                <Empty title=t!(proposal::none) text=t!(proposal::none_text)>
                    <a class="button is-primary" href=paths::JOBS>
                        {t!(app::find_jobs)}
                    </a>
                </Empty>
            </Show>
            {Group::ALL.map(|group| view! { <GroupView group items /> }).collect_view()}
        </div>
    }
}

#[component]
fn GroupView(group: Group, items: Memo<Vec<Item>>) -> impl IntoView {
    let ids = Memo::new(move |_| {
        items.with(|items| {
            let of_group = items
                .iter()
                .filter(|item| Group::of(&item.delivery) == group);
            of_group.map(|item| item.id).collect::<Vec<ProposalId>>()
        })
    });
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <section class="proposal-group" aria-labelledby=group.id()>
                <h2 id=group.id()>
                    {move || group.title()} " "
                    <span>{move || text!(proposal::count, ids.with(Vec::len))}</span>
                </h2>
                <ul class="proposal-list">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <ItemView id group items />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn ItemView(id: ProposalId, group: Group, items: Memo<Vec<Item>>) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let item = Memo::new(move |_| {
        let is_it = |item: &&Item| item.id == id && Group::of(&item.delivery) == group;
        items.with(|items| items.iter().find(is_it).cloned())
    });
    // Of the posting: what arrives of the amount, and whether proposals are still taken.
    let posting = Memo::new(move |_| {
        let item = item.get()?;
        app.board.with(|board| {
            let card = board.card(board.locate(item.job)?)?;
            let net = item.amount.filter(|amount| *amount > Yen(0)).map(|amount| {
                let fees = app.fees;
                fees.with(|fees| net_pay(card.kind, card.category, amount, fees).net)
            });
            Some((net, card.is_open(app.now.get()), card.category))
        })
    });
    let title =
        move || item.with(|item| item.as_ref().map(|i| i.title.clone()).unwrap_or_default());
    let meta = move || {
        let item = item.get()?;
        let asked = item.amount.filter(|amount| *amount > Yen(0)).map(|amount| {
            view! { <span>{text!(proposal::asked, words::yen(amount))}</span> }
        });
        let net = posting.get().and_then(|(net, _, _)| net).map(|net| {
            view! { <span>{text!(proposal::takes, words::yen(net))}</span> }
        });
        let sample = item.sample.then(|| {
            view! { <span class="mark is-sample">{t!(app::sample)}</span> }
        });
        let closed = group == Group::Drafts && posting.get().is_some_and(|(_, open, _)| !open);
        Some(view! {
            <p class="meta">
                {sample} <span>{item.desk}</span> {asked} {net}
                {item.blank.then(|| view! { <span>{t!(proposal::blank)}</span> })}
                {closed.then(|| view! { <span>{t!(proposal::no_longer_open)}</span> })}
            </p>
        })
    };
    let refusal = move || {
        item.with(|item| match item.as_ref().map(|item| &item.delivery) {
            Some(Delivery::Refused(refusal)) => Some(refusal.clone()),
            _ => None,
        })
    };
    let reason = move || {
        refusal().map(|refusal| {
            view! {
                <p class="reason">
                    {words::refusal(&refusal)} " " {text!(proposal::kept_as_draft)}
                </p>
            }
        })
    };
    let similar = move || {
        let over = matches!(
            refusal(),
            Some(Refusal::JobClosed { .. } | Refusal::JobNotFound | Refusal::AlreadySent)
        );
        over.then(|| {
            let mut query = Query::default();
            query
                .categories
                .extend(posting.get().map(|(_, _, category)| category));
            view! {
                <a class="button is-plain" href=paths::jobs(&query)>
                    {t!(proposal::similar_jobs)}
                </a>
            }
        })
    };
    let delete = move |_| {
        if let Some(draft) = app.replica.discard_draft(id) {
            toasts.say_with_undo(text!(proposal::deleted), move || {
                app.replica.restore_draft(draft.clone());
            });
            // The button is gone; the list is still here.
            browser::after_paint(|| browser::focus("h1[tabindex]"));
        }
    };
    let editable = matches!(group, Group::Attention | Group::Drafts);
    view! {
        <li class="proposal-item">
            <DeliveryChip delivery=Signal::derive(move || {
                item.with(|item| item.as_ref().map(|item| item.delivery.clone()))
            }) />
            <h3>
                <a href=paths::proposal(id)>{title}</a>
            </h3>
            {meta}
            {reason}
            {editable
                .then(|| {
                    view! {
                        <div class="button-row">
                            {(group == Group::Attention)
                                .then(|| {
                                    view! {
                                        <a
                                            class="button"
                                            href=paths::proposal(id)
                                            aria-label=move || {
                                                text!(proposal::open_draft_of, title())
                                            }
                                        >
                                            {t!(proposal::open_draft)}
                                        </a>
                                    }
                                })}
                            {similar}
                            <button
                                class="button is-plain"
                                type="button"
                                aria-label=move || text!(proposal::delete_of, title())
                                on:click=delete
                            >
                                {t!(proposal::delete)}
                            </button>
                        </div>
                    }
                })}
        </li>
    }
}
