//! People, desks and postings for the stories.

use super::Shared;
use crate::{
    Account, Change, LoginSession, Room, Versions,
    pull::pull,
    push::{Push, Received, push},
};
use domain::{
    Command, DeskId, Job, JobId, Kind, MembershipId, PersonId, ProgramId, Row, Scope, Timestamp,
    Write, Yen,
    desk::{Membership, Role},
    person::Person,
    program::{Attendance, Program},
    proposal::Offer,
};
use std::collections::BTreeMap;
use sync::{
    GroupId, MutationId,
    protocol::{Outcome, PullRequest, PullResponse, SCHEMA},
};
use uuid::Uuid;

/// The moment at which the stories play: 2026-11-23 in Japan.
pub const NOW: Timestamp = Timestamp(1_795_400_000_000);

/// The person of a number.
pub fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(0x0100 + number))
}

/// The outbox of a number.
pub fn group(number: u128) -> GroupId {
    GroupId(Uuid::from_u128(0x0200 + number))
}

/// The desk of a name.
pub fn desk(name: &str) -> DeskId {
    DeskId::of_name(name)
}

/// A person who has an account.
pub fn row_of(person: PersonId) -> Row {
    Row::Person(Person {
        id: person,
        name: "佐野 はる".into(),
        email: format!("{person}@example.jp"),
    })
}

/// A session of the person of a number.
pub fn logged_in(number: u128) -> LoginSession {
    LoginSession {
        person: person(number),
        expires_at: NOW.plus_days(90),
        made_at: NOW,
        used_at: NOW,
        device: "Chrome / Android".into(),
    }
}

/// A person's place at a desk.
pub fn place(person: PersonId, desk: DeskId) -> Row {
    let id = MembershipId::of(person, desk);
    Row::Membership(Membership {
        id,
        person,
        person_name: "佐野 はる".into(),
        desk,
        desk_name: "日南市役所".into(),
        role: Role::Owner,
    })
}

/// A posting of the desk 日南市役所, open at [`NOW`].
pub fn job(number: u128) -> Job {
    let json = serde_json::json!({
        "id": JobId(Uuid::from_u128(0x0300 + number)), "desk": desk("日南市役所"),
        "desk_name": "日南市役所", "kind": "fixed", "title": format!("広報紙の記事 {number}"),
        "description": "", "category": "writing", "tags": [], "pay": null, "quota": null,
        "effort_minutes": null, "weekly_hours": null,
        "workplace": { "remote": true, "town": null, "area": null },
        "posted_at": NOW, "closes_at": null, "closed": false, "due": null, "pay_day": null,
        "pay_means": null, "costs": null, "rights": null, "contact": null, "life_stages": [],
        "beginner": false, "no_calls": false, "naptime": false, "sample": false,
        "identifier": null
    });
    serde_json::from_value(json).expect("a posting")
}

/// A command that proposes for a posting.
pub fn propose(job: &Job, amount: i64) -> Command {
    let offer = Offer {
        message: "書きます".into(),
        amount: Yen(amount),
        days: 7,
        effort_minutes: None,
        questions: String::new(),
    };
    Command::SubmitProposal { job: job.id, offer }
}

/// A program of the desk 日南市役所, with so many seats and places to wait.
pub fn program(seats: u32, waitlist: u32) -> Program {
    let (id, nichinan) = (ProgramId(Uuid::from_u128(0x0500)), desk("日南市役所"));
    Program {
        title: "はじめての在宅ワーク".into(),
        attendance: Attendance::All,
        capacity: Some(seats),
        waitlist,
        ..Program::blank(id, nichinan, "日南市役所".into(), NOW)
    }
}

/// A push of commands numbered from `first` up.
pub fn pushing(group: GroupId, first: u64, commands: Vec<Option<Command>>) -> Push {
    let mutations = (first..)
        .map(MutationId)
        .zip(commands)
        .map(|(id, command)| Received {
            id,
            command,
            epoch: None,
        })
        .collect();
    Push {
        epoch: None,
        schema: SCHEMA,
        group,
        settled: MutationId(0),
        mutations,
    }
}

/// The first pull of a device.
pub fn pulling(group: GroupId) -> PullRequest {
    PullRequest {
        epoch: None,
        schema: SCHEMA,
        group,
        oldest_unsettled: None,
        cursors: BTreeMap::new(),
        forgotten: Some(0),
    }
}

/// Writes rows in one transaction.
pub async fn put(store: &Shared, rows: Vec<Row>) -> Versions {
    write(store, rows.into_iter().map(Write::Put).collect()).await
}

/// Writes in one transaction.
pub async fn write(store: &Shared, writes: Vec<Write>) -> Versions {
    let mut transaction = store.begin().await.expect("a transaction");
    for write in &writes {
        transaction.write(write).await.expect("written");
    }
    transaction.commit().await.expect("committed")
}

/// Gives people accounts.
pub async fn register(store: &Shared, people: &[PersonId]) {
    let mut transaction = store.begin().await.expect("a transaction");
    for person in people {
        let account = Account {
            person: *person,
            password: "$argon2id$".into(),
        };
        let email = format!("{person}@example.jp");
        transaction
            .open_account(&email, &account)
            .await
            .expect("opened");
        transaction
            .write(&Write::Put(row_of(*person)))
            .await
            .expect("written");
    }
    transaction.commit().await.expect("committed");
}

/// What changed in a scope after a version.
pub async fn changes(store: &Shared, scope: Scope, after: u64, rows: usize) -> Vec<Change> {
    let mut snapshot = store.snapshot().await.expect("a snapshot");
    snapshot
        .changes(scope, after, Room { rows, ..Room::PAGE })
        .await
        .expect("changes")
}

/// Pushes, and says what became of each mutation.
pub async fn pushed(store: &Shared, person: PersonId, request: &Push) -> Vec<Outcome> {
    let pushed = push(store.as_ref(), person, request, NOW)
        .await
        .expect("judged");
    pushed
        .response
        .results
        .into_iter()
        .map(|result| result.outcome)
        .collect()
}

/// Pulls.
pub async fn pulled(store: &Shared, person: PersonId, request: &PullRequest) -> PullResponse {
    pull(store.as_ref(), person, request)
        .await
        .expect("answered")
}

/// How many proposals a pull brought.
pub fn proposals(response: &PullResponse) -> usize {
    response
        .rows
        .iter()
        .filter(|row| row.key().kind == Kind::Proposal)
        .count()
}

/// Two people with accounts and one posting.
pub async fn a_town(store: &Shared) {
    register(store, &[person(1), person(2)]).await;
    put(store, vec![Row::Job(job(1))]).await;
}
