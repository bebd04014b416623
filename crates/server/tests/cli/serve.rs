//! Serving, and being stopped.

use crate::engawa::{Place, text};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command},
};

pub(crate) struct Serving {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    address: String,
}

pub(crate) fn serve(place: &Place) -> Serving {
    serve_logging(place, "warn")
}

fn serve_logging(place: &Place, level: &str) -> Serving {
    let mut child = place
        .command(&["serve", "--listen", "127.0.0.1:0"])
        .env("ENGAWA_LOG", level)
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let address = line
        .strip_prefix("listening on http://")
        .unwrap()
        .trim_end()
        .to_owned();
    Serving {
        child,
        out,
        address,
    }
}

impl Serving {
    /// Begins to ask for a path.
    fn ask(&self, path: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: {}\r\n\r\n",
            self.address
        )
        .unwrap();
        BufReader::new(stream)
    }

    /// Ends it, and waits until it has.
    pub(crate) fn end(mut self) {
        self.signal("-TERM");
        self.child.wait().unwrap();
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([name, &id])
                .status()
                .unwrap()
                .success()
        );
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // When a story failed, the server should not outlive it.
        drop(self.child.kill());
    }
}

/// The next line that begins like this.
fn line(stream: &mut BufReader<TcpStream>, beginning: &str) -> String {
    loop {
        let mut line = String::new();
        assert!(
            stream.read_line(&mut line).unwrap() > 0,
            "ended before {beginning}"
        );
        if line.starts_with(beginning) {
            return line.trim_end().to_owned();
        }
    }
}

#[test]
fn an_import_beside_a_running_server_reaches_open_pages() {
    let place = Place::new();
    let serving = serve(&place);
    let mut stream = serving.ask("/api/live");
    assert_eq!(
        line(&mut stream, "data: "),
        r#"data: {"scope":"public","version":0}"#
    );
    assert_eq!(
        line(&mut stream, "data: "),
        r#"data: {"scope":"programs","version":0}"#
    );
    assert_eq!(
        line(&mut stream, "data: "),
        r#"data: {"scope":"spaces","version":0}"#
    );
    let posting = serde_json::json!({
        "@context": "https://schema.org", "@type": "JobPosting", "title": "広報紙の記事",
        "description": "記事", "datePosted": "2026-11-01",
        "hiringOrganization": { "@type": "Organization", "name": "日南市役所" },
        "identifier": "1",
    });
    let file = place.file("jobs.jsonl", &posting.to_string());
    assert_eq!(place.run(&["import", "jobs", text(&file)]).code, 0);
    assert_eq!(
        line(&mut stream, "data: "),
        r#"data: {"scope":"public","version":1}"#
    );
}

#[test]
fn both_signals_stop_it_and_end_its_streams() {
    for name in ["-TERM", "-INT"] {
        let place = Place::new();
        let mut serving = serve(&place);
        assert_eq!(
            line(&mut serving.ask("/healthz"), "HTTP/1.1"),
            "HTTP/1.1 200 OK"
        );
        let mut stream = serving.ask("/api/live");
        line(&mut stream, "data: ");
        serving.signal(name);
        let mut rest = String::new();
        stream.read_to_string(&mut rest).unwrap();
        assert!(serving.child.wait().unwrap().success(), "{name}");
        let mut more = String::new();
        serving.out.read_to_string(&mut more).unwrap();
        assert_eq!(more, "", "nothing but the address on standard output");
    }
}

/// Whoever reads the log ends nobody's mail and takes nobody's seat.
#[test]
fn the_log_says_what_was_asked_for_and_none_of_the_secrets_in_it() {
    let place = Place::new();
    let mut serving = serve_logging(&place, "info");
    let secret = "/api/unsubscribe/f00dbabe?token=cafe5eed";
    line(&mut serving.ask(secret), "HTTP/1.1");
    serving.signal("-TERM");
    serving.child.wait().unwrap();
    let mut log = String::new();
    let mut err = serving.child.stderr.take().unwrap();
    err.read_to_string(&mut log).unwrap();
    assert!(log.contains("GET /api/unsubscribe/{secret}"), "{log}");
    for said in ["f00dbabe", "cafe5eed"] {
        assert!(!log.contains(said), "{log}");
    }
}

#[test]
fn an_address_in_use_is_named() {
    let place = Place::new();
    let serving = serve(&place);
    let other = Place::new();
    let ended = other.run(&["serve", "--listen", &serving.address]);
    assert!(
        ended.code == 1 && ended.err.contains(&serving.address),
        "{ended:?}"
    );
}
