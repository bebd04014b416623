//! Stories that once broke something, kept as text: `#` lines say what it was, then the town, then
//! one event a line. A kept story does not depend on how seeds become stories.

use crate::{Event, Town};
use std::fmt::Write as _;

/// A file that is no story.
#[derive(Debug, thiserror::Error)]
pub enum BadStory {
    /// A line is neither a remark nor what should be there.
    #[error("line {line}: {source}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// Why not.
        source: serde_json::Error,
    },
    /// There is no town.
    #[error("it has no town")]
    Empty,
}

/// A story as text.
pub fn write(remark: &str, town: &Town, events: &[Event]) -> String {
    let mut text = String::new();
    for line in remark.lines() {
        let _ = writeln!(text, "# {line}");
    }
    let _ = writeln!(text, "{}", json(town));
    for event in events {
        let _ = writeln!(text, "{}", json(event));
    }
    text
}

fn json<T: serde::Serialize>(value: &T) -> String {
    // Numbers and names: there is nothing that could not be written.
    serde_json::to_string(value).unwrap_or_default()
}

/// Reads a story.
pub fn read(text: &str) -> Result<(Town, Vec<Event>), BadStory> {
    let mut town = None;
    let mut events = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let bad = |source| BadStory::Line {
            line: number + 1,
            source,
        };
        if town.is_none() {
            town = Some(serde_json::from_str(line).map_err(bad)?);
        } else {
            events.push(serde_json::from_str(line).map_err(bad)?);
        }
    }
    Ok((town.ok_or(BadStory::Empty)?, events))
}
