//! Short names for what the app imports from its glue, and none for what lies in it.
//!
//! wasm-bindgen names each import after what it does and a hash of sixteen digits, both in the wasm
//! and in the glue. The hashes do not compress: short names save several kilobytes over the wire.

use std::collections::BTreeMap;

use super::wasm::{CUSTOM, FUNCTION, IMPORTS, imports, put_imports, sections, sized};

/// The section of that kind with the names of functions.
const NAMES: &[u8] = b"name";
/// How the names begin that wasm-bindgen makes.
const MADE: &[u8] = b"__wb";

/// Shortens the imports of a module and the same names in its glue; `None` when the module cannot
/// be read.
pub(super) fn shorten(wasm: &[u8], glue: &str) -> Option<(Vec<u8>, String)> {
    let mut names = BTreeMap::new();
    let module = sections(wasm, |kind, section| {
        Some(match kind {
            IMPORTS => Some(shortened(section, &mut names)?),
            _ => Some(section.to_vec()),
        })
    })?;
    Some((module, replace(glue, &names)))
}

/// A module without the names of its functions; `None` when it cannot be read.
pub(super) fn nameless(wasm: &[u8]) -> Option<Vec<u8>> {
    sections(wasm, |kind, section| {
        let is_names = kind == CUSTOM && sized(section)?.0 == NAMES;
        Some((!is_names).then(|| section.to_vec()))
    })
}

/// The section of imports under short names, which are noted.
fn shortened(section: &[u8], names: &mut BTreeMap<String, String>) -> Option<Vec<u8>> {
    let mut imports = imports(section)?;
    for import in &mut imports {
        if import.what.first() == Some(&FUNCTION) && import.name.starts_with(MADE) {
            let next = format!("${:x}", names.len());
            let name = String::from_utf8(import.name.to_vec()).ok()?;
            let short = names.entry(name).or_insert(next);
            import.name = short.clone().into_bytes().into();
        }
    }
    Some(put_imports(&imports))
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
    use super::super::wasm::{HEAD, put_sized};
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
        put_sized(&mut module, &[b"\x04mine".as_slice(), &[7; 195]].concat());
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
    fn the_names_of_functions_are_left_out_and_nothing_else() {
        let whole = module("__wbg_a", "__wbg_b");
        let mut named = whole.clone();
        named.push(CUSTOM);
        put_sized(&mut named, b"\x04name and what it says");
        assert_eq!(nameless(&named), Some(whole.clone()));
        assert_eq!(nameless(&whole), Some(whole));
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
