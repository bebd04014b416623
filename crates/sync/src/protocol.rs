//! What travels between a device and the server.

use domain::{Command, PersonId, Refusal, Row, RowKey, Scope, Timestamp, row::Kind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The form of rows and commands. A server answers a push or pull of a form that it does not know
/// with problem `schema`, and the app asks to be reloaded; outbox and drafts stay. It rises when an app
/// of before could not read a row or a refusal of now.
///
/// 2: programs with all that belongs to them, spaces and bookings, kiosks, stays, incomes.
pub const SCHEMA: u32 = 2;

/// Most mutations in one push.
pub const MAX_PUSH: usize = 100;
/// Largest push in bytes.
pub const MAX_PUSH_BYTES: usize = 1024 * 1024;
/// Most rows in one page of a pull.
pub const PAGE: usize = 500;

/// The server's incarnation. It changes when the server was restored from a backup: versions and
/// mutation ids of another epoch mean nothing.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Epoch(pub String);

/// One outbox: one database of one browser. Mutation ids count within it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct GroupId(pub Uuid);

/// The number of a mutation in its group, from 1 up. Given inside the transaction that writes the
/// outbox, so two tabs never give the same one.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct MutationId(pub u64);

/// A command on its way.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mutation {
    /// Its number.
    pub id: MutationId,
    /// What the person did.
    pub command: Command,
    /// When, by the device's clock. For people to read; nothing is ordered by it.
    pub made_at: Timestamp,
    /// The version of the person's scope that the device had seen.
    pub base_version: u64,
    /// The incarnation of the server that the device had seen: what the command says of a row that
    /// was seen holds there and nowhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<Epoch>,
}

/// `POST /api/sync/push`. The person comes from the session.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushRequest {
    /// The incarnation that the device knows; `None` before the first pull.
    pub epoch: Option<Epoch>,
    /// [`SCHEMA`].
    pub schema: u32,
    /// Whose numbers these are.
    pub group: GroupId,
    /// The last mutation that has left the outbox: the next one follows it, also at a restored
    /// server, which does not know it any more.
    #[serde(default)]
    pub settled: MutationId,
    /// In rising order.
    pub mutations: Vec<Mutation>,
}

impl PushRequest {
    /// What of it comes before a mutation that cannot go yet; `None` when that is nothing.
    pub fn before(mut self, held: Option<MutationId>) -> Option<Self> {
        self.mutations
            .retain(|mutation| held.is_none_or(|held| mutation.id < held));
        (!self.mutations.is_empty()).then_some(self)
    }
}

/// The answer to a push: what became of each mutation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushResponse {
    /// In the order of the request.
    pub results: Vec<MutationResult>,
}

/// What became of one mutation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MutationResult {
    /// Which.
    pub id: MutationId,
    /// What.
    pub outcome: Outcome,
}

/// The server's judgement. It is given once; a repeated push hears the same again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done.
    Applied,
    /// Not done, and never will be.
    Refused(Refusal),
}

/// `POST /api/sync/pull`: what has changed for this person, and what became of this outbox.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PullRequest {
    /// The incarnation that the cursors belong to; `None` on the first pull.
    pub epoch: Option<Epoch>,
    /// [`SCHEMA`].
    pub schema: u32,
    /// The outbox.
    pub group: GroupId,
    /// The oldest mutation whose fate the device has not stored; refusals from here on are told.
    pub oldest_unsettled: Option<MutationId>,
    /// How far the device has followed each scope.
    pub cursors: BTreeMap<Scope, u64>,
    /// [`PullResponse::forgotten`] as it was told last; `None` of an app that does not know it.
    #[serde(default)]
    pub forgotten: Option<u64>,
}

