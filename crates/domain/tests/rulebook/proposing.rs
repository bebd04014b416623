//! The rulebook, told as what people do.

use domain::{
    Actor, Category, Command, DeskId, Job, JobId, Missing, PersonId, ProposalId, Refusal, Row,
    RowKey, Rows, StarId, Timestamp, Write, Yen, apply,
    command::Stop,
    job::{GuidelineItem, JobKind, MAX_TITLE, Pay, PayUnit, Workplace},
    person::Person,
    proposal::{MAX_DAYS, MAX_MESSAGE, Offer},
    refusal::{Field, Invalid, Problem},
    row::{Kind, Scope},
};
use proptest::prelude::*;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Rows at hand; what `unknown` names is not.
#[derive(Default)]
struct Shelf {
    rows: HashMap<RowKey, Row>,
    unknown: BTreeSet<RowKey>,
}

impl Shelf {
    fn with(rows: impl IntoIterator<Item = Row>) -> Self {
        Self {
            rows: rows.into_iter().map(|row| (row.key(), row)).collect(),
            ..Self::default()
        }
    }
}

impl Rows for Shelf {
    fn get(&self, key: RowKey) -> Result<Option<Row>, Missing> {
        if self.unknown.contains(&key) {
            Err(Missing(key))
        } else {
            Ok(self.rows.get(&key).cloned())
        }
    }
}

fn haru() -> Person {
    Person {
        id: PersonId(Uuid::from_u128(1)),
        name: "佐野 はる".into(),
        email: "haru@example.jp".into(),
    }
}

fn leaflet() -> Job {
    Job {
        id: JobId(Uuid::from_u128(2)),
        desk: DeskId(Uuid::from_u128(3)),
        desk_name: "油津商店".into(),
        kind: JobKind::Fixed,
        title: "港のちらしのデザイン".into(),
        description: "A4片面のちらしを1枚。".into(),
        category: Category::Design,
        tags: vec!["ちらし".into()],
        pay: Some(Pay {
            unit: PayUnit::Total,
            min: Yen(33_000),
            max: Yen(33_000),
        }),
        quota: None,
        effort_minutes: Some(600),
        weekly_hours: None,
        workplace: Workplace {
            remote: true,
            town: None,
            area: None,
        },
        posted_at: Timestamp(0),
        closes_at: Some(Timestamp(1_000)),
        closed: false,
        due: Some("2026年12月20日".into()),
        pay_day: Some("毎月末日締め翌月25日払い".into()),
        pay_means: Some("銀行振込".into()),
        costs: Some("発注者".into()),
        rights: Some("検収後に譲渡".into()),
        contact: Some("店主".into()),
        life_stages: BTreeSet::new(),
        beginner: false,
        no_calls: true,
        naptime: true,
        sample: false,
        identifier: None,
        extra: serde_json::Map::new(),
    }
}

fn offer() -> Offer {
    Offer {
        message: "はじめまして。".into(),
        amount: Yen(33_000),
        days: 14,
        effort_minutes: Some(600),
        questions: String::new(),
    }
}

fn submit(offer: Offer, now: i64, rows: &Shelf) -> Result<Vec<Write>, Stop> {
    let command = Command::SubmitProposal {
        job: leaflet().id,
        offer,
    };
    apply(&command, Actor { person: haru().id }, Timestamp(now), rows)
}

fn open_shelf() -> Shelf {
    Shelf::with([Row::Person(haru()), Row::Job(leaflet())])
}

fn refused(refusal: Refusal) -> Result<Vec<Write>, Stop> {
    Err(Stop::Refused(refusal))
}

