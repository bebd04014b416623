//! A posting: what a desk asks for, what it pays, and when.

use crate::{
    Category, DeskId, JobId, Timestamp, Yen,
    place::Town,
    refusal::{Field, Invalid, Problem},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How the work is paid.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// 固定報酬: one price for the whole work.
    #[default]
    Fixed,
    /// 時間単価: by the hour.
    Hourly,
    /// タスク: many takers, a price for each piece.
    Task,
    /// コンペ: entries, of which some win a prize.
    Contest,
}

impl JobKind {
    /// Every kind, in the order in which screens list them.
    pub const ALL: [JobKind; 4] = [Self::Fixed, Self::Hourly, Self::Task, Self::Contest];

    /// The stable word used in files, URLs and over HTTP.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Hourly => "hourly",
            Self::Task => "task",
            Self::Contest => "contest",
        }
    }

    /// The kind of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What the amount of a posting is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayUnit {
    /// The whole work, or a contest's prize.
    Total,
    /// One piece of a task.
    Piece,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl PayUnit {
    /// Every unit.
    pub const ALL: [PayUnit; 7] = [
        Self::Total,
        Self::Piece,
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Year,
    ];

    /// The stable word used in files and over HTTP.
    pub fn word(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Piece => "piece",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The unit of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.word() == word)
    }
}

/// The planned reward, yen with consumption tax.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pay {
    /// What the amounts are for.
    pub unit: PayUnit,
    /// The lowest amount.
    pub min: Yen,
    /// The highest amount; equal to `min` when there is one price.
    pub max: Yen,
}

/// Hours of work in a week.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WeeklyHours {
    /// At least.
    pub min: u8,
    /// At most.
    pub max: u8,
}

/// When in a family's first years a job fits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LifeStage {
    /// 妊娠中.
    Pregnancy,
    /// 産後.
    AfterBirth,
    /// 落ち着いたころ.
    Settled,
}

impl LifeStage {
    /// Every stage, in order of time.
    pub const ALL: [LifeStage; 3] = [Self::Pregnancy, Self::AfterBirth, Self::Settled];

    /// The stable word used in files, URLs and over HTTP.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pregnancy => "pregnancy",
            Self::AfterBirth => "after_birth",
            Self::Settled => "settled",
        }
    }

    /// The stage of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }
}

/// Where the work is done.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Workplace {
    /// From home.
    pub remote: bool,
    /// The town that the work or the client belongs to.
    pub town: Option<Town>,
    /// The place in words, where an imported posting names one that is no municipality of Japan.
    pub area: Option<String>,
}

/// A posting. Everybody may read it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// The desk that posted it.
    pub desk: DeskId,
    /// The desk's name, as it was when posted.
    pub desk_name: String,
    /// How it is paid.
    pub kind: JobKind,
    /// One line.
    pub title: String,
    /// Plain text; paragraphs are separated by an empty line.
    pub description: String,
    /// Field of work.
    pub category: Category,
    /// Skills and key words.
    pub tags: Vec<String>,
    /// Planned reward; `None` when the posting does not say.
    pub pay: Option<Pay>,
    /// Pieces wanted, for a task.
    pub quota: Option<u32>,
    /// The client's estimate of the work in minutes: of one piece for a task, of the whole otherwise.
    pub effort_minutes: Option<u32>,
    /// Hours a week.
    pub weekly_hours: Option<WeeklyHours>,
    /// Where.
    pub workplace: Workplace,
    /// When it was posted.
    pub posted_at: Timestamp,
    /// When its desk last edited, closed or reopened it here; an import does not overwrite that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// Proposals are taken before this moment; `None` has no closing date.
    pub closes_at: Option<Timestamp>,
    /// Closed by its desk before its time.
    pub closed: bool,
    /// Due date or period, in the client's words.
    pub due: Option<String>,
    /// When the reward is paid, in the client's words.
    pub pay_day: Option<String>,
    /// How the reward is paid.
    pub pay_means: Option<String>,
    /// Who bears which costs.
    pub costs: Option<String>,
    /// Rights in the work, and in proposals and entries.
    pub rights: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// Life stages it suits.
    pub life_stages: BTreeSet<LifeStage>,
    /// Beginners are welcome.
    pub beginner: bool,
    /// No phone calls.
    pub no_calls: bool,
    /// Can be done in pieces as long as a child's nap.
    pub naptime: bool,
    /// Demo content: shown as 見本 everywhere.
    pub sample: bool,
    /// The identifier that the source of an imported posting gave it.
    pub identifier: Option<String>,
    /// What an imported posting said beyond this (schema.org terms), kept for its export.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// The items that a posting shows: 自営型テレワークの適正な実施のためのガイドライン (MHLW), on
/// recruiting.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GuidelineItem {
    /// What the work is.
    Work,
    /// Due date or period.
    Due,
    /// Planned reward, its date and its means.
    Reward,
    /// Who bears costs.
    Costs,
    /// Rights in proposals and entries.
    Rights,
    /// Whom to ask.
    Contact,
}

