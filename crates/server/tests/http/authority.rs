//! Who may read and do what, tried over HTTP on the example town: every line of the rulebook's table
//! by everybody. Its commands name the rows of others, so whoever tries them has guessed the ids.

use crate::town::{Browser, Town as Server};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    Command, Kind, Row, RowKey, Scope,
    town::{
        CONTEST, DESK, FILE, OTHER_DESK, Town, Who, attached,
        examples::row_of,
        sign_up,
        table::{Answer, Deed, readers},
    },
};
use http_body_util::BodyExt;
use hyper::StatusCode;
use sha2::{Digest, Sha256};
use simulator::MemoryStore;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{
    Account, LoginSession, Store, TokenHash,
    contract::made::{NOW, group, pulling, put},
};
use sync::{
    GroupId, Mutation, MutationId,
    protocol::{
        Live, Outcome, ProblemKind, PullRequest, PullResponse, PushRequest, PushResponse, SCHEMA,
        is_pulled,
    },
};
use uuid::Uuid;

/// The example town behind a running server.
struct Guarded {
    server: Server,
    store: Arc<MemoryStore>,
}

/// What is in the worker's file.
const IN_THE_FILE: &[u8] = b"%PDF-1.7\n";

fn token(who: Who) -> String {
    URL_SAFE_NO_PAD.encode([who as u8; 32])
}

fn has_account(who: Who) -> bool {
    who != Who::Nobody
}

impl Guarded {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The rules are those of every store, and each store keeps the same contract; this one is tried
        // a thousand times in a minute.
        let store = Arc::new(MemoryStore::new("story", None));
        let mut transaction = store.begin().await.unwrap();
        for who in Who::ALL.into_iter().filter(|who| has_account(*who)) {
            let account = Account {
                person: who.id(),
                password: String::new(),
            };
            let email = who.person().email;
            transaction.open_account(&email, &account).await.unwrap();
            let session = LoginSession {
                person: who.id(),
                // Later than any day on which this runs.
                expires_at: NOW.plus_days(100_000),
                made_at: NOW,
                used_at: NOW,
                device: String::new(),
            };
            let hash = TokenHash(Sha256::digest(token(who)).into());
            transaction.keep_session(hash, session).await.unwrap();
        }
        transaction.commit().await.unwrap();
        let rows = Town::new().rows.into_values().collect();
        put(&(store.clone() as Arc<dyn Store>), rows).await;
        let mut transaction = store.begin().await.unwrap();
        transaction
            .keep_file_bytes(FILE, IN_THE_FILE)
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        let server = Server::open_on(store.clone(), folder, |settings| {
            settings.clock = || domain::town::NOW;
        })
        .await;
        Self { server, store }
    }

    fn browser(&self, who: Who) -> Browser {
        let mut browser = self.server.browser();
        browser.cookie = has_account(who).then(|| format!("engawa_session={}", token(who)));
        browser
    }

    /// What somebody may read: found from the rows alone.
    fn readable(&self, who: Who) -> BTreeSet<RowKey> {
        let mut rows = self.store.rows();
        rows.retain(|row| is_pulled(row.key().kind));
        let desks = rows.iter().filter_map(|row| match row {
            Row::Membership(place) if place.person == who.id() => Some(Scope::Desk(place.desk)),
            _ => None,
        });
        let scopes: BTreeSet<Scope> = desks.chain([Scope::Person(who.id())]).collect();
        let readable = rows
            .iter()
            .filter(|row| row.audience().iter().any(|scope| scopes.contains(scope)));
        readable.map(Row::key).collect()
    }
}

/// What somebody receives who names these scopes.
async fn received(browser: &mut Browser, cursors: BTreeMap<Scope, u64>) -> BTreeMap<RowKey, Row> {
    let mut request = PullRequest {
        epoch: None,
        schema: SCHEMA,
        group: GroupId(Uuid::new_v4()),
        oldest_unsettled: None,
        cursors,
        forgotten: Some(0),
    };
    let mut rows = BTreeMap::new();
    loop {
        let answer = browser.post("/api/sync/pull", &request).await;
        assert_eq!(answer.status, StatusCode::OK);
        let page: PullResponse = answer.json();
        rows.extend(page.rows.into_iter().map(|row| (row.key(), row)));
        if !page.more {
            return rows;
        }
        (request.epoch, request.cursors) = (Some(page.epoch), page.cursors);
    }
}

