//! Coming in and going out at a kiosk, by the six digits or the QR code of a phone. Digits alone name
//! nobody: they are compared with those of whoever has booked there, or was there before.

use super::AtKiosk;
use crate::{
    http::{
        body::Sent,
        mailboxes::{Halt, persistently},
        problem::{Failure, failure},
    },
    session::LoggedIn,
    state::App,
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Actor, Command, Kind, PersonId, Refusal, Row, RowKey, Scope, Write,
    kiosk::Kiosk,
    one_time_code::{CodeSecret, NotVerified},
    visit::LATE,
    visit_code::{Taken, VisitCode},
};
use std::{collections::BTreeSet, sync::Arc};
use store::{Snapshot, StoreError};
use sync::{
    kiosk::{CheckedIn, CheckedInAll, MAX_CHECK_INS, ShownCode, ShownCodes, Way},
    protocol::ProblemKind,
};

/// How far ahead of the server a kiosk's clock may be, in milliseconds.
const AHEAD: i64 = 60_000;

/// `POST /api/kiosk/check-ins`: judges codes as of the moment at which they were shown. Where there
/// were too many wrong ones, it ends early, and the rest waits.
pub(crate) async fn check_in(
    State(app): State<Arc<App>>,
    AtKiosk(asking): AtKiosk,
    Sent(sent): Sent<ShownCodes>,
) -> Result<Json<CheckedInAll>, Failure> {
    if sent.codes.len() > MAX_CHECK_INS {
        let detail = format!("send at most {MAX_CHECK_INS} codes at once");
        return Err(failure(ProblemKind::TooLarge, &detail));
    }
    let mut results = Vec::with_capacity(sent.codes.len());
    for shown in sent.codes {
        match app.limits.shown_code(asking.id) {
            Err(too_often) if results.is_empty() => return Err(too_often.into()),
            Err(_) => break,
            Ok(()) => {}
        }
        let result = persistently(|| judge(&app, &asking, shown)).await?;
        // Only what may be a guess counts.
        if !matches!(result, CheckedIn::Wrong | CheckedIn::Used) {
            app.limits.code_was_known(asking.id);
        }
        results.push(result);
    }
    Ok(Json(CheckedInAll { results }))
}

async fn judge(app: &App, asking: &Kiosk, shown: ShownCode) -> Result<CheckedIn, Halt> {
    let now = (app.clock)();
    let is_ahead = shown.shown_at.0 > now.0.saturating_add(AHEAD);
    if is_ahead || shown.shown_at.plus_days(LATE) < now {
        return Ok(CheckedIn::Wrong);
    }
    let mut transaction = app.store.begin().await?;
    let could_be = match shown.person {
        Some(person) => BTreeSet::from([person]),
        None => visitors(transaction.as_mut(), asking).await?,
    };
    let (mut theirs, mut was_used) = (Vec::new(), false);
    for person in could_be {
        if let Some(mut own) = visit_code(transaction.as_mut(), person).await? {
            match own.take(shown.code, shown.shown_at, asking.id) {
                Ok(taken) => theirs.push((own, taken)),
                Err(NotVerified::Used) => was_used = true,
                Err(NotVerified::Wrong) => {}
            }
        }
    }
    let (own, taken) = match (theirs.pop(), theirs.is_empty()) {
        (Some(one), true) => one,
        (Some(_), false) => return Ok(CheckedIn::Unclear),
        (None, _) if was_used => return Ok(CheckedIn::Used),
        (None, _) => return Ok(CheckedIn::Wrong),
    };
    if taken == Taken::Before {
        // The answer was lost, and the kiosk asks again.
        return Ok(CheckedIn::Done);
    }
    let (space, person, at) = (asking.space, own.person, shown.shown_at.min(now));
    let command = match shown.way {
        Way::In => Command::CheckIn { space, person, at },
        Way::Out => Command::CheckOut { space, person, at },
    };
    transaction.write(&Write::Put(Row::VisitCode(own))).await?;
    // A kiosk acts in the name of whoever paired it.
    let actor = Actor { person: asking.by };
    let mut needed = BTreeSet::new();
    let refusal =
        store::push::judge(transaction.as_mut(), &command, actor, now, &mut needed).await?;
    // Who is in already comes in: by their booking, or at another kiosk.
    if let Some(refusal) = refusal.filter(|refusal| *refusal != Refusal::AlreadyIn) {
        // Nothing of it counts, and the code is still good.
        tracing::info!(?refusal, "nobody was checked in");
        return Ok(CheckedIn::NoSeat);
    }
    app.commit(transaction).await?;
    Ok(CheckedIn::Done)
}

/// Whoever has booked in the space, or was there before.
async fn visitors<S: Snapshot + ?Sized>(
    snapshot: &mut S,
    asking: &Kiosk,
) -> Result<BTreeSet<PersonId>, StoreError> {
    let bookings = snapshot
        .rows_in(Scope::Desk(asking.desk), Kind::Booking)
        .await?;
    let here = bookings.into_iter().filter_map(|row| match row {
        Row::Booking(booking) if booking.space == asking.space => Some(booking.person),
        _ => None,
    });
    Ok(here.collect())
}

async fn visit_code<S: Snapshot + ?Sized>(
    snapshot: &mut S,
    person: PersonId,
) -> Result<Option<VisitCode>, StoreError> {
    Ok(
        match snapshot
            .row(RowKey {
                kind: Kind::VisitCode,
                id: person.0,
            })
            .await?
        {
            Some(Row::VisitCode(own)) => Some(own),
            _ => None,
        },
    )
}

/// `POST /api/account/visit-code`: draws a secret for the person's six digits. An earlier one counts
/// no more.
pub(crate) async fn renew(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
) -> Result<StatusCode, Failure> {
    app.limits.visit_code(asking.person())?;
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Failure::internal("a secret", &error))?;
    let secret = CodeSecret::new(bytes);
    let own = VisitCode::new(asking.person(), secret, (app.clock)());
    let mut transaction = app.store.begin().await?;
    transaction.write(&Write::Put(Row::VisitCode(own))).await?;
    app.commit(transaction).await?;
    Ok(StatusCode::NO_CONTENT)
}
