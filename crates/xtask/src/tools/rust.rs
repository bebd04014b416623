//! What must come with the Rust toolchain itself.

use std::env;
use std::path::Path;

use crate::error::Error;
use crate::place::Place;
use crate::{process, steps};

const WASM: &str = "wasm32-unknown-unknown";

/// The standard library for wasm, whoever installed it.
pub(crate) fn wasm_target() -> Result<(), Error> {
    steps::provide("wasm target", has_wasm_target, || {
        if process::on_path("rustup").is_some() {
            process::run(process::command("rustup").args(["target", "add", WASM]))?;
            if has_wasm_target() {
                return Ok(());
            }
        }
        Err(Error::Missing {
            what: format!("the Rust target {WASM}"),
            needed_for: "the app",
            how: format!(
                "With rustup: `rustup target add {WASM}`. With a distribution's Rust: its package for \
                 wasm (Fedora: rust-std-static-{WASM}; Arch: rust-wasm; Debian: libstd-rust-dev-wasm32)."
            ),
        })
    })
}

fn has_wasm_target() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    process::answer(process::command(rustc).args(["--print", "target-libdir", "--target", WASM]))
        .and_then(|folder| Path::new(&folder).read_dir().ok())
        .is_some_and(|mut files| {
            files.any(|file| {
                file.is_ok_and(|f| f.file_name().to_string_lossy().starts_with("libcore-"))
            })
        })
}

/// rustfmt and clippy.
pub(crate) fn components(place: &Place) -> Result<(), Error> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let is_there = || {
            process::answer(process::cargo(&place.root).args([subcommand, "--version"])).is_some()
        };
        steps::provide(component, is_there, || {
            if process::on_path("rustup").is_some() {
                process::run(process::command("rustup").args(["component", "add", component]))?;
                if is_there() {
                    return Ok(());
                }
            }
            Err(Error::Missing {
                what: component.to_owned(),
                needed_for: "`cargo xtask lint`",
                how: format!(
                    "With rustup: `rustup component add {component}`. With a distribution's Rust: its \
                     package for {component}."
                ),
            })
        })?;
    }
    Ok(())
}
