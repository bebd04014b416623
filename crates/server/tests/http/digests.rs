//! The daily digest: once a day, to who wants it, ended with one tap.

use crate::{
    post::Arrived,
    town::{Browser, Town, registration},
};
use domain::{DeskId, MessageId, ProposalId, Row, Timestamp, proposal::Side, thread::Message};
use hyper::StatusCode;
use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use store::contract::{Shared, made};
use store_sqlite::SqliteStore;
use sync::{
    account::{AccountView, DigestWish},
    protocol::ProblemKind,
};
use uuid::Uuid;

const HOUR: i64 = 60 * 60 * 1000;

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// The hour of the day in Japan that has begun last, and its first moment.
fn this_hour() -> (u8, i64) {
    let begun = now().div_euclid(HOUR) * HOUR;
    let hour = (begun / HOUR + 9).rem_euclid(24);
    (u8::try_from(hour).unwrap(), begun)
}

/// A verified person who was told last two days ago, and two messages since then.
async fn with_news(store: &Shared, number: u128) {
    let person = made::person(number);
    let mut transaction = store.begin().await.unwrap();
    let mut mailbox = transaction.mailbox(person).await.unwrap().unwrap();
    mailbox.verified_at = Some(Timestamp(1));
    mailbox.digested_until = Timestamp(now() - 48 * HOUR);
    transaction.keep_mailbox(person, &mailbox).await.unwrap();
    transaction.commit().await.unwrap();
    let desk = DeskId::of_name("油津商店");
    let proposal = ProposalId::of(person, made::job(1).id);
    let mut rows: Vec<Row> = (0..2)
        .map(|message| {
            Row::Message(Message {
                id: MessageId(Uuid::from_u128(number * 100 + message)),
                proposal,
                worker: person,
                desk,
                by: Side::Client,
                author: made::person(99),
                author_name: "油津 一".into(),
                text: "ここだけの話です。".into(),
                sent_at: Timestamp(now() - 24 * HOUR),
            })
        })
        .collect();
    let sent = serde_json::json!({ "proposal": {
        "id": proposal, "job": made::job(1).id, "job_title": "港のちらし", "desk": desk,
        "desk_name": "油津商店", "worker": person, "worker_name": "佐野 はる",
        "message": "描きます。", "amount": 33_000, "days": 14, "questions": "",
        "sent_at": 1, "sample": false,
    }});
    rows.push(serde_json::from_value(sent).unwrap());
    made::put(store, rows).await;
}

async fn store_in(folder: &tempfile::TempDir) -> Shared {
    let file = folder.path().join("engawa.sqlite");
    Arc::new(SqliteStore::open(&file).await.unwrap())
}

/// A town in which person 1 has news and digests are not due before the next server.
async fn waiting_town() -> (Town, Browser) {
    let town = Town::open_with(|settings| settings.mail.look = Duration::from_secs(3600)).await;
    let haru = town.person(1).await;
    (town, haru)
}

/// A second server on the store of a town, at which digests are due since the hour began.
async fn next_server(town: &Town) -> Town {
    let (hour, _) = this_hour();
    let folder = tempfile::tempdir().unwrap();
    Town::open_on(town.store.clone(), folder, |settings| {
        settings.mail.digest_hour = hour;
    })
    .await
}

fn digests(mail: Vec<Arrived>) -> Vec<Arrived> {
    let is_digest = |mail: &Arrived| mail.subject.contains("新しいこと");
    mail.into_iter().filter(is_digest).collect()
}

