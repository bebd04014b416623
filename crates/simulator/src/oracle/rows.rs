//! Whether a device holds the rows that its person may read, and no others.

use super::{Broken, Property, broken};
use crate::{
    disk::{Disk, Pulled},
    memory::MemoryStore,
};
use domain::{Row, RowKey, Scope};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// A page was stored: is there only what may be there, and after the last page all of it?
pub(crate) fn check_page(
    store: &MemoryStore,
    life: u32,
    disk: &Disk,
    pulled: Pulled,
) -> Result<(), Broken> {
    // Of a server that is no more nothing can be asked.
    if pulled.life != life {
        return Ok(());
    }
    let person = disk.contents.person;
    let scopes = store.scopes_at(person, pulled.moment);
    let may = |row: &Row| row.audience().iter().any(|scope| scopes.contains(scope));
    let mut held = disk.contents.base.values();
    if let Some(row) = held.find(|row| !may(row)) {
        return broken(
            Property::NobodyElsesRows,
            format!("person {person} holds {row:?}"),
        );
    }
    if pulled.more {
        return Ok(());
    }
    whole(&disk.contents.base, store, &scopes, pulled.moment)
        .or_else(|how| broken(Property::APullIsWhole, how))
}

/// Whether the rows of a device are those that somebody in these scopes could read.
pub(super) fn whole(
    base: &HashMap<RowKey, Arc<Row>>,
    store: &MemoryStore,
    scopes: &BTreeSet<Scope>,
    moment: u64,
) -> Result<(), String> {
    let mut readable = 0;
    store.each_readable(scopes, moment, |row| {
        readable += 1;
        match base.get(&row.key()) {
            None => Err(format!("missing: {row:?}")),
            Some(held) if held.as_ref() != row => Err(format!("{held:?} should be {row:?}")),
            Some(_) => Ok(()),
        }
    })?;
    if base.len() == readable {
        return Ok(());
    }
    let mut more: BTreeSet<RowKey> = base.keys().copied().collect();
    store.each_readable(scopes, moment, |row| {
        more.remove(&row.key());
        Ok(())
    })?;
    Err(format!("too much: {more:?}"))
}
