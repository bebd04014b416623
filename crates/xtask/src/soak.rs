//! `soak`: the simulator, seed after seed. A seed that breaks something is shrunk to a short story,
//! told, and kept.

use crate::error::Error;
use crate::place::Place;
use crate::{process, steps};

/// Plays `seeds` seeds from `from` on, in release.
pub(crate) fn soak(place: &Place, seeds: u64, from: u64) -> Result<(), Error> {
    steps::step("simulated runs", || {
        process::run(
            process::quiet_in_logs(process::cargo(&place.root).args(["run", "--release"]))
                .args(["-p", "engawa-simulator", "--bin", "soak", "--"])
                .args(["--seeds", &seeds.to_string()])
                .args(["--from", &from.to_string()]),
        )
    })
}
