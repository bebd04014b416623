//! After an attempt that failed: how long to wait, kept across restarts, and who tries instead when
//! no page does.

use super::{SyncState, SyncStatus};
use crate::device::{
    browser, clock,
    network::NetworkError,
    offline,
    replica_store::{Retry, Trouble},
};
use domain::{PersonId, Timestamp};
use leptos::{prelude::*, task::spawn_local};
use sync::protocol::ProblemKind;

/// The first wait after a failure, in milliseconds; it doubles up to the longest.
const FIRST_WAIT: i64 = 1_000;
const LONGEST_WAIT: i64 = 5 * 60 * 1000;
/// No server may ask for a longer wait; and a clock that was put back asks for none.
const LONGEST_ASKED: i64 = 60 * 60 * 1000;

impl SyncState {
    /// Goes on with what an earlier page learnt of the server: how often it failed, and whether the
    /// server wants no attempt yet.
    pub(super) async fn recall(self, person: PersonId) {
        if self.run.with_value(|run| run.recalled) == Some(person) {
            return;
        }
        let retry = self.replica.retry().await;
        self.run.update_value(|run| {
            run.recalled = Some(person);
            run.failures = retry.failures;
            run.patient_until = None;
        });
        let asked = retry.trouble.as_ref().is_some_and(|it| it.asked);
        self.trouble.set(retry.trouble);
        // Whoever opens the app tries at once, unless the server asked for patience.
        let wait = retry.at.0 - clock::now().0;
        if asked && (1..=LONGEST_ASKED).contains(&wait) {
            self.run
                .update_value(|run| run.patient_until = Some(retry.at));
            self.status.set(SyncStatus::Waiting(retry.at));
            self.try_after(wait);
        }
    }

    /// Whether the server asked for patience that is not over, and nobody presses for an attempt.
    pub(super) fn is_patient(self) -> bool {
        let pressed = self
            .run
            .try_update_value(|run| std::mem::take(&mut run.pressed));
        let until = self.run.with_value(|run| run.patient_until);
        !pressed.unwrap_or_default() && until.is_some_and(|until| until > clock::now())
    }

    /// An exchange succeeded.
    pub(super) async fn succeed(self) {
        let failed = self.run.with_value(|run| run.failures) > 0;
        if failed || self.trouble.with_untracked(Option::is_some) {
            self.run.update_value(|run| run.failures = 0);
            self.trouble.set(None);
            self.replica.save_retry(&Retry::default()).await;
        }
    }

    /// An exchange failed, or settled nothing: the next one follows by itself.
    pub(super) async fn wait(self, error: Option<NetworkError>) {
        let failures = self.run.with_value(|run| run.failures).saturating_add(1);
        let doubled = FIRST_WAIT.saturating_mul(1i64 << failures.min(20).saturating_sub(1));
        let asked = match &error {
            Some(NetworkError::Problem(problem)) => problem.retry_after,
            Some(NetworkError::Unreachable | NetworkError::Unreadable) | None => None,
        };
        let seconds = asked.and_then(|seconds| i64::try_from(seconds).ok());
        let least = seconds.unwrap_or(0).saturating_mul(1000).min(LONGEST_ASKED);
        // Many devices come back at once after an outage: spread them.
        let spread = 1.0 + js_sys::Math::random() / 2.0;
        let wait = (doubled.min(LONGEST_WAIT).max(least) as f64 * spread) as i64;
        let now = clock::now();
        let retry = Retry {
            failures,
            at: Timestamp(now.0 + wait),
            trouble: error.as_ref().map(|error| Trouble {
                at: now,
                word: error.kind(),
                asked: asked.is_some(),
            }),
        };
        self.run.update_value(|run| {
            run.failures = failures;
            run.patient_until = asked.map(|_| retry.at);
        });
        self.trouble.set(retry.trouble.clone());
        self.replica.save_retry(&retry).await;
        self.status
            .set(match error.as_ref().and_then(NetworkError::kind) {
                _ if !browser::is_online() => SyncStatus::Offline,
                Some(ProblemKind::NoRoom) => SyncStatus::NoRoom(retry.at),
                _ => SyncStatus::Waiting(retry.at),
            });
        if !browser::is_online() {
            self.send_later();
        }
        self.try_after(wait);
    }

    fn try_after(self, wait: i64) {
        self.run.update_value(|run| run.timer += 1);
        let timer = self.run.with_value(|run| run.timer);
        spawn_local(async move {
            clock::sleep(u32::try_from(wait).unwrap_or(u32::MAX)).await;
            if self.run.with_value(|run| run.timer) == timer {
                self.now();
            }
        });
    }

    /// Has the browser wake the service worker once there is a network: it sends what waits if all
    /// pages are closed by then. Where there is one it wakes at once, so no attempt that fails asks for it.
    pub(super) fn send_later(self) {
        if self.replica.has_outbox() {
            offline::send_later();
        }
    }
}
