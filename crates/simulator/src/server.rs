//! The server of a run: the real push and pull over the store in memory, each request a future that
//! gets on await by await and can be dropped at any of them.

use crate::{memory::MemoryStore, network::RequestId};
use domain::{Command, PersonId, Row, RowKey, Timestamp, Write};
use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};
use store::{
    Room, Store, StoreError,
    pull::{PullError, pull_in_pages},
    push::{Push, PushError, push},
};
use sync::protocol::{ProblemKind, PullRequest};

type Work<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What the server sends back.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) body: Result<Vec<u8>, ProblemKind>,
    /// The moment of the store that a pull tells of.
    pub(crate) moment: u64,
}

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    Push(Vec<u8>),
    Pull(Vec<u8>),
}

/// The server.
pub(crate) struct Server {
    pub(crate) store: MemoryStore,
    /// Rises when another store takes its place.
    pub(crate) life: u32,
    /// The form of rows and commands that it knows.
    pub(crate) form: u32,
    /// It knows every command.
    pub(crate) knows_all: bool,
    pub(crate) page: usize,
    backup: Option<u64>,
    tasks: BTreeMap<RequestId, Work<Reply>>,
}

impl Server {
    pub(crate) fn new(store: MemoryStore, page: usize) -> Self {
        Self {
            store,
            life: 0,
            form: sync::protocol::SCHEMA,
            knows_all: true,
            page,
            backup: None,
            tasks: BTreeMap::new(),
        }
    }

    /// Takes in a request.
    pub(crate) fn take(&mut self, id: RequestId, person: PersonId, ask: &Ask, now: Timestamp) {
        let work = match ask {
            Ask::Push(body) => self.push(person, body, now),
            Ask::Pull(body) => self.pull(person, body),
        };
        self.tasks.insert(id, work);
    }

    fn push(&self, person: PersonId, body: &[u8], now: Timestamp) -> Work<Reply> {
        let Ok(mut sent) = serde_json::from_slice::<Push>(body) else {
            return no(ProblemKind::Malformed);
        };
        if sent.schema != self.form {
            return no(ProblemKind::Schema);
        }
        if !self.knows_all {
            for received in &mut sent.mutations {
                let newer = |command: &Command| {
                    matches!(command, Command::StarJob { .. } | Command::UnstarJob { .. })
                };
                received.command = received.command.take().filter(|command| !newer(command));
            }
        }
        let store = self.store.handle();
        Box::pin(async move {
            let body = match push(&store, person, &sent, now).await {
                Ok(pushed) => written(&pushed.response),
                Err(PushError::NoAccount) => Err(ProblemKind::NotLoggedIn),
                Err(PushError::Foreign) => Err(ProblemKind::Forbidden),
                Err(PushError::OutOfOrder { .. }) => Err(ProblemKind::Malformed),
                Err(PushError::Store(_)) => Err(ProblemKind::Internal),
            };
            Reply { body, moment: 0 }
        })
    }

    fn pull(&self, person: PersonId, body: &[u8]) -> Work<Reply> {
        let Ok(sent) = serde_json::from_slice::<PullRequest>(body) else {
            return no(ProblemKind::Malformed);
        };
        if sent.schema != self.form {
            return no(ProblemKind::Schema);
        }
        let (store, page) = (self.store.handle(), self.page);
        Box::pin(async move {
            // Now the rows fill a page, now their length.
            let page = Room {
                rows: page,
                bytes: 800 * page,
            };
            let body = match pull_in_pages(&store, person, &sent, page).await {
                Ok(pulled) => written(&pulled),
                Err(PullError::Foreign) => Err(ProblemKind::Forbidden),
                Err(PullError::Store(_)) => Err(ProblemKind::Internal),
            };
            let moment = store.read_at();
            Reply { body, moment }
        })
    }

    pub(crate) fn works_on(&self, id: RequestId) -> bool {
        self.tasks.contains_key(&id)
    }

    /// The request of a number, of those that are worked on.
    pub(crate) fn nth(&self, number: u8) -> Option<RequestId> {
        let place = usize::from(number).checked_rem(self.tasks.len())?;
        self.tasks.keys().nth(place).copied()
    }

    /// Lets a request get on by some awaits; its reply when it is done.
    pub(crate) fn serve(&mut self, id: RequestId, awaits: u8) -> Option<Reply> {
        let work = self.tasks.get_mut(&id)?;
        for _ in 0..awaits {
            if let Poll::Ready(reply) = poll(work) {
                self.tasks.remove(&id);
                return Some(reply);
            }
        }
        None
    }

