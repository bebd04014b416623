//! A posting as its client types it: texts by field, as in every draft, and back.
//!
//! What stands in the texts as it stood in the posting means what it meant there: an imported
//! posting may say more (a moment, a town) than a text can.

use crate::{
    Category, Day, DeskId, Job, JobId, Timestamp, Yen,
    draft::Fields,
    hash,
    job::{JobKind, LifeStage, Pay, PayUnit, WeeklyHours, Workplace},
    refusal::{Field, Invalid, Problem},
    typed,
};

/// The fields that a client types, in the order of the form.
pub const FIELDS: [Field; 19] = [
    Field::Organization,
    Field::Kind,
    Field::Category,
    Field::Title,
    Field::Description,
    Field::Tags,
    Field::Amount,
    Field::Quota,
    Field::Effort,
    Field::WeeklyHours,
    Field::PayDay,
    Field::PayMeans,
    Field::ClosesAt,
    Field::Due,
    Field::Place,
    Field::Costs,
    Field::Rights,
    Field::Contact,
    Field::Flag,
];

/// What makes a posting easy to take on: a word of [`Field::Flag`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ease {
    /// Beginners are welcome.
    Beginner,
    /// No phone calls.
    NoCalls,
    /// In pieces as long as a child's nap.
    Naptime,
}

impl Ease {
    /// Each.
    pub const ALL: [Ease; 3] = [Self::NoCalls, Self::Naptime, Self::Beginner];

    /// The stable word in a text.
    pub fn word(self) -> &'static str {
        match self {
            Self::Beginner => "beginner",
            Self::NoCalls => "no_calls",
            Self::Naptime => "naptime",
        }
    }
}

/// A posting that says nothing yet.
pub fn blank(id: JobId, desk: DeskId, desk_name: String, now: Timestamp) -> Job {
    Job {
        id,
        desk,
        desk_name,
        kind: JobKind::default(),
        title: String::new(),
        description: String::new(),
        category: Category::default(),
        tags: Vec::new(),
        pay: None,
        quota: None,
        effort_minutes: None,
        weekly_hours: None,
        workplace: Workplace {
            remote: true,
            ..Workplace::default()
        },
        posted_at: now,
        closes_at: None,
        closed: false,
        due: None,
        pay_day: None,
        pay_means: None,
        costs: None,
        rights: None,
        contact: None,
        life_stages: std::collections::BTreeSet::new(),
        beginner: false,
        no_calls: false,
        naptime: false,
        sample: false,
        identifier: None,
        edited_at: None,
        extra: serde_json::Map::new(),
    }
}

/// What an amount is for in a posting of this kind.
pub fn unit_of(kind: JobKind) -> PayUnit {
    match kind {
        JobKind::Fixed | JobKind::Contest => PayUnit::Total,
        JobKind::Hourly => PayUnit::Hour,
        JobKind::Task => PayUnit::Piece,
    }
}

/// The texts of a posting; each field that a client may change has one.
pub fn texts(job: &Job) -> Fields {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let ease = [
        (job.no_calls, Ease::NoCalls),
        (job.naptime, Ease::Naptime),
        (job.beginner, Ease::Beginner),
    ];
    let words = |words: Vec<&str>| words.join(" ");
    Fields::from([
        (Field::Kind, job.kind.word().to_owned()),
        (Field::Category, job.category.word().to_owned()),
        (Field::Title, job.title.clone()),
        (Field::Description, job.description.clone()),
        (Field::Tags, job.tags.join("、")),
        (
            Field::Amount,
            job.pay
                .map_or_else(String::new, |pay| between(pay.min.0, pay.max.0)),
        ),
        (Field::Quota, number(job.quota)),
        (
            Field::Effort,
            job.effort_minutes.map_or_else(String::new, typed_minutes),
        ),
        (
            Field::WeeklyHours,
            job.weekly_hours
                .map_or_else(String::new, |hours| between(hours.min, hours.max)),
        ),
        (Field::PayDay, said(&job.pay_day)),
        (Field::PayMeans, said(&job.pay_means)),
        (
            Field::ClosesAt,
            job.closes_at.map_or_else(String::new, |at| {
                // Midnight closes the day before.
                Day::of(Timestamp(at.0.saturating_sub(1))).to_string()
            }),
        ),
        (Field::Due, said(&job.due)),
        (Field::Place, place(&job.workplace)),
        (Field::Costs, said(&job.costs)),
        (Field::Rights, said(&job.rights)),
        (Field::Contact, said(&job.contact)),
        (
            Field::Flag,
            words(
                ease.into_iter()
                    .filter(|(is, _)| *is)
                    .map(|(_, ease)| ease.word())
                    .collect(),
            ),
        ),
        (
            Field::LifeStages,
            words(job.life_stages.iter().map(|stage| stage.word()).collect()),
        ),
    ])
}

