//! JSON to job. Each known part is taken out of the posting; what is left is the job's `extra`.

use super::{
    identity, pay, place,
    property::{self, Properties},
    thing::text,
};
use crate::{
    Reason,
    dates::{self, When},
    html,
    refused::{self, Fault},
};
use domain::{
    Category, Job,
    job::{JobKind, LifeStage, MAX_TAGS, WeeklyHours},
    refusal::Field,
};
use serde_json::{Map, Value};

/// Deepest nesting of a posting. Deeper ones exist only to break a reader; a posting that came in
/// is nested again inside of rows and answers.
const MAX_DEPTH: usize = 32;
/// Most bytes of unknown fields: every phone carries them.
const MAX_EXTRA: usize = 32 * 1024;
/// Longest tag in characters, as the domain checks it.
const MAX_TAG: usize = 60;

/// Reads one line of JSON.
pub(super) fn posting(text: &str) -> Result<Job, Fault> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        // The parser sees one line; the line in the file is known outside.
        let message = error.to_string();
        let message = message
            .split(" at line ")
            .next()
            .unwrap_or_default()
            .to_owned();
        Fault::new(
            "",
            Reason::Json {
                column: error.column(),
                message,
            },
        )
    })?;
    if deeper_than(MAX_DEPTH, &value) {
        return Err(Fault::new("", Reason::TooDeep { max: MAX_DEPTH }));
    }
    match value {
        Value::Object(posting) => job(posting),
        _ => Err(Fault::new("", Reason::NotAJobPosting)),
    }
}

fn deeper_than(depth: usize, value: &Value) -> bool {
    let Some(less) = depth.checked_sub(1) else {
        return true;
    };
    match value {
        Value::Array(items) => items.iter().any(|item| deeper_than(less, item)),
        Value::Object(fields) => fields.values().any(|item| deeper_than(less, item)),
        _ => false,
    }
}

fn job(mut posting: Map<String, Value>) -> Result<Job, Fault> {
    check_type(&mut posting)?;
    let mut ours = Properties::take(&mut posting)?;

    let title = text(&mut posting, "title")?.ok_or_else(|| Fault::missing("title"))?;
    let posted_at = date(&mut posting, "datePosted")?
        .ok_or_else(|| Fault::missing("datePosted"))?
        .begins();
    let closes_at = date(&mut posting, "validThrough")?.map(When::closes);
    let (desk, desk_name) = identity::organization(&mut posting)?;
    let (id, identifier) = identity::identifier(&mut posting, &mut ours, desk)?;
    let description = description(&mut posting, &mut ours)?;
    let reward = pay::take(&mut posting, &mut ours)?;
    let tags = skills(&mut posting);
    let workplace = place::take(&mut posting, &mut ours)?;
    drop_usual(&mut posting, workplace.remote);

    let job = Job {
        id: id.unwrap_or_else(|| identity::untitled_id(desk, &title, posted_at)),
        desk,
        desk_name,
        kind: ours
            .word(property::KIND, JobKind::from_word)?
            .unwrap_or_else(|| pay::kind_by_pay(reward)),
        title,
        description,
        category: ours
            .word(property::CATEGORY, Category::from_word)?
            .unwrap_or_default(),
        tags,
        pay: reward,
        quota: ours.whole(property::QUOTA)?,
        effort_minutes: ours.whole(property::EFFORT_MINUTES)?,
        weekly_hours: weekly_hours(
            ours.whole(property::WEEKLY_HOURS_MIN)?,
            ours.whole(property::WEEKLY_HOURS_MAX)?,
        ),
        workplace,
        posted_at,
        closes_at,
        closed: ours.flag(property::CLOSED)?,
        due: ours.text(property::DUE)?,
        pay_day: ours.text(property::PAY_DAY)?,
        pay_means: ours.text(property::PAY_MEANS)?,
        costs: ours.text(property::COSTS)?,
        rights: ours.text(property::RIGHTS)?,
        contact: ours.text(property::CONTACT)?,
        life_stages: ours
            .words(property::LIFE_STAGES, LifeStage::from_word)?
            .into_iter()
            .collect(),
        beginner: ours.flag(property::BEGINNER)?,
        no_calls: ours.flag(property::NO_CALLS)?,
        naptime: ours.flag(property::NAPTIME)?,
        sample: ours.flag(property::SAMPLE)?,
        identifier,
        edited_at: None,
        extra: {
            ours.give_back(&mut posting);
            check_extra(&posting)?;
            posting
        },
    };
    refused::check(&job, |field| path(field).to_owned())?;
    Ok(job)
}

/// Fields that we read ourselves, so that nothing else may put them into `extra`.
pub(crate) fn is_known(field: &str) -> bool {
    [
        "@context",
        "@type",
        "title",
        "description",
        "datePosted",
        "validThrough",
        "hiringOrganization",
        "jobLocation",
        "jobLocationType",
        "baseSalary",
        "identifier",
        "skills",
        "additionalProperty",
    ]
    .contains(&field)
}

