//! A document of the bench as a posting, and back, with nothing lost.

use domain::{
    Category, DeskId, Job, JobId, Timestamp, Yen,
    job::{JobKind, Pay, PayUnit, Workplace},
    place::{BadMunicipalityCode, MunicipalityCode, Town},
};
use jiff::Timestamp as Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A document.
#[derive(Serialize, Deserialize)]
pub(crate) struct Doc {
    id: String,
    title: String,
    body: String,
    category: String,
    tags: Vec<String>,
    kind: JobKind,
    municipality: String,
    pay_min: i64,
    pay_max: i64,
    /// A day: closes when it begins, UTC.
    deadline: String,
    posted_at: String,
}

/// What of a document is no posting.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadDoc {
    #[error("the id {0} has more than 16 bytes, or a zero")]
    Id(String),
    #[error("the category {0} is not known")]
    Category(String),
    #[error("{0} is no moment")]
    Moment(String),
    #[error(transparent)]
    Municipality(#[from] BadMunicipalityCode),
}

/// The bench's words for our fields of work.
const CATEGORIES: [(&str, Category); 7] = [
    ("office", Category::Secretarial),
    ("task", Category::DataEntry),
    ("writing", Category::Writing),
    ("design", Category::Design),
    ("it", Category::Web),
    ("support", Category::Support),
    ("craft", Category::Craft),
];

impl Doc {
    /// The posting. Its desk and its town have no names, which the bench has none of either: a
    /// search looks at them too and must find nothing there.
    pub(crate) fn into_job(self) -> Result<Job, BadDoc> {
        let category = CATEGORIES.iter().find(|(word, _)| *word == self.category);
        let (_, category) = category.ok_or(BadDoc::Category(self.category))?;
        let unit = match self.kind {
            JobKind::Fixed | JobKind::Contest => PayUnit::Total,
            JobKind::Hourly => PayUnit::Hour,
            JobKind::Task => PayUnit::Piece,
        };
        Ok(Job {
            id: job_id(&self.id)?,
            desk: DeskId(Uuid::nil()),
            desk_name: String::new(),
            kind: self.kind,
            title: self.title,
            description: self.body,
            category: *category,
            tags: self.tags,
            pay: Some(Pay {
                unit,
                min: Yen(self.pay_min),
                max: Yen(self.pay_max),
            }),
            quota: None,
            effort_minutes: None,
            weekly_hours: None,
            workplace: Workplace {
                remote: true,
                town: Some(Town {
                    code: self.municipality.parse::<MunicipalityCode>()?,
                    name: String::new(),
                }),
                area: None,
            },
            posted_at: moment(&self.posted_at)?,
            closes_at: Some(moment(&format!("{}T00:00:00Z", self.deadline))?),
            closed: false,
            due: None,
            pay_day: None,
            pay_means: None,
            costs: None,
            rights: None,
            contact: None,
            life_stages: BTreeSet::new(),
            beginner: false,
            no_calls: false,
            naptime: false,
            sample: false,
            identifier: None,
            edited_at: None,
            extra: serde_json::Map::new(),
        })
    }

    /// The document that became this posting.
    pub(crate) fn of(job: Job) -> Self {
        let word = CATEGORIES.iter().find(|(_, ours)| *ours == job.category);
        let (min, max) = job.pay.map_or((0, 0), |pay| (pay.min.0, pay.max.0));
        let deadline = job.closes_at.map(iso).unwrap_or_default();
        let (day, _) = deadline.split_once('T').unwrap_or_default();
        Self {
            id: doc_id(job.id),
            title: job.title,
            body: job.description,
            category: word.map_or_else(String::new, |(word, _)| (*word).to_owned()),
            tags: job.tags,
            kind: job.kind,
            municipality: job
                .workplace
                .town
                .map_or_else(String::new, |town| town.code.into()),
            pay_min: min,
            pay_max: max,
            deadline: day.to_owned(),
            posted_at: iso(job.posted_at),
        }
    }
}

/// A document's id as ours: its bytes, then zeros.
pub(crate) fn job_id(id: &str) -> Result<JobId, BadDoc> {
    let mut bytes = [0; 16];
    if id.len() > bytes.len() || id.bytes().any(|byte| byte == 0) {
        return Err(BadDoc::Id(id.to_owned()));
    }
    for (to, from) in bytes.iter_mut().zip(id.bytes()) {
        *to = from;
    }
    Ok(JobId(Uuid::from_bytes(bytes)))
}

/// Our id as the document's.
pub(crate) fn doc_id(id: JobId) -> String {
    let bytes = id.0.as_bytes();
    let text = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    String::from_utf8_lossy(text).into_owned()
}

pub(crate) fn moment(text: &str) -> Result<Timestamp, BadDoc> {
    let moment: Result<Moment, _> = text.parse();
    let moment = moment.map_err(|_| BadDoc::Moment(text.to_owned()))?;
    Ok(Timestamp(moment.as_millisecond()))
}

/// As JavaScript writes it: with milliseconds, always.
fn iso(at: Timestamp) -> String {
    Moment::from_millisecond(at.0)
        .map(|moment| format!("{moment:.3}"))
        .unwrap_or_default()
}
