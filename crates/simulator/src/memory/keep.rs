//! What is kept, with its past: everything can be read as it was at any moment, so that a snapshot
//! costs nothing and a backup is a number.

use super::people::People;
use domain::{
    FileId, Kind, PersonId, Refusal, Row, RowKey, Scope, Timestamp, bounds::Measure,
    farewell::goes_with,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{Change, Forgotten, Group, Room, Tally, Versions, tally::length};
use sync::{GroupId, MutationId};
use uuid::Uuid;

/// A mutation that was judged.
#[derive(Clone, PartialEq, Debug)]
pub struct Judgement {
    /// When it was committed.
    pub moment: u64,
    /// Whose number.
    pub group: GroupId,
    /// Its number.
    pub mutation: MutationId,
    /// Why not, if it was not done.
    pub refusal: Option<Refusal>,
}

/// What happened to a row in a scope. Its version is its place in the log, counted from 1.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    moment: u64,
    key: RowKey,
    there: bool,
    /// The version at which the same row came up again.
    superseded: Option<u64>,
}

/// The history of a scope.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    /// `None` is a version that was taken before its time (a mutant does so).
    entries: Vec<Option<Entry>>,
    last: HashMap<RowKey, usize>,
    /// Up to where it is forgotten what is gone, and since which moment.
    floors: Vec<(u64, u64)>,
    /// Up to where it will be forgotten.
    mark: u64,
}

impl Log {
    /// Takes the next version.
    pub(crate) fn reserve(&mut self) -> usize {
        self.entries.push(None);
        self.entries.len() - 1
    }

    pub(crate) fn fill(&mut self, place: usize, moment: u64, key: RowKey, there: bool) -> u64 {
        let version = place as u64 + 1;
        if let Some(before) = self.last.insert(key, place)
            && let Some(Some(entry)) = self.entries.get_mut(before)
        {
            entry.superseded = Some(version);
        }
        if let Some(entry) = self.entries.get_mut(place) {
            *entry = Some(Entry {
                moment,
                key,
                there,
                superseded: None,
            });
        }
        version
    }

    fn version(&self, moment: u64) -> u64 {
        let seen = |entry: &Option<Entry>| entry.as_ref().is_some_and(|e| e.moment <= moment);
        self.entries
            .iter()
            .rposition(seen)
            .map_or(0, |at| at as u64 + 1)
    }

    /// The version of the last row that was gone, as of the last commit.
    fn last_gone(&self) -> u64 {
        let gone = |entry: &Option<Entry>| {
            let last = entry.as_ref().filter(|entry| entry.superseded.is_none());
            last.is_some_and(|entry| !entry.there)
        };
        let last = self.entries.iter().rposition(gone);
        last.map_or(0, |at| at as u64 + 1)
    }

    /// How far what is gone was forgotten.
    fn floor(&self, moment: u64) -> u64 {
        at(&self.floors, moment).copied().unwrap_or_default()
    }

    /// How many rows that are gone will be forgotten.
    fn to_be_forgotten(&self, moment: u64) -> usize {
        let gone = self.after(0, moment).filter(|(_, _, there)| !there);
        gone.filter(|(version, ..)| *version <= self.mark).count()
    }

    /// The last word on each row after a version, with its own version.
    fn after(&self, after: u64, moment: u64) -> impl Iterator<Item = (u64, RowKey, bool)> + '_ {
        let version = self.version(moment);
        let floor = self.floor(moment);
        let start = usize::try_from(after).unwrap_or(usize::MAX);
        let entries = self.entries.iter().enumerate().skip(start);
        entries
            .take_while(move |(at, _)| (*at as u64) < version)
            .filter_map(move |(at, entry)| {
                let entry = entry.as_ref().filter(|entry| entry.moment <= moment)?;
                let own = at as u64 + 1;
                let known = entry.there || own > floor;
                let last = entry.superseded.is_none_or(|next| next > version);
                (known && last).then_some((own, entry.key, entry.there))
            })
    }
}

/// A refusal, from the moment it was noted until it was forgotten.
#[derive(Clone, Debug)]
struct Noted {
    refusal: Refusal,
    from: u64,
    until: Option<u64>,
}

/// Everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keep {
    /// Rises with each commit.
    pub(crate) moment: u64,
    rows: BTreeMap<RowKey, Vec<(u64, Option<Row>)>>,
    /// What is in files. It goes with their rows.
    pub(crate) files: BTreeMap<FileId, Vec<u8>>,
    /// How much of a bounded kind somebody has made.
    held: BTreeMap<(Scope, Measure), Vec<(u64, i64)>>,
    scopes: BTreeMap<Scope, Log>,
    groups: BTreeMap<GroupId, Vec<(u64, Group)>>,
    refusals: BTreeMap<GroupId, BTreeMap<MutationId, Noted>>,
    /// How often what is gone was forgotten.
    times_forgotten: Vec<(u64, u64)>,
    forgotten_at: Option<Timestamp>,
    pub(crate) judgements: Vec<Judgement>,
    pub(crate) people: People,
}

fn at<T>(history: &[(u64, T)], moment: u64) -> Option<&T> {
    let mut known = history.iter().rev().filter(|(when, _)| *when <= moment);
    known.next().map(|(_, what)| what)
}

/// A row, and how long it is where rows are texts.
fn sized(row: &Row) -> (&Row, usize) {
    (row, length(row).unwrap_or_default())
}

impl Keep {
    pub(crate) fn row(&self, key: RowKey, moment: u64) -> Option<Row> {
        at(self.rows.get(&key)?, moment)?.clone()
    }

    pub(crate) fn file(&self, file: FileId) -> Option<Vec<u8>> {
        self.files.get(&file).cloned()
    }

    pub(crate) fn rows_now(&self) -> Vec<Row> {
        let last = self.rows.values().filter_map(|history| history.last());
        last.filter_map(|(_, row)| row.clone()).collect()
    }

    pub(crate) fn put(&mut self, key: RowKey, row: Option<Row>) {
        let moment = self.moment;
        let mut tally = Tally::default();
        let before = self.row(key, moment);
        tally.note(before.as_ref().map(sized), row.as_ref().map(sized));
        for (bearer, measure, more) in tally.iter() {
            let count = self.held(bearer, measure, moment) + more;
            let history = self.held.entry((bearer, measure)).or_default();
            history.push((moment, count));
        }
        if row.is_none() && key.kind == Kind::File {
            self.files.remove(&FileId(key.id));
        }
        self.rows.entry(key).or_default().push((moment, row));
    }

    /// How much of a bounded kind somebody has made.
    pub(crate) fn held(&self, bearer: Scope, measure: Measure, moment: u64) -> i64 {
        let history = self.held.get(&(bearer, measure));
        let count = history.and_then(|history| at(history, moment));
        count.copied().unwrap_or_default()
    }

    pub(crate) fn log(&mut self, scope: Scope) -> &mut Log {
        self.scopes.entry(scope).or_default()
    }

    pub(crate) fn rows_in(&self, scope: Scope, kind: Kind, moment: u64) -> Vec<Row> {
        let Some(log) = self.scopes.get(&scope) else {
            return Vec::new();
        };
        log.after(0, moment)
            .filter(|(_, key, there)| *there && key.kind == kind)
            .filter_map(|(_, key, _)| self.row(key, moment))
            .collect()
    }

    pub(crate) fn rows_of(
        &self,
        kind: Kind,
        after: Option<Uuid>,
        limit: usize,
        moment: u64,
    ) -> Vec<Row> {
        let keys = self.rows.keys().filter(|key| key.kind == kind);
        keys.filter(|key| after.is_none_or(|after| key.id > after))
            .filter_map(|key| self.row(*key, moment))
            .take(limit)
            .collect()
    }

    pub(crate) fn versions(&self, scopes: &[Scope], moment: u64) -> Versions {
        let version = |scope| {
            let log = self.scopes.get(scope);
            log.map_or(0, |log| log.version(moment))
        };
        scopes
            .iter()
            .map(|scope| (*scope, version(scope)))
            .collect()
    }

