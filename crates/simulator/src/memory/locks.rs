//! Who may write what: transactions that touch the same row or outbox wait for one another.

use domain::RowKey;
use std::{collections::HashMap, task::Waker};
use sync::GroupId;

/// What can be held.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Held {
    /// A row, there or not.
    Row(RowKey),
    /// An outbox.
    Group(GroupId),
    /// What is forgotten.
    Forgotten,
    /// The accounts, sessions and municipalities.
    People,
}

/// What came of asking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Asked {
    /// It is the asker's until the end of the transaction.
    Granted,
    /// Another has it.
    Wait,
    /// Waiting would never end: they wait for one another.
    Deadlock,
}

/// Who holds what, and who waits for what. Transactions are numbers.
#[derive(Debug, Default)]
pub(crate) struct Locks {
    holders: HashMap<Held, u64>,
    waiting: HashMap<u64, (Held, Waker)>,
}

impl Locks {
    /// Asks for something; whoever waits is woken when anything is let go.
    pub(crate) fn ask(&mut self, transaction: u64, what: Held, waker: &Waker) -> Asked {
        match self.holders.get(&what) {
            Some(holder) if *holder != transaction => {
                let mut ahead = *holder;
                while let Some((next, _)) = self.waiting.get(&ahead) {
                    match self.holders.get(next) {
                        Some(holder) if *holder == transaction => return Asked::Deadlock,
                        Some(holder) => ahead = *holder,
                        None => break,
                    }
                }
                self.waiting.insert(transaction, (what, waker.clone()));
                Asked::Wait
            }
            _ => {
                self.holders.insert(what, transaction);
                self.waiting.remove(&transaction);
                Asked::Granted
            }
        }
    }

    /// The transaction is over.
    pub(crate) fn release(&mut self, transaction: u64) {
        self.holders.retain(|_, holder| *holder != transaction);
        self.waiting.remove(&transaction);
        for (_, waker) in self.waiting.values() {
            waker.wake_by_ref();
        }
    }
}
