//! CSV records out of any reader, in any of the encodings that Japanese offices use.
//!
//! Our own splitter, because the usual ones never refuse: a quote that does not close swallows the
//! rest of the file, into memory. This one names the record, goes back to the line after it and
//! goes on; and it never holds more than [`MAX_RECORD`].

use crate::{
    MAX_RECORD, Reason,
    lines::{Line, Lines},
    refused::Fault,
};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use serde::Deserialize;
use std::{
    collections::VecDeque,
    io::{BufReader, Read},
};

/// How a file's bytes become text. A byte order mark in the file counts more than this.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
pub(crate) enum Encoding {
    /// UTF-8, or what the byte order mark says.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// UTF-8.
    #[serde(rename = "utf-8")]
    Utf8,
    /// CP932: Shift_JIS as Windows writes it, with ①, 髙 and ～.
    #[serde(rename = "cp932")]
    Cp932,
    /// UTF-16, little end first: "Unicode text" of a spreadsheet.
    #[serde(rename = "utf-16le")]
    Utf16Le,
}

impl Encoding {
    fn name(self) -> &'static str {
        match self {
            // A file with the mark of UTF-16 is read as such; what is broken in it shows as
            // U+FFFD and is named after the usual case.
            Self::Auto | Self::Utf8 => "UTF-8",
            Self::Cp932 => "CP932",
            Self::Utf16Le => "UTF-16LE",
        }
    }
}

type Bytes = (u64, Vec<u8>);

/// The records of a file. Lines of nothing are passed over.
pub(crate) struct Records<R> {
    lines: Lines<BufReader<DecodeReaderBytes<R, Vec<u8>>>>,
    /// Lines to read again, behind a record that turned out to be broken.
    again: VecDeque<Bytes>,
    delimiter: u8,
    encoding: Encoding,
}

impl<R: Read> Records<R> {
    pub(crate) fn new(input: R, encoding: Encoding, delimiter: u8) -> Self {
        let named = match encoding {
            Encoding::Auto | Encoding::Utf8 => None,
            Encoding::Cp932 => Some(encoding_rs::SHIFT_JIS),
            Encoding::Utf16Le => Some(encoding_rs::UTF_16LE),
        };
        let decoder = DecodeReaderBytesBuilder::new()
            .encoding(named)
            .bom_override(true)
            .strip_bom(true)
            // Bytes of UTF-8 come as they are, to be checked here. (With an encoding named this
            // option would hide a byte order mark of UTF-8 from the decoder.)
            .utf8_passthru(named.is_none())
            .build(input);
        Self {
            lines: Lines::new(BufReader::new(decoder)),
            again: VecDeque::new(),
            delimiter,
            encoding,
        }
    }

    fn line(&mut self) -> Option<(u64, Result<Line, Reason>)> {
        match self.again.pop_front() {
            Some((number, bytes)) => Some((number, Ok(Line::Bytes(bytes)))),
            None => self.lines.next(),
        }
    }

    /// Passes over the lines of a cell that is open, to the one that closes it.
    fn skip_open_cell(&mut self, from: u64) -> u64 {
        let mut last = from;
        while let Some((number, line)) = self.line() {
            last = number;
            let odd = match line {
                Ok(Line::Bytes(bytes)) => bytes.iter().filter(|&&b| b == b'"').count() % 2 == 1,
                Ok(Line::TooLong { odd_quotes }) => odd_quotes,
                Err(_) => true,
            };
            if odd {
                break;
            }
        }
        last
    }

