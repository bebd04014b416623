//! プログラム: what towns offer, found by words, town and what makes it possible to come; and the
//! person's own sign-ups.

use crate::{
    components::{
        delivery::DeliveryChip,
        drawings::{Drawing, Icon},
        empty::Empty,
        program_calendar::{ProgramCalendar, Views},
        program_card::ProgramCard,
        words::{self, programs},
    },
    device::browser,
    paths,
    state::{board::lower, following::Progress, use_app},
};
use board::catalogue::Wanted;
use domain::{Day, ProgramId, SignUpId, job::LifeStage, program::ProgramKind};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// Programs that are shown at first, and with each wish for more.
const PAGE: usize = 50;

/// The list.
#[component]
pub fn ProgramsPage() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(program::title))));
    app.programs.follow();
    let query = use_query_map();
    let in_url = Memo::new(move |_| {
        let pairs = query.get().into_iter();
        let pairs: Vec<(String, String)> = pairs
            .map(|(name, value)| (name.into_owned(), value))
            .collect();
        Wanted::from_url(&pairs)
    });
    // The list answers at each key; the address follows once the word is done.
    let typed = RwSignal::new(in_url.with_untracked(|wanted| wanted.text.clone()));
    Effect::new(move |_| typed.set(in_url.with(|wanted| wanted.text.clone())));
    let wanted = Memo::new(move |_| Wanted {
        text: typed.get(),
        ..in_url.get()
    });
    let found = Memo::new(move |_| {
        let now = app.now.get();
        app.programs
            .with(|all| wanted.with(|wanted| all.find(wanted, now, lower)))
    });
    let shown = RwSignal::new(PAGE);
    Effect::new(move |_| {
        wanted.track();
        shown.set(PAGE);
    });
    let ids = Memo::new(move |_| {
        found.with(|found| {
            found
                .iter()
                .take(shown.get())
                .copied()
                .collect::<Vec<ProgramId>>()
        })
    });
    let more = move || found.with(Vec::len) > shown.get();
    let has_any = Memo::new(move |_| app.programs.with(|all| !all.is_empty()));
    let nothing = move || match (app.programs.progress(), has_any.get()) {
        (Progress::Opening, false) => view! {
            <p class="lead" role="status">
                {t!(app::loading)}
            </p>
        }
        .into_any(),
        (Progress::Unreachable, _) => view! {
            <Empty
                dead_end=true
                title=t!(program::unreachable)
                text=t!(program::unreachable_text)
            />
        }
        .into_any(),
        (_, false) => {
            view! { <Empty title=t!(program::none_yet) text=t!(program::none_yet_text) /> }
                .into_any()
        }
        (_, true) => view! {
            <Empty title=t!(program::none) text=t!(program::none_text)>
                <a class="button" href=paths::PROGRAMS>
                    {t!(program::clear)}
                </a>
            </Empty>
        }
        .into_any(),
    };
    view! {
        <div class="page">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(program::title)}
                </h1>
                <p class="lead">{t!(program::lead)}</p>
            </header>
            <div class="button-row is-links">
                <a class="button is-plain" href=paths::SPACES>
                    {t!(space::to_list)}
                </a>
                // At a door nobody looks for it among the settings.
                <Show when=move || app.session.is_registered()>
                    <a class="button is-plain" href=paths::VISIT_CODE>
                        {t!(kiosk::show_visit_code)}
                    </a>
                </Show>
            </div>
            <Own />
            <Search typed wanted />
            <Show when=move || has_any.get()>
                <Views wanted />
            </Show>
            <Show when=move || has_any.get() && wanted.with(|wanted| wanted.month.is_some())>
                <ProgramCalendar wanted />
            </Show>
            <Show when=move || has_any.get()>
                <p class="results-count" role="status">
                    {move || text!(program::found, found.with(Vec::len))}
                </p>
            </Show>
            <Show when=move || found.with(|found| !found.is_empty()) fallback=nothing>
                <h2 class="visually-hidden">{t!(program::list)}</h2>
                <ul class="proposal-list" role="list" aria-label=t!(program::list)>
                    <For each=move || ids.get() key=|id| *id let:id>
                        <ProgramCard id />
                    </For>
                </ul>
                <Show when=more>
                    <div class="button-row">
                        <button
                            class="button"
                            type="button"
                            on:click=move |_| shown.update(|shown| *shown += PAGE)
                        >
                            {t!(program::show_more)}
                        </button>
                    </div>
                </Show>
            </Show>
        </div>
    }
}

