//! Programs at a kiosk: found by words, read, and taken along.

use super::{Visit, take::TakeAlong};
use crate::{
    components::{empty::Empty, kiosk_search::KioskSearch, words::programs},
    pages::program::{Facts, SessionView, Whole},
    paths,
    state::{
        board::lower,
        following::Progress,
        kiosk::{Screen, use_kiosk},
        use_app,
    },
};
use board::catalogue::Wanted;
use domain::ProgramId;
use leptos::prelude::*;

/// Programs that are shown at first, and with each wish for more.
const PAGE: usize = 30;

/// The programs, by words.
#[component]
pub fn Programs() -> impl IntoView {
    let app = use_app();
    app.programs.follow();
    let Visit { program_words, .. } = expect_context();
    let found = Memo::new(move |_| {
        let wanted = Wanted {
            text: program_words.get(),
            ..Wanted::default()
        };
        let now = app.now.get();
        app.programs.with(|all| all.find(&wanted, now, lower))
    });
    let shown = RwSignal::new(PAGE);
    Effect::new(move |_| {
        program_words.track();
        shown.set(PAGE);
    });
    let ids =
        move || found.with(|found| found.iter().take(shown.get()).copied().collect::<Vec<_>>());
    let has_any = Memo::new(move |_| app.programs.with(|all| !all.is_empty()));
    let nothing = move || match (app.programs.progress(), has_any.get()) {
        (Progress::Opening, false) => view! { <p role="status">{t!(app::loading)}</p> }.into_any(),
        (Progress::Unreachable, _) => {
            view! { <Empty dead_end=true title=t!(program::unreachable) text=t!(kiosk::later) /> }
                .into_any()
        }
        (_, false) => {
            view! { <Empty title=t!(program::none_yet) text=t!(program::none_yet_text) /> }
                .into_any()
        }
        (_, true) => {
            view! { <Empty title=t!(program::none) text=t!(kiosk::fewer_words) /> }.into_any()
        }
    };
    view! {
        <h1 class="kiosk-title" tabindex="-1">
            {t!(kiosk::programs)}
        </h1>
        <KioskSearch words=program_words name=t!(program::search) />
        <p class="kiosk-said" role="status">
            {move || text!(program::found, found.with(Vec::len))}
        </p>
        <Show when=move || found.with(|found| !found.is_empty()) fallback=nothing>
            <ul class="kiosk-list" role="list" aria-label=t!(program::list)>
                <For each=ids key=|id| *id let:id>
                    <KioskProgram id />
                </For>
            </ul>
            <Show when=move || found.with(|found| found.len() > shown.get())>
                <button
                    class="button kiosk-more"
                    type="button"
                    on:click=move |_| shown.update(|shown| *shown += PAGE)
                >
                    {t!(kiosk::more)}
                </button>
            </Show>
        </Show>
    }
}

#[component]
fn KioskProgram(id: ProgramId) -> impl IntoView {
    let (app, kiosk) = (use_app(), use_kiosk());
    let program = Memo::new(move |_| app.programs.get(id));
    move || {
        let program = program.get()?;
        let sample = program
            .sample
            .then(|| view! { <span class="mark is-sample">{t!(app::sample)}</span> });
        let when = programs::when_next(&program, app.now.get());
        let kind = program.kind;
        Some(view! {
            <li class="kiosk-card">
                <h2>
                    <button
                        class="kiosk-open"
                        type="button"
                        on:click=move |_| kiosk.show(Screen::Program(id))
                    >
                        {program.title.clone()}
                    </button>
                </h2>
                <p class="chips">
                    {sample}
                    <span class="mark">{move || programs::kind(kind)}</span>
                    <span>{program.desk_name.clone()}</span>
                </p>
                <p>{when}</p>
            </li>
        })
    }
}

/// A program.
#[component]
pub fn OneProgram(
    /// Which.
    id: ProgramId,
) -> impl IntoView {
    let app = use_app();
    app.programs.follow();
    let program = Memo::new(move |_| app.programs.get(id));
    move || {
        let Some(program) = program.get() else {
            return view! {
                <Empty heading=true title=t!(program::unknown) text=t!(program::unknown_text) />
            }
            .into_any();
        };
        let desk = program.desk_name.clone();
        let sessions = program.sessions.iter();
        let sessions = sessions.map(|session| view! { <SessionView id session=session.clone() /> });
        view! {
            <article class="program">
                <h1 class="kiosk-title" tabindex="-1">
                    {program.title.clone()}
                </h1>
                <p class="lead">{move || text!(program::by, desk.clone())}</p>
                <section class="section" aria-labelledby="sessions-h">
                    <h2 id="sessions-h">{t!(program::sessions)}</h2>
                    <ol class="program-sessions">{sessions.collect_view()}</ol>
                    <Whole program=program.clone() />
                </section>
                <section class="section" aria-labelledby="about-h">
                    <h2 id="about-h">{t!(program::about)}</h2>
                    <p class="prose">{program.description.clone()}</p>
                </section>
                <Facts program=program.clone() />
            </article>
            <TakeAlong path=paths::program(id) />
        }
        .into_any()
    }
}
