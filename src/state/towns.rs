//! The municipalities of Japan, for who writes about one. The list is a file beside the app, which
//! the service worker keeps; it is read when it is first needed.

use crate::device::{browser, network};
use domain::place::{MunicipalityCode, Town};
use leptos::{prelude::*, task::spawn_local};

/// The list; empty until it is there.
pub fn use_towns() -> RwSignal<Vec<Town>> {
    let towns = RwSignal::new(Vec::new());
    spawn_local(async move {
        if let Ok(list) = network::towns().await {
            towns.try_set(list.lines().filter_map(read).collect());
        }
    });
    towns
}

/// A line of the list, or what somebody types: the code, then the name.
fn read(line: &str) -> Option<Town> {
    let (code, name) = line.trim().split_once(char::is_whitespace)?;
    let code: MunicipalityCode = code.parse().ok()?;
    let name = name.trim().to_owned();
    (!name.is_empty()).then_some(Town { code, name })
}

/// The towns that a text may mean, at most so many: by a part of the name, or by the code, with or
/// without its check digit. One that is spelled out is known without the list.
pub fn find(towns: &[Town], typed: &str, most: usize) -> Vec<Town> {
    // Digits may come in full width.
    let typed = browser::lower(typed.trim());
    if typed.is_empty() {
        return Vec::new();
    }
    let is_code = typed.chars().all(|sign| sign.is_ascii_digit());
    let fits = |town: &&Town| match is_code {
        true => town.code.as_str().starts_with(&typed),
        false => town.name.contains(&typed),
    };
    let mut found: Vec<Town> = towns.iter().filter(fits).take(most).cloned().collect();
    if found.is_empty() {
        found.extend(read(&typed));
    }
    found
}
