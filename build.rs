//! Turns the locale files into functions: `locales/{ja,en}/{room}.json` becomes `text::room::key`.
//!
//! A key that one language lacks, or placeholders that differ, stop the build. A value is a text
//! with `{placeholders}`, or `{"one": …, "other": …}` where a language counts (`{count}`).

use serde_json::{Map, Value};
use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// The languages, as `Language` names them, and their folders. The first one decides the order of
/// a text's arguments.
const LANGUAGES: [(&str, &str); 2] = [("Ja", "ja"), ("En", "en")];

type Rooms = BTreeMap<String, Map<String, Value>>;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build.rs");
    split();
    let mut languages = Vec::new();
    for (_, folder) in LANGUAGES {
        languages.push(read(&Path::new("locales").join(folder))?);
    }
    let [ja, en] = languages.as_slice() else {
        return Err("two languages are expected".into());
    };
    same_keys("room", ja.keys(), en.keys())?;

    let mut code = String::new();
    for (room, texts) in ja {
        let others = en.get(room).ok_or("room")?;
        same_keys(&format!("key of {room}"), texts.keys(), others.keys())?;
        writeln!(
            code,
            "/// Texts of `{room}`.\npub mod {room} {{\n    use super::*;"
        )?;
        for (key, text) in texts {
            let other = others.get(key).ok_or("key")?;
            function(&mut code, key, &[text, other])
                .map_err(|why| format!("{room}.{key}: {why}"))?;
        }
        code.push_str("}\n");
    }
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("text.rs"), code)?;
    Ok(())
}

/// Whether parts are cut out of the program afterwards: then the linker keeps, for the tool that cuts,
/// who calls whom.
fn split() {
    println!("cargo::rustc-check-cfg=cfg(split)");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|set| set == value);
    if env::var_os("CARGO_FEATURE_SPLIT").is_some()
        && is("PROFILE", "release")
        && is("CARGO_CFG_TARGET_ARCH", "wasm32")
    {
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}

fn read(folder: &Path) -> Result<Rooms, Box<dyn Error>> {
    let mut rooms = Rooms::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let room = path
            .file_stem()
            .and_then(|name| name.to_str())
            .ok_or("a file name")?;
        let texts = serde_json::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        rooms.insert(room.to_owned(), texts);
    }
    Ok(rooms)
}

fn same_keys<'a>(
    what: &str,
    ja: impl Iterator<Item = &'a String>,
    en: impl Iterator<Item = &'a String>,
) -> Result<(), String> {
    let (mut ja, mut en): (Vec<_>, Vec<_>) = (ja.collect(), en.collect());
    ja.sort();
    en.sort();
    let missing = |from: &[&String], of: &[&String]| -> Vec<String> {
        of.iter()
            .filter(|key| !from.contains(key))
            .map(|key| (*key).clone())
            .collect()
    };
    match (missing(&ja, &en), missing(&en, &ja)) {
        (ja, en) if ja.is_empty() && en.is_empty() => Ok(()),
        (ja, en) => Err(format!(
            "{what}: missing in ja: {ja:?}, missing in en: {en:?}"
        )),
    }
}

/// One text as a function of the language and the text's arguments.
fn function(code: &mut String, key: &str, texts: &[&Value]) -> Result<(), String> {
    let forms: Vec<Vec<(&str, &str)>> = texts
        .iter()
        .map(|value| forms(value))
        .collect::<Result<_, _>>()?;
    let counts = forms.iter().any(|forms| forms.len() > 1);
    let mut names: Vec<String> = Vec::new();
    for (_, text) in forms.iter().flatten() {
        for name in placeholders(text)? {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    for forms in &forms {
        let (_, other) = forms.last().ok_or("no text")?;
        let present = placeholders(other)?;
        if let Some(absent) = names.iter().find(|name| !present.contains(name)) {
            return Err(format!("{{{absent}}} is not in every language"));
        }
    }
    if counts && !names.iter().any(|name| name == "count") {
        return Err("a text with `one` and `other` needs {count}".to_owned());
    }
    let plain = names.is_empty();
    let result = if plain { "&'static str" } else { "String" };
    let arguments: String = names
        .iter()
        .map(|name| match name.as_str() {
            "count" => ", count: usize".to_owned(),
            name => format!(", {name}: impl std::fmt::Display"),
        })
        .collect();
    let _ = writeln!(code, "    /// `{key}`");
    let _ = writeln!(
        code,
        "    pub fn {key}(language: Language{arguments}) -> {result} {{"
    );
    if names.iter().any(|name| name == "count") {
        let _ = writeln!(code, "        let is_one = count == 1;");
        let _ = writeln!(
            code,
            "        let count = crate::device::intl::number(count as i64);"
        );
        if !counts {
            let _ = writeln!(code, "        let _ = is_one;");
        }
    }
    let _ = writeln!(code, "        match language {{");
    for ((name, _), forms) in LANGUAGES.iter().zip(&forms) {
        for (form, text) in forms {
            let guard = if *form == "one" { " if is_one" } else { "" };
            let literal = format!("{text:?}");
            let alone = text
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
                .filter(|name| !name.contains(['{', '}']));
            let value = match alone {
                Some(name) => format!("{name}.to_string()"),
                None if plain => literal,
                None => format!("format!({literal})"),
            };
            let _ = writeln!(code, "            Language::{name}{guard} => {value},");
        }
    }
    code.push_str("        }\n    }\n");
    Ok(())
}

fn forms(value: &Value) -> Result<Vec<(&str, &str)>, String> {
    match value {
        Value::String(text) => Ok(vec![("other", text)]),
        Value::Object(forms) => ["one", "other"]
            .into_iter()
            .map(|form| {
                let text = forms.get(form).and_then(Value::as_str);
                text.map(|text| (form, text))
                    .ok_or_else(|| format!("`{form}` is missing"))
            })
            .collect(),
        _ => Err("a text is a string, or `one` and `other`".to_owned()),
    }
}

/// The names between braces, in order.
fn placeholders(text: &str) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or("a brace is not closed")?;
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            return Err(format!("`{name}` is no placeholder"));
        }
        names.push(name.to_owned());
        rest = after;
    }
    Ok(names)
}
