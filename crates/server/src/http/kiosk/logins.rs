//! Logging in at a kiosk: the phone approves. No password is typed at a tablet that others use.
//!
//! The kiosk is given a code, which it shows, and a token, which it keeps in memory. Who has seen the
//! code can approve, in their own name; only the kiosk has the token, and can do one thing with it.

use super::{AtKiosk, FORGETS, code_gone, kiosk, new_code};
use crate::{
    hash::{hex, sha256},
    http::{
        body::Sent,
        mailboxes::{Halt, persistently, person},
        problem::{Failure, failure},
    },
    session::{LoggedIn, Token},
    state::App,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode},
};
use domain::{
    Actor, Command, DraftId, Kind, KioskLoginId, PersonId, ProposalId, Row, RowKey, Timestamp,
    Write,
    draft::Subject,
    kiosk::{ASKED_MILLIS, Kiosk, KioskLogin, LOGIN_MILLIS},
};
use std::{collections::BTreeSet, sync::Arc};
use store::{Snapshot, StoreError};
use sync::{
    kiosk::{Approval, AskedLogin, EndedLogins, HandedDraft, HeldLogin, LoginState, TypedCode},
    protocol::ProblemKind,
};

fn fingerprint(token: &str) -> String {
    hex(&sha256(token.as_bytes()))
}

/// A login, if there is one.
async fn login<S: Snapshot + ?Sized>(
    snapshot: &mut S,
    id: KioskLoginId,
) -> Result<Option<KioskLogin>, StoreError> {
    let found = snapshot
        .row(RowKey {
            kind: Kind::KioskLogin,
            id: id.0,
        })
        .await?;
    Ok(match found {
        Some(Row::KioskLogin(login)) => Some(login),
        _ => None,
    })
}

fn ended() -> Failure {
    failure(ProblemKind::LinkGone, "this login has ended")
}

/// `POST /api/kiosk/logins`: somebody at the kiosk wants to log in. Whoever did before does not any
/// more.
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    AtKiosk(asking): AtKiosk,
) -> Result<(StatusCode, Json<AskedLogin>), Failure> {
    app.limits.login_at(asking.id)?;
    let now = (app.clock)();
    let code = new_code()?;
    let token = Token::new().map_err(|error| Failure::internal("a token", &error))?;
    let until = Timestamp(now.0.saturating_add(ASKED_MILLIS));
    let mut transaction = app.store.begin().await?;
    let Some(found) = kiosk(transaction.as_mut(), asking.id).await? else {
        return Err(failure(ProblemKind::NotLoggedIn, "no kiosk that is paired"));
    };
    let login = KioskLogin {
        id: KioskLoginId::of(code),
        kiosk: found.id,
        desk: found.desk,
        space_name: found.space_name.clone(),
        token: fingerprint(token.secret()),
        person: None,
        until,
    };
    for write in found.asks(login) {
        transaction.write(&write).await?;
    }
    app.commit(transaction).await?;
    let asked = AskedLogin {
        code,
        token: token.secret().to_owned(),
        until,
    };
    Ok((StatusCode::CREATED, Json(asked)))
}

/// `POST /api/kiosk/logins/state`: whether a phone has approved.
pub(crate) async fn state(
    State(app): State<Arc<App>>,
    AtKiosk(asking): AtKiosk,
    Sent(sent): Sent<HeldLogin>,
) -> Result<Json<LoginState>, Failure> {
    let mut snapshot = app.store.snapshot().await?;
    let held = held(snapshot.as_mut(), &asking, &sent, (app.clock)()).await?;
    let held = held.ok_or_else(ended)?;
    Ok(Json(match held.person {
        None => LoginState::Asked,
        Some(id) => LoginState::Approved {
            name: person(snapshot.as_mut(), id).await?.name,
            until: held.until,
        },
    }))
}

/// The login that a kiosk holds the token of.
async fn held<S: Snapshot + ?Sized>(
    snapshot: &mut S,
    asking: &Kiosk,
    sent: &HeldLogin,
    now: Timestamp,
) -> Result<Option<KioskLogin>, StoreError> {
    let found = login(snapshot, sent.login).await?;
    let is_theirs = |login: &KioskLogin| {
        login.kiosk == asking.id && login.token == fingerprint(&sent.token) && now < login.until
    };
    Ok(found.filter(is_theirs))
}

/// `POST /api/kiosk/approval`: which kiosk asks. Nothing happens yet.
pub(crate) async fn approval(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
    Sent(sent): Sent<TypedCode>,
) -> Result<Json<Approval>, Failure> {
    app.limits.approval(asking.person())?;
    let mut snapshot = app.store.snapshot().await?;
    let found = asked(snapshot.as_mut(), sent, (app.clock)()).await?;
    let found = found.ok_or_else(code_gone)?;
    app.limits.approval_was_right(asking.person());
    let desk = snapshot
        .row(RowKey {
            kind: Kind::Desk,
            id: found.desk.0,
        })
        .await?;
    Ok(Json(Approval {
        space_name: found.space_name,
        desk_name: match desk {
            Some(Row::Desk(desk)) => desk.name,
            _ => String::new(),
        },
        until: found.until,
    }))
}

