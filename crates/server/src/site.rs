//! Where the server is reached from outside.

/// The address that people type, when the server stands behind something that terminates TLS.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicUrl(String);

/// Why a text is no public address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("write it as https://host or http://host:port, without a path")]
pub struct BadPublicUrl;

impl PublicUrl {
    /// Scheme, host and port, as a browser writes an origin.
    pub fn origin(&self) -> &str {
        &self.0
    }

    /// The host, without its port.
    pub fn host(&self) -> &str {
        let (_, authority) = self.0.split_once("://").unwrap_or_default();
        let with_port = authority.rsplit_once(':');
        // The colons within an IPv6 address are not a port's.
        with_port.map_or(authority, |(host, port)| {
            if port.ends_with(']') { authority } else { host }
        })
    }

    /// Whether browsers reach the server through TLS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl std::str::FromStr for PublicUrl {
    type Err = BadPublicUrl;

    fn from_str(text: &str) -> Result<Self, BadPublicUrl> {
        let text = text.trim_end_matches('/').to_ascii_lowercase();
        let uri: axum::http::Uri = text.parse().map_err(|_| BadPublicUrl)?;
        let plain = matches!(uri.scheme_str(), Some("http" | "https"))
            && uri
                .authority()
                .is_some_and(|authority| !authority.as_str().contains('@'))
            && uri.path() == "/"
            && uri.query().is_none();
        if plain {
            Ok(Self(text))
        } else {
            Err(BadPublicUrl)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_an_origin() {
        let url: PublicUrl = "https://Engawa.example.jp/".parse().unwrap();
        assert_eq!(
            (url.origin(), url.is_https()),
            ("https://engawa.example.jp", true)
        );
        for (origin, host) in [
            ("https://engawa.example.jp", "engawa.example.jp"),
            ("http://127.0.0.1:8080", "127.0.0.1"),
            ("http://[::1]:8080", "[::1]"),
            ("http://[::1]", "[::1]"),
        ] {
            let url: PublicUrl = origin.parse().unwrap();
            assert_eq!(url.host(), host);
        }
        for bad in [
            "engawa.example.jp",
            "ftp://example.jp",
            "https://example.jp/app",
            "",
            "https://",
        ] {
            assert_eq!(bad.parse::<PublicUrl>(), Err(BadPublicUrl), "{bad}");
        }
    }
}
