//! How many pushes a store takes, each answered only when it is durable. For benches.

use super::{
    Shared,
    made::{NOW, group, job, person, pushing, put, register},
};
use crate::push;
use domain::{Command, Row};
use std::time::{Duration, Instant};

/// Postings that people star: more than there are people at once, so that they rarely meet.
const JOBS: u128 = 500;

/// What was measured.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pace {
    /// People who pushed at once.
    pub pushers: u128,
    /// Pushes of one mutation that were acknowledged in a second.
    pub per_second: f64,
    /// Half of the pushes were acknowledged in this time.
    pub p50: Duration,
    /// Of a hundred pushes, 99 were.
    pub p99: Duration,
}

impl std::fmt::Display for Pace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        write!(
            f,
            "{:>3} at once: {:>6.0} pushes/s, p50 {:>6.2} ms, p99 {:>6.2} ms",
            self.pushers,
            self.per_second,
            milliseconds(self.p50),
            milliseconds(self.p99)
        )
    }
}

/// Has each of `pushers` people push one mutation after the other for a while: a star on a posting,
/// then its end. Everybody waits for the answer before the next.
pub async fn measure(store: &Shared, pushers: u128, for_so_long: Duration) -> Pace {
    prepare(store, pushers).await;
    // A moment to open connections, and to warm up.
    run(store, pushers, for_so_long / 10).await;
    let began = Instant::now();
    let mut times = run(store, pushers, for_so_long).await;
    let seconds = began.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    Pace {
        pushers,
        per_second: times.len() as f64 / seconds,
        p50: at(50),
        p99: at(99),
    }
}

async fn prepare(store: &Shared, pushers: u128) {
    let mut unknown = Vec::new();
    let mut snapshot = store.snapshot().await.unwrap();
    for number in 0..pushers {
        let key = super::made::row_of(person(number)).key();
        if snapshot.row(key).await.unwrap().is_none() {
            unknown.push(person(number));
        }
    }
    drop(snapshot);
    register(store, &unknown).await;
    put(store, (0..JOBS).map(|n| Row::Job(job(n))).collect()).await;
}

async fn run(store: &Shared, pushers: u128, for_so_long: Duration) -> Vec<Duration> {
    let until = Instant::now() + for_so_long;
    let running: Vec<_> = (0..pushers)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                let known = store.snapshot().await.unwrap().group(group(number)).await;
                let mut last = known.unwrap().map_or(0, |group| group.last_mutation.0);
                let mut times = Vec::new();
                while Instant::now() < until {
                    let job = job((number * 31 + u128::from(last / 2)) % JOBS).id;
                    let command = match last % 2 {
                        0 => Command::StarJob { job },
                        _ => Command::UnstarJob { job },
                    };
                    let request = pushing(group(number), last + 1, vec![Some(command)]);
                    let began = Instant::now();
                    push(store.as_ref(), person(number), &request, NOW)
                        .await
                        .unwrap();
                    times.push(began.elapsed());
                    last += 1;
                }
                times
            })
        })
        .collect();
    let mut all = Vec::new();
    for pusher in running {
        all.extend(pusher.await.unwrap());
    }
    all
}
