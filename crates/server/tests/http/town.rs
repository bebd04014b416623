//! A running server and the browsers that visit it.

use crate::api;
use board::Manifest;
use domain::{PersonId, Row};
use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, COOKIE, HOST, SET_COOKIE},
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde::{Serialize, de::DeserializeOwned};
use server::{
    assets::Assets,
    clock,
    limits::Allowances,
    listen::Patience,
    mail::{MailSettings, Way},
    places::Bound,
    serve::{Settings, run},
};
use std::{sync::Arc, time::Duration};
use store::contract::{Shared, made};
use store_sqlite::SqliteStore;
use sync::protocol::{Problem, ProblemKind, Registration, Session};
use tempfile::TempDir;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

/// A password that is long enough.
pub(crate) const PASSWORD: &str = "縁側でひとやすみする";

/// How long anything may take before a story fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A running server.
pub(crate) struct Town {
    pub(crate) store: Shared,
    pub(crate) folder: TempDir,
    pub(crate) stop: CancellationToken,
    pub(crate) running: JoinHandle<()>,
    address: String,
}

/// The app that the stories' server gives out.
pub(crate) fn app() -> Assets {
    let page = "<!DOCTYPE html><html lang=\"ja\"><head><title>Engawa</title>\
                <script type=\"module\">import init from '/a.js'; init();</script></head></html>";
    let files: [(&str, &[u8]); 9] = [
        ("index.html", page.as_bytes()),
        ("index.html.br", b"page in brotli"),
        ("engawa-app-0123456789abcdef_bg.wasm", b"\0asm as it is"),
        ("engawa-app-0123456789abcdef_bg.wasm.br", b"wasm in brotli"),
        ("engawa-app-0123456789abcdef_bg.wasm.gz", b"wasm in gzip"),
        ("style-fedcba9876543210.css", b"body { margin: 0 }"),
        ("sw.js", b"importScripts('/precache.js');"),
        ("icon.svg", b"<svg/>"),
        ("manifest.webmanifest", b"{}"),
    ];
    Assets::of(files.map(|(path, body)| (path.to_owned(), body.to_vec())))
}

impl Town {
    pub(crate) async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    pub(crate) async fn open_with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("engawa.sqlite"))
            .await
            .unwrap();
        Self::open_on(Arc::new(store), folder, change).await
    }

    /// A server on a store, with its folder.
    pub(crate) async fn open_on(
        store: Shared,
        folder: TempDir,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let mut settings = Settings {
            packs: folder.path().join("packs"),
            packs_quiet: Duration::ZERO,
            assets: app(),
            public_url: None,
            behind_proxy: false,
            streams: Bound { all: 8, each: 8 },
            patience: Patience::default(),
            allowances: Allowances::default(),
            clock: clock::now,
            mail: MailSettings {
                look: Duration::from_millis(20),
                retry: Duration::from_millis(20),
                ..MailSettings::new(Way::Folder(folder.path().join("mail")))
            },
        };
        change(&mut settings);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let stop = CancellationToken::new();
        let running = tokio::spawn({
            let (store, stop) = (store.clone(), stop.clone());
            async move { run(store, settings, listener, stop).await.unwrap() }
        });
        Self {
            store,
            folder,
            stop,
            running,
            address,
        }
    }

    /// A connection, for what no browser does.
    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.unwrap()
    }

    /// A browser that was never here.
    pub(crate) fn browser(&self) -> Browser {
        let http = Client::builder(TokioExecutor::new()).build(HttpConnector::new());
        Browser {
            http,
            address: self.address.clone(),
            cookie: None,
        }
    }

    /// A browser of a person who has just registered.
    pub(crate) async fn person(&self, number: u128) -> Browser {
        let mut browser = self.browser();
        let answer = browser.post("/api/register", &registration(number)).await;
        assert_eq!(answer.status, StatusCode::CREATED);
        browser
    }

    /// Puts rows, as an import in the same process would.
    pub(crate) async fn put(&self, rows: Vec<Row>) {
        made::put(&self.store, rows).await;
    }

    /// The manifest, once it is of this version at least.
    pub(crate) async fn manifest(&self, version: u64) -> Manifest {
        let mut browser = self.browser();
        let wanted = async {
            loop {
                let manifest: Manifest = browser.get("/api/board").await.json();
                if manifest.version >= version {
                    return manifest;
                }
            }
        };
        tokio::time::timeout(PATIENCE, wanted)
            .await
            .expect("packs are built")
    }
}

/// What a person of a number registers with.
pub(crate) fn registration(number: u128) -> Registration {
    Registration {
        person: made::person(number),
        name: format!("佐野 はる{number}"),
        email: format!("haru{number}@example.jp"),
        password: PASSWORD.to_owned(),
    }
}

/// What speaks HTTP.
pub(crate) type Http = Client<HttpConnector, Full<Bytes>>;

/// A browser, with its cookie.
pub(crate) struct Browser {
    http: Http,
    address: String,
    pub(crate) cookie: Option<String>,
}

impl Browser {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&mut self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", path, headers, Bytes::new()).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: &impl Serialize) -> Answer {
        self.post_with(path, &[], body).await
    }

    pub(crate) async fn post_with(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        body: &impl Serialize,
    ) -> Answer {
        let mut all = vec![(CONTENT_TYPE.as_str(), "application/json")];
        all.extend_from_slice(headers);
        self.send("POST", path, &all, serde_json::to_vec(body).unwrap().into())
            .await
    }

    pub(crate) async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> Answer {
        let response = self.begin(method, path, headers, body).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a whole answer").to_bytes();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        };
        if path != api::ADDRESS {
            let document = api::document(&self.address, &self.http).await;
            api::is_told(document, method, path, &answer);
        }
        if let Some(cookie) = answer.header(SET_COOKIE.as_str()) {
            let pair = cookie.split(';').next().unwrap();
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        answer
    }

    /// Sends a request and does not wait for the whole answer.
    pub(crate) async fn begin(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> Response<Incoming> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address))
            .header(HOST, &self.address);
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body)).unwrap();
        let response = tokio::time::timeout(PATIENCE, self.http.request(request)).await;
        response.expect("an answer in time").expect("an answer")
    }

    /// Who is logged in here.
    pub(crate) async fn session(&mut self) -> Option<Session> {
        let answer = self.get("/api/session").await;
        (answer.status == StatusCode::OK).then(|| answer.json())
    }

    /// The person who is logged in here.
    pub(crate) async fn id(&mut self) -> PersonId {
        self.session().await.expect("somebody is logged in").person
    }
}

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// The problem that the answer is.
    pub(crate) fn problem(&self) -> Problem {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{self:?}"
        );
        let problem: Problem = self.json();
        assert_eq!(problem.status, self.status.as_u16());
        problem
    }

    /// That the answer is a problem with this status and word.
    #[track_caller]
    pub(crate) fn is(&self, status: u16, kind: ProblemKind) {
        let problem = self.problem();
        assert_eq!(
            (problem.status, problem.kind),
            (status, kind),
            "{problem:?}"
        );
    }
}
