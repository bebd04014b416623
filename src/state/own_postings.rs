//! The postings of the person's desks: those on the board, with what waits to be done to them.

use super::{replica::Waiting, use_app};
use board::Card;
use domain::{
    DeskId, Job, JobId, Timestamp,
    desk::{Membership, Role},
    job::{JobKind, Pay},
};
use leptos::prelude::*;
use sync::Delivery;

/// A posting, as its desk lists it.
#[derive(Clone, PartialEq, Debug)]
pub struct OwnPosting {
    /// Which.
    pub id: JobId,
    /// Of which desk.
    pub desk: DeskId,
    /// The desk's name.
    pub desk_name: String,
    /// What the person may do with it.
    pub role: Role,
    /// Its title.
    pub title: String,
    /// How it is paid.
    pub kind: JobKind,
    /// The planned reward.
    pub pay: Option<Pay>,
    /// When it was posted.
    pub posted_at: Timestamp,
    /// Proposals are taken before this moment.
    pub closes_at: Option<Timestamp>,
    /// Closed by its desk.
    pub closed: bool,
    /// Demo content.
    pub sample: bool,
    /// How what is done to it, and waits, stands.
    pub waiting: Option<Delivery>,
    /// The server does not have it yet.
    pub is_new: bool,
}

impl OwnPosting {
    fn of_card(card: Card, place: &Membership) -> Self {
        Self {
            id: card.id,
            desk: place.desk,
            desk_name: card.desk_name,
            role: place.role,
            title: card.title,
            kind: card.kind,
            pay: card.pay,
            posted_at: card.posted_at,
            closes_at: card.closes_at,
            closed: card.closed,
            sample: card.sample,
            waiting: None,
            is_new: false,
        }
    }

    fn of_job(job: &Job, place: &Membership) -> Self {
        Self {
            id: job.id,
            desk: job.desk,
            desk_name: place.desk_name.clone(),
            role: place.role,
            title: job.title.clone(),
            kind: job.kind,
            pay: job.pay,
            posted_at: job.posted_at,
            closes_at: job.closes_at,
            closed: job.closed,
            sample: job.sample,
            waiting: None,
            is_new: true,
        }
    }

    /// Whether proposals are taken at `now`.
    pub fn is_open(&self, now: Timestamp) -> bool {
        !self.closed && self.closes_at.is_none_or(|closes_at| now < closes_at)
    }

    fn take(&mut self, what: &Waiting) {
        match what {
            Waiting::Says(job) => {
                job.title.clone_into(&mut self.title);
                (self.pay, self.closes_at) = (job.pay, job.closes_at);
            }
            Waiting::Closed(closed) => self.closed = *closed,
        }
    }
}

/// All of them, the newest first.
pub fn own_postings() -> Memo<Vec<OwnPosting>> {
    let app = use_app();
    let published = Memo::new(move |_| {
        let places = app.replica.memberships();
        let of_desk = |place: &Membership| {
            let cards = app
                .board
                .with(|board| board.of_organization(&place.desk_name));
            let own = cards.into_iter();
            own.map(|card| OwnPosting::of_card(card, place))
                .collect::<Vec<_>>()
        };
        places.iter().flat_map(of_desk).collect::<Vec<_>>()
    });
    Memo::new(move |_| {
        let places = app.replica.memberships();
        let mut postings = published.get();
        for (id, what, delivery) in app.replica.waiting_postings() {
            if postings.iter().all(|posting| posting.id != id)
                && let Waiting::Says(job) = &what
                && let Some(place) = places.iter().find(|place| place.desk == job.desk)
            {
                postings.push(OwnPosting::of_job(job, place));
            }
            let posting = postings.iter_mut().find(|posting| posting.id == id);
            if let Some(posting) = posting {
                posting.take(&what);
                posting.waiting = Some(delivery);
            }
        }
        postings.sort_by_key(|posting| std::cmp::Reverse((posting.is_new, posting.posted_at)));
        postings
    })
}
