//! A space as somebody writes it into a form: texts by the names of their controls, and the space
//! that they say.

use super::{Equipment, Space};
use crate::{
    Day,
    opening_hours::{Hours, Interval, OnHolidays, OpeningHours, Week, YearEnd},
    place::{MunicipalityCode, Town},
    program::Position,
    refusal::{Field, Invalid, Problem},
    typed,
    weekday::Weekday,
};
use std::collections::BTreeMap;

/// Texts by the names of their controls.
pub type Texts = BTreeMap<String, String>;

/// 名前.
pub const NAME: &str = "space-name";
/// よみ.
pub const KANA: &str = "space-kana";
/// The municipality's code.
pub const TOWN: &str = "space-town";
/// The municipality's name.
pub const TOWN_NAME: &str = "space-town-name";
/// 住所.
pub const ADDRESS: &str = "space-address";
/// 建物.
pub const BUILDING: &str = "space-building";
/// 緯度.
pub const LATITUDE: &str = "space-latitude";
/// 経度.
pub const LONGITUDE: &str = "space-longitude";
/// 電話.
pub const PHONE: &str = "space-phone";
/// What holidays do, by its word.
pub const HOLIDAYS: &str = "space-holidays";
/// When it closes at year-end.
pub const YEAR_END: &str = "space-year-end";
/// Single days, one a line.
pub const EXCEPTIONS: &str = "space-exceptions";
/// What else is to be said of the hours.
pub const HOURS_NOTE: &str = "space-hours-note";
/// 説明.
pub const DESCRIPTION: &str = "space-description";
/// Where more is said.
pub const WEBSITE: &str = "space-website";
/// Places for registered workers.
pub const QUOTA: &str = "space-quota";
/// [`YES`] where it is used no more.
pub const CLOSED: &str = "space-closed";
/// The words of what there is, with a space between.
pub const EQUIPMENT: &str = "space-equipment";
/// A box that is ticked.
pub const YES: &str = "yes";

/// A day on which it is closed, as an exception says it.
const SHUT: &str = "休み";

/// The control of a weekday's hours.
pub fn hours_of(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "space-hours-mon",
        Weekday::Tuesday => "space-hours-tue",
        Weekday::Wednesday => "space-hours-wed",
        Weekday::Thursday => "space-hours-thu",
        Weekday::Friday => "space-hours-fri",
        Weekday::Saturday => "space-hours-sat",
        Weekday::Sunday => "space-hours-sun",
    }
}

/// The stable words of what holidays do, as a form offers them.
pub const ON_HOLIDAYS: [(&str, OnHolidays); 3] = [
    ("closed", OnHolidays::Closed),
    ("as_sunday", OnHolidays::AsSunday),
    ("as_usual", OnHolidays::AsUsual),
];

/// The texts that say a space.
pub fn texts(space: &Space) -> Texts {
    let mut texts = Texts::new();
    let mut put = |control: &str, text: String| {
        texts.insert(control.to_owned(), text);
    };
    put(NAME, space.name.clone());
    put(KANA, space.kana.clone());
    if let Some(town) = &space.town {
        put(TOWN, town.code.as_str().to_owned());
        put(TOWN_NAME, town.name.clone());
    }
    put(ADDRESS, space.address.clone());
    put(BUILDING, space.building.clone());
    if let Some(at) = space.position {
        put(LATITUDE, at.latitude.to_string());
        put(LONGITUDE, at.longitude.to_string());
    }
    put(PHONE, space.phone.clone());
    if let Some(hours) = &space.hours {
        for weekday in Weekday::ALL {
            put(hours_of(weekday), said(hours.week.on(weekday)));
        }
        let named = ON_HOLIDAYS.iter().find(|(_, does)| *does == hours.holidays);
        put(HOLIDAYS, named.map_or("", |(word, _)| word).to_owned());
        put(
            YEAR_END,
            hours.year_end.map(String::from).unwrap_or_default(),
        );
        let lines = hours.exceptions.iter().map(|(day, hours)| {
            let hours = Some(said(hours)).filter(|said| !said.is_empty());
            format!("{day} {}", hours.unwrap_or_else(|| SHUT.to_owned()))
        });
        put(EXCEPTIONS, lines.collect::<Vec<_>>().join("\n"));
    }
    put(HOURS_NOTE, space.hours_note.clone());
    put(DESCRIPTION, space.description.clone());
    put(WEBSITE, space.website.clone().unwrap_or_default());
    put(QUOTA, space.quota.to_string());
    put(CLOSED, if space.closed { YES } else { "" }.to_owned());
    let words = space.equipment.iter().map(|item| item.word());
    put(EQUIPMENT, words.collect::<Vec<_>>().join(" "));
    texts
}

