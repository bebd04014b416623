//! Faults built in on purpose: a simulator that does not find them finds nothing.

/// Something that is done wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mutant {
    /// The store takes a scope's version when a row is written, not when it is committed.
    VersionsTakenEarly,
    /// The store does not say what it judged before.
    ForgetsWhatWasJudged,
    /// The device empties its outbox when the push is answered.
    OutboxLeftWithTheReply,
    /// The device takes a mutation's number before the transaction that stores it.
    NumberTakenOutside,
    /// The device stores a pull in two transactions, the cursors first.
    PullStoredInTwo,
    /// The device puts commands into its outbox in haste, and power may undo it.
    QueuedInHaste,
    /// The device keeps the rows of scopes that it left.
    KeepsWhatWasLeft,
    /// The device takes the first page of a pull for the last word on its outbox.
    SettlesBeforeTheLastPage,
    /// The device does not look at refusals.
    RefusalsIgnored,
    /// The device removes a draft when it is sent, not when it has arrived.
    DraftLeftWhenSent,
    /// The store does not say what it has forgotten.
    FloorNotTold,
    /// The store commits what it judged after the rows.
    JudgedInAnotherCommit,
}

impl Mutant {
    /// Every mutant.
    pub const ALL: [Self; 12] = [
        Self::VersionsTakenEarly,
        Self::ForgetsWhatWasJudged,
        Self::OutboxLeftWithTheReply,
        Self::NumberTakenOutside,
        Self::PullStoredInTwo,
        Self::QueuedInHaste,
        Self::KeepsWhatWasLeft,
        Self::SettlesBeforeTheLastPage,
        Self::RefusalsIgnored,
        Self::DraftLeftWhenSent,
        Self::FloorNotTold,
        Self::JudgedInAnotherCommit,
    ];
}
