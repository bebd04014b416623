//! What a list and its filters need to know of a posting, in few bytes.

use domain::{
    Category, Job, JobId, Timestamp, Yen,
    fee::FeeTable,
    job::{JobKind, LifeStage, Pay, PayUnit, WeeklyHours},
    net::{NetPay, net_of},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The moment of what has no closing date: after every other.
pub(crate) const NEVER: i64 = i64::MAX;
/// Stands for hours a week that a posting does not name.
pub(crate) const NO_HOURS: u8 = u8::MAX;

/// A yes or no of a posting, as bits.
pub(crate) mod flag {
    pub(crate) const CLOSED: u16 = 1;
    pub(crate) const REMOTE: u16 = 1 << 1;
    pub(crate) const BEGINNER: u16 = 1 << 2;
    pub(crate) const NO_CALLS: u16 = 1 << 3;
    pub(crate) const NAPTIME: u16 = 1 << 4;
    pub(crate) const SAMPLE: u16 = 1 << 5;

    /// The bit of a life stage.
    pub(crate) fn stage(stage: domain::job::LifeStage) -> u16 {
        match stage {
            domain::job::LifeStage::Pregnancy => 1 << 6,
            domain::job::LifeStage::AfterBirth => 1 << 7,
            domain::job::LifeStage::Settled => 1 << 8,
        }
    }
}

/// A posting's numbers. Moments are UTC milliseconds, amounts yen with tax.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub(crate) struct Entry {
    pub(crate) id: Uuid,
    pub(crate) posted_at: i64,
    /// [`NEVER`] when there is no closing date.
    pub(crate) closes_at: i64,
    pub(crate) pay_min: u32,
    pub(crate) pay_max: u32,
    /// Minutes; 0 when there is no estimate.
    pub(crate) effort_minutes: u32,
    /// Six digits as a number; 0 when there is none. The first two are the prefecture.
    pub(crate) municipality: u32,
    /// Net yen an hour by the fees of this server; 0 when not known. Not in the file.
    pub(crate) per_hour: u32,
    /// Bits of [`flag`].
    pub(crate) flags: u16,
    pub(crate) kind: JobKind,
    pub(crate) category: Category,
    /// `None` when the posting names no pay.
    pub(crate) pay_unit: Option<PayUnit>,
    pub(crate) hours_min: u8,
    pub(crate) hours_max: u8,
}

impl Entry {
    pub(crate) fn of(job: &Job) -> Self {
        let mut flags = job
            .life_stages
            .iter()
            .fold(0, |flags, stage| flags | flag::stage(*stage));
        for (is, bit) in [
            (job.closed, flag::CLOSED),
            (job.workplace.remote, flag::REMOTE),
            (job.beginner, flag::BEGINNER),
            (job.no_calls, flag::NO_CALLS),
            (job.naptime, flag::NAPTIME),
            (job.sample, flag::SAMPLE),
        ] {
            flags |= if is { bit } else { 0 };
        }
        let town = job
            .workplace
            .town
            .as_ref()
            .filter(|town| town.code.prefecture() <= 47);
        // An amount that a checked posting cannot have is brought to the next one it can.
        let yen = |amount: Yen| u32::try_from(amount.clamp(Yen(0), Yen::MAX).0).unwrap_or(0);
        let hours = |hours: Option<u8>| hours.map_or(NO_HOURS, |hours| hours.min(168));
        Self {
            id: job.id.0,
            posted_at: job.posted_at.0,
            closes_at: job.closes_at.map_or(NEVER, |at| at.0),
            pay_min: job.pay.map_or(0, |pay| yen(pay.min)),
            pay_max: job.pay.map_or(0, |pay| yen(pay.max.max(pay.min))),
            effort_minutes: job.effort_minutes.unwrap_or(0),
            municipality: town
                .and_then(|town| town.code.as_str().parse().ok())
                .unwrap_or(0),
            per_hour: 0,
            flags,
            kind: job.kind,
            category: job.category,
            pay_unit: job.pay.map(|pay| pay.unit),
            hours_min: hours(job.weekly_hours.map(|hours| hours.min)),
            hours_max: hours(job.weekly_hours.map(|hours| hours.max.max(hours.min))),
        }
    }

    pub(crate) fn is(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    pub(crate) fn is_open(&self, now: i64) -> bool {
        !self.is(flag::CLOSED) && now < self.closes_at
    }

    pub(crate) fn job_id(&self) -> JobId {
        JobId(self.id)
    }

    pub(crate) fn closes_at(&self) -> Option<Timestamp> {
        (self.closes_at != NEVER).then_some(Timestamp(self.closes_at))
    }

    pub(crate) fn pay(&self) -> Option<Pay> {
        let (min, max) = (Yen(self.pay_min.into()), Yen(self.pay_max.into()));
        self.pay_unit.map(|unit| Pay { unit, min, max })
    }

    pub(crate) fn effort_minutes(&self) -> Option<u32> {
        (self.effort_minutes > 0).then_some(self.effort_minutes)
    }

    pub(crate) fn weekly_hours(&self) -> Option<WeeklyHours> {
        let (min, max) = (self.hours_min, self.hours_max);
        (min != NO_HOURS).then_some(WeeklyHours { min, max })
    }

    /// The number of the prefecture, 1 to 47.
    pub(crate) fn prefecture(&self) -> Option<u8> {
        u8::try_from(self.municipality / 10_000)
            .ok()
            .filter(|number| *number > 0)
    }

    pub(crate) fn life_stages(&self) -> BTreeSet<LifeStage> {
        let mut stages = BTreeSet::new();
        // One by one: collecting would sort them first.
        stages.extend(
            LifeStage::ALL
                .into_iter()
                .filter(|stage| self.is(flag::stage(*stage))),
        );
        stages
    }

    /// What reaches the worker, and what that is an hour.
    pub(crate) fn net(&self, fees: &FeeTable) -> Option<(NetPay, Option<Yen>)> {
        let (effort, hours) = (self.effort_minutes(), self.weekly_hours());
        self.pay()
            .map(|pay| net_of(self.kind, self.category, pay, effort, hours, fees))
    }

    /// Prices the entry by a server's fees.
    pub(crate) fn price(&mut self, fees: &FeeTable) {
        let hourly = self
            .net(fees)
            .and_then(|(_, hourly)| hourly)
            .unwrap_or_default();
        self.per_hour = u32::try_from(hourly.0).unwrap_or(u32::MAX);
    }
}
