//! One posting of a desk, and what can be done with it.

use crate::{
    components::{
        delivery::DeliveryChip,
        toasts::use_toasts,
        words::{self, jobs},
    },
    device::{browser, clock},
    paths,
    state::{own_postings::OwnPosting, use_app},
};
use domain::{Command, Day, DraftId, Job, JobId, job::JobKind};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

/// How long a reopened posting is open, unless its client says otherwise, in days.
const REOPENED_FOR: i64 = 14;

/// The posting in the list.
#[component]
pub fn Item(
    /// Which.
    id: JobId,
    /// All of them.
    postings: Memo<Vec<OwnPosting>>,
) -> impl IntoView {
    let app = use_app();
    let posting = Memo::new(move |_| {
        postings.with(|postings| postings.iter().find(|posting| posting.id == id).cloned())
    });
    let title = Memo::new(move |_| {
        posting.with(|posting| {
            posting
                .as_ref()
                .map(|p| p.title.clone())
                .unwrap_or_default()
        })
    });
    let waiting = Memo::new(move |_| posting.with(|p| p.as_ref().and_then(|p| p.waiting.clone())));
    let is_new = Memo::new(move |_| posting.with(|p| p.as_ref().is_some_and(|p| p.is_new)));
    let acts = Memo::new(move |_| posting.with(|p| p.as_ref().is_some_and(|p| p.role.may_act())));
    let arrived = Memo::new(move |_| {
        let arrived = app.replica.arrived();
        arrived.iter().filter(|proposal| proposal.job == id).count()
    });
    let several_desks = Memo::new(move |_| app.replica.memberships().len() > 1);
    let meta = move || {
        let posting = posting.get()?;
        let closing = jobs::closing(posting.closes_at, posting.closed, app.now.get()).words;
        Some(view! {
            <p class="meta">
                {posting
                    .sample
                    .then(|| view! { <span class="mark is-sample">{t!(app::sample)}</span> })}
                {several_desks.get().then(|| view! { <span>{posting.desk_name}</span> })}
                <span>{words::kind(posting.kind)}</span>
                {posting.pay.map(|pay| view! { <span>{words::proposals::posted(pay)}</span> })}
                <span>{closing}</span>
                {move || {
                    let count = arrived.get();
                    (count > 0).then(|| view! { <span>{text!(desk::proposals_of, count)}</span> })
                }}
            </p>
        })
    };
    view! {
        <li class="proposal-item">
            <p class="chips">
                <DeliveryChip delivery=waiting />
            </p>
            <h3>
                // Nobody else can see it yet.
                {move || match is_new.get() {
                    true => view! { {title} }.into_any(),
                    false => {
                        view! { <a href=paths::job(id, &board::Query::default())>{title}</a> }
                            .into_any()
                    }
                }}
            </h3>
            {meta}
            <Show when=move || acts.get() && !is_new.get()>
                <Actions posting title />
            </Show>
        </li>
    }
}

