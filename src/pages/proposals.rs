//! What the person writes and wrote: what needs them, what waits, drafts, and what was sent.

use crate::{
    components::{
        delivery::DeliveryChip,
        empty::Empty,
        invitations::Invitations,
        posting_changes::ChangedMark,
        toasts::use_toasts,
        words::{self, deals},
    },
    device::browser,
    paths,
    state::{
        replica::{Health, Standing},
        use_app,
    },
};
use board::Query;
use domain::{
    JobId, ProposalId, Refusal, Timestamp, Yen,
    net::net_pay,
    proposal::{Proposal, Side},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
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
    /// Where it stands between the sides, and the shape of that.
    standing: Option<(&'static str, &'static str)>,
    unread: bool,
    newest: Timestamp,
    tab: Tab,
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
            newest: draft.edited_at,
            tab: Tab::of(&delivery, false),
            standing: None,
            unread: false,
            delivery,
        })
    }

    fn of_proposal(proposal: Proposal, standing: Standing, waiting: Option<Delivery>) -> Self {
        let delivery = waiting.unwrap_or(Delivery::Sent(proposal.sent_at));
        Self {
            newest: standing.newest,
            unread: standing.unread.is_some(),
            tab: Tab::of(&delivery, standing.is_answered()),
            standing: Some(deals::standing(&proposal, Side::Worker)),
            id: proposal.id,
            job: proposal.job,
            amount: Some(proposal.terms().amount),
            blank: false,
            delivery,
            title: proposal.job_title,
            desk: proposal.desk_name,
            sample: proposal.sample,
        }
    }
}

/// The tabs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tab {
    Drafts,
    Waiting,
    Sent,
    Answered,
}

impl Tab {
    const ALL: [Tab; 4] = [Self::Drafts, Self::Waiting, Self::Sent, Self::Answered];
    /// Which one opens by itself: the first that has something, in the order of what needs the
    /// person.
    const URGENT: [Tab; 4] = [Self::Answered, Self::Waiting, Self::Drafts, Self::Sent];

    fn of(delivery: &Delivery, answered: bool) -> Self {
        match delivery {
            Delivery::Queued | Delivery::Sending => Tab::Waiting,
            Delivery::Saved(_) | Delivery::Refused(_) => Tab::Drafts,
            Delivery::Sent(_) if answered => Tab::Answered,
            Delivery::Sent(_) => Tab::Sent,
        }
    }

    /// The stable word in the address.
    fn word(self) -> &'static str {
        match self {
            Tab::Drafts => "drafts",
            Tab::Waiting => "waiting",
            Tab::Sent => "sent",
            Tab::Answered => "answered",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Tab::Drafts => text!(proposal::group_drafts),
            Tab::Waiting => text!(proposal::group_waiting),
            Tab::Sent => text!(proposal::group_sent),
            Tab::Answered => text!(proposal::group_answered),
        }
    }

    fn nothing(self) -> &'static str {
        match self {
            Tab::Drafts => text!(proposal::no_drafts),
            Tab::Waiting => text!(proposal::no_waiting),
            Tab::Sent => text!(proposal::no_sent),
            Tab::Answered => text!(proposal::no_answered),
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
        items.extend(app.replica.sent().into_iter().map(|proposal| {
            let standing = app.replica.standing(&proposal, Side::Worker);
            let waiting = app.replica.waiting_about(proposal.id);
            Item::of_proposal(proposal, standing, waiting)
        }));
        items.sort_by_key(|item| std::cmp::Reverse(item.newest));
        items
    });
    let query = use_query_map();
    let tab = Memo::new(move |_| {
        let asked = query.with(|query| query.get("tab"));
        let named = asked.and_then(|word| Tab::ALL.into_iter().find(|tab| tab.word() == word));
        let first = || {
            let has = |tab: &Tab| items.with(|items| items.iter().any(|item| item.tab == *tab));
            let refused = items.with(|items| {
                let is_refused = |item: &Item| matches!(item.delivery, Delivery::Refused(_));
                items.iter().any(is_refused)
            });
            match refused {
                true => Tab::Drafts,
                false => Tab::URGENT.into_iter().find(has).unwrap_or(Tab::Drafts),
            }
        };
        named.unwrap_or_else(first)
    });
    let ids = Memo::new(move |_| {
        let tab = tab.get();
        items.with(|items| {
            let of_tab = items.iter().filter(|item| item.tab == tab);
            of_tab.map(|item| item.id).collect::<Vec<ProposalId>>()
        })
    });
    let opening = move || app.replica.health() == Health::Opening;
    let empty = Memo::new(move |_| items.with(Vec::is_empty));
    let nothing = move || ids.with(Vec::is_empty) && !empty.get();
    view! {
        <div class="page">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(proposal::title)}
                </h1>
            </header>
            <Invitations />
            <nav class="tabs" aria-label=t!(proposal::tabs)>
                <ul>
                    {Tab::ALL.map(|of| view! { <TabLink of tab items /> }).collect_view()}
                </ul>
            </nav>
            <Show when=move || empty.get() && !opening()>
                <Empty title=t!(proposal::none) text=t!(proposal::none_text)>
                    <a class="button is-primary" href=paths::JOBS>
                        {t!(app::find_jobs)}
                    </a>
                </Empty>
            </Show>
            <Show when=nothing>
                <p class="lead">{move || tab.get().nothing()}</p>
            </Show>
            <Show when=move || ids.with(|ids| !ids.is_empty())>
                <section class="proposal-group" aria-labelledby="group-h">
                    <h2 class="visually-hidden" id="group-h">
                        {move || tab.get().title()}
                    </h2>
                    <ul class="proposal-list" role="list">
                        <For each=move || ids.get() key=|id| *id let:id>
                            <ItemView id tab items />
                        </For>
                    </ul>
                </section>
            </Show>
            <p class="page-foot">
                <a href=paths::PHRASES>{t!(proposal::phrases)}</a>
            </p>
        </div>
    }
}

