//! What every request can reach.

use crate::{
    assets::Assets,
    feeds::Feeds,
    http::{Reckoned, Words, words},
    limits::Limits,
    listen::Patience,
    live::Hub,
    mail::PostOffice,
    packs::Packs,
    password::Passwords,
    places::{Bound, Places},
    serve::{ServeError, Settings},
    site::PublicUrl,
};
use domain::{PersonId, Timestamp};
use std::sync::Arc;
use store::{Language, Store, StoreError, Transaction};
use tokio_util::sync::CancellationToken;

/// Downloads at once: each reads the store as fast as its client takes it.
const DOWNLOADS: Bound = Bound { all: 32, each: 1 };

/// Files at once: each is in memory as a whole.
const FILES: Bound = Bound { all: 64, each: 4 };

/// The running server.
pub(crate) struct App {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) hub: Hub,
    pub(crate) packs: Packs,
    pub(crate) passwords: Passwords,
    pub(crate) limits: Limits,
    pub(crate) mail: PostOffice,
    pub(crate) assets: Assets,
    pub(crate) public_url: Option<PublicUrl>,
    /// Where people reach the server, as far as it knows.
    pub(crate) reached_at: PublicUrl,
    /// What is served of desks' feeds.
    pub(crate) feeds: Feeds,
    /// What was reckoned of desks' outcomes.
    pub(crate) reckoned: Reckoned,
    /// The sentences of embedded pages.
    words: [(Language, Words); 2],
    /// A proxy of ours stands in front and says for whom it asks.
    pub(crate) behind_proxy: bool,
    /// Places for live streams.
    pub(crate) streams: Arc<Places>,
    /// Places for downloads of everything of a person's.
    pub(crate) downloads: Arc<Places<PersonId>>,
    /// Places for files on their way, there and back.
    pub(crate) files: Arc<Places<PersonId>>,
    /// How long clients may take.
    pub(crate) patience: Patience,
    /// What time it is where commands are judged.
    pub(crate) clock: fn() -> Timestamp,
    /// The server ends: streams end themselves.
    pub(crate) stop: CancellationToken,
}

impl App {
    pub(crate) fn new(
        store: Arc<dyn Store>,
        settings: Settings,
        reached_at: PublicUrl,
        stop: CancellationToken,
    ) -> Result<Arc<Self>, ServeError> {
        Ok(Arc::new(Self {
            mail: PostOffice::new(settings.mail, reached_at.clone())?,
            reached_at,
            feeds: Feeds::new(),
            reckoned: Reckoned::default(),
            words: words()?,
            packs: Packs::new(settings.packs, settings.packs_quiet),
            store,
            hub: Hub::new(),
            passwords: Passwords::new()?,
            limits: Limits::new(settings.allowances),
            assets: settings.assets,
            public_url: settings.public_url,
            behind_proxy: settings.behind_proxy,
            streams: Places::new(settings.streams),
            downloads: Places::new(DOWNLOADS),
            files: Places::new(FILES),
            patience: settings.patience,
            clock: settings.clock,
            stop,
        }))
    }

    /// Commits, and passes on what is new: to open pages, and to who sends mail.
    pub(crate) async fn commit(&self, transaction: Box<dyn Transaction>) -> Result<(), StoreError> {
        self.hub.announce(transaction.commit().await?);
        self.mail.wake();
        Ok(())
    }

    /// The sentences of embedded pages in a language.
    pub(crate) fn words(&self, language: Language) -> &Words {
        let [(_, first), (other, second)] = &self.words;
        if *other == language { second } else { first }
    }

    /// Whether browsers reach the server through TLS, as far as it knows.
    pub(crate) fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(PublicUrl::is_https)
    }
}
