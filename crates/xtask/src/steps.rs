//! What one reads while waiting: each step with its time.

use std::fmt::{Display, Write as _};
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use crate::error::Error;

/// Prints a line. A closed pipe is no reason to stop the work.
pub(crate) fn say(line: impl Display) {
    // The test runner catches only what goes through the print macros.
    if cfg!(test) {
        return;
    }
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Prints what went wrong.
pub(crate) fn complain(error: &Error) {
    let _ = writeln!(io::stderr().lock(), "xtask: {error}");
}

/// A step whose program prints lines of its own between these two.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    say(format_args!("▸ {name} …"));
    let start = Instant::now();
    let result = work()?;
    say(format_args!("▸ {name} … {}", time(start.elapsed())));
    Ok(result)
}

/// Makes sure of something: one line when it is there already, a step when it must be got.
pub(crate) fn provide(
    name: &str,
    is_there: impl Fn() -> bool,
    get: impl FnOnce() -> Result<(), Error>,
) -> Result<(), Error> {
    let start = Instant::now();
    if is_there() {
        there(name, start);
        return Ok(());
    }
    step(name, get)
}

/// One line for something that was there already.
pub(crate) fn there(name: &str, since: Instant) {
    say(format_args!("▸ {name} … there, {}", time(since.elapsed())));
}

/// A duration as one says it.
pub(crate) fn time(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// The stages of one long command, timed.
#[derive(Debug, Default)]
pub(crate) struct Stages {
    done: Vec<(&'static str, Duration)>,
}

impl Stages {
    /// Runs one stage; the first that fails ends the command, by its name.
    pub(crate) fn run<T>(
        &mut self,
        stage: &'static str,
        work: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        say(format_args!("\n═ {stage}"));
        let start = Instant::now();
        let result = work();
        self.done.push((stage, start.elapsed()));
        result.map_err(|source| {
            say(self.table(Some(stage)));
            Error::Stage {
                stage,
                source: Box::new(source),
            }
        })
    }

    /// The stages so far with their times.
    pub(crate) fn table(&self, failed: Option<&str>) -> String {
        let wide = self.done.iter().map(|(name, _)| name.len()).max();
        let wide = wide.unwrap_or_default();
        let mut table = String::from("\nstages");
        for (name, took) in &self.done {
            let mark = if failed == Some(name) { "✗" } else { "✓" };
            let _ = write!(table, "\n  {mark} {name:wide$}  {:>12}", time(*took));
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short_to_read() {
        assert_eq!(time(Duration::from_millis(2_140)), "2.1 s");
        assert_eq!(time(Duration::from_millis(59_900)), "59.9 s");
        assert_eq!(time(Duration::from_secs(173)), "2 min 53 s");
        assert_eq!(time(Duration::from_secs(3_605)), "60 min 05 s");
    }

    #[test]
    fn the_first_failing_stage_is_named() {
        let mut stages = Stages::default();
        assert!(stages.run("lint", || Ok(())).is_ok());
        let failed = stages.run("build", || Err::<(), _>(Error::NoProject));
        assert!(matches!(failed, Err(Error::Stage { stage: "build", .. })));
        let table = stages.table(Some("build"));
        assert!(table.contains("✓ lint"), "{table}");
        assert!(table.contains("✗ build"), "{table}");
    }
}
