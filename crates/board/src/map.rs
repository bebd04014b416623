//! A simple map, drawn from nothing but coordinates: where each point lies on a sheet, which of them
//! lie so close that they are one dot, whose name has room, and how long a kilometre is.

use domain::program::Position;

/// A sheet, in its own units; one unit is about a pixel on a phone.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sheet {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// Something on the map.
#[derive(Clone, PartialEq, Debug)]
pub struct Point<T> {
    /// What it is.
    pub of: T,
    /// Where.
    pub at: Position,
    /// Its name.
    pub name: String,
}

/// What is drawn for a point, or for several that lie close together.
#[derive(Clone, PartialEq, Debug)]
pub struct Dot<T> {
    /// From the left edge.
    pub x: f64,
    /// From the upper edge.
    pub y: f64,
    /// What it stands for; one or more.
    pub of: Vec<T>,
    /// The name that stands beside it, where there is room for one.
    pub label: Option<Label>,
}

/// A name beside a dot.
#[derive(Clone, PartialEq, Debug)]
pub struct Label {
    /// The name, cut short where it is long.
    pub text: String,
    /// The middle of its text, from the left edge.
    pub x: f64,
    /// The middle of its text, from the upper edge.
    pub y: f64,
}

/// A line that shows how far things are from each other.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale {
    /// How long the line is, in units.
    pub length: f64,
    /// What that is, in metres.
    pub metres: u32,
}

/// A map that is ready to be drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct Map<T> {
    /// Dots, from north to south.
    pub dots: Vec<Dot<T>>,
    /// How long a distance is.
    pub scale: Scale,
}

/// How much of the sheet's edge stays free, in units: dots and fingers need it.
const MARGIN: f64 = 32.0;
/// What lies closer together than this is one dot, in units: a finger's width.
const APART: f64 = 44.0;
/// The radius of a dot, in units.
pub const RADIUS: f64 = 9.0;
/// The size of a name's letters, in units.
pub const LETTER: f64 = 13.0;
/// Longest name beside a dot, in full-width letters.
const LONGEST: usize = 9;
/// Metres of a degree of latitude.
const DEGREE: f64 = 111_200.0;
/// The least that a sheet shows, in metres from edge to edge.
const LEAST: f64 = 600.0;

/// Draws points onto a sheet, as large as they fit. `None` where there is no point.
pub fn draw<T: Clone>(points: &[Point<T>], sheet: Sheet) -> Option<Map<T>> {
    let latitude = bounds(points.iter().map(|point| point.at.latitude))?;
    let longitude = bounds(points.iter().map(|point| point.at.longitude))?;
    let middle = (
        (latitude.0 + latitude.1) / 2.0,
        (longitude.0 + longitude.1) / 2.0,
    );
    // Within a country, this is as true as a thumbnail needs (equirectangular projection).
    let east = DEGREE * middle.0.to_radians().cos();
    let metres = (
        ((longitude.1 - longitude.0) * east).max(LEAST),
        ((latitude.1 - latitude.0) * DEGREE).max(LEAST),
    );
    let room = (
        (sheet.width - 2.0 * MARGIN).max(1.0),
        (sheet.height - 2.0 * MARGIN).max(1.0),
    );
    // Units of a metre.
    let unit = (room.0 / metres.0).min(room.1 / metres.1);
    let place = |at: Position| {
        (
            sheet.width / 2.0 + (at.longitude - middle.1) * east * unit,
            sheet.height / 2.0 - (at.latitude - middle.0) * DEGREE * unit,
        )
    };
    let mut dots = together(points, place);
    // From north to south, as one reads; the names of those that are alone come first.
    dots.sort_by(|one, other| one.0.y.total_cmp(&other.0.y));
    let mut taken: Vec<Area> = dots.iter().map(|(dot, _)| Area::of_dot(dot)).collect();
    for (dot, name) in &mut dots {
        dot.label = name.as_deref().and_then(|name| {
            let (label, area) = label(dot.x, dot.y, name, sheet, &taken)?;
            taken.push(area);
            Some(label)
        });
    }
    Some(Map {
        dots: dots.into_iter().map(|(dot, _)| dot).collect(),
        scale: scale(unit, sheet.width / 3.0),
    })
}

fn bounds(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |bounds, value| match bounds {
        None => Some((value, value)),
        Some((least, most)) => Some((value.min(least), value.max(most))),
    })
}

/// The dots, each with the name of its point where it stands for one. Points that lie close to a dot
/// join it, the first ones first.
fn together<T: Clone>(
    points: &[Point<T>],
    place: impl Fn(Position) -> (f64, f64),
) -> Vec<(Dot<T>, Option<String>)> {
    let mut dots: Vec<(Dot<T>, Option<String>)> = Vec::new();
    for point in points {
        let (x, y) = place(point.at);
        let near = dots
            .iter_mut()
            .find(|(dot, _)| (dot.x - x).hypot(dot.y - y) < APART);
        match near {
            Some((dot, name)) => {
                dot.of.push(point.of.clone());
                *name = None;
            }
            None => dots.push((
                Dot {
                    x,
                    y,
                    of: vec![point.of.clone()],
                    label: None,
                },
                Some(point.name.clone()),
            )),
        }
    }
    dots
}

/// A part of the sheet.
#[derive(Clone, Copy)]
struct Area {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    fn around(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self {
            left: x - width / 2.0,
            right: x + width / 2.0,
            top: y - height / 2.0,
            bottom: y + height / 2.0,
        }
    }

