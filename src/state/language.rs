//! The language of the screens: chosen at once, remembered, and part of the URL that people share.

use crate::device::{browser, preferences};
use leptos::{prelude::*, reactive::graph::Observer};

/// A language that every text has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// 日本語.
    Ja,
    /// English.
    En,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Self::Ja, Self::En];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Ja => "ja",
            Language::En => "en",
        }
    }

    /// The language's name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::Ja => "日本語",
            Language::En => "English",
        }
    }

    fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|known| known.tag() == language)
    }
}

thread_local! {
    // Every text reads it, so it is not handed through every component.
    static LANGUAGE: ArcRwSignal<Language> = ArcRwSignal::new(initial());
}

/// The language in use; tracked where something follows it.
pub fn current() -> Language {
    LANGUAGE.with(|language| match Observer::get() {
        Some(_) => language.get(),
        None => language.get_untracked(),
    })
}

/// Switches at once, and remembers it.
pub fn choose(language: Language) {
    preferences::set_language(language.tag());
    LANGUAGE.with(|current| current.set(language));
}

/// Switches at once, for as long as somebody stands there.
pub fn try_on(language: Language) {
    LANGUAGE.with(|current| current.set(language));
}

/// The language that the page began with.
pub fn begin_anew() {
    try_on(initial());
}

/// Keeps the page's `lang` as the language is, and nothing else.
pub fn follow_in_page() {
    Effect::new(|_| say_language(current()));
}

fn say_language(language: Language) {
    if let Some(root) = browser::root() {
        let _ = root.set_attribute("lang", language.tag());
    }
}

/// The first language: the shared link's, else the one chosen before, else the browser's, else
/// Japanese. People whose browser speaks neither read English.
fn initial() -> Language {
    let shared = browser::query_value("lang")
        .as_deref()
        .and_then(Language::from_tag)
        .inspect(|language| preferences::set_language(language.tag()));
    let chosen = || {
        preferences::language()
            .as_deref()
            .and_then(Language::from_tag)
    };
    let preferred = browser::languages();
    let spoken = || preferred.iter().find_map(|tag| Language::from_tag(tag));
    let otherwise = if preferred.is_empty() {
        Language::Ja
    } else {
        Language::En
    };
    shared.or_else(chosen).or_else(spoken).unwrap_or(otherwise)
}

/// Keeps the page's `lang` and its URL as the language is, whenever `location` changes.
pub fn follow(location: impl Fn() + Send + Sync + 'static) {
    Effect::new(move |_| {
        let language = current();
        location();
        say_language(language);
        // A link without a language is a Japanese one.
        let shared = (language != Language::Ja).then_some(language.tag());
        // After the paint: the router writes the address once the screen has changed.
        browser::after_paint(move || browser::set_query_value("lang", shared));
    });
}
