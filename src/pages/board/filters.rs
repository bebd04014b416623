//! The filters: one form, in a pane beside the list or in a sheet over it, with the live count of
//! every value.

use super::{
    asked::Asked,
    controls::{Check, Flag, Flags, Group, Steps, Value, count_of},
    finding::Finding,
};
use crate::components::words::{self, jobs};
use board::{Facets, Place, Query, facets::*};
use domain::{
    Category,
    job::{JobKind, LifeStage},
};
use leptos::prelude::*;

part! { filters:
    /// The form for where it is at home, from what is asked for and what is found. A phone shows it
    /// when it is asked for.
    pub fn filters() -> fn(Asked, Finding, &'static str) -> AnyView =
        |asked, finding, home| view! { <Filters asked finding home /> }.into_any();
}

/// Fields of work that stand open; the others unfold.
const CATEGORIES_AT_ONCE: usize = 6;

/// The form.
#[component]
fn Filters(
    /// What is asked for.
    asked: Asked,
    /// What is found.
    finding: Finding,
    /// Tells the two homes of the form apart in ids and names.
    home: &'static str,
) -> impl IntoView {
    let facets = Memo::new(move |_| finding.facets());
    // In the narrow pane steps stand below each other, in the sheet side by side.
    let listed = home == "pane";
    view! {
        <form class="filters" aria-label=t!(board::filters) on:submit=|event| event.prevent_default()>
            <Flags
                asked
                facets
                legend=t!(board::group_ease)
                flags=vec![
                    Flag { words: || text!(board::no_calls), of: |q| &mut q.no_calls, count: |f| f.no_calls },
                    Flag { words: || text!(board::naptime), of: |q| &mut q.naptime, count: |f| f.naptime },
                    Flag { words: || text!(board::beginner), of: |q| &mut q.beginner, count: |f| f.beginner },
                    Flag { words: || text!(board::starred), of: |q| &mut q.starred, count: |f| f.starred },
                ]
            />
            <Group legend=t!(board::group_stage)>
                {LifeStage::ALL
                    .map(|stage| {
                        view! {
                            <Value
                                asked
                                facets
                                value=stage
                                words=words::life_stage
                                of=|query| &mut query.life_stages
                                counts=|facets| &facets.life_stages
                            />
                        }
                    })
                    .collect_view()}
            </Group>
            <Group legend=t!(board::group_kind)>
                {JobKind::ALL
                    .map(|kind| {
                        view! {
                            <Value
                                asked
                                facets
                                value=kind
                                words=words::kind
                                of=|query| &mut query.kinds
                                counts=|facets| &facets.kinds
                            />
                        }
                    })
                    .collect_view()}
            </Group>
            <Categories asked facets />
            <Places asked facets home />
            <Steps
                name=format!("{home}-hourly")
                legend=t!(board::group_hourly)
                listed
                asked
                steps=HOURLY_FLOORS.to_vec()
                words=|floor| text!(board::floor, words::yen(floor))
                of=|query| &mut query.hourly_floor
                count=move |floor| facets.with(|facets| count_of(&facets.hourly_floors, &floor))
            />
            <Steps
                name=format!("{home}-weekly")
                legend=t!(board::group_weekly)
                listed
                asked
                steps=WEEKLY_HOURS.to_vec()
                words=|hours| text!(board::hours_limit, hours)
                of=|query| &mut query.weekly_hours
                count=move |hours| facets.with(|facets| count_of(&facets.weekly_hours, &hours))
            />
            <Steps
                name=format!("{home}-closes")
                legend=t!(board::group_closing)
                listed
                asked
                steps=CLOSES_WITHIN_DAYS.to_vec()
                words=|days| text!(board::days_within, days)
                of=|query| &mut query.closes_within_days
                count=move |days| facets.with(|facets| count_of(&facets.closes_within_days, &days))
            />
            <Flags
                asked
                facets
                legend=t!(board::group_more)
                flags=vec![
                    Flag { words: || text!(board::closed_too), of: |q| &mut q.closed, count: |f| f.closed },
                ]
            />
        </form>
    }
}

#[component]
fn Categories(asked: Asked, facets: Memo<Facets>) -> impl IntoView {
    let category = move |category: Category| {
        view! {
            <Value
                asked
                facets
                value=category
                words=words::category
                of=|query| &mut query.categories
                counts=|facets| &facets.categories
            />
        }
    };
    let (first, others) = Category::ALL.split_at(CATEGORIES_AT_ONCE.min(Category::ALL.len()));
    // A choice that is set is not hidden.
    let open = untrack(|| {
        others
            .iter()
            .any(|one| asked.query().categories.contains(one))
    });
    view! {
        <Group legend=t!(board::group_category)>
            {first.iter().copied().map(category).collect_view()} <details open=open>
                <summary>{t!(board::more_categories, others.len())}</summary>
                {others.iter().copied().map(category).collect_view()}
            </details>
        </Group>
    }
}

/// From home; in a prefecture; in one of its towns.
#[component]
fn Places(asked: Asked, facets: Memo<Facets>, home: &'static str) -> impl IntoView {
    let place = Memo::new(move |_| asked.query().place);
    let chosen = Memo::new(move |_| place.get().map(|place| place.prefecture()));
    let towns = Memo::new(move |_| facets.with(|facets| facets.towns.clone()));
    let choose = move |value: String| {
        let pairs = [("place".to_owned(), value)];
        let place = Query::from_url(&pairs).place;
        asked.change(|query| query.place = place);
    };
    let prefecture = move |number: u8| {
        let named = move || {
            let name = jobs::prefecture(number);
            match facets.with(|facets| count_of(&facets.prefectures, &number)) {
                0 => name.to_owned(),
                count => text!(board::counted, name, count as usize),
            }
        };
        view! {
            <option value=format!("{number:02}") prop:selected=move || chosen.get() == Some(number)>
                {named}
            </option>
        }
    };
    let town_options = move || {
        let place = place.get();
        let towns = towns.get().into_iter().map(move |(town, count)| {
            let selected = place == Some(Place::Town(town.code.clone()));
            let prefecture = jobs::prefecture_ja(town.code.prefecture());
            let name = town
                .name
                .strip_prefix(prefecture)
                .unwrap_or(&town.name)
                .to_owned();
            view! {
                <option value=town.code.as_str().to_owned() prop:selected=selected>
                    {text!(board::counted, name, count as usize)}
                </option>
            }
        });
        towns.collect_view()
    };
    let (prefecture_id, town_id) = (format!("{home}-prefecture"), format!("{home}-town"));
    view! {
        <Group legend=t!(board::group_place)>
            <Check
                words=Signal::derive(|| text!(board::remote))
                checked=Signal::derive(move || asked.query().remote)
                count=Signal::derive(move || facets.with(|facets| facets.remote))
                choose=move |on| asked.change(|query| query.remote = on)
            />
            <div class="field">
                <label for=prefecture_id.clone()>{t!(board::prefecture)}</label>
                <select
                    class="select"
                    id=prefecture_id
                    on:change=move |event| choose(event_target_value(&event))
                >
                    <option value="" prop:selected=move || chosen.get().is_none()>
                        {t!(board::all)}
                    </option>
                    {(1..=47).map(prefecture).collect_view()}
                </select>
            </div>
            <Show when=move || chosen.get().is_some()>
                <div class="field">
                    <label for=town_id.clone()>{t!(board::town)}</label>
                    <select
                        class="select"
                        id=town_id.clone()
                        on:change=move |event| choose(event_target_value(&event))
                    >
                        <option
                            value=move || format!("{:02}", chosen.get().unwrap_or_default())
                            prop:selected=move || {
                                matches!(place.get(), Some(Place::Prefecture(_)))
                            }
                        >
                            {move || {
                                text!(
                                    board::town_all,
                                    jobs::prefecture(chosen.get().unwrap_or_default())
                                )
                            }}
                        </option>
                        {town_options}
                    </select>
                </div>
            </Show>
        </Group>
    }
}
