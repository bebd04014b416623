//! Registering, logging in and out.

use crate::town::{PASSWORD, Town, registration};
use domain::{
    Timestamp,
    refusal::{Field, Invalid, Problem},
};
use hyper::StatusCode;
use server::{
    clock,
    limits::{Allowance, Allowances},
};
use store::{
    LoginSession, TokenHash,
    contract::made::{self, group, logged_in, person, pulling},
};
use sync::protocol::{Login, ProblemKind, Registration};

fn login(email: &str, password: &str) -> Login {
    Login {
        email: email.to_owned(),
        password: password.to_owned(),
    }
}

#[tokio::test]
async fn who_registers_is_logged_in_as_the_person_of_their_device() {
    let town = Town::open().await;
    let mut browser = town.browser();
    assert_eq!(browser.session().await, None);
    let answer = browser.post("/api/register", &registration(1)).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let cookie = answer.header("set-cookie").unwrap();
    for part in [
        "engawa_session=",
        "; Path=/",
        "; HttpOnly",
        "; SameSite=Lax",
        "; Max-Age=7776000",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let session = browser.session().await.unwrap();
    assert_eq!(
        (session.person, session.name.as_str()),
        (made::person(1), "佐野 はる1")
    );
}

#[tokio::test]
async fn everything_wrong_with_a_registration_is_told_at_once() {
    let town = Town::open().await;
    let wrong = Registration {
        name: " ".into(),
        email: "haru".into(),
        password: "kurz".into(),
        ..registration(1)
    };
    let answer = town.browser().post("/api/register", &wrong).await;
    answer.is(422, ProblemKind::Invalid);
    let fields: Vec<Field> = answer
        .problem()
        .fields
        .iter()
        .map(|found| found.field)
        .collect();
    assert_eq!(fields, [Field::Name, Field::Email, Field::Password]);
}

#[tokio::test]
async fn an_address_and_a_person_register_once() {
    let town = Town::open().await;
    town.person(1).await;
    for (again, field) in [
        (
            Registration {
                email: "HARU1@Example.jp".into(),
                ..registration(2)
            },
            Field::Email,
        ),
        (
            Registration {
                email: "other@example.jp".into(),
                ..registration(1)
            },
            Field::Identifier,
        ),
    ] {
        let answer = town.browser().post("/api/register", &again).await;
        answer.is(422, ProblemKind::Invalid);
        assert_eq!(
            answer.problem().fields,
            [Invalid {
                field,
                problem: Problem::Taken
            }]
        );
        assert_eq!(answer.header("set-cookie"), None);
    }
}

#[tokio::test]
async fn a_person_logs_in_elsewhere_and_out_here() {
    let town = Town::open().await;
    let mut phone = town.person(1).await;
    let mut desktop = town.browser();
    let answer = desktop
        .post("/api/login", &login(" Haru1@EXAMPLE.jp", PASSWORD))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(desktop.id().await, phone.id().await);

    let former = phone.cookie.clone();
    assert_eq!(
        phone.post("/api/logout", &()).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!((phone.cookie.clone(), phone.session().await), (None, None));
    // The token itself is worth nothing any more.
    phone.cookie = former;
    assert_eq!(phone.session().await, None);
    assert!(desktop.session().await.is_some());
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_sound_alike() {
    let town = Town::open().await;
    town.person(1).await;
    let mut browser = town.browser();
    let wrong = browser
        .post("/api/login", &login("haru1@example.jp", "まちがった合言葉"))
        .await;
    let unknown = browser
        .post("/api/login", &login("nobody@example.jp", PASSWORD))
        .await;
    wrong.is(401, ProblemKind::WrongCredentials);
    assert_eq!(wrong.body, unknown.body);
    assert_eq!(browser.session().await, None);
}

#[tokio::test]
async fn a_bad_cookie_is_nobody_and_is_forgotten() {
    let town = Town::open().await;
    let long = "a".repeat(4000);
    for token in ["", "nonsense", "\"quoted\"", "%00", long.as_str()] {
        let mut browser = town.browser();
        browser.cookie = Some(format!("other=1; engawa_session={token}"));
        let answer = browser.get("/api/session").await;
        answer.is(401, ProblemKind::NotLoggedIn);
        let cleared = answer.header("set-cookie").unwrap();
        assert!(cleared.starts_with("engawa_session=; ") && cleared.contains("Max-Age=0"));
    }
    let mut browser = town.browser();
    assert_eq!(browser.get("/api/session").await.header("set-cookie"), None);
}

#[tokio::test]
async fn a_late_answer_to_an_ended_session_leaves_a_new_login_alone() {
    let town = Town::open().await;
    let mut browser = town.person(1).await;
    let ended = browser.cookie.clone();
    browser.post("/api/logout", &()).await;
    browser.cookie = ended;
    let answer = browser.get("/api/session").await;
    answer.is(401, ProblemKind::NotLoggedIn);
    assert_eq!(answer.header("set-cookie"), None);
}

#[tokio::test]
async fn behind_tls_the_cookie_travels_over_tls_only() {
    let town = Town::open_with(|settings| {
        settings.public_url = Some("https://engawa.example.jp".parse().unwrap());
    })
    .await;
    let mut browser = town.browser();
    let answer = browser
        .post_with(
            "/api/register",
            &[("origin", "https://engawa.example.jp")],
            &registration(1),
        )
        .await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-engawa_session=") && cookie.ends_with("; Secure"));
    assert!(answer.header("strict-transport-security").is_some());
    assert!(browser.session().await.is_some());
}

fn twice() -> Allowance {
    Allowance::new(2, 600)
}

#[tokio::test]
async fn guessing_ends_with_a_time_to_wait() {
    let town = Town::open_with(|settings| {
        settings.allowances = Allowances {
            login_by_email: twice(),
            ..Allowances::default()
        };
    })
    .await;
    town.person(1).await;
    let mut browser = town.browser();
    for _ in 0..2 {
        let answer = browser
            .post("/api/login", &login("haru1@example.jp", "まちがい"))
            .await;
        answer.is(401, ProblemKind::WrongCredentials);
    }
    // Even the right password, in other capitals.
    let answer = browser
        .post("/api/login", &login("HARU1@example.jp", PASSWORD))
        .await;
    answer.is(429, ProblemKind::TooManyRequests);
    let seconds = answer.problem().retry_after.unwrap();
    assert!((1..=601).contains(&seconds), "{seconds}");
    assert_eq!(
        answer.header("retry-after"),
        Some(seconds.to_string().as_str())
    );
}

#[tokio::test]
async fn one_address_does_not_register_without_end() {
    let town = Town::open_with(|settings| {
        settings.behind_proxy = true;
        settings.allowances = Allowances {
            registration_by_address: twice(),
            ..Allowances::default()
        };
    })
    .await;
    let mut statuses = Vec::new();
    for (number, address) in [
        (1, "192.0.2.1"),
        (2, "192.0.2.1"),
        (3, "192.0.2.1"),
        (4, "192.0.2.2"),
    ] {
        // What a client itself claims stands before what the proxy adds.
        let forwarded = format!("198.51.100.{number}, {address}");
        let headers = [("x-forwarded-for", forwarded.as_str())];
        let answer = town
            .browser()
            .post_with("/api/register", &headers, &registration(number))
            .await;
        statuses.push(answer.status.as_u16());
    }
    assert_eq!(statuses, [201, 201, 429, 201]);
}

#[tokio::test]
async fn who_logs_in_without_end_has_fifty_sessions() {
    let town = Town::open().await;
    let mut haru = town.person(1).await;
    let mut transaction = town.store.begin().await.unwrap();
    for number in 0..60u8 {
        let used_at = clock::now().plus_days(-1).0 + i64::from(number);
        let session = LoginSession {
            used_at: Timestamp(used_at),
            expires_at: clock::now().plus_days(1),
            ..logged_in(1)
        };
        let token = TokenHash([number; 32]);
        transaction.keep_session(token, session).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let mut elsewhere = town.browser();
    let login = Login {
        email: "haru1@example.jp".into(),
        password: PASSWORD.into(),
    };
    let answer = elsewhere.post("/api/login", &login).await;
    assert_eq!(answer.status, StatusCode::OK);
    let mut snapshot = town.store.snapshot().await.unwrap();
    let now = clock::now();
    let sessions = snapshot.sessions_of(person(1), now).await.unwrap();
    assert_eq!(sessions.len(), 50);
    for (number, counts) in [(11, false), (12, true), (59, true)] {
        let session = snapshot.session(TokenHash([number; 32]), now).await;
        assert_eq!(session.unwrap().is_some(), counts, "{number}");
    }
    assert!(haru.session().await.is_some() && elsewhere.session().await.is_some());
}

#[tokio::test]
async fn whoever_reads_what_changed_without_end_is_asked_to_wait() {
    let town = Town::open_with(|settings| {
        settings.allowances.reading_by_address = Allowance::new(2, 60);
        settings.allowances.pull_by_person = Allowance::new(1, 60);
    })
    .await;
    let mut haru = town.person(1).await;
    let epoch = town.store.epoch().0.clone();
    let path = format!("/api/board/changes?since=0&epoch={epoch}");
    for _ in 0..2 {
        assert_eq!(haru.get(&path).await.status, StatusCode::OK);
    }
    haru.get(&path).await.is(429, ProblemKind::TooManyRequests);
    let live = haru.get("/api/live").await;
    live.is(429, ProblemKind::TooManyRequests);
    let pull = pulling(group(1));
    assert_eq!(
        haru.post("/api/sync/pull", &pull).await.status,
        StatusCode::OK
    );
    let again = haru.post("/api/sync/pull", &pull).await;
    again.is(429, ProblemKind::TooManyRequests);
}
