//! Short names for what the app imports from its glue.
//!
//! wasm-bindgen names each import after what it does and a hash of sixteen digits, both in the wasm
//! and in the glue. The hashes do not compress: short names save several kilobytes over the wire.

use std::collections::BTreeMap;

/// A wasm module begins with these bytes: its magic number and version 1.
const HEAD: &[u8] = b"\0asm\x01\0\0\0";
/// The section that names what a module imports.
const IMPORTS: u8 = 2;
/// An imported function; everything else keeps its name.
const FUNCTION: u8 = 0;
/// How the names begin that wasm-bindgen makes.
const MADE: &[u8] = b"__wb";

/// Shortens the imports of a module and the same names in its glue; `None` when the module cannot
/// be read.
pub(super) fn shorten(wasm: &[u8], glue: &str) -> Option<(Vec<u8>, String)> {
    let mut names = BTreeMap::new();
    let mut module = HEAD.to_vec();
    let mut rest = wasm.strip_prefix(HEAD)?;
    while let Some((&kind, after)) = rest.split_first() {
        let (section, after) = sized(after)?;
        module.push(kind);
        if kind == IMPORTS {
            put_sized(&mut module, &imports(section, &mut names)?);
        } else {
            put_sized(&mut module, section);
        }
        rest = after;
    }
    Some((module, replace(glue, &names)))
}

/// The section of imports under short names, which are noted.
fn imports(section: &[u8], names: &mut BTreeMap<String, String>) -> Option<Vec<u8>> {
    let (count, mut rest) = number(section)?;
    let mut made = Vec::new();
    put_number(&mut made, count);
    for _ in 0..count {
        let (from, after) = sized(rest)?;
        let (name, after) = sized(after)?;
        put_sized(&mut made, from);
        if after.first() == Some(&FUNCTION) && name.starts_with(MADE) {
            let next = format!("${:x}", names.len());
            let name = String::from_utf8(name.to_vec()).ok()?;
            put_sized(&mut made, names.entry(name).or_insert(next).as_bytes());
        } else {
            put_sized(&mut made, name);
        }
        let (what, after) = described(after)?;
        made.extend_from_slice(what);
        rest = after;
    }
    made.extend_from_slice(rest);
    Some(made)
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
fn sized(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, after) = number(bytes)?;
    after.split_at_checked(usize::try_from(length).ok()?)
}

fn put_sized(to: &mut Vec<u8>, bytes: &[u8]) {
    put_number(to, bytes.len() as u64);
    to.extend_from_slice(bytes);
}

/// A number in seven bits a byte, the lowest first (LEB128).
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let end = bytes.iter().take(5).position(|byte| byte & 0x80 == 0)?;
    let (digits, after) = bytes.split_at_checked(end + 1)?;
    let value = digits
        .iter()
        .rev()
        .fold(0, |value, byte| value << 7 | u64::from(byte & 0x7f));
    Some((value, after))
}

fn put_number(to: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        to.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

/// Puts short names into a script, whole word by whole word.
fn replace(script: &str, names: &BTreeMap<String, String>) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut replaced = String::with_capacity(script.len());
    let mut rest = script;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        replaced.push_str(names.get(word).map_or(word, String::as_str));
        let between = after.find(is_word).unwrap_or(after.len());
        let (between, after) = after.split_at(between);
        replaced.push_str(between);
        rest = after;
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that imports a memory and two functions, and says something in a section of its own.
    fn module(first: &str, second: &str) -> Vec<u8> {
        let mut imports = vec![3];
        for (name, what) in [
            ("memory", &[2, 1, 1, 2][..]),
            (first, &[FUNCTION, 0x81, 0x01]),
            (second, &[FUNCTION, 0]),
        ] {
            put_sized(&mut imports, b"./app.js");
            put_sized(&mut imports, name.as_bytes());
            imports.extend_from_slice(what);
        }
        let mut module = HEAD.to_vec();
        module.push(IMPORTS);
        put_sized(&mut module, &imports);
        module.push(0);
        put_sized(&mut module, &[7; 200]);
        module
    }

    #[test]
    fn made_names_become_short_in_wasm_and_glue_alike() {
        let wasm = module("__wbg_close_72d318d9c16e83ef", "__wasm_split_load_desk");
        let glue = "{ __wbg_close_72d318d9c16e83ef: 1, __wbg_close_72d318d9c16e83ef0: 2 }";
        let (wasm, glue) = shorten(&wasm, glue).unwrap();
        assert_eq!(wasm, module("$0", "__wasm_split_load_desk"));
        assert_eq!(glue, "{ $0: 1, __wbg_close_72d318d9c16e83ef0: 2 }");
    }

    #[test]
    fn text_in_any_script_stays_whole() {
        assert_eq!(replace("縁側 a__wb;\n", &BTreeMap::new()), "縁側 a__wb;\n");
    }

    #[test]
    fn half_a_module_is_not_read() {
        let whole = module("__wbg_a", "__wbg_b");
        for missing in 1..200 {
            let half = whole.get(..whole.len() - missing).unwrap();
            assert!(shorten(half, "").is_none(), "{missing}");
        }
        assert!(shorten(b"no module", "").is_none());
    }
}
