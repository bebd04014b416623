//! What people do with their own account, and cannot do with another's.

use crate::town::{Browser, PASSWORD, Town, registration};
use domain::{
    Timestamp,
    refusal::{Field, Invalid, Problem},
};
use hyper::StatusCode;
use serde_json::json;
use server::limits::{Allowance, Allowances};
use sha2::{Digest, Sha256};
use store::{Link, Purpose, TokenHash, contract::made};
use sync::{
    account::{
        AccountView, EndSessions, ForgottenPassword, NewEmail, NewPassword, OpenedLink, Reset,
        SessionView, Verified,
    },
    protocol::{Login, ProblemKind},
};

const NEW: &str = "港の見える新しいとびら";

async fn view(browser: &mut Browser) -> AccountView {
    browser.get("/api/account").await.json()
}

async fn log_in(town: &Town, email: &str, password: &str) -> Option<Browser> {
    let mut browser = town.browser();
    let login = Login {
        email: email.into(),
        password: password.into(),
    };
    let answer = browser.post("/api/login", &login).await;
    (answer.status == StatusCode::OK).then_some(browser)
}

async fn open(town: &Town, token: &str) -> crate::town::Answer {
    let token = token.to_owned();
    let mut browser = town.browser();
    browser.post("/api/verify", &OpenedLink { token }).await
}

async fn reset(town: &Town, token: &str, password: &str) -> crate::town::Answer {
    let reset = Reset {
        token: token.to_owned(),
        password: password.to_owned(),
    };
    town.browser().post("/api/reset", &reset).await
}

async fn forgot(town: &Town, email: &str) -> crate::town::Answer {
    let email = email.to_owned();
    let mut browser = town.browser();
    browser
        .post("/api/reset/mail", &ForgottenPassword { email })
        .await
}

#[tokio::test]
async fn an_address_is_verified_by_its_link_once_and_by_nothing_that_only_looks() {
    let town = Town::open().await;
    let mut haru = town.person(1).await;
    assert!(!view(&mut haru).await.verified);
    let token = town.last_mail_to("haru1@", 1).await.secret("verify");
    // What scans mail opens its links.
    for path in ["/verify", "/api/verify"] {
        let html = [("accept", "text/html")];
        town.browser().get_with(path, &html).await;
    }
    assert!(!view(&mut haru).await.verified);
    // Whoever opens it need not be logged in.
    let answer = open(&town, &token).await;
    let verified = Verified {
        email: "haru1@example.jp".into(),
        changed: false,
    };
    assert_eq!(answer.json::<Verified>(), verified);
    assert!(view(&mut haru).await.verified);
    open(&town, &token).await.is(410, ProblemKind::LinkGone);
    for made_up in ["", "nonsense", &"a".repeat(43), &"a".repeat(4000)] {
        open(&town, made_up).await.is(410, ProblemKind::LinkGone);
    }
}

#[tokio::test]
async fn a_link_that_is_too_old_opens_nothing() {
    let town = Town::open().await;
    let mut haru = town.person(1).await;
    let token = "A".repeat(43);
    let link = Link {
        person: made::person(1),
        purpose: Purpose::Verify,
        email: "haru1@example.jp".into(),
        expires_at: Timestamp(1),
    };
    let mut transaction = town.store.begin().await.unwrap();
    let hash = TokenHash(Sha256::digest(&token).into());
    transaction.keep_link(hash, &link).await.unwrap();
    transaction.commit().await.unwrap();
    open(&town, &token).await.is(410, ProblemKind::LinkGone);
    assert!(!view(&mut haru).await.verified);
}

