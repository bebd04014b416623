//! Kiosks over HTTP: paired, revoked, used by people with their phones; and what others try.

use crate::town::{Browser, Town};
use domain::{
    Command, DeskId, DraftId, Kind, KioskId, KioskLoginId, MembershipId, PersonId, ProposalId, Row,
    RowKey, Timestamp,
    desk::{Desk, Membership, Role},
    draft::{Edit, Subject},
    kiosk::{ASKED_MILLIS, LOGIN_MILLIS, PAIRING_MILLIS},
    one_time_code::{STEP_MILLIS, code_at},
    refusal::Field,
    short_code::ShortCode,
    town::{JOB, NOW, SPACE, space},
    visit_code::VisitCode,
};
use hyper::StatusCode;
use serde_json::json;
use std::{
    cell::Cell,
    sync::atomic::{AtomicI64, Ordering},
};
use store::contract::made::{group, person};
use sync::{
    Mutation, MutationId,
    kiosk::{
        Approval, AskedLogin, CheckedIn, CheckedInAll, EndedLogins, HandedDraft, HeldLogin,
        KioskView, LoginState, NewPairing, OfferedPairing, ShownCode, ShownCodes, TypedCode, Way,
    },
    protocol::{ProblemKind, PushRequest, SCHEMA},
};

/// The desk whose space the stories' kiosk stands in.
const DESK: DeskId = domain::town::DESK;
/// Its member.
const MEMBER: u128 = 1;
/// A worker.
const WORKER: u128 = 2;
/// Somebody else.
const OTHER: u128 = 3;

/// What the clock of a story shows beyond [`NOW`], by the story's thread: its server runs there too.
static CLOCKS: [AtomicI64; 16] = [const { AtomicI64::new(0) }; 16];

macro_rules! clock {
    ($number:literal) => {{
        CLOCKS[$number].store(0, Ordering::SeqCst);
        (
            || Timestamp(NOW.0 + CLOCKS[$number].load(Ordering::SeqCst)),
            |millis: i64| {
                CLOCKS[$number].fetch_add(millis, Ordering::SeqCst);
            },
        )
    }};
}

fn member(number: u128, role: Role) -> Row {
    Row::Membership(Membership {
        id: MembershipId::of(person(number), DESK),
        person: person(number),
        person_name: "港 二葉".into(),
        desk: DESK,
        desk_name: "油津商店".into(),
        role,
    })
}

/// A town with a space, whose desk has a member; its clock is the story's.
async fn town(clock: fn() -> Timestamp) -> Town {
    let town = Town::open_with(|settings| settings.clock = clock).await;
    town.put(vec![
        Row::Desk(Desk {
            id: DESK,
            name: "油津商店".into(),
            sample: false,
        }),
        member(MEMBER, Role::Member),
        Row::Space(space(SPACE)),
    ])
    .await;
    town
}

async fn offer(manager: &mut Browser) -> OfferedPairing {
    let answer = manager
        .post("/api/kiosk/pairings", &NewPairing { space: SPACE })
        .await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    answer.json()
}

async fn type_in(tablet: &mut Browser, code: ShortCode) -> crate::town::Answer {
    tablet.post("/api/kiosk/pair", &TypedCode { code }).await
}

/// A tablet that a manager has paired.
async fn paired(town: &Town, manager: &mut Browser) -> Browser {
    let mut tablet = town.browser();
    let answer = type_in(&mut tablet, offer(manager).await.code).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    tablet
}

async fn is_paired(tablet: &mut Browser) -> bool {
    tablet.get("/api/kiosk").await.status == StatusCode::OK
}

async fn does(browser: &mut Browser, command: Command) {
    let request = PushRequest {
        epoch: None,
        schema: SCHEMA,
        group: group(rand()),
        settled: MutationId(0),
        mutations: vec![Mutation {
            id: MutationId(1),
            command,
            made_at: NOW,
            base_version: 0,
            epoch: None,
        }],
    };
    let answer = browser.post("/api/sync/push", &request).await;
    assert_eq!(answer.status, StatusCode::OK);
}

