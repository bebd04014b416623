//! Kiosks: tablets at the doors of spaces. A member of the space's desk makes a code; the tablet that
//! it is typed at is given a token, and is the space's from then on. It is nobody's: whoever logs in
//! there does so with their phone, and may hand over drafts, for an hour at most.

mod check_ins;
mod logins;
mod told;

pub(super) use told::told;

use super::{
    body::Sent,
    client::Client,
    mailboxes::{Halt, persistently},
    problem::{Failure, failure},
};
use crate::{
    session::{LoggedIn, Token, no_cookie},
    state::App,
};
use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::{HeaderMap, HeaderValue, StatusCode, header::SET_COOKIE, request::Parts},
};
use domain::{
    DeskId, Kind, KioskId, PairingId, PersonId, Row, RowKey, Scope, SpaceId, Timestamp, Write,
    bounds::Measure,
    desk::membership_key,
    kiosk::{Kiosk, PAIRING_MILLIS, Pairing},
    short_code::ShortCode,
    space::Space,
};
use std::sync::Arc;
use store::{Snapshot, StoreError, Transaction};
use sync::{
    kiosk::{KioskView, NewPairing, OfferedPairing, TypedCode},
    protocol::ProblemKind,
};

/// A tablet that asks, and is paired.
pub(crate) struct AtKiosk(pub(crate) Kiosk);

impl FromRequestParts<Arc<App>> for AtKiosk {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let refused = failure(ProblemKind::NotLoggedIn, "no kiosk that is paired");
        let Some(token) = Token::of_kiosk(&parts.headers, app) else {
            return Err(refused);
        };
        let id = KioskId::of_token(token.hash().0);
        let mut snapshot = app.store.snapshot().await?;
        let found = kiosk(snapshot.as_mut(), id).await?;
        let counts = match &found {
            // It acts in the name of whoever paired it, and lapses with their place.
            Some(found) => may_act(snapshot.as_mut(), found.by, found.desk).await?,
            None => false,
        };
        match found.filter(|_| counts) {
            Some(kiosk) => Ok(Self(kiosk)),
            // Revoked: it need not ask again.
            None => Err(refused.with_header(SET_COOKIE, Token::no_kiosk_cookie(app)?)),
        }
    }
}

/// A kiosk that is paired.
async fn kiosk<S: Snapshot + ?Sized>(
    snapshot: &mut S,
    id: KioskId,
) -> Result<Option<Kiosk>, StoreError> {
    let found = snapshot
        .row(RowKey {
            kind: Kind::Kiosk,
            id: id.0,
        })
        .await?;
    Ok(match found {
        Some(Row::Kiosk(kiosk)) => Some(kiosk),
        _ => None,
    })
}

/// A code of random bits.
fn new_code() -> Result<ShortCode, Failure> {
    let mut bits = [0; 5];
    getrandom::fill(&mut bits).map_err(|error| Failure::internal("a code", &error))?;
    Ok(ShortCode::new(bits))
}

fn code_gone() -> Failure {
    failure(ProblemKind::LinkGone, "this code counts no more")
}

/// The space, where the person may act for its desk.
async fn managed<S: Snapshot + ?Sized>(
    snapshot: &mut S,
    person: PersonId,
    space: SpaceId,
) -> Result<Option<(Space, DeskId)>, StoreError> {
    let Some(Row::Space(space)) = snapshot
        .row(RowKey {
            kind: Kind::Space,
            id: space.0,
        })
        .await?
    else {
        return Ok(None);
    };
    let Some(desk) = space.desk else {
        return Ok(None);
    };
    let may = may_act(snapshot, person, desk).await?;
    Ok(may.then_some((space, desk)))
}

async fn may_act<S: Snapshot + ?Sized>(
    snapshot: &mut S,
    person: PersonId,
    desk: DeskId,
) -> Result<bool, StoreError> {
    Ok(match snapshot.row(membership_key(person, desk)).await? {
        Some(Row::Membership(place)) => place.role.may_act(),
        _ => false,
    })
}

