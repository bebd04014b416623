//! 修了証と認定証: what a desk attests of its program's people.

use crate::{
    components::{
        drawings::{Drawing, Icon},
        words,
    },
    device::browser,
    paths,
    state::use_app,
};
use domain::{
    CertificateId, Command, Day, ProgramId, SignUpId,
    certificate::{Certificate, MAX_VALID_DAYS, Standing},
    program::{Attendance, Program, ProgramKind},
    sign_up::{Part, SignUp, State},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use std::collections::BTreeSet;

/// Days for which a badge counts where the desk says nothing else: two years.
const BADGE_DAYS: i64 = 730;

/// What is attested of a program.
#[component]
pub fn Attest(
    /// Which.
    id: ProgramId,
) -> impl IntoView {
    let app = use_app();
    app.programs.follow();
    let program = Memo::new(move |_| app.programs.get(id));
    let body = move || match program.get() {
        Some(program) => view! { <Of program /> }.into_any(),
        None => view! { <p class="lead">{t!(app::loading)}</p> }.into_any(),
    };
    view! {
        <a class="back" href=paths::desk_of("programs")>
            <Drawing icon=Icon::Back />
            {t!(door::back)}
        </a>
        {body}
    }
}

fn granting(sign_up: SignUpId, name: Option<String>, expires_on: Option<Day>) -> Command {
    Command::GrantCertificate {
        certificate: CertificateId(browser::new_secret()),
        sign_up,
        name,
        expires_on,
    }
}

#[component]
fn Of(program: Program) -> impl IntoView {
    let app = use_app();
    let id = program.id;
    let is_badge = program.kind == ProgramKind::Accreditation;
    let sessions = match program.attendance {
        Attendance::All => program.sessions.len().max(1),
        Attendance::One => 1,
    };
    let seated = Memo::new(move |_| {
        let mut all = app.replica.expected(id, None);
        all.retain(|it| matches!(it.state, State::Accepted { .. }));
        all
    });
    // What is on its way is not granted a second time.
    let going = Memo::new(move |_| {
        let entries = app.replica.waiting_entries().into_iter();
        let about = entries.filter_map(|entry| match entry.command {
            Command::GrantCertificate { sign_up, .. } => Some(sign_up),
            _ => None,
        });
        about.collect::<BTreeSet<SignUpId>>()
    });
    let may_act = Memo::new(move |_| {
        let desk = app.programs.get(id).map(|program| program.desk);
        let role = desk.and_then(|desk| app.replica.role_at(desk));
        role.is_some_and(|role| role.may_act())
    });
    let ids = Memo::new(move |_| seated.with(|all| all.iter().map(|it| it.id).collect::<Vec<_>>()));
    let heading = match is_badge {
        true => text!(certificate::badges_of, program.title.clone()),
        false => text!(certificate::completions_of, program.title.clone()),
    };
    view! {
        <section class="attest" aria-labelledby="attest-h">
            <h2 id="attest-h">{heading}</h2>
            <p class="hint">{t!(certificate::public_text)}</p>
            <Show when=move || !is_badge && may_act.get()>
                <ToAll seated going sessions />
            </Show>
            <Show
                when=move || ids.with(|ids| !ids.is_empty())
                fallback=|| view! { <p class="hint">{t!(certificate::nobody)}</p> }
            >
                <ul class="attest-list" role="list" aria-label=t!(certificate::people)>
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Somebody id sessions is_badge may_act going />
                    </For>
                </ul>
            </Show>
        </section>
    }
}

/// One press for all who came so often.
#[component]
fn ToAll(
    seated: Memo<Vec<SignUp>>,
    going: Memo<BTreeSet<SignUpId>>,
    sessions: usize,
) -> impl IntoView {
    let app = use_app();
    let least = RwSignal::new(sessions);
    let due = Memo::new(move |_| {
        let least = least.get();
        let has_more = |it: &&SignUp| {
            it.application.part == Part::Participant
                && it.certificate.is_none()
                && !going.with(|going| going.contains(&it.id))
                && app.replica.attended(it.id).len() >= least
        };
        seated.with(|all| {
            all.iter()
                .filter(has_more)
                .map(|it| it.id)
                .collect::<Vec<_>>()
        })
    });
    let grant = move |_| {
        let due = due.get_untracked();
        spawn_local(async move {
            for sign_up in due {
                // A device that does not store says so by itself.
                if app
                    .replica
                    .act(granting(sign_up, None, None))
                    .await
                    .is_err()
                {
                    return;
                }
            }
        });
    };
    let option = move |count: usize| {
        let said = move || match count == sessions {
            true => text!(certificate::came_to_all).to_owned(),
            false => text!(certificate::came_at_least, count),
        };
        view! {
            <option value=count.to_string() selected=count == sessions>
                {said}
            </option>
        }
    };
    let choice = (sessions > 1).then(|| {
        view! {
            <div class="field">
                <label for="attest-least">{t!(certificate::who)}</label>
                <select
                    class="select"
                    id="attest-least"
                    on:change=move |event| {
                        least.set(event_target_value(&event).parse().unwrap_or(sessions));
                    }
                >
                    {(1..=sessions).rev().map(option).collect_view()}
                </select>
            </div>
        }
    });
    view! {
        <div class="attest-all">
            {choice}
            <button
                class="button is-primary"
                type="button"
                disabled=move || due.with(Vec::is_empty)
                on:click=grant
            >
                {move || text!(certificate::grant_all, due.with(Vec::len))}
            </button>
        </div>
    }
}

#[component]
fn Somebody(
    id: SignUpId,
    sessions: usize,
    is_badge: bool,
    may_act: Memo<bool>,
    going: Memo<BTreeSet<SignUpId>>,
) -> impl IntoView {
    let app = use_app();
    let sign_up = Memo::new(move |_| app.replica.sign_up(id));
    let name = move || sign_up.with(|it| it.as_ref().map(|it| it.person_name.clone()));
    let held = Memo::new(move |_| sign_up.with(|it| it.as_ref().and_then(|it| it.certificate)));
    let is_going = Memo::new(move |_| going.with(|going| going.contains(&id)));
    let head = move || {
        let sign_up = sign_up.get()?;
        let came = app.replica.attended(id).len();
        let looks_on = (sign_up.application.part == Part::Observer)
            .then(|| view! { <span class="mark">{t!(program::looks_on)}</span> });
        Some(view! {
            <p class="chips">
                <b>{sign_up.person_name.clone()}</b>
                {looks_on}
                <span class="hint">
                    {text!(certificate::came_of, words::number(came), words::number(sessions))}
                </span>
            </p>
        })
    };
    let old = move || {
        let all = app.replica.certificates_for(id).into_iter();
        let revoked = all.filter(|it| it.attested.revoked_at.is_some());
        revoked
            .map(|it| view! { <Granted certificate=it may_act is_badge /> })
            .collect_view()
    };
    let current = move || {
        let certificate = app.replica.certificate(held.get()?)?;
        Some(view! { <Granted certificate may_act is_badge /> })
    };
    let grant = move || match is_badge {
        true => view! { <Accredit id name=name().unwrap_or_default() /> }.into_any(),
        false => view! {
            <button
                class="button"
                type="button"
                aria-label=move || text!(certificate::grant_to, name().unwrap_or_default())
                on:click=move |_| app.replica.do_it(granting(id, None, None))
            >
                {t!(certificate::grant)}
            </button>
        }
        .into_any(),
    };
    view! {
        <li>
            {head}
            {current}
            {old}
            <Show when=move || is_going.get()>
                <p class="hint">{t!(certificate::going)}</p>
            </Show>
            <Show when=move || may_act.get() && held.get().is_none() && !is_going.get()>
                {grant}
            </Show>
        </li>
    }
}

/// A certificate that was granted: its page, and the ways to renew it and to take it back.
#[component]
fn Granted(certificate: Certificate, may_act: Memo<bool>, is_badge: bool) -> impl IntoView {
    let app = use_app();
    let id = certificate.id;
    let attested = certificate.attested;
    let standing = attested.standing(Day::of(app.now.get_untracked()));
    let said = match (standing, attested.expires_on) {
        (Standing::Revoked, _) => text!(certificate::state_revoked).to_owned(),
        (Standing::Expired, _) => text!(certificate::state_expired).to_owned(),
        (Standing::Valid, Some(last)) => text!(certificate::state_until, words::date(last.start())),
        (Standing::Valid, None) => {
            text!(certificate::state_granted, words::date(attested.granted_at))
        }
    };
    let class = match standing {
        Standing::Valid => "state is-sent",
        Standing::Expired | Standing::Revoked => "state",
    };
    let is_revoked = standing == Standing::Revoked;
    let name = attested.name.clone();
    let of = attested.name.clone();
    let next = attested
        .expires_on
        .unwrap_or(Day::of(app.now.get_untracked()));
    let revoke = Command::RevokeCertificate { certificate: id };
    let waits = Memo::new(move |_| {
        let is_it = |command: &Command| {
            matches!(command,
                Command::RevokeCertificate { certificate }
                | Command::RenewCertificate { certificate, .. } if *certificate == id)
        };
        app.replica.waiting_to(is_it).is_some()
    });
    let revoke = StoredValue::new(revoke);
    view! {
        <div class="attest-granted">
            <p class="chips">
                <span class=class>{said}</span>
                {is_badge.then(|| view! { <span>{name}</span> })}
                <a href=paths::certificate(id)>{t!(certificate::see)}</a>
            </p>
            <Show when=move || waits.get()>
                <p class="hint">{t!(certificate::change_waits)}</p>
            </Show>
            <Show when=move || may_act.get() && !is_revoked && !waits.get()>
                <div class="button-row">
                    {is_badge.then(|| view! { <Renew id next=next.plus(365) /> })}
                    <button
                        class="button is-plain"
                        type="button"
                        aria-label=text!(certificate::revoke_of, of.clone())
                        on:click=move |_| app.replica.do_it(revoke.get_value())
                    >
                        {t!(certificate::revoke)}
                    </button>
                </div>
            </Show>
        </div>
    }
}

/// The first and the last day that a badge may count until.
fn bounds(today: Day) -> (String, String) {
    (today.to_string(), today.plus(MAX_VALID_DAYS).to_string())
}

/// A later last day.
#[component]
fn Renew(id: CertificateId, next: Day) -> impl IntoView {
    let app = use_app();
    let until = RwSignal::new(next.to_string());
    let bounds = bounds(Day::of(app.now.get_untracked()));
    let control = format!("renew-{id}");
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if let Ok(expires_on) = until.get_untracked().parse() {
            let certificate = id;
            app.replica.do_it(Command::RenewCertificate {
                certificate,
                expires_on,
            });
        }
    };
    view! {
        <form class="attest-form" on:submit=send>
            <label for=control.clone()>{t!(certificate::expires_on)}</label>
            <input
                class="input is-date"
                type="date"
                id=control
                min=bounds.0
                max=bounds.1
                required
                prop:value=until
                on:change=move |event| until.set(event_target_value(&event))
            />
            <button class="button" type="submit">
                {t!(certificate::renew)}
            </button>
        </form>
    }
}

