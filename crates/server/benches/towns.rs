//! What a town of 20,000 postings, 5,000 programs and 50,000 sign-ups costs where it is asked about: a
//! feed in the page of another site, feeds for readers, and a desk's outcomes. A real `engawa serve` on
//! SQLite in a temporary folder (or in ENGAWA_BENCH_DIR), asked over HTTP on loopback.
//!
//! `cargo bench -p engawa-server --bench towns`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    dead_code,
    reason = "a measurement that cannot be taken fails by panicking, and prints; what helps it is the \
              tests'"
)]

#[path = "../tests/faults/serving.rs"]
mod serving;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    FeedId, JobId, ProgramId, ProposalId, RosterId, Row, SignUpId,
    feed::{Feed, Filters},
    job::LifeStage,
    program::Program,
    proposal::{Proposal, State as Answered},
    sign_up::{Application, SignUp, State},
};
use serving::Serving;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use store::{
    Account, LoginSession, Store, TokenHash,
    contract::{Shared, made},
};
use store_sqlite::SqliteStore;
use uuid::Uuid;

const JOBS: u128 = 20_000;
const PROGRAMS: u128 = 5_000;
const SIGN_UPS: u128 = 50_000;
/// Each signed up five times.
const PEOPLE: u128 = 10_000;
const ROUNDS: usize = 300;
const TOKEN: [u8; 32] = [7; 32];
const FEED: FeedId = FeedId(Uuid::from_u128(0x0700));

fn main() {
    let place = std::env::var_os("ENGAWA_BENCH_DIR");
    let folder = match place {
        Some(place) => tempfile::tempdir_in(place).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(fill(&folder.path().join("engawa.sqlite")));
    measure(folder.path());
}

fn now() -> domain::Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    domain::Timestamp(since.as_millis() as i64)
}

async fn fill(file: &Path) {
    let store = SqliteStore::open(file).await.unwrap();
    let mut transaction = store.begin().await.unwrap();
    let person = made::person(1);
    let account = Account {
        person,
        password: String::new(),
    };
    transaction
        .open_account("desk@example.jp", &account)
        .await
        .unwrap();
    let session = LoginSession {
        person,
        expires_at: made::NOW.plus_days(100_000),
        made_at: made::NOW,
        used_at: made::NOW,
        device: String::new(),
    };
    let token = URL_SAFE_NO_PAD.encode(TOKEN);
    let hash = TokenHash(Sha256::digest(token).into());
    transaction.keep_session(hash, session).await.unwrap();
    transaction.commit().await.unwrap();
    let store: Shared = Arc::new(store);
    let desk = made::desk("日南市役所");
    made::put(
        &store,
        vec![
            made::row_of(person),
            made::place(person, desk),
            Row::Feed(feed()),
        ],
    )
    .await;
    let jobs = (0..JOBS).map(|number| {
        let mut job = made::job(number);
        let stage = LifeStage::ALL[number as usize % 3];
        job.life_stages = BTreeSet::from([stage]);
        job.description = "港の店のちらしを1枚つくります。家でできる仕事です。".repeat(8);
        job.posted_at = domain::Timestamp(made::NOW.0 - number as i64 * 60_000);
        Row::Job(job)
    });
    let programs = (0..PROGRAMS).map(|number| Row::Program(program(number)));
    let sign_ups = (0..SIGN_UPS).map(signed_up);
    let proposals = (0..PEOPLE).map(proposed);
    let rows: Vec<Row> = jobs
        .chain(programs)
        .chain(sign_ups)
        .chain(proposals)
        .collect();
    for part in rows.chunks(5_000) {
        made::put(&store, part.to_vec()).await;
    }
}

fn feed() -> Feed {
    Feed {
        id: FEED,
        desk: made::desk("日南市役所"),
        desk_name: "日南市役所".into(),
        title: "産後のみなさんへの仕事".into(),
        filters: Filters {
            text: "ちらし 店".into(),
            life_stages: BTreeSet::from([LifeStage::AfterBirth]),
            ..Filters::default()
        },
        origins: BTreeSet::from(["https://kosodate.example.jp".parse().unwrap()]),
        made_at: made::NOW,
        edited_at: None,
        ended_at: None,
    }
}

fn program(number: u128) -> Program {
    Program {
        id: ProgramId(Uuid::from_u128(0x10_0000 + number)),
        ..made::program(100, 10)
    }
}

