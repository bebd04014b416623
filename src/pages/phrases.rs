//! 自分の定型文: the person's own phrases, written once and used again.

use crate::{
    components::{
        drawings::{Drawing, Icon},
        field::hold_composing_enter,
        form::{Form, FormField, NotStored, wrong},
        toasts::use_toasts,
    },
    device::browser,
    paths,
    state::{replica::jotting::Texts, use_app},
};
use domain::{
    Command, PhraseId,
    job::MAX_TITLE,
    phrase::Phrase,
    proposal::MAX_MESSAGE,
    refusal::{Field, Invalid, Problem},
};
use leptos::{ev::SubmitEvent, prelude::*};

const NAME: &str = "phrase-name";
const TEXT: &str = "phrase-text";
/// The phrase that the form changes; empty for a new one.
const ID: &str = "phrase-id";

/// The list and the form.
#[component]
pub fn PhrasesPage() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(proposal::phrases))));
    let form = Form::new("phrase".to_owned(), Texts::new);
    let phrases = Memo::new(move |_| app.replica.phrases());
    // A control that has the focus is never written into: another phrase gets a form of its own.
    let round = RwSignal::new(0);
    view! {
            <div class="page">
                <a class="back" href=paths::PROPOSALS>
                    <Drawing icon=Icon::Back />
                    {t!(proposal::back_to_list)}
                </a>
                <header class="page-head">
                    <h1 class="page-title" tabindex="-1">
                        {t!(proposal::phrases)}
                    </h1>
                    <p class="lead">{t!(proposal::phrases_text)}</p>
                </header>
                <Show
                    when=move || phrases.with(|phrases| !phrases.is_empty())
                    fallback=|| view! { <p class="lead">{t!(proposal::phrase_none)}</p> }
                >
    <section class="proposal-group" aria-labelledby="phrases-h"><h2 class="visually-hidden" id="phrases-h">{t!(proposal::phrase_list)}</h2>                <ul class="proposal-list" role="list" aria-labelledby="phrases-h">
                        <For each=move || phrases.get() key=|phrase| (phrase.id, phrase.name.clone(), phrase.text.clone()) let:phrase>
                            <PhraseView phrase form round />
                        </For>
                    </ul></section>
                </Show>
                {move || {
                    round.track();
                    view! { <PhraseForm form round /> }
                }}
            </div>
        }
}

#[component]
fn PhraseView(phrase: Phrase, form: Form, round: RwSignal<u32>) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let Phrase { id, name, text, .. } = phrase.clone();
    let name = StoredValue::new(name);
    let change = {
        let text = text.clone();
        move |_| {
            form.set(ID, id.to_string());
            form.set(NAME, name.get_value());
            form.set(TEXT, text.clone());
            round.update(|round| *round += 1);
            browser::after_paint(|| browser::focus(&format!("#{NAME}")));
        }
    };
    let delete = move |_| {
        app.replica.do_it(Command::DeletePhrase { id });
        let phrase = phrase.clone();
        toasts.say_with_undo(text!(proposal::phrase_deleted), move || {
            let Phrase { id, name, text, .. } = phrase.clone();
            app.replica.do_it(Command::SavePhrase { id, name, text });
        });
        browser::after_paint(|| browser::focus("h1[tabindex]"));
    };
    view! {
        <li class="proposal-item">
            <h3>{name.get_value()}</h3>
            <p class="phrase-text">{text}</p>
            <div class="button-row">
                <button
                    class="button is-plain"
                    type="button"
                    aria-label=move || text!(proposal::phrase_change_of, name.get_value())
                    on:click=change
                >
                    {t!(proposal::phrase_change)}
                </button>
                <button
                    class="button is-plain"
                    type="button"
                    aria-label=move || text!(proposal::phrase_delete_of, name.get_value())
                    on:click=delete
                >
                    {t!(proposal::phrase_delete)}
                </button>
            </div>
        </li>
    }
}

#[component]
fn PhraseForm(form: Form, round: RwSignal<u32>) -> impl IntoView {
    let toasts = use_toasts();
    let (name, text, id) = (form.text(NAME), form.text(TEXT), form.text(ID));
    let changes = Memo::new(move |_| id.with(|id| !id.is_empty()));
    let problems = Signal::derive(move || {
        let check = |field, text: Memo<String>, max: usize| {
            let length = text.with(|text| text.trim().chars().count());
            let problem = match length {
                0 => Problem::Missing,
                length if length > max => Problem::TooLong { max },
                _ => return None,
            };
            Some(Invalid { field, problem })
        };
        let found = [
            check(Field::Name, name, MAX_TITLE),
            check(Field::Text, text, MAX_MESSAGE),
        ];
        found.into_iter().flatten().collect::<Vec<_>>()
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        if problems.with_untracked(|found| !found.is_empty()) {
            browser::after_paint(|| browser::focus("form [aria-invalid]"));
            return;
        }
        let known = id.with_untracked(|id| id.parse().ok());
        let command = Command::SavePhrase {
            id: known.unwrap_or_else(|| PhraseId(browser::new_id())),
            name: name.get_untracked(),
            text: text.get_untracked(),
        };
        form.queue(command, move || {
            round.update(|round| *round += 1);
            toasts.say(text!(proposal::phrase_saved));
            browser::after_paint(|| browser::focus("h1[tabindex]"));
        });
    };
    let heading = move || match changes.get() {
        true => text!(proposal::phrase_edit),
        false => text!(proposal::phrase_new),
    };
    view! {
        <form
            class="panel"
            novalidate
            aria-labelledby="phrase-h"
            on:submit=save
            on:keydown=hold_composing_enter
        >
            <h2 id="phrase-h">{heading}</h2>
            <FormField
                form
                control=NAME
                label=t!(proposal::phrase_name)
                hint=t!(proposal::phrase_name_hint)
                error=wrong(form, problems, Field::Name)
            />
            <FormField
                form
                control=TEXT
                label=t!(proposal::phrase_text)
                long="textarea is-short"
                error=wrong(form, problems, Field::Text)
            />
            <NotStored form />
            <div class="button-row">
                <button class="button is-primary" type="submit">
                    {t!(proposal::phrase_save)}
                </button>
                <Show when=move || changes.get()>
                    <button
                        class="button is-plain"
                        type="button"
                        on:click=move |_| {
                            form.clear();
                            round.update(|round| *round += 1);
                        }
                    >
                        {t!(deal::leave_it)}
                    </button>
                </Show>
            </div>
        </form>
    }
}
