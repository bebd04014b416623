//! Making and changing a feed.

use crate::{
    components::{
        field::hold_composing_enter,
        form::{Form, FormField, NotStored, wrong},
        toasts::use_toasts,
        words::{self, jobs},
    },
    device::browser,
    state::{App, replica::jotting::Texts, use_app},
};
use board::{Place, Query, Viewer, search};
use domain::{
    Category, Command, DeskId, FeedId, Timestamp,
    feed::{Feed, Filters, MAX_WORDS, read_origins},
    job::{LifeStage, MAX_TITLE},
    place::{MunicipalityCode, Town},
    refusal::{Field, Invalid, Problem},
    typed,
};
use leptos::{ev::SubmitEvent, prelude::*};
use std::collections::{BTreeMap, BTreeSet};

const TITLE: &str = "feed-title";
const WORDS: &str = "feed-words";
const ORIGINS: &str = "feed-origins";
const DESK: &str = "feed-desk";
const PREFECTURE: &str = "feed-prefecture";
/// Code and name, with a space between.
const TOWN: &str = "feed-town";
/// Words, with spaces between.
const STAGES: &str = "feed-stages";
const CATEGORIES: &str = "feed-categories";
const EASE: &str = "feed-ease";

/// A word that the form keeps, and what people read for it.
type Named = (&'static str, fn() -> &'static str);

/// What makes work easy.
const EASES: [Named; 4] = [
    ("remote", || text!(board::remote)),
    ("beginner", || text!(board::beginner)),
    ("no_calls", || text!(board::no_calls)),
    ("naptime", || text!(board::naptime)),
];

/// The form; for a new feed, or for one that is.
#[component]
pub fn FeedForm(
    /// Which; `None` makes a new one.
    feed: Option<FeedId>,
    /// What the form changes.
    changing: RwSignal<Option<FeedId>>,
) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let name = feed.map_or_else(|| "feed".to_owned(), |id| format!("feed:{id}"));
    let form = Form::new(name, move || {
        let known = feed.and_then(|id| app.replica.feed(id));
        known.map(|feed| texts(&feed)).unwrap_or_default()
    });
    let desks = Memo::new(move |_| {
        let places = app.replica.memberships().into_iter();
        let acting = places.filter(|place| place.role.may_act());
        acting
            .map(|place| (place.desk, place.desk_name))
            .collect::<Vec<_>>()
    });
    let desk = move || match feed.and_then(|id| app.replica.feed(id)) {
        Some(feed) => Some(feed.desk),
        None => {
            let chosen = form.now(DESK).parse().ok();
            desks.with(|desks| chosen.or_else(|| desks.first().map(|(desk, _)| *desk)))
        }
    };
    let problems = Signal::derive(move || problems(&form.texts()));
    let matches = Memo::new(move |_| {
        let query = Query::from(&filters(&form.texts()));
        let stars = BTreeSet::new();
        let viewer = Viewer {
            now: app.now.get(),
            stars: &stars,
        };
        app.board
            .with(|board| search(board, &query, viewer).hits.len())
    });
    let close = move || {
        changing.set(None);
        browser::after_paint(|| browser::focus("h1[tabindex]"));
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        let Some(desk) = untrack(desk) else {
            return;
        };
        if problems.with_untracked(|found| !found.is_empty()) {
            browser::after_paint(|| browser::focus("form [aria-invalid]"));
            return;
        }
        let id = feed.unwrap_or_else(|| FeedId(browser::new_id()));
        let saved = untrack(|| written(id, desk, &form.texts()));
        let command = Command::SaveFeed {
            feed: Box::new(saved),
        };
        form.queue(command, move || {
            toasts.say(text!(feed::saved));
            close();
        });
    };
    let heading = move || match feed {
        Some(_) => text!(feed::edit),
        None => text!(feed::new),
    };
    let origins_error = wrong(form, problems, Field::Website);
    let origins_error = Signal::derive(move || {
        let problem = origins_error.get()?;
        let malformed = problems.with(|found| {
            let is_it =
                |it: &Invalid| it.field == Field::Website && it.problem == Problem::Malformed;
            found.iter().any(is_it)
        });
        Some(match malformed {
            true => text!(feed::origins_wrong).to_owned(),
            false => problem,
        })
    });
    view! {
        <form
            class="panel feed-form"
            novalidate
            aria-labelledby="feed-h"
            on:submit=save
            on:keydown=hold_composing_enter
        >
            <h2 id="feed-h">{heading}</h2>
            <Show when=move || feed.is_none() && desks.with(|desks| desks.len() > 1)>
                <DeskChoice form desks />
            </Show>
            <FormField
                form
                control=TITLE
                label=t!(feed::title)
                hint=t!(feed::title_hint)
                error=wrong(form, problems, Field::Title)
            />
            <Boxes
                form
                control=STAGES
                legend=t!(feed::stages)
                boxes=LifeStage::ALL.map(|stage| (stage.word(), Said::Stage(stage))).to_vec()
            />
            <FormField
                form
                control=WORDS
                label=t!(feed::words)
                hint=t!(feed::words_hint)
                error=wrong(form, problems, Field::Text)
            />
            <PlaceChoice app form />
            <Boxes
                form
                control=EASE
                legend=t!(feed::ease)
                boxes=EASES.map(|(word, said)| (word, Said::Fixed(said))).to_vec()
            />
            <details>
                <summary>{t!(feed::more_categories)}</summary>
                <Boxes
                    form
                    control=CATEGORIES
                    legend=t!(feed::categories)
                    boxes=Category::ALL
                        .iter()
                        .map(|one| (one.word(), Said::Category(*one)))
                        .collect()
                />
            </details>
            <FormField
                form
                control=ORIGINS
                label=t!(feed::origins)
                hint=t!(feed::origins_hint)
                long="textarea is-short"
                error=origins_error
            />
            <p role="status">{move || text!(feed::matches, matches.get())}</p>
            <NotStored form />
            <div class="button-row">
                <button class="button is-primary" type="submit">
                    {t!(feed::save)}
                </button>
                <Show when=move || feed.is_some()>
                    <button
                        class="button is-plain"
                        type="button"
                        on:click=move |_| {
                            form.clear();
                            close();
                        }
                    >
                        {t!(deal::leave_it)}
                    </button>
                </Show>
            </div>
        </form>
    }
}

