//! Writing: everything waits in the transaction until the commit.

use super::{
    Shared,
    locks::{Asked, Held},
    people::People,
};
use crate::Mutant;
use async_trait::async_trait;
use domain::{
    FileId, Kind, PersonId, Refusal, Row, RowKey, Scope, Timestamp, Write,
    bounds::Measure,
    person::normalize_email,
    place::{MunicipalityCode, Town},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    future::poll_fn,
    sync::Arc,
    task::Poll,
};
use store::{
    Account, Change, Forgotten, Group, LoginSession, Room, Snapshot, StoreError, Tally, TokenHash,
    Transaction, Versions, tally::length,
};
use sync::{GroupId, MutationId};
use uuid::Uuid;

pub(crate) struct MemoryTransaction {
    shared: Arc<Shared>,
    number: u64,
    rows: BTreeMap<RowKey, Option<Row>>,
    tally: Tally,
    files: BTreeMap<FileId, Vec<u8>>,
    /// Rows that entered or changed in a scope (`true`) or left it.
    touched: BTreeMap<Scope, BTreeMap<RowKey, bool>>,
    /// Versions that the mutant took before their time.
    early: HashMap<(Scope, RowKey), usize>,
    judged: Vec<(GroupId, Group, Option<Refusal>)>,
    forgotten: Vec<(GroupId, MutationId)>,
    /// Whose outboxes go beyond so many.
    crowded: Vec<(PersonId, usize)>,
    /// What is gone is forgotten at this moment.
    forgets: Option<Timestamp>,
    people: Option<People>,
    closed: Vec<PersonId>,
}

impl Drop for MemoryTransaction {
    fn drop(&mut self) {
        self.shared.locks().release(self.number);
    }
}

impl MemoryTransaction {
    pub(crate) fn new(shared: Arc<Shared>, number: u64) -> Self {
        Self {
            shared,
            number,
            rows: BTreeMap::new(),
            tally: Tally::default(),
            files: BTreeMap::new(),
            touched: BTreeMap::new(),
            early: HashMap::new(),
            judged: Vec::new(),
            forgotten: Vec::new(),
            crowded: Vec::new(),
            forgets: None,
            people: None,
            closed: Vec::new(),
        }
    }

    /// Remembers whose outboxes go.
    pub(super) fn close(&mut self, person: PersonId) {
        self.closed.push(person);
    }

    /// Waits until what is asked for is this transaction's alone.
    async fn hold(&self, what: Held) -> Result<(), StoreError> {
        self.shared.pause().await;
        poll_fn(|context| {
            let mut locks = self.shared.locks();
            match locks.ask(self.number, what, context.waker()) {
                Asked::Granted => Poll::Ready(Ok(())),
                Asked::Wait => Poll::Pending,
                Asked::Deadlock => Poll::Ready(Err(StoreError::Conflict)),
            }
        })
        .await
    }

    fn now(&self) -> u64 {
        self.shared.keep().moment
    }

    fn current(&self, key: RowKey) -> Option<Row> {
        match self.rows.get(&key) {
            Some(row) => row.clone(),
            None => {
                let now = self.now();
                self.shared.keep().row(key, now)
            }
        }
    }

    fn touch(&mut self, scopes: Vec<Scope>, key: RowKey, there: bool) {
        for scope in scopes {
            self.touched.entry(scope).or_default().insert(key, there);
            if self.shared.mutant == Some(Mutant::VersionsTakenEarly) {
                let shared = self.shared.clone();
                let taken = || shared.keep().log(scope).reserve();
                self.early.entry((scope, key)).or_insert_with(taken);
            }
        }
    }

    pub(super) async fn people(&mut self) -> Result<&mut People, StoreError> {
        self.hold(Held::People).await?;
        let kept = || self.shared.keep().people.clone();
        Ok(self.people.get_or_insert_with(kept))
    }
}

#[async_trait]
impl Snapshot for MemoryTransaction {
    async fn row(&mut self, key: RowKey) -> Result<Option<Row>, StoreError> {
        self.hold(Held::Row(key)).await?;
        Ok(self.current(key))
    }

    async fn rows_in(&mut self, scope: Scope, kind: Kind) -> Result<Vec<Row>, StoreError> {
        self.shared.pause().await;
        let now = self.now();
        let mut rows = self.shared.keep().rows_in(scope, kind, now);
        rows.retain(|row| !self.rows.contains_key(&row.key()));
        let own = self.rows.values().flatten();
        rows.extend(
            own.filter(|row| row.key().kind == kind && row.audience().contains(&scope))
                .cloned(),
        );
        Ok(rows)
    }

    async fn rows_of(
        &mut self,
        kind: Kind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.shared.pause().await;
        // Nobody asks for what the transaction itself has written.
        let moment = self.now();
        Ok(self.shared.keep().rows_of(kind, after, limit, moment))
    }

