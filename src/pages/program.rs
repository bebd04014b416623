//! A program: what it is, when and where, for whom; how the person stands to it, and the way in.

use crate::{
    components::{
        drawings::{Drawing, Icon},
        empty::Empty,
        lodgings::Lodgings,
        program_choice::{JudgingSection, ProgramChoice, ProgramResults},
        safety_menu::{Blocking, Safety},
        sign_up_status::SignUpStatus,
        take_along::CalendarButton,
        words::{self, programs},
    },
    device::browser,
    paths,
    state::{following::Progress, use_app},
};
use domain::{
    ProgramId,
    calendar::Status,
    program::{Capacity, Eligibility, Observers, Program, Selection, Session, SessionNo, SignUpBy},
    safety::{About, Party},
};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_navigate, use_params_map},
};

/// The page of a program.
#[component]
pub fn ProgramPage() -> impl IntoView {
    let app = use_app();
    app.programs.follow();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse().ok()));
    let program = Memo::new(move |_| app.programs.get(id.get()?));
    let opening = move || app.programs.progress() == Progress::Opening;
    let shown = move || match program.get() {
        Some(program) => view! { <Shown program /> }.into_any(),
        None if opening() => view! {
            <p class="lead" role="status">
                {t!(app::loading)}
            </p>
        }
        .into_any(),
        None => view! {
            <Empty
                heading=true
                dead_end=true
                title=t!(program::unknown)
                text=t!(program::unknown_text)
            />
        }
        .into_any(),
    };
    view! {
        <div class="page">
            <A attr:class="back" href=paths::PROGRAMS>
                <Drawing icon=Icon::Back />
                {t!(program::back)}
            </A>
            {shown}
        </div>
    }
}

#[component]
fn Shown(program: Program) -> impl IntoView {
    let app = use_app();
    let (id, program_desk) = (program.id, program.desk);
    let title = program.title.clone();
    Effect::new(move |_| browser::set_title(&text!(app::page_title, title.clone())));
    let own = {
        let parts = program.parts();
        Memo::new(move |_| {
            let own = parts
                .iter()
                .filter_map(|part| app.replica.own_sign_up(id, *part));
            own.map(|sign_up| sign_up.id).collect::<Vec<_>>()
        })
    };
    let sample = program
        .sample
        .then(|| view! { <span class="mark is-sample">{t!(app::sample)}</span> });
    let desk = program.desk_name.clone();
    let blocking = Some(Blocking {
        desk: None,
        against: Party::Desk(program.desk),
        name: program.desk_name.clone(),
    });
    // One's own desk is nobody to block.
    let blocking = Signal::derive(move || {
        let is_own = app.replica.role_at(program_desk).is_some();
        blocking.clone().filter(|_| !is_own)
    });
    view! {
        <article class="program">
            <header class="page-head">
                <p class="chips">
                    <span class="mark">{programs::kind(program.kind)}</span>
                    {sample}
                </p>
                <h1 class="page-title" tabindex="-1">
                    {program.title.clone()}
                </h1>
                <p class="lead">{move || text!(program::by, desk.clone())}</p>
            </header>
            <For each=move || own.get() key=|id| *id let:id>
                <SignUpStatus id />
            </For>
            <section class="section" aria-labelledby="sessions-h">
                <h2 id="sessions-h">{t!(program::sessions)}</h2>
                <ol class="program-sessions">
                    {program
                        .sessions
                        .iter()
                        .map(|session| {
                            let room = room_of(&program, session.no);
                            view! { <SessionView id session=session.clone() room /> }
                        })
                        .collect_view()}
                </ol>
                {program
                    .sessions
                    .is_empty()
                    .then(|| view! { <p>{t!(program::when_none)}</p> })}
                <Whole program=program.clone() />
                <Show when=move || own.with(Vec::is_empty)>
                    <div class="button-row">
                        <CalendarButton program=id session=None status=Status::Confirmed />
                    </div>
                </Show>
            </section>
            <section class="section" aria-labelledby="about-h">
                <h2 id="about-h">{t!(program::about)}</h2>
                <p class="prose">{program.description.clone()}</p>
            </section>
            <ProgramResults id />
            <Lodgings program=program.clone() />
            <Facts program=program.clone() />
            <ProgramChoice program=program.clone() />
            <WayIn program=program.clone() own />
            <Safety about=About::Program(id) blocking />
        </article>
    }
}

