//! 受付: who comes to a session is noted, by QR code or by name, with or without a network.

use crate::{
    components::{
        drawings::{Drawing, Icon},
        empty::Empty,
        qr_scanner::QrScanner,
        toasts::use_toasts,
        words::programs,
    },
    paths,
    state::{board::lower, use_app},
};
use domain::{
    Command, ProgramId, SignUpId, attendance,
    profile::ProfileItem,
    program::{Program, SessionNo},
    sign_up::{Part, SignUp, State},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::collections::BTreeSet;

/// The door of a program.
#[component]
pub fn Door(
    /// Which.
    id: ProgramId,
) -> impl IntoView {
    let app = use_app();
    app.programs.follow();
    let program = Memo::new(move |_| app.programs.get(id));
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let no = query.with(|query| query.get("session"))?;
        no.parse().ok().map(SessionNo)
    });
    let session = Memo::new(move |_| {
        let program = program.get()?;
        let asked = asked.get().filter(|no| program.session(*no).is_some());
        // Who opens the door does so for what is next.
        asked.or_else(|| programs::next_session(&program, app.now.get_untracked()).map(|it| it.no))
    });
    let body = move || match (program.get(), session.get()) {
        (Some(program), Some(session)) => view! { <Open program session /> }.into_any(),
        (Some(_), None) => {
            view! { <Empty title=t!(door::no_session) text=t!(door::no_session_text) /> }.into_any()
        }
        (None, _) => view! { <p class="lead">{t!(app::loading)}</p> }.into_any(),
    };
    view! {
        <a class="back" href=paths::desk_of("programs")>
            <Drawing icon=Icon::Back />
            {t!(door::back)}
        </a>
        {body}
    }
}

/// What was heard of a code.
#[derive(Clone, PartialEq)]
struct Heard {
    is_good: bool,
    said: String,
}

#[component]
fn Open(program: Program, session: SessionNo) -> impl IntoView {
    let app = use_app();
    let id = program.id;
    let heard = RwSignal::new(None::<Heard>);
    let typed = RwSignal::new(String::new());
    let expected = Memo::new(move |_| app.replica.expected(id, Some(session)));
    let on_read = Callback::new(move |code: String| {
        heard.set(Some(read(app, id, session, &code)));
    });
    let shown = Memo::new(move |_| {
        let typed = typed.with(|typed| folded(typed));
        expected.with(|all| {
            let found = all.iter().filter(|one| is_meant(one, &typed));
            found.map(|one| one.id).collect::<Vec<_>>()
        })
    });
    let waits = Memo::new(move |_| {
        let entries = app.replica.waiting_entries().into_iter();
        let about = entries.filter_map(|entry| match entry.command {
            Command::MarkAttendance {
                sign_up,
                session: of,
            }
            | Command::UnmarkAttendance {
                sign_up,
                session: of,
            } => (of == session).then_some(sign_up),
            _ => None,
        });
        about.collect::<BTreeSet<SignUpId>>()
    });
    let counts = move || {
        let (mut came, mut all, mut observing) = (0, 0, 0);
        for one in expected.get() {
            let has_come = app.replica.has_come(one.id, session);
            match (one.application.part, one.state) {
                (Part::Observer, _) => observing += usize::from(has_come),
                (Part::Participant, State::Accepted { .. }) => {
                    all += 1;
                    came += usize::from(has_come);
                }
                (Part::Participant, _) => came += usize::from(has_come),
            }
        }
        let observing = (observing > 0)
            .then(|| view! { <span>{text!(door::count_observing, observing)}</span> });
        view! {
            <b>{text!(door::count_came, came)}</b>
            <span>{text!(door::count_all, all)}</span>
            {observing}
        }
    };
    let choices = (program.sessions.len() > 1).then(|| {
        let choice = |of: &domain::program::Session| {
            let is_it = of.no == session;
            view! {
                <li class:is-current=is_it>
                    <a href=paths::door(id, Some(of.no)) aria-current=is_it.then_some("page")>
                        {programs::when(of)}
                    </a>
                </li>
            }
        };
        view! {
            <nav class="door-sessions" aria-label=t!(door::sessions)>
                <ul>{program.sessions.iter().map(choice).collect_view()}</ul>
            </nav>
        }
    });
    let when = (program.sessions.len() == 1)
        .then(|| program.session(session).map(programs::when))
        .flatten()
        .map(|when| view! { <p class="program-when">{when}</p> });
    let said = move || {
        heard.get().map(|heard| {
            let class = if heard.is_good {
                "door-heard is-good"
            } else {
                "door-heard is-bad"
            };
            view! { <p class=class>{heard.said}</p> }
        })
    };
    view! {
        <section class="door" aria-labelledby="door-h">
            <header class="door-head">
                <h2 id="door-h">{text!(door::title, program.title.clone())}</h2>
                {when}
                {choices}
                <p class="door-counts" role="status" aria-label=t!(door::counts)>
                    {counts}
                </p>
            </header>
            <div class="door-way">
                <QrScanner on_read>
                    <div class="field">
                        <label for="door-typed">{t!(door::find)}</label>
                        <input
                            class="input"
                            id="door-typed"
                            type="search"
                            autocomplete="off"
                            maxlength="100"
                            prop:value=typed
                            on:input=move |event| typed.set(event_target_value(&event))
                        />
                    </div>
                </QrScanner>
                <div role="status" aria-label=t!(door::heard)>
                    {said}
                </div>
            </div>
            <div class="door-list">
                <Show
                    when=move || shown.with(|shown| !shown.is_empty())
                    fallback=move || {
                        view! {
                            <p class="hint">
                                {match expected.with(Vec::is_empty) {
                                    true => text!(door::nobody),
                                    false => text!(door::not_found),
                                }}
                            </p>
                        }
                    }
                >
                    <ul role="list" aria-label=t!(door::list)>
                        <For each=move || shown.get() key=|id| *id let:id>
                            <Guest id session waits />
                        </For>
                    </ul>
                </Show>
            </div>
        </section>
    }
}

