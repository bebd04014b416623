//! In which language somebody wants to be written to.

use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};
use store::Language;

/// The first language that is ours. The app sends the one that it shows.
pub(super) fn language(headers: &HeaderMap) -> Option<Language> {
    headers
        .get_all(ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|range| range.split(['-', ';']).next())
        .find_map(|tag| Language::from_tag(&tag.trim().to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_is_ours_counts() {
        for (sent, expected) in [
            ("ja", Some(Language::Ja)),
            ("en-GB,ja;q=0.8", Some(Language::En)),
            ("fr-CH, fr;q=0.9, JA;q=0.8, en;q=0.7", Some(Language::Ja)),
            ("*", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, sent.parse().unwrap());
            assert_eq!(language(&headers), expected, "{sent}");
        }
        assert_eq!(language(&HeaderMap::new()), None);
    }
}
