//! What the cells of a row say.

use crate::{Reason, dates::clock, numbers::narrow, refused::Fault};
use domain::{
    place::{MunicipalityCode, Town},
    program::{ClockTime, Position},
};
use std::borrow::Cow;

/// Where a text stands, and the text.
pub(crate) struct Texts<'a> {
    pub(crate) column: &'a str,
    pub(crate) text: String,
}

/// The cells of a row, by what they say.
pub(crate) struct Said<'a, S> {
    pub(crate) cells: Vec<(S, Cow<'a, str>, Cow<'a, str>)>,
}

/// Whether a text says nothing: dashes stand for none.
pub(crate) fn is_nothing(text: &str) -> bool {
    let dashes = "-‐‑–—―−－ーｰ─";
    text.chars()
        .all(|sign| sign.is_whitespace() || dashes.contains(sign))
}

/// A text with line breaks; no-break spaces are spaces.
fn tidy(text: &str) -> String {
    text.replace('\u{a0}', " ").trim().to_owned()
}

fn degrees(text: &str) -> Option<f64> {
    let degrees = narrow(text).parse::<f64>().ok();
    degrees.filter(|degrees| degrees.is_finite())
}

/// A position, where it lies in Japan as it stands or the other way round.
fn in_japan(
    columns: String,
    latitude: f64,
    longitude: f64,
    remarks: &mut Vec<Fault>,
) -> Option<Position> {
    let position = Position {
        latitude,
        longitude,
    };
    let exchanged = Position {
        latitude: longitude,
        longitude: latitude,
    };
    let (found, reason) = if position.is_in_japan() {
        return Some(position);
    } else if exchanged.is_in_japan() {
        (Some(exchanged), Reason::Exchanged)
    } else {
        (None, Reason::Outside { expected: "Japan" })
    };
    remarks.push(Fault::new(columns, reason));
    found
}