/// A program as it will look, before it is announced.
#[component]
pub fn Preview(
    /// The program.
    program: Program,
) -> impl IntoView {
    let id = program.id;
    let title = match program.title.trim() {
        "" => text!(program_editor::untitled).to_owned(),
        title => title.to_owned(),
    };
    view! {
        <article class="program" aria-labelledby="preview-title">
            <header class="page-head">
                <p class="chips">
                    <span class="mark">{programs::kind(program.kind)}</span>
                </p>
                <h3 class="page-title" id="preview-title">
                    {title}
                </h3>
                {(!program.desk_name.is_empty())
                    .then(|| {
                        view! { <p class="lead">{text!(program::by, &program.desk_name)}</p> }
                    })}
            </header>
            <ol class="program-sessions">
                {program
                    .sessions
                    .iter()
                    .map(|session| {
                            let room = room_of(&program, session.no);
                            view! { <SessionView id session=session.clone() room /> }
                        })
                    .collect_view()}
            </ol>
            {program.sessions.is_empty().then(|| view! { <p>{t!(program::when_none)}</p> })}
            <p class="prose">{program.description.clone()}</p>
            {program.judging().cloned().map(|judging| view! { <JudgingSection judging /> })}
            <Facts program />
        </article>
    }
}

/// What there is room for in a session that one signs up for here.
pub fn room_of(program: &Program, session: SessionNo) -> Option<Capacity> {
    let part = Some(session);
    let is_here = program.has(part) && program.sign_up == SignUpBy::Engawa;
    is_here.then(|| program.capacity_of(part))
}

/// A session: when, where, and how many seats are left.
#[component]
pub fn SessionView(
    /// Of which program.
    id: ProgramId,
    /// The session.
    session: Session,
    /// What there is room for, where one signs up for it here.
    room: Option<Capacity>,
) -> impl IntoView {
    let app = use_app();
    let part = Some(session.no);
    let rooms = move || {
        let capacity = room?;
        app.programs.with(|all| {
            let vacancy = all.vacancy(id, part);
            let (class, said) = programs::seats(capacity, vacancy);
            let childcare = programs::childcare(capacity, vacancy)
                .map(|said| view! { <span class="mark">{said}</span> });
            Some(view! {
                <p class="chips">
                    <span class=class>{said}</span>
                    {childcare}
                </p>
            })
        })
    };
    let access = session.venue.as_ref().map(|venue| venue.access.clone());
    let access = access.filter(|access| !access.is_empty());
    view! {
        <li>
            <p class="program-when">{programs::when(&session)}</p>
            {(!session.note.is_empty()).then(|| view! { <p>{session.note.clone()}</p> })}
            {programs::place(&session).map(|place| view! { <p>{place}</p> })}
            {access.map(|access| view! { <p class="hint">{access}</p> })}
            {rooms}
        </li>
    }
}

/// Seats of a program that is signed up for as a whole.
#[component]
pub fn Whole(
    /// The program.
    program: Program,
) -> impl IntoView {
    let app = use_app();
    let (id, capacity) = (program.id, program.capacity_of(None));
    let applies = program.has(None) && program.sign_up == SignUpBy::Engawa;
    move || {
        applies.then(|| {
            app.programs.with(|all| {
                let (class, said) = programs::seats(capacity, all.vacancy(id, None));
                view! {
                    <p class="chips">
                        <span class=class>{said}</span>
                    </p>
                }
            })
        })
    }
}

/// For whom, what it costs, how seats are given, whom to ask.
#[component]
pub fn Facts(
    /// The program.
    program: Program,
) -> impl IntoView {
    let cost = match (program.cost, program.cost_note.as_str()) {
        (None, "") => None,
        (None, note) => Some(note.to_owned()),
        (Some(cost), note) => {
            let amount = match cost.0 {
                0 => text!(program::free).to_owned(),
                _ => words::yen(cost),
            };
            Some(format!("{amount} {note}").trim_end().to_owned())
        }
    };
    let here = program.sign_up == SignUpBy::Engawa;
    let selection = here.then(|| match &program.selection {
        Selection::FirstCome => text!(program::selection_first).to_owned(),
        Selection::Lottery => text!(choosing::selection_lottery).to_owned(),
        Selection::Review(_) => text!(program::selection_review).to_owned(),
    });
    let observing = program
        .sessions
        .iter()
        .find_map(|session| match session.observers {
            Observers::None => None,
            Observers::Free => Some(text!(program::observing_free).to_owned()),
            Observers::SignUp(seats) => Some(text!(
                program::observing_sign_up,
                usize::try_from(seats).unwrap_or(usize::MAX)
            )),
        });
    let elsewhere = match &program.sign_up {
        SignUpBy::Other(words) if !words.is_empty() => Some(words.clone()),
        _ => None,
    };
    let mentors = (!program.mentors.is_empty()).then(|| program.mentors.join("、"));
    let facts = [
        (text!(program::whom), Some(whom(&program.eligibility))),
        (text!(program::cost), cost),
        (text!(program::goal), program.goal.map(words::yen)),
        (text!(cohort::mentors), mentors),
        (text!(program::selection), selection),
        (text!(program::observing), observing),
        (text!(program::elsewhere), elsewhere),
        (
            text!(program::contact),
            Some(program.contact.clone()).filter(|contact| !contact.is_empty()),
        ),
    ];
    let fact = |(name, said): (&'static str, Option<String>)| {
        said.map(|said| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{said}</dd>
                </div>
            }
        })
    };
    let website = program.website.clone().map(|website| {
        let shown = website.clone();
        view! {
            <div>
                <dt>{t!(program::website)}</dt>
                <dd>
                    <a href=website rel="noopener noreferrer external">
                        {shown}
                    </a>
                </dd>
            </div>
        }
    });
    view! {
        <dl class="answers">{facts.map(fact).collect_view()} {website}</dl>
    }
}

