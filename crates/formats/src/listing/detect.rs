//! Which encoding, which delimiter, which layout: the heading tells, since its columns have fixed names.

use super::layout::Layout;
use crate::csv::records::{Encoding, Records};
use std::io::{self, Cursor, ErrorKind, Read};

/// Enough for any heading.
const BEGINNING: u64 = 64 * 1024;

/// A file whose beginning was looked at.
pub(crate) type Whole<R> = io::Chain<Cursor<Vec<u8>>, R>;

/// The number of a layout, and the records under it.
pub(crate) type Found<R> = (usize, Records<Whole<R>>);

/// The records of a list with its heading before them, and the number of its layout among `layouts`;
/// `None` where the heading is that of none.
pub(crate) fn detect<S, R: Read>(
    mut input: R,
    layouts: &[&Layout<S>],
) -> Result<Option<Found<R>>, ErrorKind> {
    let mut beginning = Vec::new();
    let read = input.by_ref().take(BEGINNING).read_to_end(&mut beginning);
    read.map_err(|error| error.kind())?;
    let found = ways().find_map(|(encoding, delimiter)| {
        let heading = Records::new(beginning.as_slice(), encoding, delimiter).next()?;
        let heading = heading.1.ok()?;
        let layout = layouts
            .iter()
            .position(|layout| layout.is_headed_by(&heading))?;
        Some((layout, encoding, delimiter))
    });
    Ok(found.map(|(layout, encoding, delimiter)| {
        let whole = Cursor::new(beginning).chain(input);
        (layout, Records::new(whole, encoding, delimiter))
    }))
}

/// The ways to read a file, the usual ones first.
fn ways() -> impl Iterator<Item = (Encoding, u8)> {
    let encodings = [Encoding::Auto, Encoding::Cp932, Encoding::Utf16Le];
    encodings
        .into_iter()
        .flat_map(|encoding| b",\t;".iter().map(move |delimiter| (encoding, *delimiter)))
}