impl<S: Copy + PartialEq> Said<'_, S> {
    /// What says this, if anything does.
    pub(crate) fn get(&self, says: S) -> Option<Texts<'_>> {
        let mut cells = self.cells.iter().filter(|(what, ..)| *what == says);
        cells.find_map(|(_, column, text)| {
            let text = tidy(text);
            (!is_nothing(&text)).then_some(Texts { column, text })
        })
    }

    /// The column for this, or `otherwise`.
    pub(crate) fn column(&self, says: S, otherwise: &str) -> String {
        let found = self.cells.iter().find(|(what, ..)| *what == says);
        found.map_or(otherwise, |(_, column, _)| column).to_owned()
    }

    /// A text, empty where nothing is said.
    pub(crate) fn text(&self, says: S) -> String {
        self.get(says).map(|found| found.text).unwrap_or_default()
    }

    /// A name in one line, whatever it is: a dash may be one.
    pub(crate) fn name(&self, says: S) -> String {
        let mut cells = self.cells.iter().filter(|(what, ..)| *what == says);
        let text = cells.next().map_or("", |(.., text)| text);
        domain::typed::one_line(&tidy(text))
    }

    /// A text in one line.
    pub(crate) fn line(&self, says: S) -> String {
        domain::typed::one_line(&self.text(says))
    }

    /// A municipality by its code; its name is made of these, and is its code where they say nothing.
    pub(crate) fn town(&self, code: S, names: &[S]) -> Result<Option<Town>, Fault> {
        let Some(found) = self.get(code) else {
            return Ok(None);
        };
        let bad = |bad| Fault::new(found.column, Reason::TownCode(bad));
        let code: MunicipalityCode = narrow(&found.text).parse().map_err(bad)?;
        let name: String = names.iter().map(|name| self.line(*name)).collect();
        let name = if name.is_empty() {
            code.as_str().to_owned()
        } else {
            name
        };
        Ok(Some(Town { code, name }))
    }

    /// A time of day; `Err` with the text where it is none.
    pub(crate) fn time(&self, says: S) -> Result<Option<ClockTime>, Texts<'_>> {
        match self.get(says) {
            None => Ok(None),
            Some(found) => match clock::read(&found.text) {
                Some(time) => Ok(Some(time)),
                None => Err(found),
            },
        }
    }

    /// Where it is on the map. A pair that was exchanged lies outside of Japan for certain, and is put
    /// right; what lies elsewhere is set aside. Both are remarked upon.
    pub(crate) fn position(&self, lat: S, lng: S, remarks: &mut Vec<Fault>) -> Option<Position> {
        let (latitude, longitude) = match (self.get(lat), self.get(lng)) {
            (Some(latitude), Some(longitude)) => (latitude, longitude),
            (Some(one), None) => {
                remarks.push(Fault::missing(self.column(lng, one.column)));
                return None;
            }
            (None, Some(one)) => {
                remarks.push(Fault::missing(self.column(lat, one.column)));
                return None;
            }
            (None, None) => return None,
        };
        let both = format!("{}, {}", latitude.column, longitude.column);
        match (degrees(&latitude.text), degrees(&longitude.text)) {
            (Some(north), Some(east)) => in_japan(both, north, east, remarks),
            (north, _) => {
                let wrong = if north.is_none() { latitude } else { longitude };
                remarks.push(Fault::new(wrong.column, Reason::not_degrees(&wrong.text)));
                None
            }
        }
    }

    /// The same, from one cell: 34.34,134.03.
    pub(crate) fn pair(&self, both: S, remarks: &mut Vec<Fault>) -> Option<Position> {
        let found = self.get(both)?;
        let pair = found.text.split_once([',', '，', '、', ' ']);
        match pair.and_then(|(north, east)| degrees(north).zip(degrees(east))) {
            Some((north, east)) => in_japan(found.column.to_owned(), north, east, remarks),
            None => {
                remarks.push(Fault::new(found.column, Reason::not_degrees(&found.text)));
                None
            }
        }
    }

    /// The one address on the web among the words.
    pub(crate) fn website(&self, says: S, remarks: &mut Vec<Fault>) -> Option<String> {
        let found = self.get(says)?;
        let is_web = |word: &&str| word.starts_with("https://") || word.starts_with("http://");
        let mut addresses = found.text.split_whitespace().filter(is_web);
        match (addresses.next(), addresses.next()) {
            (Some(address), None) => Some(address.to_owned()),
            _ => {
                remarks.push(Fault::new(
                    found.column,
                    Reason::not_an_address(&found.text),
                ));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(lat: &str, lng: &str) -> (Option<Position>, Vec<String>) {
        let said = Said {
            cells: vec![
                (0, "緯度".into(), lat.into()),
                (1, "経度".into(), lng.into()),
            ],
        };
        let mut remarks = Vec::new();
        let position = said.position(0, 1, &mut remarks);
        let told = remarks.into_iter().map(|fault| fault.at(2).to_string());
        (position, told.collect())
    }

    #[test]
    fn exchanged_coordinates_are_put_right_and_told() {
        let right = position("34.3454", "１３４．０５");
        assert_eq!(right.0.map(|place| place.longitude), Some(134.05));
        assert_eq!(right.1, [""; 0]);
        let exchanged = position("134.05", "34.3454");
        assert_eq!(exchanged.0.map(|place| place.latitude), Some(34.3454));
        assert!(
            exchanged.1[0].starts_with("line 2, 緯度, 経度: latitude and longitude were exchanged")
        );
    }

    #[test]
    fn a_place_that_cannot_be_is_set_aside_and_told() {
        for (lat, lng, told) in [
            ("0", "0", "line 2, 緯度, 経度: is outside of Japan"),
            ("34.3", "", "line 2, 経度: is missing"),
            ("", "134", "line 2, 緯度: is missing"),
            (
                "北緯34度",
                "134",
                "line 2, 緯度: is not a number of degrees: 北緯34度",
            ),
            (
                "34.3",
                "NaN",
                "line 2, 経度: is not a number of degrees: NaN",
            ),
        ] {
            assert_eq!(position(lat, lng), (None, vec![told.to_owned()]));
        }
        assert_eq!(position("-", "―"), (None, vec![]));
    }
}
