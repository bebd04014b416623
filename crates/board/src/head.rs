//! Reading a HEAD section: the numbers of its postings, column by column, and their strings.

use crate::{
    PackError,
    bytes::Bytes,
    entry::{Entry, NO_HOURS},
    pack::{NO_PAY, STRINGS},
};
use domain::{
    Category, Yen,
    job::{JobKind, PayUnit},
};
use uuid::Uuid;

/// The last bit that [`crate::entry::flag`] knows.
const LAST_FLAG: u16 = 1 << 8;

/// The columns of `count` postings.
pub(crate) fn read_entries(bytes: &mut Bytes<'_>, count: usize) -> Result<Vec<Entry>, PackError> {
    // Memory is taken only after the bytes proved to be there.
    let mut entries = Vec::new();
    for id in bytes.column::<16>(count)? {
        let id = Uuid::from_bytes(*id);
        entries.push(Entry {
            id,
            ..Entry::default()
        });
    }
    column(bytes, &mut entries, |e, b| {
        e.posted_at = i64::from_le_bytes(b)
    })?;
    column(bytes, &mut entries, |e, b| {
        e.closes_at = i64::from_le_bytes(b)
    })?;
    column(bytes, &mut entries, |e, b| {
        e.pay_min = u32::from_le_bytes(b)
    })?;
    column(bytes, &mut entries, |e, b| {
        e.pay_max = u32::from_le_bytes(b)
    })?;
    column(bytes, &mut entries, |e, b| {
        e.effort_minutes = u32::from_le_bytes(b)
    })?;
    column(bytes, &mut entries, |e, b| {
        e.municipality = u32::from_le_bytes(b)
    })?;
    column(bytes, &mut entries, |e, b| e.flags = u16::from_le_bytes(b))?;
    column(bytes, &mut entries, |e, [b]| e.hours_min = b)?;
    column(bytes, &mut entries, |e, [b]| e.hours_max = b)?;
    coded(bytes, &mut entries, "kind", |e, code| {
        JobKind::ALL.get(code).map(|kind| e.kind = *kind)
    })?;
    coded(bytes, &mut entries, "category", |e, code| {
        Category::ALL
            .get(code)
            .map(|category| e.category = *category)
    })?;
    coded(bytes, &mut entries, "pay unit", |e, code| {
        e.pay_unit = PayUnit::ALL.get(code).copied();
        (e.pay_unit.is_some() || code == usize::from(NO_PAY)).then_some(())
    })?;
    check(&entries)?;
    Ok(entries)
}

fn column<const WIDTH: usize>(
    bytes: &mut Bytes<'_>,
    entries: &mut [Entry],
    set: impl Fn(&mut Entry, [u8; WIDTH]),
) -> Result<(), PackError> {
    let values = bytes.column::<WIDTH>(entries.len())?;
    entries
        .iter_mut()
        .zip(values)
        .for_each(|(entry, value)| set(entry, *value));
    Ok(())
}

/// A column of codes: places in a list of what there is.
fn coded(
    bytes: &mut Bytes<'_>,
    entries: &mut [Entry],
    what: &'static str,
    set: impl Fn(&mut Entry, usize) -> Option<()>,
) -> Result<(), PackError> {
    let codes = bytes.column::<1>(entries.len())?;
    for (index, (entry, [code])) in entries.iter_mut().zip(codes).enumerate() {
        set(entry, usize::from(*code)).ok_or(PackError::Impossible { what, index })?;
    }
    Ok(())
}

/// What later code takes for granted.
fn check(entries: &[Entry]) -> Result<(), PackError> {
    let mut before = None;
    for (index, e) in entries.iter().enumerate() {
        let order = (e.posted_at, e.id);
        let hours = |hours: u8| hours <= 168;
        let what = if before.is_some_and(|before| before <= order) {
            "order"
        } else if e.pay_max < e.pay_min || Yen(e.pay_max.into()) > Yen::MAX {
            "pay"
        } else if e.municipality / 10_000 > 47 {
            "municipality"
        } else if (e.hours_min != NO_HOURS || e.hours_max != NO_HOURS)
            && !(hours(e.hours_max) && e.hours_min <= e.hours_max)
        {
            "hours"
        } else if e.flags >= LAST_FLAG << 1 {
            "flags"
        } else {
            before = Some(order);
            continue;
        };
        return Err(PackError::Impossible { what, index });
    }
    Ok(())
}

/// What is left: the strings that `ends` divide.
pub(crate) fn read_strings(bytes: &[u8], ends: &[u32]) -> Result<String, PackError> {
    let mut start = 0;
    let impossible = |at: usize| PackError::Impossible {
        what: "text",
        index: at / STRINGS,
    };
    let strings = str::from_utf8(bytes).map_err(|_| impossible(0))?;
    for (at, end) in ends.iter().enumerate() {
        let end = *end as usize;
        // In order, inside, and between characters.
        strings.get(start..end).ok_or_else(|| impossible(at))?;
        start = end;
    }
    if start == strings.len() {
        Ok(strings.to_owned())
    } else {
        Err(PackError::Truncated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_packs_that_devices_hold_keep_their_meaning() {
        // A new word goes to the end, or HEAD gets a new version.
        let words: Vec<&str> = JobKind::ALL.iter().map(|kind| kind.word()).collect();
        assert_eq!(words, ["fixed", "hourly", "task", "contest"]);
        let words: Vec<&str> = PayUnit::ALL.iter().map(|unit| unit.word()).collect();
        assert_eq!(
            words,
            ["total", "piece", "hour", "day", "week", "month", "year"]
        );
        let words: Vec<&str> = Category::ALL
            .iter()
            .map(|category| category.word())
            .collect();
        assert_eq!(
            words.join(" "),
            "writing data_entry translation design photo video audio web app marketing \
             secretarial accounting research support education craft other"
        );
    }
}