/// A login that can still be approved.
async fn asked<S: Snapshot + ?Sized>(
    snapshot: &mut S,
    sent: TypedCode,
    now: Timestamp,
) -> Result<Option<KioskLogin>, StoreError> {
    let found = login(snapshot, KioskLoginId::of(sent.code)).await?;
    let is_open = |login: &KioskLogin| login.person.is_none() && now < login.until;
    Ok(found.filter(is_open))
}

/// `POST /api/kiosk/approve`: the person who asks is at that kiosk.
pub(crate) async fn approve(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
    Sent(sent): Sent<TypedCode>,
) -> Result<StatusCode, Failure> {
    app.limits.approval(asking.person())?;
    persistently(|| approve_once(&app, asking.person(), sent)).await?;
    app.limits.approval_was_right(asking.person());
    Ok(StatusCode::NO_CONTENT)
}

async fn approve_once(app: &App, person: PersonId, sent: TypedCode) -> Result<(), Halt> {
    let now = (app.clock)();
    let mut transaction = app.store.begin().await?;
    let found = asked(transaction.as_mut(), sent, now).await?;
    let found = found.ok_or_else(code_gone)?;
    if kiosk(transaction.as_mut(), found.kiosk).await?.is_none() {
        return Err(code_gone().into());
    }
    let approved = KioskLogin {
        person: Some(person),
        until: Timestamp(now.0.saturating_add(LOGIN_MILLIS)),
        ..found
    };
    transaction
        .write(&Write::Put(Row::KioskLogin(approved)))
        .await?;
    app.commit(transaction).await?;
    Ok(())
}

/// `POST /api/kiosk/drafts`: what was written at the kiosk goes to its author's devices. It is the
/// one thing that a login at a kiosk can do.
pub(crate) async fn hand_over(
    State(app): State<Arc<App>>,
    AtKiosk(asking): AtKiosk,
    Sent(sent): Sent<HandedDraft>,
) -> Result<StatusCode, Failure> {
    let person = persistently(|| hand_over_once(&app, &asking, &sent)).await?;
    tracing::debug!(%person, "a draft was handed over");
    Ok(StatusCode::NO_CONTENT)
}

async fn hand_over_once(app: &App, asking: &Kiosk, sent: &HandedDraft) -> Result<PersonId, Halt> {
    let now = (app.clock)();
    let mut transaction = app.store.begin().await?;
    let login = held(transaction.as_mut(), asking, &sent.held, now).await?;
    let person = login.and_then(|login| login.person).ok_or_else(ended)?;
    app.limits.push(person, 1)?;
    let Subject::Proposal { job, .. } = sent.subject else {
        return Err(failure(ProblemKind::Malformed, "only proposals are written here").into());
    };
    let command = Command::SaveDraft {
        draft: DraftId::of_proposal(ProposalId::of(person, job)),
        subject: sent.subject.clone(),
        title: sent.title.clone(),
        edits: sent.edits.clone(),
    };
    let (actor, mut needed) = (Actor { person }, BTreeSet::new());
    let refusal =
        store::push::judge(transaction.as_mut(), &command, actor, now, &mut needed).await?;
    if let Some(refusal) = refusal {
        tracing::info!(?refusal, "a draft was not handed over");
        return Err(failure(ProblemKind::Invalid, "the draft cannot be kept").into());
    }
    app.commit(transaction).await?;
    Ok(person)
}

/// `POST /api/kiosk/logins/end`: visitors have left. The kiosk forgot their tokens before it said so.
pub(crate) async fn end(
    State(app): State<Arc<App>>,
    AtKiosk(asking): AtKiosk,
    Sent(sent): Sent<EndedLogins>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1]), Failure> {
    persistently(|| end_once(&app, &asking, &sent)).await?;
    let forgets = (HeaderName::from_static("clear-site-data"), FORGETS);
    Ok((StatusCode::NO_CONTENT, [forgets]))
}

async fn end_once(app: &App, asking: &Kiosk, sent: &EndedLogins) -> Result<(), Halt> {
    let mut transaction = app.store.begin().await?;
    let own = kiosk(transaction.as_mut(), asking.id).await?;
    // A kiosk has one login: of the others nothing is left.
    let ends = |own: &Kiosk| own.login.is_some_and(|login| sent.logins.contains(&login));
    for write in own.filter(ends).map(Kiosk::forgets).into_iter().flatten() {
        transaction.write(&write).await?;
    }
    app.commit(transaction).await?;
    Ok(())
}
