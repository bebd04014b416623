//! Ports of this machine, and whether Engawa answers on one.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::error::Error;

/// How often we knock.
pub(crate) const KNOCK: Duration = Duration::from_millis(50);

/// The port that a person asked for, or with 0 one that is free.
pub(crate) fn port(asked: u16, command: &str) -> Result<u16, Error> {
    free(asked, || {
        let other = asked.checked_add(1).unwrap_or(8080);
        format!("Stop that program, or take another port: cargo xtask {command} --port {other}")
    })
}

/// A port that cannot be another one.
pub(crate) fn fixed_port(port: u16, whose: &str) -> Result<u16, Error> {
    free(port, || {
        format!("Stop that program: {whose} has no other port.")
    })
}

fn free(port: u16, how: impl FnOnce() -> String) -> Result<u16, Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => Error::PortInUse { port, how: how() },
            _ => Error::Port { port, source },
        })
}

/// Knocks until the server answers, `give_up` says so, or the time is over.
pub(crate) fn wait(port: u16, patience: Duration, give_up: impl Fn() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < patience && !give_up() {
        if is_open(port) {
            return true;
        }
        std::thread::sleep(KNOCK);
    }
    false
}

/// Whether `GET /healthz` is answered with 200.
fn is_open(port: u16) -> bool {
    ask(port).is_ok_and(|answer| answer == *b"HTTP/1.1 200")
}

/// The first bytes of the answer, as far as the status.
fn ask(port: u16) -> io::Result<[u8; 12]> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let patience = Duration::from_secs(1);
    let mut stream = TcpStream::connect_timeout(&address, patience)?;
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(patience))?;
    let question =
        format!("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(question.as_bytes())?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer)?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader};

    use super::*;

    #[test]
    fn a_port_in_use_is_refused_and_zero_is_a_free_one() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let number = taken.local_addr().unwrap().port();
        assert!(matches!(
            port(number, "run"),
            Err(Error::PortInUse { port, .. }) if port == number
        ));
        assert_ne!(port(0, "run").unwrap(), 0);
    }

    #[test]
    fn only_a_healthy_answer_counts() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let number = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            for status in ["503 Service Unavailable", "200 OK"] {
                let (mut stream, _) = listener.accept().unwrap();
                let mut asked = BufReader::new(&stream).lines();
                let first = asked.next().unwrap().unwrap();
                assert_eq!(first, "GET /healthz HTTP/1.1");
                while !asked.next().unwrap().unwrap().is_empty() {}
                // In one piece: the other side reads no further than the status.
                let answer = format!("HTTP/1.1 {status}\r\n\r\n");
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        assert!(!is_open(number));
        assert!(wait(number, Duration::from_secs(5), || false));
        server.join().unwrap();
        assert!(!wait(number, Duration::from_secs(5), || true));
    }
}
