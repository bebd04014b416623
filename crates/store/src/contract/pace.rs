//! How many pushes a store takes, each answered only when it is durable. For benches.

use super::{
    Shared,
    made::{group, job, person, propose, pushed, pushing, put, register},
};
use domain::{Command, Row};
use std::time::{Duration, Instant};
use sync::protocol::Outcome;

/// Postings, all of one desk: more than anybody gets through.
const JOBS: u128 = 10_000;

/// What people push.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Work {
    /// Stars on postings, and their ends: nobody is in the way of anybody.
    Stars,
    /// Proposals, all for one desk: each goes further in that desk's scope than the one before.
    Proposals,
}

impl Work {
    /// The command of a mutation of a person.
    fn command(self, person: u128, mutation: u64) -> Command {
        let mutation = u128::from(mutation);
        match self {
            Self::Proposals => propose(&job(mutation % JOBS), 10_000),
            Self::Stars => {
                let job = job((person * 31 + mutation / 2) % JOBS).id;
                match mutation % 2 {
                    0 => Command::StarJob { job },
                    _ => Command::UnstarJob { job },
                }
            }
        }
    }
}

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

/// Has each of `pushers` people push one mutation after the other for a while, and wait for the
/// answer before the next. The store is empty in the beginning.
pub async fn measure(store: &Shared, work: Work, pushers: u128, for_so_long: Duration) -> Pace {
    let people: Vec<_> = (0..pushers).map(person).collect();
    register(store, &people).await;
    put(store, (0..JOBS).map(|n| Row::Job(job(n))).collect()).await;
    // A moment to open connections, and to warm up.
    run(store, work, pushers, for_so_long / 10).await;
    let began = Instant::now();
    let mut times = run(store, work, pushers, for_so_long).await;
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

async fn run(store: &Shared, work: Work, pushers: u128, for_so_long: Duration) -> Vec<Duration> {
    let until = Instant::now() + for_so_long;
    let running: Vec<_> = (0..pushers)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                let known = store.snapshot().await.unwrap().group(group(number)).await;
                let mut last = known.unwrap().map_or(0, |group| group.last_mutation.0);
                let mut times = Vec::new();
                while Instant::now() < until {
                    let command = work.command(number, last);
                    let request = pushing(group(number), last + 1, vec![Some(command)]);
                    let began = Instant::now();
                    let outcomes = pushed(&store, person(number), &request).await;
                    assert_eq!(outcomes, [Outcome::Applied]);
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
