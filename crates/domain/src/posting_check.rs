//! What a client is told while writing a posting: each finding names its rule.

use crate::{
    Job, Timestamp, Yen,
    draft::Fields,
    job::{GuidelineItem, JobKind, MAX_TITLE, check_line},
    lure::{self, Lure},
    pay_date::{self, NoPayRule},
    posting_text,
    proposal::MAX_EFFORT_MINUTES,
    refusal::{Field, Invalid, Problem},
};

/// Something that a posting's client should know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// It cannot be published so.
    Invalid(Invalid),
    /// An item of the guideline for self-employed telework is not shown.
    Missing(GuidelineItem),
    /// The text touches a rule against scams.
    Lure {
        /// In which text.
        field: Field,
        /// Which rule, and the words.
        lure: Lure,
    },
    /// The payment day, in the client's words, names a limit or no day (Freelance Act, article 4).
    PayDay(NoPayRule),
}

/// What the texts of a posting come to.
#[derive(Clone, PartialEq, Debug)]
pub struct Written {
    /// The posting, with what of it can be read.
    pub job: Job,
    /// What keeps it from being published, in the order of the form.
    pub problems: Vec<Invalid>,
    /// What its client should know although it can be published so.
    pub advice: Vec<Finding>,
}

impl Written {
    /// What the texts come to at `now`, going on from `base`, in the place of what was published
    /// `before`. Which desk it is of is a question of its own.
    pub fn of(fields: &Fields, base: Job, before: Option<&Job>, now: Timestamp) -> Self {
        let (job, unread) = posting_text::read(fields, base);
        let mut problems = problems_after(before, &job, now);
        // What cannot be read is no missing value.
        problems.retain(|invalid| {
            let is_read = unread.iter().all(|other| other.field != invalid.field);
            invalid.field != Field::Organization && is_read
        });
        problems.extend(unread);
        let order = |field: Field| posting_text::FIELDS.iter().position(|one| *one == field);
        problems.sort_by_key(|invalid| order(invalid.field));
        let advice = advice(&job);
        Self {
            job,
            problems,
            advice,
        }
    }
}

/// Most pieces that a task asks for.
pub const MAX_QUOTA: u32 = 1_000_000;
/// Longest time that a posting stays open, in days.
pub const MAX_OPEN_DAYS: i64 = 366;

/// Everything that keeps a posting from being published at `now`.
pub fn problems(job: &Job, now: Timestamp) -> Vec<Invalid> {
    problems_after(None, job, now)
}

/// Everything that keeps a posting from taking the place of what was published `before`. How it is
/// paid is settled by publishing: who proposed did so for that. Another kind is another posting.
pub fn problems_after(before: Option<&Job>, job: &Job, now: Timestamp) -> Vec<Invalid> {
    let mut found: Vec<Invalid> = job.check().err().into_iter().collect();
    let mut note = |is_wrong: bool, field, problem| {
        let named = found.iter().any(|invalid: &Invalid| invalid.field == field);
        if is_wrong && !named {
            found.push(Invalid { field, problem });
        }
    };
    let empty = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    note(
        job.description.trim().is_empty(),
        Field::Description,
        Problem::Missing,
    );
    let title = check_line(Field::Title, &job.title, MAX_TITLE);
    note(title.is_err(), Field::Title, Problem::Malformed);
    let unit = job.pay.map(|pay| pay.unit);
    let settled = before.and_then(|before| before.pay).map(|pay| pay.unit);
    note(
        before.is_some_and(|before| before.kind != job.kind),
        Field::Kind,
        Problem::Settled,
    );
    note(
        settled.is_some() && unit.is_some() && unit != settled,
        Field::Amount,
        Problem::Settled,
    );
    let fits = unit == Some(settled.unwrap_or_else(|| posting_text::unit_of(job.kind)));
    let unpaid = job.pay.is_none_or(|pay| pay.min < Yen(1));
    note(unpaid || !fits, Field::Amount, Problem::Missing);
    note(
        job.kind == JobKind::Task && job.quota.is_none_or(|quota| quota == 0),
        Field::Quota,
        Problem::Missing,
    );
    note(
        job.quota.is_some_and(|quota| quota > MAX_QUOTA),
        Field::Quota,
        Problem::OutOfRange {
            min: 1,
            max: i64::from(MAX_QUOTA),
        },
    );
    note(
        job.effort_minutes
            .is_some_and(|minutes| !(1..=MAX_EFFORT_MINUTES).contains(&minutes)),
        Field::Effort,
        Problem::OutOfRange {
            min: 1,
            max: i64::from(MAX_EFFORT_MINUTES),
        },
    );
    // A contest ends on a day that entrants know, and says what becomes of their entries.
    let contest = job.kind == JobKind::Contest;
    note(
        contest && job.closes_at.is_none(),
        Field::ClosesAt,
        Problem::Missing,
    );
    note(
        contest && empty(&job.rights),
        Field::Rights,
        Problem::Missing,
    );
    // A word can be mended in a posting whose time is over, or was never bounded.
    let is_moved = before.is_none_or(|before| before.closes_at != job.closes_at);
    note(
        is_moved && job.closes_at.is_some_and(|closes_at| closes_at <= now),
        Field::ClosesAt,
        Problem::Past,
    );
    let is_far = |closes_at| closes_at > now.plus_days(MAX_OPEN_DAYS);
    note(
        is_moved && job.closes_at.is_some_and(is_far),
        Field::ClosesAt,
        Problem::OutOfRange {
            min: 0,
            max: MAX_OPEN_DAYS,
        },
    );
    let late = job
        .pay_day
        .as_deref()
        .and_then(|text| pay_date::read(text).ok())
        .is_some_and(pay_date::can_be_late);
    note(late, Field::PayDay, Problem::TooLate);
    found.sort_by_key(|invalid| invalid.field);
    found
}

/// Everything that the client should know, what hinders publishing first.
pub fn findings(job: &Job, now: Timestamp) -> Vec<Finding> {
    let invalid = problems(job, now).into_iter().map(Finding::Invalid);
    invalid.chain(advice(job)).collect()
}

/// What the client should know although it can be published so.
pub fn advice(job: &Job) -> Vec<Finding> {
    let missing = job.missing_items().into_iter().map(Finding::Missing);
    let texts = [
        (Field::Title, Some(&job.title)),
        (Field::Description, Some(&job.description)),
        (Field::Due, job.due.as_ref()),
        (Field::PayDay, job.pay_day.as_ref()),
        (Field::PayMeans, job.pay_means.as_ref()),
        (Field::Costs, job.costs.as_ref()),
        (Field::Rights, job.rights.as_ref()),
        (Field::Contact, job.contact.as_ref()),
    ];
    let lures = texts.into_iter().flat_map(|(field, text)| {
        lure::find(text.map_or("", String::as_str))
            .into_iter()
            .map(move |lure| Finding::Lure { field, lure })
    });
    let pay_day = job
        .pay_day
        .as_deref()
        .filter(|text| !text.trim().is_empty())
        .and_then(|text| pay_date::read(text).err())
        .map(Finding::PayDay);
    missing.chain(pay_day).chain(lures).collect()
}
