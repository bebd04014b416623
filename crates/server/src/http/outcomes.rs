//! What became of the people who signed up with a desk: counts for its members, and nobody alone.

use super::{
    named::Named,
    problem::{Failure, failure},
};
use crate::{session::LoggedIn, state::App};
use axum::{Json, extract::State};
use domain::{
    Day, DeskId, Kind, PersonId, ProgramId, Row, RowKey, Scope, Timestamp,
    desk::membership_key,
    outcomes::{self, Outcomes, Story},
    program::Program,
};
use std::{
    collections::{BTreeMap, HashMap, btree_map::Entry},
    sync::{Arc, Mutex, PoisonError},
};
use store::{Snapshot, StoreError};
use sync::protocol::ProblemKind;

/// Desks whose outcomes are remembered.
const KEPT: usize = 1_000;

/// What was reckoned today. Months that are over do not change, and reading what so many people did
/// takes a while.
#[derive(Default)]
pub(crate) struct Reckoned(Mutex<HashMap<DeskId, (Day, Outcomes)>>);

impl Reckoned {
    fn of(&self, desk: DeskId, today: Day) -> Option<Outcomes> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (day, outcomes) = known.get(&desk)?;
        (*day == today).then(|| outcomes.clone())
    }

    fn keep(&self, desk: DeskId, today: Day, outcomes: &Outcomes) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, (day, _)| *day == today);
        if known.len() < KEPT {
            known.insert(desk, (today, outcomes.clone()));
        }
    }
}

/// `GET /api/desks/{id}/outcomes`, for its members: to others it is not said whether there is such a
/// desk.
pub(crate) async fn outcomes(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
    Named(desk): Named<DeskId>,
) -> Result<Json<Outcomes>, Failure> {
    app.limits.pull(asking.person())?;
    let mut snapshot = app.store.snapshot().await?;
    let place = snapshot.row(membership_key(asking.person(), desk)).await?;
    if place.is_none() {
        return Err(failure(
            ProblemKind::NotFound,
            "there is no such desk of yours",
        ));
    }
    let now = (app.clock)();
    let today = Day::of(now);
    if let Some(known) = app.reckoned.of(desk, today) {
        return Ok(Json(known));
    }
    let found = reckon(snapshot.as_mut(), desk, now).await?;
    app.reckoned.keep(desk, today, &found);
    Ok(Json(found))
}

async fn reckon(
    snapshot: &mut dyn Snapshot,
    desk: DeskId,
    now: Timestamp,
) -> Result<Outcomes, StoreError> {
    let mut programs: BTreeMap<ProgramId, Option<Program>> = BTreeMap::new();
    let mut stories: BTreeMap<PersonId, Story> = BTreeMap::new();
    for row in snapshot.rows_in(Scope::Desk(desk), Kind::SignUp).await? {
        let Row::SignUp(sign_up) = row else {
            continue;
        };
        let id = sign_up.program;
        let program = match programs.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(asked) => {
                let kind = Kind::Program;
                asked.insert(match snapshot.row(RowKey { kind, id: id.0 }).await? {
                    Some(Row::Program(program)) => Some(program),
                    _ => None,
                })
            }
        };
        stories
            .entry(sign_up.person)
            .or_default()
            .sign_up(&sign_up, program.as_ref());
    }
    for row in snapshot
        .rows_in(Scope::Desk(desk), Kind::Attendance)
        .await?
    {
        if let Row::Attendance(attendance) = row
            && let Some(story) = stories.get_mut(&attendance.person)
        {
            story.attended(&attendance);
        }
    }
    for (person, story) in &mut stories {
        // Proposals and contracts are in the scopes of both sides.
        let scope = Scope::Person(*person);
        for row in snapshot.rows_in(scope, Kind::Proposal).await? {
            if let Row::Proposal(proposal) = row
                && proposal.worker == *person
            {
                story.proposal(&proposal);
            }
        }
        for row in snapshot.rows_in(scope, Kind::Contract).await? {
            if let Row::Contract(contract) = row
                && contract.worker == *person
            {
                story.contract(&contract);
            }
        }
        for row in snapshot.rows_in(scope, Kind::Income).await? {
            if let Row::Income(said) = row {
                story.said(&said);
            }
        }
        for row in snapshot.rows_in(scope, Kind::Booking).await? {
            if let Row::Booking(booking) = row {
                story.booked(&booking);
            }
        }
    }
    let stories: Vec<Story> = stories.into_values().collect();
    Ok(outcomes::outcomes(&stories, now))
}
