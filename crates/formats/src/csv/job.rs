//! Row to job, as the map says.

use super::{
    map::{From, Map, PayMap, Unreadable},
    row::Row,
};
use crate::{
    Reason,
    dates::When,
    job_posting::{bounds, drop_usual, kind_by_pay, property, untitled_id, weekly_hours},
    numbers,
    refused::{self, Fault},
};
use domain::{
    Category, DeskId, Job, JobId, Yen,
    job::{JobKind, LifeStage, Pay, PayUnit, Workplace},
    place::{MunicipalityCode, Town},
    refusal::Field,
};
use serde_json::{Map as Json, Value, json};

pub(super) fn job<'a>(row: &Row<'a>, map: &'a Map) -> Result<Job, Fault> {
    for unwanted in &map.refuse_when {
        if row.heading.find(&unwanted.column, row.cells)?.trim() == unwanted.equals {
            let reason = Reason::Unwanted(unwanted.reason.clone());
            return Err(Fault::new(unwanted.column.as_str(), reason));
        }
    }
    let from = &map.job;
    let title = row.line("title", &from.title)?;
    let desk_name = row.line("organization", &from.organization)?;
    let desk = DeskId::of_name(&desk_name.text);
    let posted_at = row
        .date("posted_at", &from.posted_at)?
        .ok_or_else(|| Fault::missing(column(map, Field::PostedAt)))?
        .begins();
    let identifier = row.text("identifier", &from.identifier)?;
    let (pay, salary, unread) = match &from.pay {
        Some(pay) => salary(row, pay)?,
        None => (None, None, None),
    };
    let kind = row.word("kind", &from.kind, JobKind::from_word)?;
    let workplace = workplace(row, map)?;
    let mut extra = extra(row, map, salary, unread)?;
    drop_usual(&mut extra, workplace.remote);

    let job = Job {
        id: match &identifier {
            Some(identifier) => JobId::of_source(desk, identifier),
            None => untitled_id(desk, &title.text, posted_at),
        },
        desk,
        desk_name: desk_name.text,
        kind: kind.unwrap_or_else(|| kind_by_pay(pay)),
        title: title.text,
        description: description(row, map)?,
        category: row
            .word("category", &from.category, Category::from_word)?
            .unwrap_or_default(),
        tags: tags(row, map)?,
        pay,
        quota: row.number("quota", &from.quota, whole)?,
        effort_minutes: {
            let hours = row.number(
                "effort_hours",
                &from.effort_hours,
                numbers::hours_as_minutes,
            )?;
            row.number("effort_minutes", &from.effort_minutes, whole)?
                .or(hours)
        },
        weekly_hours: weekly_hours(
            row.number("weekly_hours.min", &from.weekly_hours.min, whole)?,
            row.number("weekly_hours.max", &from.weekly_hours.max, whole)?,
        ),
        workplace,
        posted_at,
        closes_at: row.date("closes_at", &from.closes_at)?.map(When::closes),
        closed: row.flag("closed", &from.closed)?,
        due: row.text("due", &from.due)?,
        pay_day: row.text("pay_day", &from.pay_day)?,
        pay_means: row.text("pay_means", &from.pay_means)?,
        costs: row.text("costs", &from.costs)?,
        rights: row.text("rights", &from.rights)?,
        contact: row.text("contact", &from.contact)?,
        life_stages: match &from.life_stages {
            None => Default::default(),
            Some(cell) => {
                let stages = row.list("life_stages", cell)?.into_iter().map(|word| {
                    LifeStage::from_word(&word).ok_or_else(|| {
                        let column = name(&cell.from, "life_stages");
                        Fault::new(column, Reason::unknown_word(&word))
                    })
                });
                stages.collect::<Result<_, _>>()?
            }
        },
        beginner: row.flag("beginner", &from.beginner)?,
        no_calls: row.flag("no_calls", &from.no_calls)?,
        naptime: row.flag("naptime", &from.naptime)?,
        sample: from.sample,
        identifier,
        edited_at: None,
        extra,
    };
    refused::check(&job, |field| column(map, field))?;
    Ok(job)
}

fn whole<T: TryFrom<i64>>(text: &str) -> Option<T> {
    numbers::whole(text)?.try_into().ok()
}

fn name<'a>(from: &'a From, field: &'a str) -> &'a str {
    match from {
        From::Column(column) => column,
        From::Either(columns) => columns.first().map_or(field, String::as_str),
        From::Constant(_) => field,
    }
}

/// The parts that say something, each under its heading.
fn description(row: &Row<'_>, map: &Map) -> Result<String, Fault> {
    let mut description = String::new();
    for part in &map.job.description.0 {
        let text = row.paragraphs(&part.column)?;
        if text.is_empty() {
            continue;
        }
        if !description.is_empty() {
            description.push_str("\n\n");
        }
        if let Some(heading) = &part.heading {
            description.push_str(heading);
            description.push('\n');
        }
        description.push_str(&text);
    }
    Ok(description)
}

