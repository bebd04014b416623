//! A device that pushes what waits until it hears that it is done, over and over.

use domain::{
    Command, DeskId, JobId, Kind, MembershipId, MessageId, PersonId, ProposalId, Row,
    desk::{Membership, Role},
    proposal::Offer,
};
use http_body_util::{BodyExt, Full};
use hyper::{Request, body::Bytes, header};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet};
use store::contract::made;
use sync::{
    GroupId, Mutation, MutationId,
    protocol::{
        MAX_PUSH, Outcome, PullRequest, PullResponse, PushRequest, PushResponse, Registration,
        SCHEMA,
    },
};
use uuid::Uuid;

/// What became of asking.
pub(crate) enum Heard<T> {
    /// An answer.
    Done(T),
    /// A status that is no success, and what came with it.
    Refused(u16, String),
    /// No answer, or not all of it.
    Nothing,
}

/// A device of one person, logged in.
pub(crate) struct Device {
    pub(crate) person: PersonId,
    http: Client<HttpConnector, Full<Bytes>>,
    cookie: String,
    group: GroupId,
    /// The number of the last mutation that the server answered for.
    last: u64,
    /// What is on its way: numbers from `last + 1` on.
    waiting: Vec<Command>,
    /// Messages that the server said are there.
    pub(crate) acknowledged: BTreeSet<MessageId>,
}

/// The desk and the posting that everybody writes about.
pub(crate) fn desk() -> DeskId {
    made::job(1).desk
}

/// A posting, and the place of the first person at its desk.
pub(crate) fn rows(members: &[PersonId]) -> Vec<Row> {
    let places = members.iter().map(|person| {
        Row::Membership(Membership {
            id: MembershipId::of(*person, desk()),
            person: *person,
            person_name: "油津 一".into(),
            desk: desk(),
            desk_name: "日南市役所".into(),
            role: Role::Owner,
        })
    });
    places.chain([Row::Job(made::job(1))]).collect()
}

pub(crate) fn job() -> JobId {
    made::job(1).id
}

impl Device {
    /// Registers a person on a running server, and proposes for the posting.
    pub(crate) async fn register(address: &str, number: u128) -> Self {
        let person = made::person(number);
        let mut device = Self {
            person,
            http: Client::builder(TokioExecutor::new()).build(HttpConnector::new()),
            cookie: String::new(),
            group: made::group(number),
            last: 0,
            waiting: Vec::new(),
            acknowledged: BTreeSet::new(),
        };
        let registration = Registration {
            person,
            name: format!("佐野 はる{number}"),
            email: format!("haru{number}@example.jp"),
            password: "縁側でひとやすみする".into(),
        };
        let Heard::Done(_) = device
            .ask::<serde_json::Value>(address, "/api/register", &registration)
            .await
        else {
            panic!("registered")
        };
        device.waiting.push(Command::SubmitProposal {
            job: job(),
            offer: Offer {
                message: "書きます".into(),
                amount: domain::Yen(10_000),
                days: 7,
                effort_minutes: None,
                questions: String::new(),
            },
        });
        assert!(device.push(address).await.is_some(), "proposed");
        device
    }

    /// A device of a person who has a session already, by its token.
    #[allow(dead_code, reason = "a measurement asks")]
    pub(crate) fn known(person: PersonId, token: &str, number: u128) -> Self {
        Self {
            person,
            http: Client::builder(TokioExecutor::new()).build(HttpConnector::new()),
            cookie: format!("engawa_session={token}"),
            group: made::group(number),
            last: 0,
            waiting: Vec::new(),
            acknowledged: BTreeSet::new(),
        }
    }

    /// The status of an address.
    pub(crate) async fn get(&mut self, address: &str, path: &str) -> u16 {
        let request = Request::get(format!("{address}{path}"))
            .header(header::COOKIE, &self.cookie)
            .body(Full::default())
            .unwrap();
        let response = self.http.request(request).await.expect("an answer");
        response.status().as_u16()
    }

    /// What is at an address.
    #[allow(dead_code, reason = "a measurement asks")]
    pub(crate) async fn read(&mut self, address: &str, path: &str) -> Bytes {
        let request = Request::get(format!("{address}{path}"))
            .header(header::COOKIE, &self.cookie)
            .body(Full::default())
            .unwrap();
        let response = self.http.request(request).await.expect("an answer");
        assert!(response.status().is_success(), "{path}");
        response.into_body().collect().await.unwrap().to_bytes()
    }

    /// Pushes one command, and says what became of it.
    #[allow(dead_code, reason = "a measurement asks")]
    pub(crate) async fn does(&mut self, address: &str, command: Command) -> Outcome {
        self.waiting.push(command);
        let request = self.request();
        let Heard::Done(response) = self
            .ask::<PushResponse>(address, "/api/sync/push", &request)
            .await
        else {
            panic!("judged")
        };
        self.waiting.clear();
        let result = response.results.into_iter().next_back().expect("a result");
        self.last = result.id.0;
        result.outcome
    }