/// The space that the texts say, in the place of `before`; or everything that is wrong with them.
pub fn read(texts: &Texts, before: &Space) -> Result<Space, Vec<Invalid>> {
    let mut wrong = Vec::new();
    let text = |control: &str| texts.get(control).map_or("", |text| text.trim());
    let mut note = |field, problem| wrong.push(Invalid { field, problem });
    let town = match (text(TOWN), text(TOWN_NAME)) {
        ("", "") => None,
        (code, name) => match code.parse::<MunicipalityCode>() {
            Ok(code) if !name.is_empty() => Some(Town {
                code,
                name: name.to_owned(),
            }),
            Ok(_) => {
                note(Field::Town, Problem::Missing);
                None
            }
            Err(_) => {
                note(Field::Town, Problem::Malformed);
                None
            }
        },
    };
    let position = match (text(LATITUDE), text(LONGITUDE)) {
        ("", "") => None,
        (latitude, longitude) => match (degrees(latitude), degrees(longitude)) {
            (Some(latitude), Some(longitude)) => Some(Position {
                latitude,
                longitude,
            }),
            _ => {
                note(Field::Position, Problem::Malformed);
                None
            }
        },
    };
    let hours = match hours(&text) {
        Ok(hours) => hours,
        Err(problem) => {
            note(Field::OpeningHours, problem);
            before.hours.clone()
        }
    };
    let quota = match text(QUOTA) {
        "" => 0,
        typed => match typed::whole_number(typed).and_then(|count| u32::try_from(count).ok()) {
            Some(count) => count,
            None => {
                note(Field::Quota, Problem::Malformed);
                0
            }
        },
    };
    let space = Space {
        name: text(NAME).to_owned(),
        kana: text(KANA).to_owned(),
        town,
        address: text(ADDRESS).to_owned(),
        building: text(BUILDING).to_owned(),
        position,
        phone: text(PHONE).to_owned(),
        hours,
        hours_note: text(HOURS_NOTE).to_owned(),
        description: text(DESCRIPTION).to_owned(),
        website: Some(text(WEBSITE).to_owned()).filter(|website| !website.is_empty()),
        quota,
        closed: text(CLOSED) == YES,
        equipment: text(EQUIPMENT)
            .split_whitespace()
            .filter_map(Equipment::from_word)
            .collect(),
        ..before.clone()
    };
    // What is wrong with the whole is said at once, not after the rest is mended.
    for checked in [space.check(), space.check_offer()] {
        if let Err(invalid) = checked
            && wrong.iter().all(|known| known.field != invalid.field)
        {
            wrong.push(invalid);
        }
    }
    match wrong.is_empty() {
        true => Ok(space),
        false => Err(wrong),
    }
}

/// Degrees, in digits of any width.
fn degrees(text: &str) -> Option<f64> {
    let signs: String = text.chars().map(crate::width::half_width).collect();
    let degrees: f64 = signs.trim().parse().ok()?;
    degrees.is_finite().then_some(degrees)
}

/// The hours; `None` where none are written.
fn hours<'a>(text: &impl Fn(&str) -> &'a str) -> Result<Option<OpeningHours>, Problem> {
    let mut days = Vec::new();
    for weekday in Weekday::ALL {
        days.push(of_a_day(text(hours_of(weekday)))?);
    }
    let mut exceptions = BTreeMap::new();
    for line in text(EXCEPTIONS).lines().map(str::trim) {
        if line.is_empty() {
            continue;
        }
        let (day, hours) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let day: Day = day.parse().map_err(|_| Problem::Malformed)?;
        let hours = match hours.trim() {
            "" => return Err(Problem::Malformed),
            SHUT => Hours::default(),
            hours => of_a_day(hours)?,
        };
        exceptions.insert(day, hours);
    }
    let year_end = match text(YEAR_END) {
        "" => None,
        written => {
            let year_end = YearEnd::try_from(written.to_owned());
            Some(year_end.map_err(|_| Problem::Malformed)?)
        }
    };
    if days.iter().all(|day| day.intervals().is_empty()) && exceptions.is_empty() {
        return Ok(None);
    }
    let named = ON_HOLIDAYS
        .into_iter()
        .find(|(word, _)| *word == text(HOLIDAYS));
    Ok(Some(OpeningHours {
        week: Week::new(|weekday| days.get(weekday as usize).cloned().unwrap_or_default()),
        holidays: named.map_or(OnHolidays::Unsaid, |(_, does)| does),
        year_end,
        exceptions,
    }))
}

