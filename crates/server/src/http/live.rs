//! `GET /api/live`: that something is new, as it happens, and never what.

use super::{
    client::Client,
    problem::{Failure, failure},
};
use crate::{
    limits::household,
    live::News,
    places::{Crowded, Place},
    session::LoggedIn,
    state::App,
};
use axum::{
    extract::State,
    http::HeaderMap,
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use domain::{PersonId, Scope};
use futures_util::stream;
use std::{
    collections::{BTreeSet, VecDeque},
    convert::Infallible,
    sync::Arc,
    time::Duration,
};
use store::{StoreError, TokenHash, Versions, pull::scopes_of};
use sync::protocol::{Live, ProblemKind};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// Proxies give up on a stream that is silent for a minute.
const ALIVE: Duration = Duration::from_secs(25);
/// When a browser that found no place comes again, in seconds.
const AGAIN: u64 = 30;

/// Answers with the stream.
pub(crate) async fn live(
    State(app): State<Arc<App>>,
    Client(from): Client,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    app.limits.reading(from)?;
    let place = app.streams.take(household(from)).map_err(crowded)?;
    let visitor = LoggedIn::find(&headers, &app).await?;
    let listener = Listener::new(app, visitor, place).await?;
    let events = stream::unfold(listener, |mut listener| async move {
        let live = listener.next().await?;
        let event = Event::default()
            .event("live")
            .json_data(live)
            .unwrap_or_default();
        Some((Ok::<_, Infallible>(event), listener))
    });
    let keep_alive = KeepAlive::new().interval(ALIVE);
    // nginx buffers what it is not told to pass on.
    let unbuffered = [("x-accel-buffering", "no")];
    Ok((unbuffered, Sse::new(events).keep_alive(keep_alive)).into_response())
}

fn crowded(why: Crowded) -> Failure {
    let detail = match why {
        Crowded::All => "all streams are in use",
        Crowded::Each => "this network address has all the streams that one may have",
    };
    failure(ProblemKind::TooManyRequests, detail).retry_after(AGAIN)
}

/// One browser that listens.
struct Listener {
    app: Arc<App>,
    person: Option<PersonId>,
    token: Option<TokenHash>,
    scopes: Vec<Scope>,
    news: Receiver<News>,
    told: Versions,
    waiting: VecDeque<Live>,
    _place: Place,
}

impl Listener {
    async fn new(
        app: Arc<App>,
        visitor: Option<LoggedIn>,
        place: Place,
    ) -> Result<Self, StoreError> {
        let mut listener = Self {
            // Before the store is asked: nothing may fall between.
            news: app.hub.listen(),
            app,
            person: visitor.as_ref().map(LoggedIn::person),
            token: visitor.map(|visitor| visitor.token.hash()),
            scopes: Vec::new(),
            told: Versions::new(),
            waiting: VecDeque::new(),
            _place: place,
        };
        listener.look().await?;
        Ok(listener)
    }

    /// Asks the store for everything that this browser may know of.
    async fn look(&mut self) -> Result<(), StoreError> {
        let app = self.app.clone();
        let mut snapshot = app.store.snapshot().await?;
        let mut scopes = BTreeSet::from(Scope::OPEN);
        if let Some(person) = self.person {
            scopes.extend(scopes_of(snapshot.as_mut(), person).await?);
        }
        let scopes: Vec<Scope> = scopes.into_iter().collect();
        self.app.hub.follow(&scopes);
        let former = std::mem::replace(&mut self.scopes, scopes);
        self.app.hub.unfollow(&former);
        let versions = snapshot.versions(&self.scopes).await?;
        self.take(&versions);
        Ok(())
    }

    /// Queues what is new here for this browser.
    fn take(&mut self, versions: &Versions) {
        for scope in &self.scopes {
            let Some(version) = versions.get(scope) else {
                continue;
            };
            if self.told.get(scope).is_none_or(|told| told < version) {
                self.told.insert(*scope, *version);
                self.waiting.push_back(Live {
                    scope: *scope,
                    version: *version,
                });
            }
        }
    }

    /// The next event; `None` ends the stream.
    async fn next(&mut self) -> Option<Live> {
        loop {
            if let Some(live) = self.waiting.pop_front() {
                return Some(live);
            }
            let news = tokio::select! {
                news = self.news.recv() => news,
                () = self.app.stop.cancelled() => return None,
            };
            let looked = match news {
                Ok(News::LoggedOut(token)) if self.token == Some(token) => return None,
                Ok(News::LoggedOut(_)) => Ok(()),
                Ok(News::Further(versions)) => {
                    self.take(&versions);
                    // The person's own rows say at which desks they sit.
                    let own = self.person.map(Scope::Person);
                    match own.is_some_and(|own| versions.contains_key(&own)) {
                        true => self.look().await,
                        false => Ok(()),
                    }
                }
                Err(RecvError::Lagged(_)) => self.look().await,
                Err(RecvError::Closed) => return None,
            };
            if let Err(error) = looked {
                // The browser comes back, and then asks anew.
                tracing::warn!(%error, "a live stream ends early");
                return None;
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.app.hub.unfollow(&self.scopes);
    }
}