/// Whom it is for, in words.
pub fn whom(eligibility: &Eligibility) -> String {
    let mut said = Vec::new();
    let names = |names: Vec<String>| names.join("、");
    if !eligibility.towns.is_empty() {
        let towns = eligibility.towns.iter().map(|town| town.name.clone());
        said.push(text!(program::whom_towns, names(towns.collect())));
        if eligibility.movers {
            said.push(text!(program::whom_movers).to_owned());
        }
    }
    let years = |years: u8| words::number(usize::from(years));
    match (eligibility.age_from, eligibility.age_to) {
        (Some(from), Some(to)) => said.push(text!(program::whom_age, years(from), years(to))),
        (Some(from), None) => said.push(text!(program::whom_age_from, years(from))),
        (None, Some(to)) => said.push(text!(program::whom_age_to, years(to))),
        (None, None) => {}
    }
    if !eligibility.life_stages.is_empty() {
        let stages = eligibility.life_stages.iter();
        let stages = stages.map(|stage| words::life_stage(*stage).to_owned());
        said.push(text!(program::whom_stages, names(stages.collect())));
    }
    if let Some(hours) = eligibility.weekly_hours {
        said.push(text!(program::whom_hours, years(hours)));
    }
    if !eligibility.skills.is_empty() {
        said.push(eligibility.skills.clone());
    }
    match said.is_empty() {
        true => text!(program::whom_all).to_owned(),
        false => said.join("\n"),
    }
}

/// 申し込む and 見学する, while sign-ups are taken; or why not.
#[component]
fn WayIn(program: Program, own: Memo<Vec<domain::SignUpId>>) -> impl IntoView {
    let app = use_app();
    let id = program.id;
    let draft = app.replica.sign_up_draft(id);
    let has_draft = Memo::new(move |_| app.replica.draft(draft).is_some());
    let observed = program
        .parts()
        .into_iter()
        .any(|part| program.capacity_of(part).observers.is_some());
    let program = StoredValue::new(program);
    let takes = Memo::new(move |_| {
        let now = app.now.get();
        program.with_value(|program| {
            let parts = program.parts();
            let has_signed_up = |part| {
                let own = app.replica.own_sign_up(id, part);
                own.is_some_and(|own| {
                    !matches!(own.state, domain::sign_up::State::Withdrawn { .. })
                })
            };
            parts
                .into_iter()
                .any(|part| program.takes(part, now) && !has_signed_up(part))
        })
    });
    let navigate = StoredValue::new_local(use_navigate());
    let begin = move |looks_on: bool| {
        program.with_value(|program| app.replica.begin_sign_up(program, None, looks_on));
        navigate.with_value(|navigate| navigate(&paths::sign_up(id), Default::default()));
    };
    let why_not = move || {
        let now = app.now.get();
        let has_own = own.with(|own| !own.is_empty());
        program.with_value(
            |program| match program.opens_at.filter(|opens| now < *opens) {
                _ if program.sign_up != SignUpBy::Engawa || has_own => None,
                Some(opens) => Some(text!(program::opens, words::moment(opens))),
                None => Some(text!(program::closed).to_owned()),
            },
        )
    };
    let closes = move || {
        let now = app.now.get();
        program.with_value(|program| {
            let closes = program.closes_at.filter(|closes| now < *closes)?;
            Some(view! { <p class="hint">{text!(program::closes, programs::until(closes))}</p> })
        })
    };
    // Who has a seat already comes to another session as well.
    let sign_up = move || match own.with(Vec::is_empty) {
        true => text!(program::sign_up),
        false => text!(program::sign_up_other),
    };
    move || match (has_draft.get(), takes.get()) {
        (true, _) => view! {
            <div class="actionbar">
                <a class="button is-primary" href=paths::sign_up(id)>
                    {t!(program::go_on)}
                </a>
            </div>
        }
        .into_any(),
        (false, true) => view! {
            <div class="actionbar">
                {closes()}
                <div class="button-row">
                    <button
                        class="button is-primary"
                        type="button"
                        on:click=move |_| begin(false)
                    >
                        {sign_up}
                    </button>
                    {observed
                        .then(|| {
                            view! {
                                <button
                                    class="button"
                                    type="button"
                                    on:click=move |_| begin(true)
                                >
                                    {t!(program::observe)}
                                </button>
                            }
                        })}
                </div>
            </div>
        }
        .into_any(),
        (false, false) => {
            view! { {why_not().map(|why| view! { <p class="notice is-quiet">{why}</p> })} }
                .into_any()
        }
    }
}
