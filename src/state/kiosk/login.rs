//! A visitor logs in with their phone, and what they write goes there. All of it is in memory.

use super::KioskState;
use crate::device::{clock, network::kiosk as network};
use domain::{
    Job, KioskLoginId, Timestamp,
    draft::{Edit, Fields, Subject},
    refusal::Field,
};
use leptos::{prelude::*, task::spawn_local};
use sync::kiosk::{AskedLogin, HandedDraft, HeldLogin, LoginState};

/// How often it is asked whether the phone has approved, in milliseconds.
const ASK_EVERY: u32 = 2_000;
/// How long after the last key a draft goes to the phone, in milliseconds.
const SETTLES_AFTER: u32 = 2_000;

/// Whether somebody is logged in.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Login {
    /// Nobody.
    #[default]
    Out,
    /// A code is on its way.
    Asking,
    /// The phone may read the code.
    Asked(AskedLogin),
    /// Somebody is.
    In {
        /// Shows that it is this kiosk.
        held: HeldLogin,
        /// Their name.
        name: String,
        /// Until then, by the server's clock.
        until: Timestamp,
    },
    /// The server did not answer, or the code was too old.
    Failed,
}

/// How what is written stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handed {
    /// Nothing is written.
    Nothing,
    /// It is here only, until it is wiped.
    Here,
    /// It is on its way.
    Going,
    /// It is with its author's devices, since this moment.
    Given(Timestamp),
}

/// What somebody writes.
#[derive(Clone, Default)]
pub(super) struct Writing {
    about: Option<(Subject, String)>,
    fields: Fields,
    /// The texts as the server has them.
    given: Fields,
    /// Counts keys.
    keys: u64,
}

impl KioskState {
    /// How somebody is logged in.
    pub fn login(self) -> Login {
        self.login.get()
    }

    /// Asks for a code that a phone approves.
    pub fn ask_login(self) {
        self.login.set(Login::Asking);
        let visit = self.visit.get_untracked();
        spawn_local(async move {
            let asked = network::ask_login().await;
            if self.visit.get_untracked() != visit {
                return;
            }
            match asked {
                Ok(asked) => {
                    self.login.set(Login::Asked(asked.clone()));
                    self.wait_for_phone(asked, visit).await;
                }
                Err(_) => self.login.set(Login::Failed),
            }
        });
    }

    async fn wait_for_phone(self, asked: AskedLogin, visit: u64) {
        let held = HeldLogin {
            login: KioskLoginId::of(asked.code),
            token: asked.token.clone(),
        };
        loop {
            clock::sleep(ASK_EVERY).await;
            let waits = self
                .login
                .with_untracked(|login| *login == Login::Asked(asked.clone()));
            if !waits || self.visit.get_untracked() != visit {
                return;
            }
            let state = network::login_state(&held).await;
            if self.visit.get_untracked() != visit {
                return;
            }
            match state {
                Ok(LoginState::Asked) => {}
                Ok(LoginState::Approved { name, until }) => {
                    self.login.set(Login::In { held, name, until });
                    return;
                }
                Err(error) if error.kind().is_some() => {
                    self.login.set(Login::Failed);
                    return;
                }
                // It may have a network again in a moment.
                Err(_) => {}
            }
        }
    }

    /// Nobody is logged in any more; the server hears of it now, or once there is a network.
    pub(super) fn log_out(self) {
        let login = self.login.try_update(std::mem::take).unwrap_or_default();
        let ends = match login {
            Login::Asked(asked) => Some(KioskLoginId::of(asked.code)),
            Login::In { held, .. } => Some(held.login),
            Login::Out | Login::Asking | Login::Failed => None,
        };
        if let Some(login) = ends {
            self.place.end(login);
        }
        self.writing.set(Writing::default());
        self.handed.set(Handed::Nothing);
    }

    /// Whether the hour is over.
    pub(super) fn is_login_over(self) -> bool {
        let now = self.place.now();
        self.login
            .with_untracked(|login| matches!(login, Login::In { until, .. } if *until <= now))
    }

    /// Begins to write a proposal.
    pub fn write_for(self, job: &Job) {
        let subject = Subject::Proposal {
            job: job.id,
            desk_name: job.desk_name.clone(),
            sample: job.sample,
        };
        let is_other = self.writing.with_untracked(
            |writing| !matches!(&writing.about, Some((about, _)) if *about == subject),
        );
        if is_other {
            self.writing.set(Writing {
                about: Some((subject, job.title.clone())),
                ..Writing::default()
            });
            self.handed.set(Handed::Nothing);
        }
    }

    /// A text as it is written.
    pub fn written(self, field: Field) -> String {
        self.writing
            .with(|writing| writing.fields.get(&field).cloned().unwrap_or_default())
    }

    /// How what is written stands.
    pub fn handed(self) -> Handed {
        self.handed.get()
    }

    /// Writes a text. It goes to the phone once the keys rest.
    pub fn write(self, field: Field, text: String) {
        self.handed.set(Handed::Here);
        let keys = self.writing.try_update(|writing| {
            writing.fields.insert(field, text);
            writing.keys += 1;
            writing.keys
        });
        let visit = self.visit.get_untracked();
        spawn_local(async move {
            clock::sleep(SETTLES_AFTER).await;
            let rests = self
                .writing
                .with_untracked(|writing| Some(writing.keys) == keys);
            if rests && self.visit.get_untracked() == visit {
                self.hand_over().await;
            }
        });
    }

    /// Hands over what is written, now. Whether it arrived.
    pub async fn hand_over(self) -> bool {
        let Login::In { held, .. } = self.login.get_untracked() else {
            return false;
        };
        let Writing {
            about,
            fields,
            given,
            keys,
        } = self.writing.get_untracked();
        let Some((subject, title)) = about else {
            return false;
        };
        let edits = fields.iter().filter_map(|(field, text)| {
            let from = given.get(field).cloned().unwrap_or_default();
            (from != *text).then(|| Edit {
                field: *field,
                from,
                to: text.clone(),
                settles: Vec::new(),
            })
        });
        let draft = HandedDraft {
            held,
            subject,
            title,
            edits: edits.collect(),
        };
        if draft.edits.is_empty() {
            return true;
        }
        let visit = self.visit.get_untracked();
        self.handed.set(Handed::Going);
        let arrived = network::hand_over(&draft).await.is_ok();
        if self.visit.get_untracked() == visit {
            let rests = self.writing.with_untracked(|writing| writing.keys == keys);
            if arrived {
                self.writing.update(|writing| writing.given = fields);
            }
            self.handed.set(match arrived && rests {
                true => Handed::Given(clock::now()),
                false => Handed::Here,
            });
        }
        arrived
    }

    /// What is written and is nowhere else, as a text to take along.
    pub fn unhanded(self) -> Option<String> {
        let is_here = matches!(self.handed.get_untracked(), Handed::Here | Handed::Going);
        let text = self.writing.with_untracked(|writing| {
            let texts = writing
                .fields
                .values()
                .filter(|text| !text.trim().is_empty());
            texts.cloned().collect::<Vec<_>>().join("\n")
        });
        (is_here && !text.is_empty()).then_some(text)
    }
}
