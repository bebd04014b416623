//! 自分: the account, the language, the light, and what this device holds.

use crate::{
    components::{device_facts::DeviceFacts, log_out::LogOut, own_blocks::OwnBlocks},
    device::{
        browser,
        preferences::{self, Theme},
    },
    paths,
    state::{language, language::Language, use_app},
};
use leptos::prelude::*;

/// The person's own place.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(account::self_title))));
    let account = Memo::new(move |_| app.session.account());
    let who = move || match account.get() {
        Some(account) => text!(account::who, account.name, account.email),
        None => text!(account::no_account).to_owned(),
    };
    let registered = Memo::new(move |_| account.with(Option::is_some));
    view! {
        <div class="page">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(account::self_title)}
                </h1>
                <p class="lead">{who}</p>
            </header>
            <section class="panel" aria-label=t!(account::display)>
                <fieldset class="settings-group">
                    <legend>{t!(account::language)}</legend>
                    <div class="choices">{Language::ALL.map(language_choice).collect_view()}</div>
                </fieldset>
                <hr />
                <Themes />
            </section>
            <DeviceFacts />
            <OwnBlocks />
            <section class="panel" aria-labelledby="account-h">
                <h2 id="account-h">{t!(account::account)}</h2>
                <Show when=move || registered.get() fallback=NoAccount>
                    <p><a href=paths::ACCOUNT>{t!(person::to_account)}</a></p>
                    <LogOut />
                </Show>
            </section>
            <p class="lead">
                <small>{t!(account::version, env!("CARGO_PKG_VERSION"))}</small>
            </p>
        </div>
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

#[component]
fn NoAccount() -> impl IntoView {
    let link = |path| paths::and_back(path, paths::SETTINGS);
    view! {
        <p>{t!(account::account_text)}</p>
        <div class="button-row">
            <a class="button is-primary" href=link(paths::REGISTER)>
                {t!(account::register)}
            </a>
            <a class="button" href=link(paths::LOGIN)>
                {t!(account::log_in)}
            </a>
        </div>
    }
}
