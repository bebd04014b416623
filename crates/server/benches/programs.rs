//! A town with many programs, and a hall that fills within seconds: a real `engawa serve` on SQLite in
//! a temporary folder (or in ENGAWA_BENCH_DIR), asked over HTTP on loopback.
//!
//! `cargo bench -p engawa-server --bench programs`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    dead_code,
    reason = "a measurement that cannot be taken fails by panicking, and prints; what helps it is the \
              tests'"
)]

#[path = "../tests/faults/device.rs"]
mod device;
#[path = "../tests/faults/serving.rs"]
mod serving;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use board::{
    catalogue::{Catalogue, Wanted},
    fold::lower,
};
use device::Device;
use domain::{
    Command, Day, Kind, PersonId, ProgramId, RosterId, Row, RowKey, SignUpId, Timestamp,
    program::{Attendance, ClockTime, Observers, Program, Session, SessionNo},
    roster::{Entry, Roster},
    sign_up::{Application, SignUp, State},
};
use serving::Serving;
use sha2::{Digest, Sha256};
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use store::{
    Account, LoginSession, Store, TokenHash,
    contract::{Shared, made},
};
use store_sqlite::SqliteStore;
use uuid::Uuid;

/// Programs of the town, and sign-ups for each.
const PROGRAMS: u128 = 5_000;
const SIGN_UPS: u128 = 10;
/// Rows written in one transaction while the town is made.
const BATCH: usize = 2_000;
/// How often each question is asked.
const ROUNDS: usize = 200;
/// People who want a seat of one hall at once, its seats, and its waiting list.
const WANTING: u128 = 300;
const SEATS: u32 = 50;
const WAITING: u32 = 20;
/// Numbers of people: who signed up before, who wants a seat, who runs the desk.
const OTHERS: u128 = 100_000;
const CROWD: u128 = 200_000;
const STAFF: u128 = 300_000;

