//! `split`: cuts the parts that are fetched later out of the app that Trunk has built.
//!
//! Trunk runs it as its last step on a release build (`Trunk.toml`). It begins anew from what cargo
//! built, because what cuts needs the linker's notes on who calls whom, and those are gone after
//! wasm-bindgen: cut, put small pieces together, then write the glue, then make every piece small,
//! then name each file by its content and the page by those names.

mod names;
mod packs;
mod wasm;

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::place::Place;
use crate::{cores, process, setup, tools};

/// The app's binary, and what its files are named after.
const APP: &str = "engawa-app";
/// The script that fetches parts, as the tool that cuts names it.
const LOADER: &str = "__wasm_split.js";

/// What the browsers that we support know, and the compiler used.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-simd",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Cuts the release build in Trunk's staging folder; any other build stays as it is.
pub(crate) fn split(place: &Place) -> Result<(), Error> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let (Some(staging), Ok("release")) = (staging, env::var("TRUNK_PROFILE").as_deref()) else {
        return Ok(());
    };
    setup::for_split(place)?;
    let folder = place.notes().join("split");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Error::file("remove", &folder))?;
    }
    let (cut, glued) = (folder.join("cut"), folder.join("glued"));
    fs::create_dir_all(&cut).map_err(Error::file("create", &cut))?;

    process::run(
        tools::command(place, "wasm-split-cli")?
            .args(["--target", "web", "--out-name", APP])
            .arg(place.app_wasm())
            .arg(&cut),
    )?;
    packs::pack(place, &cut)?;
    process::run(
        tools::command(place, "wasm-bindgen")?
            // What the parts share with the program is exported under the linker's names.
            .args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
            .arg("--out-dir")
            .arg(&glued)
            .arg(cut.join(format!("{APP}.wasm"))),
    )?;

    let staged = Staged::find(&staging)?;
    let mut loader = read(&cut.join(LOADER))?;
    let parts = parts(&cut)?;
    let made_small = cores::on_all(&parts, |part| small(place, part))?;
    for (part, bytes) in parts.iter().zip(&made_small) {
        let stem = part.file_stem().unwrap_or_default().to_string_lossy();
        let name = format!("{APP}-{}_{stem}.wasm", hash(&[bytes]));
        loader = loader.replace(&format!("./{stem}.wasm"), &format!("./{name}"));
        write(&staging.join(name), bytes)?;
    }
    let glue = read(&glued.join(format!("{APP}.js")))?;
    let whole = glued.join(format!("{APP}_bg.wasm"));
    let (wasm, glue) = module(&whole, |wasm| names::shorten(wasm, &glue))?;
    write(&whole, &wasm)?;
    let wasm = small(place, &whole)?;
    let glue = join(&glue, &loader);
    let name = format!("{APP}-{}", hash(&[glue.as_bytes(), &wasm]));
    let (glue_name, wasm_name) = (format!("{name}.js"), format!("{name}_bg.wasm"));
    write(&staging.join(&glue_name), glue.as_bytes())?;
    write(&staging.join(&wasm_name), &wasm)?;

    let page = staging.join("index.html");
    let text = read(&page)?
        .replace(&staged.glue, &glue_name)
        .replace(&staged.wasm, &wasm_name);
    write(&page, text.as_bytes())?;
    for whole in [staged.glue, staged.wasm] {
        let whole = staging.join(whole);
        fs::remove_file(&whole).map_err(Error::file("remove", &whole))?;
    }
    Ok(())
}

/// The names of what Trunk staged: the app in one piece.
#[derive(Debug)]
struct Staged {
    glue: String,
    wasm: String,
}

impl Staged {
    fn find(staging: &Path) -> Result<Self, Error> {
        let entries = staging.read_dir().map_err(Error::file("read", staging))?;
        let names: Vec<String> = entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with(APP))
            .collect();
        let ending = |end: &str| names.iter().find(|name| name.ends_with(end)).cloned();
        match (ending(".js"), ending("_bg.wasm")) {
            (Some(glue), Some(wasm)) => Ok(Self { glue, wasm }),
            _ => Err(Error::NothingToSplit {
                folder: staging.to_path_buf(),
            }),
        }
    }
}

