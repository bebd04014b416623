//! 窓口: what arrived, the postings, the members.

pub mod applicant;
pub mod arrivals;
pub mod attest;
pub mod door;
pub mod feed_form;
pub mod feed_item;
pub mod feeds;
pub mod guests;
pub mod members;
pub mod outcomes;
pub mod posting_item;
pub mod postings;
pub mod program_drafts;
pub mod programs;
pub mod results;
pub mod reviewing;
pub mod scoring;
pub mod seat;
pub mod spaces;

use crate::{
    components::{empty::Empty, posting_editor::open_desk::OpenDesk},
    device::browser,
    paths,
    state::{replica::Health, sync::SyncStatus, use_app},
};
use arrivals::ArrivedTab;
use attest::Attest;
use domain::ProgramId;
use door::Door;
use feeds::FeedsTab;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use members::MembersTab;
use outcomes::OutcomesTab;
use postings::{Drafts, PostingsTab};
use programs::ProgramsTab;
use seat::{EnterCode, OfferedSeat};
use spaces::SpacesTab;

/// The tabs of a desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tab {
    /// Proposals that arrived.
    Arrived,
    /// The desk's postings.
    Postings,
    /// The desk's programs, and who signed up.
    Programs,
    /// The desk's spaces, and who comes today.
    Spaces,
    /// The postings that the desk shows on other sites.
    Feeds,
    /// What became of those who signed up.
    Outcomes,
    /// Who sits there.
    Members,
}

impl Tab {
    const ALL: [Tab; 7] = [
        Self::Arrived,
        Self::Postings,
        Self::Programs,
        Self::Spaces,
        Self::Feeds,
        Self::Outcomes,
        Self::Members,
    ];

    /// The stable word in the address.
    pub fn word(self) -> &'static str {
        match self {
            Tab::Arrived => "arrived",
            Tab::Postings => "postings",
            Tab::Programs => "programs",
            Tab::Spaces => "spaces",
            Tab::Feeds => "feeds",
            Tab::Outcomes => "outcomes",
            Tab::Members => "members",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Tab::Arrived => text!(desk::tab_arrived),
            Tab::Postings => text!(desk::tab_postings),
            Tab::Programs => text!(program::desk_tab),
            Tab::Spaces => text!(space::desk_tab),
            Tab::Feeds => text!(feed::tab),
            Tab::Outcomes => text!(outcome::tab),
            Tab::Members => text!(desk::tab_members),
        }
    }
}

