//! `soak`: what takes long.

use crate::error::Error;
use crate::place::Place;
use crate::{openapi, process, server, steps};

/// Examples for each endpoint, when nothing else is asked for.
const EXAMPLES: u32 = 1_000;

pub(crate) fn soak(
    place: &Place,
    seeds: u64,
    from: u64,
    endpoints: Option<u32>,
) -> Result<(), Error> {
    if let Some(examples) = endpoints {
        return try_endpoints(place, from, examples);
    }
    simulate(place, seeds, from)?;
    try_endpoints(place, from, EXAMPLES)
}

fn try_endpoints(place: &Place, seed: u64, examples: u32) -> Result<(), Error> {
    server::build_release(place)?;
    steps::step("every endpoint", || {
        openapi::try_all(place, &place.server(), seed, examples)
    })
}

/// Plays the simulator, seed after seed from `from` on, in release. A seed that breaks something is
/// shrunk to a short story, told, and kept.
pub(crate) fn simulate(place: &Place, seeds: u64, from: u64) -> Result<(), Error> {
    steps::step("simulated runs", || {
        process::run(
            process::quiet_in_logs(process::cargo(&place.root).args(["run", "--release"]))
                .args(["-p", "engawa-simulator", "--bin", "soak", "--"])
                .args(["--seeds", &seeds.to_string()])
                .args(["--from", &from.to_string()]),
        )
    })
}
