//! The draw of a program (抽選): what stays secret until it is held, what everybody may verify
//! afterwards, and what becomes of those who signed up.
//!
//! Commands have no randomness and no device may know the seed, so this is the server's: it
//! [`prepare`]s a draw for each program that gives seats by lottery, and [`hold`]s it once its
//! sign-ups are closed.

use crate::{
    ProgramId, RosterId, SignUpId, Timestamp,
    lottery::{self, Drawn, Got, NotAsDrawn, Room, Seed, Ticket},
    program::{Capacity, Program, Selection, SessionNo},
    roster::{Entry, Roster},
    row::{Kind, Row, RowKey, Write},
    sign_up::{SignUp, State},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is secret until a draw is held. Nobody reads it, and it goes with the draw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Urn {
    /// Of which program.
    pub program: ProgramId,
    /// What the draw will follow from.
    pub seed: Seed,
    /// What tickets follow from, together with the sign-up: whoever knows a person's id, as a desk
    /// does, cannot find them in the published list.
    pub salt: Seed,
}

impl Urn {
    /// The ticket (抽選番号) of a sign-up. It is told before the draw, so that it cannot be chosen
    /// after it; and who takes a sign-up back and sends another has the same.
    pub fn ticket(&self, sign_up: SignUpId) -> Uuid {
        let rank = self.salt.rank(sign_up.0);
        rank.first_chunk()
            .map_or(sign_up.0, |first| Uuid::from_bytes(*first))
    }
}

/// A draw. Everybody reads it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Draw {
    /// Of which program.
    pub program: ProgramId,
    /// What binds to the seed ([`lottery::commitment`]), since before the first sign-up.
    pub commitment: String,
    /// What it came to, once it is held.
    pub held: Option<Held>,
}

/// What a draw came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Held {
    /// When.
    pub at: Timestamp,
    /// The seed, which is no secret any more.
    pub seed: Seed,
    /// For each session, or for the whole program.
    pub parts: Vec<Part>,
}

/// What a draw came to for a session.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "DrawPart"))]
pub struct Part {
    /// Which; `None` is the whole program.
    pub session: Option<SessionNo>,
    /// What there was to give.
    pub room: Room,
    /// Everybody, in the order drawn.
    pub drawn: Vec<Drawn>,
}

impl Held {
    /// Repeats the draw from what is published, and compares: how many tickets, or what differs.
    pub fn verify(&self, commitment: &str) -> Result<usize, NotAsDrawn> {
        let mut count = 0;
        for part in &self.parts {
            let tickets: Vec<Ticket> = part.drawn.iter().map(|one| one.ticket).collect();
            lottery::verify(commitment, &self.seed, &tickets, part.room, &part.drawn)?;
            count += tickets.len();
        }
        Ok(count)
    }

    /// What a ticket got.
    pub fn got(&self, ticket: Uuid) -> Option<Got> {
        let drawn = self.parts.iter().flat_map(|part| &part.drawn);
        let mut of = drawn.filter(|one| one.ticket.id == ticket);
        of.next().map(|one| one.got)
    }
}

/// Whether sign-ups of a program are closed, so that its draw is to be held.
pub fn is_due(program: &Program, now: Timestamp) -> bool {
    program.selection == Selection::Lottery && program.closes_at.is_some_and(|closes| closes <= now)
}

/// Makes a draw ready, by two seeds that the caller draws. Only then are sign-ups taken.
pub fn prepare(program: ProgramId, seed: Seed, salt: Seed) -> [Write; 2] {
    let draw = Draw {
        program,
        commitment: lottery::commitment(&seed),
        held: None,
    };
    let urn = Urn {
        program,
        seed,
        salt,
    };
    [Row::Urn(urn), Row::Draw(draw)].map(Write::Put)
}

/// The rosters from which a program draws.
pub fn rosters(program: &Program) -> Vec<RosterId> {
    let parts = program.parts().into_iter();
    parts.map(|part| RosterId::of(program.id, part)).collect()
}

/// What there is to give.
fn room(capacity: Capacity) -> Room {
    Room {
        seats: capacity.seats,
        waiting: capacity.waiting,
        children: capacity.children.unwrap_or(0),
    }
}

/// Holds the draw of a program at the moment `now`: what changes, by key. `rosters` are those that
/// the program has of [`rosters`]; `sign_up` answers for everybody on them.
pub fn hold(
    program: &Program,
    urn: &Urn,
    rosters: Vec<Roster>,
    sign_up: impl Fn(SignUpId) -> Option<SignUp>,
    now: Timestamp,
) -> Vec<Write> {
    let (mut parts, mut writes) = (Vec::new(), Vec::new());
    for mut roster in rosters {
        let entered: BTreeMap<Uuid, Entry> = std::mem::take(&mut roster.entered)
            .into_iter()
            .map(|entry| (urn.ticket(entry.sign_up), entry))
            .collect();
        let tickets: Vec<Ticket> = entered
            .iter()
            .map(|(id, entry)| Ticket {
                id: *id,
                children: entry.children,
            })
            .collect();
        let room = room(program.capacity_of(roster.session));
        let drawn = lottery::draw(&urn.seed, &tickets, room);
        for one in &drawn {
            let Some(entry) = entered.get(&one.ticket.id) else {
                continue;
            };
            let state = match one.got {
                Got::Seat => {
                    roster.seated.push(*entry);
                    State::Accepted { at: now }
                }
                Got::Place => State::Waiting {
                    place: roster.queue(*entry),
                },
                Got::Nothing => State::Lost { at: now },
            };
            if let Some(before) = sign_up(entry.sign_up) {
                let drawn = SignUp {
                    state,
                    news_at: Some(now),
                    ..before
                };
                writes.extend(drawn.kept());
            }
        }
        parts.push(Part {
            session: roster.session,
            room,
            drawn,
        });
        writes.extend(roster.kept());
    }
    writes.push(Write::Delete(RowKey {
        kind: Kind::Urn,
        id: program.id.0,
    }));
    writes.push(Write::Put(Row::Draw(Draw {
        program: program.id,
        commitment: lottery::commitment(&urn.seed),
        held: Some(Held {
            at: now,
            seed: urn.seed.clone(),
            parts,
        }),
    })));
    writes.sort_by_key(Write::key);
    writes
}
