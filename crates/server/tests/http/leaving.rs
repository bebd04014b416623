//! Taking everything along, and closing an account.

use crate::town::{Browser, PASSWORD, Town, registration};
use domain::{
    Command, DraftId, Kind, PersonId, ProposalId, Row,
    contract::{Contract, Delivery, Item, Notice},
    desk::Role,
    draft::{Draft, Subject},
    proposal::{DeclineReason, State},
    refusal::Field,
};
use http_body_util::BodyExt;
use hyper::{StatusCode, body::Bytes};
use serde_json::Value;
use std::collections::BTreeMap;
use store::contract::made::{self, NOW, desk, group, job, person, place, propose, pulling};
use sync::{
    GroupId, Mutation, MutationId,
    account::Closing,
    protocol::{
        Outcome, ProblemKind, PullResponse, PushRequest, PushResponse, Registration, SCHEMA,
    },
};
use uuid::Uuid;

async fn push(browser: &mut Browser, group: GroupId, commands: Vec<Command>) {
    let mutations = (1..)
        .map(MutationId)
        .zip(commands)
        .map(|(id, command)| Mutation {
            id,
            command,
            made_at: NOW,
            base_version: 0,
            epoch: None,
        })
        .collect();
    let request = PushRequest {
        epoch: None,
        schema: SCHEMA,
        group,
        settled: MutationId(0),
        mutations,
    };
    let answer: PushResponse = browser.post("/api/sync/push", &request).await.json();
    for result in answer.results {
        assert_eq!(result.outcome, Outcome::Applied);
    }
}

async fn rows(browser: &mut Browser, number: u128) -> Vec<Row> {
    let answer = browser
        .post("/api/sync/pull", &pulling(group(number)))
        .await;
    answer.json::<PullResponse>().rows
}

async fn state_of(browser: &mut Browser, number: u128, worker: PersonId) -> State {
    let id = ProposalId::of(worker, job(1).id);
    rows(browser, number)
        .await
        .into_iter()
        .find_map(|row| match row {
            Row::Proposal(proposal) if proposal.id == id => Some(proposal.state),
            _ => None,
        })
        .expect("the proposal")
}

fn closing(password: &str) -> Closing {
    Closing {
        password: password.into(),
    }
}

/// A contract of a worker with the desk 日南市役所.
fn contract(worker: PersonId) -> Row {
    let proposal = ProposalId::of(worker, job(2).id);
    Row::Contract(Contract {
        id: domain::ContractId::of(proposal),
        proposal,
        job: job(2).id,
        job_title: "広報紙".into(),
        desk: desk("日南市役所"),
        worker,
        notice: Notice {
            client: "日南市役所".into(),
            worker: "佐野 はる1".into(),
            commissioned_on: domain::Day::of(NOW),
            work: "記事1本".into(),
            receipt: Item::Is(domain::Day::of(NOW)),
            place: Delivery::Online,
            inspection: None,
            amount: domain::Yen(10_000),
            unit: domain::job::PayUnit::Total,
            pay: None,
            means: "銀行振込".into(),
            subcontract: None,
            costs: String::new(),
            rights: String::new(),
            changes: String::new(),
            defects: String::new(),
            personal_data: String::new(),
            contact: String::new(),
        },
        client: None,
        by_worker: None,
        supplements: Vec::new(),
        made_at: NOW,
        sample: false,
    })
}

/// Two workers proposed to a desk with one owner; the first has a contract, too.
async fn a_town() -> (Town, Browser, Browser, Browser) {
    let town = Town::open().await;
    let (mut haru, mut other) = (town.person(1).await, town.person(2).await);
    let client = town.person(3).await;
    town.put(vec![
        Row::Job(job(1)),
        place(person(3), desk("日南市役所")),
        contract(person(1)),
    ])
    .await;
    let phrase = Command::SavePhrase {
        id: domain::PhraseId(uuid::Uuid::from_u128(77)),
        name: "あいさつ".into(),
        text: "はじめまして。".into(),
    };
    let star = Command::StarJob { job: job(1).id };
    push(
        &mut haru,
        group(1),
        vec![propose(&job(1), 10_000), star, phrase],
    )
    .await;
    push(&mut other, group(2), vec![propose(&job(1), 20_000)]).await;
    (town, haru, other, client)
}

#[tokio::test]
async fn everything_of_mine_is_one_file_and_nothing_of_anybody_else() {
    let (_town, mut haru, mut other, mut client) = a_town().await;
    let answer = haru.get("/api/account/data").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.header("content-disposition"),
        Some("attachment; filename=\"engawa-account.json\"")
    );
    let file: Value = answer.json();
    assert_eq!(file["format"], "engawa-account-1");
    assert_eq!(file["account"]["email"], "haru1@example.jp");
    assert_eq!(file["account"]["verified_at"], Value::Null);
    assert_eq!(file["sessions"].as_array().unwrap().len(), 1);
    for (kind, count) in [
        ("person", 1),
        ("proposal", 1),
        ("contract", 1),
        ("star", 1),
        ("phrase", 1),
    ] {
        assert_eq!(
            file["rows"][kind].as_array().unwrap().len(),
            count,
            "{kind}"
        );
    }
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    assert!(
        !text.contains("haru2@") && !text.contains("argon2"),
        "{text}"
    );
    let theirs: Value = other.get("/api/account/data").await.json();
    assert_eq!(theirs["rows"]["phrase"], Value::Null);
    // What arrived at a desk is the desk's.
    let desk: Value = client.get("/api/account/data").await.json();
    assert_eq!(desk["rows"]["proposal"], Value::Null);
    assert_eq!(desk["rows"]["membership"].as_array().unwrap().len(), 1);
}

