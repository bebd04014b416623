//! The language and the light.

use crate::{
    device::{
        browser,
        preferences::{self, Theme},
    },
    state::{language, language::Language},
};
use leptos::prelude::*;

/// How the screens are shown.
#[component]
pub fn Display() -> impl IntoView {
    view! {
        <section class="panel" aria-label=t!(account::display)>
            <fieldset class="settings-group">
                <legend>{t!(account::language)}</legend>
                <div class="choices">{Language::ALL.map(language_choice).collect_view()}</div>
            </fieldset>
            <hr />
            <Themes />
        </section>
    }
}

fn language_choice(language: Language) -> impl IntoView {
    view! {
        <label lang=language.tag()>
            <input
                type="radio"
                name="language"
                prop:checked=move || language::current() == language
                on:change=move |_| language::choose(language)
            />
            {language.own_name()}
        </label>
    }
}

/// Light, dark, or as the device.
#[component]
fn Themes() -> impl IntoView {
    let chosen = RwSignal::new(preferences::theme());
    let choice = move |theme: Theme| {
        let name = move || match theme {
            Theme::System => text!(account::theme_system),
            Theme::Light => text!(account::theme_light),
            Theme::Dark => text!(account::theme_dark),
        };
        view! {
            <label>
                <input
                    type="radio"
                    name="theme"
                    prop:checked=move || chosen.get() == theme
                    on:change=move |_| {
                        chosen.set(theme);
                        preferences::set_theme(theme);
                        browser::set_theme(theme.attribute());
                    }
                />
                {name}
            </label>
        }
    };
    view! {
        <fieldset class="settings-group">
            <legend>{t!(account::theme)}</legend>
            <div class="choices">
                {[Theme::System, Theme::Light, Theme::Dark].map(choice).collect_view()}
            </div>
        </fieldset>
    }
}
