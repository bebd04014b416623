//! Few files for what the parts share.
//!
//! The tool that cuts makes a chunk of its own for each set of parts that share something: with ten
//! parts more than a hundred, most of them smaller than a request's own head, and a screen would wait
//! for ninety of them. Chunks that are wanted together become one file here. Some parts then fetch a
//! little that only others need; how much a request is worth decides which.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::names::nameless;
use super::wasm::{
    EXPORTS, FUNCTION, HEAD, IMPORTS, imports, put_imports, put_number, put_sized, sections,
};
use super::{FEATURES, LOADER, module, read, write};
use crate::error::Error;
use crate::place::Place;
use crate::{process, tools};

/// So many bytes, before they are made small, are fetched in the time of one more request.
const REQUEST: u64 = 40_000;
/// What chunks import the program's memory, table and stack from.
const PROGRAM: &str = "__wasm_split";
/// The same while chunks are put together.
const OUTSIDE: &[u8] = b"outside";
/// How the loader defines a chunk.
const CHUNK: &str = "const __";

/// A chunk, or several as one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pack {
    /// The chunks in it, by the names of their files. The first gives its name to the whole.
    chunks: Vec<String>,
    /// Which parts want it: a bit for each.
    wanted_by: u128,
    bytes: u64,
}

/// Puts the chunks in `cut` together, and tells the loader.
pub(super) fn pack(place: &Place, cut: &Path) -> Result<(), Error> {
    let loader = read(&cut.join(LOADER))?;
    let mut chunks = Vec::new();
    for (name, wanted_by) in chunks_of(&loader) {
        let file = cut.join(format!("{name}.wasm"));
        let bytes = fs::metadata(&file)
            .map_err(Error::file("read", &file))?
            .len();
        chunks.push(Pack {
            chunks: vec![name],
            wanted_by,
            bytes,
        });
    }
    let packs = packed(chunks);
    for pack in &packs {
        if let [first, others @ ..] = pack.chunks.as_slice()
            && !others.is_empty()
        {
            merge(place, cut, &pack.chunks)?;
            for other in others {
                let file = cut.join(format!("{other}.wasm"));
                fs::remove_file(&file).map_err(Error::file("remove", &file))?;
            }
            write(
                &cut.join(format!("{first}.wasm")),
                &module(&cut.join("pack"), from_program)?,
            )?;
        }
    }
    write(&cut.join(LOADER), told(&loader, &packs).as_bytes())
}

/// The chunks of a loader, each with the parts that want it: a comment before each names them.
fn chunks_of(loader: &str) -> Vec<(String, u128)> {
    let mut parts: Vec<&str> = Vec::new();
    let mut chunks = Vec::new();
    let lines = loader.lines();
    for (comment, line) in lines.clone().zip(lines.skip(1)) {
        let wanting = comment
            .strip_prefix("/* ")
            .and_then(|names| names.strip_suffix(" */"));
        let (Some(wanting), Some(name)) = (wanting, chunk_of(line)) else {
            continue;
        };
        let wanted_by = wanting.split(", ").fold(0, |bits, part| {
            let known = parts.iter().position(|known| *known == part);
            let place = known.unwrap_or_else(|| {
                parts.push(part);
                parts.len() - 1
            });
            bits | 1 << place
        });
        chunks.push((name.to_owned(), wanted_by));
    }
    chunks
}

/// The chunk that a line begins to define.
fn chunk_of(line: &str) -> Option<&str> {
    let name = line.strip_prefix(CHUNK)?.split(' ').next()?;
    name.starts_with("chunk_").then_some(name)
}

/// Puts two together as long as that spares more than it costs.
fn packed(mut packs: Vec<Pack>) -> Vec<Pack> {
    while let Some((one, other)) = best_pair(&packs) {
        let other = packs.remove(other);
        if let Some(pack) = packs.get_mut(one) {
            pack.chunks.extend(other.chunks);
            pack.wanted_by |= other.wanted_by;
            pack.bytes += other.bytes;
        }
    }
    packs
}

