//! Building the server.

use crate::error::Error;
use crate::place::Place;
use crate::{process, steps};

const PACKAGE: &str = "engawa-server";

/// For release, with the built app in it.
pub(crate) fn build_release(place: &Place) -> Result<(), Error> {
    steps::step("server (cargo build --release)", || {
        process::run(process::quiet_in_logs(process::cargo(&place.root).args([
            "build",
            "--release",
            "-p",
            PACKAGE,
        ])))
    })
}

/// For `dev`.
pub(crate) fn build_debug(place: &Place) -> Result<(), Error> {
    steps::step("server (cargo build)", || {
        process::run(process::quiet_in_logs(
            process::cargo(&place.root).args(["build", "-p", PACKAGE]),
        ))
    })
}
