//! Transactions side by side, and readers who follow scopes by their versions meanwhile.

use super::{
    Shared,
    made::{a_town, desk, group, job, person, place, propose, pushed, pushing, put},
};
use crate::Room;
use domain::{JobId, Row, RowKey, Scope, StarId, Write, person::Star};
use std::{collections::BTreeSet, time::Duration};
use sync::protocol::Outcome;
use uuid::Uuid;

/// How long a writer is waited for who may have to wait for another.
const A_WHILE: Duration = Duration::from_millis(300);

/// Somebody who follows a scope: goes on from the last version seen, and keeps what came.
struct Reader {
    scope: Scope,
    after: u64,
    seen: BTreeSet<RowKey>,
}

impl Reader {
    fn of(scope: Scope) -> Self {
        Self {
            scope,
            after: 0,
            seen: BTreeSet::new(),
        }
    }

    /// Reads on to the end, in small pages.
    async fn follow(&mut self, store: &Shared) {
        let small = Room {
            rows: 3,
            ..Room::PAGE
        };
        loop {
            let mut snapshot = store.snapshot().await.unwrap();
            let page = snapshot
                .changes(self.scope, self.after, small)
                .await
                .unwrap();
            let Some(last) = page.last() else { break };
            self.after = last.version;
            self.seen.extend(page.iter().map(|change| change.key));
        }
    }

    /// That nothing of what is in the scope was skipped.
    fn has_seen(&self, rows: &[Row]) {
        let there: BTreeSet<RowKey> = rows
            .iter()
            .filter(|row| row.audience().contains(&self.scope))
            .map(Row::key)
            .collect();
        let skipped: Vec<&RowKey> = there.difference(&self.seen).collect();
        assert!(
            skipped.is_empty(),
            "a reader of {} skipped {skipped:?}",
            self.scope
        );
        assert_eq!(self.seen, there, "in {}", self.scope);
    }
}

fn star(number: u128) -> Row {
    Row::Star(Star {
        id: StarId(Uuid::from_u128(0x0900 + number)),
        person: person(number),
        job: JobId(Uuid::nil()),
    })
}

/// A transaction begins and writes, another begins, writes and commits, and a reader sees it; only
/// then the first one commits. Had it taken its version when it wrote, the reader would be beyond
/// it by now and never see it.
pub async fn a_transaction_that_commits_late_is_skipped_by_no_reader(store: Shared) {
    let nichinan = desk("日南市役所");
    // One scope is touched by both, the others by one of them.
    let scopes = [
        Scope::Public,
        Scope::Person(person(1)),
        Scope::Person(person(2)),
        Scope::Desk(nichinan),
    ];
    let mut readers = scopes.map(Reader::of);
    let late_rows = [Row::Job(job(1)), star(1)];
    let early_rows = [Row::Job(job(2)), star(2), place(person(2), nichinan)];

    let mut late = store.begin().await.unwrap();
    for row in &late_rows {
        late.write(&Write::Put(row.clone())).await.unwrap();
    }
    let mut early = tokio::spawn({
        let (store, rows) = (store.clone(), early_rows.to_vec());
        async move { put(&store, rows).await }
    });
    // Where writers take turns, this one waits for its turn, and there is nothing to skip.
    let done = tokio::time::timeout(A_WHILE, &mut early).await.is_ok();
    for reader in &mut readers {
        reader.follow(&store).await;
    }
    late.commit().await.unwrap();
    if !done {
        early.await.unwrap();
    }
    let all = [late_rows.as_slice(), &early_rows].concat();
    for mut reader in readers {
        reader.follow(&store).await;
        reader.has_seen(&all);
    }
}

/// Transactions that touch the same scopes, each in another order, never wait for each other for
/// good, and readers skip nothing of any scope.
pub async fn transactions_that_share_scopes_all_commit(store: Shared) {
    const WRITERS: u128 = 6;
    const EACH: u128 = 8;
    let desks = ["油津商店", "日南市役所", "飫肥工房"].map(desk);
    let rows = move |writer: u128, number: u128| {
        let member = person(writer * 100 + number);
        let mut rows: Vec<Row> = desks.map(|desk| place(member, desk)).into();
        let turn = usize::try_from(writer + number).unwrap() % rows.len();
        rows.rotate_left(turn);
        rows
    };
    let mut writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for number in 0..EACH {
                    put(&store, rows(writer, number)).await;
                }
            })
        })
        .collect();
    let mut readers = desks.map(|desk| Reader::of(Scope::Desk(desk)));
    while !writers.is_empty() {
        let (done, going) = writers.into_iter().partition(|writer| writer.is_finished());
        writers = going;
        for writer in Vec::from_iter(done) {
            writer.await.unwrap();
        }
        for reader in &mut readers {
            reader.follow(&store).await;
        }
        tokio::task::yield_now().await;
    }
    let all: Vec<Row> = (0..WRITERS)
        .flat_map(|writer| (0..EACH).flat_map(move |number| rows(writer, number)))
        .collect();
    for reader in &readers {
        reader.has_seen(&all);
    }
}

/// One person proposes for one posting on many devices at the same moment: what one push decides
/// by is still so when it commits, so one is done, and the others hear that there is one already.
pub async fn of_many_who_do_what_can_be_done_once_one_does_it(store: Shared) {
    const DEVICES: u128 = 8;
    a_town(&store).await;
    let devices: Vec<_> = (0..DEVICES)
        .map(|device| {
            let store = store.clone();
            tokio::spawn(async move {
                let amount = 10_000 + i64::try_from(device).unwrap();
                let request = pushing(group(device), 1, vec![Some(propose(&job(1), amount))]);
                pushed(&store, person(1), &request).await
            })
        })
        .collect();
    let mut done = 0;
    for device in devices {
        done += usize::from(device.await.unwrap() == [Outcome::Applied]);
    }
    assert_eq!(done, 1);
}
