//! A space: whether it is open, when it is, what there is, where it is, and a place in it.

use crate::{
    components::{
        drawings::{Drawing, Icon},
        empty::Empty,
        opening_week::OpeningWeek,
        program_card::ProgramCard,
        space_map::SpaceMap,
        visit_form::VisitForm,
        words::{self, spaces},
    },
    device::browser,
    paths,
    state::{following::Progress, use_app},
};
use domain::{Day, ProgramId, space::Space};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_params_map};

/// The page of a space.
#[component]
pub fn SpacePage() -> impl IntoView {
    let app = use_app();
    app.spaces.follow();
    app.programs.follow();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse().ok()));
    let space = Memo::new(move |_| app.spaces.get(id.get()?));
    let opening = move || app.spaces.progress() == Progress::Opening;
    let shown = move || match space.get() {
        Some(space) => view! { <Shown space /> }.into_any(),
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
                title=t!(space::unknown)
                text=t!(space::unknown_text)
            />
        }
        .into_any(),
    };
    view! {
        <div class="page">
            <A attr:class="back" href=paths::SPACES>
                <Drawing icon=Icon::Back />
                {t!(space::back)}
            </A>
            {shown}
        </div>
    }
}

#[component]
fn Shown(space: Space) -> impl IntoView {
    let app = use_app();
    let id = space.id;
    let name = space.name.clone();
    Effect::new(move |_| browser::set_title(&text!(app::page_title, name.clone())));
    let open = {
        let space = space.clone();
        move || {
            spaces::open(&space, app.now.get())
                .map(|(class, said)| view! { <span class=class>{said}</span> })
        }
    };
    let badge = {
        let space = space.clone();
        move || {
            let until = space
                .accredited
                .filter(|_| space.is_accredited(Day::of(app.now.get())))?;
            let said = text!(space::badge_until, words::date(until.start()));
            Some(view! { <span class="mark">{said}</span> })
        }
    };
    let sample = space
        .sample
        .then(|| view! { <span class="mark is-sample">{t!(app::sample)}</span> });
    let closed = space
        .closed
        .then(|| view! { <p class="notice is-quiet">{t!(space::closed)}</p> });
    let desk = space.desk_name.clone();
    let equipment: Vec<_> = space
        .equipment
        .iter()
        .map(|item| {
            let item = *item;
            view! { <li class="mark">{move || spaces::equipment(item)}</li> }
        })
        .collect();
    let has_equipment = !equipment.is_empty();
    let description = (!space.description.is_empty())
        .then(|| view! { <p class="prose">{space.description.clone()}</p> });
    view! {
        <article class="program">
            <header class="page-head">
                <p class="chips">{open} {badge} {sample}</p>
                <h1 class="page-title" tabindex="-1">
                    {space.name.clone()}
                </h1>
                <p class="lead">{move || text!(space::by, desk.clone())}</p>
            </header>
            {closed}
            <VisitForm id />
            <section class="section" aria-labelledby="hours-h">
                <h2 id="hours-h">{t!(space::hours)}</h2>
                <OpeningWeek space=space.clone() />
            </section>
            <section class="section" aria-labelledby="about-h">
                <h2 id="about-h">{t!(space::about)}</h2>
                {description}
                {(!has_equipment)
                    .then(|| view! { <p class="hint">{t!(space::equipment_none)}</p> })}
                <ul class="chips" role="list" aria-label=t!(space::equipment)>
                    {equipment}
                </ul>
                <Facts space=space.clone() />
            </section>
            <Around space=space.clone() />
            <Programs space />
        </article>
    }
}

/// Address, telephone, who runs it.
#[component]
fn Facts(space: Space) -> impl IntoView {
    let town = space.town.as_ref().map_or("", |town| town.name.as_str());
    let address = match space.address.starts_with(town) {
        true => space.address.clone(),
        false => format!("{town}{}", space.address),
    };
    let address = format!("{address} {}", space.building);
    let fact = |name: crate::text::Said, said: String| {
        let said = said.trim().to_owned();
        (!said.is_empty()).then(|| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{said}</dd>
                </div>
            }
        })
    };
    let phone = (!space.phone.is_empty()).then(|| {
        let digits = space.phone.chars();
        let digits: String = digits
            .filter(|sign| sign.is_ascii_digit() || *sign == '+')
            .collect();
        view! {
            <div>
                <dt>{t!(space::phone)}</dt>
                <dd>
                    <a href=format!("tel:{digits}")>{space.phone.clone()}</a>
                </dd>
            </div>
        }
    });
    let website = space.website.clone().map(|website| {
        let shown = website.clone();
        view! {
            <div>
                <dt>{t!(space::website)}</dt>
                <dd>
                    <a href=website rel="noopener noreferrer external">
                        {shown}
                    </a>
                </dd>
            </div>
        }
    });
    view! {
        <dl class="answers">
            {fact(t!(space::address), address)} {phone}
            {fact(t!(space::organisation), space.organisation.clone())} {website}
            {fact(t!(space::note), space.note.clone())}
        </dl>
    }
}

/// Where it is, with what else there is in its town.
#[component]
fn Around(space: Space) -> impl IntoView {
    let app = use_app();
    let id = space.id;
    let has_position = space.position.is_some();
    let town = space.town.as_ref().map(|town| town.code.clone());
    let name = space.name.clone();
    let around = Memo::new(move |_| {
        app.spaces.with(|all| {
            let near = all.spaces().filter(|other| {
                let of_town = other.town.as_ref().map(|town| &town.code);
                other.id == id || (!other.closed && town.is_some() && of_town == town.as_ref())
            });
            near.cloned().collect::<Vec<_>>()
        })
    });
    let map_name = Signal::derive(move || text!(space::map_of, name.clone()));
    has_position.then(|| {
        view! {
            <section class="section" aria-labelledby="map-h">
                <h2 id="map-h">{t!(space::map)}</h2>
                <SpaceMap spaces=around name=map_name here=id />
            </section>
        }
    })
}

/// What is held there.
#[component]
fn Programs(space: Space) -> impl IntoView {
    let app = use_app();
    let ids = Memo::new(move |_| {
        let now = app.now.get();
        app.programs.with(|all| {
            let held = all
                .programs()
                .filter(|program| !program.is_over(now) && space.hosts(program));
            held.map(|program| program.id).collect::<Vec<ProgramId>>()
        })
    });
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <section class="section" aria-labelledby="held-h">
                <h2 id="held-h">{t!(space::programs)}</h2>
                <ul class="proposal-list" role="list" aria-labelledby="held-h">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <ProgramCard id />
                    </For>
                </ul>
            </section>
        </Show>
    }
}
