//! What is being typed into forms that are no drafts. It is on the disk a quarter of a second after
//! the last key, and at once when the page is hidden.

use super::{Health, ReplicaState};
use crate::device::{clock, replica_store::Jotting};
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;

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
        spawn_local(async move {
            clock::sleep(SAVE_AFTER).await;
            // A later key has its own turn.
            if self.typed(&form) == texts {
                self.save_jotting(form, texts).await;
            }
        });
    }

    /// A form was sent, or taken back: what was typed into it goes.
    pub fn clear_jotting(self, form: &str) {
        self.jottings.update(|jottings| {
            jottings.remove(form);
        });
        let form = form.to_owned();
        spawn_local(async move { self.save_jotting(form, Texts::new()).await });
    }

    fn typed(self, form: &str) -> Texts {
        self.jottings
            .with_untracked(|jottings| jottings.get(form).cloned())
            .unwrap_or_default()
    }

    pub(super) fn take_jottings(self, stored: Vec<Jotting>) {
        let stored = stored.into_iter();
        self.jottings.set(
            stored
                .map(|jotting| (jotting.form, jotting.texts))
                .collect(),
        );
    }

    pub(super) fn save_jottings(self) {
        for (form, texts) in self.jottings.get_untracked() {
            spawn_local(async move { self.save_jotting(form, texts).await });
        }
    }

    async fn save_jotting(self, form: String, texts: Texts) {
        let Some(store) = self.store() else { return };
        if let Err(error) = store.save_jotting(&Jotting { form, texts }).await {
            self.health.set(Health::Fails(error));
        }
    }
}
