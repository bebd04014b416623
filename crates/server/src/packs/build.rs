//! From postings to packs.

use super::{PacksError, Published, folder::Folder};
use crate::hash::sha256;
use board::{Manifest, PackHash, PackInfo, Posting, fold::lower, pack_builder, plan};
use domain::{Job, JobId, Row, Scope, Timestamp};
use std::collections::BTreeSet;
use store::{Room, Store, StoreError};

/// Postings that closed longer ago than this are not sent to every device.
const CLOSED_DAYS: i64 = 30;

/// All postings that belong on devices, and the version of which they are.
pub(super) async fn postings(
    store: &dyn Store,
    now: Timestamp,
) -> Result<(u64, Vec<Job>), StoreError> {
    let mut snapshot = store.snapshot().await?;
    let versions = snapshot.versions(&[Scope::Public]).await?;
    let version = versions.get(&Scope::Public).copied().unwrap_or_default();
    let mut jobs = Vec::new();
    let mut after = 0;
    while after < version {
        let changes = snapshot.changes(Scope::Public, after, Room::PAGE).await?;
        after = changes.last().map_or(version, |last| last.version);
        jobs.extend(changes.into_iter().filter_map(|change| match change.row {
            Some(Row::Job(job)) if is_shown(&job, now) => Some(job),
            _ => None,
        }));
    }
    Ok((version, jobs))
}

fn is_shown(job: &Job, now: Timestamp) -> bool {
    job.closes_at
        .is_none_or(|closes_at| now < closes_at.plus_days(CLOSED_DAYS))
}

/// Builds all packs, writes those that are new, and names them in a manifest.
pub(super) fn packs(
    mut jobs: Vec<Job>,
    epoch: String,
    version: u64,
    folder: &Folder,
    before: Option<&Published>,
) -> Result<Manifest, PacksError> {
    jobs.sort_by_key(plan::order);
    let keys: Vec<(Timestamp, JobId)> = jobs.iter().map(plan::order).collect();
    let mut packs = Vec::new();
    // Newest first; taking each part off the end keeps every posting in memory only once.
    for range in plan::cut(&keys) {
        let part = jobs.split_off(range.start.min(jobs.len()));
        let count = part.len();
        let bytes = pack_builder::build(part.into_iter().map(|job| Posting::new(job, lower)))?;
        let hash = PackHash(sha256(&bytes));
        folder.put(&hash, &bytes)?;
        packs.push(PackInfo {
            hash,
            count: u32::try_from(count).unwrap_or(u32::MAX),
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        });
    }
    let manifest = Manifest {
        epoch,
        version,
        packs,
    };
    let named = |manifest: &Manifest| -> BTreeSet<String> {
        manifest
            .packs
            .iter()
            .map(|pack| pack.hash.to_string())
            .collect()
    };
    let former = before
        .map(|published| named(&published.manifest))
        .unwrap_or_default();
    folder.put_manifest(&manifest)?;
    folder.clear_out(&named(&manifest), &former)?;
    Ok(manifest)
}
