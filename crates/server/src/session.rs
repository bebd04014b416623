//! Who is logged in: an opaque token in a cookie, of which the store knows only a hash.

use crate::{
    clock::now,
    device_name::device_name,
    hash::sha256,
    http::problem::{Failure, failure},
    state::App,
};
use axum::{
    extract::FromRequestParts,
    http::{
        HeaderMap, HeaderValue,
        header::{COOKIE, SET_COOKIE, USER_AGENT},
        request::Parts,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{PersonId, Timestamp};
use std::sync::Arc;
use store::{LoginSession, StoreError, TokenHash};
use sync::protocol::{PERSON_HEADER, ProblemKind};

/// Days without a visit after which a session ends.
const DAYS: i64 = 90;
/// Days for which browsers keep a cookie at most (RFC 6265bis).
const KIOSK_DAYS: i64 = 400;
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// The secret of a session or of a link in a mail. Only its browser or its reader has it.
pub(crate) struct Token(String);

impl Token {
    /// A new one: 256 random bits.
    pub(crate) fn new() -> Result<Self, getrandom::Error> {
        let mut bits = [0; 32];
        getrandom::fill(&mut bits)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bits)))
    }

    /// One that somebody sent, if it has the form of those that are given out.
    pub(crate) fn received(text: String) -> Option<Self> {
        Some(Self(text)).filter(Self::could_be_ours)
    }

    /// The secret itself, for whom it is meant.
    pub(crate) fn secret(&self) -> &str {
        &self.0
    }

    /// What the store knows of it.
    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash(sha256(self.0.as_bytes()))
    }

    /// The token that a browser sends, if it sends one.
    pub(crate) fn sent(headers: &HeaderMap, app: &App) -> Option<Self> {
        Self::in_cookie(headers, &cookie_name(app, SESSION))
    }

    /// The token of a tablet that is paired with a space. Whoever logs in or out there leaves it alone.
    pub(crate) fn of_kiosk(headers: &HeaderMap, app: &App) -> Option<Self> {
        Self::in_cookie(headers, &cookie_name(app, KIOSK))
    }

    fn in_cookie(headers: &HeaderMap, name: &str) -> Option<Self> {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, _)| *found == name)
            .map(|(_, token)| Self(token.to_owned()))
    }

    /// Whether it has the form of those that are given out.
    fn could_be_ours(&self) -> bool {
        URL_SAFE_NO_PAD
            .decode(&self.0)
            .is_ok_and(|bits| bits.len() == 32)
    }

    /// The cookie that keeps the token.
    pub(crate) fn cookie(&self, app: &App) -> Result<HeaderValue, Failure> {
        set_cookie(app, SESSION, &self.0, DAYS * DAY_SECONDS)
    }

    /// The cookie that keeps a tablet paired, for as long as browsers keep one.
    pub(crate) fn kiosk_cookie(&self, app: &App) -> Result<HeaderValue, Failure> {
        set_cookie(app, KIOSK, &self.0, KIOSK_DAYS * DAY_SECONDS)
    }

    /// The header that makes a tablet forget that it was paired.
    pub(crate) fn no_kiosk_cookie(app: &App) -> Result<HeaderValue, Failure> {
        set_cookie(app, KIOSK, "", 0)
    }
}

/// Keeps who is logged in.
const SESSION: &str = "engawa_session";
/// Keeps a tablet paired.
const KIOSK: &str = "engawa_kiosk";

/// A cookie's name. Browsers let nobody but this very host, over TLS, set a `__Host-` cookie.
fn cookie_name(app: &App, plain: &str) -> String {
    let prefix = if app.is_https() { "__Host-" } else { "" };
    format!("{prefix}{plain}")
}

fn set_cookie(app: &App, plain: &str, token: &str, seconds: i64) -> Result<HeaderValue, Failure> {
    let name = cookie_name(app, plain);
    let secure = if app.is_https() { "; Secure" } else { "" };
    let cookie =
        format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&cookie).map_err(|error| Failure::internal("a cookie", &error))
}

/// The header that makes a browser forget its token.
pub(crate) fn no_cookie(app: &App) -> Result<HeaderValue, Failure> {
    set_cookie(app, SESSION, "", 0)
}

/// How exactly it is known when a session was last used, in milliseconds.
const HOUR: i64 = 60 * 60 * 1000;

/// A session that begins at `now`, in the browser that asks.
pub(crate) fn begun(person: PersonId, headers: &HeaderMap, now: Timestamp) -> LoginSession {
    let user_agent = headers.get(USER_AGENT).and_then(|name| name.to_str().ok());
    LoginSession {
        person,
        expires_at: now.plus_days(DAYS),
        made_at: now,
        used_at: now,
        device: device_name(user_agent.unwrap_or_default()),
    }
}

/// A session that goes on at `now`; `None` when that need not be noted: once an hour at most, so
/// that reading stays reading.
pub(crate) fn gone_on(session: &LoginSession, now: Timestamp) -> Option<LoginSession> {
    let worn = session.used_at.0.saturating_add(HOUR) <= now.0;
    worn.then(|| LoginSession {
        expires_at: now.plus_days(DAYS),
        used_at: now,
        ..session.clone()
    })
}

/// The person who asks; the request is refused when nobody is logged in.
pub(crate) struct LoggedIn {
    pub(crate) session: LoginSession,
    pub(crate) token: Token,
}

impl LoggedIn {
    /// Who asks, if anybody who is logged in.
    pub(crate) async fn find(headers: &HeaderMap, app: &App) -> Result<Option<Self>, StoreError> {
        let Some(token) = Token::sent(headers, app) else {
            return Ok(None);
        };
        let session = app
            .store
            .snapshot()
            .await?
            .session(token.hash(), now())
            .await?;
        Ok(session.map(|session| Self { session, token }))
    }

    pub(crate) fn person(&self) -> PersonId {
        self.session.person
    }
}

impl FromRequestParts<Arc<App>> for LoggedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        if let Some(found) = Self::find(&parts.headers, app).await? {
            let spoken_for = parts.headers.get(PERSON_HEADER);
            let own = found.person().to_string();
            return match spoken_for {
                Some(person) if person.as_bytes() != own.as_bytes() => Err(failure(
                    ProblemKind::OtherPerson,
                    "somebody else is logged in",
                )),
                _ => Ok(found),
            };
        }
        let refused = failure(ProblemKind::NotLoggedIn, "log in first");
        // What was never a token should not be sent again. One that ended may be: this answer can be
        // late, and the browser's cookie by now that of a new login.
        Err(match Token::sent(&parts.headers, app) {
            Some(token) if !token.could_be_ours() => {
                refused.with_header(SET_COOKIE, no_cookie(app)?)
            }
            _ => refused,
        })
    }
}
