//! What many open pages cost, and how long a first sync takes: a real `engawa serve` on SQLite in a
//! temporary folder (or in ENGAWA_BENCH_DIR), asked over HTTP on loopback.
//!
//! `cargo bench -p engawa-server --bench server`

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
use device::{Device, rows};
use domain::{JobId, MessageId, PersonId, ProposalId, Row, StarId, person::Star, thread::Message};
use serving::Serving;
use sha2::{Digest, Sha256};
use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
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

/// Open pages that hear nothing.
const STREAMS: u128 = 2_000;
/// People who push meanwhile, one message after the other, and how many each.
const PUSHERS: u128 = 8;
const PUSHES: usize = 250;
/// Rows of the worker who comes with a new device, and how often they do.
const OWN_ROWS: u128 = 2_000;
const ROUNDS: usize = 5;
/// Numbers of people, apart from those who push.
const LISTENERS: u128 = 10_000;
const WORKER: u128 = 50_000;

fn main() {
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let place = std::env::var_os("ENGAWA_BENCH_DIR");
    let folder = match place {
        Some(place) => tempfile::tempdir_in(place).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(measure(folder.path()));
}

async fn measure(folder: &Path) {
    fill(&folder.join("engawa.sqlite")).await;
    let serving = Serving::start_with(folder, None, &["--max-streams-per-address", "20000"]);
    let mut devices = Vec::new();
    for number in 1..=PUSHERS {
        devices.push(Device::register(&serving.address, number).await);
    }
    println!("| idle streams | memory | pushes/s | p50 | p99 |\n| --: | --: | --: | --: | --: |");
    devices = pace(&serving, devices, 0).await;
    let streams = open_streams(&serving.address);
    devices = pace(&serving, devices, streams.len()).await;
    drop((streams, devices));

    let mut worker = Device::known(made::person(WORKER), &token(WORKER), WORKER);
    let mut times = Vec::new();
    let mut count = 0;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let (rows, _) = worker.pull(&serving.address).await.expect("a pull");
        times.push(begun.elapsed());
        count = rows.len();
    }
    times.sort();
    println!(
        "\nfirst sync of a worker with {count} own rows, to the last page: {:.0} ms ({:.0} to {:.0})",
        millis(times[ROUNDS / 2]),
        millis(times[0]),
        millis(times[ROUNDS - 1])
    );
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn token(number: u128) -> String {
    let mut bits = [0; 32];
    bits[..16].copy_from_slice(&number.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bits)
}

/// People with sessions, and the worker's rows.
async fn fill(file: &Path) {
    let store = SqliteStore::open(file).await.unwrap();
    let listeners: Vec<u128> = (LISTENERS..LISTENERS + STREAMS).chain([WORKER]).collect();
    let people: Vec<PersonId> = listeners
        .iter()
        .map(|number| made::person(*number))
        .collect();
    let mut transaction = store.begin().await.unwrap();
    for (number, person) in listeners.iter().zip(&people) {
        let account = Account {
            person: *person,
            password: String::new(),
        };
        let email = format!("{person}@example.jp");
        transaction.open_account(&email, &account).await.unwrap();
        let put = domain::Write::Put(made::row_of(*person));
        transaction.write(&put).await.unwrap();
        let session = LoginSession {
            person: *person,
            expires_at: made::NOW.plus_days(100_000),
            made_at: made::NOW,
            used_at: made::NOW,
            device: String::new(),
        };
        let hash = TokenHash(Sha256::digest(token(*number)).into());
        transaction.keep_session(hash, session).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let store: Shared = Arc::new(store);
    made::put(&store, rows(&[])).await;
    let worker = made::person(WORKER);
    // Half stars, half messages of some length.
    let own = (0..OWN_ROWS).map(|number| match number % 2 {
        0 => {
            let job = JobId(Uuid::from_u128(number));
            Row::Star(Star {
                id: StarId::of(worker, job),
                person: worker,
                job,
            })
        }
        _ => Row::Message(Message {
            id: MessageId(Uuid::from_u128(number)),
            proposal: ProposalId::of(worker, device::job()),
            worker,
            desk: device::desk(),
            by: domain::proposal::Side::Worker,
            author: worker,
            author_name: "佐野 はる".into(),
            text: "よろしくお願いします。".repeat(20),
            sent_at: made::NOW,
        }),
    });
    made::put(&store, own.collect()).await;
}

/// Live streams, each of another person, that have heard what there is.
fn open_streams(address: &str) -> Vec<BufReader<TcpStream>> {
    let host = address.trim_start_matches("http://");
    let listeners = LISTENERS..LISTENERS + STREAMS;
    let streams = listeners.map(|number| {
        let mut stream = TcpStream::connect(host).unwrap();
        let cookie = token(number);
        write!(
            stream,
            "GET /api/live HTTP/1.1\r\nhost: {host}\r\ncookie: engawa_session={cookie}\r\n\r\n"
        )
        .unwrap();
        let mut stream = BufReader::with_capacity(512, stream);
        let mut line = String::new();
        while !line.starts_with("data:") {
            line.clear();
            assert!(stream.read_line(&mut line).unwrap() > 0, "a stream");
        }
        stream
    });
    streams.collect()
}

/// Everybody pushes; says what that took.
async fn pace(serving: &Serving, devices: Vec<Device>, streams: usize) -> Vec<Device> {
    let begun = Instant::now();
    let pushing: Vec<_> = devices
        .into_iter()
        .map(|mut device| {
            let address = serving.address.clone();
            tokio::spawn(async move {
                let mut times = Vec::new();
                for _ in 0..PUSHES {
                    device.write(1, "届きましたか。");
                    let begun = Instant::now();
                    device.push(&address).await.expect("pushed");
                    times.push(begun.elapsed());
                }
                (device, times)
            })
        })
        .collect();
    let (mut devices, mut times) = (Vec::new(), Vec::new());
    for one in pushing {
        let (device, own) = one.await.unwrap();
        devices.push(device);
        times.extend(own);
    }
    let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
    times.sort();
    let at = |part: usize| millis(times[times.len() * part / 100]);
    println!(
        "| {streams} | {} MB | {rate:.0} | {:.1} ms | {:.1} ms |",
        serving.memory(),
        at(50),
        at(99)
    );
    devices
}
