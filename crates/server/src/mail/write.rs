//! A letter becomes a mail: whose it is, their language, a link's token, headers.

use super::{
    Letter, PostOffice,
    letter::{CHANGE_DAYS, RESET_HOURS, VERIFY_DAYS, plus_hours},
    texts::{DigestTexts, Form, Texts, fill},
};
use crate::{
    digest::{News, What},
    session::Token,
};
use domain::{Kind, PersonId, Row, RowKey, Timestamp, person::Person};
use lettre::{
    Message,
    message::{
        Mailbox as Address,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use std::time::{Duration, SystemTime};
use store::{Language, Link, Mail, Mailbox, Purpose, Snapshot, Store, StoreError, Transaction};

/// Why a letter does not become a mail.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    /// The store failed; it may be tried again.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness.
    #[error("no token: {0}")]
    Token(#[from] getrandom::Error),
    /// No mail can be sent to that address.
    #[error("no mail can be sent to that address: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// The mail has no valid form.
    #[error("the mail has no valid form: {0}")]
    Form(#[from] lettre::error::Error),
}

impl WriteError {
    /// Whether it would be the same the next time.
    pub(super) fn is_lasting(&self) -> bool {
        matches!(self, Self::Address(_) | Self::Form(_))
    }
}

/// Lines of a digest; the rest is counted.
const MOST_NEWS: usize = 30;

/// How somebody is called in a mail. A name says what it likes, and an address that nobody has shown
/// to be theirs may be anybody's: until then they are called by that.
pub(crate) fn called<'a>(person: &'a Person, to: &'a str, verified: bool) -> &'a str {
    if verified { &person.name } else { to }
}

/// To whom a letter goes.
struct Reader {
    name: String,
    email: String,
    language: Language,
}

/// What stands in a mail.
struct Written {
    subject: String,
    lines: Vec<String>,
    /// Where one tap ends the digest (RFC 8058).
    unsubscribe: Option<String>,
}

impl PostOffice {
    /// The mail of a queued letter. `None` when there is nobody to write to any more, or nothing to
    /// say.
    pub(super) async fn write(
        &self,
        store: &dyn Store,
        mail: &Mail,
        letter: &Letter,
        now: Timestamp,
    ) -> Result<Option<Message>, WriteError> {
        let Some((reader, written)) = self.compose(store, mail.person, letter, now).await? else {
            return Ok(None);
        };
        let texts = self.texts(reader.language);
        let mut lines = vec![
            fill(&texts.greeting, &[("name", &reader.name)]),
            String::new(),
        ];
        lines.extend(written.lines);
        lines.push(String::new());
        lines.extend(self.filled(&texts.signature, &[]));
        let made_at = Duration::from_millis(u64::try_from(mail.made_at.0).unwrap_or_default());
        let host = self.from.email.domain();
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Address::new(
                Some(reader.name).filter(|name| *name != reader.email),
                reader.email.trim().parse()?,
            ))
            .subject(written.subject)
            .date(SystemTime::UNIX_EPOCH + made_at)
            .message_id(Some(format!("<{}@{host}>", mail.id)))
            .header(ContentType::TEXT_PLAIN)
            // RFC 3834: nobody's holiday answers it.
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(url) = written.unsubscribe {
            message = message
                .raw_header(header("List-Unsubscribe", &format!("<{url}>")))
                .raw_header(header(
                    "List-Unsubscribe-Post",
                    "List-Unsubscribe=One-Click",
                ));
        }
        Ok(Some(message.body(lines.join("\n") + "\n")?))
    }

    async fn compose(
        &self,
        store: &dyn Store,
        person: Option<PersonId>,
        letter: &Letter,
        now: Timestamp,
    ) -> Result<Option<(Reader, Written)>, WriteError> {
        if let Letter::Closed {
            name,
            email,
            language,
        } = letter
        {
            let reader = Reader {
                name: name.clone(),
                email: email.clone(),
                language: Language::from_tag(language).unwrap_or_default(),
            };
            let form = &self.texts(reader.language).closed;
            let written = self.form(form, &[]);
            return Ok(Some((reader, written)));
        }
        let mut snapshot = store.snapshot().await?;
        let person = match letter {
            Letter::Reset { email } => snapshot.account(email).await?.map(|found| found.person),
            _ => person,
        };
        let Some(person) = person else {
            return Ok(None);
        };
        let Some(row) = row_of(snapshot.as_mut(), person).await? else {
            return Ok(None);
        };
        let mailbox = snapshot.mailbox(person).await?;
        drop(snapshot);
        let language = mailbox.as_ref().map(|mailbox| mailbox.language);
        let language = language.unwrap_or_default();
        let texts = self.texts(language);
        let link_for = |purpose, email: &str, expires_at| Link {
            person,
            purpose,
            email: email.to_owned(),
            expires_at,
        };
        let own = row.email.as_str();
        let (email, written) = match letter {
            Letter::Verify if is_verified(mailbox.as_ref()) => return Ok(None),
            Letter::Verify => {
                let until = now.plus_days(VERIFY_DAYS);
                let link = link_for(Purpose::Verify, own, until);
                let url = self.link(store.begin().await?, link).await?;
                let days = VERIFY_DAYS.to_string();
                let values = [("link", url.as_str()), ("days", &days)];
                (own, self.form(&texts.verify, &values))
            }
            Letter::Reset { .. } => {
                let until = plus_hours(now, RESET_HOURS);
                let link = link_for(Purpose::Reset, own, until);
                let url = self.link(store.begin().await?, link).await?;
                let hours = RESET_HOURS.to_string();
                let values = [("link", url.as_str()), ("hours", &hours)];
                (own, self.form(&texts.reset, &values))
            }
            Letter::Change { email, standing } => {
                let until = now.plus_days(CHANGE_DAYS);
                let link = link_for(Purpose::Change, email, until);
                let Some(url) = self.change_link(store, link, standing).await? else {
                    return Ok(None);
                };
                let days = CHANGE_DAYS.to_string();
                let values = [("link", url.as_str()), ("days", &days)];
                (email.as_str(), self.form(&texts.change, &values))
            }
            Letter::ChangeAsked { new } => (own, self.form(&texts.change_asked, &[("new", new)])),
            Letter::Changed { old, new } => {
                (old.as_str(), self.form(&texts.changed, &[("new", new)]))
            }
            Letter::PasswordChanged => (own, self.form(&texts.password_changed, &[])),
            Letter::Digest { news } => {
                match mailbox
                    .as_ref()
                    .filter(|mailbox| mailbox.digest && mailbox.verified_at.is_some())
                {
                    Some(mailbox) => (own, self.digest(texts, news, &mailbox.unsubscribe)),
                    None => return Ok(None),
                }
            }
            Letter::Closed { .. } => return Ok(None),
        };
        let is_new = matches!(letter, Letter::Change { .. });
        let is_shown = is_verified(mailbox.as_ref()) && !is_new;
        let reader = Reader {
            email: email.to_owned(),
            name: called(&row, email, is_shown).to_owned(),
            language,
        };
        Ok(Some((reader, written)))
    }

    /// A link to another address, unless the account is not any more as it was when this was asked
    /// for: what a new password ended does not come back with a letter that was late.
    async fn change_link(
        &self,
        store: &dyn Store,
        link: Link,
        standing: &str,
    ) -> Result<Option<String>, WriteError> {
        let mut transaction = store.begin().await?;
        let found = transaction.account_of(link.person).await?;
        match found {
            Some((email, account)) if Letter::standing(&email, &account) == standing => {
                self.link(transaction, link).await.map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Makes a link count with the end of a transaction, and says its address. The token stands in
    /// the fragment, which no server and no scanner of mail is sent.
    async fn link(
        &self,
        mut transaction: Box<dyn Transaction>,
        link: Link,
    ) -> Result<String, WriteError> {
        let token = Token::new()?;
        let page = match link.purpose {
            Purpose::Verify | Purpose::Change => "verify",
            Purpose::Reset => "reset",
        };
        transaction.keep_link(token.hash(), &link).await?;
        transaction.commit().await?;
        Ok(format!("{}/{page}#{}", self.origin, token.secret()))
    }

    fn form(&self, form: &Form, values: &[(&str, &str)]) -> Written {
        Written {
            subject: fill(&form.subject, values),
            lines: self.filled(&form.body, values),
            unsubscribe: None,
        }
    }

    fn filled(&self, lines: &[String], values: &[(&str, &str)]) -> Vec<String> {
        let all: Vec<(&str, &str)> = [("site", self.origin.as_str())]
            .into_iter()
            .chain(values.iter().copied())
            .collect();
        lines.iter().map(|line| fill(line, &all)).collect()
    }

    fn digest(&self, texts: &Texts, news: &[News], secret: &str) -> Written {
        let words = &texts.digest;
        let count = news.len().to_string();
        let mut lines = vec![words.intro.clone(), String::new()];
        lines.extend(news.iter().take(MOST_NEWS).map(|news| line(words, news)));
        let more = news.len().saturating_sub(MOST_NEWS);
        if more > 0 {
            lines.push(fill(&words.more, &[("count", &more.to_string())]));
        }
        let of_a_program = |news: &News| news.what.is_of_a_program();
        if news.iter().any(|news| !news.desk && !of_a_program(news)) {
            lines.push(String::new());
            lines.extend(self.filled(&words.see, &[]));
        }
        if news.iter().any(of_a_program) {
            lines.push(String::new());
            lines.extend(self.filled(&words.see_programs, &[]));
        }
        if news.iter().any(|news| news.desk) {
            lines.push(String::new());
            lines.extend(self.filled(&words.see_desk, &[]));
        }
        lines.push(String::new());
        let page = format!("{}/unsubscribe#{secret}", self.origin);
        lines.extend(self.filled(&words.stop, &[("link", &page)]));
        Written {
            subject: fill(&words.subject, &[("count", &count)]),
            lines,
            unsubscribe: Some(format!("{}/api/unsubscribe/{secret}", self.origin)),
        }
    }
}

/// A line of a digest. Titles and names are one line each, whatever was imported.
fn line(words: &DigestTexts, news: &News) -> String {
    let what = match news.what {
        What::Agree => &words.agree,
        What::Accepted => &words.accepted,
        What::Terms => &words.terms,
        What::Arrived => &words.arrived,
        What::Invited => &words.invited,
        What::InvitationAccepted => &words.invitation_accepted,
        What::Messages => &words.messages,
        What::Read => &words.read,
        What::Declined => &words.declined,
        What::InvitationDeclined => &words.invitation_declined,
        What::Seated => &words.seated,
        What::Waiting => &words.waiting,
        What::NotDrawn => &words.not_drawn,
        What::Refused => &words.refused,
    };
    let what = fill(what, &[("count", &news.count.to_string())]);
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (title, from) = (one_line(&news.title), one_line(&news.from));
    fill(
        &words.line,
        &[("title", &title), ("from", &from), ("what", &what)],
    )
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn is_verified(mailbox: Option<&Mailbox>) -> bool {
    mailbox.is_some_and(|mailbox| mailbox.verified_at.is_some())
}

async fn row_of(
    snapshot: &mut dyn Snapshot,
    person: PersonId,
) -> Result<Option<Person>, StoreError> {
    let key = RowKey {
        kind: Kind::Person,
        id: person.0,
    };
    Ok(match snapshot.row(key).await? {
        Some(Row::Person(person)) => Some(person),
        _ => None,
    })
}
