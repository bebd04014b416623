//! The command line: `engawa --help` teaches it.

mod account;
mod copy;
mod demo;
mod demo_programs;
mod demo_spaces;
mod error;
mod export;
mod import;
mod keep;
mod load;
mod open;
mod restore;
mod serve;
mod terminal;

use clap::{Args, Parser, Subcommand};
use error::CliError;
use std::{io::IsTerminal, path::PathBuf, process::ExitCode};
use terminal::Terminal;
use tracing_subscriber::filter::LevelFilter;

/// Work that reaches people at home.
#[derive(Parser, Debug)]
#[command(
    name = "engawa",
    version,
    about = "Engawa's server: everything about it is in one folder, and this one program",
    after_help = "\
Try it:
  engawa demo --data ./data                      load towns and sample postings
  engawa serve --data ./data                     open http://127.0.0.1:8080
  engawa account create --data ./data --email you@example.jp --name 佐野 --desk 日南市役所
                                                 then type a password; you read what that desk gets

Every option can also be an environment variable, ENGAWA_ and its name: ENGAWA_DATA=./data"
)]
struct Engawa {
    #[command(subcommand)]
    command: Command,

    /// How much to tell on standard error: off, error, warn, info, debug or trace.
    #[arg(
        long,
        env = "ENGAWA_LOG",
        default_value = "info",
        value_name = "LEVEL",
        global = true
    )]
    log: LevelFilter,
}

/// Where everything is kept.
#[derive(Args, Debug)]
struct Data {
    /// The folder that holds everything: the store and the built packs.
    #[arg(
        long,
        env = "ENGAWA_DATA",
        value_name = "DIR",
        required_unless_present = "database_url"
    )]
    data: Option<PathBuf>,

    /// A PostgreSQL database that holds the store instead, postgres://USER@HOST/DATABASE; several
    /// servers may share it.
    #[arg(
        long,
        env = "ENGAWA_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    database_url: Option<String>,
}

#[derive(Subcommand, Debug)]
enum Command {
    Serve(serve::Serve),
    #[command(subcommand)]
    Import(import::Import),
    #[command(subcommand)]
    Export(export::Export),
    #[command(subcommand)]
    Account(account::AccountCommand),
    Demo(demo::Demo),
    Check(keep::Check),
    Backup(keep::Backup),
    Restore(restore::Restore),
    Copy(copy::Copy),
}

/// Runs the program on the arguments it was started with.
///
/// It ends with 0 when all is well, with 2 when something was refused or the arguments make no
/// sense, and with 1 when it failed.
pub fn main() -> ExitCode {
    let arguments = Engawa::parse();
    tracing_subscriber::fmt()
        .with_max_level(arguments.log)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    let mut terminal = Terminal;
    let ended = tokio::runtime::Runtime::new()
        .map_err(CliError::Runtime)
        .and_then(|runtime| runtime.block_on(run(arguments.command, &mut terminal)));
    match ended {
        Ok(code) => code,
        Err(error) => {
            terminal.complain(&format!("engawa: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
    match command {
        Command::Serve(serve) => serve.run(terminal).await,
        Command::Import(import) => import.run(terminal).await,
        Command::Export(export) => export.run(terminal).await,
        Command::Account(account) => account.run(terminal).await,
        Command::Demo(demo) => demo.run(terminal).await,
        Command::Check(check) => check.run(terminal).await,
        Command::Backup(backup) => backup.run(terminal).await,
        Command::Restore(restore) => restore.run(terminal).await,
        Command::Copy(copy) => copy.run(terminal).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_makes_sense() {
        Engawa::command().debug_assert();
    }

    /// Except for those that only say `--help` or `--version`.
    #[test]
    fn every_option_can_come_from_the_environment() {
        fn look(command: &clap::Command) {
            for option in command
                .get_arguments()
                .filter(|option| option.get_long().is_some())
            {
                let name = option.get_long().unwrap_or_default();
                let told = ["help", "version"].contains(&name);
                let variable = format!("ENGAWA_{}", name.replace('-', "_").to_uppercase());
                let env = option
                    .get_env()
                    .map(|env| env.to_string_lossy().into_owned());
                assert!(
                    told || env == Some(variable),
                    "--{name} of {}",
                    command.get_name()
                );
            }
            command.get_subcommands().for_each(look);
        }
        look(&Engawa::command());
    }
}
