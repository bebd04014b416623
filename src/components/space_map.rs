//! A map of spaces, drawn from their coordinates alone. What it shows stands in a list as well.

use crate::paths;
use board::map::{self, Dot, LETTER, Map, Point, RADIUS, Sheet};
use domain::{SpaceId, space::Space};
use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::hooks::use_navigate;

/// The sheet; its units are pixels of a phone.
const SHEET: Sheet = Sheet {
    width: 360.0,
    height: 260.0,
};
/// How far around a dot a finger may touch, in units.
const TOUCH: f64 = 22.0;

/// Spaces on a map. A dot leads to its space; one that stands for several shows them larger.
#[component]
pub fn SpaceMap(
    /// What is on it; spaces without coordinates are left out.
    #[prop(into)]
    spaces: Signal<Vec<Space>>,
    /// The one that the map is about.
    #[prop(optional)]
    here: Option<SpaceId>,
    /// What the map is called.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    // Those that are looked at more closely.
    let closer = RwSignal::new(Vec::<SpaceId>::new());
    Effect::new(move |_| {
        spaces.track();
        closer.set(Vec::new());
    });
    let points = Memo::new(move |_| {
        let closer = closer.get();
        let wanted = |space: &&Space| closer.is_empty() || closer.contains(&space.id);
        spaces.with(|spaces| {
            let points = spaces.iter().filter(wanted).filter_map(|space| {
                Some(Point {
                    of: space.id,
                    at: space.position?,
                    name: space.name.clone(),
                })
            });
            points.collect::<Vec<_>>()
        })
    });
    let names = Memo::new(move |_| {
        let pair = |space: &Space| (space.id, space.name.clone());
        spaces.with(|spaces| spaces.iter().map(pair).collect::<Vec<_>>())
    });
    let drawn = Memo::new(move |_| points.with(|points| map::draw(points, SHEET)));
    let sheet = move |map: Map<SpaceId>| {
        let dots = map.dots.into_iter().map(|dot| {
            let named = names.with(|names| {
                let of = |id: &SpaceId| names.iter().find(|(one, _)| one == id);
                let found = dot.of.iter().filter_map(of);
                found.map(|(_, name)| name.clone()).collect::<Vec<_>>()
            });
            view! { <DotView dot named here closer /> }
        });
        let scale = map.scale;
        let left = SHEET.width - 12.0 - scale.length;
        let foot = SHEET.height - 10.0;
        let count = |metres: u32| usize::try_from(metres).unwrap_or(usize::MAX);
        let distance = match scale.metres {
            metres if metres >= 1_000 => text!(space::map_km, count(metres / 1_000)),
            metres => text!(space::map_m, count(metres)),
        };
        view! {
            <svg
                class="map-sheet"
                viewBox=format!("0 0 {} {}", SHEET.width, SHEET.height)
                role="group"
                aria-label=name
            >
                <g class="map-scale" aria-hidden="true">
                    <path d=format!("M{left} {}v4h{}v-4", foot - 4.0, scale.length) />
                    <text x={left + scale.length / 2.0} y={foot - 7.0}>
                        {distance}
                    </text>
                    <path d="M18 30V12m-5 6 5-6 5 6" />
                    <text x="18" y="42">
                        "N"
                    </text>
                </g>
                {dots.collect_view()}
            </svg>
        }
    };
    view! {
        <Show when=move || drawn.with(Option::is_some)>
            <figure class="map">
                {move || drawn.get().map(sheet)}
                <figcaption class="hint">
                    <Show when=move || closer.with(|closer| !closer.is_empty())>
                        <button
                            class="button"
                            type="button"
                            on:click=move |_| closer.set(Vec::new())
                        >
                            {t!(space::map_whole)}
                        </button>
                    </Show>
                    {t!(space::map_hint)}
                </figcaption>
            </figure>
        </Show>
    }
}

/// A dot: a link to its space, or a button where it stands for several.
#[component]
fn DotView(
    dot: Dot<SpaceId>,
    named: Vec<String>,
    here: Option<SpaceId>,
    closer: RwSignal<Vec<SpaceId>>,
) -> impl IntoView {
    let Dot { x, y, of, label } = dot;
    let is_here = here.is_some_and(|here| of.contains(&here));
    let class = if is_here {
        "map-dot is-here"
    } else {
        "map-dot"
    };
    let touch = view! { <circle class="map-touch" cx=x cy=y r=TOUCH /> };
    match of.as_slice() {
        [only] => {
            let text = label.map(|label| {
                view! {
                    <text x={label.x} y={label.y + LETTER * 0.35}>
                        {label.text}
                    </text>
                }
            });
            let to = paths::space(*only);
            let href = to.clone();
            let navigate = use_navigate();
            // The router looks after links of HTML alone.
            let go = move |click: MouseEvent| {
                if !(click.ctrl_key() || click.meta_key() || click.shift_key()) {
                    click.prevent_default();
                    navigate(&to, Default::default());
                }
            };
            view! {
                <g>
                    <a class=class href=href aria-label=named.join("、") on:click=go>
                        {touch}
                        <circle cx=x cy=y r=RADIUS />
                        {text}
                    </a>
                </g>
            }
            .into_any()
        }
        _ => {
            let count = of.len();
            let name = text!(space::map_many_of, count, named.join("、"));
            let open = move || closer.set(of.clone());
            let by_key = open.clone();
            view! {
                <g
                    class=format!("{class} is-many")
                    role="button"
                    tabindex="0"
                    aria-label=name
                    on:click=move |_| open()
                    on:keydown=move |event| {
                        if matches!(event.key().as_str(), "Enter" | " ") {
                            event.prevent_default();
                            by_key();
                        }
                    }
                >
                    {touch}
                    <circle cx=x cy=y r={RADIUS * 1.6} />
                    <text x=x y={y + LETTER * 0.35}>
                        {count.to_string()}
                    </text>
                </g>
            }
            .into_any()
        }
    }
}
