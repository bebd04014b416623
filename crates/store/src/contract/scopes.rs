//! Rows, and who may read them.

use super::{
    Shared,
    made::{changes, desk, job, person, place, put, row_of, write},
};
use crate::Room;
use domain::{JobId, Kind, Row, RowKey, Scope, StarId, Write, person::Star};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A row is in every scope of its audience, and in no other.
pub async fn rows_are_found_in_their_scopes(store: Shared) {
    let (haru, nichinan) = (person(1), desk("日南市役所"));
    let touched = put(&store, vec![Row::Job(job(1)), place(haru, nichinan)]).await;
    let scopes = [Scope::Public, Scope::Person(haru), Scope::Desk(nichinan)];
    assert_eq!(touched.into_keys().collect::<Vec<_>>(), scopes);
    for (scope, row) in scopes.into_iter().zip([
        Row::Job(job(1)),
        place(haru, nichinan),
        place(haru, nichinan),
    ]) {
        let found = changes(&store, scope, 0, 10).await;
        assert_eq!(found.len(), 1, "in {scope}");
        assert_eq!(found[0].row.as_ref(), Some(&row), "in {scope}");
    }
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.row(row_of(haru).key()).await.unwrap(), None);
    let places = snapshot
        .rows_in(Scope::Person(haru), Kind::Membership)
        .await
        .unwrap();
    assert_eq!(places, [place(haru, nichinan)]);
    assert_eq!(
        snapshot
            .rows_in(Scope::Person(haru), Kind::Job)
            .await
            .unwrap(),
        []
    );
}

/// An import that brings nothing new is no news for anybody.
pub async fn nothing_changes_when_the_same_row_is_put_again(store: Shared) {
    put(&store, vec![Row::Job(job(1))]).await;
    let mut transaction = store.begin().await.unwrap();
    assert!(
        !transaction
            .write(&Write::Put(Row::Job(job(1))))
            .await
            .unwrap()
    );
    let nobody = RowKey {
        kind: Kind::Job,
        id: Uuid::nil(),
    };
    assert!(!transaction.write(&Write::Delete(nobody)).await.unwrap());
    assert!(transaction.commit().await.unwrap().is_empty());
    assert_eq!(changes(&store, Scope::Public, 0, 10).await.len(), 1);
}

/// Following a scope gives the newest, not the history.
pub async fn a_row_that_changed_twice_is_told_once_with_the_last(store: Shared) {
    let first = put(&store, vec![Row::Job(job(1))]).await[&Scope::Public];
    let mut changed = job(1);
    changed.closed = true;
    let second = put(&store, vec![Row::Job(changed.clone())]).await[&Scope::Public];
    assert!(second > first);
    let found = changes(&store, Scope::Public, 0, 10).await;
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].version, found[0].row.clone()),
        (second, Some(Row::Job(changed)))
    );
    assert_eq!(changes(&store, Scope::Public, second, 10).await, []);
}

/// One transaction may write more rows than a page holds.
pub async fn a_page_may_end_between_any_two_rows(store: Shared) {
    put(
        &store,
        (0..25).map(|number| Row::Job(job(number))).collect(),
    )
    .await;
    let (mut seen, mut after) = (BTreeSet::new(), 0);
    loop {
        let page = changes(&store, Scope::Public, after, 7).await;
        let Some(last) = page.last() else { break };
        after = last.version;
        seen.extend(page.iter().map(|change| change.key));
    }
    assert_eq!(seen.len(), 25);
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(
        snapshot.versions(&[Scope::Public]).await.unwrap()[&Scope::Public],
        after
    );
}

/// However long rows are: who reads a page holds a page, and reads on where it ended.
pub async fn a_page_ends_where_its_rows_are_long_enough(store: Shared) {
    let long = |number| {
        let mut job = job(number);
        job.description = "長".repeat(4_000);
        Row::Job(job)
    };
    let jobs: Vec<Row> = (1..=5).map(long).collect();
    put(&store, jobs.clone()).await;
    write(&store, vec![Write::Delete(jobs[0].key())]).await;
    // One row has 12,000 bytes and a few; what is gone has none.
    for (bytes, lengths) in [(1, vec![1; 5]), (15_000, vec![2, 2, 1]), (90_000, vec![5])] {
        let room = Room { rows: 10, bytes };
        let (mut after, mut seen) = (0, Vec::new());
        let mut pages = Vec::new();
        loop {
            let mut snapshot = store.snapshot().await.unwrap();
            let page = snapshot.changes(Scope::Public, after, room).await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.version;
            pages.push(page.len());
            for change in page {
                assert_eq!(change.bytes > 12_000, change.row.is_some());
                seen.push(change.key);
            }
        }
        assert_eq!((pages, seen.len()), (lengths, 5), "{bytes} bytes at once");
    }
}

