//! The site that may show a feed.

use serde::{Deserialize, Serialize};

/// An origin as a browser writes it: `https://kosodate.example.jp`, with a port where it is not the
/// scheme's. Nothing in it ends a word of a header.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(into = "String", try_from = "String")]
pub struct Origin(String);

/// A text that is no origin.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("write it as https://host or https://host:port, without a path")]
pub struct BadOrigin;

/// Longest name of a host in DNS (RFC 1035, 2.3.4).
const MAX_HOST: usize = 253;
/// Longest part of one.
const MAX_LABEL: usize = 63;

impl Origin {
    /// The origin as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Origin {
    type Err = BadOrigin;

    /// Reads what a person types: large letters, a slash at the end and the scheme's own port are
    /// no difference. A name in Japanese has to be written as its `xn--` form, as browsers do.
    fn from_str(text: &str) -> Result<Self, BadOrigin> {
        let text = text.trim().to_ascii_lowercase();
        let text = text.strip_suffix('/').unwrap_or(&text);
        let (scheme, authority) = text.split_once("://").ok_or(BadOrigin)?;
        let usual = match scheme {
            "https" => 443,
            "http" => 80,
            _ => return Err(BadOrigin),
        };
        let (host, port) = match authority.split_once(':') {
            None => (authority, usual),
            Some((host, port)) => (host, port_of(port).ok_or(BadOrigin)?),
        };
        if !is_host(host) {
            return Err(BadOrigin);
        }
        Ok(Self(match port == usual {
            true => format!("{scheme}://{host}"),
            false => format!("{scheme}://{host}:{port}"),
        }))
    }
}

fn port_of(text: &str) -> Option<u16> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|port| plain && *port > 0)
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= MAX_LABEL
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    host.len() <= MAX_HOST && host.split('.').all(is_label)
}

impl From<Origin> for String {
    fn from(origin: Origin) -> String {
        origin.0
    }
}

impl TryFrom<String> for Origin {
    type Error = BadOrigin;
    fn try_from(text: String) -> Result<Self, BadOrigin> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_origin_is_read_as_browsers_write_it() {
        for (typed, read) in [
            ("https://kosodate.example.jp", "https://kosodate.example.jp"),
            (
                " HTTPS://Kosodate.example.jp/ ",
                "https://kosodate.example.jp",
            ),
            ("https://a.jp:443", "https://a.jp"),
            ("http://a.jp:80", "http://a.jp"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://xn--wgv71a119e.jp", "https://xn--wgv71a119e.jp"),
            ("http://localhost:4000", "http://localhost:4000"),
        ] {
            assert_eq!(
                typed.parse::<Origin>().map(String::from),
                Ok(read.to_owned()),
                "{typed}"
            );
        }
        for bad in [
            "",
            "kosodate.example.jp",
            "https://",
            "https://a.jp/app",
            "https://a.jp?x",
            "https://a.jp#x",
            "https://name@a.jp",
            "https://a.jp:0",
            "https://a.jp:",
            "https://a.jp:+1",
            "https://a.jp:99999",
            "https://*.jp",
            "https://日本.jp",
            "https://a.jp; script-src *",
            "https://a.jp, https://b.jp",
            "https://a.jp\nx: y",
            "https://-a.jp",
            "https://a..jp",
            "javascript://a.jp",
            "data:text/html,x",
            "null",
        ] {
            assert_eq!(bad.parse::<Origin>(), Err(BadOrigin), "{bad}");
        }
    }

    proptest! {
        /// Whatever is typed: what is taken ends no word of a header, and reads back.
        #[test]
        fn nothing_that_is_taken_breaks_a_header(text in "(https?://)?[a-zA-Z0-9.:;, \\-*'\n/日@]{0,30}") {
            if let Ok(origin) = text.parse::<Origin>() {
                prop_assert!(origin.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || b":/.-".contains(&b)));
                prop_assert_eq!(origin.as_str().parse(), Ok(origin.clone()));
            }
        }
    }
}
