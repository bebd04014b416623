//! Mail leaves: whole, in a person's language, and however often its server is away.

use crate::{
    post::Smtp,
    town::{PASSWORD, Town, registration},
};
use hyper::StatusCode;
use server::mail::Way;
use std::{sync::Arc, time::Duration};
use store_sqlite::SqliteStore;
use sync::account::{NewEmail, NewPassword};

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
    // A name says what it likes, and nobody has shown yet whose address this is.
    assert_eq!(mail.to, "haru1@example.jp");
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert_eq!(mail.header("Content-Type"), "text/plain; charset=utf-8");
    let id = mail.header("Message-ID");
    assert!(
        id.starts_with('<') && id.ends_with("@engawa.example.jp>"),
        "{id}"
    );
    assert!(mailparse::dateparse(mail.header("Date")).is_ok());
    assert!(
        mail.text.starts_with("haru1@example.jp 様\n"),
        "{}",
        mail.text
    );
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
    assert!(
        mail.text.contains("Dear haru1@example.jp,"),
        "{}",
        mail.text
    );
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

/// A town whose mail server is away, and the store that outlives it.
async fn without_a_mail_server() -> (Town, Arc<SqliteStore>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("engawa.sqlite");
    let store = Arc::new(SqliteStore::open(&file).await.unwrap());
    let town = Town::open_on(store.clone(), folder, |settings| {
        settings.mail.way = nobody_there();
    });
    (town.await, store)
}

/// A port where nobody listens any more.
fn nobody_there() -> Way {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    smtp(&format!("smtp://{}", port.local_addr().unwrap()))
}

#[tokio::test]
async fn mail_outlives_the_server_that_could_not_send_it() {
    let (town, store) = without_a_mail_server().await;
    town.person(1).await;
    let smtp_server = Smtp::open(0).await;
    let next = goes_on(town, store, &smtp_server).await;
    let taken = smtp_server.taken(1).await;
    assert!(taken[0].text.contains("/verify#"));
    next.all_is_sent().await;
}

/// The server ends, as abruptly as one can within this process, and another goes on with its store
/// and a mail server that works. What was being sent is tried again after ten minutes: here at once.
async fn goes_on(town: Town, store: Arc<SqliteStore>, smtp_server: &Smtp) -> Town {
    town.running.abort();
    let way = smtp(&smtp_server.url);
    let again = tempfile::tempdir().unwrap();
    let due = domain::Timestamp(0);
    let mut transaction = town.store.begin().await.unwrap();
    let far = domain::Timestamp(i64::MAX - 1);
    for mail in transaction.take_mail(far, due, 10).await.unwrap() {
        transaction.postpone(mail.id, due).await.unwrap();
    }
    transaction.commit().await.unwrap();
    Town::open_on(store, again, |settings| settings.mail.way = way).await
}

#[tokio::test]
async fn a_letter_that_was_late_does_not_bring_back_what_a_new_password_ended() {
    let (town, store) = without_a_mail_server().await;
    let mut haru = town.person(1).await;
    // Somebody who knew the password asked for another address, and the mail server was away.
    let change = NewEmail {
        email: "thief@example.jp".into(),
        password: PASSWORD.into(),
    };
    let asked = haru.post("/api/account/email", &change).await;
    assert_eq!(asked.status, StatusCode::NO_CONTENT);
    let change = NewPassword {
        old: PASSWORD.into(),
        new: "港の見える新しいとびら".into(),
    };
    let changed = haru.post("/api/account/password", &change).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    let smtp_server = Smtp::open(0).await;
    let next = goes_on(town, store, &smtp_server).await;
    // The address is confirmed, the change told of, and the new password.
    let taken = smtp_server.taken(3).await;
    next.all_is_sent().await;
    assert!(taken.iter().all(|mail| !mail.to.contains("thief@")));
    assert_eq!(smtp_server.taken(3).await.len(), 3);
}

#[tokio::test]
async fn the_queue_holds_no_secret() {
    let town = Town::open_with(|settings| {
        settings.mail.way = nobody_there();
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
