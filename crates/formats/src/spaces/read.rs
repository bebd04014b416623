//! The texts of a row as a space.

use super::{
    Reading,
    layout::{Says, equipment_columns},
};
use crate::{
    Reason,
    listing::{Said, Texts, is_nothing},
    numbers::narrow,
    refused::Fault,
};
use domain::{
    DeskId, SpaceId,
    opening_hours::{OnHolidays, OpeningHours, Week},
    place::Town,
    space::{Equipment, Space},
};
use std::collections::{BTreeMap, BTreeSet};

/// The space that a row says.
pub(super) fn space(
    said: &Said<'_, Says>,
    reading: &Reading,
    remarks: &mut Vec<Fault>,
) -> Result<Space, Fault> {
    let name = said.name(Says::Name);
    if name.is_empty() {
        return Err(Fault::missing(said.column(Says::Name, "name")));
    }
    let body = said.town(Says::Code, &[Says::Prefecture, Says::City, Says::Body])?;
    let place = said.town(
        Says::PlaceCode,
        &[Says::AddressPrefecture, Says::AddressCity],
    )?;
    let desk_name = desk_name(said, reading)?;
    let desk = reading.known.desk.as_deref().map(DeskId::of_name);
    let identifier = said.get(Says::Identifier).map(|found| found.text);
    let address = address(said);
    let numbered = identifier
        .clone()
        .unwrap_or_else(|| format!("{name}\n{address}"));
    let id = id(reading, body.as_ref(), &desk_name, &numbered);
    let mut space = Space::blank(id, desk, desk_name, reading.known.entered);
    space.sample = reading.sample;
    space.identifier = identifier;
    space.name = name;
    space.kana = said.line(Says::Kana);
    space.nickname = said.line(Says::Nickname);
    space.town = place.or(body);
    space.address = address;
    space.building = said.line(Says::Building);
    space.position = match said.get(Says::Position) {
        Some(_) => said.pair(Says::Position, remarks),
        None => said.position(Says::Latitude, Says::Longitude, remarks),
    };
    space.phone = phone(said);
    space.organisation = said.line(Says::Organisation);
    space.corporate_number = corporate_number(said, remarks);
    (space.hours, space.hours_note) = hours(said);
    space.description = description(said);
    let (equipment, words) = equipment(said, remarks);
    space.equipment = equipment;
    space.note = lines([said.text(Says::Note), words]);
    space.website = said.website(Says::Website, remarks);
    Ok(space)
}

fn lines(texts: impl IntoIterator<Item = String>) -> String {
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\n")
}

/// Words of a column that are no value: the column's name stands before them.
fn words(found: &Texts<'_>) -> String {
    format!("{}: {}", found.column, found.text)
}

fn desk_name(said: &Said<'_, Says>, reading: &Reading) -> Result<String, Fault> {
    let place = said.line(Says::Prefecture) + &said.line(Says::City);
    let known = reading.known.desk.clone().unwrap_or_default();
    let whatever = said.name(Says::Prefecture) + &said.name(Says::City);
    [known, said.name(Says::Body), place, whatever]
        .into_iter()
        .find(|name| !name.is_empty())
        .ok_or_else(|| Fault::missing(said.column(Says::Body, "organization")))
}

/// Numbers are given once within a municipality. A desk's list may have several of them.
fn id(reading: &Reading, body: Option<&Town>, desk_name: &str, numbered: &str) -> SpaceId {
    match (&reading.known.desk, body) {
        (None, Some(body)) => SpaceId::of_source(body.code.as_str(), numbered),
        (None, None) => SpaceId::of_source(desk_name, numbered),
        (Some(desk), Some(body)) => {
            SpaceId::of_source(desk, &format!("{}/{numbered}", body.code.as_str()))
        }
        (Some(desk), None) => SpaceId::of_source(desk, numbered),
    }
}

fn address(said: &Said<'_, Says>) -> String {
    let whole = said.text(Says::Address);
    if !whole.is_empty() {
        return whole;
    }
    let parts = [
        Says::AddressPrefecture,
        Says::AddressCity,
        Says::AddressTown,
        Says::AddressBlock,
    ];
    parts.iter().map(|part| said.line(*part)).collect()
}

fn phone(said: &Said<'_, Says>) -> String {
    let extension = said.get(Says::Extension);
    let extension = extension.map(|found| words(&found)).unwrap_or_default();
    let phone = said.line(Says::Phone);
    [phone, extension]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn corporate_number(said: &Said<'_, Says>, remarks: &mut Vec<Fault>) -> String {
    let Some(found) = said.get(Says::CorporateNumber) else {
        return String::new();
    };
    let digits = narrow(&found.text);
    let is_number = digits.len() == 13 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        return digits;
    }
    remarks.push(Fault::new(found.column, Reason::not_a_number(&found.text)));
    String::new()
}

/// The week that three cells tell, and what else is said. Lists name no holidays. What cannot be
/// reckoned with stays words.
fn hours(said: &Said<'_, Says>) -> (Option<OpeningHours>, String) {
    let note = said.text(Says::HoursNote);
    let cells = [Says::Days, Says::Opens, Says::Closes].map(|says| said.get(says));
    if let [Some(days), Some(opens), Some(closes)] = &cells
        && let Ok(week) = Week::read(&days.text, &opens.text, &closes.text)
    {
        let hours = OpeningHours {
            week,
            holidays: OnHolidays::Unsaid,
            year_end: None,
            exceptions: BTreeMap::new(),
        };
        return (Some(hours), note);
    }
    let cells = cells.into_iter().flatten().map(|found| words(&found));
    (None, lines(cells.chain([note])))
}

fn description(said: &Said<'_, Says>) -> String {
    let parts = said.cells.iter().filter_map(|(says, column, text)| {
        let text = text.replace('\u{a0}', " ").trim().to_owned();
        match says {
            _ if is_nothing(&text) => None,
            Says::Description => Some(text),
            Says::Under => Some(format!("{column}\n{text}")),
            _ => None,
        }
    });
    parts.collect::<Vec<_>>().join("\n\n")
}

/// What there is, and words of which nobody knows what they name.
fn equipment(said: &Said<'_, Says>, remarks: &mut Vec<Fault>) -> (BTreeSet<Equipment>, String) {
    let mut equipment = BTreeSet::new();
    for (says, column, text) in &said.cells {
        let Says::Has(item) = says else { continue };
        match narrow(text).as_str() {
            "有" | "可" | "あり" | "○" | "〇" | "1" => {
                equipment.insert(*item);
            }
            "無" | "否" | "不可" | "なし" | "×" | "0" => {}
            text if is_nothing(text) => {}
            text => remarks.push(Fault::new(column.as_ref(), Reason::unknown_word(text))),
        }
    }
    let Some(found) = said.get(Says::Equipment) else {
        return (equipment, String::new());
    };
    let names = found.text.split([';', '；']).map(str::trim);
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let known = |name: &&str| equipment_columns().find(|(column, _)| column == name);
    let all_known = names.iter().all(|name| known(name).is_some());
    equipment.extend(names.iter().filter_map(known).map(|(_, item)| item));
    let words = if all_known {
        String::new()
    } else {
        words(&found)
    };
    (equipment, words)
}
