//! `cargo xtask`: sets up, builds, runs and checks Engawa on any Linux or macOS.

#![forbid(unsafe_code)]

mod app;
mod bench;
mod cli;
mod cores;
mod dev;
mod error;
mod freshness;
mod health;
mod lint;
mod openapi;
mod place;
mod precompress;
mod process;
mod run;
mod server;
mod setup;
mod shots;
mod sizes;
mod soak;
mod split;
mod steps;
mod test;
mod tools;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::{Cli, Command};
use crate::error::Error;
use crate::place::Place;

fn main() -> ExitCode {
    match carry_out(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            steps::complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: Command) -> Result<(), Error> {
    // The announcer is a bystander of a running server: it needs no place of its own.
    if let Command::Announce { port } = command {
        run::announce(port);
        return Ok(());
    }
    let place = Place::find()?;
    match command {
        Command::Setup => setup::everything(&place).map(|_| ()),
        Command::Build => {
            setup::for_build(&place)?;
            app::build(&place)?;
            server::build_release(&place)?;
            sizes::show(&place)
        }
        Command::Run {
            port,
            data,
            no_demo,
        } => run::run(&place, port, data, !no_demo),
        Command::Dev { port } => dev::dev(&place, port),
        Command::Lint { deny } => {
            setup::for_lint(&place)?;
            lint::lint(&place, deny)
        }
        Command::Test { quick, filter } => test::test(&place, quick, filter.as_deref()),
        Command::Bench { native, args } => bench::bench(&place, native, &args),
        Command::Soak {
            seeds,
            from,
            kills,
            endpoints,
        } => soak::soak(&place, seeds, from, kills, endpoints),
        Command::Shots { only } => shots::shots(&place, only.as_deref()),
        Command::Split => split::split(&place),
        Command::Announce { .. } => Ok(()),
    }
}
