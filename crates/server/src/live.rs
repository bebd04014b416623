//! News: which scopes go further than before. Never what is in them.

use crate::state::App;
use domain::Scope;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use store::{Elsewhere, Store, StoreError, TokenHash, Versions};
use tokio::sync::broadcast;

/// Something that a stream may have to tell.
#[derive(Clone, Debug)]
pub(crate) enum News {
    /// Scopes that go further.
    Further(Arc<Versions>),
    /// A session ended; its stream does too.
    LoggedOut(TokenHash),
}

/// News kept for a stream that is slow to take them. One that misses some asks the store.
const KEPT: usize = 256;

/// Passes news on to all streams.
pub(crate) struct Hub {
    news: broadcast::Sender<News>,
    followed: Mutex<HashMap<Scope, Followed>>,
}

/// A scope that somebody listens to.
#[derive(Default)]
struct Followed {
    streams: usize,
    told: u64,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self {
            news: broadcast::Sender::new(KEPT),
            followed: Mutex::default(),
        }
    }

    /// All news from now on.
    pub(crate) fn listen(&self) -> broadcast::Receiver<News> {
        self.news.subscribe()
    }

    /// Has news of these scopes noticed even when another process causes them, until the guard is
    /// dropped.
    pub(crate) fn follow(&self, scopes: &[Scope]) {
        let mut followed = self.followed();
        for scope in scopes {
            followed.entry(*scope).or_default().streams += 1;
        }
    }

    /// Ends what [`Hub::follow`] began.
    pub(crate) fn unfollow(&self, scopes: &[Scope]) {
        let mut followed = self.followed();
        for scope in scopes {
            if let Some(entry) = followed.get_mut(scope) {
                entry.streams = entry.streams.saturating_sub(1);
                if entry.streams == 0 {
                    followed.remove(scope);
                }
            }
        }
    }

    /// Passes on how far scopes go now.
    pub(crate) fn announce(&self, versions: Versions) {
        let mut followed = self.followed();
        let further: Versions = versions
            .into_iter()
            .filter(|(scope, version)| {
                followed.get_mut(scope).is_some_and(|entry| {
                    let further = entry.told < *version;
                    entry.told = entry.told.max(*version);
                    further
                })
            })
            .collect();
        drop(followed);
        if !further.is_empty() {
            self.tell(News::Further(Arc::new(further)));
        }
    }

    /// Ends the streams of a session.
    pub(crate) fn logged_out(&self, token: TokenHash) {
        self.tell(News::LoggedOut(token));
    }

    /// Ends the streams of several sessions.
    pub(crate) fn all_logged_out(&self, tokens: Vec<TokenHash>) {
        tokens.into_iter().for_each(|token| self.logged_out(token));
    }

    /// Looks how far the followed scopes go.
    pub(crate) async fn look(&self, store: &dyn Store) -> Result<(), StoreError> {
        let scopes: Vec<Scope> = self.followed().keys().copied().collect();
        let versions = store.snapshot().await?.versions(&scopes).await?;
        self.announce(versions);
        Ok(())
    }

    fn tell(&self, news: News) {
        // Nobody listens: nobody needs to know.
        drop(self.news.send(news));
    }

    fn followed(&self) -> MutexGuard<'_, HashMap<Scope, Followed>> {
        // Counts stay right even if a thread panicked between them.
        self.followed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Pause after the store could not be watched.
const PAUSE: Duration = Duration::from_secs(5);

/// Announces what other processes commit, for as long as the server runs.
pub(crate) async fn notice_others(app: Arc<App>) {
    loop {
        let looked = match app.store.elsewhere().await {
            Ok(Elsewhere::Further(versions)) => {
                app.hub.announce(versions);
                Ok(())
            }
            Ok(Elsewhere::Anything) => app.hub.look(app.store.as_ref()).await,
            Err(error) => Err(error),
        };
        if let Err(error) = looked {
            tracing::warn!(%error, "changes by other processes go unnoticed for now");
            tokio::time::sleep(PAUSE).await;
        }
    }
}
