//! Tools built by `cargo install`, each into a folder of its own.

use std::fs;
use std::path::PathBuf;

use super::turn::Turn;
use super::{CARGO_DENY, TRUNK, WASM_SPLIT, answers, locked};
use crate::error::Error;
use crate::place::Place;
use crate::{process, steps};

/// A program from a package, at one version.
#[derive(Debug)]
pub(crate) struct CargoTool {
    package: &'static str,
    program: &'static str,
    version: String,
    features: &'static [&'static str],
    /// Whether it tells its version.
    tells: bool,
    takes: &'static str,
}

/// What turns the crate, the styles and index.html into `dist`.
pub(crate) fn trunk() -> CargoTool {
    CargoTool {
        package: "trunk",
        program: "trunk",
        version: TRUNK.to_owned(),
        features: &[],
        tells: true,
        takes: "about three minutes",
    }
}

/// What writes the glue between wasm and the browser: it must equal the crate of Cargo.lock.
pub(crate) fn wasm_bindgen(place: &Place) -> Result<CargoTool, Error> {
    Ok(CargoTool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: locked::version(place, "wasm-bindgen")?,
        features: &[],
        tells: true,
        takes: "about two minutes",
    })
}

/// What cuts the built app into parts.
pub(crate) fn wasm_split() -> CargoTool {
    CargoTool {
        package: "wasm_split_cli_support",
        program: "wasm-split-cli",
        version: WASM_SPLIT.to_owned(),
        features: &["build-binary"],
        tells: false,
        takes: "about a minute",
    }
}

/// What checks licences and sources.
pub(crate) fn cargo_deny() -> CargoTool {
    CargoTool {
        package: "cargo-deny",
        program: "cargo-deny",
        version: CARGO_DENY.to_owned(),
        features: &[],
        tells: true,
        takes: "many minutes",
    }
}

impl CargoTool {
    fn folder(&self, place: &Place) -> PathBuf {
        place
            .tools
            .join(format!("{}-{}", self.program, self.version))
    }

    /// The folder for PATH.
    pub(crate) fn bin(&self, place: &Place) -> PathBuf {
        self.folder(place).join("bin")
    }

    /// The program itself.
    pub(crate) fn program(&self, place: &Place) -> PathBuf {
        self.bin(place).join(self.program)
    }

    /// A half-finished install does not answer.
    pub(crate) fn is_there(&self, place: &Place) -> bool {
        let program = self.program(place);
        if self.tells {
            answers(&program, &self.version)
        } else {
            // Cargo puts a program into its place whole, and the folder is named by the version.
            process::is_program(&program)
        }
    }

    /// Installs it unless it is there.
    pub(crate) fn provide(&self, place: &Place) -> Result<(), Error> {
        let name = format!("{} {}", self.program, self.version);
        steps::provide(
            &name,
            || self.is_there(place),
            || {
                let _turn = Turn::take(place)?;
                if self.is_there(place) {
                    return Ok(());
                }
                steps::say(format_args!(
                    "  built once for all clones, into {}: {}",
                    self.folder(place).display(),
                    self.takes
                ));
                self.install(place)
            },
        )
    }

    fn install(&self, place: &Place) -> Result<(), Error> {
        let folder = self.folder(place);
        let scratch = place
            .tools
            .join(format!("{}-{}.building", self.program, self.version));
        // From the tools folder, so that the project's own cargo settings do not reach it.
        let mut cargo = process::cargo(&place.tools);
        cargo
            .args(["install", "--locked", "--debug", "--force", "--root"])
            .arg(&folder)
            .arg("--version")
            .arg(&self.version)
            .arg("--features")
            .arg(self.features.join(","))
            .arg(self.package)
            .env("CARGO_TARGET_DIR", &scratch)
            // Debug information would only make the programs larger and later.
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("RUSTFLAGS");
        process::run(process::quiet_in_logs(&mut cargo))?;
        // A leftover costs disk space, nothing else.
        let _ = fs::remove_dir_all(&scratch);
        if self.is_there(place) {
            return Ok(());
        }
        Err(Error::Unanswering {
            what: self.program,
            version: self.version.clone(),
            folder,
        })
    }
}
