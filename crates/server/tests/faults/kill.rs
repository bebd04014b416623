//! Reliability 9: kill -9 during writes. Some dozens of times here; `cargo xtask soak --kills 1000` says
//! by ENGAWA_KILLS how often.

use crate::{
    device::{Device, rows},
    serving::{Serving, engawa},
};
use private_postgres::database;
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use store::contract::{Shared, made};
use tokio::sync::watch;
use uuid::Uuid;

/// How many people push at once.
const DEVICES: u128 = 6;

fn kills() -> Option<u32> {
    std::env::var("ENGAWA_KILLS").ok()?.parse().ok()
}

/// A moment between none and all of it, by chance: a loop that is always killed at the same place would
/// try little.
fn some_of(most: Duration) -> Duration {
    let chance = u32::from(Uuid::new_v4().as_bytes()[0]);
    most * chance / 255
}

/// Pushes, as fast as the server answers, to whatever address it has at the moment.
async fn keep_pushing(mut device: Device, addresses: watch::Receiver<Option<String>>) -> Device {
    loop {
        let address = addresses.borrow().clone();
        let Some(address) = address else {
            return device;
        };
        // One, or a batch.
        let count = usize::from(Uuid::new_v4().as_bytes()[0] % 4) + 1;
        device.write(count, "届きましたか。");
        while device.push(&address).await.is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
            if addresses.borrow().as_deref() != Some(address.as_str()) {
                break;
            }
        }
    }
}

/// Kills a server under pushes again and again, and accounts for everything at the end.
async fn killed(times: u32, data: &Path, url: Option<&str>, database_too: impl Fn(u32)) {
    let begun = Instant::now();
    let mut serving = Serving::start(data, url);
    let (tell, addresses) = watch::channel(Some(serving.address.clone()));
    let mut pushing = Vec::new();
    for number in 1..=DEVICES {
        let device = Device::register(&serving.address, number).await;
        pushing.push(tokio::spawn(keep_pushing(device, addresses.clone())));
    }
    for time in 0..times {
        tokio::time::sleep(some_of(Duration::from_millis(150))).await;
        serving.kill();
        database_too(time);
        let (data, url) = (data.to_owned(), url.map(str::to_owned));
        let started = tokio::task::spawn_blocking(move || Serving::start(&data, url.as_deref()));
        serving = started.await.unwrap();
        tell.send(Some(serving.address.clone())).unwrap();
    }
    tell.send(None).unwrap();
    let mut messages = 0;
    for device in pushing {
        messages += device.await.unwrap().account_for(&serving.address).await;
    }
    serving.kill();
    let sound = engawa(&["check"], data, url);
    assert_eq!(sound.trim_end(), "everything is sound");
    assert!(
        messages > times as usize / 2,
        "{messages} messages are too few to try anything"
    );
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "killed {times} times in {seconds:.0} s: {messages} messages acknowledged, lost 0, doubled 0, \
         everything is sound"
    );
}

/// A folder with a desk and a posting.
async fn place() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reliability_9_a_killed_server_on_sqlite_lost_nothing_and_did_nothing_twice() {
    let folder = place().await;
    let file = folder.path().join("engawa.sqlite");
    let store = store_sqlite::SqliteStore::open(&file).await.unwrap();
    let store: Shared = Arc::new(store);
    made::put(&store, rows(&[])).await;
    drop(store);
    killed(kills().unwrap_or(24), folder.path(), None, |_| {}).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reliability_9_a_killed_server_on_postgresql_lost_nothing_and_did_nothing_twice() {
    let (folder, database) = (place().await, database().await.unwrap());
    let store = store_postgres::PostgresStore::open(&database.url)
        .await
        .unwrap();
    let store: Shared = Arc::new(store);
    made::put(&store, rows(&[])).await;
    drop(store);
    let times = kills().map_or(10, |kills| kills.div_ceil(10));
    let server = database.server.clone();
    // Every third time the database dies with it, as by a loss of power.
    let database_too = |time: u32| {
        if time % 3 == 2 {
            server.crash().unwrap();
            server.come_back().unwrap();
        }
    };
    killed(times, folder.path(), Some(&database.url), database_too).await;
}