    async fn ask<T: DeserializeOwned>(
        &mut self,
        address: &str,
        path: &str,
        body: &impl Serialize,
    ) -> Heard<T> {
        let request = Request::post(format!("{address}{path}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::COOKIE, &self.cookie)
            .body(Full::from(serde_json::to_vec(body).unwrap()))
            .unwrap();
        let Ok(response) = self.http.request(request).await else {
            return Heard::Nothing;
        };
        let (parts, body) = response.into_parts();
        if let Some(cookie) = parts.headers.get(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next();
            self.cookie = pair.unwrap_or_default().to_owned();
        }
        let Ok(body) = body.collect().await else {
            return Heard::Nothing;
        };
        let body = body.to_bytes();
        if !parts.status.is_success() {
            let text = String::from_utf8_lossy(&body).into_owned();
            return Heard::Refused(parts.status.as_u16(), text);
        }
        serde_json::from_slice(&body).map_or(Heard::Nothing, Heard::Done)
    }

    /// Writes a message, or several, that wait to be sent.
    pub(crate) fn write(&mut self, count: usize, text: &str) {
        for _ in 0..count {
            self.waiting.push(Command::SendMessage {
                id: MessageId(Uuid::new_v4()),
                proposal: ProposalId::of(self.person, job()),
                text: text.to_owned(),
            });
        }
    }

    /// Pushes what waits. `None` when that was not heard to be done: it goes on waiting. Whatever was
    /// heard must be that it is done: a message that was judged twice would be refused the second time.
    pub(crate) async fn push(&mut self, address: &str) -> Option<()> {
        match self.try_push(address).await {
            Heard::Done(()) => Some(()),
            Heard::Nothing => None,
            // The pace of one person, or a store that is busy.
            Heard::Refused(429 | 503, _) => None,
            Heard::Refused(status, text) => panic!("{status}: {text}"),
        }
    }

    /// The push of what waits.
    fn request(&self) -> PushRequest {
        let mutations = (self.last + 1..).zip(&self.waiting).take(MAX_PUSH);
        PushRequest {
            epoch: None,
            schema: SCHEMA,
            group: self.group,
            settled: MutationId(self.last),
            mutations: mutations
                .map(|(id, command)| Mutation {
                    id: MutationId(id),
                    command: command.clone(),
                    made_at: made::NOW,
                    base_version: 0,
                    epoch: None,
                })
                .collect(),
        }
    }

    pub(crate) async fn try_push(&mut self, address: &str) -> Heard<()> {
        let request = self.request();
        let response: PushResponse = match self.ask(address, "/api/sync/push", &request).await {
            Heard::Done(response) => response,
            Heard::Refused(status, text) => return Heard::Refused(status, text),
            Heard::Nothing => return Heard::Nothing,
        };
        let pushed = self.waiting.len().min(MAX_PUSH);
        assert_eq!(response.results.len(), pushed);
        for (result, command) in response.results.iter().zip(self.waiting.drain(..pushed)) {
            assert_eq!(
                result.outcome,
                Outcome::Applied,
                "{:?} {command:?}",
                result.id
            );
            self.last = result.id.0;
            if let Command::SendMessage { id, .. } = command {
                self.acknowledged.insert(id);
            }
        }
        Heard::Done(())
    }

    /// Everything that the person may read, and the last mutation that the server judged.
    pub(crate) async fn pull(&mut self, address: &str) -> Option<(Vec<Row>, u64)> {
        let mut request = PullRequest {
            epoch: None,
            schema: SCHEMA,
            group: self.group,
            oldest_unsettled: None,
            cursors: BTreeMap::new(),
            forgotten: None,
        };
        let mut rows = Vec::new();
        loop {
            let page: PullResponse = match self.ask(address, "/api/sync/pull", &request).await {
                Heard::Done(page) => page,
                _ => return None,
            };
            rows.extend(page.rows);
            if !page.more {
                return Some((rows, page.last_mutation.0));
            }
            (request.epoch, request.cursors) = (Some(page.epoch), page.cursors);
        }
    }

    /// The messages of this person that the server has; no one of them twice, none that was lost,
    /// none that was never written.
    pub(crate) async fn account_for(&mut self, address: &str) -> usize {
        // What waited is sent again first: it may be there, and must not come twice.
        while !self.waiting.is_empty() {
            if self.push(address).await.is_none() {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        }
        let (rows, judged) = self.pull(address).await.expect("a pull");
        let own = rows.iter().filter_map(|row| match row {
            Row::Message(message) if message.author == self.person => Some(message.id),
            _ => None,
        });
        let there: Vec<MessageId> = own.collect();
        let distinct: BTreeSet<MessageId> = there.iter().copied().collect();
        let lost = self.acknowledged.difference(&distinct).count();
        let doubled = there.len() - distinct.len();
        assert_eq!((lost, doubled), (0, 0), "lost and doubled");
        assert_eq!(distinct, self.acknowledged);
        assert_eq!(judged, self.last, "each was judged once");
        let proposals = rows.iter().filter(|row| row.key().kind == Kind::Proposal);
        assert!(proposals.count() >= 1);
        distinct.len()
    }
}
