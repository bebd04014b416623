//! Mail: what is written to people, and how it leaves.
//!
//! A letter is queued in the transaction of what causes it. [`deliver`] takes it from there, writes
//! it in its person's language, and sends it until that works or the letter is too old. A server
//! that is killed while it sends may send a letter twice, under one `Message-ID`; none is lost.

mod deliver;
mod letter;
mod texts;
mod way;
mod write;

pub(crate) use deliver::deliver;
pub(crate) use letter::Letter;
pub use texts::BadTexts;
pub use way::{BadSmtpUrl, Way};
pub(crate) use write::called;

use crate::site::PublicUrl;
use domain::{PersonId, Timestamp};
use lettre::message::Mailbox as Address;
use std::time::Duration;
use store::{Language, Mail, StoreError, Transaction};
use texts::{Texts, texts};
use tokio::sync::Notify;
use uuid::Uuid;

/// How mail leaves, and when.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// To an SMTP server, or into a folder.
    pub way: Way,
    /// From whom; `None` is `no-reply` at the site's own host.
    pub from: Option<Address>,
    /// How often the queue is looked at when nobody says that there is something in it, and
    /// whether digests are due.
    pub look: Duration,
    /// The pause after the first failure; it doubles up to six hours.
    pub retry: Duration,
    /// The hour in Japan at which digests are written, 0 to 23.
    pub digest_hour: u8,
}

impl MailSettings {
    /// The usual pace, at the usual hour.
    pub fn new(way: Way) -> Self {
        Self {
            way,
            from: None,
            look: Duration::from_secs(30),
            retry: Duration::from_secs(60),
            digest_hour: 7,
        }
    }
}

/// Why no mail can be written.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The texts that the program carries are broken.
    #[error(transparent)]
    Texts(#[from] BadTexts),
    /// The site's host makes no address.
    #[error("say with --mail-from ADDRESS from whom mail comes")]
    From,
}

/// Everything that writing and sending needs.
pub(crate) struct PostOffice {
    pub(crate) settings: MailSettings,
    /// Scheme, host and port that links begin with.
    origin: String,
    from: Address,
    texts: [(Language, Texts); 2],
    posted: Notify,
}

impl PostOffice {
    /// `origin` is where people reach the server.
    pub(crate) fn new(settings: MailSettings, origin: PublicUrl) -> Result<Self, MailError> {
        let from = match &settings.from {
            Some(from) => from.clone(),
            None => {
                let address = format!("no-reply@{}", host(&origin));
                let address = address.parse().map_err(|_| MailError::From)?;
                Address::new(None, address)
            }
        };
        Ok(Self {
            settings,
            origin: origin.origin().to_owned(),
            from,
            texts: texts()?,
            posted: Notify::new(),
        })
    }

    /// Queues a letter about a person's account; call [`PostOffice::wake`] after the commit.
    pub(crate) async fn post(
        &self,
        transaction: &mut dyn Transaction,
        person: Option<PersonId>,
        letter: &Letter,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let text = serde_json::to_string(letter)
            .map_err(|error| store::stored::unreadable("letter")(&error))?;
        let mail = Mail {
            id: Uuid::now_v7(),
            person,
            made_at: now,
            due: now,
            until: letter.until(now),
            tries: 0,
            letter: text,
        };
        transaction.post(&mail).await
    }

    /// There may be something in the queue.
    pub(crate) fn wake(&self) {
        self.posted.notify_one();
    }

    fn texts(&self, language: Language) -> &Texts {
        let [(_, first), (other, second)] = &self.texts;
        if *other == language { second } else { first }
    }
}

/// The host that mail comes from: `localhost` for an address of numbers.
fn host(origin: &PublicUrl) -> &str {
    let host = origin.host();
    let is_number = host.starts_with('[') || host.parse::<std::net::IpAddr>().is_ok();
    if is_number { "localhost" } else { host }
}