/// The desks of the person.
#[component]
pub fn DeskPage() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(desk::title))));
    let desks = Memo::new(move |_| {
        let memberships = app.replica.memberships();
        memberships
            .into_iter()
            .map(|member| member.desk_name)
            .collect::<Vec<String>>()
    });
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("proposal")));
    let hash = use_location().hash;
    let seat = Memo::new(move |_| hash.with(|hash| paths::seat_in(hash)));
    // A program's own screens, in the tab of programs.
    let program = move |name: &'static str| {
        Memo::new(move |_| -> Option<ProgramId> {
            query.with(|query| query.get(name))?.parse().ok()
        })
    };
    let (door, attest) = (program("door"), program("attest"));
    let tab = Memo::new(move |_| {
        let word = query.with(|query| query.get("tab"));
        let named = word.and_then(|word| Tab::ALL.into_iter().find(|tab| tab.word() == word));
        named.unwrap_or(Tab::Arrived)
    });
    // A tab is a screen of its own: its heading says so.
    Effect::new(move |before: Option<Tab>| {
        let tab = tab.get();
        if before.is_some_and(|before| before != tab) {
            browser::after_paint(|| browser::focus("h1[tabindex]"));
        }
        tab
    });
    // Whether there is a desk is known once the device was read, and the server asked.
    let known = Memo::new(move |known: Option<&bool>| {
        let (health, sync) = (app.replica.health(), app.sync.status());
        known == Some(&true) || (health != Health::Opening && sync != SyncStatus::Syncing)
    });
    let is_member = Memo::new(move |_| desks.with(|desks| !desks.is_empty()));
    let of_member = move || match is_member.get() {
        false if !known.get() => view! {
            <Quiet tab=None>
                <p class="lead">{t!(app::loading)}</p>
            </Quiet>
        }
        .into_any(),
        false => view! {
            <Quiet tab=None>
                <NoDesk />
            </Quiet>
        }
        .into_any(),
        true => match tab.get() {
            Tab::Arrived => view! { <ArrivedTab desks asked /> }.into_any(),
            Tab::Postings => view! {
                <Quiet tab=Some(Tab::Postings)>
                    <PostingsTab />
                </Quiet>
            }
            .into_any(),
            Tab::Programs => view! {
                <Quiet tab=Some(Tab::Programs)>
                    {move || match (door.get(), attest.get()) {
                        (Some(id), _) => view! { <Door id /> }.into_any(),
                        (None, Some(id)) => view! { <Attest id /> }.into_any(),
                        (None, None) => view! { <ProgramsTab /> }.into_any(),
                    }}
                </Quiet>
            }
            .into_any(),
            Tab::Spaces => view! {
                <Quiet tab=Some(Tab::Spaces)>
                    <SpacesTab />
                </Quiet>
            }
            .into_any(),
            Tab::Feeds => view! {
                <Quiet tab=Some(Tab::Feeds)>
                    <FeedsTab />
                </Quiet>
            }
            .into_any(),
            Tab::Outcomes => view! {
                <Quiet tab=Some(Tab::Outcomes)>
                    <OutcomesTab />
                </Quiet>
            }
            .into_any(),
            Tab::Members => view! {
                <Quiet tab=Some(Tab::Members)>
                    <MembersTab />
                </Quiet>
            }
            .into_any(),
        },
    };
    // Taking a seat makes a member of the person: the screen that says so stays meanwhile.
    move || match seat.get() {
        Some(seat) => view! {
            <Quiet tab=None>
                <OfferedSeat seat />
            </Quiet>
        }
        .into_any(),
        None => of_member.into_any(),
    }
}

/// A page in one column.
#[component]
pub fn Quiet(
    /// The tab that is open; `None` without a desk.
    tab: Option<Tab>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="page">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(desk::title)}
                </h1>
                {tab.map(|tab| view! { <DeskTabs tab /> })}
            </header>
            {children()}
        </div>
    }
}

/// The tabs, as links: their state is the address.
#[component]
pub fn DeskTabs(
    /// The one that is open.
    tab: Tab,
) -> impl IntoView {
    let link = move |of: Tab| {
        let is_open = tab == of;
        view! {
            <li class:is-current=is_open>
                <a href=paths::desk_of(of.word()) aria-current=is_open.then_some("page")>
                    {move || of.title()}
                </a>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label=t!(desk::tabs)>
            <ul>{Tab::ALL.map(link).collect_view()}</ul>
        </nav>
    }
}

/// Somebody who sits at no desk yet: what they began, and the ways to one.
#[component]
fn NoDesk() -> impl IntoView {
    let app = use_app();
    let registered = Memo::new(move |_| app.session.is_registered());
    view! {
        <Drafts />
        <Show
            when=move || registered.get()
            fallback=|| {
                view! {
                    <Empty dead_end=true title=t!(desk::no_member) text=t!(desk::no_member_text)>
                        <a
                            class="button is-primary"
                            href=paths::and_back(paths::LOGIN, paths::DESK)
                        >
                            {t!(account::log_in)}
                        </a>
                        <a class="button" href=paths::NEW_JOB>
                            {t!(desk::new_posting)}
                        </a>
                    </Empty>
                }
            }
        >
            <p class="lead">{t!(desk::no_member_text)}</p>
            <section class="panel" aria-labelledby="open-desk-h">
                <h2 id="open-desk-h">{t!(desk::open_title)}</h2>
                <p>{t!(editor::desk_first_text)}</p>
                <OpenDesk />
            </section>
            <section class="panel" aria-labelledby="join-desk-h">
                <h2 id="join-desk-h">{t!(desk::or_join)}</h2>
                <EnterCode />
            </section>
            <p>
                <a class="button" href=paths::NEW_JOB>
                    {t!(desk::new_posting)}
                </a>
            </p>
        </Show>
    }
}
