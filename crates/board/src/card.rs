//! What a list shows of a posting, without its body.

use crate::entry::flag;
use crate::{entry::Entry, pack::Pack};
use domain::{
    Category, JobId, Timestamp, Yen,
    fee::FeeTable,
    job::{JobKind, LifeStage, Pay, WeeklyHours},
    net::NetPay,
};
use std::collections::BTreeSet;

/// A posting as a list shows it.
#[derive(Clone, PartialEq, Debug)]
pub struct Card {
    /// Which posting.
    pub id: JobId,
    /// One line.
    pub title: String,
    /// The desk that posted it.
    pub desk_name: String,
    /// The town's name with its prefecture, or the area that an import gave; empty when not known.
    pub place: String,
    /// The number of the prefecture, 1 to 47.
    pub prefecture: Option<u8>,
    /// How it is paid.
    pub kind: JobKind,
    /// Field of work.
    pub category: Category,
    /// Planned reward, yen with tax; `None` when the posting does not say.
    pub pay: Option<Pay>,
    /// What reaches the worker for the lowest amount.
    pub net: Option<NetPay>,
    /// What that is an hour, in yen, where it can be told.
    pub per_hour: Option<Yen>,
    /// The client's estimate: of one piece for a task, of the whole otherwise.
    pub effort_minutes: Option<u32>,
    /// Hours a week.
    pub weekly_hours: Option<WeeklyHours>,
    /// When it was posted.
    pub posted_at: Timestamp,
    /// Proposals are taken before this moment.
    pub closes_at: Option<Timestamp>,
    /// Closed by its desk before its time.
    pub closed: bool,
    /// From home.
    pub remote: bool,
    /// Life stages it suits.
    pub life_stages: BTreeSet<LifeStage>,
    /// Beginners are welcome.
    pub beginner: bool,
    /// No phone calls.
    pub no_calls: bool,
    /// Can be done in pieces as long as a child's nap.
    pub naptime: bool,
    /// Demo content: shown as 見本.
    pub sample: bool,
}

impl Card {
    pub(crate) fn of(pack: &Pack, index: u32, fees: &FeeTable) -> Option<Self> {
        let entry: &Entry = pack.entry(index)?;
        let [title, desk_name, place] = pack.strings(index)?;
        let net = entry.net(fees);
        Some(Self {
            id: entry.job_id(),
            title: title.to_owned(),
            desk_name: desk_name.to_owned(),
            place: place.to_owned(),
            prefecture: entry.prefecture(),
            kind: entry.kind,
            category: entry.category,
            pay: entry.pay(),
            net: net.map(|(net, _)| net),
            per_hour: net.and_then(|(_, per_hour)| per_hour),
            effort_minutes: entry.effort_minutes(),
            weekly_hours: entry.weekly_hours(),
            posted_at: Timestamp(entry.posted_at),
            closes_at: entry.closes_at(),
            closed: entry.is(flag::CLOSED),
            remote: entry.is(flag::REMOTE),
            life_stages: entry.life_stages(),
            beginner: entry.is(flag::BEGINNER),
            no_calls: entry.is(flag::NO_CALLS),
            naptime: entry.is(flag::NAPTIME),
            sample: entry.is(flag::SAMPLE),
        })
    }

    /// Whether proposals are taken at `now`.
    pub fn is_open(&self, now: Timestamp) -> bool {
        !self.closed && self.closes_at.is_none_or(|closes_at| now < closes_at)
    }
}
