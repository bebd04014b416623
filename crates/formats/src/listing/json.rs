//! A list as JSON: an array of objects, whose keys are the columns.

use crate::{MAX_RECORD, Reason, refused::Fault};
use serde_json::{Map, Value};
use std::io::{BufReader, Bytes, Read};

/// The objects of an array, one at a time, never more than [`MAX_RECORD`] bytes of one in memory.
pub(crate) struct Objects<R> {
    bytes: Bytes<BufReader<R>>,
    line: u64,
    ended: bool,
}

/// A column and its text.
pub(crate) type Pair = (String, String);

impl<R: Read> Objects<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            bytes: BufReader::new(input).bytes(),
            line: 1,
            ended: false,
        }
    }

    fn byte(&mut self) -> Option<Result<u8, Reason>> {
        let byte = self.bytes.next()?;
        if matches!(byte, Ok(b'\n')) {
            self.line += 1;
        }
        Some(byte.map_err(|error| Reason::Read(error.kind())))
    }

    /// The text of the object that has just begun.
    fn object(&mut self) -> Result<Vec<u8>, Reason> {
        let (mut text, mut depth, mut size) = (vec![b'{'], 1_usize, 1_usize);
        let (mut quoted, mut escaped) = (false, false);
        while depth > 0 {
            let Some(byte) = self.byte() else {
                self.ended = true;
                break;
            };
            let byte = byte.inspect_err(|_| self.ended = true)?;
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'{' | b'[' if !quoted => depth += 1,
                b'}' | b']' if !quoted => depth -= 1,
                _ => {}
            }
            size += 1;
            if size <= MAX_RECORD {
                text.push(byte);
            }
        }
        if size > MAX_RECORD {
            let (max, last_line) = (MAX_RECORD, self.line);
            return Err(Reason::RecordTooLong { max, last_line });
        }
        Ok(text)
    }

    fn broken(&mut self) -> Reason {
        self.ended = true;
        Reason::Json {
            column: 1,
            message: "a list of objects was expected".to_owned(),
        }
    }
}

impl<R: Read> Iterator for Objects<R> {
    /// The first line of the object, and its texts.
    type Item = (u64, Result<Vec<Pair>, Fault>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let byte = self.byte();
            let line = self.line;
            let found = match byte? {
                Ok(b'{') => self.object().map_err(|reason| Fault::new("", reason)),
                // The byte order mark of UTF-8 among them.
                Ok(b'[' | b',' | 0xef | 0xbb | 0xbf) => continue,
                Ok(byte) if byte.is_ascii_whitespace() => continue,
                Ok(b']') => {
                    self.ended = true;
                    return None;
                }
                Ok(_) => Err(Fault::new("", self.broken())),
                Err(reason) => {
                    self.ended = true;
                    Err(Fault::new("", reason))
                }
            };
            return Some((line, found.and_then(|text| pairs(&text))));
        }
        None
    }
}

/// The texts of an object. Numbers are as they stand; nothing is an empty text.
fn pairs(text: &[u8]) -> Result<Vec<Pair>, Fault> {
    let object: Map<String, Value> = serde_json::from_slice(text).map_err(|error| {
        let reason = Reason::Json {
            column: error.column(),
            message: error.to_string(),
        };
        Fault::new("", reason)
    })?;
    let pair = |(name, value): (String, Value)| match value {
        Value::String(text) => Ok((name, text)),
        Value::Null => Ok((name, String::new())),
        Value::Bool(_) | Value::Number(_) => Ok((name, value.to_string())),
        Value::Array(_) | Value::Object(_) => {
            let expected = "a text";
            Err(Fault::new(name, Reason::WrongType { expected }))
        }
    };
    object.into_iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, Result<Vec<Pair>, String>)> {
        Objects::new(text.as_bytes())
            .map(|(line, found)| (line, found.map_err(|fault| fault.at(line).to_string())))
            .collect()
    }

    fn one(name: &str, text: &str) -> Result<Vec<Pair>, String> {
        Ok(vec![(name.to_owned(), text.to_owned())])
    }

    #[test]
    fn objects_come_one_after_the_other_with_their_lines() {
        let text = "\u{feff}[\n {\"名称\": \"a}\\\"{\"},\n\n {\"NO\": 5}, {\"x\": null}\n]\n";
        assert_eq!(
            read(text),
            [
                (2, one("名称", "a}\"{")),
                (4, one("NO", "5")),
                (4, one("x", ""))
            ]
        );
    }

    #[test]
    fn a_broken_object_is_told_and_the_next_goes_on() {
        let read = read("[{\"a\": 1,},\n{\"a\": [1]},\n{\"a\": 2}, 5, {\"a\": 3}]");
        assert!(
            read[0]
                .1
                .as_ref()
                .is_err_and(|told| told.contains("is not JSON"))
        );
        assert_eq!(read[1].1, Err("line 2, a: should be a text".to_owned()));
        assert_eq!(read[2].1, one("a", "2"));
        assert!(read[3].1.is_err());
        assert_eq!(read.len(), 4);
    }

    #[test]
    fn an_endless_object_is_passed_over() {
        let text = format!(
            "[{{\"a\": \"{}\"}},\n{{\"a\": \"b\"}}]",
            "x".repeat(2 * MAX_RECORD)
        );
        let read = read(&text);
        assert!(
            read[0]
                .1
                .as_ref()
                .is_err_and(|told| told.contains("longer than"))
        );
        assert_eq!(read[1], (2, one("a", "b")));
        assert!(
            super::Objects::new(&b"[{\"a\": "[..])
                .next()
                .unwrap()
                .1
                .is_err()
        );
    }
}