    async fn held(&mut self, bearer: Scope, measure: Measure) -> Result<u64, StoreError> {
        self.shared.pause().await;
        let now = self.now();
        let held = self.shared.keep().held(bearer, measure, now) + self.tally.get(bearer, measure);
        Ok(u64::try_from(held).unwrap_or_default())
    }

    async fn versions(&mut self, scopes: &[Scope]) -> Result<Versions, StoreError> {
        self.shared.pause().await;
        let now = self.now();
        Ok(self.shared.keep().versions(scopes, now))
    }

    async fn changes(
        &mut self,
        scope: Scope,
        after: u64,
        room: Room,
    ) -> Result<Vec<Change>, StoreError> {
        self.shared.pause().await;
        let now = self.now();
        Ok(self.shared.keep().changes(scope, after, room, now))
    }

    async fn forgotten(&mut self, scopes: &[Scope]) -> Result<Forgotten, StoreError> {
        self.shared.pause().await;
        let now = self.now();
        Ok(self.shared.keep().forgotten(scopes, now))
    }

    async fn group(&mut self, group: GroupId) -> Result<Option<Group>, StoreError> {
        self.hold(Held::Group(group)).await?;
        if self.shared.mutant == Some(Mutant::ForgetsWhatWasJudged) {
            return Ok(None);
        }
        let own = self.judged.iter().rev().find(|(id, ..)| *id == group);
        let now = self.now();
        Ok(match own {
            Some((_, known, _)) => Some(*known),
            None => self.shared.keep().group(group, now),
        })
    }

    async fn refusals(
        &mut self,
        group: GroupId,
        from: MutationId,
    ) -> Result<Vec<(MutationId, Refusal)>, StoreError> {
        self.hold(Held::Group(group)).await?;
        let now = self.now();
        let mut refusals = self.shared.keep().refusals(group, from, now);
        for (_, before) in self.forgotten.iter().filter(|(id, _)| *id == group) {
            refusals.retain(|(mutation, _)| mutation >= before);
        }
        for (_, known, refusal) in self.judged.iter().filter(|(id, ..)| *id == group) {
            let refusal = refusal.clone();
            refusals.extend(refusal.map(|refusal| (known.last_mutation, refusal)));
        }
        Ok(refusals)
    }

    async fn account(&mut self, email: &str) -> Result<Option<Account>, StoreError> {
        Ok(self.people().await?.account(email))
    }

    async fn session(
        &mut self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<LoginSession>, StoreError> {
        Ok(self.people().await?.session(token, now))
    }

    async fn file_bytes(&mut self, file: FileId) -> Result<Option<Vec<u8>>, StoreError> {
        self.shared.pause().await;
        let own = self.files.get(&file).cloned();
        Ok(own.or_else(|| self.shared.keep().file(file)))
    }

    async fn town(&mut self, code: &MunicipalityCode) -> Result<Option<Town>, StoreError> {
        Ok(self.people().await?.town(code))
    }
}

#[async_trait]
impl Transaction for MemoryTransaction {
    async fn foresee(&mut self, rows: &BTreeSet<RowKey>) -> Result<(), StoreError> {
        for key in rows {
            self.hold(Held::Row(*key)).await?;
        }
        Ok(())
    }

    async fn write(&mut self, write: &Write) -> Result<bool, StoreError> {
        let key = write.key();
        self.hold(Held::Row(key)).await?;
        let before = self.current(key);
        let after = match write {
            Write::Put(row) => Some(row.clone()),
            Write::Delete(_) => None,
        };
        if before == after {
            return Ok(false);
        }
        let known = |row: &Option<Row>| row.as_ref().map_or(Ok(0), length);
        let (was, is) = (known(&before)?, known(&after)?);
        let (old, new) = (before.as_ref(), after.as_ref());
        self.tally
            .note(old.map(|row| (row, was)), new.map(|row| (row, is)));
        if let Some(before) = before {
            self.touch(before.audience(), key, false);
        }
        if let Some(after) = &after {
            self.touch(after.audience(), key, true);
        }
        self.rows.insert(key, after);
        Ok(true)
    }

    async fn keep_file_bytes(&mut self, file: FileId, bytes: &[u8]) -> Result<(), StoreError> {
        self.files.insert(file, bytes.to_vec());
        Ok(())
    }

    async fn judged(
        &mut self,
        group: GroupId,
        person: PersonId,
        mutation: MutationId,
        refusal: Option<&Refusal>,
        _now: Timestamp,
    ) -> Result<(), StoreError> {
        self.hold(Held::Group(group)).await?;
        let known = Group {
            person,
            last_mutation: mutation,
        };
        self.judged.push((group, known, refusal.cloned()));
        Ok(())
    }

    async fn forget_outboxes(&mut self, person: PersonId, most: usize) -> Result<(), StoreError> {
        self.crowded.push((person, most));
        Ok(())
    }

