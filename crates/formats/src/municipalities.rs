//! The list of municipalities: `lgcode,prefecture,city,kana,lat,lng`, in CSV.

use crate::{
    Reason, Refused,
    csv::{
        Table,
        records::{Encoding, Records},
        row::Heading,
    },
    numbers::narrow,
    refused::Fault,
};
use domain::place::MunicipalityCode;
use std::io::Read;

/// A municipality of Japan, or a ward of a designated city.
#[derive(Clone, PartialEq, Debug)]
pub struct Municipality {
    /// Its code, check digit verified.
    pub code: MunicipalityCode,
    /// Its whole name: 北海道札幌市中央区.
    pub name: String,
    /// How its name without the prefecture is read, in hiragana: さっぽろしちゅうおうく.
    pub kana: String,
    /// Latitude of its town hall, in degrees north.
    pub lat: f64,
    /// Longitude of its town hall, in degrees east.
    pub lng: f64,
}

const COLUMNS: [&str; 6] = ["lgcode", "prefecture", "city", "kana", "lat", "lng"];

/// Reads the list. Columns are found by name, others are passed over; UTF-8, or what a byte order
/// mark says. Reading goes on behind a bad row, and not at all without all columns, as in
/// [`crate::csv::read`].
pub fn read<R: Read>(input: R) -> Municipalities<R> {
    Municipalities {
        table: Table::new(
            Records::new(input, Encoding::Auto, b','),
            COLUMNS.map(str::to_owned).into(),
        ),
    }
}

/// The municipalities of a file. See [`read`].
pub struct Municipalities<R> {
    table: Table<R>,
}

impl<R: Read> Iterator for Municipalities<R> {
    type Item = Result<Municipality, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        self.table.next(municipality)
    }
}

fn municipality(heading: &Heading, cells: &[String]) -> Result<Municipality, Fault> {
    let text = |column: &'static str| {
        let text = heading.find(column, cells)?.trim();
        if text.is_empty() {
            Err(Fault::missing(column))
        } else {
            Ok(text)
        }
    };
    let code = narrow(text("lgcode")?)
        .parse()
        .map_err(|bad| Fault::new("lgcode", Reason::TownCode(bad)))?;
    // The list parts a city and its ward by a space; nobody writes it so.
    let together = |text: &str| text.split([' ', '　']).collect::<String>();
    Ok(Municipality {
        code,
        name: together(text("prefecture")?) + &together(text("city")?),
        kana: together(text("kana")?),
        // The corners of Japan: a swapped pair lies outside of both.
        lat: degrees("lat", text("lat")?, 20.0, 46.0, "20 to 46 degrees north")?,
        lng: degrees("lng", text("lng")?, 122.0, 154.0, "122 to 154 degrees east")?,
    })
}

fn degrees(
    column: &str,
    text: &str,
    min: f64,
    max: f64,
    expected: &'static str,
) -> Result<f64, Fault> {
    let degrees = narrow(text)
        .parse::<f64>()
        .ok()
        .filter(|degrees| (min..=max).contains(degrees));
    degrees.ok_or_else(|| Fault::new(column, Reason::Outside { expected }))
}