fn pushing(command: Command) -> PushRequest {
    PushRequest {
        epoch: None,
        schema: SCHEMA,
        group: GroupId(Uuid::new_v4()),
        settled: MutationId(0),
        mutations: vec![Mutation {
            id: MutationId(1),
            command,
            made_at: NOW,
            base_version: 0,
            epoch: None,
        }],
    }
}

#[tokio::test]
async fn everybody_tries_every_command_and_hears_what_the_table_says() {
    let mut town = Guarded::open().await;
    let mut before = town.store.everything();
    for deed in Deed::ALL {
        let mut looked = false;
        for (who, expected) in Who::ALL.into_iter().zip(deed.answers()) {
            let request = pushing(deed.example());
            let answer = town.browser(who).post("/api/sync/push", &request).await;
            if !has_account(who) {
                answer.is(401, ProblemKind::NotLoggedIn);
                assert_eq!(town.store.everything(), before, "{deed:?} by {who:?}");
                continue;
            }
            assert_eq!(answer.status, StatusCode::OK, "{deed:?} by {who:?}");
            let heard = answer.json::<PushResponse>().results.remove(0).outcome;
            let after = town.store.everything();
            let done = match expected {
                Answer::Done | Answer::Nothing => Outcome::Applied,
                Answer::Refused(ref refusal) => Outcome::Refused(refusal.clone()),
            };
            assert_eq!(heard, done, "{deed:?} by {who:?}");
            if expected != Answer::Done {
                assert_eq!(after, before, "{deed:?} by {who:?} changed something");
                continue;
            }
            // Done: and still nobody receives what is not theirs, whoever did it.
            let readers = Who::ALL
                .into_iter()
                .filter(|who| has_account(*who) && !looked);
            for reader in readers {
                let rows = received(&mut town.browser(reader), BTreeMap::new()).await;
                let rows: BTreeSet<RowKey> = rows.into_keys().collect();
                let theirs = town.readable(reader);
                assert_eq!(rows, theirs, "{reader:?}, after {deed:?} by {who:?}");
            }
            looked = true;
            if after != before {
                town = Guarded::open().await;
                before = town.store.everything();
            }
        }
    }
}

#[tokio::test]
async fn a_row_of_each_kind_is_received_by_its_readers_and_by_nobody_else() {
    let town = Guarded::open().await;
    for who in Who::ALL.into_iter().filter(|who| has_account(*who)) {
        let mut browser = town.browser(who);
        let own = received(&mut browser, BTreeMap::new()).await;
        for kind in Kind::ALL.into_iter().filter(|kind| is_pulled(*kind)) {
            let reads = own.contains_key(&row_of(kind));
            assert_eq!(reads, readers(kind).contains(&who), "{kind:?} by {who:?}");
        }
        // Naming what is not theirs opens nothing.
        let everything = Who::ALL.map(|other| Scope::Person(other.id()));
        let desks = [Scope::Desk(DESK), Scope::Desk(OTHER_DESK), Scope::Public];
        let named = everything.into_iter().chain(desks).map(|scope| (scope, 0));
        assert_eq!(
            received(&mut browser, named.collect()).await,
            own,
            "{who:?}"
        );
    }
    let request = pulling(group(1));
    let mut nobody = town.browser(Who::Nobody);
    let answer = nobody.post("/api/sync/pull", &request).await;
    answer.is(401, ProblemKind::NotLoggedIn);
}

