//! `dev`: the app rebuilt at each change, before a debug server.

use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::error::Error;
use crate::place::Place;
use crate::{freshness, health, process, server, setup, steps, tools};

/// The port that the proxy of Trunk.toml names.
const API_PORT: u16 = 8081;
/// How long a program may take to stop before it is stopped.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long the debug server may take to start.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn dev(place: &Place, port: u16) -> Result<(), Error> {
    let port = health::port(port, "dev")?;
    let api = health::fixed_port(API_PORT, "the server behind `cargo xtask dev`")?;
    setup::for_build(place)?;
    server::build_debug(place)?;
    let stop = stop_signal()?;

    let data = place.root.join("data");
    let mut server = Running::start(
        "the server",
        process::command(place.debug_server())
            .current_dir(&place.root)
            .arg("serve")
            .arg("--listen")
            .arg(format!("127.0.0.1:{api}"))
            .arg("--data")
            .arg(data),
    )?;
    let asked_to_stop = || stop.load(Ordering::Relaxed);
    if !health::wait(api, PATIENCE, asked_to_stop) {
        if asked_to_stop() {
            return Ok(());
        }
        server.still_runs()?;
        return Err(Error::Silent {
            port: api,
            seconds: PATIENCE.as_secs(),
        });
    }

    let mut serve = tools::trunk(place)?;
    serve
        .args(["serve", "--address", "127.0.0.1", "--port"])
        .arg(port.to_string())
        // `dist` stays the release build that the server embeds.
        .arg("--dist")
        .arg(place.target.join("dev-dist"));
    // Only what the app is built from: the database changes all the time.
    for input in freshness::inputs(place) {
        serve.arg("--watch").arg(input);
    }
    let mut trunk = Running::start("trunk", &mut serve)?;
    steps::say(format_args!(
        "  Engawa opens at http://127.0.0.1:{port} when the first build is done. Ctrl-C closes it."
    ));
    while !asked_to_stop() {
        server.still_runs()?;
        trunk.still_runs()?;
        std::thread::sleep(health::KNOCK);
    }
    Ok(())
}

/// Turns true when we are asked to stop.
fn stop_signal() -> Result<Arc<AtomicBool>, Error> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop)).map_err(|source| Error::Start {
            command: "the signal handler".to_owned(),
            source,
        })?;
    }
    Ok(stop)
}

/// A program that stops when we are done with it, whatever the reason.
struct Running {
    name: &'static str,
    child: Child,
    ended: Option<ExitStatus>,
}

impl Running {
    fn start(name: &'static str, command: &mut Command) -> Result<Self, Error> {
        let child = command.spawn().map_err(|source| Error::Start {
            command: name.to_owned(),
            source,
        })?;
        Ok(Self {
            name,
            child,
            ended: None,
        })
    }

    fn still_runs(&mut self) -> Result<(), Error> {
        match self.look() {
            None => Ok(()),
            Some(status) => Err(Error::Stopped {
                program: self.name,
                status,
            }),
        }
    }

    fn look(&mut self) -> Option<ExitStatus> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().ok().flatten();
        }
        self.ended
    }
}

impl Drop for Running {
    /// Asks first; a shell's `kill` is the one way to send a signal without unsafe code.
    fn drop(&mut self) {
        if self.look().is_some() {
            return;
        }
        let _ = process::command("sh")
            .args(["-c", "kill -TERM \"$0\""])
            .arg(self.child.id().to_string())
            .status();
        let start = Instant::now();
        while self.look().is_none() {
            if start.elapsed() > FAREWELL {
                let _ = self.child.kill();
                let _ = self.child.wait();
                return;
            }
            std::thread::sleep(health::KNOCK);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_stopped_when_we_are_done_with_it() {
        let mut sleep = Running::start("sleep", Command::new("sleep").arg("60")).unwrap();
        sleep.still_runs().unwrap();
        let start = Instant::now();
        drop(sleep);
        assert!(start.elapsed() < FAREWELL);
    }

    #[test]
    fn a_program_that_stops_by_itself_is_named() {
        let mut gone = Running::start("false", &mut Command::new("false")).unwrap();
        while gone.look().is_none() {
            std::thread::sleep(health::KNOCK);
        }
        assert!(matches!(
            gone.still_runs(),
            Err(Error::Stopped {
                program: "false",
                ..
            })
        ));
    }
}