    pub(crate) fn changes(
        &self,
        scope: Scope,
        after: u64,
        mut room: Room,
        moment: u64,
    ) -> Vec<Change> {
        let Some(log) = self.scopes.get(&scope) else {
            return Vec::new();
        };
        let mut changes = Vec::new();
        for (version, key, there) in log.after(after, moment) {
            if !room.is_left() {
                break;
            }
            let row = there.then(|| self.row(key, moment)).flatten();
            let bytes = row.as_ref().map_or(0, |row| sized(row).1);
            room.take(bytes);
            changes.push(Change {
                version,
                key,
                row,
                bytes,
            });
        }
        changes
    }

    /// What is forgotten of these scopes.
    pub(crate) fn forgotten(&self, scopes: &[Scope], moment: u64) -> Forgotten {
        let floor = |scope: &Scope| Some((*scope, self.scopes.get(scope)?.floor(moment)));
        let times = at(&self.times_forgotten, moment);
        Forgotten {
            times: times.copied().unwrap_or_default(),
            floors: scopes.iter().filter_map(floor).collect(),
        }
    }

    /// Whether what is gone was forgotten last before that.
    pub(crate) fn would_forget(&self, since: Timestamp) -> bool {
        self.forgotten_at.is_none_or(|at| at <= since)
    }

    /// How many rows that are gone would be forgotten now.
    pub(crate) fn to_be_forgotten(&self) -> u64 {
        let logs = self.scopes.values();
        let counts = logs.map(|log| log.to_be_forgotten(self.moment));
        counts.sum::<usize>() as u64
    }

    /// Forgets what is gone, as far as it was noted the last time.
    pub(crate) fn forget_gone(&mut self, now: Timestamp) {
        let moment = self.moment;
        if self.to_be_forgotten() > 0 {
            let times = self.times_forgotten.last().map_or(0, |(_, times)| *times);
            self.times_forgotten.push((moment, times + 1));
        }
        self.forgotten_at = Some(now);
        for (scope, log) in &mut self.scopes {
            if Scope::OPEN.contains(scope) {
                continue;
            }
            log.floors.push((moment, log.mark));
            log.mark = log.last_gone();
        }
    }

    pub(crate) fn group(&self, group: GroupId, moment: u64) -> Option<Group> {
        at(self.groups.get(&group)?, moment).copied()
    }

    pub(crate) fn note(&mut self, group: GroupId, known: Group, refusal: Option<Refusal>) {
        let moment = self.moment;
        let mutation = known.last_mutation;
        self.groups.entry(group).or_default().push((moment, known));
        if let Some(refusal) = refusal.clone() {
            let noted = Noted {
                refusal,
                from: moment,
                until: None,
            };
            self.refusals
                .entry(group)
                .or_default()
                .insert(mutation, noted);
        }
        self.judgements.push(Judgement {
            moment,
            group,
            mutation,
            refusal,
        });
    }

    pub(crate) fn refusals(
        &self,
        group: GroupId,
        from: MutationId,
        moment: u64,
    ) -> Vec<(MutationId, Refusal)> {
        let Some(refusals) = self.refusals.get(&group) else {
            return Vec::new();
        };
        refusals
            .range(from..)
            .filter(|(_, noted)| {
                noted.from <= moment && noted.until.is_none_or(|until| until > moment)
            })
            .map(|(mutation, noted)| (*mutation, noted.refusal.clone()))
            .collect()
    }

    /// The outboxes of somebody who has gone are nobody's.
    pub(crate) fn close(&mut self, person: PersonId) {
        self.groups.retain(|_, history| {
            history
                .last()
                .is_none_or(|(_, group)| group.person != person)
        });
        let groups = &self.groups;
        self.refusals.retain(|group, _| groups.contains_key(group));
    }

    /// Forgets the outboxes of a person beyond those that pushed last.
    pub(crate) fn forget_outboxes(&mut self, person: PersonId, most: usize) {
        let own = self.groups.iter().filter_map(|(group, history)| {
            let (moment, known) = history.last()?;
            (known.person == person).then_some((*moment, *group))
        });
        let mut own: Vec<(u64, GroupId)> = own.collect();
        own.sort_unstable_by(|one, other| other.cmp(one));
        for (_, group) in own.into_iter().skip(most) {
            self.groups.remove(&group);
            self.refusals.remove(&group);
        }
    }

