//! What happens in a run. Every event means something (perhaps nothing) in every state, so any part
//! of a story is a story: that is what shrinking needs.

use crate::deeds::Deed;
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};

/// A device and one of its tabs, by their numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct At(pub u8, pub u8);

/// What somebody on the way answers in the server's place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nonsense {
    /// 4xx of a proxy.
    Refused,
    /// 409.
    Conflict,
    /// 429, with a time.
    TooMany,
    /// 5xx.
    Broken,
}

/// One event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Somebody does something.
    Does(At, Deed),
    /// A tab gets on by some steps: its disk, its messages and the server with it.
    Runs(At, u8),
    /// A device's disk does its next transaction.
    Disk(u8),
    /// The tab is hidden: what is typed is saved at once.
    Hides(At),
    /// The tab has a reason to sync: seen again, online again, or told by the live stream.
    Wakes(At),
    /// A hint of another tab does not arrive.
    Deaf(At),
    /// The tab dies without a word.
    Dies(At),
    /// The tab is opened.
    Opens(At),
    /// The device loses power; of what the disk had promised without haste, so much is kept.
    PowerFails(u8, u8),
    /// The device's disk is full.
    Fills(u8),
    /// It has room again.
    Frees(u8),
    /// A message is lost.
    Loses(u8),
    /// A message arrives twice.
    Doubles(u8),
    /// A message is cut off in the middle.
    Cuts(u8),
    /// Messages overtake one another.
    Overtakes(u8),
    /// A message gets an answer that is not the server's.
    Answers(u8, Nonsense),
    /// A message reaches the server, or a reply its tab.
    Arrives(u8),
    /// A request that the server works on gets on by some awaits.
    Serves(u8, u8),
    /// The server is killed and starts anew.
    Restarts,
    /// The operator makes a backup.
    BacksUp,
    /// The operator restores it: another epoch.
    Restores,
    /// The server forgets which rows have been gone for long.
    Forgets,
    /// A person gets a place at a desk.
    Grants(u8, u8),
    /// A person loses it.
    Revokes(u8, u8),
    /// Of what was sent, the row of this number moves to a desk.
    Moves(u8, u8),
    /// A job is closed, or opened again.
    Closes(u8, bool),
    /// A device's clock is off by so many days.
    Clock(u8, i32),
    /// A device's session ends, or somebody logs in again.
    Session(u8, bool),
    /// The server knows this form of rows and commands: 1 is the app's own, 2 the next.
    Form(u8),
    /// The device's app is loaded anew, in the form that the server knows.
    Updates(u8),
    /// The server knows all commands, or is too old for stars.
    Knows(bool),
    /// Minutes pass.
    Passes(u8),
}

impl Display for At {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "device {}, tab {}", self.0, self.1)
    }
}

impl Display for Event {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Event::Does(at, Deed::Stars(job)) => write!(f, "{at}: stars job {job}"),
            Event::Does(at, Deed::Unstars(job)) => write!(f, "{at}: unstars job {job}"),
            Event::Does(at, Deed::Writes(job, word)) => {
                write!(f, "{at}: writes w{word} into the draft for job {job}")
            }
            Event::Does(at, Deed::Sends(job)) => write!(f, "{at}: sends the draft for job {job}"),
            Event::Does(at, Deed::Discards(job)) => {
                write!(f, "{at}: discards the draft for job {job}")
            }
            Event::Does(at, Deed::Says(number, word)) => {
                write!(f, "{at}: says w{word} in the thread of proposal {number}")
            }
            Event::Does(at, Deed::Reads(number)) => write!(f, "{at}: reads proposal {number}"),
            Event::Does(at, Deed::Offers(number, terms)) => {
                write!(f, "{at}: answers proposal {number} with terms {terms}")
            }
            Event::Does(at, Deed::Accepts(number)) => {
                write!(f, "{at}: accepts proposal {number}")
            }
            Event::Does(at, Deed::Declines(number)) => {
                write!(f, "{at}: declines proposal {number}")
            }
            Event::Does(at, Deed::Withdraws(number)) => {
                write!(f, "{at}: takes proposal {number} back")
            }
            Event::Does(at, Deed::SignsUp(program)) => {
                write!(f, "{at}: signs up for program {program}")
            }
            Event::Does(at, Deed::StaysAway(program)) => {
                write!(f, "{at}: takes the sign-up for program {program} back")
            }
            Event::Runs(at, steps) => write!(f, "{at}: runs {steps} steps"),
            Event::Disk(device) => write!(f, "device {device}: the disk does a transaction"),
            Event::Hides(at) => write!(f, "{at}: is hidden"),
            Event::Wakes(at) => write!(f, "{at}: wakes"),
            Event::Deaf(at) => write!(f, "{at}: misses a hint"),
            Event::Dies(at) => write!(f, "{at}: dies"),
            Event::Opens(at) => write!(f, "{at}: opens"),
            Event::PowerFails(device, kept) => {
                write!(
                    f,
                    "device {device}: loses power, keeps {kept} hasty transactions"
                )
            }
            Event::Fills(device) => write!(f, "device {device}: the disk is full"),
            Event::Frees(device) => write!(f, "device {device}: the disk has room"),
            Event::Loses(message) => write!(f, "network: loses message {message}"),
            Event::Doubles(message) => write!(f, "network: doubles message {message}"),
            Event::Cuts(message) => write!(f, "network: cuts message {message}"),
            Event::Overtakes(message) => write!(f, "network: message {message} overtakes"),
            Event::Answers(message, with) => {
                write!(f, "network: answers message {message} with {with:?}")
            }
            Event::Arrives(message) => write!(f, "network: message {message} arrives"),
            Event::Serves(task, awaits) => {
                write!(f, "server: request {task} gets on by {awaits} awaits")
            }
            Event::Restarts => write!(f, "server: is killed and starts anew"),
            Event::BacksUp => write!(f, "server: makes a backup"),
            Event::Restores => write!(f, "server: is restored from the backup"),
            Event::Forgets => write!(f, "server: forgets what was gone the last time"),
            Event::Grants(person, desk) => {
                write!(f, "server: person {person} gets a place at desk {desk}")
            }
            Event::Revokes(person, desk) => {
                write!(f, "server: person {person} loses the place at desk {desk}")
            }
            Event::Moves(row, desk) => write!(f, "server: proposal {row} moves to desk {desk}"),
            Event::Closes(job, true) => write!(f, "server: job {job} closes"),
            Event::Closes(job, false) => write!(f, "server: job {job} opens again"),
            Event::Clock(device, days) => write!(f, "device {device}: clock off by {days} days"),
            Event::Session(device, false) => write!(f, "device {device}: the session ends"),
            Event::Session(device, true) => write!(f, "device {device}: logs in again"),
            Event::Form(form) => write!(f, "server: knows form {form}"),
            Event::Updates(device) => write!(f, "device {device}: loads the app anew"),
            Event::Knows(true) => write!(f, "server: knows every command"),
            Event::Knows(false) => write!(f, "server: is too old for stars"),
            Event::Passes(minutes) => write!(f, "{minutes} minutes pass"),
        }
    }
}
