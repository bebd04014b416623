//! The posting that a draft answers, as far as this device knows it.

use super::words::{self, jobs};
use crate::{
    paths,
    state::{
        board::{JobError, Progress},
        use_app,
    },
};
use board::Query;
use domain::{Job, JobId, Timestamp, Yen, job::PayUnit, net::NetPay};
use leptos::{prelude::*, task::spawn_local};

/// What the device knows of a posting.
#[derive(Clone, PartialEq, Debug)]
pub enum AtHand {
    /// It is being looked for.
    Looking,
    /// All of it.
    Here(Box<Job>),
    /// Nothing, and why.
    Missing(JobError),
}

/// Looks for a posting, and again whenever it has changed on the board.
pub fn job_at_hand(job: JobId) -> RwSignal<AtHand> {
    let board = use_app().board;
    let found = RwSignal::new(AtHand::Looking);
    // Only what concerns this posting, so that the rest of the board may come in quietly.
    let place = Memo::new(move |_| {
        let opening = board.progress() == Progress::Opening;
        board
            .with(|board| board.locate(job))
            .map_or((opening, None), |place| (false, Some(place)))
    });
    Effect::new(move |_| {
        let (opening, _) = place.get();
        if opening {
            return;
        }
        spawn_local(async move {
            let answer = match board.job(job).await {
                Ok(job) => AtHand::Here(Box::new(job)),
                Err(error) => AtHand::Missing(error),
            };
            // The screen may be gone by now.
            found.try_set(answer);
        });
    });
    found
}

impl AtHand {
    /// The posting, when it is here.
    pub fn job(&self) -> Option<&Job> {
        match self {
            AtHand::Here(job) => Some(job),
            AtHand::Looking | AtHand::Missing(_) => None,
        }
    }

    /// A copy of it.
    pub fn job_cloned(&self) -> Option<Job> {
        self.job().cloned()
    }

    /// What of `amount` reaches the worker.
    pub fn net(&self, amount: Option<Yen>) -> Option<NetPay> {
        let job = self.job()?;
        let amount = amount.filter(|amount| (Yen(1)..=Yen::MAX).contains(amount))?;
        let fees = use_app().fees;
        Some(fees.with(|fees| domain::net::net_pay(job.kind, job.category, amount, fees)))
    }

    /// What the amounts of this posting are for.
    pub fn unit(&self) -> PayUnit {
        self.job()
            .and_then(|job| job.pay)
            .map_or(PayUnit::Total, |pay| pay.unit)
    }

    /// The time that one amount pays for: an hour where it is paid by the hour, else the estimate.
    pub fn minutes(&self, estimate: Option<u32>) -> Option<u32> {
        match self.unit() {
            PayUnit::Hour => Some(60),
            _ => estimate,
        }
    }

    /// Why a proposal would not be accepted at `now`; `None` while the posting is open, or not known.
    pub fn closed(&self, now: Timestamp) -> Option<String> {
        match self {
            AtHand::Here(job) if job.is_open(now) => None,
            AtHand::Here(job) => Some(match job.closes_at.filter(|at| *at <= now) {
                Some(at) => text!(proposal::closed_at, words::moment(at)),
                None => text!(proposal::closed).to_owned(),
            }),
            AtHand::Missing(JobError::NotFound) => Some(text!(proposal::gone).to_owned()),
            AtHand::Missing(_) | AtHand::Looking => None,
        }
    }

    /// Where work like this is found.
    pub fn similar(&self) -> String {
        let mut query = Query::default();
        query.categories.extend(self.job().map(|job| job.category));
        paths::jobs(&query)
    }
}

/// The posting in two lines: whose and until when, and its title.
#[component]
pub fn AboutPosting(
    /// What is known of it.
    posting: RwSignal<AtHand>,
    /// Its title, known without it.
    #[prop(into)]
    title: Signal<String>,
    /// Whose it is, known without it.
    #[prop(into)]
    desk: Signal<String>,
    /// It is demo content.
    #[prop(into)]
    sample: Signal<bool>,
) -> impl IntoView {
    let now = use_app().now;
    let whose = move || {
        let closing = posting.with(|posting| {
            posting
                .job()
                .map(|job| jobs::closing(job.closes_at, job.closed, now.get()).words)
        });
        match closing {
            Some(closing) => text!(proposal::about_job, desk.get(), closing),
            None => desk.get(),
        }
    };
    view! {
        <div class="about">
            <span>
                <Show when=move || sample.get()>
                    <span class="mark is-sample">{t!(app::sample)}</span>
                    " "
                </Show>
                {whose}
            </span>
            <strong>{title}</strong>
        </div>
    }
}