/// Devices that were away hear that the row is gone.
pub async fn a_deleted_row_leaves_a_tombstone(store: Shared) {
    let before = put(&store, vec![Row::Job(job(1)), Row::Job(job(2))]).await[&Scope::Public];
    let key = Row::Job(job(1)).key();
    write(&store, vec![Write::Delete(key)]).await;
    let found = changes(&store, Scope::Public, before, 10).await;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].key, found[0].row.clone()), (key, None));
    assert_eq!(
        store.snapshot().await.unwrap().row(key).await.unwrap(),
        None
    );
    // It may come back.
    put(&store, vec![Row::Job(job(1))]).await;
    assert_eq!(changes(&store, Scope::Public, 0, 10).await.len(), 2);
}

/// A row that moves from one person to another is gone for the one, and news for the other.
pub async fn a_row_is_gone_for_whom_it_left(store: Shared) {
    let star = |owner| {
        let id = StarId(Uuid::from_u128(9));
        Row::Star(Star {
            id,
            person: owner,
            job: JobId(Uuid::nil()),
        })
    };
    let (one, other) = (person(1), person(2));
    let before = put(&store, vec![star(one)]).await[&Scope::Person(one)];
    put(&store, vec![star(other)]).await;
    let left = changes(&store, Scope::Person(one), before, 10).await;
    assert_eq!((left.len(), left[0].row.clone()), (1, None));
    let joined = changes(&store, Scope::Person(other), 0, 10).await;
    assert_eq!(
        (joined.len(), joined[0].row.clone()),
        (1, Some(star(other)))
    );
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(
        snapshot
            .rows_in(Scope::Person(one), Kind::Star)
            .await
            .unwrap(),
        []
    );
}

/// A request that breaks off in the middle did not happen.
pub async fn a_transaction_that_is_dropped_changes_nothing(store: Shared) {
    let mut transaction = store.begin().await.unwrap();
    transaction
        .write(&Write::Put(Row::Job(job(1))))
        .await
        .unwrap();
    assert!(
        transaction
            .row(Row::Job(job(1)).key())
            .await
            .unwrap()
            .is_some()
    );
    drop(transaction);
    assert_eq!(changes(&store, Scope::Public, 0, 10).await, []);
    assert!(!put(&store, vec![Row::Job(job(1))]).await.is_empty());
}

/// All of an answer comes from one moment.
pub async fn a_snapshot_does_not_move(store: Shared) {
    put(&store, vec![Row::Job(job(1))]).await;
    let mut snapshot = store.snapshot().await.unwrap();
    let before = snapshot.versions(&[Scope::Public]).await.unwrap();
    put(&store, vec![Row::Job(job(2))]).await;
    assert_eq!(snapshot.versions(&[Scope::Public]).await.unwrap(), before);
    assert_eq!(
        snapshot
            .changes(Scope::Public, 0, Room::PAGE)
            .await
            .unwrap()
            .len(),
        1
    );
    drop(snapshot);
    assert_eq!(changes(&store, Scope::Public, 0, 10).await.len(), 2);
}

/// Versions commit in the order in which they count: who follows them misses nothing, whoever
/// writes meanwhile.
pub async fn a_reader_skips_nothing_while_many_write(store: Shared) {
    const WRITERS: u128 = 8;
    const EACH: u128 = 12;
    let mut writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for number in 0..EACH {
                    let one = Row::Job(job(writer * 1000 + number * 2));
                    let two = Row::Job(job(writer * 1000 + number * 2 + 1));
                    put(&store, vec![one, two]).await;
                }
            })
        })
        .collect();
    let (mut seen, mut after) = (BTreeSet::new(), 0);
    while !writers.is_empty() {
        // First whether they are done, then what they wrote.
        writers.retain(|writer| !writer.is_finished());
        loop {
            let page = changes(&store, Scope::Public, after, 5).await;
            let Some(last) = page.last() else { break };
            after = last.version;
            seen.extend(page.iter().map(|change| change.key));
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(seen.len() as u128, WRITERS * EACH * 2);
}