#[test]
fn haru_proposes_and_only_she_and_the_desk_may_read_it() {
    let writes = submit(offer(), 999, &open_shelf()).unwrap();
    let [Write::Put(row @ Row::Proposal(proposal))] = writes.as_slice() else {
        panic!("one proposal was expected: {writes:?}");
    };
    assert_eq!(proposal.id, ProposalId::of(haru().id, leaflet().id));
    assert_eq!(proposal.worker_name, "佐野 はる");
    assert_eq!(proposal.sent_at, Timestamp(999));
    assert_eq!(
        row.audience(),
        [Scope::Person(haru().id), Scope::Desk(leaflet().desk)]
    );
}

#[test]
fn her_own_estimate_is_not_told_to_the_client() {
    let writes = submit(offer(), 0, &open_shelf()).unwrap();
    let told = serde_json::to_string(&writes).unwrap();
    assert!(!told.contains("effort"), "{told}");
}

#[test]
fn a_posting_closes_at_its_very_moment() {
    let closed = Refusal::JobClosed {
        closed_at: Some(Timestamp(1_000)),
    };
    assert!(submit(offer(), 999, &open_shelf()).is_ok());
    assert_eq!(submit(offer(), 1_000, &open_shelf()), refused(closed));
}

#[test]
fn a_posting_that_its_desk_closed_takes_nothing() {
    let rows = Shelf::with([
        Row::Person(haru()),
        Row::Job(Job {
            closed: true,
            ..leaflet()
        }),
    ]);
    assert_eq!(
        submit(offer(), 0, &rows),
        refused(Refusal::JobClosed { closed_at: None })
    );
}

#[test]
fn without_an_account_nothing_is_sent() {
    let rows = Shelf::with([Row::Job(leaflet())]);
    assert_eq!(submit(offer(), 0, &rows), refused(Refusal::NotRegistered));
}

#[test]
fn a_posting_that_is_gone_is_named_so() {
    let rows = Shelf::with([Row::Person(haru())]);
    assert_eq!(submit(offer(), 0, &rows), refused(Refusal::JobNotFound));
}

#[test]
fn a_second_proposal_for_the_same_job_is_refused_from_whatever_device() {
    let mut rows = open_shelf();
    for write in submit(offer(), 0, &rows).unwrap() {
        let Write::Put(row) = write else {
            panic!("a proposal is put")
        };
        rows.rows.insert(row.key(), row);
    }
    assert_eq!(submit(offer(), 1, &rows), refused(Refusal::AlreadySent));
}

#[test]
fn every_wrong_value_of_an_offer_is_named() {
    let wrong = Offer {
        message: " \n".into(),
        amount: Yen(0),
        days: MAX_DAYS + 1,
        effort_minutes: Some(0),
        questions: "?".repeat(3_001),
    };
    let fields: Vec<Field> = wrong
        .problems()
        .into_iter()
        .map(|invalid| invalid.field)
        .collect();
    assert_eq!(
        fields,
        [
            Field::Message,
            Field::Amount,
            Field::Days,
            Field::Hours,
            Field::Questions
        ]
    );
    let long = Offer {
        message: "あ".repeat(MAX_MESSAGE + 1),
        ..offer()
    };
    let too_long = Invalid {
        field: Field::Message,
        problem: Problem::TooLong { max: MAX_MESSAGE },
    };
    assert_eq!(
        submit(long, 0, &open_shelf()),
        refused(Refusal::Invalid(too_long))
    );
    let full = Offer {
        message: "あ".repeat(MAX_MESSAGE),
        ..offer()
    };
    assert!(submit(full, 0, &open_shelf()).is_ok());
}

#[test]
fn a_text_with_control_characters_is_not_taken() {
    for message in ["ok\u{0}", "\u{1b}[31m", "あ\u{85}"] {
        let offered = Offer {
            message: message.into(),
            ..offer()
        };
        let found = offered.problems();
        assert_eq!(found.len(), 1, "{message:?}");
        assert_eq!(found[0].problem, Problem::Malformed);
    }
    let lines = Offer {
        message: "一行目\r\n\t二行目".into(),
        ..offer()
    };
    assert_eq!(lines.problems(), []);
}

