//! Trying every endpoint of the server with data that its OpenAPI document allows, and data that it
//! does not.

use std::path::Path;

use crate::error::Error;
use crate::place::Place;
use crate::{process, steps, tools::schemathesis};

/// Tries a built server, with so many examples for each endpoint, from a seed.
pub(crate) fn try_all(place: &Place, server: &Path, seed: u64, examples: u32) -> Result<(), Error> {
    let python = schemathesis::provide(place)?;
    process::run(
        process::command(python)
            .arg(place.tests().join("openapi").join("run.py"))
            .args(["--seed", &seed.to_string()])
            .args(["--examples", &examples.to_string()])
            .env("ENGAWA_BIN", server),
    )
}

/// The same where its tools can be had; where not, says what is missing and goes on.
pub(crate) fn try_some(place: &Place, server: &Path) -> Result<(), Error> {
    match try_all(place, server, 1, 50) {
        Err(missing @ Error::Missing { .. }) => {
            steps::say(format!("  left out: {missing}"));
            Ok(())
        }
        tried => tried,
    }
}
