//! `bench`: figures to report.

use crate::error::Error;
use crate::place::Place;
use crate::{app, process, server, setup, steps, tools};

pub(crate) fn bench(place: &Place, native: bool, args: &[String]) -> Result<(), Error> {
    if native {
        return steps::step("benchmarks (cargo bench)", || {
            process::run(
                process::cargo(&place.root)
                    .args([
                        "bench",
                        "--workspace",
                        "--exclude",
                        "engawa",
                        "--exclude",
                        "xtask",
                        "--benches",
                    ])
                    .args(args),
            )
        });
    }
    let script = place.tests().join("bench").join("run.mjs");
    if !script.is_file() {
        return Err(Error::NothingToRun {
            path: script,
            command: "bench",
        });
    }
    setup::for_build(place)?;
    let browser = setup::for_browser(place)?;
    app::build(place)?;
    server::build_release(place)?;
    steps::step("benchmarks", || {
        process::run(
            process::command("node")
                .current_dir(&place.root)
                .env("ENGAWA_BIN", place.server())
                .env("CHROMIUM", browser)
                // It builds an adapter of the app's own code with the app's tools.
                .env("PATH", tools::path(place)?)
                .env("CARGO_TARGET_DIR", &place.target)
                .arg(script)
                .args(args),
        )
    })
}
