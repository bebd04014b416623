//! `engawa demo`.

use super::{
    Data, demo_programs::programs, error::CliError, import::town_of, load::Loader,
    terminal::Terminal,
};
use crate::clock::now;
use clap::Args;
use domain::{Job, Timestamp};
use formats::{Entered, Refused, csv, municipalities};
use std::process::ExitCode;

/// The towns that postings name.
const TOWNS: &[u8] = include_bytes!("../../../../demo/municipalities.csv");

/// A file of postings, built into the program.
struct Set {
    name: &'static str,
    csv: &'static [u8],
    map: &'static str,
    /// How many days ago its newest was posted.
    days_ago: i64,
}

const SETS: [Set; 2] = [
    Set {
        name: "demo/jobs.csv",
        csv: include_bytes!("../../../../demo/jobs.csv"),
        map: include_str!("../../../../demo/jobs.map.toml"),
        days_ago: 0,
    },
    Set {
        name: "demo/emscad.csv",
        csv: include_bytes!("../../../../demo/emscad.csv"),
        map: include_str!("../../../../demo/emscad.map.toml"),
        days_ago: 30,
    },
];

/// Loads towns, sample postings and sample programs.
///
/// Every one is marked as a sample wherever it shows. Dates are moved by whole days, so that
/// the newest Japanese posting is of today, and the newest of the English ones, which are real ones
/// of 2014, of a month ago. Loading it again on another day moves them again; on the same day it
/// changes nothing.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  engawa demo --data ./data

No accounts are made: a password that everybody knows would be an open door. To see a proposal
arrive, make yourself a member of a desk:
  engawa account create --data ./data --email you@example.jp --name 佐野 --desk NAME")]
pub(super) struct Demo {
    #[command(flatten)]
    data: Data,
}

impl Demo {
    pub(super) async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        let store = self.data.open_or_make().await?;
        let mut loader = Loader::new(&*store);
        let towns = municipalities::read(TOWNS).map(|town| town.map(town_of));
        loader
            .towns(&"demo/municipalities.csv", towns, terminal)
            .await?;
        let mut desk = None;
        for set in SETS {
            let postings = set.read(now())?;
            desk = desk.or_else(|| {
                postings
                    .iter()
                    .flatten()
                    .next()
                    .map(|job| job.desk_name.clone())
            });
            loader
                .jobs(&set.name, postings.into_iter(), terminal)
                .await?;
        }
        let samples = programs(now())?.into_iter().map(|value| {
            Ok(Entered {
                line: 0,
                value,
                remarks: Vec::new(),
            })
        });
        loader
            .listed(&"demo/programs.json", samples, terminal)
            .await?;
        let tally = loader.tally;
        store.close().await;
        if let Some(desk) = desk {
            terminal.say(&format!(
                "to read what a desk gets: engawa account create {} --email you@example.jp \
                 --name NAME --desk '{desk}'",
                self.data.option()
            ))?;
        }
        tally.tell(terminal)
    }
}

impl Set {
    /// Its postings as samples, moved to the days before `now`.
    fn read(&self, now: Timestamp) -> Result<Vec<Result<Job, Refused>>, CliError> {
        let map = csv::Map::parse(self.map).map_err(|bad| CliError::Map {
            path: self.name.into(),
            reason: bad.to_string(),
        })?;
        let mut postings: Vec<Result<Job, Refused>> = csv::read(self.csv, &map).collect();
        let newest = postings
            .iter()
            .flatten()
            .map(|job| job.posted_at)
            .max()
            .unwrap_or(now);
        let days = days_between(newest, now) - self.days_ago;
        for job in postings.iter_mut().flatten() {
            job.sample = true;
            job.posted_at = job.posted_at.plus_days(days);
            job.closes_at = job.closes_at.map(|closes_at| closes_at.plus_days(days));
        }
        Ok(postings)
    }
}

/// Calendar days in Japan from one moment to another.
fn days_between(from: Timestamp, to: Timestamp) -> i64 {
    to.day_in_japan() - from.day_in_japan()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_400_000_000);

    #[test]
    fn every_demo_posting_is_readable_a_sample_and_new() {
        for set in SETS {
            let postings = set.read(NOW).unwrap();
            let jobs: Vec<&Job> = postings.iter().flatten().collect();
            assert!(jobs.len() >= 300, "{} holds {}", set.name, jobs.len());
            assert!(jobs.iter().all(|job| job.sample));
            let newest = jobs.iter().map(|job| job.posted_at).max().unwrap();
            assert_eq!(days_between(newest, NOW), set.days_ago, "{}", set.name);
        }
    }

    #[test]
    fn no_japanese_demo_posting_is_refused() {
        let refused: Vec<_> = SETS[0]
            .read(NOW)
            .unwrap()
            .into_iter()
            .filter_map(Result::err)
            .collect();
        assert!(refused.is_empty(), "{refused:?}");
    }
}
