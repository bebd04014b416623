//! What a wasm module is made of, as far as its pieces are put together anew.

use std::borrow::Cow;

/// A wasm module begins with these bytes: its magic number and version 1.
pub(super) const HEAD: &[u8] = b"\0asm\x01\0\0\0";
/// A section that the browser has no use for, by its name.
pub(super) const CUSTOM: u8 = 0;
/// The section that names what a module imports.
pub(super) const IMPORTS: u8 = 2;
/// The section that names what a module gives.
pub(super) const EXPORTS: u8 = 7;
/// A function among imports and exports.
pub(super) const FUNCTION: u8 = 0;

/// Something that a module imports.
#[derive(Clone, Debug)]
pub(super) struct Import<'a> {
    /// The module that gives it.
    pub(super) from: Cow<'a, [u8]>,
    /// What it is called there.
    pub(super) name: Cow<'a, [u8]>,
    /// Its kind, in the first byte, and its type.
    pub(super) what: &'a [u8],
}

/// What a section of imports says; `None` when it cannot be read.
pub(super) fn imports(section: &[u8]) -> Option<Vec<Import<'_>>> {
    let (count, mut rest) = number(section)?;
    let mut imports = Vec::new();
    for _ in 0..count {
        let (from, after) = sized(rest)?;
        let (name, after) = sized(after)?;
        let (what, after) = described(after)?;
        imports.push(Import {
            from: from.into(),
            name: name.into(),
            what,
        });
        rest = after;
    }
    rest.is_empty().then_some(imports)
}

/// A section of imports.
pub(super) fn put_imports(imports: &[Import<'_>]) -> Vec<u8> {
    let mut section = Vec::new();
    put_number(&mut section, imports.len() as u64);
    for import in imports {
        put_sized(&mut section, &import.from);
        put_sized(&mut section, &import.name);
        section.extend_from_slice(import.what);
    }
    section
}

/// A module with each section as `change` gives it back, or without it.
pub(super) fn sections(
    wasm: &[u8],
    mut change: impl FnMut(u8, &[u8]) -> Option<Option<Vec<u8>>>,
) -> Option<Vec<u8>> {
    let mut module = HEAD.to_vec();
    let mut rest = wasm.strip_prefix(HEAD)?;
    while let Some((&kind, after)) = rest.split_first() {
        let (section, after) = sized(after)?;
        if let Some(section) = change(kind, section)? {
            module.push(kind);
            put_sized(&mut module, &section);
        }
        rest = after;
    }
    Some(module)
}

/// What kind of thing is imported: its bytes as they are, and what follows them.
fn described(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&kind, after) = bytes.split_first()?;
    let after = match kind {
        FUNCTION => number(after)?.1,
        // A table has a type before its limits, a memory has limits.
        1 => limits(after.split_first()?.1)?,
        2 => limits(after)?,
        // A global: type and mutability.
        3 => after.split_at_checked(2)?.1,
        _ => return None,
    };
    bytes.split_at_checked(bytes.len() - after.len())
}

fn limits(bytes: &[u8]) -> Option<&[u8]> {
    let (&flags, after) = bytes.split_first()?;
    let after = number(after)?.1;
    // The lowest bit says that there is a greatest size too.
    if flags & 1 == 0 {
        Some(after)
    } else {
        Some(number(after)?.1)
    }
}

/// Bytes with their length before them.
pub(super) fn sized(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, after) = number(bytes)?;
    after.split_at_checked(usize::try_from(length).ok()?)
}

pub(super) fn put_sized(to: &mut Vec<u8>, bytes: &[u8]) {
    put_number(to, bytes.len() as u64);
    to.extend_from_slice(bytes);
}

/// A number in seven bits a byte, the lowest first (LEB128).
pub(super) fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let end = bytes.iter().take(5).position(|byte| byte & 0x80 == 0)?;
    let (digits, after) = bytes.split_at_checked(end + 1)?;
    let value = digits
        .iter()
        .rev()
        .fold(0, |value, byte| value << 7 | u64::from(byte & 0x7f));
    Some((value, after))
}

pub(super) fn put_number(to: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        to.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}
