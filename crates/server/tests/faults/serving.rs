//! `engawa serve` as a process of its own.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

/// A running server.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: String,
}

/// Runs `engawa` with these arguments, and says what it wrote on standard output.
pub(crate) fn engawa(arguments: &[&str], data: &Path, url: Option<&str>) -> String {
    let output = command(arguments, data, url).output().unwrap();
    let (out, err) = (output.stdout, String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {err}");
    String::from_utf8(out).unwrap()
}

fn command(arguments: &[&str], data: &Path, url: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_engawa"));
    command
        .args(arguments)
        .env("ENGAWA_DATA", data)
        .env("ENGAWA_LOG", "error");
    if let Some(url) = url {
        command.env("ENGAWA_DATABASE_URL", url);
    }
    command
}

impl Serving {
    /// Starts a server and waits until it listens.
    pub(crate) fn start(data: &Path, url: Option<&str>) -> Self {
        Self::start_with(data, url, &[])
    }

    /// The same, with more options.
    pub(crate) fn start_with(data: &Path, url: Option<&str>, options: &[&str]) -> Self {
        let serve = [&["serve", "--listen", "127.0.0.1:0"], options].concat();
        let mut child = command(&serve, data, url)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on ");
        let address = address.expect("it listens").to_owned();
        Self { child, address }
    }

    /// Its memory, in megabytes; 0 where the system does not say.
    #[allow(dead_code, reason = "a measurement asks")]
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.unwrap_or_default() / 1000
    }

    /// SIGKILL: nothing is written out, nobody is told.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