/// 認定する: whose badge it is, and until when it counts.
#[component]
fn Accredit(id: SignUpId, name: String) -> impl IntoView {
    let app = use_app();
    let of = RwSignal::new(name);
    let today = Day::of(app.now.get_untracked());
    let (last, bounds) = (today.plus(BADGE_DAYS), bounds(today));
    let until = RwSignal::new(last.to_string());
    let (name_id, until_id) = (format!("badge-name-{id}"), format!("badge-until-{id}"));
    let (name_for, until_for) = (name_id.clone(), until_id.clone());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let name = of.get_untracked();
        if let Ok(last) = until.get_untracked().parse()
            && !name.trim().is_empty()
        {
            app.replica.do_it(granting(id, Some(name), Some(last)));
        }
    };
    view! {
        <form class="attest-form" on:submit=send>
            <div class="field">
                <label for=name_for>{t!(certificate::badge_name)}</label>
                <input
                    class="input"
                    id=name_id
                    required
                    maxlength=domain::job::MAX_TITLE.to_string()
                    prop:value=of
                    on:input=move |event| of.set(event_target_value(&event))
                    on:keydown=crate::components::field::hold_composing_enter
                />
            </div>
            <div class="field">
                <label for=until_for>{t!(certificate::expires_on)}</label>
                <input
                    class="input is-date"
                    type="date"
                    id=until_id
                    min=bounds.0
                    max=bounds.1
                    required
                    prop:value=until
                    on:change=move |event| until.set(event_target_value(&event))
                />
            </div>
            <button class="button" type="submit">
                {t!(certificate::accredit)}
            </button>
        </form>
    }
}
