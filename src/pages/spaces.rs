//! 働ける場所: the directory of spaces, by words, town and what there is; on a map as well.

use crate::{
    components::{
        drawings::{Drawing, Icon},
        empty::Empty,
        own_bookings::OwnBookings,
        space_card::SpaceCard,
        space_map::SpaceMap,
        words::spaces,
    },
    device::{browser, media},
    paths,
    state::{board::lower, following::Progress, use_app},
};
use board::directory::{Directory, Wanted};
use domain::{SpaceId, space::Equipment};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// Spaces that are shown at first, and with each wish for more.
const PAGE: usize = 50;
/// Most spaces that are drawn on the map.
const DRAWN: usize = 400;

/// The list and the map.
#[component]
pub fn SpacesPage() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(space::title))));
    app.spaces.follow();
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
        app.spaces
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
                .collect::<Vec<SpaceId>>()
        })
    });
    let more = move || found.with(Vec::len) > shown.get();
    let has_any = Memo::new(move |_| app.spaces.with(|all| !all.is_empty()));
    let on_map = Memo::new(move |_| {
        found.with(|found| {
            app.spaces.with(|all| {
                let found = found.iter().take(DRAWN);
                let found = found.filter_map(|id| all.get(*id)).cloned();
                found
                    .filter(|space| space.position.is_some())
                    .collect::<Vec<_>>()
            })
        })
    });
    let nothing = move || match (app.spaces.progress(), has_any.get()) {
        (Progress::Opening, false) => view! {
            <p class="lead" role="status">
                {t!(app::loading)}
            </p>
        }
        .into_any(),
        (Progress::Unreachable, _) => view! {
            <Empty
                dead_end=true
                title=t!(space::unreachable)
                text=t!(space::unreachable_text)
            />
        }
        .into_any(),
        (_, false) => {
            view! { <Empty title=t!(space::none_yet) text=t!(space::none_yet_text) /> }.into_any()
        }
        (_, true) => view! {
            <Empty title=t!(space::none) text=t!(space::none_text)>
                <a class="button" href=paths::SPACES>
                    {t!(space::clear)}
                </a>
            </Empty>
        }
        .into_any(),
    };
    // On a phone the list comes first; the map opens on request.
    let is_wide = media::matches("(min-width: 64em)");
    let map_name = Signal::derive(|| text!(space::map).to_owned());
    view! {
        <div class="page spaces">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(space::title)}
                </h1>
                <p class="lead">{t!(space::lead)}</p>
            </header>
            <OwnBookings />
            <Search typed wanted />
            <Show when=move || has_any.get()>
                <p class="results-count" role="status">
                    {move || text!(space::found, found.with(Vec::len))}
                </p>
            </Show>
            <Show when=move || found.with(|found| !found.is_empty()) fallback=nothing>
                <div class="spaces-body">
                    <Show when=move || on_map.with(|spaces| !spaces.is_empty())>
                        <details class="spaces-map" open=is_wide>
                            <summary>{t!(space::map)}</summary>
                            <SpaceMap spaces=on_map name=map_name />
                        </details>
                    </Show>
                    <div class="spaces-list">
                        <h2 class="visually-hidden">{t!(space::list)}</h2>
                        <ul class="proposal-list" role="list" aria-label=t!(space::list)>
                            <For each=move || ids.get() key=|id| *id let:id>
                                <SpaceCard id />
                            </For>
                        </ul>
                        <Show when=more>
                            <div class="button-row">
                                <button
                                    class="button"
                                    type="button"
                                    on:click=move |_| shown.update(|shown| *shown += PAGE)
                                >
                                    {t!(space::show_more)}
                                </button>
                            </div>
                        </Show>
                    </div>
                </div>
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
        navigate.with_value(|navigate| navigate(&paths::spaces(wanted), options));
    };
    let change = move |change: &dyn Fn(&mut Wanted)| {
        let mut wanted = wanted.get_untracked();
        change(&mut wanted);
        go(&wanted, false);
    };
    let towns = Memo::new(move |_| app.spaces.with(Directory::towns));
    let town = move || {
        let chosen = wanted.with(|wanted| wanted.town.clone());
        let options = towns.get().into_iter().map(|(code, name)| {
            let selected = chosen.as_ref() == Some(&code);
            view! { <option value=code.as_str().to_owned() selected=selected>{name}</option> }
        });
        view! {
            <select
                class="select"
                id="space-town"
                on:change=move |event| {
                    let town = event_target_value(&event).parse().ok();
                    change(&|wanted| wanted.town.clone_from(&town));
                }
            >
                <option value="" selected=chosen.is_none()>
                    {t!(space::any_town)}
                </option>
                {options.collect_view()}
            </select>
        }
    };
    // What no space has is nothing to look for.
    let known = Memo::new(move |_| {
        app.spaces.with(|all| {
            let has = |item: &&Equipment| all.spaces().any(|space| space.equipment.contains(item));
            Equipment::ALL
                .iter()
                .filter(has)
                .copied()
                .collect::<Vec<_>>()
        })
    });
    let item = move |item: Equipment| {
        view! {
            <label class="option">
                <input
                    type="checkbox"
                    prop:checked=move || wanted.with(|wanted| wanted.equipment.contains(&item))
                    on:change=move |_| change(&|wanted| {
                        if !wanted.equipment.remove(&item) {
                            wanted.equipment.insert(item);
                        }
                    })
                />
                {move || spaces::equipment(item)}
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
                    aria-label=t!(space::search)
                    placeholder=t!(space::search)
                    autocomplete="off"
                    maxlength="200"
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:change=move |_| go(&wanted.get_untracked(), true)
                />
            </div>
            <details class="program-conditions" open=open>
                <summary>{t!(space::conditions)}</summary>
                <div class="program-filters">
                    <div class="field">
                        <label for="space-town">{t!(space::town)}</label>
                        {town}
                    </div>
                    <fieldset>
                        <legend>{t!(space::ways)}</legend>
                        <div class="program-kinds">
                            {flag(|wanted| &mut wanted.open, t!(space::with_open))}
                            {flag(|wanted| &mut wanted.places, t!(space::with_places))}
                        </div>
                    </fieldset>
                    <Show when=move || known.with(|known| !known.is_empty())>
                        <fieldset>
                            <legend>{t!(space::equipment)}</legend>
                            <div class="program-kinds">
                                {move || known.get().into_iter().map(item).collect_view()}
                            </div>
                        </fieldset>
                    </Show>
                    <Show when=move || wanted.with(Wanted::has_conditions)>
                        <p>
                            <a class="button is-plain" href=paths::SPACES>
                                {t!(space::clear)}
                            </a>
                        </p>
                    </Show>
                </div>
            </details>
        </form>
    }
}