fn main() {
    let place = std::env::var_os("ENGAWA_BENCH_DIR");
    let folder = match place {
        Some(place) => tempfile::tempdir_in(place).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(measure(folder.path()));
}

async fn measure(folder: &Path) {
    let begun = Instant::now();
    fill(&folder.join("engawa.sqlite")).await;
    println!(
        "the town was made in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    let serving = Serving::start(folder, None);
    found_on_a_device();
    follow(&serving).await;
    let mut staff = Device::known(made::person(STAFF), &token(STAFF), STAFF);
    let begun = Instant::now();
    let (rows, _) = staff.pull(&serving.address).await.expect("a pull");
    println!(
        "first sync of the desk, {} rows: {:.1} s",
        rows.len(),
        begun.elapsed().as_secs_f64()
    );
    dashboard(&serving, &mut staff).await;
    crowd(&serving, folder).await;
}

/// What became of everybody who signed up at the desk: reckoned once a day, and then told as it is.
async fn dashboard(serving: &Serving, staff: &mut Device) {
    let address = format!("/api/desks/{}/outcomes", made::program(0, 0).desk);
    let mut times = Vec::new();
    for _ in 0..=ROUNDS {
        let begun = Instant::now();
        staff.read(&serving.address, &address).await;
        times.push(begun.elapsed());
    }
    let first = millis(times.remove(0));
    println!(
        "the desk's dashboard: reckoned in {first:.0} ms, then {}",
        told(times)
    );
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The median and the 99th of a hundred.
fn told(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |part: usize| millis(times[times.len() * part / 100]);
    format!("p50 {:.1} ms, p99 {:.1} ms", at(50), at(99))
}

fn token(number: u128) -> String {
    let mut bits = [0; 32];
    bits[..16].copy_from_slice(&number.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bits)
}

fn id_of(number: u128) -> ProgramId {
    ProgramId(Uuid::from_u128(0x0700_0000 + number))
}

/// A program of the desk; its words are as long as real ones.
fn program(number: u128, capacity: u32) -> Program {
    let from = Day::of(made::NOW).plus(1 + (number % 300) as i64);
    Program {
        id: id_of(number),
        title: format!("在宅ワーク講座 第{number}回"),
        description: "家でできる仕事の探し方と、はじめの一歩を話します。見学もできます。"
            .repeat(12),
        sessions: vec![Session {
            no: SessionNo(1),
            from,
            to: from,
            begins: ClockTime::new(10, 0),
            ends: ClockTime::new(12, 0),
            note: String::new(),
            online: number.is_multiple_of(3),
            venue: None,
            capacity: Some(capacity),
            observers: Observers::None,
            childcare: Some(5),
        }],
        attendance: Attendance::One,
        waitlist: WAITING,
        ..made::program(capacity, WAITING)
    }
}

fn signed_up(program: &Program, person: PersonId) -> SignUp {
    let roster = RosterId::of(program.id, Some(SessionNo(1)));
    SignUp {
        id: SignUpId::of(person, roster),
        program: program.id,
        program_title: program.title.clone(),
        desk: program.desk,
        desk_name: program.desk_name.clone(),
        person,
        person_name: "佐野 はる".into(),
        application: application(),
        sent_at: made::NOW,
        state: State::Accepted { at: made::NOW },
        certificate: None,
        sample: false,
        ticket: None,
        blind: false,
        news_at: None,
        seen_at: None,
        goal: None,
        seated_at: None,
    }
}

fn application() -> Application {
    Application {
        session: Some(SessionNo(1)),
        ..Application::default()
    }
}

/// The crowd and the staff with sessions, programs, and their sign-ups.
async fn fill(file: &Path) {
    let store = SqliteStore::open(file).await.unwrap();
    let mut transaction = store.begin().await.unwrap();
    for number in (CROWD..CROWD + WANTING).chain([STAFF]) {
        let person = made::person(number);
        let account = Account {
            person,
            password: String::new(),
        };
        let email = format!("{person}@example.jp");
        transaction.open_account(&email, &account).await.unwrap();
        let put = domain::Write::Put(made::row_of(person));
        transaction.write(&put).await.unwrap();
        let session = LoginSession {
            person,
            expires_at: made::NOW.plus_days(100_000),
            made_at: made::NOW,
            used_at: made::NOW,
            device: String::new(),
        };
        let hash = TokenHash(Sha256::digest(token(number)).into());
        transaction.keep_session(hash, session).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let store: Shared = Arc::new(store);
    let hall = program(PROGRAMS, SEATS);
    made::put(
        &store,
        vec![
            made::place(made::person(STAFF), hall.desk),
            Row::Program(hall),
        ],
    )
    .await;
    let mut rows = Vec::new();
    for number in 0..PROGRAMS {
        let program = program(number, 20);
        let mut roster = Roster::new(program.id, Some(SessionNo(1)), program.desk);
        for place in 0..SIGN_UPS {
            let person = made::person(OTHERS + (number * SIGN_UPS + place) % 10_000);
            let sign_up = signed_up(&program, person);
            roster.seated.push(Entry {
                sign_up: sign_up.id,
                children: 0,
            });
            rows.push(Row::SignUp(sign_up));
        }
        rows.extend([Row::Vacancy(roster.vacancy()), Row::Roster(roster)]);
        rows.push(Row::Program(program));
        if rows.len() >= BATCH {
            made::put(&store, std::mem::take(&mut rows)).await;
        }
    }
    made::put(&store, rows).await;
}

/// What a device finds in all of them; the list is drawn from it at each key.
fn found_on_a_device() {
    let begun = Instant::now();
    let mut catalogue = Catalogue::default();
    for number in 0..PROGRAMS {
        catalogue.put(program(number, 20), lower);
    }
    println!(
        "folded for search, natively: {:.0} ms",
        millis(begun.elapsed())
    );
    let wanted = [
        ("everything", Wanted::default()),
        (
            "a word",
            Wanted {
                text: "講座 第12".into(),
                ..Wanted::default()
            },
        ),
        (
            "online, with childcare",
            Wanted {
                online: true,
                childcare: true,
                ..Wanted::default()
            },
        ),
    ];
    for (what, wanted) in wanted {
        let mut times = Vec::new();
        let mut count = 0;
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            count = catalogue.find(&wanted, made::NOW, lower).len();
            times.push(begun.elapsed());
        }
        println!("found, natively, {what}: {count} programs, {}", told(times));
    }
}

/// A device that has none of them, and one that has all.
async fn follow(serving: &Serving) {
    let mut visitor = Device::known(made::person(1), "", 1);
    let (mut since, mut epoch) = (0, String::new());
    let (mut pages, mut bytes) = (0, 0);
    let begun = Instant::now();
    loop {
        let address = format!("/api/programs?since={since}&epoch={epoch}");
        let body = visitor.read(&serving.address, &address).await;
        let page: serde_json::Value = serde_json::from_slice(&body).unwrap();
        since = page["version"].as_u64().unwrap();
        epoch = page["epoch"].as_str().unwrap().to_owned();
        (pages, bytes) = (pages + 1, bytes + body.len());
        if page["more"] != true {
            break;
        }
    }
    println!(
        "all programs on a new device: {pages} pages, {:.1} MB uncompressed, {:.0} ms",
        bytes as f64 / 1e6,
        millis(begun.elapsed())
    );
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let address = format!("/api/programs?since={since}&epoch={epoch}");
        let begun = Instant::now();
        visitor.read(&serving.address, &address).await;
        times.push(begun.elapsed());
    }
    println!("what is new, over HTTP: {}", told(times));
}

/// Everybody wants a seat of the same hall.
async fn crowd(serving: &Serving, folder: &Path) {
    let hall = id_of(PROGRAMS);
    let begun = Instant::now();
    let signing: Vec<_> = (CROWD..CROWD + WANTING)
        .map(|number| {
            let address = serving.address.clone();
            tokio::spawn(async move {
                let mut device = Device::known(made::person(number), &token(number), number);
                let command = Command::SignUp {
                    program: hall,
                    application: application(),
                };
                let begun = Instant::now();
                device.does(&address, command).await;
                begun.elapsed()
            })
        })
        .collect();
    let mut times = Vec::new();
    for one in signing {
        times.push(one.await.unwrap());
    }
    println!(
        "{WANTING} people, {SEATS} seats: all judged in {:.2} s, {}",
        begun.elapsed().as_secs_f64(),
        told(times)
    );

    let store = SqliteStore::open(&folder.join("engawa.sqlite"))
        .await
        .unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    let mut row = async |kind, id| snapshot.row(RowKey { kind, id }).await.unwrap();
    let roster = RosterId::of(hall, Some(SessionNo(1)));
    let Some(Row::Roster(roster)) = row(Kind::Roster, roster.0).await else {
        panic!("a roster")
    };
    assert_eq!(roster.seated.len(), SEATS as usize);
    assert_eq!(roster.waiting.len(), WAITING as usize);
    let mut before = Timestamp(0);
    for entry in roster.seated.iter().chain(&roster.waiting) {
        let Some(Row::SignUp(sign_up)) = row(Kind::SignUp, entry.sign_up.0).await else {
            panic!("a sign-up")
        };
        assert!(before <= sign_up.sent_at, "who comes first is served first");
        before = sign_up.sent_at;
    }
    println!(
        "{} have a seat, {} wait, in the order in which the server took them",
        roster.seated.len(),
        roster.waiting.len()
    );
}
