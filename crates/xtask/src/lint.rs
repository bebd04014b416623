//! `lint`: formatting, clippy for both worlds, the locale files, licences.

use std::process::Command;

use crate::error::Error;
use crate::place::Place;
use crate::tools::cargo_tools;
use crate::{process, steps};

/// `install_deny` builds cargo-deny first where it is missing.
pub(crate) fn lint(place: &Place, install_deny: bool) -> Result<(), Error> {
    formatting(place)?;
    steps::step("clippy, native", || {
        process::run(
            process::quiet_in_logs(process::cargo(&place.root).arg("clippy"))
                .args(["--workspace", "--exclude", "engawa"])
                .args(["--all-targets", "--", "-D", "warnings"]),
        )
    })?;
    rest(place, install_deny)
}

/// What clippy does not see while the native tests are built (see [`looks_on`]).
pub(crate) fn beside_native_tests(place: &Place) -> Result<(), Error> {
    formatting(place)?;
    rest(place, false)
}

/// Has clippy look on while cargo builds our crates, and refuse what it warns of: what is tested is
/// not compiled a second time to be looked at. It is what `cargo clippy` does. Whoever runs everything
/// builds much anew: noting what could be kept for the next time would cost a tenth more.
pub(crate) fn looks_on(cargo: &mut Command) -> &mut Command {
    cargo
        .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
        .env("CARGO_INCREMENTAL", "0")
        .env(
            "CLIPPY_ARGS",
            ["-D", "warnings", ""].join("__CLIPPY_HACKERY__"),
        )
}

fn rest(place: &Place, install_deny: bool) -> Result<(), Error> {
    steps::step("clippy, wasm", || {
        process::run(
            process::quiet_in_logs(process::cargo(&place.root).arg("clippy"))
                .args(["-p", "engawa", "-p", "engawa-bench-adapter"])
                .args(["--target", "wasm32-unknown-unknown"])
                .args(["--", "-D", "warnings"])
                // It would replace the wasm flags of .cargo/config.toml.
                .env_remove("RUSTFLAGS"),
        )
    })?;
    locales(place)?;
    licences(place, install_deny)
}

/// Formatting alone.
pub(crate) fn formatting(place: &Place) -> Result<(), Error> {
    steps::step("formatting", || {
        process::run(process::cargo(&place.root).args(["fmt", "--all", "--check"]))
    })
}

/// `leptos_i18n` checks most of it while compiling; `tests/locales.mjs` may check more.
fn locales(place: &Place) -> Result<(), Error> {
    let script = place.tests().join("locales.mjs");
    if !script.is_file() {
        return Ok(());
    }
    steps::step("locale files", || {
        process::run(
            process::command("node")
                .current_dir(&place.root)
                .arg(script),
        )
    })
}

/// Advisories are left out: they need a database from the network.
fn licences(place: &Place, install: bool) -> Result<(), Error> {
    let pinned = cargo_tools::cargo_deny();
    if install {
        pinned.provide(place)?;
    }
    let program = if pinned.is_there(place) {
        pinned.program(place)
    } else if let Some(program) = process::on_path("cargo-deny") {
        program
    } else {
        steps::say("▸ licences … left out: there is no cargo-deny");
        steps::say("  `cargo xtask lint --deny` builds it once (many minutes).");
        return Ok(());
    };
    steps::step("licences (cargo deny)", || {
        process::run(
            process::command(program)
                .current_dir(&place.root)
                .args(["--log-level", "error", "check"])
                .args(["bans", "licenses", "sources"]),
        )
    })
}
