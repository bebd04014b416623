//! Small choices and notes kept in localStorage. Where it is refused they last as long as the page.

use super::browser::local_storage;
use domain::PersonId;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

const LANGUAGE: &str = "engawa.language";
const THEME: &str = "engawa.theme";
const TO_ERASE: &str = "engawa.erase";
const TO_LOG_OUT: &str = "engawa.log_out";

/// Light, dark, or as the system says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "named after what they are")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// The value of `data-theme`; none follows the system.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }
}

fn load<T: DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_str(&local_storage()?.get_item(key).ok().flatten()?).ok()
}

fn store<T: Serialize>(key: &str, value: &T) {
    if let (Some(storage), Ok(text)) = (local_storage(), serde_json::to_string(value)) {
        // Refused in private modes; the choice then ends with the page.
        let _ = storage.set_item(key, &text);
    }
}

/// The language chosen before, as a tag such as `ja`.
pub fn language() -> Option<String> {
    load(LANGUAGE)
}

/// Remembers the language.
pub fn set_language(tag: &str) {
    store(LANGUAGE, &tag);
}

/// The theme chosen before.
pub fn theme() -> Theme {
    load(THEME).unwrap_or_default()
}

/// Remembers the theme.
pub fn set_theme(theme: Theme) {
    store(THEME, &theme);
}

/// Whether a session is to be ended as soon as the server can be reached.
pub fn to_log_out() -> bool {
    load(TO_LOG_OUT).unwrap_or_default()
}

/// Notes whether a session is to be ended.
pub fn set_to_log_out(ends: bool) {
    store(TO_LOG_OUT, &ends);
}

/// Forgets the choices; what is still to be done stays noted.
pub fn forget() {
    for key in [LANGUAGE, THEME] {
        if let Some(storage) = local_storage() {
            let _ = storage.remove_item(key);
        }
    }
}

/// Whose databases were to be erased and could not be: it is tried again when the app opens.
pub fn to_erase() -> Vec<PersonId> {
    load(TO_ERASE).unwrap_or_default()
}

/// Notes whose databases are to be erased.
pub fn set_to_erase(people: &[PersonId]) {
    store(TO_ERASE, &people);
}
