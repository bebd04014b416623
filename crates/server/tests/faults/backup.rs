//! Reliability 11: a backup made while devices push.

use crate::{
    device::{Device, rows},
    serving::{Serving, engawa},
};
use domain::{Row, Scope};
use std::{collections::BTreeSet, sync::Arc};
use store::{
    Store,
    contract::{Shared, made},
};
use store_sqlite::SqliteStore;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reliability_11_a_backup_made_under_load_holds_what_was_acknowledged_before_it() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = SqliteStore::open(&here.path().join("engawa.sqlite"))
        .await
        .unwrap();
    let store: Shared = Arc::new(store);
    made::put(&store, rows(&[])).await;
    drop(store);
    let serving = Serving::start(here.path(), None);
    let mut devices = Vec::new();
    for number in 1..=4 {
        devices.push(Device::register(&serving.address, number).await);
    }
    for device in &mut devices {
        device.write(20, "はじめまして。");
        device.push(&serving.address).await.expect("pushed");
    }
    let before: Vec<_> = devices
        .iter()
        .map(|device| (device.person, device.acknowledged.clone()))
        .collect();
    // Pairs: no push is there by half.
    let pushing: Vec<_> = devices
        .into_iter()
        .map(|mut device| {
            let address = serving.address.clone();
            tokio::spawn(async move {
                for _ in 0..40 {
                    device.write(2, "つづきです。");
                    while device.push(&address).await.is_none() {
                        tokio::task::yield_now().await;
                    }
                }
            })
        })
        .collect();
    let file = here.path().join("backup.db");
    let (data, backup) = (here.path().to_owned(), file.clone());
    let made = tokio::task::spawn_blocking(move || {
        engawa(&["backup", backup.to_str().unwrap()], &data, None)
    });
    let made = made.await.unwrap();
    for one in pushing {
        one.await.unwrap();
    }
    let restored = engawa(&["restore", file.to_str().unwrap()], there.path(), None);
    // Of each kind how much, and its checksum; the last line says where it went.
    let sums = |told: &str| -> Vec<String> {
        let lines = told.lines().map(str::to_owned).collect::<Vec<_>>();
        lines[..lines.len() - 1].to_vec()
    };
    assert!(sums(&made).len() > 10, "{made}");
    assert_eq!(sums(&restored), sums(&made));
    assert_eq!(
        engawa(&["check"], there.path(), None).trim_end(),
        "everything is sound"
    );
    let store = SqliteStore::open(&there.path().join("engawa.sqlite"))
        .await
        .unwrap();
    for (person, acknowledged) in before {
        let mut snapshot = store.snapshot().await.unwrap();
        let rows = snapshot
            .rows_in(Scope::Person(person), domain::Kind::Message)
            .await
            .unwrap();
        let messages = rows.into_iter().filter_map(|row| match row {
            Row::Message(message) => Some(message.id),
            _ => None,
        });
        let there: BTreeSet<_> = messages.collect();
        assert!(there.is_superset(&acknowledged), "of {person}");
        assert_eq!(there.len() % 2, 0, "a push is there by half");
    }
}