#[test]
fn a_star_put_twice_is_one_star_and_comes_off() {
    let actor = Actor { person: haru().id };
    let star = |command| apply(&command, actor, Timestamp(0), &Shelf::default()).unwrap();
    let job = leaflet().id;
    assert_eq!(
        star(Command::StarJob { job }),
        star(Command::StarJob { job })
    );
    let id = StarId::of(haru().id, job).0;
    assert_eq!(
        star(Command::UnstarJob { job }),
        [Write::Delete(RowKey {
            kind: Kind::Star,
            id
        })]
    );
}

#[test]
fn a_row_that_is_not_at_hand_is_asked_for_by_name() {
    let mut rows = open_shelf();
    let key = RowKey {
        kind: Kind::Job,
        id: leaflet().id.0,
    };
    rows.unknown.insert(key);
    assert_eq!(submit(offer(), 0, &rows), Err(Stop::Missing(Missing(key))));
}

#[test]
fn a_posting_says_which_of_the_six_items_it_lacks() {
    assert_eq!(leaflet().missing_items(), []);
    let bare = Job {
        description: "  ".into(),
        due: None,
        pay_day: Some(String::new()),
        costs: None,
        rights: Some(" ".into()),
        contact: None,
        ..leaflet()
    };
    assert_eq!(bare.missing_items(), GuidelineItem::ALL);
}

#[test]
fn a_posting_that_cannot_be_true_does_not_enter() {
    assert_eq!(leaflet().check(), Ok(()));
    let field = |job: Job| job.check().unwrap_err().field;
    assert_eq!(
        field(Job {
            title: " ".into(),
            ..leaflet()
        }),
        Field::Title
    );
    assert_eq!(
        field(Job {
            title: "題".repeat(MAX_TITLE + 1),
            ..leaflet()
        }),
        Field::Title
    );
    let pay = |min, max| {
        Some(Pay {
            unit: PayUnit::Total,
            min: Yen(min),
            max: Yen(max),
        })
    };
    assert_eq!(
        field(Job {
            pay: pay(2, 1),
            ..leaflet()
        }),
        Field::Amount
    );
    assert_eq!(
        field(Job {
            pay: pay(-1, 1),
            ..leaflet()
        }),
        Field::Amount
    );
    assert_eq!(
        field(Job {
            pay: pay(0, 1_000_000_000),
            ..leaflet()
        }),
        Field::Amount
    );
}

proptest! {
    #[test]
    fn whatever_is_offered_the_answer_is_a_proposal_as_offered_or_a_reason(
        message in "\\PC{0,200}",
        amount in any::<i64>(),
        days in any::<u32>(),
        effort in proptest::option::of(any::<u32>()),
        now in any::<i64>(),
    ) {
        let offered =
            Offer { message, amount: Yen(amount), days, effort_minutes: effort, questions: String::new() };
        let sound = offered.problems().is_empty() && now < 1_000;
        match submit(offered.clone(), now, &open_shelf()) {
            Ok(writes) => {
                prop_assert!(sound);
                let [Write::Put(Row::Proposal(proposal))] = writes.as_slice() else {
                    return Err(TestCaseError::fail("one proposal was expected"));
                };
                prop_assert_eq!(&proposal.message, offered.message.trim());
                prop_assert_eq!((proposal.amount, proposal.days), (offered.amount, offered.days));
            }
            Err(Stop::Refused(_)) => prop_assert!(!sound),
            Err(Stop::Missing(_)) => prop_assert!(false, "every row was at hand"),
        }
    }

    #[test]
    fn a_command_reads_back_from_its_message(message in ".{0,80}", amount in any::<i64>()) {
        let offer = Offer { message, amount: Yen(amount), ..offer() };
        let command = Command::SubmitProposal { job: leaflet().id, offer };
        let text = serde_json::to_string(&command).unwrap();
        prop_assert_eq!(serde_json::from_str::<Command>(&text).unwrap(), command);
    }
}
