//! Where the work is: `jobLocation`, `jobLocationType`, and our `townCode`.

use super::{
    property::{self, Properties, fault},
    thing::Thing,
};
use crate::{Reason, refused::Fault};
use domain::{
    job::Workplace,
    place::{MunicipalityCode, Town},
};
use serde_json::{Map, Value, json};

const LOCATION: &str = "jobLocation";
const KIND: &str = "jobLocationType";
const REMOTE: &str = "TELECOMMUTE";

/// Takes the workplace out of a posting. A town is one of Japan's where its code is given; any
/// other place is its name, or the words of its address, which then stays.
pub(super) fn take(
    posting: &mut Map<String, Value>,
    ours: &mut Properties,
) -> Result<Workplace, Fault> {
    let remote = posting.get(KIND).is_some_and(|kind| kind == REMOTE);
    if remote {
        posting.remove(KIND);
    }
    let code = ours
        .text(property::TOWN_CODE)?
        .map(|code| {
            code.parse::<MunicipalityCode>()
                .map_err(|bad| fault(property::TOWN_CODE, Reason::TownCode(bad)))
        })
        .transpose()?;
    let mut workplace = Workplace {
        remote,
        town: None,
        area: None,
    };
    let no_name = || Fault::missing(format!("{LOCATION}.address.addressLocality"));
    let Some(mut place) = Thing::take(posting, LOCATION, "Place", "name") else {
        return if code.is_some() {
            Err(no_name())
        } else {
            Ok(workplace)
        };
    };
    workplace.area = place.word("name");
    let address = Thing::take(
        &mut place.fields,
        "address",
        "PostalAddress",
        "streetAddress",
    );
    match (code, address) {
        (Some(_), None) => return Err(no_name()),
        (Some(code), Some(mut address)) => {
            let region = address.word("addressRegion");
            let locality = address.word("addressLocality");
            if region.is_none() && locality.is_none() {
                return Err(no_name());
            }
            let name = region.unwrap_or_default() + &locality.unwrap_or_default();
            workplace.town = Some(Town { code, name });
            if address
                .fields
                .get("addressCountry")
                .is_some_and(|country| country == "JP")
            {
                address.fields.remove("addressCountry");
            }
            place.known = true;
            address.give_back(&mut place.fields);
        }
        (None, Some(address)) => {
            if workplace.area.is_none() {
                workplace.area = in_words(&address.fields);
                place.known |= workplace.area.is_some();
            }
            address.give_back(&mut place.fields);
        }
        (None, None) => {}
    }
    place.give_back(posting);
    Ok(workplace)
}

/// An address as one writes it there: 宮崎県日南市, or New York, NY, US.
fn in_words(address: &Map<String, Value>) -> Option<String> {
    let word = |field: &str| {
        let value = address.get(field)?;
        let text = value
            .as_str()
            .or_else(|| value.get("name")?.as_str())?
            .trim();
        (!text.is_empty()).then_some(text)
    };
    let country = word("addressCountry");
    let (region, locality) = (word("addressRegion"), word("addressLocality"));
    let parts = [locality, region, country];
    if region.is_none() && locality.is_none() {
        return word("streetAddress").or(country).map(str::to_owned);
    }
    if country.is_some_and(|country| ["JP", "Japan", "日本"].contains(&country)) {
        return Some(parts.iter().take(2).rev().copied().flatten().collect());
    }
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// Writes the workplace into a posting and its properties.
pub(super) fn put(
    workplace: &Workplace,
    posting: &mut Map<String, Value>,
    properties: &mut Vec<Value>,
) {
    if workplace.remote {
        posting.insert(KIND.to_owned(), REMOTE.into());
    }
    if workplace.town.is_none() && workplace.area.is_none() {
        return;
    }
    let mut place = Map::from_iter([("@type".to_owned(), "Place".into())]);
    if let Some(area) = &workplace.area {
        place.insert("name".to_owned(), area.as_str().into());
    }
    if let Some(town) = &workplace.town {
        let (region, locality) = split_prefecture(&town.name);
        let mut address = json!({
            "@type": "PostalAddress",
            "addressCountry": "JP",
            "addressLocality": locality,
        });
        if let (Some(region), Some(address)) = (region, address.as_object_mut()) {
            address.insert("addressRegion".to_owned(), region.into());
        }
        place.insert("address".to_owned(), address);
        properties.push(property::entry(property::TOWN_CODE, town.code.as_str()));
    }
    posting.insert(LOCATION.to_owned(), Value::Object(place));
}

/// 宮崎県 and 日南市. Of 47 prefectures all end in 県 but four, and none but 京都府 has one of the
/// endings within its name.
fn split_prefecture(name: &str) -> (Option<&str>, &str) {
    let whole = ["北海道", "東京都", "京都府", "大阪府"]
        .into_iter()
        .find(|p| name.starts_with(p));
    let length = whole.map(str::len).or_else(|| {
        // 神奈川県, 和歌山県, 鹿児島県 are the longest.
        name.char_indices()
            .take(4)
            .find(|(_, c)| *c == '県')
            .map(|(at, c)| at + c.len_utf8())
    });
    match length.and_then(|length| name.split_at_checked(length)) {
        Some((region, locality)) if !locality.is_empty() => (Some(region), locality),
        _ => (None, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefecture_is_told_from_its_town() {
        assert_eq!(split_prefecture("宮崎県日南市"), (Some("宮崎県"), "日南市"));
        assert_eq!(
            split_prefecture("京都府京都市北区"),
            (Some("京都府"), "京都市北区")
        );
        assert_eq!(
            split_prefecture("鹿児島県三島村"),
            (Some("鹿児島県"), "三島村")
        );
        assert_eq!(split_prefecture("宮崎県"), (None, "宮崎県"));
        assert_eq!(split_prefecture("日南市"), (None, "日南市"));
        assert_eq!(split_prefecture(""), (None, ""));
    }
}
