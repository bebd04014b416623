//! Job to JSON: what we know, laid over what the posting said beyond it.

use super::{
    identity, pay, place,
    property::{self, entry},
    read::usual,
};
use crate::{dates, html};
use domain::Job;
use serde_json::{Map, Value};

/// The whole posting.
pub(super) fn posting(job: &Job) -> Value {
    let mut posting = Map::new();
    let mut properties = properties(job);
    let mut put = |key: &str, value: Value| posting.insert(key.to_owned(), value);

    put("title", job.title.as_str().into());
    put("datePosted", dates::write_begin(job.posted_at).into());
    if let Some(closes_at) = job.closes_at {
        put("validThrough", dates::write_close(closes_at).into());
    }
    put("hiringOrganization", identity::organization_of(job));
    put("identifier", identity::identifier_of(job, &mut properties));
    let description = html::from_text(&job.description);
    if html::to_text(&description) != job.description {
        properties.push(entry(property::PLAIN_TEXT, job.description.as_str()));
    }
    put("description", description.into());
    if let Some(reward) = job.pay {
        put("baseSalary", pay::salary_of(reward, &mut properties));
    }
    if !job.tags.is_empty() {
        put("skills", job.tags.as_slice().into());
    }
    place::put(&job.workplace, &mut posting, &mut properties);
    for (key, value) in usual(job.workplace.remote) {
        posting.insert(key.to_owned(), value);
    }
    posting.insert("additionalProperty".to_owned(), Value::Array(properties));
    lay_over(Value::Object(posting), Value::Object(job.extra.clone()))
}

/// What `JobPosting` has no word for. Nothing is written that the reader would assume anyway.
fn properties(job: &Job) -> Vec<Value> {
    let texts = [
        (property::DUE, &job.due),
        (property::PAY_DAY, &job.pay_day),
        (property::PAY_MEANS, &job.pay_means),
        (property::COSTS, &job.costs),
        (property::RIGHTS, &job.rights),
        (property::CONTACT, &job.contact),
    ];
    let numbers = [
        (property::QUOTA, job.quota),
        (property::EFFORT_MINUTES, job.effort_minutes),
        (
            property::WEEKLY_HOURS_MIN,
            job.weekly_hours.map(|hours| hours.min.into()),
        ),
        (
            property::WEEKLY_HOURS_MAX,
            job.weekly_hours.map(|hours| hours.max.into()),
        ),
    ];
    let flags = [
        (property::BEGINNER, job.beginner),
        (property::NO_CALLS, job.no_calls),
        (property::NAPTIME, job.naptime),
        (property::SAMPLE, job.sample),
        (property::CLOSED, job.closed),
    ];
    let mut entries = vec![
        entry(property::KIND, job.kind.word()),
        entry(property::CATEGORY, job.category.word()),
    ];
    entries.extend(
        numbers
            .into_iter()
            .filter_map(|(name, number)| Some(entry(name, number?))),
    );
    entries.extend(
        texts
            .into_iter()
            .filter_map(|(name, text)| Some(entry(name, text.as_deref()?))),
    );
    if !job.life_stages.is_empty() {
        let stages: Value = job.life_stages.iter().map(|stage| stage.word()).collect();
        entries.push(entry(property::LIFE_STAGES, stages));
    }
    entries.extend(
        flags
            .into_iter()
            .filter(|(_, flag)| *flag)
            .map(|(name, _)| entry(name, true)),
    );
    entries
}

/// Puts `ours` and `extra` together: objects field by field, lists one behind the other, and a
/// thing into the first of a list of things. Of two plain values ours counts, except where ours is
/// only what we say when the source says nothing.
fn lay_over(ours: Value, extra: Value) -> Value {
    const SOURCE_COUNTS: [&str; 6] = [
        "@context",
        "@type",
        "addressCountry",
        "employmentType",
        "directApply",
        "applicantLocationRequirements",
    ];
    match (ours, extra) {
        (Value::Object(mut ours), Value::Object(extra)) => {
            for (key, value) in extra {
                let merged = match ours.remove(&key) {
                    Some(ours) if !SOURCE_COUNTS.contains(&key.as_str()) => lay_over(ours, value),
                    _ => value,
                };
                ours.insert(key, merged);
            }
            Value::Object(ours)
        }
        (ours @ Value::Object(_), Value::Array(mut things)) if !things.is_empty() => {
            let first = lay_over(ours, things.remove(0));
            std::iter::once(first).chain(things).collect()
        }
        (Value::Array(mut ours), Value::Array(more)) => {
            ours.extend(more);
            Value::Array(ours)
        }
        (ours, _) => ours,
    }
}
