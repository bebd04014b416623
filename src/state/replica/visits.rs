//! What the person looked at, and when they were here before: what came since is new to them.

use super::ReplicaState;
use crate::device::{
    clock,
    replica_store::{ReplicaStore, Seen},
};
use domain::{JobId, Timestamp};
use leptos::{prelude::*, task::spawn_local};

/// How many opened postings are remembered.
const RECENT: usize = 30;
/// A new visit begins after this long away, in milliseconds.
const VISIT_GAP: i64 = 30 * 60 * 1000;

impl ReplicaState {
    /// Remembers that a posting was opened.
    pub fn note_seen(self, job: JobId) {
        self.seen.update(|seen| {
            seen.jobs.retain(|id| *id != job);
            seen.jobs.insert(0, job);
            seen.jobs.truncate(RECENT);
        });
        if let Some(store) = self.store() {
            let seen = self.seen.get_untracked();
            spawn_local(async move {
                let _ = store.save_seen(&seen).await;
            });
        }
    }

    /// Recently opened postings, the latest first.
    pub fn recent(self) -> Vec<JobId> {
        self.seen.with(|seen| seen.jobs.clone())
    }

    /// What was posted after this moment is new since the last visit.
    pub fn last_visit(self) -> Option<Timestamp> {
        self.seen.with(|seen| seen.last_visit)
    }
}

/// What the person looked at before; a new visit may begin.
pub(super) async fn visit(store: &ReplicaStore) -> Seen {
    let mut seen = store.seen().await.unwrap_or_default();
    begin_visit(&mut seen, clock::now());
    let _ = store.save_seen(&seen).await;
    seen
}

fn begin_visit(seen: &mut Seen, now: Timestamp) {
    match seen.this_visit {
        // Still the same visit: a reload, or a second tab.
        Some(begun) if (0..VISIT_GAP).contains(&(now.0 - begun.0)) => {}
        begun => {
            seen.last_visit = begun;
            seen.this_visit = Some(now);
        }
    }
}
