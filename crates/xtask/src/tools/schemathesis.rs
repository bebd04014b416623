//! Schemathesis, which tries what the OpenAPI document tells of, in a Python of its own.

use std::path::PathBuf;
use std::time::Instant;

use super::{answers, turn::Turn};
use crate::error::Error;
use crate::place::Place;
use crate::{process, steps};

/// The release on PyPI.
const VERSION: &str = "4.32.5";

const HOW: &str = "Install Python 3.10 or newer with venv (on Debian: `sudo apt-get install \
     python3-venv`; on macOS: `brew install python`), and let pip reach its package index.";

/// The Python that has schemathesis, installed into the tools folder.
pub(crate) fn provide(place: &Place) -> Result<PathBuf, Error> {
    let start = Instant::now();
    let name = format!("schemathesis {VERSION}");
    let folder = place.tools.join(format!("schemathesis-{VERSION}"));
    let python = folder.join("bin").join("python");
    let is_there = || answers(&folder.join("bin").join("schemathesis"), VERSION);
    if is_there() {
        steps::there(&name, start);
        return Ok(python);
    }
    let missing = |_| Error::Missing {
        what: name.clone(),
        needed_for: "trying every endpoint of the OpenAPI document",
        how: HOW.to_owned(),
    };
    steps::step(&name, || {
        let _turn = Turn::take(place)?;
        if is_there() {
            return Ok(());
        }
        process::run(
            process::command("python3")
                .args(["-m", "venv"])
                .arg(&folder),
        )
        .map_err(missing)?;
        process::run(
            process::command(&python)
                .args([
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                ])
                .arg(format!("schemathesis=={VERSION}")),
        )
        .map_err(missing)
    })?;
    if is_there() {
        return Ok(python);
    }
    Err(Error::Unanswering {
        what: "schemathesis",
        version: VERSION.to_owned(),
        folder,
    })
}
