//! What a person at the keyboard, or a program that started us, reads.

use std::io::{self, IsTerminal, Write};

/// Standard output and standard error.
pub(super) struct Terminal;

impl Terminal {
    /// One line of what was asked for.
    pub(super) fn say(&mut self, line: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "{line}")?;
        out.flush()
    }

    /// How far a long work is, in place of what stood there before. A program that reads us is not told.
    pub(super) fn progress(&mut self, line: &str) {
        let mut out = io::stderr().lock();
        if out.is_terminal() {
            // Back to the beginning of the line, which is cleared.
            drop(write!(out, "\r\x1b[K{line}"));
            drop(out.flush());
        }
    }

    /// One line about something that is not as it should be.
    pub(super) fn complain(&mut self, line: &str) {
        // When even that cannot be written, there is nobody left to tell.
        drop(writeln!(io::stderr().lock(), "{line}"));
    }
}
