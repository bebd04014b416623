//! Lines of a file, one at a time, never more than [`MAX_RECORD`] bytes of one in memory.

use crate::Reason;
use std::io::{BufRead, ErrorKind};

/// Longest line of JSON Lines and longest record of CSV, in bytes. The longest real posting that
/// we have seen is under 30 KB.
pub const MAX_RECORD: usize = 1024 * 1024;

/// One line, without its line feed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Line {
    Bytes(Vec<u8>),
    /// Longer than [`MAX_RECORD`]; its bytes are gone.
    TooLong {
        /// An odd number of quotes was among them: a CSV cell is still open behind it.
        odd_quotes: bool,
    },
}

pub(crate) struct Lines<R> {
    input: R,
    number: u64,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            number: 0,
            ended: false,
        }
    }

    /// The next line with its number from 1. After an error of the reader there is no next one.
    pub(crate) fn next(&mut self) -> Option<(u64, Result<Line, Reason>)> {
        if self.ended {
            return None;
        }
        self.number += 1;
        match self.read() {
            Ok(line) => line.map(|line| (self.number, Ok(line))),
            Err(kind) => {
                self.ended = true;
                Some((self.number, Err(Reason::Read(kind))))
            }
        }
    }

    fn read(&mut self) -> Result<Option<Line>, ErrorKind> {
        let mut bytes = Vec::new();
        let mut too_long = false;
        let mut quotes = 0_usize;
        let mut any = false;
        loop {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.kind()),
            };
            if chunk.is_empty() {
                self.ended = true;
                break;
            }
            any = true;
            let (part, used, at_end) = match chunk.iter().position(|&byte| byte == b'\n') {
                Some(at) => (chunk.get(..at).unwrap_or_default(), at + 1, true),
                None => (chunk, chunk.len(), false),
            };
            quotes += part.iter().filter(|&&byte| byte == b'"').count();
            too_long |= bytes.len() + part.len() > MAX_RECORD;
            if too_long {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(part);
            }
            self.input.consume(used);
            if at_end {
                break;
            }
        }
        Ok(match (any, too_long) {
            (false, _) => None,
            (true, true) => Some(Line::TooLong {
                odd_quotes: quotes % 2 == 1,
            }),
            (true, false) => Some(Line::Bytes(bytes)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Read};

    #[test]
    fn the_last_line_needs_no_line_feed() {
        let mut lines = Lines::new(&b"a\n\nb"[..]);
        assert_eq!(lines.next(), Some((1, Ok(Line::Bytes(b"a".to_vec())))));
        assert_eq!(lines.next(), Some((2, Ok(Line::Bytes(vec![])))));
        assert_eq!(lines.next(), Some((3, Ok(Line::Bytes(b"b".to_vec())))));
        assert_eq!(lines.next(), None);
        assert_eq!(Lines::new(&b""[..]).next(), None);
    }

    #[test]
    fn an_endless_line_is_passed_over_in_small_pieces() {
        // A line of 10 MB that exists nowhere in memory.
        let endless = std::io::repeat(b'x')
            .take(10_000_000)
            .chain(&b"\"\nnext"[..]);
        let mut lines = Lines::new(BufReader::new(endless));
        assert_eq!(
            lines.next(),
            Some((1, Ok(Line::TooLong { odd_quotes: true })))
        );
        assert_eq!(lines.next(), Some((2, Ok(Line::Bytes(b"next".to_vec())))));
    }
}
