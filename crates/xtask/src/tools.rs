//! The tools that Engawa is built and tested with, each at one version.
//!
//! They live in the user's cache folder, one folder a version, so that every clone shares them and
//! nothing of the user's own is touched.

mod apt;
pub(crate) mod binaryen;
pub(crate) mod browser;
pub(crate) mod cargo_tools;
mod locked;
pub(crate) mod node;
pub(crate) mod postgres;
pub(crate) mod rust;
pub(crate) mod schemathesis;
mod turn;

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::place::Place;
use crate::process;

/// The trunk that builds the app.
const TRUNK: &str = "0.21.14";
/// What cuts the built app into parts: it must understand the `wasm_split_helpers` of Cargo.lock.
const WASM_SPLIT: &str = "0.2.4";
/// The major version of Binaryen, and the npm release of it.
const BINARYEN: (&str, &str) = ("132", "132.0.0");
/// The cargo-deny that checks licences.
const CARGO_DENY: &str = "0.20.2";
/// The oldest Node.js that runs the tests.
const NODE_MAJOR: u32 = 20;

/// Whether a program is there and answers with this version.
fn answers(program: &Path, version: &str) -> bool {
    process::is_program(program)
        && process::answer(process::command(program).arg("--version"))
            .is_some_and(|said| says_version(&said, version))
}

fn says_version(said: &str, version: &str) -> bool {
    said.split_whitespace().any(|word| word == version)
}

/// PATH with all that builds the app before everything else.
pub(crate) fn path(place: &Place) -> Result<OsString, Error> {
    let ours = [
        cargo_tools::trunk().bin(place),
        cargo_tools::wasm_split().bin(place),
        cargo_tools::wasm_bindgen(place)?.bin(place),
        binaryen::bin(place),
    ];
    Ok(process::path_with(&ours))
}

/// One of our tools by its program's name.
pub(crate) fn command(place: &Place, program: &str) -> Result<Command, Error> {
    let mut command = process::command(program);
    command.env("PATH", path(place)?);
    Ok(command)
}

/// A trunk command that finds our tools and fetches none itself.
pub(crate) fn trunk(place: &Place) -> Result<Command, Error> {
    let mut command = process::command(cargo_tools::trunk().program(place));
    command
        .current_dir(&place.root)
        .env("PATH", path(place)?)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .env("CARGO_TARGET_DIR", &place.target)
        // It would replace the wasm flags of .cargo/config.toml.
        .env_remove("RUSTFLAGS");
    if let Ok(own) = std::env::current_exe() {
        command.env("XTASK", own);
    }
    // Trunk reads NO_COLOR as true or false and stops at the customary 1.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_whole_word() {
        assert!(says_version("trunk 0.21.14", "0.21.14"));
        assert!(says_version("wasm-opt version 132 (version_132)", "132"));
        assert!(!says_version("wasm-bindgen 0.2.126", "0.2.12"));
        assert!(!says_version("", "132"));
    }
}
