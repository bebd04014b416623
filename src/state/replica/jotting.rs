//! What is being typed into forms that are no drafts. It is on the disk a quarter of a second after
//! the last key, and at once when the page is hidden.

use super::{ReplicaState, acting::is_held};
use crate::device::clock;
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;
use sync::Jotting;

/// Texts by the names of their controls.
pub type Texts = BTreeMap<String, String>;

/// How long after the last key a jotting is saved, in milliseconds.
const SAVE_AFTER: u32 = 250;

impl ReplicaState {
    /// What is typed into a form; `None` when nothing is.
    pub fn jotting(self, form: &str) -> Option<Texts> {
        self.jottings.with(|jottings| jottings.get(form).cloned())
    }

    /// Changes what is typed into a form.
    pub fn jot(self, form: &str, texts: Texts) {
        let form = form.to_owned();
        self.jottings.update(|jottings| {
            jottings.insert(form.clone(), texts.clone());
        });
        self.not_saved(&form);
        spawn_local(async move {
            clock::sleep(SAVE_AFTER).await;
            // A later key has its own turn.
            if self.typed(&form) == texts {
                self.save_jotting(form).await;
            }
        });
    }

    /// A form was sent, or taken back: what was typed into it goes.
    pub fn clear_jotting(self, form: &str) {
        self.jottings.update(|jottings| {
            jottings.remove(form);
        });
        let form = form.to_owned();
        self.not_saved(&form);
        spawn_local(async move { self.save_jotting(form).await });
    }

    fn not_saved(self, form: &str) {
        self.save_when_left();
        self.unsaved.update_value(|unsaved| {
            unsaved.insert(form.to_owned());
        });
    }

    fn typed(self, form: &str) -> Texts {
        self.jottings
            .with_untracked(|jottings| jottings.get(form).cloned())
            .unwrap_or_default()
    }

    /// Shows what is stored; what is not on the disk yet stays as it is here.
    pub(super) fn take_jottings(self, stored: Vec<Jotting>) {
        let unsaved = self.unsaved.get_value();
        self.jottings.update(|jottings| {
            jottings.retain(|form, _| unsaved.contains(form));
            for jotting in stored {
                if !unsaved.contains(&jotting.form) {
                    jottings.insert(jotting.form, jotting.texts);
                }
            }
        });
    }

    pub(super) fn all_jottings(self) -> Vec<Jotting> {
        let jottings = self.jottings.get_untracked().into_iter();
        let jottings = jottings.map(|(form, texts)| Jotting { form, texts });
        jottings.collect()
    }

    /// How many forms hold something that was typed.
    pub fn jotting_count(self) -> usize {
        self.jottings.with(|jottings| {
            let forms = jottings.keys();
            forms.filter(|form| !is_held(form)).count()
        })
    }

    /// Keeps what is not on the disk where a page that goes can leave it.
    pub(super) fn keep_jottings(self) {
        let Some(store) = self.store() else { return };
        for form in self.unsaved.get_value() {
            let texts = self.typed(&form);
            store.keep_jotting(&Jotting { form, texts });
        }
    }

    pub(super) fn save_jottings(self) {
        for form in self.unsaved.get_value() {
            spawn_local(async move { self.save_jotting(form).await });
        }
    }

    pub(super) async fn save_all_jottings(self) {
        for form in self.unsaved.get_value() {
            self.save_jotting(form).await;
        }
    }

    async fn save_jotting(self, form: String) {
        if self.store().is_none() {
            return;
        }
        let texts = self.typed(&form);
        let jotting = Jotting { form, texts };
        let stored = self.stored(async |store| store.save_jotting(&jotting).await);
        if stored.await.is_ok() && self.typed(&jotting.form) == jotting.texts {
            self.unsaved.update_value(|unsaved| {
                unsaved.remove(&jotting.form);
            });
        }
    }
}
