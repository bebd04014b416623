//! Which encoding, which delimiter, which layout: the heading tells, since its columns have fixed names.

use super::{json::Objects, layout::Layout};
use crate::csv::records::{Encoding, Records};
use std::io::{self, Cursor, ErrorKind, Read};

/// Enough for any heading.
const BEGINNING: u64 = 64 * 1024;

/// A file whose beginning was looked at.
pub(crate) type Whole<R> = io::Chain<Cursor<Vec<u8>>, R>;

/// What a file is.
pub(crate) enum Found<R> {
    /// The number of a layout, and the records under its heading.
    Csv(usize, Records<Whole<R>>),
    /// A list of objects.
    Json(Objects<Whole<R>>),
    /// The heading is that of no layout.
    Unknown,
}

/// Looks at the beginning of a list.
pub(crate) fn detect<S, R: Read>(
    mut input: R,
    layouts: &[&Layout<S>],
) -> Result<Found<R>, ErrorKind> {
    let mut beginning = Vec::new();
    let read = input.by_ref().take(BEGINNING).read_to_end(&mut beginning);
    read.map_err(|error| error.kind())?;
    let text = beginning.strip_prefix("\u{feff}".as_bytes());
    let mut signs = text.unwrap_or(&beginning).iter();
    if signs.find(|sign| !sign.is_ascii_whitespace()) == Some(&b'[') {
        let whole = Cursor::new(beginning).chain(input);
        return Ok(Found::Json(Objects::new(whole)));
    }
    let found = ways().find_map(|(encoding, delimiter)| {
        let heading = Records::new(beginning.as_slice(), encoding, delimiter).next()?;
        let heading = heading.1.ok()?;
        let layout = layouts
            .iter()
            .position(|layout| layout.is_headed_by(&heading))?;
        Some((layout, encoding, delimiter))
    });
    Ok(match found {
        None => Found::Unknown,
        Some((layout, encoding, delimiter)) => {
            let whole = Cursor::new(beginning).chain(input);
            Found::Csv(layout, Records::new(whole, encoding, delimiter))
        }
    })
}

/// The ways to read a file, the usual ones first.
fn ways() -> impl Iterator<Item = (Encoding, u8)> {
    let encodings = [Encoding::Auto, Encoding::Cp932, Encoding::Utf16Le];
    encodings
        .into_iter()
        .flat_map(|encoding| b",\t;".iter().map(move |delimiter| (encoding, *delimiter)))
}
