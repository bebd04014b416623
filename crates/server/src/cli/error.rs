//! Why a command failed, in words for the person who gave it.

use super::demo_programs::BadSample;
use crate::{mail::BadSmtpUrl, serve::ServeError};
use domain::refusal::{Invalid, Problem};
use std::{io, net::SocketAddr, path::PathBuf};
use store::{StoreError, contents::CopyError};
use store_sqlite::RestoreError;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    #[error("cannot start: {0}")]
    Runtime(io::Error),
    #[error("cannot write: {0}")]
    Output(#[from] io::Error),
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{} is there already; --force replaces it", .0.display())]
    IsThere(PathBuf),
    #[error("{0} holds no store; `engawa demo` or `engawa serve` makes one")]
    NoStore(String),
    #[error("say with --data DIR which folder the built packs go into")]
    NoFolder,
    #[error(
        "a PostgreSQL database has tools of its own: `pg_dump --exclude-table-data=meta` makes a \
         dump that restores as another incarnation; `engawa copy` makes a copy in a folder"
    )]
    DatabaseBackup,
    #[error(
        "a PostgreSQL database has tools of its own: put the dump back with `pg_restore`, then \
         `engawa restore --new-epoch --database-url URL`"
    )]
    DatabaseRestore,
    #[error("a server or another command is at work on it; stop it first")]
    InUse,
    #[error(transparent)]
    Restore(#[from] RestoreError),
    #[error(transparent)]
    Copy(#[from] CopyError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("cannot listen on {address}: {source}")]
    Listen {
        address: SocketAddr,
        source: io::Error,
    },
    #[error("{0}")]
    Serve(#[from] ServeError),
    #[error("--smtp-url: {0}")]
    Smtp(#[from] BadSmtpUrl),
    #[error("{} is CSV: say with --map FILE.toml which column is what", .0.display())]
    NoMap(PathBuf),
    #[error("{}: {reason}", path.display())]
    Map { path: PathBuf, reason: String },
    #[error(transparent)]
    Sample(#[from] BadSample),
    #[error("{}", listed(.0))]
    Account(Vec<Invalid>),
    #[error("{0} has an account already; --desk NAME would make it a member of a desk")]
    HasAccount(String),
    #[error("a password could not be hashed: {0}")]
    Password(String),
    #[error("the server does not stop on signals here: {0}")]
    Signals(io::Error),
}

fn listed(found: &[Invalid]) -> String {
    let lines: Vec<String> = found
        .iter()
        .map(|Invalid { field, problem }| {
            let field = format!("{field:?}").to_lowercase();
            let problem = match problem {
                Problem::Missing => "is needed".to_owned(),
                Problem::Malformed => "is not of the right form".to_owned(),
                Problem::TooShort { min } => format!("has at least {min} characters"),
                Problem::TooLong { max } => format!("has at most {max} characters"),
                Problem::TooMany { max } => format!("has at most {max} entries"),
                Problem::OutOfRange { min, max } => format!("is from {min} to {max}"),
                Problem::Taken => "is taken".to_owned(),
                Problem::TooLate => "is later than the law allows".to_owned(),
                Problem::NoDay => "names no day".to_owned(),
                Problem::Past => "has passed".to_owned(),
                Problem::Settled => "is settled".to_owned(),
                Problem::NotHere => "is not here".to_owned(),
                Problem::TooEarly => "has not come yet".to_owned(),
            };
            format!("{field} {problem}")
        })
        .collect();
    lines.join("; ")
}