/// A day's hours: `9:00-12:00,13:00-17:00`; nothing where it is closed.
fn of_a_day(text: &str) -> Result<Hours, Problem> {
    let signs = text.chars().map(crate::width::half_width);
    let signs: String = signs
        .map(|sign| match sign {
            '〜' | '~' | '–' | '−' | 'ー' => '-',
            '、' | '・' => ',',
            other => other,
        })
        .filter(|sign| !sign.is_whitespace())
        .collect();
    if signs.is_empty() || signs == SHUT {
        return Ok(Hours::default());
    }
    let intervals = signs.split(',').map(|part| {
        let (opens, closes) = part.split_once('-').ok_or(Problem::Malformed)?;
        Interval::read(opens, closes).map_err(|_| Problem::Malformed)
    });
    Hours::new(intervals.collect::<Result<_, _>>()?).map_err(|_| Problem::Malformed)
}

/// A day's hours as they are written.
fn said(hours: &Hours) -> String {
    let each = hours.intervals().iter().map(ToString::to_string);
    each.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town::{SPACE, space};
    use proptest::prelude::*;

    fn changed(control: &str, text: &str) -> Result<Space, Vec<Invalid>> {
        let mut texts = texts(&space(SPACE));
        texts.insert(control.to_owned(), text.to_owned());
        read(&texts, &space(SPACE))
    }

    fn wrong(control: &str, text: &str) -> Vec<Field> {
        let wrong = changed(control, text).err().unwrap_or_default();
        wrong.into_iter().map(|invalid| invalid.field).collect()
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        let monday = hours_of(Weekday::Monday);
        for text in [
            "9:00-12:00,13:00-17:00",
            " ９：００〜１２：００、13:00～17:00 ",
        ] {
            let hours = changed(monday, text).unwrap().hours.unwrap();
            assert_eq!(
                said(hours.week.on(Weekday::Monday)),
                "09:00-12:00,13:00-17:00"
            );
        }
        for text in ["", "休み"] {
            let hours = changed(monday, text).unwrap().hours.unwrap();
            assert!(hours.week.on(Weekday::Monday).intervals().is_empty());
        }
        assert_eq!(wrong(monday, "朝から"), [Field::OpeningHours]);
        assert_eq!(wrong(monday, "22:00-5:00"), [Field::OpeningHours]);
        let single = changed(EXCEPTIONS, "2026-12-10 10:00-15:00\n\n2026-12-11 休み").unwrap();
        assert_eq!(single.hours.unwrap().exceptions.len(), 2);
        assert_eq!(wrong(EXCEPTIONS, "12/10 休み"), [Field::OpeningHours]);
    }

    #[test]
    fn each_thing_that_is_wrong_is_named() {
        assert_eq!(wrong(NAME, " "), [Field::Name]);
        assert_eq!(wrong(TOWN, "452042"), [Field::Town]);
        assert_eq!(wrong(TOWN_NAME, ""), [Field::Town]);
        assert_eq!(wrong(LATITUDE, "北"), [Field::Position]);
        assert_eq!(wrong(LATITUDE, ""), [Field::Position]);
        assert_eq!(wrong(LATITUDE, "131.4"), [Field::Position]);
        assert_eq!(wrong(WEBSITE, "javascript:1"), [Field::Website]);
        assert_eq!(wrong(QUOTA, "多数"), [Field::Quota]);
        assert_eq!(
            changed(LATITUDE, "３１.５")
                .unwrap()
                .position
                .unwrap()
                .latitude,
            31.5
        );
    }

    #[test]
    fn who_takes_no_bookings_needs_no_hours() {
        let mut texts = texts(&space(SPACE));
        texts.retain(|control, _| !control.starts_with("space-hours"));
        let wrong = read(&texts, &space(SPACE)).unwrap_err();
        assert_eq!(wrong[0].field, Field::OpeningHours);
        texts.insert(QUOTA.to_owned(), "0".to_owned());
        assert_eq!(read(&texts, &space(SPACE)).unwrap().hours, None);
    }

    proptest! {
        #[test]
        fn a_space_reads_back_from_its_texts(
            name in "[あ-ん]{1,9}", quota in 0u32..9, closed: bool, from in 0u16..1440, long in 1u16..1440,
            off in proptest::collection::btree_set(0i64..400, 0..4), items in 0usize..9,
        ) {
            let mut written = space(SPACE);
            let hours = Hours::new(vec![Interval::new(from, from + long).unwrap()]).unwrap();
            written.name = name;
            written.quota = quota;
            written.closed = closed;
            written.equipment = Equipment::ALL.iter().copied().take(items).collect();
            let today = Day::of(crate::Timestamp(1_795_392_000_000));
            if let Some(mine) = &mut written.hours {
                mine.week = Week::new(|day| match day {
                    Weekday::Monday => Hours::default(),
                    _ => hours.clone(),
                });
                mine.year_end = YearEnd::new((12, 29), (1, 3)).ok();
                mine.exceptions = off.iter().map(|days| (today.plus(*days), Hours::default())).collect();
            }
            prop_assert_eq!(read(&texts(&written), &space(SPACE)), Ok(written));
        }
    }
}