/// The two that are best put together, the earlier one first.
fn best_pair(packs: &[Pack]) -> Option<(usize, usize)> {
    let spares = |one: &Pack, other: &Pack| {
        let count = |parts: u128| u64::from(parts.count_ones());
        // Each part that wants both asks once less, and so does the worker that keeps all of them.
        let spared = (count(one.wanted_by & other.wanted_by) + 1) * REQUEST;
        let needless = count(other.wanted_by & !one.wanted_by) * one.bytes
            + count(one.wanted_by & !other.wanted_by) * other.bytes;
        spared.checked_sub(needless).filter(|spared| *spared > 0)
    };
    let pairs = packs.iter().enumerate().flat_map(|(place, one)| {
        let later = packs.iter().enumerate().skip(place + 1);
        later.filter_map(move |(after, other)| Some((spares(one, other)?, (place, after))))
    });
    pairs
        .max_by_key(|(spared, (one, other))| (*spared, std::cmp::Reverse((*one, *other))))
        .map(|(_, pair)| pair)
}

/// The loader, when it fetches packs: the first chunk of each is the whole, the others are gone.
fn told(loader: &str, packs: &[Pack]) -> String {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for pack in packs {
        if let [whole, others @ ..] = pack.chunks.as_slice() {
            first.extend(others.iter().map(|other| (other.as_str(), whole.as_str())));
        }
    }
    let mut told = String::new();
    let mut is_gone = false;
    for line in loader.lines() {
        let wanted = line
            .strip_prefix(", [")
            .and_then(|line| line.split_once(']'));
        is_gone |= chunk_of(line).is_some_and(|name| first.contains_key(name));
        if !is_gone {
            match wanted {
                Some((wanted, rest)) => {
                    let whole = |name| {
                        *first
                            .get(without_dashes(name))
                            .unwrap_or(&without_dashes(name))
                    };
                    let names = wanted.split(", ").filter(|name| !name.is_empty());
                    let wanted: BTreeSet<&str> = names.map(whole).collect();
                    let wanted: Vec<String> =
                        wanted.iter().map(|name| format!("__{name}")).collect();
                    told.push_str(&format!(", [{}]{rest}", wanted.join(", ")));
                }
                None => told.push_str(line),
            }
            told.push('\n');
        }
        is_gone &= wanted.is_none();
    }
    told
}

fn without_dashes(name: &str) -> &str {
    name.strip_prefix("__").unwrap_or(name)
}

/// Merges chunks into the file `pack`. What they share of the program is imported once: the tool
/// that merges believes that a module before them gives it.
fn merge(place: &Place, cut: &Path, chunks: &[String]) -> Result<(), Error> {
    let files: Vec<_> = chunks
        .iter()
        .map(|name| (name, cut.join(format!("{name}.wasm"))))
        .collect();
    let mut modules = Vec::new();
    for (_, file) in &files {
        // The tool that merges does not know every kind of name.
        let chunk = module(file, nameless)?;
        write(file, &chunk)?;
        modules.push(chunk);
    }
    let giver = cut.join("giver");
    let shared = giving(&modules).ok_or_else(|| Error::NoWasm {
        path: cut.to_path_buf(),
    })?;
    write(&giver, &shared)?;
    let mut command = tools::command(place, "wasm-merge")?;
    command.args(FEATURES).arg(&giver).arg(PROGRAM);
    for (name, file) in &files {
        command.arg(file).arg(name);
    }
    process::run(command.arg("-o").arg(cut.join("pack")))
}

/// A module that gives all that these import, and has it from outside; `None` when one of them
/// cannot be read, or imports a function.
fn giving(modules: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut shared = BTreeMap::new();
    for wasm in modules {
        sections(wasm, |kind, section| {
            if kind == IMPORTS {
                for import in imports(section)? {
                    shared.insert(import.name.to_vec(), import.what.to_vec());
                }
            }
            Some(None)
        })?;
    }
    let mut given = Vec::new();
    put_number(&mut given, shared.len() as u64);
    let mut taken = Vec::new();
    let mut counts: BTreeMap<u8, u64> = BTreeMap::new();
    for (name, what) in &shared {
        let kind = *what.first()?;
        if kind == FUNCTION {
            return None;
        }
        taken.push(super::wasm::Import {
            from: OUTSIDE.into(),
            name: name.into(),
            what,
        });
        put_sized(&mut given, name);
        given.push(kind);
        let count = counts.entry(kind).or_default();
        put_number(&mut given, *count);
        *count += 1;
    }
    let mut module = HEAD.to_vec();
    for (kind, section) in [(IMPORTS, put_imports(&taken)), (EXPORTS, given)] {
        module.push(kind);
        put_sized(&mut module, &section);
    }
    Some(module)
}