#[component]
fn Actions(posting: Memo<Option<OwnPosting>>, title: Memo<String>) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let is_open = Memo::new(move |_| {
        let now = app.now.get();
        posting.with(|posting| posting.as_ref().is_some_and(|posting| posting.is_open(now)))
    });
    let asks_until = RwSignal::new(false);
    let close = move |_| {
        let Some(OwnPosting { id, closes_at, .. }) = posting.get_untracked() else {
            return;
        };
        app.replica.do_it(Command::CloseJob { job: id });
        toasts.say_with_undo(text!(desk::closed), move || {
            app.replica.do_it(Command::ReopenJob { job: id, closes_at });
        });
    };
    let reopen = move |_| {
        let Some(posting) = posting.get_untracked() else {
            return;
        };
        let is_over = posting.closes_at.is_some_and(|at| at <= clock::now());
        if is_over || (posting.kind == JobKind::Contest && posting.closes_at.is_none()) {
            asks_until.set(true);
            browser::after_paint(move || browser::focus(&format!("#{}", until_id(posting.id))));
            return;
        }
        let (job, closes_at) = (posting.id, posting.closes_at);
        app.replica.do_it(Command::ReopenJob { job, closes_at });
        toasts.say_with_undo(text!(desk::reopened), move || {
            app.replica.do_it(Command::CloseJob { job });
        });
    };
    // The whole posting is needed for the form.
    let to_form = move |begin: Callback<Job, DraftId>| {
        let navigate = navigate.clone();
        let Some(OwnPosting { id, .. }) = posting.get_untracked() else {
            return;
        };
        spawn_local(async move {
            match app.board.job(id).await {
                Ok(job) => {
                    let draft = begin.run(job);
                    navigate(&paths::posting_draft(draft), Default::default());
                }
                Err(_) => toasts.say(text!(desk::not_here)),
            }
        });
    };
    let to_edit = to_form.clone();
    let edit = Callback::new(move |job: Job| app.replica.begin_edit(&job));
    let duplicate = Callback::new(move |job: Job| {
        let draft = app.replica.duplicate_posting(&job);
        toasts.say(text!(desk::duplicated));
        draft
    });
    view! {
        <div class="button-row">
            <button
                class="button"
                type="button"
                aria-label=move || text!(desk::edit_posting_of, title.get())
                on:click=move |_| to_edit(edit)
            >
                {t!(desk::edit_posting)}
            </button>
            {move || match is_open.get() {
                true => {
                    view! {
                        <button
                            class="button is-plain"
                            type="button"
                            aria-label=move || text!(desk::close_of, title.get())
                            on:click=close
                        >
                            {t!(desk::close)}
                        </button>
                    }
                        .into_any()
                }
                false => {
                    view! {
                        <button
                            class="button is-plain"
                            type="button"
                            aria-label=move || text!(desk::reopen_of, title.get())
                            on:click=reopen
                        >
                            {t!(desk::reopen)}
                        </button>
                    }
                        .into_any()
                }
            }}
            <button
                class="button is-plain"
                type="button"
                aria-label=move || text!(desk::duplicate_of, title.get())
                on:click=move |_| to_form(duplicate)
            >
                {t!(desk::duplicate)}
            </button>
        </div>
        <Show when=move || asks_until.get()>
            <Until posting title asks_until />
        </Show>
    }
}

fn until_id(id: JobId) -> String {
    format!("until-{id}")
}

/// A posting whose time is over needs a new one.
#[component]
fn Until(
    posting: Memo<Option<OwnPosting>>,
    title: Memo<String>,
    asks_until: RwSignal<bool>,
) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let today = Day::of(clock::now());
    let last = RwSignal::new(today.plus(REOPENED_FOR));
    let id = posting.get_untracked().map(|posting| posting.id);
    let control = id.map(until_id);
    let labelled = control.clone();
    let reopen = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(job) = id else { return };
        let closes_at = Some(last.get_untracked().plus(1).start());
        app.replica.do_it(Command::ReopenJob { job, closes_at });
        asks_until.set(false);
        toasts.say_with_undo(text!(desk::reopened), move || {
            app.replica.do_it(Command::CloseJob { job });
        });
        browser::after_paint(|| browser::focus("h1[tabindex]"));
    };
    view! {
        <form class="reopen" on:submit=reopen>
            <label for=labelled>{t!(desk::reopen_until)}</label>
            <input
                class="input is-date"
                type="date"
                id=control
                aria-label=move || text!(desk::reopen_until_of, title.get())
                min=today.to_string()
                required
                prop:value=move || last.get().to_string()
                on:change=move |event| {
                    if let Ok(day) = event_target_value(&event).parse() {
                        last.set(day);
                    }
                }
            />
            <button class="button" type="submit">
                {t!(desk::reopen_now)}
            </button>
        </form>
    }
}
