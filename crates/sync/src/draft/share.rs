//! A draft and the person's other devices.

use super::Draft;
use crate::MutationId;
use domain::{
    Command,
    draft::{self as server, Edit, Fields},
    refusal::{Field, Part},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What this device has exchanged of a draft.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Share {
    /// The texts that the server had last, as far as this device knows.
    pub known: Fields,
    /// Other versions that the person has settled, and the server has not heard of yet.
    pub settled: BTreeMap<Field, Vec<String>>,
    /// On its way to the server as this mutation: the texts that it carries.
    pub saving: Option<(MutationId, Fields)>,
    /// Texts that the server would not take; they are not offered again until they change.
    #[serde(default)]
    pub declined: Option<Fields>,
}

impl Share {
    /// The text of a field that the server had last.
    pub(super) fn known(&self, field: Field) -> &str {
        self.known.get(&field).map_or("", String::as_str)
    }
}

impl Draft {
    /// What this device has changed and not told the server yet.
    pub fn edits(&self) -> Vec<Edit> {
        let settled = &self.share.settled;
        let touched: BTreeSet<Field> = self.fields.keys().chain(settled.keys()).copied().collect();
        touched
            .into_iter()
            .filter_map(|field| {
                let from = self.share.known(field).to_owned();
                let to = self.text(field).to_owned();
                let settles = settled.get(&field).cloned().unwrap_or_default();
                // Where a draft holds only changes, an empty text is one.
                let clears = to.is_empty()
                    && self.announced().is_some()
                    && !self.share.known.contains_key(&field);
                if from == to && settles.is_empty() && !clears {
                    return None;
                }
                let edit = Edit {
                    field,
                    from,
                    to,
                    settles,
                };
                // What the server would not take stays on this device.
                edit.check().is_ok().then_some(edit)
            })
            .collect()
    }

    /// The command that tells the server of the edits; `None` when there is nothing to tell, or
    /// something is on its way already.
    pub fn save_command(&self) -> Option<Command> {
        let edits = self.edits();
        let idle = self.share.saving.is_none() && self.sending.is_none() && !self.stays_here();
        (idle && !edits.is_empty()).then(|| Command::SaveDraft {
            draft: self.id,
            subject: self.subject.clone(),
            title: self.title.clone(),
            edits,
        })
    }

    /// Whether the server would not take these texts: no other device has them.
    pub fn stays_here(&self) -> bool {
        self.share.declined.as_ref() == Some(&self.fields)
    }

    /// The edits are on their way as this mutation.
    pub fn begin_saving(&mut self, id: MutationId) {
        self.share.saving = Some((id, self.fields.clone()));
        self.share.declined = None;
        self.share.settled.clear();
    }

    /// The mutation that carried the edits was judged: the server has what it carried, or would
    /// not take it.
    pub fn saved(&mut self, id: MutationId, taken: bool) {
        if let Some((_, carried)) = self.share.saving.take_if(|(saving, _)| *saving == id) {
            if taken {
                self.share.known = carried;
            } else {
                self.share.declined = Some(carried);
            }
        }
    }

    /// Whether this draft says, and is known to the server to say, just what the server has.
    pub(crate) fn has_heard(&self, row: &server::Draft) -> bool {
        let mut fields = row.fields.iter();
        self.title == row.title
            && fields.all(|(field, theirs)| {
                self.share.known.get(field) == Some(theirs)
                    && self.fields.get(field) == Some(theirs)
            })
    }

    /// Takes in what the server has, where nothing was typed here since.
    pub fn follow(&mut self, row: &server::Draft) {
        if self.share.saving.is_some() || self.sending.is_some() {
            // What is on its way is part of the server's next word.
            return;
        }
        for (field, theirs) in &row.fields {
            let mine = self.text(*field);
            let known = self.share.known(*field);
            let aside = row
                .others
                .get(field)
                .is_some_and(|others| others.iter().any(|other| other == known));
            let untouched = mine == known;
            if (untouched && !aside) || mine.trim().is_empty() || mine == theirs {
                self.fields.insert(*field, theirs.clone());
                self.share.known.insert(*field, theirs.clone());
            } else if theirs.trim().is_empty() && !aside {
                // Emptied elsewhere and written on here: what was written counts.
                self.share.known.insert(*field, theirs.clone());
            }
        }
        row.title.clone_into(&mut self.title);
    }

    /// The other versions of a field's text, as the server has them; empty when all agree.
    pub fn versions(&self, row: &server::Draft, field: Field) -> Vec<String> {
        // Who moved an item last has moved it: nobody is asked.
        if self.share.saving.is_some() || matches!(field, Field::Item(_, _, Part::Rank)) {
            return Vec::new();
        }
        let current = row.fields.get(&field).map_or("", String::as_str);
        let mine = self.text(field);
        let known = self.share.known(field);
        let settled = self.share.settled.get(&field);
        let others = row.others.get(&field);
        let moved = current != known && !current.trim().is_empty();
        moved
            .then_some(current)
            .into_iter()
            .chain(others.into_iter().flatten().map(String::as_str))
            .filter(|text| *text != mine && *text != known)
            .filter(|text| settled.is_none_or(|settled| !settled.iter().any(|seen| seen == text)))
            .map(str::to_owned)
            .collect()
    }

    /// The person chose what a field says; every version they saw is settled.
    pub fn settle(&mut self, row: &server::Draft, field: Field, text: impl Into<String>) {
        let mut seen = self.versions(row, field);
        seen.push(self.text(field).to_owned());
        seen.push(self.share.known(field).to_owned());
        seen.retain(|text| !text.is_empty());
        let settled = self.share.settled.entry(field).or_default();
        for text in seen {
            if !settled.contains(&text) {
                settled.push(text);
            }
        }
        self.set(field, text);
    }
}