/// `POST /api/kiosk/pairings`: a code for a tablet.
pub(crate) async fn offer(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
    Sent(sent): Sent<NewPairing>,
) -> Result<(StatusCode, Json<OfferedPairing>), Failure> {
    let now = (app.clock)();
    app.limits.pairing(asking.person())?;
    let mut transaction = app.store.begin().await?;
    let managed = managed(transaction.as_mut(), asking.person(), sent.space).await?;
    let Some((space, _)) = managed else {
        return Err(failure(
            ProblemKind::Forbidden,
            "the space is not your desk's",
        ));
    };
    let own = Scope::Person(asking.person());
    for old in transaction.rows_in(own, Kind::Pairing).await? {
        // One at a time: a code that was forgotten on a screen opens nothing.
        transaction.write(&Write::Delete(old.key())).await?;
    }
    let code = new_code()?;
    let until = Timestamp(now.0.saturating_add(PAIRING_MILLIS));
    let pairing = Pairing {
        id: PairingId::of(code),
        by: asking.person(),
        space: space.id,
        space_name: space.name,
        until,
    };
    transaction
        .write(&Write::Put(Row::Pairing(pairing)))
        .await?;
    app.commit(transaction).await?;
    Ok((StatusCode::CREATED, Json(OfferedPairing { code, until })))
}

/// `POST /api/kiosk/pair`: the tablet where the code was typed is the space's from now on, and
/// nobody's: whoever was logged in there is not any more.
pub(crate) async fn pair(
    State(app): State<Arc<App>>,
    Client(from): Client,
    headers: HeaderMap,
    Sent(sent): Sent<TypedCode>,
) -> Result<(StatusCode, HeaderMap, Json<KioskView>), Failure> {
    app.limits.typed_code(from)?;
    let token = Token::new().map_err(|error| Failure::internal("a token", &error))?;
    let (paired, ended) = persistently(|| take(&app, &headers, &token, sent.code)).await?;
    app.limits.code_was_right(from);
    app.hub.all_logged_out(ended);
    let mut cookies = HeaderMap::new();
    cookies.append(SET_COOKIE, token.kiosk_cookie(&app)?);
    cookies.append(SET_COOKIE, no_cookie(&app)?);
    let view = view_of(paired, (app.clock)());
    Ok((StatusCode::CREATED, cookies, Json(view)))
}

/// Uses a code up.
async fn take(
    app: &App,
    headers: &HeaderMap,
    token: &Token,
    code: ShortCode,
) -> Result<(Kiosk, Vec<store::TokenHash>), Halt> {
    let now = (app.clock)();
    let mut transaction = app.store.begin().await?;
    let id = RowKey {
        kind: Kind::Pairing,
        id: PairingId::of(code).0,
    };
    let pairing = match transaction.row(id).await? {
        Some(Row::Pairing(pairing)) if now < pairing.until => pairing,
        _ => return Err(code_gone().into()),
    };
    // What somebody offered lapses with their place.
    let managed = managed(transaction.as_mut(), pairing.by, pairing.space).await?;
    let (space, desk) = managed.ok_or_else(code_gone)?;
    let measure = Measure::Rows(Kind::Kiosk);
    let there = transaction.held(Scope::Desk(desk), measure).await?;
    if measure.most().is_some_and(|most| there >= u64::from(most)) {
        return Err(failure(ProblemKind::NoRoom, "this desk has enough kiosks").into());
    }
    let paired = Kiosk {
        id: KioskId::of_token(token.hash().0),
        desk,
        space: space.id,
        space_name: space.name,
        by: pairing.by,
        paired_at: now,
        login: None,
    };
    transaction.write(&Write::Delete(id)).await?;
    transaction
        .write(&Write::Put(Row::Kiosk(paired.clone())))
        .await?;
    let ended = end_others(transaction.as_mut(), headers, app).await?;
    app.commit(transaction).await?;
    Ok((paired, ended))
}

/// Ends the session that the tablet's browser has, and the pairing that it had before.
async fn end_others(
    transaction: &mut dyn Transaction,
    headers: &HeaderMap,
    app: &App,
) -> Result<Vec<store::TokenHash>, StoreError> {
    if let Some(former) = Token::of_kiosk(headers, app) {
        let id = KioskId::of_token(former.hash().0);
        if let Some(former) = kiosk(transaction, id).await? {
            for write in former.revoked() {
                transaction.write(&write).await?;
            }
        }
    }
    let session = Token::sent(headers, app).map(|token| token.hash());
    if let Some(session) = session {
        transaction.end_session(session).await?;
    }
    Ok(session.into_iter().collect())
}

fn view_of(kiosk: Kiosk, now: Timestamp) -> KioskView {
    KioskView {
        space: kiosk.space,
        space_name: kiosk.space_name,
        now,
    }
}

/// `GET /api/kiosk`: whose door this is, and what time it is.
pub(crate) async fn view(State(app): State<Arc<App>>, AtKiosk(kiosk): AtKiosk) -> Json<KioskView> {
    Json(view_of(kiosk, (app.clock)()))
}

/// What a browser forgets as a visitor leaves. Not cookies: the pairing is one; and not storage: the
/// app itself is kept there, and of a person nothing is.
const FORGETS: HeaderValue = HeaderValue::from_static("\"cache\"");
