//! `soak [--seeds N] [--from SEED]`: plays seeds on all cores. The first that breaks something is
//! shrunk, told, and kept in `seeds/`.

#![forbid(unsafe_code)]

use simulator::{Broken, Lived, generate::story, kept, play, shrink::shrink};
use std::{
    env, fs,
    io::{self, Write},
    path::Path,
    process::ExitCode,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

fn main() -> ExitCode {
    match soak() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) | Err(_) => ExitCode::FAILURE,
    }
}

/// The number after a word of the command line.
fn asked(name: &str, otherwise: u64) -> u64 {
    let mut words = env::args().skip_while(|word| word != name);
    let number = words.nth(1).and_then(|number| number.parse().ok());
    number.unwrap_or(otherwise)
}

#[derive(Default)]
struct Sum {
    refusals: usize,
    judged: usize,
    broken: Option<(u64, Broken)>,
}

fn soak() -> io::Result<bool> {
    let mut out = io::stdout();
    let (seeds, from) = (asked("--seeds", 10_000), asked("--from", 0));
    let cores = thread::available_parallelism().map_or(1, usize::from);
    writeln!(out, "{seeds} seeds from {from} on {cores} cores")?;
    let (next, sum) = (AtomicU64::new(from), Mutex::new(Sum::default()));
    let lock = || sum.lock().unwrap_or_else(PoisonError::into_inner);
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while lock().broken.is_none() {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= from.saturating_add(seeds) {
                        break;
                    }
                    let (town, events) = story(seed);
                    let lived = play(&town, &events, None);
                    let mut sum = lock();
                    match lived {
                        Ok(Lived {
                            refusals, judged, ..
                        }) => {
                            sum.refusals += refusals;
                            sum.judged += judged;
                        }
                        Err(broken) => sum.broken = Some((seed, broken)),
                    }
                }
            });
        }
    });
    let took = start.elapsed().as_secs_f64();
    let played = next.load(Ordering::Relaxed).min(from.saturating_add(seeds)) - from;
    let rate = played as f64 / took * 60.0;
    let Sum {
        refusals,
        judged,
        broken,
    } = std::mem::take(&mut *lock());
    writeln!(
        out,
        "{played} runs in {took:.1} s: {rate:.0} a minute, {:.0} a minute and core; \
         {judged} commands judged, {refusals} refusals shown",
        rate / cores as f64
    )?;
    match broken {
        None => Ok(true),
        Some((seed, broken)) => tell(&mut out, seed, broken).map(|()| false),
    }
}

/// Tells the story in its shortest form, and keeps it.
fn tell(out: &mut impl Write, seed: u64, broken: Broken) -> io::Result<()> {
    writeln!(out, "seed {seed} breaks {broken}\nshrinking …")?;
    let (town, events) = story(seed);
    let (events, broken) = shrink(&town, events, None, broken);
    writeln!(out, "the town: {town:?}")?;
    for event in &events {
        writeln!(out, "  {event}")?;
    }
    writeln!(out, "→ {broken}")?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let file = folder.join(format!("{:?}-{seed}.story", broken.property));
    let remark = format!(
        "Seed {seed} broke {:?}. (Say here what it found.)",
        broken.property
    );
    fs::create_dir_all(&folder)?;
    fs::write(&file, kept::write(&remark, &town, &events))?;
    writeln!(out, "kept as {}", file.display())
}