/// A pack that imports from the program what it has from outside, and gives nothing on.
fn from_program(wasm: &[u8]) -> Option<Vec<u8>> {
    sections(wasm, |kind, section| {
        Some(match kind {
            IMPORTS => {
                let mut imports = imports(section)?;
                for import in &mut imports {
                    import.from = PROGRAM.as_bytes().into();
                }
                Some(put_imports(&imports))
            }
            EXPORTS => None,
            _ => Some(section.to_vec()),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = "start\n\
        /* desk, engine */\n\
        const __chunk_4 = makeLoad(() => {\n    \"./chunk_4.wasm\"\n}\n, []);\n\
        /* desk, engine, kiosk */\n\
        const __chunk_5 = makeLoad(() => {\n    \"./chunk_5.wasm\"\n}\n, []);\n\
        /* kiosk */\n\
        const __chunk_6 = makeLoad(() => {\n    \"./chunk_6.wasm\"\n}\n, []);\n\
        export const __wasm_split_load_desk = wrapAsyncCb(makeLoad(() => {\n    \"./split_desk.wasm\"\n}\n\
        , [__chunk_4, __chunk_5]));\n\
        end\n";

    fn pack(name: &str, wanted_by: u128, bytes: u64) -> Pack {
        Pack {
            chunks: vec![name.to_owned()],
            wanted_by,
            bytes,
        }
    }

    fn names(packs: &[Pack]) -> Vec<String> {
        packs.iter().map(|pack| pack.chunks.join("+")).collect()
    }

    #[test]
    fn a_loader_says_which_parts_want_a_chunk() {
        let chunks = chunks_of(LOADER);
        let bits: Vec<_> = chunks
            .iter()
            .map(|(name, bits)| (name.as_str(), *bits))
            .collect();
        assert_eq!(
            bits,
            [("chunk_4", 0b11), ("chunk_5", 0b111), ("chunk_6", 0b100)]
        );
    }

    #[test]
    fn small_chunks_that_are_wanted_together_become_one() {
        let chunks = vec![
            pack("a", 0b011, 400),
            pack("b", 0b011, 190_000),
            pack("c", 0b111, 500),
        ];
        // The third part would fetch what only the others want: `b` is too much, `a` is not.
        assert_eq!(names(&packed(chunks)), ["a+b", "c"]);
        assert_eq!(
            names(&packed(vec![
                pack("a", 0b01, 100_000),
                pack("b", 0b10, 100_000)
            ])),
            ["a", "b"]
        );
    }

    #[test]
    fn the_loader_fetches_a_pack_once_and_forgets_the_others() {
        let packs = [
            Pack {
                chunks: vec!["chunk_4".into(), "chunk_5".into()],
                wanted_by: 0b111,
                bytes: 0,
            },
            pack("chunk_6", 0b100, 0),
        ];
        let told = told(LOADER, &packs);
        assert!(told.contains("chunk_4.wasm"), "{told}");
        assert!(!told.contains("chunk_5"), "{told}");
        assert!(told.contains("const __chunk_6 = makeLoad"), "{told}");
        assert!(told.contains("\n, [__chunk_4]));\nend\n"), "{told}");
        assert!(told.contains("\n, []);\n"), "{told}");
    }

    #[test]
    fn what_chunks_share_is_given_once() {
        let chunk = |name: &[u8], what: &[u8]| {
            let import = super::super::wasm::Import {
                from: PROGRAM.as_bytes().into(),
                name: name.into(),
                what,
            };
            let mut module = HEAD.to_vec();
            module.push(IMPORTS);
            put_sized(&mut module, &put_imports(&[import]));
            module
        };
        let memory = chunk(b"memory", &[2, 0, 1]);
        let stack = chunk(b"stack", &[3, 0x7f, 1]);
        let given = giving(&[memory.clone(), stack, memory.clone()]).unwrap();
        let text = String::from_utf8_lossy(&given);
        assert_eq!(text.matches("memory").count(), 2, "taken and given");
        assert_eq!(text.matches("outside").count(), 2, "{text:?}");
        assert!(giving(&[chunk(b"call", &[FUNCTION, 0])]).is_none());
        assert!(giving(&[b"no module".to_vec()]).is_none());
        let back = from_program(&given).unwrap();
        assert!(!String::from_utf8_lossy(&back).contains("outside"));
    }
}