fn tags(row: &Row<'_>, map: &Map) -> Result<Vec<String>, Fault> {
    let mut tags: Vec<String> = Vec::new();
    for cell in &map.job.tags {
        for tag in row.list("tags", cell)? {
            // The same word in two columns is one tag.
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    Ok(tags)
}

fn workplace<'a>(row: &Row<'a>, map: &'a Map) -> Result<Workplace, Fault> {
    let remote = row.flag("remote", &map.job.remote)?;
    let area = match &map.job.area {
        None => None,
        Some(area) => {
            let text = row.paragraphs(&area.column)?;
            let mut parts: Vec<&str> = text
                .split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .collect();
            if area.largest_first {
                parts.reverse();
            }
            (!parts.is_empty()).then(|| parts.join(", "))
        }
    };
    let town = match &map.job.town {
        None => None,
        Some(town) => {
            let (code, named) = (
                row.line("town.code", &town.code)?,
                row.line("town.name", &town.name)?,
            );
            match (code.text.is_empty(), named.text.is_empty()) {
                (true, true) => None,
                (true, false) => return Err(Fault::missing(code.name)),
                (false, true) => return Err(Fault::missing(named.name)),
                (false, false) => {
                    let bad = |bad| Fault::new(code.name, Reason::TownCode(bad));
                    let code: MunicipalityCode =
                        numbers::narrow(&code.text).parse().map_err(bad)?;
                    Some(Town {
                        code,
                        name: named.text,
                    })
                }
            }
        }
    };
    Ok(Workplace { remote, town, area })
}

/// The pay; or, where it is not in yen, schema.org's `baseSalary`; or a property with the text of a
/// range that cannot be read.
type Salary = (Option<Pay>, Option<Value>, Option<Value>);

fn salary<'a>(row: &Row<'a>, map: &'a PayMap) -> Result<Salary, Fault> {
    let unit = row.word("pay.unit", &map.unit, PayUnit::from_word)?;
    let (min, max) = (
        row.number("pay.min", &map.min, numbers::yen)?,
        row.number("pay.max", &map.max, numbers::yen)?,
    );
    let range = match &map.range {
        None => bounds(min, max, None),
        Some(cell) => {
            let found = row.line("pay.range", cell)?;
            match numbers::yen_range(&found.text) {
                Some(range) => Some(range),
                None if found.text.is_empty() => None,
                None if map.unreadable == Unreadable::Keep => {
                    let kept = property::entry(found.name, found.text);
                    return Ok((None, None, Some(kept)));
                }
                None => return Err(Fault::new(found.name, Reason::not_a_number(&found.text))),
            }
        }
    };
    let Some((min, max)) = range else {
        return Ok((None, None, None));
    };
    if map.currency.as_deref() == Some("JPY") {
        let missing = || {
            Fault::missing(
                map.unit
                    .as_ref()
                    .map_or("pay.unit", |cell| name(&cell.from, "pay.unit")),
            )
        };
        let unit = unit.ok_or_else(missing)?;
        return Ok((Some(Pay { unit, min, max }), None, None));
    }
    // Whole numbers of some other money.
    let (Yen(min), Yen(max)) = (min, max);
    let mut value = json!({ "@type": "QuantitativeValue", "minValue": min, "maxValue": max });
    let mut salary = json!({ "@type": "MonetaryAmount" });
    if let (Some(unit), Some(value)) = (unit, value.as_object_mut()) {
        value.insert("unitText".to_owned(), unit.word().to_uppercase().into());
    }
    if let Some(salary) = salary.as_object_mut() {
        salary.insert("value".to_owned(), value);
        if let Some(currency) = &map.currency {
            salary.insert("currency".to_owned(), currency.as_str().into());
        }
    }
    Ok((None, Some(salary), None))
}

/// What a job has no field for, as a `JobPosting` would say it.
fn extra(
    row: &Row<'_>,
    map: &Map,
    salary: Option<Value>,
    unread: Option<Value>,
) -> Result<Json<String, Value>, Fault> {
    let mut extra = Json::new();
    for (term, cell) in &map.job.extra {
        let found = row.line(term, cell)?;
        if !found.text.is_empty() {
            extra.insert(term.clone(), found.text.into());
        }
    }
    let mut properties: Vec<Value> = unread.into_iter().collect();
    for (name, cell) in &map.job.properties {
        let found = row.line(name, cell)?;
        if !found.text.is_empty() {
            properties.push(property::entry(name, found.text));
        }
    }
    if !properties.is_empty() {
        extra.insert("additionalProperty".to_owned(), Value::Array(properties));
    }
    if let Some(salary) = salary {
        extra.insert("baseSalary".to_owned(), salary);
    }
    Ok(extra)
}

/// The column that a field comes from, or the field's name in the map where it comes from several
/// or from none.
fn column(map: &Map, field: Field) -> String {
    let job = &map.job;
    let (cell, field) = match field {
        Field::Title => (Some(&job.title), "title"),
        Field::Organization => (Some(&job.organization), "organization"),
        Field::PostedAt => (Some(&job.posted_at), "posted_at"),
        Field::Description => {
            return match job.description.0.as_slice() {
                [part] => part.column.clone(),
                _ => "description".to_owned(),
            };
        }
        Field::Tags => match job.tags.as_slice() {
            [cell] => (Some(cell), "tags"),
            _ => (None, "tags"),
        },
        Field::Amount => {
            let pay = job.pay.as_ref();
            (
                pay.and_then(|pay| pay.range.as_ref().or(pay.max.as_ref()).or(pay.min.as_ref())),
                "pay",
            )
        }
        Field::WeeklyHours => (job.weekly_hours.max.as_ref(), "weekly_hours"),
        Field::Place => match (&job.area, &job.town) {
            (Some(area), _) => return area.column.clone(),
            (None, town) => (town.as_ref().map(|town| &town.name), "town"),
        },
        Field::Identifier => (job.identifier.as_ref(), "identifier"),
        Field::Due => (job.due.as_ref(), "due"),
        Field::PayDay => (job.pay_day.as_ref(), "pay_day"),
        Field::PayMeans => (job.pay_means.as_ref(), "pay_means"),
        Field::Costs => (job.costs.as_ref(), "costs"),
        Field::Rights => (job.rights.as_ref(), "rights"),
        Field::Contact => (job.contact.as_ref(), "contact"),
        // The domain checks no others on a job.
        _ => (None, ""),
    };
    cell.map_or(field, |cell| name(&cell.from, field))
        .to_owned()
}
