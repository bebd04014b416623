//! Files that people send along: bringing them, having them, and forgetting those that nothing names.

use crate::{
    Snapshot, Store, StoreError, Transaction, Versions,
    push::{TRIES, beyond, person_key},
};
use domain::{
    FileId, Kind, PersonId, Refusal, Row, RowKey, Scope, SignUpId, Timestamp, Write,
    file::{Attached, File, FileFormat, LOOSE_DAYS, MAX_BYTES, MAX_LOOSE},
    program,
};
use std::collections::BTreeSet;

/// Why a file is not kept.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is empty, too large, or not what it says that it is.
    #[error("this is no file that is taken")]
    Unfit,
    /// Somebody else has a file of this id, or nobody has an account.
    #[error("this file is not theirs to bring")]
    Foreign,
    /// The person has as many as one may have.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A file as somebody brings it.
#[derive(Clone, Copy, Debug)]
pub struct Brought<'a> {
    /// Its id, made on the device.
    pub id: FileId,
    /// What it is.
    pub format: FileFormat,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// Keeps a file of `person`; brought twice, it is there once. Of files that no sign-up has, the oldest
/// make way.
pub async fn keep_file(
    store: &dyn Store,
    person: PersonId,
    brought: Brought<'_>,
    now: Timestamp,
) -> Result<Versions, FileError> {
    let size = u32::try_from(brought.bytes.len()).map_err(|_| FileError::Unfit)?;
    if size == 0 || size > MAX_BYTES || !brought.format.fits(brought.bytes) {
        return Err(FileError::Unfit);
    }
    let mut tries = 1;
    loop {
        match keep_once(store, person, brought, size, now).await {
            // Another writer went on.
            Err(FileError::Store(StoreError::Conflict)) if tries < TRIES => tries += 1,
            kept => return kept,
        }
    }
}

async fn keep_once(
    store: &dyn Store,
    person: PersonId,
    Brought { id, format, bytes }: Brought<'_>,
    size: u32,
    now: Timestamp,
) -> Result<Versions, FileError> {
    let mut transaction = store.begin().await?;
    if transaction.row(person_key(person)).await?.is_none() {
        return Err(FileError::Foreign);
    }
    match transaction.row(key(id)).await? {
        Some(Row::File(file)) if file.person == person => return Ok(Versions::new()),
        Some(_) => return Err(FileError::Foreign),
        None => {}
    }
    let mut loose = loose(transaction.as_mut(), person).await?;
    let too_many = (loose.len() + 1).saturating_sub(MAX_LOOSE);
    if too_many > 0 {
        let named = named_by_drafts(transaction.as_mut(), person).await?;
        loose.retain(|file| !named.contains(&file.id));
    }
    let most = u32::try_from(MAX_LOOSE).unwrap_or(u32::MAX);
    let kind = Kind::File;
    let make_way = loose
        .get(..too_many)
        .ok_or(Refusal::TooMany { kind, most })?;
    let mut writes: Vec<Write> = make_way
        .iter()
        .map(|file| Write::Delete(key(file.id)))
        .collect();
    writes.push(Write::Put(Row::File(File {
        id,
        person,
        format,
        size,
        sent_at: now,
        sign_up: None,
    })));
    for write in &writes {
        if let Some(refusal) = beyond(transaction.as_mut(), std::slice::from_ref(write)).await? {
            return Err(refusal.into());
        }
        transaction.write(write).await?;
    }
    transaction.keep_file_bytes(id, bytes).await?;
    Ok(transaction.commit().await?)
}

/// Files that are looked through at once.
const PAGE: usize = 500;