/// The words of a box.
#[derive(Clone, Copy)]
enum Said {
    Stage(LifeStage),
    Category(Category),
    Fixed(fn() -> &'static str),
}

impl Said {
    fn now(self) -> &'static str {
        match self {
            Self::Stage(stage) => words::life_stage(stage),
            Self::Category(category) => words::category(category),
            Self::Fixed(said) => said(),
        }
    }
}

/// Boxes to check, kept as words in one text.
#[component]
fn Boxes(
    form: Form,
    control: &'static str,
    #[prop(into)] legend: ViewFn,
    boxes: Vec<(&'static str, Said)>,
) -> impl IntoView {
    let text = form.text(control);
    let one = move |(word, said): (&'static str, Said)| {
        let is_checked = move || text.with(|text| text.split(' ').any(|one| one == word));
        let toggle = move |event| {
            let mut chosen: Vec<String> = form.now(control).split(' ').map(str::to_owned).collect();
            chosen.retain(|one| one != word && !one.is_empty());
            if event_target_checked(&event) {
                chosen.push(word.to_owned());
            }
            form.set(control, chosen.join(" "));
        };
        view! {
            <label class="option">
                <input type="checkbox" prop:checked=is_checked on:change=toggle />
                <span>{move || said.now()}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field feed-boxes">
            <legend>{move || legend.run()}</legend>
            <div>{boxes.into_iter().map(one).collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn DeskChoice(form: Form, desks: Memo<Vec<(DeskId, String)>>) -> impl IntoView {
    let chosen = form.text(DESK);
    let option = move |(desk, name): (DeskId, String)| {
        let value = desk.to_string();
        let selected = {
            let value = value.clone();
            move || chosen.with(|chosen| *chosen == value)
        };
        view! {
            <option value=value prop:selected=selected>
                {name}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for=DESK>{t!(feed::desk)}</label>
            <select
                class="select"
                id=DESK
                on:change=move |event| form.set(DESK, event_target_value(&event))
            >
                {move || desks.get().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// A prefecture, and one of its towns that have postings.
#[component]
fn PlaceChoice(app: App, form: Form) -> impl IntoView {
    let (prefecture, town) = (form.text(PREFECTURE), form.text(TOWN));
    let number = Memo::new(move |_| prefecture.with(|number| number.parse::<u8>().ok()));
    let towns = Memo::new(move |_| {
        let mut towns = BTreeMap::new();
        if let Some(number) = number.get() {
            let query = Query {
                place: Some(Place::Prefecture(number)),
                ..Query::default()
            };
            let stars = BTreeSet::new();
            let viewer = Viewer {
                now: app.now.get_untracked(),
                stars: &stars,
            };
            let found = app
                .board
                .with(|board| search(board, &query, viewer).facets.towns);
            towns.extend(found.into_iter().map(|(town, _)| (town.code, town.name)));
        }
        // One that has none any more stays chosen.
        towns.extend(
            town.with(|text| read_town(text))
                .map(|town| (town.code, town.name)),
        );
        towns
            .into_iter()
            .collect::<Vec<(MunicipalityCode, String)>>()
    });
    let prefecture_option = move |of: u8| {
        view! {
            <option value=of.to_string() prop:selected=move || number.get() == Some(of)>
                {move || jobs::prefecture(of)}
            </option>
        }
    };
    let town_option = move |(code, name): (MunicipalityCode, String)| {
        let value = format!("{} {name}", code.as_str());
        let selected = {
            let value = value.clone();
            move || town.with(|town| *town == value)
        };
        let prefecture = jobs::prefecture_ja(code.prefecture());
        let short = name.strip_prefix(prefecture).unwrap_or(&name).to_owned();
        view! {
            <option value=value prop:selected=selected>
                {short}
            </option>
        }
    };
    view! {
        <fieldset class="field feed-place">
            <legend>{t!(feed::place)}</legend>
            <div class="field">
                <label for=PREFECTURE>{t!(board::prefecture)}</label>
                <select
                    class="select"
                    id=PREFECTURE
                    on:change=move |event| {
                        form.set(TOWN, String::new());
                        form.set(PREFECTURE, event_target_value(&event));
                    }
                >
                    <option value="" prop:selected=move || number.get().is_none()>
                        {t!(board::all)}
                    </option>
                    {(1..=47).map(prefecture_option).collect_view()}
                </select>
            </div>
            <Show when=move || number.get().is_some()>
                <div class="field">
                    <label for=TOWN>{t!(board::town)}</label>
                    <select
                        class="select"
                        id=TOWN
                        on:change=move |event| form.set(TOWN, event_target_value(&event))
                    >
                        <option value="" prop:selected=move || town.with(String::is_empty)>
                            {t!(board::all)}
                        </option>
                        {move || towns.get().into_iter().map(town_option).collect_view()}
                    </select>
                </div>
            </Show>
        </fieldset>
    }
}

/// What the form shows of a feed.
fn texts(feed: &Feed) -> Texts {
    let Filters {
        text,
        life_stages,
        categories,
        prefecture,
        town,
        remote,
        beginner,
        no_calls,
        naptime,
    } = &feed.filters;
    let words = |words: Vec<&str>| words.join(" ");
    let eases = [remote, beginner, no_calls, naptime].into_iter().zip(EASES);
    let eases = eases.filter(|(is, _)| **is).map(|(_, (word, _))| word);
    let number = prefecture.or_else(|| town.as_ref().map(|town| town.code.prefecture()));
    let town = town
        .as_ref()
        .map(|town| format!("{} {}", town.code.as_str(), town.name));
    let origins: Vec<String> = feed.origins.iter().map(ToString::to_string).collect();
    let texts = [
        (TITLE, feed.title.clone()),
        (WORDS, text.clone()),
        (
            STAGES,
            words(life_stages.iter().map(|one| one.word()).collect()),
        ),
        (
            CATEGORIES,
            words(categories.iter().map(|one| one.word()).collect()),
        ),
        (EASE, words(eases.collect())),
        (
            PREFECTURE,
            number.map(|number| number.to_string()).unwrap_or_default(),
        ),
        (TOWN, town.unwrap_or_default()),
        (ORIGINS, origins.join("\n")),
    ];
    texts
        .map(|(control, text)| (control.to_owned(), text))
        .into()
}

fn said<'a>(texts: &'a Texts, control: &str) -> &'a str {
    texts.get(control).map_or("", |text| text.trim())
}

fn read_town(text: &str) -> Option<Town> {
    let (code, name) = text.split_once(' ')?;
    let (code, name) = (code.parse().ok()?, name.to_owned());
    Some(Town { code, name })
}

/// The filters that the texts say.
fn filters(texts: &Texts) -> Filters {
    let chosen = |control| said(texts, control).split(' ');
    let eases: BTreeSet<&str> = chosen(EASE).collect();
    let town = read_town(said(texts, TOWN));
    Filters {
        text: typed::one_line(said(texts, WORDS)),
        life_stages: chosen(STAGES).filter_map(LifeStage::from_word).collect(),
        categories: chosen(CATEGORIES).filter_map(Category::from_word).collect(),
        prefecture: match &town {
            Some(_) => None,
            None => said(texts, PREFECTURE).parse().ok(),
        },
        town,
        remote: eases.contains("remote"),
        beginner: eases.contains("beginner"),
        no_calls: eases.contains("no_calls"),
        naptime: eases.contains("naptime"),
    }
}

/// The feed that the texts say.
fn written(id: FeedId, desk: DeskId, texts: &Texts) -> Feed {
    Feed {
        id,
        desk,
        // The server's.
        desk_name: String::new(),
        made_at: Timestamp(0),
        edited_at: None,
        ended_at: None,
        title: typed::one_line(said(texts, TITLE)),
        filters: filters(texts),
        origins: read_origins(said(texts, ORIGINS)).unwrap_or_default(),
    }
}

/// Everything that is wrong with them.
fn problems(texts: &Texts) -> Vec<Invalid> {
    let length = |control| typed::one_line(said(texts, control)).chars().count();
    let title = match length(TITLE) {
        0 => Some(Problem::Missing),
        1..=MAX_TITLE => None,
        _ => Some(Problem::TooLong { max: MAX_TITLE }),
    };
    let words = (length(WORDS) > MAX_WORDS).then_some(Problem::TooLong { max: MAX_WORDS });
    let named = [(Field::Title, title), (Field::Text, words)];
    let named = named
        .into_iter()
        .filter_map(|(field, problem)| problem.map(|problem| Invalid { field, problem }));
    named
        .chain(read_origins(said(texts, ORIGINS)).err())
        .collect()
}
