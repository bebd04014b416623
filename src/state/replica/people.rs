//! The people around the person: their desks' members, invitations, and their own phrases.

use super::ReplicaState;
use domain::{
    DeskId, InvitationId, JobId, PersonId,
    desk::{Membership, Seat},
    invitation::Invitation,
    phrase::Phrase,
};
use leptos::prelude::*;

impl ReplicaState {
    /// Whether the server has told what the person has; before that, what is not here may be there.
    pub fn is_told(self) -> bool {
        self.replica.with(|replica| replica.epoch.is_some())
    }

    /// Everybody who sits at a desk, the person first.
    pub fn members(self, desk: DeskId) -> Vec<Membership> {
        self.rows.with(|rows| {
            let places = rows.memberships.iter().chain(&rows.colleagues);
            places.filter(|place| place.desk == desk).cloned().collect()
        })
    }

    /// The free places at a desk that the person offers.
    pub fn seats(self, desk: DeskId) -> Vec<Seat> {
        self.rows.with(|rows| {
            let seats = rows.seats.iter();
            seats.filter(|seat| seat.desk == desk).cloned().collect()
        })
    }

    /// The invitations that the person got, the latest first.
    pub fn invitations(self) -> Vec<Invitation> {
        let person = self.session.person();
        self.rows.with(|rows| {
            let own = rows.invitations.values().filter(|i| i.worker == person);
            let mut own: Vec<Invitation> = own.cloned().collect();
            own.sort_by_key(|invitation| std::cmp::Reverse(invitation.sent_at));
            own
        })
    }

    /// How many invitations the person has not answered.
    pub fn unanswered(self) -> usize {
        let own = self.invitations();
        own.iter().filter(|own| own.answer.is_none()).count()
    }

    /// The invitation of somebody to a job.
    pub fn invitation(self, worker: PersonId, job: JobId) -> Option<Invitation> {
        let id = InvitationId::of(worker, job);
        self.rows.with(|rows| rows.invitations.get(&id).cloned())
    }

    /// The person's own phrases, by name.
    pub fn phrases(self) -> Vec<Phrase> {
        self.rows.with(|rows| rows.phrases.clone())
    }
}
