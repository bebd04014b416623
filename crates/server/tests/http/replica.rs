//! What devices push and pull.

use crate::town::{Browser, Town};
use domain::{Command, Kind, Refusal, Row};
use hyper::StatusCode;
use serde_json::json;
use server::limits::{Allowance, Allowances};
use store::contract::made::{NOW, desk, group, job, person, place, propose, pulling};
use sync::{
    GroupId, Mutation, MutationId,
    protocol::{
        Outcome, PERSON_HEADER, Problem, ProblemKind, PullResponse, PushRequest, PushResponse,
        SCHEMA,
    },
};

fn pushing(group: GroupId, commands: Vec<Command>) -> PushRequest {
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
    PushRequest {
        epoch: None,
        schema: SCHEMA,
        group,
        settled: MutationId(0),
        mutations,
    }
}

async fn push(browser: &mut Browser, request: &PushRequest) -> Vec<Outcome> {
    let answer = browser.post("/api/sync/push", request).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    answer
        .json::<PushResponse>()
        .results
        .into_iter()
        .map(|result| result.outcome)
        .collect()
}

async fn proposals(browser: &mut Browser, number: u128) -> usize {
    let pulled: PullResponse = browser
        .post("/api/sync/pull", &pulling(group(number)))
        .await
        .json();
    pulled
        .rows
        .iter()
        .filter(|row| row.key().kind == Kind::Proposal)
        .count()
}

#[tokio::test]
async fn a_proposal_pushed_twice_arrives_once_at_its_desk_and_nowhere_else() {
    let town = Town::open().await;
    town.put(vec![Row::Job(job(1)), place(person(2), desk("日南市役所"))])
        .await;
    town.put(vec![place(person(3), desk("油津商店街"))]).await;
    let (mut worker, mut client) = (town.person(1).await, town.person(2).await);
    let mut stranger = town.person(3).await;
    let request = pushing(group(1), vec![propose(&job(1), 10_000)]);
    for _ in 0..2 {
        assert_eq!(push(&mut worker, &request).await, [Outcome::Applied]);
    }
    assert_eq!(proposals(&mut worker, 1).await, 1);
    assert_eq!(proposals(&mut client, 2).await, 1);
    assert_eq!(proposals(&mut stranger, 3).await, 0);
}

