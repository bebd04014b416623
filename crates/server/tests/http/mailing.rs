//! Mail leaves: whole, in a person's language, and however often its server is away.

use crate::{
    post::Smtp,
    town::{Town, registration},
};
use hyper::StatusCode;
use server::mail::Way;
use std::{sync::Arc, time::Duration};
use store_sqlite::SqliteStore;

fn smtp(url: &str) -> Way {
    Way::smtp(url, "engawa.example.jp").unwrap()
}

#[tokio::test]
async fn a_mail_has_the_headers_that_carry_it() {
    let town = Town::open_with(|settings| {
        settings.public_url = Some("https://engawa.example.jp".parse().unwrap());
    })
    .await;
    let origin = [("origin", "https://engawa.example.jp")];
    let mut browser = town.browser();
    let answer = browser
        .post_with("/api/register", &origin, &registration(1))
        .await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let mail = town.last_mail_to("haru1@example.jp", 1).await;
    assert_eq!(mail.subject, "【縁側】メールアドレスの確認");
    assert_eq!(mail.header("From"), "no-reply@engawa.example.jp");
    assert_eq!(mail.to, "佐野 はる1 <haru1@example.jp>");
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert_eq!(mail.header("Content-Type"), "text/plain; charset=utf-8");
    let id = mail.header("Message-ID");
    assert!(
        id.starts_with('<') && id.ends_with("@engawa.example.jp>"),
        "{id}"
    );
    assert!(mailparse::dateparse(mail.header("Date")).is_ok());
    assert!(mail.text.starts_with("佐野 はる1 様\n"), "{}", mail.text);
    assert!(mail.text.contains("https://engawa.example.jp/verify#"));
    assert!(!mail.text.contains('{'), "{}", mail.text);
}

#[tokio::test]
async fn who_uses_the_app_in_english_is_written_to_in_english() {
    let town = Town::open().await;
    let english = [("accept-language", "en")];
    let mut browser = town.browser();
    browser
        .post_with("/api/register", &english, &registration(1))
        .await;
    let mail = town.last_mail_to("haru1@example.jp", 1).await;
    assert_eq!(mail.subject, "[Engawa] Confirm your e-mail address");
    assert!(mail.text.contains("Dear 佐野 はる1,"), "{}", mail.text);
}

#[tokio::test]
async fn a_mail_server_that_says_later_gets_it_later_and_once() {
    let smtp_server = Smtp::open(3).await;
    let way = smtp(&smtp_server.url);
    let town = Town::open_with(|settings| settings.mail.way = way).await;
    town.person(1).await;
    let taken = smtp_server.taken(1).await;
    assert!(taken[0].to.contains("haru1@example.jp"));
    town.all_is_sent().await;
    assert_eq!(smtp_server.taken(1).await.len(), 1);
    assert_eq!(town.mail(), [], "nothing lies about in files");
}

#[tokio::test]
async fn mail_outlives_the_server_that_could_not_send_it() {
    // A port where nobody listens any more.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let dead = smtp(&format!("smtp://{}", port.local_addr().unwrap()));
    drop(port);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("engawa.sqlite");
    let store = Arc::new(SqliteStore::open(&file).await.unwrap());
    let town = Town::open_on(store.clone(), folder, |settings| settings.mail.way = dead).await;
    town.person(1).await;
    // As abruptly as a server can end within this process.
    town.running.abort();

    let smtp_server = Smtp::open(0).await;
    let way = smtp(&smtp_server.url);
    let again = tempfile::tempdir().unwrap();
    // What was being sent when its server died is tried again after ten minutes: here at once.
    let due = domain::Timestamp(0);
    let mut transaction = town.store.begin().await.unwrap();
    let far = domain::Timestamp(i64::MAX - 1);
    for mail in transaction.take_mail(far, due, 10).await.unwrap() {
        transaction.postpone(mail.id, due).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let next = Town::open_on(store, again, |settings| settings.mail.way = way).await;
    let taken = smtp_server.taken(1).await;
    assert!(taken[0].text.contains("/verify#"));
    next.all_is_sent().await;
}

#[tokio::test]
async fn the_queue_holds_no_secret() {
    let town = Town::open_with(|settings| {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let dead = format!("smtp://{}", port.local_addr().unwrap());
        settings.mail.way = smtp(&dead);
        settings.mail.retry = Duration::from_secs(3600);
    })
    .await;
    town.person(1).await;
    let far = domain::Timestamp(i64::MAX - 1);
    let mut transaction = town.store.begin().await.unwrap();
    let waiting = transaction.take_mail(far, far, 10).await.unwrap();
    let letters: Vec<&str> = waiting.iter().map(|mail| mail.letter.as_str()).collect();
    assert_eq!(letters, [r#""verify""#]);
}
