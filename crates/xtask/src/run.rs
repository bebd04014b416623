//! `run`: from nothing to an open page.

use std::fs;
use std::os::unix::process::{CommandExt as _, parent_id};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use crate::error::Error;
use crate::place::Place;
use crate::{app, health, process, server, setup, steps};

/// Says in the data folder that the demo content was loaded.
const DEMO_MARK: &str = ".demo-loaded";
/// A first start lays out the database; a slow disk may take its time.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn run(
    place: &Place,
    port: u16,
    data: Option<PathBuf>,
    demo: bool,
) -> Result<(), Error> {
    // Asked first: nobody should wait for a build to learn that a port is taken.
    let port = health::port(port, "run")?;
    setup::for_build(place)?;
    app::build(place)?;
    server::build_release(place)?;
    let data = data.unwrap_or_else(|| place.root.join("data"));
    fs::create_dir_all(&data).map_err(Error::file("create", &data))?;
    if demo {
        load_demo(place, &data)?;
    }
    serve(place, port, &data)
}

fn load_demo(place: &Place, data: &Path) -> Result<(), Error> {
    let names = data
        .read_dir()
        .map_err(Error::file("read", data))?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect::<Vec<_>>();
    if !wants_demo(&names) {
        return Ok(());
    }
    steps::step("demo content", || {
        process::run(
            process::command(place.server())
                .args(["demo", "--data"])
                .arg(data),
        )?;
        let mark = data.join(DEMO_MARK);
        fs::write(&mark, "").map_err(Error::file("write", &mark))
    })
}

/// Unless it was loaded; a mark alone is left over from a database that was removed.
fn wants_demo(names: &[String]) -> bool {
    let loaded = names.iter().any(|name| name == DEMO_MARK);
    let database = names.iter().any(|name| name != DEMO_MARK);
    !(loaded && database)
}

/// Becomes the server, so that every signal reaches it and no process is left behind.
fn serve(place: &Place, port: u16, data: &Path) -> Result<(), Error> {
    let start = |command: &'static str| {
        move |source| Error::Start {
            command: command.to_owned(),
            source,
        }
    };
    let xtask = std::env::current_exe().map_err(start("xtask announce"))?;
    process::command(xtask)
        .arg("announce")
        .arg(port.to_string())
        .stdin(Stdio::null())
        .spawn()
        .map_err(start("xtask announce"))?;
    let failed = process::command(place.server())
        .arg("serve")
        .arg("--listen")
        .arg(format!("127.0.0.1:{port}"))
        .arg("--data")
        .arg(data)
        .exec();
    Err(start("engawa serve")(failed))
}

/// The bystander's part: says that Engawa is open once that is true, unless the server is gone.
pub(crate) fn announce(port: u16) {
    let server = parent_id();
    if health::wait(port, PATIENCE, || parent_id() != server) {
        steps::say(format_args!(
            "\nEngawa is open: http://127.0.0.1:{port}\nCtrl-C closes it."
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_is_loaded_once_a_database() {
        let names = |list: &[&str]| {
            list.iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        assert!(wants_demo(&names(&[])));
        assert!(wants_demo(&names(&["engawa.db"])));
        assert!(wants_demo(&names(&[DEMO_MARK])));
        assert!(!wants_demo(&names(&["engawa.db", DEMO_MARK])));
    }
}