/// What was cut out, in order.
fn parts(cut: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = cut.read_dir().map_err(Error::file("read", cut))?;
    let mut parts: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "wasm"))
        .filter(|path| path.file_stem().is_some_and(|stem| stem != APP))
        .collect();
    parts.sort();
    Ok(parts)
}

/// A wasm file made small.
fn small(place: &Place, wasm: &Path) -> Result<Vec<u8>, Error> {
    // wasm-opt would leave them out too, after a warning about each kind that it does not know.
    write(wasm, &module(wasm, names::nameless)?)?;
    let to = wasm.with_extension("small");
    process::run(
        tools::command(place, "wasm-opt")?
            .args(FEATURES)
            .args(["-Oz", "--strip-debug", "--strip-producers", "-o"])
            .arg(&to)
            .arg(wasm),
    )?;
    fs::read(&to).map_err(Error::file("read", to))
}

/// What `change` makes of a wasm file.
fn module<T>(path: &Path, change: impl Fn(&[u8]) -> Option<T>) -> Result<T, Error> {
    let wasm = fs::read(path).map_err(Error::file("read", path))?;
    change(&wasm).ok_or(Error::NoWasm {
        path: path.to_path_buf(),
    })
}

/// Glue and loader as one script: they need each other, and one request is enough.
fn join(glue: &str, loader: &str) -> String {
    let is_import_of = |line: &str, file: &str| line.starts_with("import ") && line.contains(file);
    let loads: Vec<&str> = loader
        .lines()
        .filter_map(|line| line.strip_prefix("export const "))
        .filter_map(|line| line.split(' ').next())
        .collect();
    let loads = loads.join(", ");
    let mut script = String::new();
    for line in code(loader) {
        if !is_import_of(line, APP) {
            script.push_str(line.strip_prefix("export ").unwrap_or(line));
            script.push('\n');
        }
    }
    for line in code(glue) {
        match line.strip_prefix("import * as ") {
            Some(import) if line.contains(LOADER) => {
                let name = import.split(' ').next().unwrap_or_default();
                script.push_str(&format!("const {name} = {{ {loads} }};\n"));
            }
            _ => {
                script.push_str(line);
                script.push('\n');
            }
        }
    }
    script
}

/// The lines of a script without their indents and the comments between them.
fn code(script: &str) -> impl Iterator<Item = &str> {
    let is_comment = |line: &str| {
        ["//", "/*", "* ", "*/"]
            .iter()
            .any(|mark| line.starts_with(mark))
    };
    let lines = script.lines().map(str::trim_start);
    lines.filter(move |line| !line.is_empty() && !is_comment(line))
}

/// Names a file by its content, in the sixteen digits by which the server knows such names.
fn hash(contents: &[&[u8]]) -> String {
    let mut hasher = DefaultHasher::new();
    for content in contents {
        hasher.write(content);
    }
    format!("{:016x}", hasher.finish())
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(Error::file("read", path))
}

fn write(path: &Path, content: &[u8]) -> Result<(), Error> {
    fs::write(path, content).map_err(Error::file("write", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glue_and_loader_become_one_script_without_imports() {
        let loader = "import { initSync } from \"./engawa-app.js\";\n\nconst __chunk_4 = makeLoad(() => 1, []);\nexport const __wasm_split_load_desk = wrapAsyncCb(makeLoad(() => 2, [__chunk_4]));\nexport const __wasm_split_load_account = 3;\n";
        let glue = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\nexport function initSync() {}\nexport { initSync as default };\n";
        let script = join(glue, loader);
        assert!(!script.contains("import "), "{script}");
        assert!(
            script
                .contains("const import1 = { __wasm_split_load_desk, __wasm_split_load_account };")
        );
        assert!(script.contains("\nconst __wasm_split_load_desk = wrap"));
        assert!(script.contains("export { initSync as default };"));
    }

    #[test]
    fn a_name_follows_from_the_content() {
        let name = hash(&[b"a", b"b"]);
        assert_eq!(name.len(), 16);
        assert_eq!(name, hash(&[b"a", b"b"]));
        assert_ne!(name, hash(&[b"a", b"c"]));
    }
}
