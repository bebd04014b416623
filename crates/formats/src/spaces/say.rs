//! A space as the columns of a list tell it.

use super::layout::{Says, equipment_columns};
use crate::places::prefecture;
use domain::{
    opening_hours::{Interval, OnHolidays},
    place::Town,
    program::Position,
    space::{Equipment, Space},
    weekday::Weekday,
};

/// What a column says of a space.
pub(super) fn say(space: &Space, says: Says) -> String {
    let town_name = space.town.as_ref().map_or("", |town| town.name.as_str());
    // The names in front are those of whose list it is.
    let owner = if town_name.is_empty() {
        &space.desk_name
    } else {
        town_name
    };
    let degrees = |degrees: fn(Position) -> f64| {
        let position = space.position.map(degrees);
        position
            .map(|degrees| degrees.to_string())
            .unwrap_or_default()
    };
    let hours = |tell: fn(&[Weekday], Interval) -> String| {
        week(space)
            .map(|(days, interval)| tell(&days, interval))
            .unwrap_or_default()
    };
    match says {
        Says::Code => publisher(space).unwrap_or_else(|| code(space.town.as_ref())),
        Says::PlaceCode => code(space.town.as_ref()),
        Says::Prefecture => prefecture(owner).0.to_owned(),
        Says::City => prefecture(owner).1.to_owned(),
        Says::Body => space.desk_name.clone(),
        Says::Identifier => space
            .identifier
            .clone()
            .unwrap_or_else(|| space.id.to_string()),
        Says::Name => space.name.clone(),
        Says::Kana => space.kana.clone(),
        Says::Nickname => space.nickname.clone(),
        Says::Address => space.address.clone(),
        Says::AddressPrefecture => prefecture(town_name).0.to_owned(),
        Says::AddressCity => prefecture(town_name).1.to_owned(),
        Says::Building => space.building.clone(),
        Says::Latitude => degrees(|position| position.latitude),
        Says::Longitude => degrees(|position| position.longitude),
        Says::Phone => space.phone.clone(),
        Says::CorporateNumber => space.corporate_number.clone(),
        Says::Organisation => space.organisation.clone(),
        Says::Days => hours(|days, _| days.iter().map(|day| sign(*day)).collect()),
        Says::Opens => hours(|_, interval| time(interval.from())),
        Says::Closes => hours(|_, interval| time(interval.to())),
        Says::HoursNote => space.hours_note.clone(),
        Says::Description => space.description.clone(),
        Says::Equipment => {
            let there = equipment_columns().filter(|(_, item)| space.equipment.contains(item));
            there.map(|(name, _)| name).collect::<Vec<_>>().join(";")
        }
        Says::Has(item) if space.equipment.contains(&item) => has(item).to_owned(),
        Says::Website => space.website.clone().unwrap_or_default(),
        Says::Note => space.note.clone(),
        Says::AddressTown
        | Says::AddressBlock
        | Says::Position
        | Says::Extension
        | Says::Under
        // Nobody said that there is none.
        | Says::Has(_) => String::new(),
    }
}

/// The code of whoever publishes the list, where it is not that of the place: a prefecture's.
fn publisher(space: &Space) -> Option<String> {
    let names = ["全国地方公共団体コード", "都道府県コード又は市区町村コード"];
    let mut kept = names.iter().filter_map(|name| space.extra.get(*name));
    kept.find_map(|code| code.as_str()).map(str::to_owned)
}

fn code(town: Option<&Town>) -> String {
    town.map(|town| town.code.as_str().to_owned())
        .unwrap_or_default()
}

/// The list's word for what there is, and for what one may.
fn has(item: Equipment) -> &'static str {
    match item {
        Equipment::Wheelchair | Equipment::Eating | Equipment::Stroller => "可",
        _ => "有",
    }
}

/// The days and the one interval of a week that three cells can tell.
fn week(space: &Space) -> Option<(Vec<Weekday>, Interval)> {
    let hours = space.hours.as_ref()?;
    let plain = hours.holidays == OnHolidays::Unsaid
        && hours.year_end.is_none()
        && hours.exceptions.is_empty();
    let on = |day: &Weekday| hours.week.on(*day).intervals();
    let days = Weekday::ALL.into_iter().filter(|day| !on(day).is_empty());
    let days: Vec<Weekday> = days.collect();
    let [interval] = on(days.first()?) else {
        return None;
    };
    let alike = days.iter().all(|day| on(day) == [*interval]);
    (plain && alike).then_some((days, *interval))
}

fn sign(day: Weekday) -> char {
    let signs = "月火水木金土日".chars().zip(Weekday::ALL);
    let mut found = signs.filter(|(_, each)| *each == day);
    found.next().map_or(' ', |(sign, _)| sign)
}

fn time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
