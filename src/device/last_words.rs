//! What was typed the moment before a page went. What is on its way to IndexedDB then may go with the
//! page: of ten pages that Chromium left, up to six lost what they wrote as they went, and all ten where
//! another write had not ended. What localStorage has been told stays with the browser. It holds one
//! person's records, from a page's last moment until they are on the disk.

use super::{browser::local_storage, database::Record};

const PREFIX: &str = "engawa.last_words";

/// Where a record is kept that belongs into a store of a database.
fn name(database: &str, store: &str, key: &str) -> String {
    format!("{PREFIX}/{database}/{store}/{key}")
}

/// Keeps a record. Where localStorage is refused or full, its other way to the disk has to do.
pub fn keep(database: &str, store: &str, record: &Record) {
    if let Some(storage) = local_storage() {
        let _ = storage.set_item(&name(database, store, &record.key), &record.text);
    }
}

/// A newer text of a record takes the place of the one that is kept, if one is.
pub fn renew(database: &str, store: &str, record: &Record) {
    if kept(database, store, &record.key).is_some() {
        keep(database, store, record);
    }
}

/// The text that is kept of a record.
pub fn kept(database: &str, store: &str, key: &str) -> Option<String> {
    local_storage()?
        .get_item(&name(database, store, key))
        .ok()
        .flatten()
}

/// The records of a store that are kept.
pub fn all(database: &str, store: &str) -> Vec<Record> {
    let prefix = name(database, store, "");
    let records = names().into_iter().filter_map(|name| {
        let key = name.strip_prefix(&prefix)?.to_owned();
        let text = kept(database, store, &key)?;
        Some(Record { key, text })
    });
    records.collect()
}

/// A record is on the disk.
pub fn forget(database: &str, store: &str, key: &str) {
    if let Some(storage) = local_storage() {
        let _ = storage.remove_item(&name(database, store, key));
    }
}

/// Nothing is kept for a database any more.
pub fn forget_all_of(database: &str) {
    forget_where(&format!("{PREFIX}/{database}/"));
}

/// Nothing is kept for anybody any more.
pub fn forget_all() {
    forget_where(PREFIX);
}

fn forget_where(prefix: &str) {
    let Some(storage) = local_storage() else {
        return;
    };
    for name in names() {
        if name.starts_with(prefix) {
            let _ = storage.remove_item(&name);
        }
    }
}

fn names() -> Vec<String> {
    let Some(storage) = local_storage() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or_default();
    (0..count)
        .filter_map(|index| storage.key(index).ok().flatten())
        .collect()
}
