//! What can go wrong in a store.

/// Why a store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The e-mail address has an account.
    #[error("the e-mail address has an account already")]
    EmailTaken,
    /// The person has an account.
    #[error("the person has an account already")]
    PersonTaken,
    /// Another writer held the store for too long; trying again may help.
    #[error("the store is busy")]
    Busy,
    /// Another writer was in the way, and nothing of this transaction counts: begin it again.
    #[error("another writer was in the way; try again")]
    Conflict,
    /// There is no room to write; reading goes on.
    #[error("there is no room left to write")]
    Full,
    /// Something stored is not of a form that this program knows.
    #[error("a stored {what} cannot be read: {detail}")]
    Unreadable {
        /// What it should have been.
        what: &'static str,
        /// What was found.
        detail: String,
    },
    /// The store was made by a newer program, or its files are damaged, or the device failed.
    #[error("the store failed to {doing}: {source}")]
    Failed {
        /// What was being done.
        doing: &'static str,
        /// What the database says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