impl GuidelineItem {
    /// The six, in the guideline's order.
    pub const ALL: [GuidelineItem; 6] = [
        Self::Work,
        Self::Due,
        Self::Reward,
        Self::Costs,
        Self::Rights,
        Self::Contact,
    ];
}

/// Longest title in characters.
pub const MAX_TITLE: usize = 200;
/// Longest description in characters.
pub const MAX_DESCRIPTION: usize = 20_000;
/// Longest of the short texts (due, costs, …) in characters.
pub const MAX_SHORT: usize = 1_000;
/// Most tags, and the longest of them in characters.
pub const MAX_TAGS: usize = 30;
const MAX_TAG: usize = 60;

impl Job {
    /// Whether proposals are taken at `now`.
    pub fn is_open(&self, now: Timestamp) -> bool {
        !self.closed && self.closes_at.is_none_or(|closes_at| now < closes_at)
    }

    /// The guideline's items that the posting does not show.
    pub fn missing_items(&self) -> Vec<GuidelineItem> {
        let said = |text: &Option<String>| text.as_deref().is_some_and(|t| !t.trim().is_empty());
        GuidelineItem::ALL
            .into_iter()
            .filter(|item| !match item {
                GuidelineItem::Work => !self.description.trim().is_empty(),
                GuidelineItem::Due => said(&self.due),
                GuidelineItem::Reward => {
                    self.pay.is_some() && said(&self.pay_day) && said(&self.pay_means)
                }
                GuidelineItem::Costs => said(&self.costs),
                GuidelineItem::Rights => said(&self.rights),
                GuidelineItem::Contact => said(&self.contact),
            })
            .collect()
    }

    /// Whether the posting may enter, whoever sends it. The first thing wrong is named.
    pub fn check(&self) -> Result<(), Invalid> {
        required(Field::Title, &self.title)?;
        check_line(Field::Title, &self.title, MAX_TITLE)?;
        required(Field::Organization, &self.desk_name)?;
        check_line(Field::Organization, &self.desk_name, MAX_TITLE)?;
        check_text(Field::Description, &self.description, MAX_DESCRIPTION)?;
        for (field, value) in [
            (Field::Due, &self.due),
            (Field::PayDay, &self.pay_day),
            (Field::PayMeans, &self.pay_means),
            (Field::Costs, &self.costs),
            (Field::Rights, &self.rights),
            (Field::Contact, &self.contact),
            (Field::Place, &self.workplace.area),
        ] {
            check_text(field, value.as_deref().unwrap_or_default(), MAX_SHORT)?;
        }
        if let Some(town) = &self.workplace.town {
            check_line(Field::Place, &town.name, MAX_SHORT)?;
        }
        if self.tags.len() > MAX_TAGS {
            return Err(Invalid {
                field: Field::Tags,
                problem: Problem::TooMany { max: MAX_TAGS },
            });
        }
        for tag in &self.tags {
            check_line(Field::Tags, tag, MAX_TAG)?;
        }
        if let Some(pay) = self.pay
            && (pay.min < Yen(0) || pay.max < pay.min || pay.max > Yen::MAX)
        {
            return Err(Invalid {
                field: Field::Amount,
                problem: Problem::OutOfRange {
                    min: 0,
                    max: Yen::MAX.0,
                },
            });
        }
        if let Some(hours) = self.weekly_hours
            && (hours.max < hours.min || hours.max > 168)
        {
            return Err(Invalid {
                field: Field::WeeklyHours,
                problem: Problem::OutOfRange { min: 0, max: 168 },
            });
        }
        Ok(())
    }
}

/// Refuses an empty text.
pub(crate) fn required(field: Field, text: &str) -> Result<(), Invalid> {
    if text.trim().is_empty() {
        return Err(Invalid {
            field,
            problem: Problem::Missing,
        });
    }
    Ok(())
}

/// [`check_text`], for one line: a name or a title has no line breaks.
pub(crate) fn check_line(field: Field, text: &str, max: usize) -> Result<(), Invalid> {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    well_formed(field, !text.chars().any(breaks))?;
    check_text(field, text, max)
}

/// [`check_typed`], for what others read: it must not rearrange what stands around it (Unicode's
/// bidirectional controls; Japanese and emoji need none).
pub(crate) fn check_text(field: Field, text: &str, max: usize) -> Result<(), Invalid> {
    let rearranges = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    well_formed(field, !text.chars().any(rearranges))?;
    check_typed(field, text, max)
}

/// Refuses a text of more than `max` characters, and control characters that no keyboard gives
/// (a NUL among them, which not every database stores).
pub(crate) fn check_typed(field: Field, text: &str, max: usize) -> Result<(), Invalid> {
    let typed = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    well_formed(field, text.chars().all(typed))?;
    // A character is at least a byte: short texts need no count.
    if text.len() > max && text.chars().count() > max {
        return Err(Invalid {
            field,
            problem: Problem::TooLong { max },
        });
    }
    Ok(())
}

fn well_formed(field: Field, is: bool) -> Result<(), Invalid> {
    is.then_some(()).ok_or(Invalid {
        field,
        problem: Problem::Malformed,
    })
}
