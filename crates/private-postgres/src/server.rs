//! Starting a server, and letting it go.

use crate::programs::{NoPrograms, find};
use std::{
    io::{self, BufRead, BufReader, Write},
    net::TcpListener,
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Mutex, PoisonError},
};

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum NoServer {
    /// It is not installed.
    #[error(transparent)]
    NoPrograms(#[from] NoPrograms),
    /// It could not be started.
    #[error("a private PostgreSQL could not be started: {0}")]
    Io(#[from] io::Error),
    /// It said why on standard error.
    #[error("a private PostgreSQL could not be started or stopped; standard error says why")]
    Refused,
}

/// A running server. It goes when this is dropped, and when the program ends without that.
#[derive(Debug)]
pub struct Server {
    port: u16,
    folder: PathBuf,
    keeper: Child,
    talk: Mutex<Talk>,
}

/// What is asked of the keeper, and what it answers.
#[derive(Debug)]
struct Talk {
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Talk {
    /// The next answer: the server's folder.
    fn answer(&mut self) -> Result<PathBuf, NoServer> {
        let mut line = String::new();
        self.from.read_line(&mut line)?;
        match line.trim_end() {
            "" => Err(NoServer::Refused),
            folder => Ok(PathBuf::from(folder)),
        }
    }
}

impl Server {
    /// Makes a server and waits until it answers.
    pub fn start() -> Result<Self, NoServer> {
        let programs = find()?;
        // Free now; nobody else looks for one in the moment until the server takes it.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = as_somebody()?;
        command
            .args(["sh", "-c", include_str!("keep.sh"), "keep.sh"])
            .arg(programs)
            .arg(port.to_string())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut keeper = command.spawn()?;
        let (Some(to), Some(from)) = (keeper.stdin.take(), keeper.stdout.take()) else {
            return Err(NoServer::Refused);
        };
        let mut talk = Talk {
            to: Some(to),
            from: BufReader::new(from),
        };
        Ok(Self {
            port,
            folder: talk.answer()?,
            keeper,
            talk: Mutex::new(talk),
        })
    }

    /// The address of one of its databases; `postgres` is always there.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://engawa@127.0.0.1:{}/{database}", self.port)
    }

    /// Its folder: data, sockets and log.
    pub fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// Stops it as a loss of power would: nothing is written out, and everybody is cut off.
    pub fn crash(&self) -> Result<(), NoServer> {
        self.ask("crash")
    }

    /// Starts it again after [`Server::crash`].
    pub fn come_back(&self) -> Result<(), NoServer> {
        self.ask("start")
    }

    fn ask(&self, word: &str) -> Result<(), NoServer> {
        let mut talk = self.talk.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(to) = &mut talk.to {
            writeln!(to, "{word}")?;
        }
        talk.answer().map(drop)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let talk = self.talk.get_mut().unwrap_or_else(PoisonError::into_inner);
        // The end of its input ends the keeper, and the keeper the server.
        talk.to = None;
        drop(self.keeper.wait());
    }
}

/// A command that runs as somebody whom PostgreSQL accepts.
fn as_somebody() -> io::Result<Command> {
    let id = |arguments: &[&str]| -> io::Result<Option<String>> {
        let output = Command::new("id").args(arguments).output()?;
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(output.status.success().then_some(said))
    };
    if id(&["-u"])?.as_deref() != Some("0") {
        return Ok(Command::new("env"));
    }
    for user in ["postgres", "nobody"] {
        if let (Some(person), Some(group)) = (id(&["-u", user])?, id(&["-g", user])?) {
            let mut command = Command::new("setpriv");
            command
                .arg(format!("--reuid={person}"))
                .arg(format!("--regid={group}"))
                .arg("--clear-groups")
                // A home or a temporary folder of root's is closed to it.
                .args(["env", "-u", "HOME", "-u", "TMPDIR"]);
            return Ok(command);
        }
    }
    Err(io::Error::other(
        "root may not run PostgreSQL, and there is no user postgres or nobody",
    ))
}