    /// Serves a request to its end, and those before it for which it must wait.
    pub(crate) fn finish(&mut self, id: RequestId) -> Vec<(RequestId, Reply)> {
        let mut replies = Vec::new();
        while let Some(work) = self.tasks.get_mut(&id) {
            let before = self.store.operations();
            if let Poll::Ready(reply) = poll(work) {
                self.tasks.remove(&id);
                replies.push((id, reply));
            } else if self.store.operations() == before {
                // A pause takes two polls, and so does nothing but waiting for another.
                self.all_but(Some(id), &mut replies);
            }
        }
        replies
    }

    /// Lets every other request get on by one await.
    fn all_but(&mut self, id: Option<RequestId>, replies: &mut Vec<(RequestId, Reply)>) {
        let others: Vec<RequestId> = self.tasks.keys().copied().collect();
        for other in others.into_iter().filter(|other| Some(*other) != id) {
            replies.extend(self.serve(other, 2).map(|reply| (other, reply)));
        }
    }

    /// Writes as the operator does, after what is in its way.
    pub(crate) fn write(&mut self, writes: Vec<Write>) -> Vec<(RequestId, Reply)> {
        let store = self.store.handle();
        self.operate(async move {
            let mut transaction = store.begin().await?;
            for write in &writes {
                transaction.write(write).await?;
            }
            transaction.commit().await.map(drop)
        })
    }

    /// Changes a row as the operator does, as it is once nobody is in the way.
    pub(crate) fn change(
        &mut self,
        key: RowKey,
        change: impl FnOnce(&mut Row) + Send + 'static,
    ) -> Vec<(RequestId, Reply)> {
        let store = self.store.handle();
        self.operate(async move {
            let mut transaction = store.begin().await?;
            if let Some(mut row) = transaction.row(key).await? {
                change(&mut row);
                transaction.write(&Write::Put(row)).await?;
            }
            transaction.commit().await.map(drop)
        })
    }

    /// Forgets what was gone when this was done the last time.
    pub(crate) fn forget_gone(&mut self, now: Timestamp) -> Vec<(RequestId, Reply)> {
        let store = self.store.handle();
        self.operate(async move {
            let mut transaction = store.begin().await?;
            transaction.forget_gone(now, now).await?;
            transaction.commit().await.map(drop)
        })
    }

    fn operate(
        &mut self,
        work: impl Future<Output = Result<(), StoreError>> + Send + 'static,
    ) -> Vec<(RequestId, Reply)> {
        let mut replies = Vec::new();
        let mut work: Work<Result<(), StoreError>> = Box::pin(work);
        loop {
            let before = self.store.operations();
            if poll(&mut work).is_ready() {
                return replies;
            }
            if self.store.operations() == before {
                self.all_but(None, &mut replies);
            }
        }
    }

    /// Everything that is worked on is gone; what was committed stays.
    pub(crate) fn restart(&mut self) -> Vec<RequestId> {
        std::mem::take(&mut self.tasks).into_keys().collect()
    }

    pub(crate) fn back_up(&mut self) {
        self.backup = Some(self.store.moment());
    }

    /// Puts the backup in the store's place. `false`: there is none.
    pub(crate) fn restore(&mut self) -> bool {
        let Some(moment) = self.backup else {
            return false;
        };
        self.life += 1;
        self.store = self.store.restored(moment, &format!("epoch {}", self.life));
        true
    }
}

fn poll<T>(work: &mut Work<T>) -> Poll<T> {
    work.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

fn no(problem: ProblemKind) -> Work<Reply> {
    let body = Err(problem);
    Box::pin(async move { Reply { body, moment: 0 } })
}

fn written<T: serde::Serialize>(answer: &T) -> Result<Vec<u8>, ProblemKind> {
    serde_json::to_vec(answer).map_err(|_| ProblemKind::Internal)
}

/// Runs what never waits for another to its end.
pub(crate) fn at_once<T>(work: impl Future<Output = T> + Send + 'static) -> T
where
    T: 'static,
{
    let mut work: Work<T> = Box::pin(work);
    loop {
        if let Poll::Ready(done) = poll(&mut work) {
            return done;
        }
    }
}

/// The store as the server's code sees it.
pub(crate) fn shared(store: &MemoryStore) -> Arc<dyn Store> {
    Arc::new(store.handle())
}
