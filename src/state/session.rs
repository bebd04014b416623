//! Whose device this is, and their account.

mod account;

use crate::device::{
    network::{self, NetworkError},
    occupant::Occupant,
    preferences,
};
use domain::{
    PersonId,
    person::check_registration,
    refusal::{Field, Invalid, Problem},
};
use leptos::prelude::*;
use sync::protocol::{Login, ProblemKind, Registration, Session};

/// The person at the device.
#[derive(Clone, Copy)]
pub struct SessionState {
    occupant: RwSignal<Occupant>,
}

/// Why a form of the account did not work.
#[derive(Clone, PartialEq, Debug)]
pub enum FormError {
    /// Values to mend.
    Fields(Vec<Invalid>),
    /// E-mail address or password is wrong.
    WrongCredentials,
    /// Whoever is logged in typed another password than theirs.
    WrongPassword,
    /// The link of a mail was used, or is too old.
    LinkGone,
    /// The session has ended.
    LoggedOut,
    /// Too many attempts; seconds to wait.
    TooMany(Option<u64>),
    /// The server did not answer; everything typed is still there.
    Unreachable,
    /// Anything else.
    Other,
}

/// The status with which a wrong password is told to somebody whose session counts.
const FORBIDDEN: u16 = 403;

impl From<NetworkError> for FormError {
    fn from(error: NetworkError) -> Self {
        match error {
            NetworkError::Unreachable => FormError::Unreachable,
            NetworkError::Unreadable => FormError::Other,
            NetworkError::Problem(problem) => match problem.kind {
                ProblemKind::Invalid => FormError::Fields(problem.fields),
                ProblemKind::WrongCredentials if problem.status == FORBIDDEN => {
                    FormError::WrongPassword
                }
                ProblemKind::WrongCredentials => FormError::WrongCredentials,
                ProblemKind::LinkGone | ProblemKind::NotFound => FormError::LinkGone,
                ProblemKind::NotLoggedIn | ProblemKind::OtherPerson => FormError::LoggedOut,
                ProblemKind::TooManyRequests => FormError::TooMany(problem.retry_after),
                _ => FormError::Other,
            },
        }
    }
}

impl SessionState {
    pub(super) fn new(occupant: Occupant) -> Self {
        Self {
            occupant: RwSignal::new(occupant),
        }
    }

    /// The person, with or without an account.
    pub fn person(self) -> PersonId {
        self.occupant.with(|occupant| occupant.person)
    }

    /// The account, when there is one.
    pub fn account(self) -> Option<Session> {
        self.occupant.with(|occupant| occupant.account.clone())
    }

    /// Whether the person has an account.
    pub fn is_registered(self) -> bool {
        self.occupant.with(|occupant| occupant.account.is_some())
    }

    /// Makes an account for the person at the device. What is on the device stays theirs.
    pub async fn register(
        self,
        name: String,
        email: String,
        password: String,
    ) -> Result<Session, FormError> {
        let found = check_registration(&name, &email, &password);
        if !found.is_empty() {
            return Err(FormError::Fields(found));
        }
        let person = self.occupant.with_untracked(|occupant| occupant.person);
        let mut registration = Registration {
            person,
            name,
            email,
            password,
        };
        let id_taken = Invalid {
            field: Field::Identifier,
            problem: Problem::Taken,
        };
        match network::register(&registration)
            .await
            .map_err(FormError::from)
        {
            // Somebody registered with this device's id before: take a new one, and keep the rest.
            Err(FormError::Fields(fields)) if fields.contains(&id_taken) => {
                registration.person = PersonId(crate::device::browser::new_id());
                Ok(network::register(&registration).await?)
            }
            answer => answer,
        }
    }

    /// Logs in to an account.
    pub async fn log_in(self, email: String, password: String) -> Result<Session, FormError> {
        Ok(network::log_in(&Login { email, password }).await?)
    }

    /// Ends the session on the server.
    pub async fn log_out(self) -> Result<(), FormError> {
        Ok(network::log_out().await?)
    }

    /// Ends a session that was to end when there was no network.
    pub(super) async fn end_old(self) {
        if preferences::to_log_out() && network::log_out().await.is_ok() {
            preferences::set_to_log_out(false);
        }
    }

    /// Ends a session that was to end, or prolongs that of somebody who comes back.
    pub(super) async fn look_after(self) {
        self.end_old().await;
        if self.snapshot().account.is_some() {
            // Asking who is logged in prolongs it.
            let _ = network::session().await;
        }
    }

    /// The person at the device is this one, as another tab has stored.
    pub(super) fn show(self, occupant: Occupant) {
        if self.occupant.with_untracked(|shown| *shown != occupant) {
            self.occupant.set(occupant);
        }
    }

    /// The person at the device, for whoever stores it.
    pub(super) fn snapshot(self) -> Occupant {
        self.occupant.get_untracked()
    }

    /// The person at the device is now this one.
    pub(super) async fn set(self, occupant: Occupant) {
        if let Err(error) = occupant.save().await {
            leptos::logging::warn!("who is here is known as long as the page: {error}");
        }
        self.occupant.set(occupant);
    }
}