/// The words and the conditions.
#[component]
fn Search(typed: RwSignal<String>, wanted: Memo<Wanted>) -> impl IntoView {
    let app = use_app();
    let navigate = StoredValue::new_local(use_navigate());
    let go = move |wanted: &Wanted, replace: bool| {
        let options = NavigateOptions {
            replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate.with_value(|navigate| navigate(&paths::programs(wanted), options));
    };
    let change = move |change: &dyn Fn(&mut Wanted)| {
        let mut wanted = wanted.get_untracked();
        change(&mut wanted);
        go(&wanted, false);
    };
    let towns = Memo::new(move |_| app.programs.with(board::catalogue::Catalogue::towns));
    let town = move || {
        let chosen = wanted.with(|wanted| wanted.town.clone());
        let options = towns.get().into_iter().map(|(code, name)| {
            let selected = chosen.as_ref() == Some(&code);
            view! { <option value=code.as_str().to_owned() selected=selected>{name}</option> }
        });
        view! {
            <select
                class="select"
                id="program-town"
                on:change=move |event| {
                    let town = event_target_value(&event).parse().ok();
                    change(&|wanted| wanted.town.clone_from(&town));
                }
            >
                <option value="" selected=chosen.is_none()>
                    {t!(program::any_town)}
                </option>
                {options.collect_view()}
            </select>
        }
    };
    let stage_option = move |stage: LifeStage| {
        view! {
            <option
                value=stage.word()
                prop:selected=move || wanted.with(|wanted| wanted.stage == Some(stage))
            >
                {move || words::life_stage(stage)}
            </option>
        }
    };
    let kind = move |kind: ProgramKind| {
        view! {
            <label class="option">
                <input
                    type="checkbox"
                    prop:checked=move || wanted.with(|wanted| wanted.kinds.contains(&kind))
                    on:change=move |_| change(&|wanted| {
                        if !wanted.kinds.remove(&kind) {
                            wanted.kinds.insert(kind);
                        }
                    })
                />
                {move || programs::kind(kind)}
            </label>
        }
    };
    let flag = move |of: fn(&mut Wanted) -> &mut bool, name: crate::text::Said| {
        view! {
            <label class="option">
                <input
                    type="checkbox"
                    prop:checked=move || *of(&mut wanted.get())
                    on:change=move |_| change(&|wanted| {
                        let flag = of(wanted);
                        *flag = !*flag;
                    })
                />
                {name}
            </label>
        }
    };
    let day = move |id: &'static str,
                    name: crate::text::Said,
                    of: fn(&mut Wanted) -> &mut Option<Day>| {
        let value = move || of(&mut wanted.get()).map(|day| day.to_string());
        view! {
            <div class="field">
                <label for=id>{name}</label>
                <input
                    type="date"
                    class="input"
                    id=id
                    prop:value=move || value().unwrap_or_default()
                    on:change=move |event| {
                        let day = event_target_value(&event).parse().ok();
                        change(&|wanted| *of(wanted) = day);
                    }
                />
            </div>
        }
    };
    let open = wanted.with_untracked(Wanted::has_conditions);
    view! {
        <form
            class="search program-search"
            role="search"
            on:submit=move |event| {
                event.prevent_default();
                go(&wanted.get_untracked(), true);
            }
        >
            <div class="search-box">
                <Drawing icon=Icon::Search />
                <input
                    type="search"
                    class="input"
                    aria-label=t!(program::search)
                    placeholder=t!(program::search)
                    autocomplete="off"
                    maxlength="200"
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:change=move |_| go(&wanted.get_untracked(), true)
                />
            </div>
            <details class="program-conditions" open=open>
                <summary>{t!(program::conditions)}</summary>
                <div class="program-filters">
                    <div class="field">
                        <label for="program-town">{t!(program::town)}</label>
                        {town}
                    </div>
                    <div class="field">
                        <label for="program-stage">{t!(program::stage)}</label>
                        <select
                            class="select"
                            id="program-stage"
                            on:change=move |event| {
                                let stage = LifeStage::from_word(&event_target_value(&event));
                                change(&|wanted| wanted.stage = stage);
                            }
                        >
                            <option value="">{t!(program::any_stage)}</option>
                            {LifeStage::ALL.map(stage_option).collect_view()}
                        </select>
                    </div>
                    <div class="program-days">
                        {day("program-from", t!(program::from_day), |wanted| &mut wanted.from)}
                        {day("program-to", t!(program::to_day), |wanted| &mut wanted.to)}
                    </div>
                    <fieldset>
                        <legend>{t!(program::kind)}</legend>
                        <div class="program-kinds">{ProgramKind::ALL.map(kind).collect_view()}</div>
                    </fieldset>
                    <fieldset>
                        <legend>{t!(program::ways)}</legend>
                        <div class="program-kinds">
                            {flag(|wanted| &mut wanted.childcare, t!(program::with_childcare))}
                            {flag(|wanted| &mut wanted.online, t!(program::with_online))}
                            {flag(|wanted| &mut wanted.past, t!(program::with_past))}
                        </div>
                    </fieldset>
                    {move || {
                        let code = wanted.with(|wanted| wanted.town.clone())?;
                        let named = towns.get().into_iter().find(|(it, _)| *it == code);
                        let (_, name) = named?;
                        Some(
                            view! {
                                <p>
                                    <a href=paths::town_calendar(&code) rel="external">
                                        {text!(calendar::town, name)}
                                    </a>
                                </p>
                            },
                        )
                    }}
                    <Show when=move || wanted.with(Wanted::has_conditions)>
                        <p>
                            <a class="button is-plain" href=paths::PROGRAMS>
                                {t!(program::clear)}
                            </a>
                        </p>
                    </Show>
                </div>
            </details>
        </form>
    }
}

/// The person's drafts of sign-ups, and what they signed up for.
#[component]
fn Own() -> impl IntoView {
    let app = use_app();
    let drafts = Memo::new(move |_| {
        let drafts = app.replica.sign_up_drafts().into_iter();
        drafts
            .filter_map(|draft| Some((draft.program()?, draft.title)))
            .collect::<Vec<_>>()
    });
    // What is over is found by its program.
    let sign_ups = Memo::new(move |_| {
        let now = app.now.get();
        let is_ahead = |program| {
            let program = app.programs.get(program);
            program.is_none_or(|program| !program.is_over(now))
        };
        let mut own = app.replica.sign_ups();
        own.retain(|sign_up| is_ahead(sign_up.program) || sign_up.unseen().is_some());
        own.into_iter()
            .map(|sign_up| sign_up.id)
            .collect::<Vec<_>>()
    });
    let has_any =
        move || drafts.with(|all| !all.is_empty()) || sign_ups.with(|all| !all.is_empty());
    view! {
        <Show when=has_any>
            <section class="proposal-group" aria-labelledby="own-sign-ups-h">
                <h2 id="own-sign-ups-h">{t!(program::my)}</h2>
                <ul class="proposal-list" role="list" aria-labelledby="own-sign-ups-h">
                    <For each=move || drafts.get() key=|(id, _)| *id let:draft>
                        <OwnDraft id=draft.0 title=draft.1 />
                    </For>
                    <For each=move || sign_ups.get() key=|id| *id let:id>
                        <OwnSignUp id />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn OwnDraft(id: ProgramId, title: String) -> impl IntoView {
    let app = use_app();
    let delivery = Signal::derive(move || {
        let draft = app.replica.sign_up_draft(id);
        app.replica.draft_delivery(draft)
    });
    view! {
        <li class="proposal-item">
            <p class="chips">
                <DeliveryChip delivery />
            </p>
            <h3>
                <a href=paths::sign_up(id)>{title}</a>
            </h3>
        </li>
    }
}

#[component]
fn OwnSignUp(id: SignUpId) -> impl IntoView {
    let app = use_app();
    move || {
        let sign_up = app.replica.sign_up(id)?;
        let (class, said) = programs::state(&sign_up.state);
        let when = app.programs.get(sign_up.program).map(|program| {
            let session = sign_up.application.session;
            match session.and_then(|no| program.session(no)) {
                Some(session) => programs::when(session),
                None => programs::when_next(&program, app.now.get()),
            }
        });
        Some(view! {
            <li class="proposal-item">
                <p class="chips">
                    <span class=class>{said}</span>
                    {sign_up
                        .unseen()
                        .map(|_| view! { <span class="mark is-news">{t!(choosing::new_result)}</span> })}
                </p>
                <h3>
                    <a href=paths::program(sign_up.program)>{sign_up.program_title.clone()}</a>
                </h3>
                <p class="meta">
                    {when.map(|when| view! { <span>{when}</span> })}
                    <span>{sign_up.desk_name.clone()}</span>
                </p>
            </li>
        })
    }
}