/// A number that this thread did not give before.
fn rand() -> u128 {
    thread_local!(static NEXT: Cell<u128> = const { Cell::new(900) });
    NEXT.with(|next| {
        next.set(next.get() + 1);
        next.get()
    })
}

async fn kiosks(town: &Town) -> Vec<KioskId> {
    let mut snapshot = town.store.snapshot().await.unwrap();
    let rows = snapshot
        .rows_in(domain::Scope::Desk(DESK), Kind::Kiosk)
        .await
        .unwrap();
    rows.into_iter()
        .filter_map(|row| match row {
            Row::Kiosk(kiosk) => Some(kiosk.id),
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn a_code_pairs_one_tablet_once_and_in_time() {
    let (clock, pass) = clock!(0);
    let town = town(clock).await;
    let mut manager = town.person(MEMBER).await;
    let offered = offer(&mut manager).await;
    assert_eq!(offered.until, Timestamp(NOW.0 + PAIRING_MILLIS));
    let mut tablet = town.browser();
    let answer = type_in(&mut tablet, offered.code).await;
    let view: KioskView = answer.json();
    assert_eq!(view.space, SPACE);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.starts_with("engawa_kiosk=") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    assert!(is_paired(&mut tablet).await);
    // Used up.
    let mut other = town.browser();
    assert_eq!(
        type_in(&mut other, offered.code).await.problem().kind,
        ProblemKind::LinkGone
    );
    // A newer code takes the place of an older one.
    let (older, newer) = (offer(&mut manager).await, offer(&mut manager).await);
    assert_eq!(
        type_in(&mut other, older.code).await.status,
        StatusCode::GONE
    );
    pass(PAIRING_MILLIS);
    assert_eq!(
        type_in(&mut other, newer.code).await.status,
        StatusCode::GONE
    );
    assert!(!is_paired(&mut other).await);
}

#[tokio::test]
async fn wrong_codes_for_pairing_are_few() {
    let (clock, _) = clock!(1);
    let town = town(clock).await;
    let mut tablet = town.browser();
    let mut heard = Vec::new();
    for guess in 0..12u8 {
        let code = ShortCode::new([guess, 1, 2, 3, 4]);
        heard.push(type_in(&mut tablet, code).await.status);
    }
    assert_eq!(heard[9], StatusCode::GONE);
    assert_eq!(heard[10], StatusCode::TOO_MANY_REQUESTS);
    // Not even the right one now.
    let mut manager = town.person(MEMBER).await;
    let offered = offer(&mut manager).await;
    assert_eq!(
        type_in(&mut tablet, offered.code).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[tokio::test]
async fn only_who_acts_for_the_desk_pairs_and_what_they_offered_lapses_with_their_place() {
    let (clock, _) = clock!(2);
    let town = town(clock).await;
    let mut stranger = town.person(OTHER).await;
    let asked = NewPairing { space: SPACE };
    let answer = stranger.post("/api/kiosk/pairings", &asked).await;
    assert_eq!(answer.problem().kind, ProblemKind::Forbidden);
    let mut viewer = town.person(WORKER).await;
    town.put(vec![member(WORKER, Role::Viewer)]).await;
    let answer = viewer.post("/api/kiosk/pairings", &asked).await;
    assert_eq!(answer.problem().kind, ProblemKind::Forbidden);
    let answer = town.browser().post("/api/kiosk/pairings", &asked).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);

    let mut manager = town.person(MEMBER).await;
    let mut tablet = paired(&town, &mut manager).await;
    let offered = offer(&mut manager).await;
    town.put(vec![member(MEMBER, Role::Viewer)]).await;
    let mut other = town.browser();
    assert_eq!(
        type_in(&mut other, offered.code).await.status,
        StatusCode::GONE
    );
    assert!(
        !is_paired(&mut tablet).await,
        "a tablet lapses with whoever paired it"
    );
}

#[tokio::test]
async fn a_tablet_that_is_paired_is_nobodys_and_stays_paired_whoever_logs_out() {
    let (clock, _) = clock!(3);
    let town = town(clock).await;
    let mut manager = town.person(MEMBER).await;
    let session = manager.cookie.clone().unwrap();
    let offered = offer(&mut manager).await;
    let headers = [("cookie", session.as_str())];
    manager.cookie = None;
    let answer = manager
        .post_with(
            "/api/kiosk/pair",
            &headers,
            &TypedCode { code: offered.code },
        )
        .await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let gone = answer.headers.get_all("set-cookie").iter();
    assert!(
        gone.filter_map(|it| it.to_str().ok())
            .any(|it| it.starts_with("engawa_session=;"))
    );
    let mut before = town.browser();
    before.cookie = Some(session);
    assert_eq!(
        before.session().await,
        None,
        "the session of the tablet has ended"
    );
    let kiosk = manager.cookie.clone();
    manager.post("/api/logout", &()).await;
    manager.cookie = kiosk;
    assert!(is_paired(&mut manager).await);
}

#[tokio::test]
async fn a_revoked_kiosk_can_do_nothing_and_others_cannot_revoke_it() {
    let (clock, _) = clock!(4);
    let town = town(clock).await;
    let mut manager = town.person(MEMBER).await;
    let mut tablet = paired(&town, &mut manager).await;
    let [kiosk] = kiosks(&town).await[..] else {
        panic!("one kiosk")
    };
    let mut stranger = town.person(OTHER).await;
    does(&mut stranger, Command::RevokeKiosk { kiosk }).await;
    assert!(is_paired(&mut tablet).await);
    let asked: AskedLogin = tablet.post("/api/kiosk/logins", &()).await.json();
    does(&mut manager, Command::RevokeKiosk { kiosk }).await;
    let cookie = tablet.cookie.clone();
    assert!(!is_paired(&mut tablet).await);
    tablet.cookie = cookie;
    let shown = ShownCodes { codes: Vec::new() };
    assert_eq!(
        tablet.post("/api/kiosk/check-ins", &shown).await.status,
        StatusCode::UNAUTHORIZED
    );
    // Nobody approves what it asked for.
    let typed = TypedCode { code: asked.code };
    let answer = stranger.post("/api/kiosk/approve", &typed).await;
    assert_eq!(answer.problem().kind, ProblemKind::LinkGone);
}

/// A login that the worker's phone has approved.
async fn logged_in(town: &Town, tablet: &mut Browser) -> (Browser, HeldLogin) {
    let asked: AskedLogin = tablet.post("/api/kiosk/logins", &()).await.json();
    let mut phone = town.person(WORKER).await;
    let typed = TypedCode { code: asked.code };
    assert_eq!(
        phone.post("/api/kiosk/approve", &typed).await.status,
        StatusCode::NO_CONTENT
    );
    let held = HeldLogin {
        login: KioskLoginId::of(asked.code),
        token: asked.token,
    };
    (phone, held)
}

fn draft(held: &HeldLogin, from: &str, to: &str) -> HandedDraft {
    HandedDraft {
        held: held.clone(),
        subject: Subject::Proposal {
            job: JOB,
            desk_name: "油津商店".into(),
            sample: false,
        },
        title: "港のちらし".into(),
        edits: vec![Edit {
            field: Field::Message,
            from: from.into(),
            to: to.into(),
            settles: Vec::new(),
        }],
    }
}

/// What the worker's draft says.
async fn message(town: &Town, of: PersonId) -> Option<String> {
    let id = DraftId::of_proposal(ProposalId::of(of, JOB)).0;
    let kind = Kind::Draft;
    let mut snapshot = town.store.snapshot().await.unwrap();
    match snapshot.row(RowKey { kind, id }).await.unwrap() {
        Some(Row::Draft(draft)) => draft.fields.get(&Field::Message).cloned(),
        _ => None,
    }
}

#[tokio::test]
async fn a_draft_written_at_a_kiosk_reaches_its_author_and_the_login_ends() {
    let (clock, pass) = clock!(5);
    let town = town(clock).await;
    let mut manager = town.person(MEMBER).await;
    let mut tablet = paired(&town, &mut manager).await;
    let asked: AskedLogin = tablet.post("/api/kiosk/logins", &()).await.json();
    let held = HeldLogin {
        login: KioskLoginId::of(asked.code),
        token: asked.token.clone(),
    };
    let typed = TypedCode { code: asked.code };
    // Before it is approved nothing can be done with it.
    let answer = tablet
        .post("/api/kiosk/drafts", &draft(&held, "", "早すぎ"))
        .await;
    assert_eq!(answer.problem().kind, ProblemKind::LinkGone);
    let mut phone = town.person(WORKER).await;
    let approval: Approval = phone.post("/api/kiosk/approval", &typed).await.json();
    assert_eq!(
        (approval.desk_name.as_str(), approval.space_name),
        ("油津商店", space(SPACE).name)
    );
    let state: LoginState = tablet.post("/api/kiosk/logins/state", &held).await.json();
    assert_eq!(state, LoginState::Asked, "looking is no approval");
    assert_eq!(
        phone.post("/api/kiosk/approve", &typed).await.status,
        StatusCode::NO_CONTENT
    );
    let state: LoginState = tablet.post("/api/kiosk/logins/state", &held).await.json();
    let until = Timestamp(NOW.0 + LOGIN_MILLIS);
    let name = "佐野 はる2".to_owned();
    assert_eq!(state, LoginState::Approved { name, until });
    // A second phone is too late.
    let mut other = town.person(OTHER).await;
    assert_eq!(
        other.post("/api/kiosk/approve", &typed).await.status,
        StatusCode::GONE
    );

    for (from, to) in [("", "はじめ"), ("はじめ", "はじめまして。")] {
        let answer = tablet
            .post("/api/kiosk/drafts", &draft(&held, from, to))
            .await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{answer:?}");
    }
    assert_eq!(
        message(&town, person(WORKER)).await.as_deref(),
        Some("はじめまして。")
    );
    let ends = EndedLogins {
        logins: vec![held.login],
    };
    let answer = tablet.post("/api/kiosk/logins/end", &ends).await;
    assert_eq!(answer.header("clear-site-data"), Some("\"cache\""));
    assert!(is_paired(&mut tablet).await, "the pairing survives");
    let answer = tablet
        .post("/api/kiosk/drafts", &draft(&held, "", "あとから"))
        .await;
    assert_eq!(answer.status, StatusCode::GONE);

    // One that nobody ends is over after an hour, and one that nobody approves after five minutes.
    let asked: AskedLogin = tablet.post("/api/kiosk/logins", &()).await.json();
    let typed = TypedCode { code: asked.code };
    assert_eq!(
        phone.post("/api/kiosk/approve", &typed).await.status,
        StatusCode::NO_CONTENT
    );
    let held = HeldLogin {
        login: KioskLoginId::of(asked.code),
        token: asked.token,
    };
    pass(LOGIN_MILLIS);
    let answer = tablet
        .post("/api/kiosk/drafts", &draft(&held, "", "翌日"))
        .await;
    assert_eq!(answer.status, StatusCode::GONE);
    let asked: AskedLogin = tablet.post("/api/kiosk/logins", &()).await.json();
    pass(ASKED_MILLIS);
    let typed = TypedCode { code: asked.code };
    assert_eq!(
        phone.post("/api/kiosk/approve", &typed).await.status,
        StatusCode::GONE
    );
}

#[tokio::test]
async fn a_login_is_of_its_kiosk_and_its_token_alone() {
    let (clock, _) = clock!(6);
    let town = town(clock).await;
    let mut manager = town.person(MEMBER).await;
    let mut tablet = paired(&town, &mut manager).await;
    let mut other = paired(&town, &mut manager).await;
    let (mut phone, held) = logged_in(&town, &mut tablet).await;
    // Another kiosk, a guessed token, and who only saw the code.
    for (browser, token) in [(&mut other, held.token.as_str()), (&mut tablet, "guessed")] {
        let guessed = HeldLogin {
            token: token.to_owned(),
            ..held.clone()
        };
        let answer = browser
            .post("/api/kiosk/drafts", &draft(&guessed, "", "ぬすみ"))
            .await;
        assert_eq!(answer.status, StatusCode::GONE);
    }
    let answer = phone
        .post("/api/kiosk/drafts", &draft(&held, "", "ぬすみ"))
        .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    // Another kiosk does not end it either; its person does, from the phone.
    let ends = EndedLogins {
        logins: vec![held.login],
    };
    other.post("/api/kiosk/logins/end", &ends).await;
    let answer = tablet
        .post("/api/kiosk/drafts", &draft(&held, "", "わたしの"))
        .await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let mut stranger = town.person(OTHER).await;
    let login = held.login;
    does(&mut stranger, Command::EndKioskLogin { login }).await;
    let state = tablet.post("/api/kiosk/logins/state", &held).await;
    assert_eq!(state.status, StatusCode::OK);
    does(&mut phone, Command::EndKioskLogin { login }).await;
    assert_eq!(
        tablet.post("/api/kiosk/logins/state", &held).await.status,
        StatusCode::GONE
    );
}

#[tokio::test]
async fn what_is_only_a_proposal_draft_is_taken() {
    let (clock, _) = clock!(7);
    let town = town(clock).await;
    let mut manager = town.person(MEMBER).await;
    let mut tablet = paired(&town, &mut manager).await;
    let (_phone, held) = logged_in(&town, &mut tablet).await;
    let posting = HandedDraft {
        subject: Subject::Posting {
            desk: DESK,
            job: None,
        },
        ..draft(&held, "", "なりすまし")
    };
    let answer = tablet.post("/api/kiosk/drafts", &posting).await;
    assert_eq!(answer.problem().kind, ProblemKind::Malformed);
    let long = draft(&held, "", &"長".repeat(300_000));
    let answer = tablet.post("/api/kiosk/drafts", &long).await;
    assert_eq!(answer.problem().kind, ProblemKind::Invalid);
    assert_eq!(message(&town, person(WORKER)).await, None);
}

/// The worker's secret, once the server drew it.
async fn secret(town: &Town, of: u128) -> VisitCode {
    let (kind, id) = (Kind::VisitCode, person(of).0);
    let mut snapshot = town.store.snapshot().await.unwrap();
    match snapshot.row(RowKey { kind, id }).await.unwrap() {
        Some(Row::VisitCode(own)) => own,
        other => panic!("no secret: {other:?}"),
    }
}

async fn show(tablet: &mut Browser, codes: Vec<ShownCode>) -> Vec<CheckedIn> {
    let answer = tablet
        .post("/api/kiosk/check-ins", &ShownCodes { codes })
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    answer.json::<CheckedInAll>().results
}

fn shown(own: &VisitCode, named: bool, at: Timestamp, phone_is_ahead: i64) -> ShownCode {
    ShownCode {
        code: code_at(&own.secret, Timestamp(at.0 + phone_is_ahead)),
        person: named.then_some(own.person),
        shown_at: at,
        way: Way::In,
    }
}

#[tokio::test]
async fn six_digits_check_in_who_is_known_there_and_a_qr_code_anybody() {
    let (clock, pass) = clock!(8);
    let town = town(clock).await;
    let mut manager = town.person(MEMBER).await;
    let mut tablet = paired(&town, &mut manager).await;
    let mut phone = town.person(WORKER).await;
    assert_eq!(
        phone.post("/api/account/visit-code", &()).await.status,
        StatusCode::NO_CONTENT
    );
    let own = secret(&town, WORKER).await;
    // Digits alone name nobody who was never here.
    let digits = show(&mut tablet, vec![shown(&own, false, clock(), 0)]).await;
    assert_eq!(digits, [CheckedIn::Wrong]);
    // A phone whose clock is a minute ahead.
    let first = shown(&own, true, clock(), 60_000);
    assert_eq!(show(&mut tablet, vec![first]).await, [CheckedIn::Done]);
    // The answer was lost, and the kiosk asks again.
    assert_eq!(show(&mut tablet, vec![first]).await, [CheckedIn::Done]);
    // Somebody who saw it comes a moment later.
    pass(1_000);
    let again = ShownCode {
        shown_at: clock(),
        ..first
    };
    assert_eq!(show(&mut tablet, vec![again]).await, [CheckedIn::Used]);
    // From now on digits are enough: going out, by a code of later.
    pass(4 * STEP_MILLIS);
    let out = ShownCode {
        way: Way::Out,
        ..shown(&own, false, clock(), 0)
    };
    assert_eq!(show(&mut tablet, vec![out]).await, [CheckedIn::Done]);
    // Another phone's clock is ten minutes off.
    pass(4 * STEP_MILLIS);
    let off = shown(&own, true, clock(), 600_000);
    assert_eq!(show(&mut tablet, vec![off]).await, [CheckedIn::Wrong]);
}

#[tokio::test]
async fn a_code_that_waited_offline_is_judged_by_when_it_was_shown() {
    let (clock, pass) = clock!(9);
    let town = town(clock).await;
    let mut manager = town.person(MEMBER).await;
    let mut tablet = paired(&town, &mut manager).await;
    let mut phone = town.person(WORKER).await;
    phone.post("/api/account/visit-code", &()).await;
    let own = secret(&town, WORKER).await;
    let kept = shown(&own, true, clock(), 0);
    pass(5 * 3_600_000);
    // The kiosk's clock went astray, or somebody made it up: no code of days to come.
    let early = ShownCode {
        shown_at: Timestamp(clock().0 + 3_600_000),
        ..shown(&own, true, Timestamp(clock().0 + 3_600_000), 0)
    };
    assert_eq!(
        show(&mut tablet, vec![kept, early]).await,
        [CheckedIn::Done, CheckedIn::Wrong]
    );
    // The same code as if it was shown now is none.
    let late = ShownCode {
        shown_at: clock(),
        ..kept
    };
    assert_eq!(show(&mut tablet, vec![late]).await, [CheckedIn::Wrong]);
}

#[tokio::test]
async fn wrong_digits_at_a_kiosk_are_few_and_a_renewed_secret_ends_the_old() {
    let (clock, _) = clock!(10);
    let town = town(clock).await;
    let mut manager = town.person(MEMBER).await;
    let mut tablet = paired(&town, &mut manager).await;
    let mut phone = town.person(WORKER).await;
    phone.post("/api/account/visit-code", &()).await;
    let old = secret(&town, WORKER).await;
    phone.post("/api/account/visit-code", &()).await;
    assert_ne!(secret(&town, WORKER).await.secret, old.secret);
    let wrong = vec![shown(&old, true, clock(), 0); 30];
    let judged = show(&mut tablet, wrong.clone()).await;
    assert_eq!(judged, vec![CheckedIn::Wrong; 20], "the rest waits");
    let answer = tablet
        .post("/api/kiosk/check-ins", &ShownCodes { codes: wrong })
        .await;
    assert_eq!(answer.problem().kind, ProblemKind::TooManyRequests);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let (clock, _) = clock!(11);
    let town = town(clock).await;
    let mut manager = town.person(MEMBER).await;
    let mut tablet = paired(&town, &mut manager).await;
    for (path, body) in [
        (
            "/api/kiosk/check-ins",
            json!({ "codes": [{ "code": "12345" }] }),
        ),
        ("/api/kiosk/pair", json!({ "code": "'; DROP TABLE row" })),
        ("/api/kiosk/logins/end", json!({ "logins": ["x"] })),
    ] {
        let answer = tablet.post(path, &body).await;
        assert_eq!(answer.problem().kind, ProblemKind::Malformed, "{path}");
    }
    let own = VisitCode::new(
        person(WORKER),
        domain::one_time_code::CodeSecret::new([7; 32]),
        NOW,
    );
    let codes = vec![shown(&own, true, NOW, 0); 101];
    let answer = tablet
        .post("/api/kiosk/check-ins", &ShownCodes { codes })
        .await;
    assert_eq!(answer.problem().kind, ProblemKind::TooLarge);
}