/// The posting that the texts say, going on from `base`, with what of them cannot be read. A field
/// without a text is as in `base`.
pub fn read(fields: &Fields, base: Job) -> (Job, Vec<Invalid>) {
    let before = texts(&base);
    let mut unread = Vec::new();
    // What was not touched keeps its whole meaning.
    let touched = |field: &Field| match fields.get(field) {
        Some(text) if before.get(field) != Some(text) => Some(text.trim()),
        _ => None,
    };
    let mut job = base.clone();
    if let Some(kind) = touched(&Field::Kind).and_then(JobKind::from_word) {
        job.kind = kind;
    }
    if let Some(category) = touched(&Field::Category).and_then(Category::from_word) {
        job.category = category;
    }
    if let Some(text) = touched(&Field::Title) {
        job.title = typed::one_line(text);
    }
    if let Some(text) = touched(&Field::Description) {
        text.clone_into(&mut job.description);
    }
    for (field, said) in [
        (Field::PayDay, &mut job.pay_day),
        (Field::PayMeans, &mut job.pay_means),
        (Field::Due, &mut job.due),
        (Field::Costs, &mut job.costs),
        (Field::Rights, &mut job.rights),
        (Field::Contact, &mut job.contact),
    ] {
        if let Some(text) = touched(&field) {
            *said = (!text.is_empty()).then(|| text.to_owned());
        }
    }
    if let Some(tags) = touched(&Field::Tags) {
        let tags = tags.split(['、', ',', '，', '\n']).map(str::trim);
        job.tags = tags
            .filter(|tag| !tag.is_empty())
            .map(str::to_owned)
            .collect();
    }
    let mut take = |field: Field, text: &str, is_read: bool| {
        if !is_read && !text.is_empty() {
            let problem = Problem::Malformed;
            unread.push(Invalid { field, problem });
        }
    };
    let unit = match base.pay {
        Some(pay) if base.kind == job.kind => pay.unit,
        _ => unit_of(job.kind),
    };
    if let Some(text) = touched(&Field::Amount) {
        job.pay = typed::range(text).map(|(min, max)| Pay {
            unit,
            min: Yen(min),
            max: Yen(max),
        });
        take(Field::Amount, text, job.pay.is_some());
    } else if let Some(pay) = &mut job.pay {
        pay.unit = unit;
    }
    if let Some(text) = touched(&Field::Quota) {
        job.quota = typed::whole_number(text).map(|quota| u32::try_from(quota).unwrap_or(u32::MAX));
        take(Field::Quota, text, job.quota.is_some());
    }
    if let Some(text) = touched(&Field::Effort) {
        job.effort_minutes = typed::hours_in_minutes(text);
        take(Field::Effort, text, job.effort_minutes.is_some());
    }
    if let Some(text) = touched(&Field::WeeklyHours) {
        let hours = |hours: i64| u8::try_from(hours).unwrap_or(u8::MAX);
        job.weekly_hours = typed::range(text).map(|(min, max)| WeeklyHours {
            min: hours(min),
            max: hours(max),
        });
        take(Field::WeeklyHours, text, job.weekly_hours.is_some());
    }
    if let Some(text) = touched(&Field::ClosesAt) {
        let last: Option<Day> = text.parse().ok();
        job.closes_at = last.map(|last| last.plus(1).start());
        take(Field::ClosesAt, text, job.closes_at.is_some());
    }
    if let Some(text) = touched(&Field::Place) {
        job.workplace = Workplace {
            remote: text.is_empty(),
            town: None,
            area: (!text.is_empty()).then(|| text.to_owned()),
        };
    }
    if let Some(text) = touched(&Field::Flag) {
        let has = |ease: Ease| text.split(' ').any(|word| word == ease.word());
        job.no_calls = has(Ease::NoCalls);
        job.naptime = has(Ease::Naptime);
        job.beginner = has(Ease::Beginner);
    }
    if let Some(text) = touched(&Field::LifeStages) {
        job.life_stages = text.split(' ').filter_map(LifeStage::from_word).collect();
    }
    // What belongs to another kind does not go along, though its text stays in the draft.
    if job.kind != JobKind::Task {
        job.quota = None;
        unread.retain(|invalid| invalid.field != Field::Quota);
    }
    (job, unread)
}

/// SHA-256, in hexadecimal, of what a posting says of the work and its conditions. Until when it
/// takes proposals is not part of it.
pub fn hash(job: &Job) -> String {
    let mut texts = texts(job);
    texts.remove(&Field::ClosesAt);
    hash::of(&texts)
}

/// Whether a posting says all that the texts say: a draft is spent with it.
pub fn says_all_of(job: &Job, fields: &Fields) -> bool {
    read(fields, job.clone()) == (job.clone(), Vec::new())
}

/// Where, in words; empty where the work is done at home and belongs nowhere.
fn place(workplace: &Workplace) -> String {
    let town = workplace.town.as_ref().map(|town| &town.name);
    town.or(workplace.area.as_ref())
        .cloned()
        .unwrap_or_default()
}

fn between<N: PartialEq + std::fmt::Display>(min: N, max: N) -> String {
    if min == max {
        min.to_string()
    } else {
        format!("{min}〜{max}")
    }
}

fn number(number: Option<u32>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// Minutes as they are typed: whole hours as hours, everything else by the minute.
fn typed_minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => hours.to_string(),
        (0, minutes) => format!("{minutes}分"),
        (hours, minutes) => format!("{hours}時間{minutes}分"),
    }
}