    fn of_dot<T>(dot: &Dot<T>) -> Self {
        Self::around(dot.x, dot.y, 2.0 * RADIUS, 2.0 * RADIUS)
    }

    fn meets(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// A name beside a dot, where neither another name nor a dot is in its way: below, above, right or
/// left of it.
fn label(x: f64, y: f64, name: &str, sheet: Sheet, taken: &[Area]) -> Option<(Label, Area)> {
    let text = shortened(name);
    let (width, height) = (width_of(&text), LETTER * 1.4);
    let aside = RADIUS + 4.0 + width / 2.0;
    let above = RADIUS + 2.0 + height / 2.0;
    let places = [
        (x, y + above),
        (x, y - above),
        (x + aside, y),
        (x - aside, y),
    ];
    let whole = Area {
        left: 2.0,
        right: sheet.width - 2.0,
        top: 2.0,
        bottom: sheet.height - 2.0,
    };
    let fits = |area: Area| {
        area.left >= whole.left
            && area.right <= whole.right
            && area.top >= whole.top
            && area.bottom <= whole.bottom
            && !taken.iter().any(|other| area.meets(*other))
    };
    places.into_iter().find_map(|(x, y)| {
        let area = Area::around(x, y, width, height);
        let text = text.clone();
        fits(area).then_some((Label { text, x, y }, area))
    })
}

/// How wide a text is, in units: what is not ASCII takes a whole letter.
fn width_of(text: &str) -> f64 {
    let letters = text.chars();
    letters
        .map(|sign| if sign.is_ascii() { 0.6 } else { 1.0 })
        .sum::<f64>()
        * LETTER
}

fn shortened(name: &str) -> String {
    let longest = if name.is_ascii() {
        2 * LONGEST
    } else {
        LONGEST
    };
    match name.chars().count() {
        count if count <= longest => name.to_owned(),
        _ => name.chars().take(longest - 1).chain(['…']).collect(),
    }
}

/// The longest round distance that fits into so many units.
fn scale(unit: f64, most: f64) -> Scale {
    let round = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1]
        .into_iter()
        .flat_map(|ten: u32| [5, 2, 1].map(|times| times * ten));
    let fitting = round.filter(|metres| f64::from(*metres) * unit <= most);
    let metres = fitting.max().unwrap_or(1);
    Scale {
        length: f64::from(metres) * unit,
        metres,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SHEET: Sheet = Sheet {
        width: 360.0,
        height: 280.0,
    };

    fn point(of: usize, latitude: f64, longitude: f64) -> Point<usize> {
        Point {
            of,
            at: Position {
                latitude,
                longitude,
            },
            name: format!("場所{of}"),
        }
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let points = [
            point(0, 31.60, 131.36),
            point(1, 31.66, 131.36),
            point(2, 31.60, 131.44),
        ];
        let map = draw(&points, SHEET).unwrap();
        let at = |of| map.dots.iter().find(|dot| dot.of == [of]).unwrap();
        assert!(at(1).y < at(0).y && (at(1).x - at(0).x).abs() < 0.001);
        assert!(at(2).x > at(0).x && (at(2).y - at(0).y).abs() < 0.001);
        // 0.06 degrees of latitude are 6.7 km.
        let units = at(0).y - at(1).y;
        let metres = units / map.scale.length * f64::from(map.scale.metres);
        assert!((metres - 6_672.0).abs() < 10.0, "{metres}");
    }

    #[test]
    fn what_lies_at_one_place_is_one_dot_without_a_name() {
        let points = [
            point(0, 31.6, 131.36),
            point(1, 31.6, 131.36),
            point(2, 31.7, 131.4),
        ];
        let map = draw(&points, SHEET).unwrap();
        assert_eq!(map.dots.len(), 2);
        let both = map.dots.iter().find(|dot| dot.of == [0, 1]).unwrap();
        assert_eq!(both.label, None);
        assert!(map.dots.iter().any(|dot| dot.label.is_some()));
    }

    #[test]
    fn one_place_alone_stands_in_the_middle() {
        let map = draw(&[point(0, 31.6, 131.36)], SHEET).unwrap();
        assert_eq!((map.dots[0].x, map.dots[0].y), (180.0, 140.0));
        assert!(map.scale.metres >= 100 && map.scale.length <= 120.0);
        assert_eq!(draw::<u8>(&[], SHEET), None);
    }

    proptest! {
        #[test]
        fn every_point_is_on_the_sheet_once_and_no_names_overlap(
            places in proptest::collection::vec((24.0f64..46.0, 122.0f64..154.0), 1..60),
        ) {
            let points: Vec<_> = places
                .iter()
                .enumerate()
                .map(|(of, (latitude, longitude))| point(of, *latitude, *longitude))
                .collect();
            let map = draw(&points, SHEET).unwrap();
            let mut all: Vec<usize> = map.dots.iter().flat_map(|dot| dot.of.clone()).collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..points.len()).collect::<Vec<_>>());
            for dot in &map.dots {
                prop_assert!((0.0..=SHEET.width).contains(&dot.x), "{dot:?}");
                prop_assert!((0.0..=SHEET.height).contains(&dot.y), "{dot:?}");
            }
            let areas: Vec<Area> = map
                .dots
                .iter()
                .filter_map(|dot| dot.label.as_ref())
                .map(|it| Area::around(it.x, it.y, width_of(&it.text), LETTER * 1.4))
                .collect();
            for (number, area) in areas.iter().enumerate() {
                prop_assert!(areas[number + 1..].iter().all(|other| !area.meets(*other)));
            }
        }
    }
}
