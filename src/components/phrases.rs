//! The person's own phrases, put into what they write.

use super::toasts::use_toasts;
use crate::{paths, state::use_app};
use domain::phrase::Phrase;
use leptos::prelude::*;

/// The menu beside a text: choosing a phrase puts it behind what is written.
#[component]
pub fn InsertPhrase(
    /// Called with the phrase's text.
    #[prop(into)]
    on_text: Callback<String>,
) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let phrases = Memo::new(move |_| app.replica.phrases());
    let open = RwSignal::new(false);
    let item = move |phrase: Phrase| {
        let Phrase { name, text, .. } = phrase;
        let label = {
            let name = name.clone();
            move || text!(proposal::phrase_insert_of, name.as_str())
        };
        let said = name.clone();
        let insert = move |_| {
            open.set(false);
            on_text.run(text.clone());
            toasts.say(text!(proposal::phrase_inserted, said.as_str()));
        };
        view! {
            <li>
                <button class="button is-plain" type="button" aria-label=label on:click=insert>
                    {name}
                </button>
            </li>
        }
    };
    view! {
        <details
            class="phrases"
            prop:open=open
            on:toggle=move |event| open.set(is_open(&event))
        >
            <summary>{t!(proposal::phrase_insert)}</summary>
            <div class="phrases-body">
                <Show
                    when=move || phrases.with(|phrases| !phrases.is_empty())
                    fallback=|| view! { <p class="hint">{t!(proposal::phrase_none)}</p> }
                >
                    <ul role="list" aria-label=t!(proposal::phrase_list)>
                        {move || phrases.get().into_iter().map(item).collect_view()}
                    </ul>
                </Show>
                <a href=paths::PHRASES>{t!(proposal::phrase_manage)}</a>
            </div>
        </details>
    }
}

fn is_open(event: &leptos::ev::Event) -> bool {
    use leptos::wasm_bindgen::JsCast;
    let details = event
        .target()
        .and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok());
    details.is_some_and(|details| details.has_attribute("open"))
}

/// A text with a phrase behind it.
pub fn with_phrase(text: &str, phrase: &str) -> String {
    match text.trim_end() {
        "" => phrase.to_owned(),
        text => format!("{text}\n\n{phrase}"),
    }
}