/// Removes the files that no sign-up has had for [`LOOSE_DAYS`], and says how far the scopes go.
pub async fn forget_files(store: &dyn Store, now: Timestamp) -> Result<Versions, StoreError> {
    let old = now.plus_days(-LOOSE_DAYS);
    let is_old = |file: &File| file.sign_up.is_none() && file.sent_at < old;
    let mut snapshot = store.snapshot().await?;
    let (mut last, mut found) = (None, Vec::new());
    loop {
        let page = snapshot.rows_of(Kind::File, last, PAGE).await?;
        let Some(row) = page.last() else { break };
        last = Some(row.key().id);
        found.extend(page.into_iter().filter_map(|row| match row {
            Row::File(file) if is_old(&file) => Some(key(file.id)),
            _ => None,
        }));
    }
    drop(snapshot);
    if found.is_empty() {
        return Ok(Versions::new());
    }
    let mut transaction = store.begin().await?;
    for key in found {
        // It may have been sent along meanwhile.
        if let Some(Row::File(file)) = transaction.row(key).await?
            && is_old(&file)
        {
            transaction.write(&Write::Delete(key)).await?;
        }
    }
    transaction.commit().await
}

/// A person's files that no sign-up has, the oldest first.
async fn loose(
    transaction: &mut dyn Transaction,
    person: PersonId,
) -> Result<Vec<File>, StoreError> {
    let rows = transaction
        .rows_in(Scope::Person(person), Kind::File)
        .await?;
    let mut files: Vec<File> = rows
        .into_iter()
        .filter_map(|row| match row {
            Row::File(file) if file.sign_up.is_none() => Some(file),
            _ => None,
        })
        .collect();
    files.sort_by_key(|file| (file.sent_at, file.id));
    Ok(files)
}

/// The files that a person's drafts name, as other devices of theirs may send them.
async fn named_by_drafts(
    transaction: &mut dyn Transaction,
    person: PersonId,
) -> Result<BTreeSet<FileId>, StoreError> {
    let drafts = transaction
        .rows_in(Scope::Person(person), Kind::Draft)
        .await?;
    let texts = drafts.iter().flat_map(|row| match row {
        Row::Draft(draft) => {
            let beside = draft.others.values().flatten();
            draft.fields.values().chain(beside).collect()
        }
        _ => Vec::new(),
    });
    let named = texts.filter_map(|text| Attached::read(text));
    Ok(named.map(|attached| attached.file).collect())
}

/// A file that may be had, and what it is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Had {
    /// What it is.
    pub format: FileFormat,
    /// What the sign-up calls it that it was asked for through.
    pub name: Option<String>,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A file for somebody who reads `scopes`: their own, or one that a sign-up names which they read.
/// `None` when there is none for them.
pub async fn file(
    snapshot: &mut dyn Snapshot,
    scopes: &BTreeSet<Scope>,
    id: FileId,
    through: Option<SignUpId>,
) -> Result<Option<Had>, StoreError> {
    let Some(row @ Row::File(file)) = &snapshot.row(key(id)).await? else {
        return Ok(None);
    };
    // A sign-up that names a file need not have it: its person may have closed their account.
    let named = match through.filter(|through| file.sign_up == Some(*through)) {
        Some(sign_up) => name_in(snapshot, scopes, sign_up, id).await?,
        None => None,
    };
    if named.is_none() && !may_read(scopes, row) {
        return Ok(None);
    }
    let bytes = snapshot.file_bytes(id).await?;
    Ok(bytes.map(|bytes| Had {
        format: file.format,
        name: named,
        bytes,
    }))
}

/// What a sign-up calls a file, for somebody who reads the sign-up, or its entry without a name.
async fn name_in(
    snapshot: &mut dyn Snapshot,
    scopes: &BTreeSet<Scope>,
    sign_up: SignUpId,
    file: FileId,
) -> Result<Option<String>, StoreError> {
    let id = sign_up.0;
    for kind in [Kind::SignUp, Kind::Anonymous] {
        let row = snapshot.row(RowKey { kind, id }).await?;
        let answers = match row.as_ref().filter(|row| may_read(scopes, row)) {
            Some(Row::SignUp(seen)) => &seen.application.answers,
            Some(Row::Anonymous(seen)) => &seen.answers,
            _ => continue,
        };
        if let Some((_, attached)) = program::files(answers).find(|(_, it)| it.file == file) {
            return Ok(Some(attached.name.clone()));
        }
    }
    Ok(None)
}

fn may_read(scopes: &BTreeSet<Scope>, row: &Row) -> bool {
    row.audience().iter().any(|scope| scopes.contains(scope))
}

fn key(file: FileId) -> RowKey {
    RowKey {
        kind: Kind::File,
        id: file.0,
    }
}