    fn record(&mut self, first: u64, bytes: Vec<u8>) -> Result<Vec<Vec<u8>>, Reason> {
        let too_long = |last_line| Reason::RecordTooLong {
            max: MAX_RECORD,
            last_line,
        };
        let mut splitter = Splitter::new(self.delimiter);
        let mut size = bytes.len();
        let mut whole = splitter.line(&bytes);
        let mut behind: Vec<Bytes> = Vec::new();
        while whole == Ok(false) {
            let (number, bytes) = match self.line() {
                Some((number, Ok(Line::Bytes(bytes)))) => (number, bytes),
                Some((number, Ok(Line::TooLong { odd_quotes }))) => {
                    let last = if odd_quotes {
                        number
                    } else {
                        self.skip_open_cell(number)
                    };
                    return Err(too_long(last));
                }
                Some((_, Err(reason))) => return Err(reason),
                None => {
                    whole = Err(BrokenQuotes);
                    break;
                }
            };
            size += bytes.len();
            if size > MAX_RECORD {
                self.again.push_front((number, bytes));
                return Err(too_long(self.skip_open_cell(first)));
            }
            whole = splitter.line(&bytes);
            behind.push((number, bytes));
        }
        match whole {
            Ok(_) => Ok(splitter.cells),
            Err(BrokenQuotes) => {
                // The lines behind the first may well be records of their own.
                for line in behind.into_iter().rev() {
                    self.again.push_front(line);
                }
                Err(Reason::Quotes)
            }
        }
    }

    fn text(&self, cell: Vec<u8>) -> Result<String, Reason> {
        let broken = || Reason::Encoding {
            encoding: self.encoding.name(),
        };
        let text = String::from_utf8(cell).map_err(|_| broken())?;
        // What the decoder could not read.
        if text.contains('\u{fffd}') {
            Err(broken())
        } else {
            Ok(text)
        }
    }
}

impl<R: Read> Iterator for Records<R> {
    /// The first line of the record, and its cells.
    type Item = (u64, Result<Vec<String>, Fault>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (line, content) = self.line()?;
            let whole = |reason| Some((line, Err(Fault::new("", reason))));
            let bytes = match content {
                Ok(Line::Bytes(bytes)) => bytes,
                Ok(Line::TooLong { odd_quotes }) => {
                    let last_line = if odd_quotes {
                        self.skip_open_cell(line)
                    } else {
                        line
                    };
                    return whole(Reason::RecordTooLong {
                        max: MAX_RECORD,
                        last_line,
                    });
                }
                Err(reason) => return whole(reason),
            };
            if bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let cells = match self.record(line, bytes) {
                Ok(cells) => cells,
                Err(reason) => return whole(reason),
            };
            let cells: Result<Vec<_>, _> = cells.into_iter().map(|cell| self.text(cell)).collect();
            return match cells {
                Ok(cells) => Some((line, Ok(cells))),
                Err(reason) => whole(reason),
            };
        }
    }
}

/// A quote where none can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct BrokenQuotes;

/// Where the splitter stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote within a quoted cell: its end, or the first half of a doubled quote.
    QuoteInQuoted,
}

/// RFC 4180, line by line. A quote in the middle of a plain cell is a character (5" disc).
struct Splitter {
    delimiter: u8,
    cells: Vec<Vec<u8>>,
    cell: Vec<u8>,
    state: State,
}

