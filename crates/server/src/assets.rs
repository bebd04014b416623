//! The built app: its files, how long each may be kept, and what it allows itself to run.

use crate::{
    hash::{sha256, short_hex},
    security,
};
use axum::body::Bytes;
use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

/// Built into the program for release; read from the folder while developing.
#[derive(rust_embed::RustEmbed)]
#[folder = "../../dist"]
struct Dist;

/// The page of that folder.
const FOLDER_PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../dist/index.html");

/// One file of the app.
#[derive(Clone, Debug)]
pub(crate) struct Asset {
    pub(crate) body: Bytes,
    pub(crate) etag: String,
    pub(crate) content_type: &'static str,
    /// Its name changes with its content.
    pub(crate) is_immutable: bool,
    pub(crate) brotli: Option<Bytes>,
    pub(crate) gzip: Option<Bytes>,
}

/// One build of the app.
#[derive(Debug, Default)]
pub(crate) struct Build {
    files: BTreeMap<String, Asset>,
    /// `precache.js`: what the service worker keeps for working offline.
    pub(crate) precache: String,
    /// The Content-Security-Policy of its page.
    pub(crate) policy: String,
}

/// The app, as the server gives it out.
#[derive(Clone, Debug)]
pub struct Assets(Source);

#[derive(Clone, Debug)]
enum Source {
    Fixed(Arc<Build>),
    /// `trunk` may write a new build at any time: the page's time tells.
    Folder(Arc<Mutex<Option<Read>>>),
}

/// A build as it was read from the folder.
#[derive(Debug)]
struct Read {
    /// When its page was written; `None` when there is none.
    written: Option<SystemTime>,
    build: Arc<Build>,
}

impl Assets {
    /// The app that was built.
    pub fn built() -> Self {
        if cfg!(debug_assertions) {
            Self(Source::Folder(Arc::default()))
        } else {
            Self(Source::Fixed(Arc::new(read_dist())))
        }
    }

    /// An app of these files: path without a leading slash, and content.
    pub fn of(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let files = files
            .into_iter()
            .map(|(path, body)| (path, Bytes::from(body)))
            .collect();
        Self(Source::Fixed(Arc::new(Build::new(files))))
    }

    pub(crate) fn current(&self) -> Arc<Build> {
        match &self.0 {
            Source::Fixed(build) => build.clone(),
            Source::Folder(latest) => {
                let mut latest = latest.lock().unwrap_or_else(PoisonError::into_inner);
                let written = std::fs::metadata(FOLDER_PAGE)
                    .and_then(|file| file.modified())
                    .ok();
                match latest.as_ref().filter(|read| read.written == written) {
                    Some(read) => read.build.clone(),
                    None => {
                        let build = Arc::new(read_dist());
                        *latest = Some(Read {
                            written,
                            build: build.clone(),
                        });
                        build
                    }
                }
            }
        }
    }
}

fn read_dist() -> Build {
    let files = Dist::iter().filter_map(|path| {
        let body = match Dist::get(&path)?.data {
            Cow::Borrowed(body) => Bytes::from_static(body),
            Cow::Owned(body) => Bytes::from(body),
        };
        Some((path.into_owned(), body))
    });
    Build::new(files.collect())
}

/// The page that every route of the app begins with.
pub(crate) const PAGE: &str = "index.html";
/// Files that a service worker must not keep: it asks for them to learn of a new build.
const NEVER_KEPT: [&str; 2] = ["sw.js", "robots.txt"];