    async fn forget_refusals(
        &mut self,
        group: GroupId,
        before: MutationId,
    ) -> Result<(), StoreError> {
        self.hold(Held::Group(group)).await?;
        self.forgotten.push((group, before));
        Ok(())
    }

    async fn forget_gone(&mut self, now: Timestamp, since: Timestamp) -> Result<u64, StoreError> {
        self.hold(Held::Forgotten).await?;
        self.forgets = self.shared.keep().would_forget(since).then_some(now);
        let count = self.shared.keep().to_be_forgotten();
        Ok(self.forgets.map_or(0, |_| count))
    }

    async fn open_account(&mut self, email: &str, account: &Account) -> Result<(), StoreError> {
        let people = self.people().await?;
        if people.account(email).is_some() {
            return Err(StoreError::EmailTaken);
        }
        let mut known = people.accounts.values();
        if known.any(|known| known.person == account.person)
            || people.closed.contains(&account.person)
        {
            return Err(StoreError::PersonTaken);
        }
        let email = normalize_email(email);
        people.accounts.insert(email, account.clone());
        Ok(())
    }

    async fn keep_session(
        &mut self,
        token: TokenHash,
        session: LoginSession,
    ) -> Result<(), StoreError> {
        let sessions = &mut self.people().await?.sessions;
        let begun = sessions.get(&token).cloned();
        let session = match begun {
            Some(begun) => LoginSession {
                expires_at: session.expires_at,
                used_at: session.used_at,
                ..begun
            },
            None => session,
        };
        sessions.insert(token, session);
        Ok(())
    }

    async fn end_session(&mut self, token: TokenHash) -> Result<(), StoreError> {
        self.people().await?.sessions.remove(&token);
        Ok(())
    }

    async fn sweep_sessions(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let people = self.people().await?;
        let before = people.sessions.len();
        people
            .sessions
            .retain(|_, session| session.expires_at > now);
        Ok((before - people.sessions.len()) as u64)
    }

    async fn put_town(&mut self, town: &Town) -> Result<bool, StoreError> {
        let code = town.code.as_str().to_owned();
        let before = self.people().await?.towns.insert(code, town.clone());
        Ok(before.as_ref() != Some(town))
    }

    async fn commit(mut self: Box<Self>) -> Result<Versions, StoreError> {
        self.shared.pause().await;
        let touched = std::mem::take(&mut self.touched);
        let judged = std::mem::take(&mut self.judged);
        if !judged.is_empty() && self.is_beyond_a_bound() {
            return Err(StoreError::Conflict);
        }
        // The mutant makes the rows durable first, and what it judged later.
        if self.shared.mutant == Some(Mutant::JudgedInAnotherCommit) && !judged.is_empty() {
            self.apply(&touched, Vec::new());
            self.shared.pause().await;
            self.apply(&BTreeMap::new(), judged);
            return Ok(Versions::new());
        }
        let versions = self.apply(&touched, judged);
        // It is durable; whether the caller hears of it is another matter.
        self.shared.pause().await;
        Ok(versions)
    }
}

impl MemoryTransaction {
    /// Whether others took the room that was there when this was judged.
    fn is_beyond_a_bound(&self) -> bool {
        let keep = self.shared.keep();
        self.tally.iter().any(|(bearer, measure, more)| {
            let held = keep.held(bearer, measure, keep.moment) + more;
            let most = measure.most().map_or(i64::MAX, i64::from);
            more > 0 && held > most
        })
    }

    fn apply(
        &mut self,
        touched: &BTreeMap<Scope, BTreeMap<RowKey, bool>>,
        judged: Vec<(GroupId, Group, Option<Refusal>)>,
    ) -> Versions {
        let shared = self.shared.clone();
        let mut keep = shared.keep();
        keep.moment += 1;
        let moment = keep.moment;
        keep.files.append(&mut self.files);
        for (key, row) in std::mem::take(&mut self.rows) {
            keep.put(key, row);
        }
        let mut versions = Versions::new();
        for (scope, rows) in touched {
            let log = keep.log(*scope);
            for (key, there) in rows {
                let early = self.early.get(&(*scope, *key)).copied();
                let place = early.unwrap_or_else(|| log.reserve());
                versions.insert(*scope, log.fill(place, moment, *key, *there));
            }
        }
        for (group, known, refusal) in judged {
            keep.note(group, known, refusal);
        }
        for (person, most) in self.crowded.drain(..) {
            keep.forget_outboxes(person, most);
        }
        for (group, before) in self.forgotten.drain(..) {
            keep.forget(group, before);
        }
        if let Some(now) = self.forgets.take() {
            keep.forget_gone(now);
        }
        if let Some(people) = self.people.take() {
            keep.people = people;
        }
        for person in self.closed.drain(..) {
            keep.close(person);
        }
        versions
    }
}
