//! The sentences of mail, from the locale files of this crate.

use serde::Deserialize;
use store::Language;

/// The texts that the program carries are broken. Tests see to it that they are not.
#[derive(Debug, thiserror::Error)]
#[error("the texts of mail in {language}: {detail}")]
pub struct BadTexts {
    language: &'static str,
    detail: String,
}

/// All texts of a language. `{names}` stand for what [`fill`] is given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Texts {
    pub(super) greeting: String,
    pub(super) signature: Vec<String>,
    pub(super) verify: Form,
    pub(super) reset: Form,
    pub(super) change: Form,
    pub(super) change_asked: Form,
    pub(super) changed: Form,
    pub(super) password_changed: Form,
    pub(super) closed: Form,
    pub(super) digest: DigestTexts,
}

/// A letter's form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    pub(super) subject: String,
    /// Line by line.
    pub(super) body: Vec<String>,
}

/// The texts of a digest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DigestTexts {
    pub(super) subject: String,
    pub(super) intro: String,
    pub(super) read: String,
    pub(super) declined: String,
    pub(super) terms: String,
    pub(super) accepted: String,
    pub(super) messages: String,
    pub(super) invited: String,
    pub(super) agree: String,
    pub(super) arrived: String,
    pub(super) invitation_accepted: String,
    pub(super) invitation_declined: String,
    pub(super) seated: String,
    pub(super) waiting: String,
    pub(super) not_drawn: String,
    pub(super) refused: String,
    pub(super) line: String,
    pub(super) more: String,
    pub(super) see: Vec<String>,
    pub(super) see_programs: Vec<String>,
    pub(super) see_desk: Vec<String>,
    pub(super) stop: Vec<String>,
}

/// The texts of every language.
pub(super) fn texts() -> Result<[(Language, Texts); 2], BadTexts> {
    let read = |language: Language, json: &str| {
        let texts = serde_json::from_str(json).map_err(|error| BadTexts {
            language: language.tag(),
            detail: error.to_string(),
        })?;
        Ok((language, texts))
    };
    Ok([
        read(Language::Ja, include_str!("../../locales/ja.json"))?,
        read(Language::En, include_str!("../../locales/en.json"))?,
    ])
}

/// Puts values in the place of their names. What a value says is never read as a name.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let named = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        match named {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeSet;

    /// Names in a text of any depth.
    fn names(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::String(text) => {
                let pieces = text.split('{').skip(1);
                found.extend(pieces.filter_map(|piece| Some(piece.split_once('}')?.0.to_owned())));
            }
            Value::Array(values) => values.iter().for_each(|value| names(value, found)),
            Value::Object(values) => values.values().for_each(|value| names(value, found)),
            _ => {}
        }
    }

    #[test]
    fn both_languages_say_the_same_things() {
        texts().unwrap();
        let [ja, en]: [Value; 2] = [
            serde_json::from_str(include_str!("../../locales/ja.json")).unwrap(),
            serde_json::from_str(include_str!("../../locales/en.json")).unwrap(),
        ];
        for (key, ja) in ja.as_object().unwrap() {
            let [mut one, mut other] = [BTreeSet::new(), BTreeSet::new()];
            names(ja, &mut one);
            names(&en[key], &mut other);
            assert_eq!(one, other, "{key}");
        }
    }

    #[test]
    fn a_value_is_never_read_as_a_name() {
        let values = [("name", "{link}"), ("link", "https://engawa.example.jp")];
        assert_eq!(
            fill("{name} 様 {link}", &values),
            "{link} 様 https://engawa.example.jp"
        );
        assert_eq!(fill("{unknown} {", &values), "{unknown} {");
    }
}