#[tokio::test]
async fn a_link_for_one_thing_does_nothing_else() {
    let town = Town::open().await;
    town.person(1).await;
    let verify = town.last_mail_to("haru1@", 1).await.secret("verify");
    reset(&town, &verify, NEW)
        .await
        .is(410, ProblemKind::LinkGone);
    forgot(&town, "haru1@example.jp").await;
    let forgotten = town.last_mail_to("haru1@", 2).await.secret("reset");
    open(&town, &forgotten).await.is(410, ProblemKind::LinkGone);
    // Neither was used up by it.
    assert_eq!(open(&town, &verify).await.status, StatusCode::OK);
    let answer = reset(&town, &forgotten, NEW).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn another_link_is_sent_to_who_asks_and_not_without_end() {
    let town = Town::open_with(|settings| {
        settings.allowances = Allowances {
            mail_by_email: Allowance::new(2, 600),
            ..Allowances::default()
        };
    })
    .await;
    let mut haru = town.person(1).await;
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let answer = haru.post("/api/account/verify-mail", &()).await;
        statuses.push(answer.status.as_u16());
    }
    assert_eq!(statuses, [204, 204, 429]);
    let mail = town.mail_to("haru1@", 3).await;
    // Whichever of them is at hand works.
    let first = mail[0].secret("verify");
    assert_eq!(open(&town, &first).await.status, StatusCode::OK);
    let mut stranger = town.browser();
    let refused = stranger.post("/api/account/verify-mail", &()).await;
    refused.is(401, ProblemKind::NotLoggedIn);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_and_everybody_logged_out() {
    let town = Town::open().await;
    let (mut phone, mut other) = (town.person(1).await, town.person(2).await);
    let mut desktop = log_in(&town, "haru1@example.jp", PASSWORD).await.unwrap();
    // Nobody learns who has an account.
    let known = forgot(&town, "HARU1@example.jp").await;
    let unknown = forgot(&town, "nobody@example.jp").await;
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    assert_eq!(known.status, StatusCode::NO_CONTENT);
    let token = town.last_mail_to("haru1@", 2).await.secret("reset");
    town.all_is_sent().await;
    assert!(!town.mail().iter().any(|mail| mail.to.contains("nobody@")));

    // A password that cannot be does not cost the link.
    reset(&town, &token, "kurz")
        .await
        .is(422, ProblemKind::Invalid);
    let done = reset(&town, &token, NEW).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    for browser in [&mut phone, &mut desktop] {
        assert_eq!(browser.session().await, None);
    }
    assert!(other.session().await.is_some());
    assert!(log_in(&town, "haru1@example.jp", PASSWORD).await.is_none());
    let mut haru = log_in(&town, "haru1@example.jp", NEW).await.unwrap();
    assert!(view(&mut haru).await.verified, "the link was read there");
    reset(&town, &token, PASSWORD)
        .await
        .is(410, ProblemKind::LinkGone);
    let told = town.last_mail_to("haru1@", 3).await;
    assert_eq!(told.subject, "【縁側】パスワードが変わりました");
}

#[tokio::test]
async fn asking_for_reset_mail_ends_alike_for_everybody() {
    let town = Town::open_with(|settings| {
        settings.allowances = Allowances {
            mail_by_email: Allowance::new(2, 600),
            ..Allowances::default()
        };
    })
    .await;
    town.person(1).await;
    for email in ["haru1@example.jp", "nobody@example.jp"] {
        let mut statuses = Vec::new();
        for _ in 0..3 {
            statuses.push(forgot(&town, email).await.status.as_u16());
        }
        assert_eq!(statuses, [204, 204, 429], "{email}");
    }
    forgot(&town, "nonsense")
        .await
        .is(422, ProblemKind::Invalid);
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_other_sessions() {
    let town = Town::open().await;
    let (mut haru, mut other) = (town.person(1).await, town.person(2).await);
    let mut elsewhere = log_in(&town, "haru1@example.jp", PASSWORD).await.unwrap();
    forgot(&town, "haru1@example.jp").await;
    let pending = town.last_mail_to("haru1@", 2).await.secret("reset");
    let change = |old: &str, new: &str| NewPassword {
        old: old.into(),
        new: new.into(),
    };
    let wrong = haru
        .post(
            "/api/account/password",
            &change("まちがった合言葉です", NEW),
        )
        .await;
    wrong.is(403, ProblemKind::WrongCredentials);
    let weak = haru
        .post("/api/account/password", &change(PASSWORD, "kurz"))
        .await;
    weak.is(422, ProblemKind::Invalid);
    assert!(elsewhere.session().await.is_some());

    let done = haru
        .post("/api/account/password", &change(PASSWORD, NEW))
        .await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    assert!(haru.session().await.is_some(), "who changes it stays");
    assert_eq!(elsewhere.session().await, None);
    assert!(other.session().await.is_some());
    assert!(log_in(&town, "haru1@example.jp", NEW).await.is_some());
    reset(&town, &pending, PASSWORD)
        .await
        .is(410, ProblemKind::LinkGone);
}

#[tokio::test]
async fn a_new_address_counts_when_it_is_shown_and_the_old_one_hears_of_it() {
    let town = Town::open().await;
    let (mut haru, _other) = (town.person(1).await, town.person(2).await);
    let change = |email: &str, password: &str| NewEmail {
        email: email.into(),
        password: password.into(),
    };
    let wrong = haru
        .post("/api/account/email", &change("new@example.jp", "まちがい"))
        .await;
    wrong.is(403, ProblemKind::WrongCredentials);
    let taken = haru
        .post("/api/account/email", &change("HARU2@example.jp", PASSWORD))
        .await;
    let field = Field::Email;
    let problem = Problem::Taken;
    assert_eq!(taken.problem().fields, [Invalid { field, problem }]);

    let asked = haru
        .post("/api/account/email", &change(" New@example.jp", PASSWORD))
        .await;
    assert_eq!(asked.status, StatusCode::NO_CONTENT);
    let warned = town.last_mail_to("haru1@", 2).await;
    assert!(warned.text.contains("New@example.jp"), "{}", warned.text);
    let token = town.last_mail_to("New@", 1).await.secret("verify");
    assert_eq!(view(&mut haru).await.email, "haru1@example.jp");

    let done: Verified = open(&town, &token).await.json();
    let email = "New@example.jp".to_owned();
    assert_eq!(
        done,
        Verified {
            email,
            changed: true
        }
    );
    let seen = view(&mut haru).await;
    assert_eq!(
        (seen.email.as_str(), seen.verified),
        ("New@example.jp", true)
    );
    assert!(log_in(&town, "new@example.jp", PASSWORD).await.is_some());
    assert!(log_in(&town, "haru1@example.jp", PASSWORD).await.is_none());
    let told = town.last_mail_to("haru1@", 3).await;
    assert_eq!(told.subject, "【縁側】メールアドレスが変わりました");
    // The link to the first address belongs to an address that is the account's no more.
    let first = town.mail_to("haru1@", 3).await[0].secret("verify");
    open(&town, &first).await.is(410, ProblemKind::LinkGone);
    assert_eq!(town.store.check().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn an_address_that_somebody_registers_meanwhile_is_theirs() {
    let town = Town::open().await;
    let mut haru = town.person(1).await;
    let change = NewEmail {
        email: "haru2@example.jp".into(),
        password: PASSWORD.into(),
    };
    haru.post("/api/account/email", &change).await;
    let token = town.last_mail_to("haru2@", 1).await.secret("verify");
    town.person(2).await;
    open(&town, &token).await.is(422, ProblemKind::Invalid);
    assert_eq!(view(&mut haru).await.email, "haru1@example.jp");
}

#[tokio::test]
async fn a_password_that_changes_cancels_a_new_address() {
    let town = Town::open().await;
    let mut haru = town.person(1).await;
    let change = NewEmail {
        email: "thief@example.jp".into(),
        password: PASSWORD.into(),
    };
    haru.post("/api/account/email", &change).await;
    let token = town.last_mail_to("thief@", 1).await.secret("verify");
    let change = NewPassword {
        old: PASSWORD.into(),
        new: NEW.into(),
    };
    haru.post("/api/account/password", &change).await;
    open(&town, &token).await.is(410, ProblemKind::LinkGone);
    assert_eq!(view(&mut haru).await.email, "haru1@example.jp");
}

#[tokio::test]
async fn an_old_password_that_was_right_a_moment_ago_undoes_no_new_one() {
    let town = Town::open().await;
    let mut thief = town.person(1).await;
    forgot(&town, "haru1@example.jp").await;
    let mail = town.mail_to("haru1@", 2).await;
    let token = mail.iter().find(|mail| mail.text.contains("/reset#"));
    let token = token.unwrap().secret("reset");
    let change = NewPassword {
        old: PASSWORD.into(),
        new: "どろぼうのあいことば".into(),
    };
    let (renewed, stolen) = tokio::join!(
        reset(&town, &token, NEW),
        thief.post("/api/account/password", &change)
    );
    // One of them came first, and the other came to nothing.
    let won = renewed.status == StatusCode::NO_CONTENT;
    assert_ne!(won, stolen.status == StatusCode::NO_CONTENT);
    let right = if won { NEW } else { change.new.as_str() };
    let wrong = if won { change.new.as_str() } else { NEW };
    assert!(log_in(&town, "haru1@example.jp", right).await.is_some());
    assert!(log_in(&town, "haru1@example.jp", wrong).await.is_none());
}

#[tokio::test]
async fn new_passwords_are_told_of_by_mail_and_so_there_are_not_many() {
    let town = Town::open().await;
    let mut haru = town.person(1).await;
    let change = NewPassword {
        old: PASSWORD.into(),
        new: PASSWORD.into(),
    };
    let mut changed = 0;
    while haru.post("/api/account/password", &change).await.status == StatusCode::NO_CONTENT {
        changed += 1;
        assert!(changed < 10);
    }
    assert_eq!(changed, 5);
}

#[tokio::test]
async fn a_person_ends_their_own_sessions_and_nobody_elses() {
    const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 \
                         Mobile/15E148 Safari/604.1";
    let town = Town::open().await;
    let (mut haru, mut other) = (town.person(1).await, town.person(2).await);
    let login = Login {
        email: "haru1@example.jp".into(),
        password: PASSWORD.into(),
    };
    let mut phone = town.browser();
    phone
        .post_with("/api/login", &[("user-agent", PHONE)], &login)
        .await;
    let mut tablet = log_in(&town, "haru1@example.jp", PASSWORD).await.unwrap();
    let sessions = view(&mut haru).await.sessions;
    assert_eq!(sessions.len(), 3);
    assert!(sessions[0].here && !sessions[1].here && !sessions[2].here);
    let on_phone: Vec<&SessionView> = sessions
        .iter()
        .filter(|session| session.device == "Safari / iPhone")
        .collect();
    assert_eq!(on_phone.len(), 1);
    let one = EndSessions {
        session: Some(on_phone[0].id.clone()),
    };
    // Whoever else knows its name can do nothing with it.
    let refused = other.post("/api/account/sessions/end", &one).await;
    refused.is(404, ProblemKind::NotFound);
    assert!(phone.session().await.is_some());

    let done = haru.post("/api/account/sessions/end", &one).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    assert_eq!(phone.session().await, None);
    assert!(tablet.session().await.is_some());
    haru.post("/api/account/sessions/end", &EndSessions { session: None })
        .await;
    assert_eq!(tablet.session().await, None);
    assert!(haru.session().await.is_some());
    assert!(other.session().await.is_some());
    let again = haru.post("/api/account/sessions/end", &one).await;
    again.is(404, ProblemKind::NotFound);
}

#[tokio::test]
async fn without_a_session_nothing_of_an_account_is_told_or_done() {
    let town = Town::open().await;
    town.person(1).await;
    for path in ["/api/account", "/api/account/data"] {
        let answer = town.browser().get(path).await;
        answer.is(401, ProblemKind::NotLoggedIn);
    }
    for (path, body) in [
        ("password", json!({ "old": PASSWORD, "new": NEW })),
        (
            "email",
            json!({ "email": "new@example.jp", "password": PASSWORD }),
        ),
        ("digest", json!({ "on": false })),
        ("sessions/end", json!({ "session": null })),
        ("close", json!({ "password": PASSWORD })),
    ] {
        let path = format!("/api/account/{path}");
        let answer = town.browser().post(&path, &body).await;
        answer.is(401, ProblemKind::NotLoggedIn);
        // And no other site does it in somebody's name.
        let mut haru = log_in(&town, "haru1@example.jp", PASSWORD).await.unwrap();
        let foreign = [
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
        ];
        let answer = haru.post_with(&path, &foreign, &body).await;
        answer.is(403, ProblemKind::Forbidden);
    }
    assert_ne!(registration(1).password, NEW);
}