/// One id looks like another: what is no posting is not given out as one.
#[tokio::test]
async fn a_guessed_id_opens_nothing_at_the_public_addresses() {
    let town = Guarded::open().await;
    for who in Who::ALL {
        let mut browser = town.browser(who);
        for kind in Kind::ALL {
            let id = row_of(kind).id;
            let answer = browser.get(&format!("/api/jobs/{id}")).await;
            let found = answer.status == StatusCode::OK;
            assert_eq!(found, kind == Kind::Job, "{kind:?} by {who:?}");
            let answer = browser.get(&format!("/api/certificates/{id}")).await;
            let found = answer.status == StatusCode::OK;
            assert_eq!(found, kind == Kind::Certificate, "{kind:?} by {who:?}");
            let answer = browser.get(&format!("/calendar/people/{id}.ics")).await;
            let found = answer.status == StatusCode::OK;
            assert_eq!(found, kind == Kind::CalendarLink, "{kind:?} by {who:?}");
        }
        let epoch = &town.store.epoch().0;
        let address = format!("/api/board/changes?since=0&epoch={epoch}");
        let told = browser.get(&address).await;
        let told = String::from_utf8(told.body.to_vec()).unwrap();
        for kind in Kind::ALL.into_iter().filter(|kind| is_pulled(*kind)) {
            // A posting names its desk.
            let secret = kind != Kind::Desk && told.contains(&row_of(kind).id.to_string());
            assert!(!secret, "{kind:?} told to {who:?}");
        }
    }
}

#[tokio::test]
async fn a_file_is_had_by_who_brought_it_and_by_who_reads_its_entry() {
    let town = Guarded::open().await;
    let entry = sign_up(Who::Worker, CONTEST);
    let others = sign_up(Who::OtherWorker, CONTEST);
    for who in Who::ALL {
        let mut browser = town.browser(who);
        let is_own = who == Who::Worker;
        // The jury reads the entry without knowing whose it is, and the file not by its name either.
        let reads = is_own || readers(Kind::Anonymous).contains(&who);
        let name = if is_own { &attached().name } else { "file.pdf" };
        for (through, is_had, name) in [
            (String::new(), is_own, "file.pdf"),
            (format!("?sign_up={entry}"), reads, name),
            (format!("?sign_up={others}"), is_own, "file.pdf"),
        ] {
            let answer = browser.get(&format!("/api/files/{FILE}{through}")).await;
            if !has_account(who) {
                answer.is(401, ProblemKind::NotLoggedIn);
                continue;
            }
            if !is_had {
                answer.is(404, ProblemKind::NotFound);
                continue;
            }
            assert_eq!(answer.status, StatusCode::OK, "{who:?} {through}");
            assert_eq!(&answer.body[..], IN_THE_FILE);
            let header = |name: &str| answer.header(name).unwrap();
            assert_eq!(header("content-type"), "application/pdf");
            assert_eq!(
                header("content-security-policy"),
                "default-src 'none'; sandbox"
            );
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("cache-control"), "no-store");
            let saved = header("content-disposition");
            let (kind, saved) = saved.split_once("; filename*=UTF-8''").unwrap();
            assert_eq!(kind, "attachment");
            assert_eq!(percent_decoded(saved), name, "{who:?} {through}");
        }
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let hex = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_live_stream_names_ones_own_scopes_and_no_others() {
    let town = Guarded::open().await;
    for who in Who::ALL {
        let mut stream = town
            .browser(who)
            .begin("GET", "/api/live", &[], "".into())
            .await
            .into_body();
        let expected: BTreeSet<Scope> = match who {
            Who::Nobody => BTreeSet::from([Scope::Public]),
            who => who.scopes().into_iter().collect(),
        };
        let mut told = BTreeSet::new();
        let mut text = String::new();
        while told.len() < expected.len() {
            let frame = tokio::time::timeout(crate::town::PATIENCE, stream.frame()).await;
            let data = frame.unwrap().unwrap().unwrap().into_data().unwrap();
            text.push_str(std::str::from_utf8(&data).unwrap());
            let events = text.lines().filter_map(|line| line.strip_prefix("data: "));
            told = events
                .filter_map(|event| serde_json::from_str::<Live>(event).ok())
                .map(|live| live.scope)
                .collect();
        }
        assert_eq!(told, expected, "{who:?}");
    }
}