/// Waits until everybody who was due has been told.
async fn everybody_is_told(town: &Town) {
    loop {
        let mut snapshot = town.store.snapshot().await.unwrap();
        let day = Timestamp(this_hour().1).day_in_japan();
        let before = Timestamp::start_of_day_in_japan(day);
        if snapshot.to_digest(before, 1).await.unwrap().is_empty() {
            break;
        }
        drop(snapshot);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    town.all_is_sent().await;
}

#[tokio::test]
async fn a_digest_comes_once_a_day_however_often_servers_start() {
    let (town, _haru) = waiting_town().await;
    with_news(&town.store, 1).await;
    // Two at once, and another after them.
    let (one, other) = (next_server(&town).await, next_server(&town).await);
    everybody_is_told(&one).await;
    everybody_is_told(&other).await;
    let third = next_server(&town).await;
    everybody_is_told(&third).await;
    let all = [town.mail(), one.mail(), other.mail(), third.mail()].concat();
    let digests = digests(all);
    assert_eq!(digests.len(), 1, "{digests:?}");
    let digest = &digests[0];
    assert_eq!(digest.subject, "【縁側】新しいこと 1件");
    assert!(
        digest
            .text
            .contains("・「港のちらし」(油津商店): 新しいメッセージが2件あります"),
        "{}",
        digest.text
    );
    assert!(!digest.text.contains("ここだけの話"), "{}", digest.text);
    assert!(!digest.text.contains('{'), "{}", digest.text);
}

#[tokio::test]
async fn nobody_is_told_of_nothing_and_nobody_at_an_address_that_may_be_anothers() {
    let (town, _haru) = waiting_town().await;
    // Person 2 has news, and never showed that the address is theirs; person 3 has none.
    for number in [2, 3] {
        town.person(number).await;
        with_news(&town.store, number).await;
    }
    let mut transaction = town.store.begin().await.unwrap();
    let mut unverified = transaction.mailbox(made::person(2)).await.unwrap().unwrap();
    unverified.verified_at = None;
    transaction
        .keep_mailbox(made::person(2), &unverified)
        .await
        .unwrap();
    let mut told = transaction.mailbox(made::person(3)).await.unwrap().unwrap();
    told.digested_until = Timestamp(now() - 23 * HOUR);
    transaction
        .keep_mailbox(made::person(3), &told)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let next = next_server(&town).await;
    everybody_is_told(&next).await;
    assert_eq!(digests(next.mail()), []);
}

#[tokio::test]
async fn one_tap_of_a_mail_program_ends_the_digest_of_its_reader_alone() {
    let (town, mut haru) = waiting_town().await;
    let mut other = town.person(2).await;
    with_news(&town.store, 1).await;
    with_news(&town.store, 2).await;
    let next = next_server(&town).await;
    let mut told = digests(next.mail_to("haru1@", 1).await);
    let digest = told.pop().unwrap();
    assert_eq!(
        digest.header("List-Unsubscribe-Post"),
        "List-Unsubscribe=One-Click"
    );
    let secret = digest.secret("unsubscribe");
    let header = digest.header("List-Unsubscribe");
    assert!(
        header.starts_with("<http") && header.ends_with(&format!("/api/unsubscribe/{secret}>"))
    );
    let path = format!("/api/unsubscribe/{secret}");

    // Looking does nothing, and nobody guesses another's.
    town.browser().get(&path).await;
    let wrong = format!("/api/unsubscribe/{}", "a".repeat(43));
    for wrong in [
        wrong.as_str(),
        "/api/unsubscribe/%00",
        "/api/unsubscribe/%ff",
        "/api/unsubscribe/x",
    ] {
        let answer = town.browser().post(wrong, &()).await;
        answer.is(404, ProblemKind::NotFound);
    }
    assert!(haru.get("/api/account").await.json::<AccountView>().digest);

    // RFC 8058: a form, no cookie, from wherever the mail program runs.
    for _ in 0..2 {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", "https://mail.example.com"),
            ("sec-fetch-site", "cross-site"),
        ];
        let body = "List-Unsubscribe=One-Click".into();
        let answer = town.browser().send("POST", &path, &headers, body).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
    }
    assert!(!haru.get("/api/account").await.json::<AccountView>().digest);
    assert!(other.get("/api/account").await.json::<AccountView>().digest);
    // The switch turns it on again.
    haru.post("/api/account/digest", &DigestWish { on: true })
        .await;
    assert!(haru.get("/api/account").await.json::<AccountView>().digest);
}

#[tokio::test]
async fn who_turned_it_off_hears_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(&folder).await;
    let town = Town::open_on(store, folder, |settings| {
        settings.mail.look = Duration::from_secs(3600);
    })
    .await;
    let mut browser = town.browser();
    browser.post("/api/register", &registration(1)).await;
    with_news(&town.store, 1).await;
    browser
        .post("/api/account/digest", &DigestWish { on: false })
        .await;
    let next = next_server(&town).await;
    everybody_is_told(&next).await;
    assert_eq!(digests(next.mail()), []);
}
