//! Taking everything with one: a file that is written while it is sent, so that neither what somebody
//! has kept in ten years nor a client that reads slowly fills the memory.

use super::{
    account::view_of,
    mailboxes::{mailbox, person},
    problem::{Failure, failure},
};
use crate::{clock::now, places::Place, session::LoggedIn, state::App};
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{
        HeaderName, HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
};
use domain::{Kind, PersonId, Row, RowKey, Scope};
use futures_util::stream;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{Room, Snapshot, StoreError, pull::scopes_of, stored::unreadable};
use sync::{account::SessionView, protocol::ProblemKind};

/// When to ask again while another download runs, in seconds.
const AGAIN: u64 = 10;
/// Bytes of the file that are ready at once.
const PIECE: usize = 256 * 1024;

/// `GET /api/account/data`; docs/formats.md describes it.
#[derive(Serialize, JsonSchema)]
pub(super) struct Everything {
    format: &'static str,
    made_at: domain::Timestamp,
    account: AccountData,
    sessions: Vec<SessionView>,
    /// Written one by one.
    rows: BTreeMap<&'static str, Vec<Value>>,
}

#[derive(Serialize, JsonSchema)]
struct AccountData {
    person: PersonId,
    name: String,
    email: String,
    verified_at: Option<domain::Timestamp>,
    language: &'static str,
    digest: bool,
}

/// `GET /api/account/data`: everything of the person's, as one JSON file.
pub(crate) async fn data(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
) -> Result<([(HeaderName, HeaderValue); 2], Body), Failure> {
    let place = app.downloads.take(asking.person()).map_err(|_| {
        failure(ProblemKind::TooManyRequests, "another download is not over").retry_after(AGAIN)
    })?;
    app.limits.download(asking.person())?;
    let now = now();
    let mut snapshot = app.store.snapshot().await?;
    let own = person(snapshot.as_mut(), asking.person()).await?;
    let mailbox = mailbox(snapshot.as_mut(), own.id, now).await?;
    let sessions = snapshot.sessions_of(own.id, now).await?;
    let keys = own_rows(snapshot.as_mut(), own.id).await?;
    drop(snapshot);
    let everything = Everything {
        format: "engawa-account-1",
        made_at: now,
        account: AccountData {
            person: own.id,
            name: own.name,
            email: own.email,
            verified_at: mailbox.verified_at,
            language: mailbox.language.tag(),
            digest: mailbox.digest,
        },
        sessions: sessions
            .into_iter()
            .map(|(token, session)| view_of(token, session, asking.token.hash()))
            .collect(),
        rows: BTreeMap::new(),
    };
    let begin = serde_json::to_string_pretty(&everything)
        .map_err(|error| Failure::internal("everything of a person", &error))?;
    let file = File {
        app,
        // Open at its end, where the rows come.
        piece: begin.trim_end_matches(['}', '\n']).to_owned(),
        list: None,
        keys,
        place: Some(place),
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (
            CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"engawa-account.json\""),
        ),
    ];
    Ok((
        headers,
        Body::from_stream(stream::try_unfold(file, File::next)),
    ))
}

/// The rows of the person's own scope, and what they wrote and agreed to for desks.
async fn own_rows(
    snapshot: &mut dyn Snapshot,
    id: PersonId,
) -> Result<BTreeSet<RowKey>, StoreError> {
    let mut keys = BTreeSet::new();
    for scope in scopes_of(snapshot, id).await? {
        let is_own = |row: &Row| match row {
            _ if scope == Scope::Person(id) => true,
            Row::Message(message) => message.author == id,
            Row::Contract(contract) => {
                let agreed = contract.client.as_ref();
                agreed.is_some_and(|agreed| agreed.person == id)
            }
            _ => false,
        };
        let mut after = 0;
        loop {
            let page = snapshot.changes(scope, after, Room::PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.version;
            let own = page
                .iter()
                .filter(|change| change.row.as_ref().is_some_and(is_own));
            keys.extend(own.map(|change| change.key));
        }
    }
    Ok(keys)
}

/// The file, as far as it is not sent.
struct File {
    app: Arc<App>,
    piece: String,
    /// The list that is open.
    list: Option<Kind>,
    /// The rows to come, kind by kind.
    keys: BTreeSet<RowKey>,
    place: Option<Place<PersonId>>,
}

impl File {
    /// The next piece. A failure cuts the file off, which its client hears as one.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, StoreError> {
        if self.place.is_none() {
            return Ok(None);
        }
        // Nobody who reads slowly holds a snapshot: each row is as it is when its turn comes.
        let mut snapshot = self.app.store.snapshot().await?;
        while self.piece.len() < PIECE
            && let Some(key) = self.keys.pop_first()
        {
            if let Some(row) = snapshot.row(key).await? {
                self.add(&row)?;
            }
        }
        drop(snapshot);
        if self.keys.is_empty() {
            let end = self.list.map_or("}\n}\n", |_| "\n    ]\n  }\n}\n");
            self.piece.push_str(end);
            // Whoever has all of it may ask again.
            self.place = None;
        }
        let piece = std::mem::take(&mut self.piece);
        Ok(Some((piece.into(), self)))
    }

    fn add(&mut self, row: &Row) -> Result<(), StoreError> {
        let kind = row.key().kind;
        let open = self.list.replace(kind);
        if open == Some(kind) {
            self.piece.push(',');
        } else {
            let ended = open.map_or("", |_| "\n    ],");
            let word = kind.word();
            self.piece.push_str(&format!("{ended}\n    \"{word}\": ["));
        }
        let body = serde_json::to_value(row).map_err(|error| unreadable("row")(&error))?;
        let body = body.get(kind.word()).map(Value::to_string);
        self.piece.push_str("\n      ");
        self.piece.push_str(&body.unwrap_or_default());
        Ok(())
    }
}