/// What we say of every posting when it says nothing else: not kept when read, always written.
pub(super) fn usual(remote: bool) -> Vec<(&'static str, Value)> {
    let mut usual = vec![
        ("@context", "https://schema.org".into()),
        ("@type", "JobPosting".into()),
        ("employmentType", "CONTRACTOR".into()),
        ("directApply", true.into()),
    ];
    if remote {
        // Search engines ask where people working from home may live.
        let japan = serde_json::json!({ "@type": "Country", "name": "JP" });
        usual.push(("applicantLocationRequirements", japan));
    }
    usual
}

/// Drops what every posting says.
pub(crate) fn drop_usual(posting: &mut Map<String, Value>, remote: bool) {
    for (field, usual) in usual(remote) {
        if posting.get(field) == Some(&usual) {
            posting.remove(field);
        }
    }
}

fn check_type(posting: &mut Map<String, Value>) -> Result<(), Fault> {
    let is_posting = |value: &Value| value == "JobPosting";
    let right = match posting.get("@type") {
        None => true,
        Some(Value::Array(types)) => types.iter().any(is_posting),
        Some(value) => is_posting(value),
    };
    if !right {
        return Err(Fault::new("@type", Reason::NotAJobPosting));
    }
    let context = posting
        .get("@context")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let plain = context
        .trim_start_matches("http")
        .trim_start_matches('s')
        .trim_end_matches('/');
    if plain == "://schema.org" {
        posting.remove("@context");
    }
    Ok(())
}

fn date(posting: &mut Map<String, Value>, key: &str) -> Result<Option<When>, Fault> {
    text(posting, key)?
        .filter(|text| !text.trim().is_empty())
        .map(|text| dates::read(&text).ok_or_else(|| Fault::new(key, Reason::not_a_date(&text))))
        .transpose()
}

fn description(posting: &mut Map<String, Value>, ours: &mut Properties) -> Result<String, Fault> {
    let description = html::to_text(&text(posting, "description")?.unwrap_or_default());
    // Letter by letter, where it says the same: never another text than the one shown to others.
    if let Some(plain) = ours.peek(property::PLAIN_TEXT).and_then(Value::as_str)
        && html::to_text(&html::from_text(plain)) == description
    {
        let plain = plain.to_owned();
        ours.value(property::PLAIN_TEXT);
        return Ok(plain);
    }
    Ok(description)
}

/// Hours a week of one or two bounds: no lower bound is 0, no upper one is the lower.
pub(crate) fn weekly_hours(min: Option<u8>, max: Option<u8>) -> Option<WeeklyHours> {
    let max = max.or(min)?;
    Some(WeeklyHours {
        min: min.unwrap_or(0),
        max,
    })
}

/// Tags of a list, or of a text with commas between. Skills that are no key words (long prose, or
/// very many) stay as they came.
fn skills(posting: &mut Map<String, Value>) -> Vec<String> {
    const KEY: &str = "skills";
    let (tags, others) = match posting.get(KEY) {
        Some(Value::String(text)) => {
            let words = text.split([',', '、', ';', '\n']).map(str::trim);
            (
                words
                    .filter(|word| !word.is_empty())
                    .map(str::to_owned)
                    .collect(),
                Vec::new(),
            )
        }
        Some(Value::Array(items)) => {
            let mut others = Vec::new();
            let tags: Vec<String> = items
                .iter()
                .filter_map(|item| {
                    let tag = item.as_str().map(str::to_owned);
                    if tag.is_none() {
                        others.push(item.clone());
                    }
                    tag
                })
                .collect();
            (tags, others)
        }
        _ => return Vec::new(),
    };
    if tags.len() > MAX_TAGS || tags.iter().any(|tag| tag.chars().nth(MAX_TAG).is_some()) {
        return Vec::new();
    }
    posting.remove(KEY);
    if !others.is_empty() {
        posting.insert(KEY.to_owned(), Value::Array(others));
    }
    tags
}

fn check_extra(extra: &Map<String, Value>) -> Result<(), Fault> {
    let sizes = extra
        .iter()
        .map(|(key, value)| (key.len() + value.to_string().len(), key));
    let (total, largest) = sizes.fold((0, (0, "")), |(total, largest), (size, key)| {
        (
            total + size,
            if size > largest.0 {
                (size, key.as_str())
            } else {
                largest
            },
        )
    });
    if total > MAX_EXTRA {
        return Err(Fault::new(
            largest.1,
            Reason::TooMuchExtra { max: MAX_EXTRA },
        ));
    }
    Ok(())
}

/// Where a field stands in a posting.
fn path(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Organization => "hiringOrganization.name",
        Field::Description => "description",
        Field::Tags => "skills",
        Field::Amount => "baseSalary.value",
        Field::WeeklyHours => "additionalProperty.weeklyHoursMax",
        Field::Place => "jobLocation",
        Field::Identifier => "identifier",
        Field::Due => "additionalProperty.due",
        Field::PayDay => "additionalProperty.payDay",
        Field::PayMeans => "additionalProperty.payMeans",
        Field::Costs => "additionalProperty.costs",
        Field::Rights => "additionalProperty.rights",
        Field::Contact => "additionalProperty.contact",
        // The domain checks no others on a job.
        _ => "",
    }
}
