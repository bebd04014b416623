//! Reading texts over those of what they go on from.

use crate::{
    draft::Fields,
    profile::{NO, YES},
    refusal::{Field, Invalid, List, Part, Problem},
    typed,
};
use std::collections::BTreeSet;

/// The texts of a draft, over those of what it goes on from.
pub(super) struct Reading<'a> {
    typed: &'a Fields,
    before: Fields,
    unread: Vec<Invalid>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(typed: &'a Fields, before: Fields) -> Self {
        Self {
            typed,
            before,
            unread: Vec::new(),
        }
    }

    /// What could not be read.
    pub(super) fn unread(self) -> Vec<Invalid> {
        self.unread
    }

    pub(super) fn note(&mut self, field: Field, problem: Problem) {
        self.unread.push(Invalid { field, problem });
    }

    /// The text of a field, typed or from before.
    pub(super) fn text(&self, field: Field) -> &str {
        let text = self.typed.get(&field).or_else(|| self.before.get(&field));
        text.map_or("", |text| text.trim())
    }

    /// The text of a field, if it is another than before.
    pub(super) fn touched(&self, field: Field) -> Option<&'a str> {
        let text = self.typed.get(&field)?;
        let before = self.before.get(&field).map_or("", String::as_str);
        (text != before).then(|| text.trim())
    }

    /// Whether something of a list is another than before.
    pub(super) fn touches(&self, list: List) -> bool {
        let mut fields = self.typed.keys();
        fields.any(|field| {
            matches!(field, Field::Item(of, _, _) if *of == list) && self.touched(*field).is_some()
        })
    }

    /// The numbers of a list's items, in their order.
    pub(super) fn items(&self, list: List) -> Vec<u16> {
        in_order(self.fields(), list, |field| self.text(field))
    }

    /// The options of a question as they are written, with their numbers, in their order.
    pub(super) fn options(&self, question: u16) -> Vec<(u16, &str)> {
        options_of(self.fields(), question, |field| self.text(field))
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.typed.keys().chain(self.before.keys())
    }

    /// Takes what a touched text says. Where it cannot be read, that is noted; an empty one says
    /// nothing.
    pub(super) fn take<T>(
        &mut self,
        field: Field,
        value: &mut Option<T>,
        read: impl FnOnce(&str) -> Option<T>,
    ) {
        let Some(text) = self.touched(field) else {
            return;
        };
        *value = match text {
            "" => None,
            text => read(text),
        };
        if value.is_none() && !text.is_empty() {
            self.note(field, Problem::Malformed);
        }
    }

    /// Takes a touched text as one line.
    pub(super) fn line(&self, field: Field, value: &mut String) {
        if let Some(text) = self.touched(field) {
            *value = typed::one_line(text);
        }
    }

    /// Takes a touched text as it is.
    pub(super) fn prose(&self, field: Field, value: &mut String) {
        if let Some(text) = self.touched(field) {
            text.clone_into(value);
        }
    }

    /// Takes a touched word; one that nobody knows says nothing.
    pub(super) fn word<T>(
        &self,
        field: Field,
        value: &mut T,
        read: impl FnOnce(&str) -> Option<T>,
    ) {
        if let Some(read) = self.touched(field).and_then(read) {
            *value = read;
        }
    }

    /// Takes a touched yes or no.
    pub(super) fn yes(&self, field: Field, value: &mut bool) {
        if let Some(text) = self.touched(field) {
            *value = text == YES;
        }
    }
}

/// The word of a yes or a no.
pub(super) fn yes_or_no(is: bool) -> &'static str {
    if is { YES } else { NO }
}

/// Puts a text, unless it says nothing.
pub(super) fn put(fields: &mut Fields, field: Field, text: impl Into<String>) {
    let text = text.into();
    if !text.is_empty() {
        fields.insert(field, text);
    }
}

/// A number as a text; none is empty.
pub(super) fn number<N: std::fmt::Display>(number: Option<N>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// A count as typed. One that no hall holds stays too many.
pub(super) fn count(text: &str) -> Option<u32> {
    typed::whole_number(text).map(|count| u32::try_from(count).unwrap_or(u32::MAX))
}

/// The numbers of a list's items in a draft, in their order.
pub fn items(fields: &Fields, list: List) -> Vec<u16> {
    in_order(fields.keys(), list, |field| {
        fields.get(&field).map_or("", |text| text.trim())
    })
}

/// The options of a question in a draft, empty ones as well, with their numbers, in their order.
pub fn options(fields: &Fields, question: u16) -> Vec<(u16, &str)> {
    options_of(fields.keys(), question, |field| {
        fields.get(&field).map_or("", |text| text.trim())
    })
}

/// The rank behind all items of a list.
pub fn next_rank(fields: &Fields, list: List) -> u32 {
    let ranks = fields.iter().filter_map(|(field, text)| match field {
        Field::Item(of, _, Part::Rank) if *of == list => rank(text),
        _ => None,
    });
    ranks.max().unwrap_or(0).saturating_add(1)
}

fn rank(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

fn in_order<'t>(
    fields: impl Iterator<Item = &'t Field>,
    list: List,
    text: impl Fn(Field) -> &'t str,
) -> Vec<u16> {
    let mut ranked: Vec<(u32, u16)> = fields
        .filter_map(|field| match field {
            Field::Item(of, number, Part::Rank) if *of == list => {
                Some((rank(text(*field))?, *number))
            }
            _ => None,
        })
        .collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.into_iter().map(|(_, number)| number).collect()
}

fn options_of<'t>(
    fields: impl Iterator<Item = &'t Field>,
    question: u16,
    text: impl Fn(Field) -> &'t str,
) -> Vec<(u16, &'t str)> {
    let numbers: BTreeSet<u16> = fields
        .filter_map(|field| match field {
            Field::Item(List::Question, of, Part::Option(number)) if *of == question => {
                Some(*number)
            }
            _ => None,
        })
        .collect();
    let written = numbers.into_iter().map(|number| {
        let field = Field::Item(List::Question, question, Part::Option(number));
        (number, text(field))
    });
    written.filter(|(_, text)| *text != Part::REMOVED).collect()
}
