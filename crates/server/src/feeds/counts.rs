//! How often feeds are seen: counted in memory, written to the store every few seconds. Nothing is
//! known of who looked. What was counted in the last seconds before a crash is lost.

use crate::state::App;
use domain::{FeedId, Kind, Month, Row, RowKey, Write, feed::Counts, feed::FeedTally};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use store::StoreError;
use tokio::sync::Notify;

/// The first count is written at once, and those that follow are gathered for so long.
const GATHERED: Duration = Duration::from_secs(10);

/// What happened to a feed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Seen {
    /// A page loaded it.
    View,
    /// Somebody opened a posting.
    Open,
}

impl From<Seen> for Counts {
    fn from(seen: Seen) -> Self {
        Self {
            views: u32::from(seen == Seen::View),
            opens: u32::from(seen == Seen::Open),
        }
    }
}

type Gathered = BTreeMap<(FeedId, Month), Counts>;

/// Counts that wait to be written.
#[derive(Default)]
pub(crate) struct Waiting {
    counts: Mutex<Gathered>,
    come: Notify,
}

impl Waiting {
    /// Counts something that happened to a feed that there is.
    pub(crate) fn count(&self, feed: FeedId, month: Month, seen: Seen) {
        self.add(feed, month, seen.into());
        self.come.notify_one();
    }

    fn add(&self, feed: FeedId, month: Month, more: Counts) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = counts.entry((feed, month)).or_default();
        *counted = counted.plus(more);
    }

    fn take(&self) -> Gathered {
        std::mem::take(&mut *self.counts.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Writes counts until the server ends; never broken off between taking them and writing them.
pub(crate) async fn keep_written(app: Arc<App>) {
    loop {
        tokio::select! {
            () = app.feeds.waiting.come.notified() => {}
            () = app.stop.cancelled() => return,
        }
        write_all(&app).await;
        tokio::select! {
            () = tokio::time::sleep(GATHERED) => {}
            () = app.stop.cancelled() => return,
        }
    }
}

/// Writes what waits.
pub(crate) async fn write_all(app: &App) {
    for ((feed, month), counts) in app.feeds.waiting.take() {
        if let Err(error) = write(app, feed, month, counts).await {
            // Another server counted the same feed, or the store is busy: with the next.
            tracing::warn!(%error, "counts of a feed wait");
            app.feeds.waiting.add(feed, month, counts);
            app.feeds.waiting.come.notify_one();
        }
    }
}

async fn write(app: &App, id: FeedId, month: Month, counts: Counts) -> Result<(), StoreError> {
    let key = |kind| RowKey { kind, id: id.0 };
    let mut transaction = app.store.begin().await?;
    let Some(Row::Feed(feed)) = transaction.row(key(Kind::Feed)).await? else {
        return Ok(());
    };
    let mut tally = match transaction.row(key(Kind::FeedTally)).await? {
        Some(Row::FeedTally(tally)) => tally,
        _ => FeedTally::new(&feed),
    };
    tally.add(month, counts);
    transaction
        .write(&Write::Put(Row::FeedTally(tally)))
        .await?;
    app.commit(transaction).await
}