impl Splitter {
    fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            cells: Vec::new(),
            cell: Vec::new(),
            state: State::CellStart,
        }
    }

    /// Takes the next line, without its line feed; whether the record is whole now.
    fn line(&mut self, line: &[u8]) -> Result<bool, BrokenQuotes> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        for &byte in line {
            self.state = match (self.state, byte) {
                (State::CellStart, b'"') => State::Quoted,
                (State::Quoted, b'"') => State::QuoteInQuoted,
                (State::Quoted, _) => self.push(byte, State::Quoted),
                (State::QuoteInQuoted, b'"') => self.push(byte, State::Quoted),
                (_, byte) if byte == self.delimiter => self.end_cell(),
                (State::QuoteInQuoted, _) => return Err(BrokenQuotes),
                (State::CellStart | State::Plain, _) => self.push(byte, State::Plain),
            };
        }
        if self.state == State::Quoted {
            self.cell.push(b'\n');
            return Ok(false);
        }
        self.end_cell();
        Ok(true)
    }

    fn push(&mut self, byte: u8, state: State) -> State {
        self.cell.push(byte);
        state
    }

    fn end_cell(&mut self) -> State {
        self.cells.push(std::mem::take(&mut self.cell));
        State::CellStart
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8]) -> Vec<(u64, Result<Vec<String>, Reason>)> {
        Records::new(input, Encoding::Auto, b',')
            .map(|(line, record)| (line, record.map_err(|fault| fault.reason)))
            .collect()
    }

    fn cells(cells: &[&str]) -> Result<Vec<String>, Reason> {
        Ok(cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn quoted_cells_hold_anything() {
        assert_eq!(
            read(b"a,\"b,\r\n\"\"c\"\"\",\r\n\r\n5\" disc,d\n"),
            [
                (1, cells(&["a", "b,\n\"c\"", ""])),
                (4, cells(&["5\" disc", "d"]))
            ]
        );
    }

    #[test]
    fn a_quote_that_never_closes_costs_one_row() {
        assert_eq!(
            read(b"1,a\n2,\"b\n3,c\n4,d\n"),
            [
                (1, cells(&["1", "a"])),
                (2, Err(Reason::Quotes)),
                (3, cells(&["3", "c"])),
                (4, cells(&["4", "d"])),
            ]
        );
        // It meets the next quote, which cannot close it.
        assert_eq!(
            read(b"2,\"b\n3,\"c\"\n4,\"x\"y\n5,d"),
            [
                (1, Err(Reason::Quotes)),
                (2, cells(&["3", "c"])),
                (3, Err(Reason::Quotes)),
                (4, cells(&["5", "d"])),
            ]
        );
    }

    #[test]
    fn a_field_of_ten_megabytes_costs_one_row() {
        let too_long = |last_line| {
            Err(Reason::RecordTooLong {
                max: MAX_RECORD,
                last_line,
            })
        };
        let one_line = [&b"1,\""[..], &vec![b'x'; 10_000_000], b"\"\n2,b\n"].concat();
        assert_eq!(read(&one_line), [(1, too_long(1)), (2, cells(&["2", "b"]))]);

        let many_lines = [&b"1,\""[..], &b"x\n".repeat(5_000_000), b"\"\n2,b\n"].concat();
        assert_eq!(
            read(&many_lines),
            [(1, too_long(5_000_001)), (5_000_002, cells(&["2", "b"]))]
        );

        let long_then_short = [&b"1,\""[..], &vec![b'x'; 2_000_000], b"\nx\n\"\n2,b\n"].concat();
        assert_eq!(
            read(&long_then_short),
            [(1, too_long(3)), (4, cells(&["2", "b"]))]
        );
    }

    #[test]
    fn broken_bytes_cost_one_row() {
        assert_eq!(
            read(b"\xef\xbb\xbf1,a\n2,\xff\n3,c"),
            [
                (1, cells(&["1", "a"])),
                (2, Err(Reason::Encoding { encoding: "UTF-8" })),
                (3, cells(&["3", "c"])),
            ]
        );
    }

    #[test]
    fn the_encodings_of_japanese_offices() {
        let text = "№,名称\n①,髙島屋～表\n";
        let expected = vec![(1, cells(&["№", "名称"])), (2, cells(&["①", "髙島屋～表"]))];
        let read = |bytes: &[u8], encoding| -> Vec<_> {
            Records::new(bytes, encoding, b',')
                .map(|(line, r)| (line, r.map_err(|fault| fault.reason)))
                .collect()
        };
        let (cp932, _, unmappable) = encoding_rs::SHIFT_JIS.encode(text);
        assert!(!unmappable);
        assert_eq!(read(&cp932, Encoding::Cp932), expected);
        let utf16 = |text: &str| {
            text.encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<_>>()
        };
        assert_eq!(read(&utf16(text), Encoding::Utf16Le), expected);
        assert_eq!(
            read(&utf16(&format!("\u{feff}{text}")), Encoding::Auto),
            expected
        );
        assert_eq!(
            read(b"\x81,a\n\x82\xa0,b", Encoding::Cp932),
            [
                (1, Err(Reason::Encoding { encoding: "CP932" })),
                (2, cells(&["あ", "b"]))
            ]
        );
    }
}
