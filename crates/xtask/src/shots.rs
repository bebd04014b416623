//! `shots`: pictures of every screen.

use std::fs;

use crate::error::Error;
use crate::place::Place;
use crate::{app, process, server, setup, steps};

pub(crate) fn shots(place: &Place, only: Option<&str>) -> Result<(), Error> {
    let script = place.tests().join("shots.mjs");
    if !script.is_file() {
        return Err(Error::NothingToRun {
            path: script,
            command: "shots",
        });
    }
    setup::for_build(place)?;
    let browser = setup::for_browser(place)?;
    app::build(place)?;
    server::build_release(place)?;
    let pictures = place.target.join("shots");
    fs::create_dir_all(&pictures).map_err(Error::file("create", &pictures))?;
    steps::step("pictures", || {
        let mut node = process::command("node");
        node.current_dir(&place.root)
            .env("ENGAWA_BIN", place.server())
            .env("CHROMIUM", browser)
            .env("SHOTS_DIR", &pictures)
            .arg(script);
        if let Some(only) = only {
            node.args(["--only", only]);
        }
        process::run(&mut node)
    })?;
    steps::say(format_args!("  {}", pictures.display()));
    Ok(())
}