fn signed_up(number: u128) -> Row {
    let program = program(number % PROGRAMS);
    let person = made::person(10_000 + number % PEOPLE);
    // Another roster for each: a person signs up for a program once.
    let roster = RosterId(Uuid::from_u128(0x20_0000 + number));
    let at = now().plus_days(-(number as i64 % 360));
    Row::SignUp(SignUp {
        id: SignUpId::of(person, roster),
        program: program.id,
        program_title: program.title,
        desk: program.desk,
        desk_name: program.desk_name,
        person,
        person_name: "佐野 はる".into(),
        application: Application::default(),
        sent_at: at,
        state: State::Accepted { at },
        sample: false,
    })
}

fn proposed(number: u128) -> Row {
    let (person, job) = (
        made::person(10_000 + number),
        JobId(Uuid::from_u128(0x0300)),
    );
    Row::Proposal(Proposal {
        id: ProposalId::of(person, job),
        job,
        job_title: "港のちらし".into(),
        desk: made::desk("よその店"),
        desk_name: "よその店".into(),
        worker: person,
        worker_name: "佐野 はる".into(),
        message: "はじめまして。港のちらし、ぜひ描かせてください。".repeat(10),
        amount: domain::Yen(33_000),
        days: 14,
        questions: String::new(),
        sent_at: now().plus_days(-(number as i64 % 300)),
        edited_at: None,
        read_at: None,
        turns: Vec::new(),
        state: Answered::Open,
        sample: false,
    })
}

/// Asks, and says how many bytes came as the answer's body, and after how long.
fn get(host: &str, path: &str, encoding: &str) -> (usize, Duration) {
    let begun = Instant::now();
    let mut stream = TcpStream::connect(host).unwrap();
    let cookie = URL_SAFE_NO_PAD.encode(TOKEN);
    write!(
        stream,
        "GET {path} HTTP/1.0\r\nhost: {host}\r\naccept-encoding: {encoding}\r\n\
         cookie: engawa_session={cookie}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let took = begun.elapsed();
    let head = answer
        .windows(4)
        .position(|end| end == b"\r\n\r\n")
        .unwrap();
    assert!(
        answer.starts_with(b"HTTP/1.0 200"),
        "{path}: {}",
        String::from_utf8_lossy(&answer[..head])
    );
    (answer.len() - head - 4, took)
}

fn measure(folder: &Path) {
    let serving = Serving::start_with(folder, None, &[]);
    let host = serving.address.trim_start_matches("http://").to_owned();
    // The packs are built once.
    get(&host, "/api/board", "identity");
    println!("memory before: {} MB", serving.memory());
    println!("| asked | first | p50 | p99 | bytes | gzip |\n| :-- | --: | --: | --: | --: | --: |");
    let desk = made::desk("日南市役所");
    for path in [
        format!("/embed/jobs?feed={FEED}&lang=ja"),
        "/embed/jobs?lang=ja".to_owned(),
        format!("/feeds/{FEED}.atom"),
        format!("/feeds/{FEED}.json"),
        format!("/api/desks/{desk}/outcomes"),
    ] {
        let (bytes, first) = get(&host, &path, "identity");
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| get(&host, &path, "identity").1)
            .collect();
        times.sort();
        let (gzip, _) = get(&host, &path, "gzip");
        let millis = |time: Duration| time.as_secs_f64() * 1000.0;
        let name = path.split(['?', '=']).next().unwrap_or_default();
        println!(
            "| {name} | {:.0} ms | {:.1} ms | {:.1} ms | {bytes} | {gzip} |",
            millis(first),
            millis(times[ROUNDS / 2]),
            millis(times[ROUNDS * 99 / 100]),
        );
    }
    // Each a question that was never asked.
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|number| {
            get(
                &host,
                &format!("/embed/jobs?lang=ja&q=%E8%A8%98%E4%BA%8B{number}"),
                "identity",
            )
            .1
        })
        .collect();
    times.sort();
    println!(
        "\na new question: {:.1} ms (p99 {:.1} ms); memory after: {} MB",
        times[ROUNDS / 2].as_secs_f64() * 1000.0,
        times[ROUNDS * 99 / 100].as_secs_f64() * 1000.0,
        serving.memory()
    );
}