impl Build {
    fn new(mut bodies: BTreeMap<String, Bytes>) -> Self {
        let paths: Vec<String> = bodies
            .keys()
            .filter(|path| !is_sibling(path))
            .cloned()
            .collect();
        let mut files = BTreeMap::new();
        for path in paths {
            let brotli = bodies.remove(&format!("{path}.br"));
            let gzip = bodies.remove(&format!("{path}.gz"));
            let Some(body) = bodies.remove(&path) else {
                continue;
            };
            let asset = Asset {
                etag: format!("\"{}\"", short_hex(&sha256(&body))),
                content_type: content_type(&path),
                is_immutable: is_hashed(&path),
                body,
                brotli,
                gzip,
            };
            files.insert(path, asset);
        }
        let page = files
            .get(PAGE)
            .map(|asset| String::from_utf8_lossy(&asset.body));
        let policy = security::policy(inline_scripts(page.as_deref().unwrap_or_default()));
        Self {
            precache: precache(&files),
            policy,
            files,
        }
    }

    /// A file by its path, without a leading slash.
    pub(crate) fn get(&self, path: &str) -> Option<&Asset> {
        self.files.get(path)
    }
}

/// Whether a file is another one compressed.
fn is_sibling(path: &str) -> bool {
    path.ends_with(".br") || path.ends_with(".gz")
}

/// Whether a file's name holds the hash of its content, as the build names them:
/// `style-123456789abcdef.css`. Trunk writes 64 bits without the zeros in front.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|part| (13..=16).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// What the service worker keeps, and a name for exactly this build.
fn precache(files: &BTreeMap<String, Asset>) -> String {
    let named: String = files
        .iter()
        .map(|(path, asset)| format!("{path} {}\n", asset.etag))
        .collect();
    let version = short_hex(&sha256(named.as_bytes()));
    let kept: Vec<String> = files
        .keys()
        .filter(|path| !NEVER_KEPT.contains(&path.as_str()))
        .map(|path| {
            if path == PAGE {
                "/".to_owned()
            } else {
                format!("/{path}")
            }
        })
        .collect();
    let list = serde_json::json!({ "version": version, "files": kept });
    format!("self.ENGAWA = {list};\n")
}

/// The scripts that stand in a page itself, as a browser hashes them.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script")?;
        let is_code = !attributes.contains("src=") && !attributes.contains("application/ld+json");
        is_code.then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(files: &[(&str, &str)]) -> Arc<Build> {
        let files = files
            .iter()
            .map(|(path, body)| ((*path).to_owned(), body.as_bytes().to_vec()));
        Assets::of(files).current()
    }

    #[test]
    fn a_file_whose_name_is_its_content_never_changes() {
        for path in [
            "engawa-app-0123456789abcdef.js",
            "engawa-123456789abcdef.css",
            "engawa-app-0123456789abcdef_bg.wasm",
        ] {
            assert!(is_hashed(path), "{path}");
        }
        for path in [
            "index.html",
            "icon-192.png",
            "snippets/engawa-0123456789abcdef/inline0.js",
        ] {
            assert!(!is_hashed(path), "{path}");
        }
    }

    #[test]
    fn only_the_scripts_of_the_page_itself_may_run() {
        let page = "<script type=\"module\">let a = '<';</script><script src=\"/a.js\"></script>\
                    <script type=\"application/ld+json\">{}</script>";
        assert_eq!(inline_scripts(page).collect::<Vec<_>>(), ["let a = '<';"]);
        let policy = build(&[("index.html", page)]).policy.clone();
        assert_eq!(policy.matches("'sha256-").count(), 1, "{policy}");
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains(" 'unsafe-eval'"),
            "{policy}"
        );
    }

    #[test]
    fn the_service_worker_keeps_each_file_once_and_not_itself() {
        let files = [
            ("index.html", "a"),
            ("sw.js", "b"),
            ("a.js", "c"),
            ("a.js.br", "d"),
        ];
        let one = build(&files).precache.clone();
        assert!(one.contains("\"files\":[\"/a.js\",\"/\"]"), "{one}");
        let other = build(&[("index.html", "changed"), ("sw.js", "b"), ("a.js", "c")]);
        assert_ne!(one, other.precache);
        assert!(
            build(&files)
                .get("a.js")
                .is_some_and(|asset| asset.brotli.is_some())
        );
    }
}