#[tokio::test]
async fn a_tab_that_speaks_for_somebody_else_is_not_heard() {
    let town = Town::open().await;
    town.put(vec![Row::Job(job(1))]).await;
    let mut second = town.person(2).await;
    // The browser's cookie is the second person's by now; the tab still shows the first.
    let first = person(1).to_string();
    let request = pushing(group(1), vec![propose(&job(1), 10_000)]);
    for (path, body) in [
        ("/api/sync/push", serde_json::to_value(&request).unwrap()),
        (
            "/api/sync/pull",
            serde_json::to_value(pulling(group(1))).unwrap(),
        ),
    ] {
        let answer = second
            .post_with(path, &[(PERSON_HEADER, &first)], &body)
            .await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert_eq!(answer.json::<Problem>().kind, ProblemKind::OtherPerson);
    }
    assert_eq!(proposals(&mut second, 2).await, 0);
    let own = person(2).to_string();
    let request = pushing(group(3), vec![propose(&job(1), 10_000)]);
    let answer = second
        .post_with("/api/sync/push", &[(PERSON_HEADER, &own)], &request)
        .await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_refusal_comes_back_with_its_reason() {
    let town = Town::open().await;
    let mut closed = job(1);
    closed.closes_at = Some(NOW.plus_days(-3000));
    town.put(vec![Row::Job(closed.clone())]).await;
    let mut worker = town.person(1).await;
    let outcomes = push(&mut worker, &pushing(group(1), vec![propose(&closed, 1)])).await;
    let closed_at = closed.closes_at;
    assert_eq!(
        outcomes,
        [Outcome::Refused(Refusal::JobClosed { closed_at })]
    );
}

#[tokio::test]
async fn a_command_of_another_version_of_the_app_is_refused_alone() {
    let town = Town::open().await;
    let mut worker = town.person(1).await;
    let request = json!({
        "epoch": null, "schema": SCHEMA, "group": group(1), "mutations": [
            { "id": 1, "command": { "unheard_of": {} }, "made_at": 0, "base_version": 0 },
            { "id": 2, "command": { "star_job": { "job": job(1).id } }, "made_at": 0,
              "base_version": 0 },
        ]
    });
    let answer: PushResponse = worker.post("/api/sync/push", &request).await.json();
    let outcomes: Vec<_> = answer
        .results
        .into_iter()
        .map(|result| result.outcome)
        .collect();
    assert_eq!(
        outcomes,
        [Outcome::Refused(Refusal::Unknown), Outcome::Applied]
    );
}

#[tokio::test]
async fn the_outbox_of_another_is_closed() {
    let town = Town::open().await;
    let (mut one, mut other) = (town.person(1).await, town.person(2).await);
    let request = pushing(group(1), vec![Command::StarJob { job: job(1).id }]);
    push(&mut one, &request).await;
    other
        .post("/api/sync/push", &request)
        .await
        .is(403, ProblemKind::Forbidden);
    other
        .post("/api/sync/pull", &pulling(group(1)))
        .await
        .is(403, ProblemKind::Forbidden);
}

#[tokio::test]
async fn who_is_not_logged_in_neither_pushes_nor_pulls() {
    let town = Town::open().await;
    let mut browser = town.browser();
    let request = pushing(group(1), vec![]);
    browser
        .post("/api/sync/push", &request)
        .await
        .is(401, ProblemKind::NotLoggedIn);
    browser
        .post("/api/sync/pull", &pulling(group(1)))
        .await
        .is(401, ProblemKind::NotLoggedIn);
}

#[tokio::test]
async fn an_app_of_another_form_is_told_to_reload() {
    let town = Town::open().await;
    let mut worker = town.person(1).await;
    let request = PushRequest {
        schema: SCHEMA + 1,
        ..pushing(group(1), vec![])
    };
    worker
        .post("/api/sync/push", &request)
        .await
        .is(409, ProblemKind::Schema);
    let mut request = pulling(group(1));
    request.schema = 0;
    worker
        .post("/api/sync/pull", &request)
        .await
        .is(409, ProblemKind::Schema);
}

#[tokio::test]
async fn who_pushes_without_end_is_asked_to_wait_and_loses_nothing() {
    let allowances = Allowances {
        push_by_person: Allowance::new(3, 3600),
        ..Allowances::default()
    };
    let town = Town::open_with(|settings| settings.allowances = allowances).await;
    let (mut one, mut other) = (town.person(1).await, town.person(2).await);
    let star = |number| Command::StarJob {
        job: job(number).id,
    };
    let all = pushing(group(1), vec![star(1), star(2), star(3)]);
    let first = PushRequest {
        mutations: all.mutations[..2].to_vec(),
        ..all.clone()
    };
    assert_eq!(push(&mut one, &first).await.len(), 2);
    let answer = one.post("/api/sync/push", &all).await;
    answer.is(429, ProblemKind::TooManyRequests);
    let again = answer.problem().retry_after.unwrap();
    assert_eq!(
        answer.header("retry-after"),
        Some(again.to_string().as_str())
    );
    let pulled: PullResponse = one.post("/api/sync/pull", &pulling(group(1))).await.json();
    assert_eq!(pulled.last_mutation, MutationId(2));
    // One that fits goes through, and another person has a measure of their own.
    let last = PushRequest {
        mutations: all.mutations[2..].to_vec(),
        ..all.clone()
    };
    assert_eq!(push(&mut one, &last).await, [Outcome::Applied]);
    let theirs = pushing(group(2), vec![star(1), star(2), star(3)]);
    assert_eq!(push(&mut other, &theirs).await.len(), 3);
}

#[tokio::test]
async fn a_push_that_makes_no_sense_is_refused_as_a_whole() {
    let town = Town::open().await;
    let mut worker = town.person(1).await;
    let star = |number| Command::StarJob {
        job: job(number).id,
    };
    let mut doubled = pushing(group(1), vec![star(1), star(2)]);
    doubled.mutations[1].id = MutationId(1);
    worker
        .post("/api/sync/push", &doubled)
        .await
        .is(400, ProblemKind::Malformed);
    let many = pushing(group(1), (0..101).map(star).collect());
    worker
        .post("/api/sync/push", &many)
        .await
        .is(413, ProblemKind::TooLarge);
    worker
        .post("/api/sync/push", &json!({ "schema": 1 }))
        .await
        .is(400, ProblemKind::Malformed);
    let pulled: PullResponse = worker
        .post("/api/sync/pull", &pulling(group(1)))
        .await
        .json();
    assert_eq!(pulled.last_mutation, MutationId(0));
}