/// A tab is a link: its state is the address. The count stands beside the name.
#[component]
fn TabLink(of: Tab, tab: Memo<Tab>, items: Memo<Vec<Item>>) -> impl IntoView {
    let count =
        Memo::new(move |_| items.with(|items| items.iter().filter(|item| item.tab == of).count()));
    view! {
        <li class:is-current=move || tab.get() == of class:has-news=of == Tab::Answered>
            <a
                href=paths::proposals_of(of.word())
                aria-current=move || (tab.get() == of).then_some("page")
            >
                {move || of.title()}
            </a>
            " "
            <span>{move || text!(proposal::count, count.get())}</span>
        </li>
    }
}

#[component]
fn ItemView(id: ProposalId, tab: Memo<Tab>, items: Memo<Vec<Item>>) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let item = Memo::new(move |_| {
        let tab = tab.get();
        let is_it = |item: &&Item| item.id == id && item.tab == tab;
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
        let is_sent = item.standing.is_some();
        let asked = item.amount.filter(|amount| *amount > Yen(0)).map(|amount| {
            // Once it is sent, the terms on the table may be the client's.
            let said = match is_sent {
                true => text!(proposal::on_table, words::yen(amount)),
                false => text!(proposal::asked, words::yen(amount)),
            };
            view! { <span>{said}</span> }
        });
        let net = posting.get().and_then(|(net, _, _)| net).map(|net| {
            view! { <span>{text!(proposal::takes, words::yen(net))}</span> }
        });
        let sample = item.sample.then(|| {
            view! { <span class="mark is-sample">{t!(app::sample)}</span> }
        });
        let closed = item.tab == Tab::Drafts && posting.get().is_some_and(|(_, open, _)| !open);
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
    let is_draft = Memo::new(move |_| {
        item.with(|item| item.as_ref().is_some_and(|item| item.tab == Tab::Drafts))
    });
    let is_refused = Memo::new(move |_| refusal().is_some());
    let standing = move || {
        let (class, said) = item.with(|item| item.as_ref().and_then(|item| item.standing))?;
        Some(view! { <span class=class>{said}</span> })
    };
    let unread =
        Memo::new(move |_| item.with(|item| item.as_ref().is_some_and(|item| item.unread)));
    view! {
        <li class="proposal-item" class:is-unread=unread>
            <p class="chips">
                {standing}
                <DeliveryChip delivery=Signal::derive(move || {
                    item.with(|item| item.as_ref().map(|item| item.delivery.clone()))
                }) />
                <Show when=move || is_draft.get()>
                    <ChangedMark id />
                </Show>
            </p>
            <h3>
                <a href=paths::proposal(id)>{title}</a>
                <Show when=move || unread.get()>
                    <span class="visually-hidden">{t!(deal::unread)}</span>
                </Show>
            </h3>
            {meta}
            {reason}
            <Show when=move || is_draft.get()>
                <div class="button-row">
                    <Show when=move || is_refused.get()>
                        <a
                            class="button"
                            href=paths::proposal(id)
                            aria-label=move || text!(proposal::open_draft_of, title())
                        >
                            {t!(proposal::open_draft)}
                        </a>
                    </Show>
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
            </Show>
        </li>
    }
}