/// Whoever has much, and a client that is slow, cost the server a piece of the file and not all of it.
#[tokio::test]
async fn a_long_file_is_written_as_it_is_read_and_only_one_at_a_time() {
    let town = Town::open().await;
    let mut haru = town.person(1).await;
    let draft = |number| {
        Row::Draft(Draft {
            id: DraftId(Uuid::from_u128(number)),
            person: person(1),
            subject: Subject::Posting {
                desk: desk("日南市役所"),
                job: None,
            },
            title: format!("下書き {number}"),
            fields: BTreeMap::from([(Field::Description, "長".repeat(200_000))]),
            others: BTreeMap::new(),
            revision: 1,
            edited_at: NOW,
        })
    };
    // 30 MB: more than a connection swallows.
    town.put((0..50).map(draft).collect()).await;
    let path = "/api/account/data";
    let first = haru.begin("GET", path, &[], Bytes::new()).await;
    assert_eq!(first.status(), StatusCode::OK);
    let beside = haru.get(path).await;
    beside.is(429, ProblemKind::TooManyRequests);
    let whole = first.into_body().collect().await.unwrap().to_bytes();
    let file: Value = serde_json::from_slice(&whole).unwrap();
    assert_eq!(file["rows"]["draft"].as_array().unwrap().len(), 50);
    assert_eq!(haru.get(path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_worker_leaves_and_what_both_sides_keep_stays() {
    let (town, mut haru, mut other, mut client) = a_town().await;
    let wrong = haru.post("/api/account/close", &closing("まちがい")).await;
    wrong.is(403, ProblemKind::WrongCredentials);
    assert!(haru.session().await.is_some());
    let gone = haru.post("/api/account/close", &closing(PASSWORD)).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(haru.cookie, None);

    let state = state_of(&mut client, 3, person(1)).await;
    assert!(matches!(state, State::Withdrawn { .. }), "{state:?}");
    let kept = rows(&mut client, 3).await;
    let contracts = kept.iter().filter(|row| row.key().kind == Kind::Contract);
    assert_eq!(contracts.count(), 1);
    assert_eq!(state_of(&mut other, 2, person(2)).await, State::Open);
    assert!(other.session().await.is_some());
    let farewell = town.last_mail_to("haru1@", 2).await;
    assert_eq!(farewell.subject, "【縁側】退会がすみました");

    // Devices choose ids: nobody comes as who has gone, and reads their contract.
    let thief = Registration {
        email: "thief@example.jp".into(),
        ..registration(1)
    };
    let answer = town.browser().post("/api/register", &thief).await;
    answer.is(422, ProblemKind::Invalid);
    // The address is free again, for somebody new.
    let mut anew = town.browser();
    let again = Registration {
        person: person(9),
        ..registration(1)
    };
    let answer = anew.post("/api/register", &again).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let own = rows(&mut anew, 9).await;
    assert_eq!(own.len(), 1, "{own:?}");
    assert_eq!(town.store.check().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn links_and_sessions_of_who_has_gone_open_nothing() {
    let town = Town::open().await;
    let mut haru = town.person(1).await;
    let cookie = haru.cookie.clone();
    let token = town.last_mail_to("haru1@", 1).await.secret("verify");
    haru.post("/api/account/close", &closing(PASSWORD)).await;
    haru.cookie = cookie;
    assert_eq!(haru.session().await, None);
    let link = sync::account::OpenedLink { token };
    let answer = town.browser().post("/api/verify", &link).await;
    answer.is(410, ProblemKind::LinkGone);
    let login = sync::protocol::Login {
        email: "haru1@example.jp".into(),
        password: PASSWORD.into(),
    };
    let answer = town.browser().post("/api/login", &login).await;
    answer.is(401, ProblemKind::WrongCredentials);
}

#[tokio::test]
async fn the_last_at_a_desk_closes_its_postings_and_answers_who_waits() {
    let (town, mut haru, _other, mut client) = a_town().await;
    client.post("/api/account/close", &closing(PASSWORD)).await;
    let state = state_of(&mut haru, 1, person(1)).await;
    let State::Declined { reason, .. } = state else {
        panic!("{state:?}")
    };
    assert_eq!(reason, DeclineReason::NotNeeded);
    let mut snapshot = town.store.snapshot().await.unwrap();
    let Some(Row::Job(closed)) = snapshot.row(Row::Job(job(1)).key()).await.unwrap() else {
        panic!("the posting")
    };
    assert!(closed.closed);
    drop(snapshot);
    let kept = rows(&mut haru, 1).await;
    assert!(kept.iter().any(|row| row.key().kind == Kind::Contract));
    assert_eq!(town.store.check().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_desk_with_other_members_goes_on() {
    let (town, mut haru, _other, mut client) = a_town().await;
    let mut member = town.person(4).await;
    let Row::Membership(mut seat) = place(person(4), desk("日南市役所")) else {
        panic!("a place")
    };
    seat.role = Role::Member;
    town.put(vec![Row::Membership(seat)]).await;
    client.post("/api/account/close", &closing(PASSWORD)).await;
    assert_eq!(state_of(&mut haru, 1, person(1)).await, State::Open);
    let seats = rows(&mut member, 4).await;
    let seats: Vec<(PersonId, Role)> = seats
        .into_iter()
        .filter_map(|row| match row {
            Row::Membership(seat) => Some((seat.person, seat.role)),
            _ => None,
        })
        .collect();
    assert_eq!(seats, [(made::person(4), Role::Owner)]);
}
