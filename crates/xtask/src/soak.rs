//! `soak`: what takes long.

use std::path::Path;

use crate::error::Error;
use crate::place::Place;
use crate::{openapi, process, server, setup, steps};

/// Simulated runs, and examples for each endpoint, when nothing else is asked for.
const SEEDS: u64 = 100_000;
const EXAMPLES: u32 = 1_000;

pub(crate) fn soak(
    place: &Place,
    seeds: Option<u64>,
    from: u64,
    kills: Option<u32>,
    endpoints: Option<u32>,
) -> Result<(), Error> {
    match (kills, endpoints, seeds) {
        (Some(kills), ..) => kill(place, kills),
        (None, Some(examples), _) => try_endpoints(place, from, examples),
        (None, None, Some(seeds)) => simulate(place, seeds, from),
        (None, None, None) => {
            simulate(place, SEEDS, from)?;
            try_endpoints(place, from, EXAMPLES)
        }
    }
}

fn try_endpoints(place: &Place, seed: u64, examples: u32) -> Result<(), Error> {
    server::build_release(place)?;
    steps::step("every endpoint", || {
        openapi::try_all(place, &place.server(), seed, examples)
    })
}

/// Kills a server under pushes so many times, on SQLite and then on PostgreSQL.
fn kill(place: &Place, kills: u32) -> Result<(), Error> {
    setup::for_native_tests(place)?;
    steps::step("killing servers", || {
        process::run(
            process::quiet_in_logs(process::cargo(&place.root).args(["test", "--release"]))
                .args([
                    "-p",
                    "engawa-server",
                    "--test",
                    "faults",
                    "--",
                    "kill::",
                    "--nocapture",
                ])
                .args(["--test-threads", "1"])
                .env("ENGAWA_KILLS", kills.to_string()),
        )
    })
}

/// Plays the simulator in release.
fn simulate(place: &Place, seeds: u64, from: u64) -> Result<(), Error> {
    steps::step("simulator (cargo build --release)", || {
        process::run(
            process::quiet_in_logs(process::cargo(&place.root).args(["build", "--release"]))
                .args(["-p", "engawa-simulator", "--bin", "soak"]),
        )
    })?;
    steps::step("simulated runs", || play(&place.simulator(), seeds, from))
}

/// Plays a simulator that is built, seed after seed from `from` on. A seed that breaks something is
/// shrunk to a short story, told, and kept.
pub(crate) fn play(simulator: &Path, seeds: u64, from: u64) -> Result<(), Error> {
    process::run(
        process::command(simulator)
            .args(["--seeds", &seeds.to_string()])
            .args(["--from", &from.to_string()]),
    )
}
