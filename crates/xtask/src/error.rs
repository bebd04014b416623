//! Everything that can stop a command, with what to do about it.

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;

use thiserror::Error;

#[derive(Debug, Error)]
pub(crate) enum Error {
    #[error("{what} is missing; it is needed for {needed_for}.\n  {how}")]
    Missing {
        what: String,
        needed_for: &'static str,
        how: String,
    },
    #[error(
        "{what} was installed into {folder} but does not answer as {version}.\n  Remove that folder and try again."
    )]
    Unanswering {
        what: &'static str,
        version: String,
        folder: PathBuf,
    },
    #[error("`{command}` could not be started: {source}")]
    Start { command: String, source: io::Error },
    #[error("`{command}` failed ({status})")]
    Failed { command: String, status: ExitStatus },
    #[error("cannot {action} {path}: {source}")]
    File {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    #[error(
        "{lock} names no version of {package}; run `cargo update --workspace` or look into the root Cargo.toml"
    )]
    NoLockedVersion {
        package: &'static str,
        lock: PathBuf,
    },
    #[error("{folder} holds no app to cut into parts")]
    NothingToSplit { folder: PathBuf },
    #[error("{path} is no wasm module that can be read")]
    NoWasm { path: PathBuf },
    #[error("building the app ended with a bug of ours")]
    Panicked,
    #[error("no cache folder: neither XDG_CACHE_HOME nor HOME is set to an absolute path")]
    NoCacheFolder,
    #[error("the project's folder was not found; run `cargo xtask` inside the project")]
    NoProject,
    #[error("port {port} on 127.0.0.1 is in use by another program.\n  {how}")]
    PortInUse { port: u16, how: String },
    #[error("port {port} on 127.0.0.1 cannot be taken: {source}")]
    Port { port: u16, source: io::Error },
    #[error("{path} does not exist yet; `cargo xtask {command}` has nothing to run")]
    NothingToRun {
        path: PathBuf,
        command: &'static str,
    },
    #[error("{program} stopped by itself ({status})")]
    Stopped {
        program: &'static str,
        status: ExitStatus,
    },
    #[error("the server did not answer on port {port} within {seconds} s")]
    Silent { port: u16, seconds: u64 },
    #[error("stopped at the stage \"{stage}\": {source}")]
    Stage {
        stage: &'static str,
        source: Box<Error>,
    },
}

impl Error {
    /// For `map_err` on file operations.
    pub(crate) fn file(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File {
            action,
            path,
            source,
        }
    }
}