/// Notes whom a code names, and says what came of it.
fn read(app: crate::state::App, program: ProgramId, session: SessionNo, code: &str) -> Heard {
    let bad = |said: String| Heard {
        is_good: false,
        said,
    };
    let Some(id) = attendance::sign_up_in(code) else {
        return bad(text!(door::heard_other_code).to_owned());
    };
    let known = untrack(|| app.replica.sign_up(id)).filter(|it| it.program == program);
    let Some(sign_up) = known else {
        return bad(text!(door::heard_unknown).to_owned());
    };
    let name = sign_up.person_name;
    let chosen = sign_up.application.session;
    if sign_up.state.is_over() {
        return bad(text!(door::heard_over, name));
    }
    if chosen.is_some_and(|chosen| chosen != session) {
        return bad(text!(door::heard_other_session, name));
    }
    let said = match untrack(|| app.replica.has_come(id, session)) {
        true => text!(door::heard_again, name),
        false => {
            app.replica.set_come(id, session, true);
            text!(door::heard_welcome, name)
        }
    };
    Heard {
        is_good: true,
        said,
    }
}

/// What a text is compared by: without case, width and what parts words.
fn folded(text: &str) -> String {
    let mut folded = lower(text);
    folded.retain(|sign| !sign.is_whitespace() && sign != '-');
    folded
}

/// Whether a name, how it is read, or a reference has what was typed.
fn is_meant(one: &SignUp, typed: &str) -> bool {
    let kana = one.application.about.get(&ProfileItem::Kana);
    let kana = kana.map_or("", String::as_str);
    [one.person_name.as_str(), kana, one.reference().as_str()]
        .iter()
        .any(|text| folded(text).contains(typed))
}

/// Somebody who may come: one big button.
#[component]
fn Guest(id: SignUpId, session: SessionNo, waits: Memo<BTreeSet<SignUpId>>) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let has_come = Memo::new(move |_| app.replica.has_come(id, session));
    let sign_up = Memo::new(move |_| app.replica.sign_up(id));
    let may_act = Memo::new(move |_| {
        let desk = sign_up.with(|it| it.as_ref().map(|it| it.desk));
        let role = desk.and_then(|desk| app.replica.role_at(desk));
        role.is_some_and(|role| role.may_act())
    });
    let press = move |_| {
        let comes = !has_come.get_untracked();
        let name = sign_up.with_untracked(|it| it.as_ref().map(|it| it.person_name.clone()));
        let name = name.unwrap_or_default();
        app.replica.set_come(id, session, comes);
        let said = match comes {
            true => text!(door::noted, name),
            false => text!(door::unnoted, name),
        };
        toasts.say_with_undo(said, move || app.replica.set_come(id, session, !comes));
    };
    let who = move || {
        let sign_up = sign_up.get()?;
        let looks_on = (sign_up.application.part == Part::Observer)
            .then(|| view! { <span class="mark">{t!(program::looks_on)}</span> });
        let children = (sign_up.application.children > 0).then(|| {
            let children = usize::from(sign_up.application.children);
            view! { <span class="mark">{text!(program::children_with, children)}</span> }
        });
        // Who has no seat is for whoever stands at the door to decide.
        let seatless = (!matches!(sign_up.state, State::Accepted { .. })).then(|| {
            let (class, said) = programs::state(&sign_up.state);
            view! { <span class=class>{said}</span> }
        });
        Some(view! {
            <span class="door-name">{sign_up.person_name.clone()}</span>
            <span class="chips">
                <span class="door-reference">{sign_up.reference()}</span>
                {seatless}
                {looks_on}
                {children}
            </span>
        })
    };
    let said = move || match (has_come.get(), waits.with(|waits| waits.contains(&id))) {
        (true, true) => text!(door::came_waits),
        (true, false) => text!(door::has_come),
        (false, _) => text!(door::not_yet),
    };
    view! {
        <li>
            <button
                class="door-guest"
                type="button"
                aria-pressed=move || has_come.get().to_string()
                disabled=move || !may_act.get()
                on:click=press
            >
                {who}
                <span class="door-state" aria-hidden="true">
                    {said}
                </span>
            </button>
        </li>
    }
}