    pub(crate) fn forget(&mut self, group: GroupId, before: MutationId) {
        let moment = self.moment;
        if let Some(refusals) = self.refusals.get_mut(&group) {
            for (_, noted) in refusals.range_mut(..before) {
                noted.until.get_or_insert(moment);
            }
        }
    }

    /// What a backup of this moment holds.
    pub(crate) fn truncate(&mut self, moment: u64) {
        self.moment = moment;
        self.judgements.retain(|judged| judged.moment <= moment);
        for history in self.rows.values_mut() {
            history.retain(|(when, _)| *when <= moment);
        }
        for history in self.held.values_mut() {
            history.retain(|(when, _)| *when <= moment);
        }
        for history in self.groups.values_mut() {
            history.retain(|(when, _)| *when <= moment);
        }
        self.groups.retain(|_, history| !history.is_empty());
        self.times_forgotten.retain(|(when, _)| *when <= moment);
        for refusals in self.refusals.values_mut() {
            refusals.retain(|_, noted| noted.from <= moment);
            for noted in refusals.values_mut() {
                noted.until = noted.until.filter(|until| *until <= moment);
            }
        }
        for log in self.scopes.values_mut() {
            let version = usize::try_from(log.version(moment)).unwrap_or(usize::MAX);
            log.floors.retain(|(when, _)| *when <= moment);
            // When it was noted is not known; what is noted less far is known longer.
            let mut kept = Log {
                mark: log.floors.last().map_or(0, |(_, floor)| *floor),
                floors: std::mem::take(&mut log.floors),
                ..Log::default()
            };
            for entry in log.entries.drain(..).take(version) {
                let place = kept.reserve();
                if let Some(entry) = entry.filter(|entry| entry.moment <= moment) {
                    kept.fill(place, entry.moment, entry.key, entry.there);
                }
            }
            *log = kept;
        }
    }

    /// The scopes that a person is in, from the rows alone.
    pub(crate) fn scopes_of(&self, person: PersonId, moment: u64) -> BTreeSet<Scope> {
        let mut scopes = BTreeSet::from([Scope::Person(person)]);
        for history in self.rows.values() {
            if let Some(Some(Row::Membership(place))) = at(history, moment)
                && place.person == person
            {
                scopes.insert(Scope::Desk(place.desk));
            }
        }
        scopes
    }

    /// Every row whose audience includes one of the scopes, from the rows alone.
    pub(crate) fn readable(
        &self,
        scopes: &BTreeSet<Scope>,
        moment: u64,
    ) -> impl Iterator<Item = &Row> {
        let rows = self.rows.values();
        let there = rows.filter_map(move |row| at(row, moment)).flatten();
        there.filter(|row| row.audience().iter().any(|scope| scopes.contains(scope)))
    }

    /// Everything that should be true and is not.
    pub(crate) fn damage(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (scope, log) in &self.scopes {
            for (version, key, there) in log.after(0, self.moment) {
                let row = self.row(key, self.moment);
                let is_in = row.is_some_and(|row| row.audience().contains(scope));
                if is_in != there {
                    found.push(format!(
                        "{scope} says at {version} that {key:?} is {there}, and it is {is_in}"
                    ));
                }
            }
        }
        let mut counts = Tally::default();
        for row in self.rows_now() {
            counts.note(None, Some(sized(&row)));
            if goes_with(&row).is_some_and(|person| self.people.closed.contains(&person)) {
                let key = row.key();
                found.push(format!(
                    "{key:?} is of somebody who has closed their account"
                ));
            }
            for scope in row.audience() {
                let log = self.scopes.get(&scope);
                if log.is_none_or(|log| !log.last.contains_key(&row.key())) {
                    found.push(format!("{scope} never heard of {:?}", row.key()));
                }
            }
        }
        for (bearer, measure) in self.held.keys() {
            let (held, count) = (
                self.held(*bearer, *measure, self.moment),
                counts.get(*bearer, *measure),
            );
            if held != count {
                found.push(format!(
                    "{bearer} has {count} of {measure:?}, and {held} are counted"
                ));
            }
        }
        found
    }
}