/// The answer to a pull. The device stores all of it in one transaction.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PullResponse {
    /// The server's incarnation.
    pub epoch: Epoch,
    /// The cursors mean nothing here, or fell behind what the server has forgotten: drop the base
    /// rows and begin anew. Outbox and drafts stay.
    pub reset: bool,
    /// Rows that are new or changed.
    pub rows: Vec<Row>,
    /// Rows that are gone, or that this person may no longer read.
    pub gone: Vec<RowKey>,
    /// Every scope that the person is in, and how far this page goes in it.
    pub cursors: BTreeMap<Scope, u64>,
    /// Scopes that the device did not name and is now in.
    pub scopes_joined: BTreeSet<Scope>,
    /// Scopes that the device named and is not in any more.
    pub scopes_left: BTreeSet<Scope>,
    /// The last mutation of the group that was judged.
    pub last_mutation: MutationId,
    /// Those refused, from `oldest_unsettled` on.
    pub refused: Vec<(MutationId, Refusal)>,
    /// There is another page.
    pub more: bool,
    /// How often the server has forgotten which rows are gone. Whoever pulled when it had done so as
    /// often has missed nothing, however far they are.
    #[serde(default)]
    pub forgotten: u64,
}

/// One event of `GET /api/live`: only that something is new, never what.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Live {
    /// Where.
    pub scope: Scope,
    /// The version that can now be pulled.
    pub version: u64,
}

/// The header in which a device says for whom it pushes and pulls. Tabs share the session's cookie:
/// when somebody else has logged in meanwhile, the answer is `other_person` and nothing is judged.
pub const PERSON_HEADER: &str = "engawa-person";

/// `GET /api/session`: who is logged in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
}

/// `POST /api/register`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Registration {
    /// The id that the device has used so far; the account takes it over.
    pub person: PersonId,
    /// The name that clients see.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Password, in clear, over TLS.
    pub password: String,
}

/// `POST /api/login`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Login {
    /// E-mail address.
    pub email: String,
    /// Password, in clear, over TLS.
    pub password: String,
}

/// `GET /api/board/changes?since=V`: postings that changed after the packs were built.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BoardChanges {
    /// The server's incarnation.
    pub epoch: Epoch,
    /// New or changed.
    pub jobs: Vec<domain::Job>,
    /// Gone.
    pub gone: Vec<domain::JobId>,
    /// How far this page goes.
    pub version: u64,
    /// There is another page.
    pub more: bool,
}

/// RFC 9457 `application/problem+json`: every error over HTTP.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// A stable word; the screen translates it.
    #[serde(rename = "type")]
    pub kind: ProblemKind,
    /// The HTTP status.
    pub status: u16,
    /// For people who read logs, in English.
    #[serde(default)]
    pub detail: String,
    /// What is wrong in which field of a form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<domain::refusal::Invalid>,
    /// When to try again, in seconds, for `too_many_requests`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

/// The stable words of [`Problem`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The request cannot be read as what it should be.
    Malformed,
    /// Values of a form are not acceptable; see `fields`.
    Invalid,
    /// The server does not know this form of rows and commands; reload the app.
    Schema,
    /// Nobody is logged in.
    NotLoggedIn,
    /// Somebody else is logged in than the one the device speaks for.
    OtherPerson,
    /// E-mail address or password is wrong; which, is not said.
    WrongCredentials,
    /// A link of a mail was used already, or is too old.
    LinkGone,
    /// This is not for this person.
    Forbidden,
    /// There is nothing here.
    NotFound,
    /// The request is larger than allowed.
    TooLarge,
    /// Too many requests; see `retry_after`.
    TooManyRequests,
    /// The server has no room to keep anything more at the moment: nothing of it counts, and it is to
    /// be sent again.
    NoRoom,
    /// The server failed.
    Internal,
    /// A word of a newer server.
    #[serde(other)]
    Unknown,
}

/// What changed in an open scope: programs and how full they are (`GET /api/programs`), or spaces
/// (`GET /api/spaces`).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenChanges {
    /// The server's incarnation.
    pub epoch: Epoch,
    /// All before is void: the device begins anew with this page.
    pub reset: bool,
    /// New or changed.
    pub rows: Vec<domain::Row>,
    /// Gone.
    pub gone: Vec<domain::RowKey>,
    /// How far this page goes.
    pub version: u64,
    /// There is another page.
    pub more: bool,
}

/// Kinds of rows that travel by pull. Jobs travel as the board; what stands in another open scope is
/// followed by itself.
pub fn is_pulled(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Job
            | Kind::Program
            | Kind::Vacancy
            | Kind::Draw
            | Kind::Results
            | Kind::Space
            | Kind::Occupancy
            | Kind::TakenNights
    )
}
