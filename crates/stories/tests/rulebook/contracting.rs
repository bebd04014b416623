//! The terms notice: completed by the client, agreed to by both, and then never changed.

use crate::shelf::Story;
use domain::{
    Command, ContractId, Day, Kind, Refusal, Row, Yen,
    contract::{Delivery, Item, Notice, Settled},
    job::PayUnit,
    pay_date::{PayRule, Subcontract},
    refusal::{Field, Problem},
    town::{LEFT_OPEN_JOB, NOW, Who, contract, examples::notice, proposal},
};

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("no day: {text}"))
}

fn agree(story: &Story) -> Command {
    Command::AgreeContract {
        contract: contract(),
        hash: story.contract().notice.hash(),
    }
}

fn amend(notice: Notice) -> Command {
    Command::AmendNotice {
        contract: contract(),
        notice: Box::new(notice),
    }
}

fn problems(notice: &Notice) -> Vec<(Field, Problem)> {
    let found = notice.problems().into_iter();
    found
        .map(|invalid| (invalid.field, invalid.problem))
        .collect()
}

#[test]
fn both_agree_to_the_same_text_and_it_never_changes_again() {
    let mut story = Story::begins();
    story.does(Who::Worker, agree(&story)).unwrap();
    assert!(!story.contract().is_agreed());
    story.does(Who::Member, agree(&story)).unwrap();
    let agreed = story.contract();
    assert!(agreed.is_agreed());
    let by = agreed.client.as_ref().map(|client| client.name.as_str());
    assert_eq!(by, Some(Who::Member.name()));
    for who in [Who::Member, Who::Owner, Who::Worker] {
        assert!(story.does(who, amend(notice())).is_err());
        // Agreeing twice is agreeing once.
        story.does(who, agree(&story)).unwrap();
    }
    assert_eq!(story.contract(), agreed);
}

#[test]
fn an_amendment_asks_both_again() {
    let mut story = Story::begins();
    story.does(Who::Worker, agree(&story)).unwrap();
    let stale = agree(&story);
    let changed = Notice {
        means: "現金".into(),
        ..notice()
    };
    story.does(Who::Member, amend(changed)).unwrap();
    assert_eq!(story.contract().by_worker, None);
    assert_eq!(story.does(Who::Worker, stale), Err(Refusal::NoticeChanged));
    story.does(Who::Worker, agree(&story)).unwrap();
    story.does(Who::Owner, agree(&story)).unwrap();
    assert!(story.contract().is_agreed());
}

#[test]
fn who_when_and_how_much_stay_as_they_were_accepted() {
    let mut story = Story::begins();
    let before = story.contract().notice;
    let grabbed = Notice {
        client: "ほかの店".into(),
        worker: "だれか".into(),
        commissioned_on: day("2000-01-01"),
        amount: Yen(1),
        unit: PayUnit::Year,
        ..notice()
    };
    story.does(Who::Owner, amend(grabbed)).unwrap();
    let after = story.contract().notice;
    assert_eq!(after, before);
}

#[test]
fn each_item_of_the_law_is_asked_for() {
    assert_eq!(problems(&notice()), []);
    let empty = Notice {
        work: " ".into(),
        place: Delivery::At(String::new()),
        means: String::new(),
        costs: String::new(),
        rights: String::new(),
        changes: String::new(),
        defects: String::new(),
        personal_data: String::new(),
        contact: String::new(),
        receipt: Item::Later {
            reason: String::new(),
            by: day("2026-12-01"),
        },
        inspection: Some(Item::Later {
            reason: String::new(),
            by: day("2026-12-01"),
        }),
        ..notice()
    };
    let missing: Vec<Field> = problems(&empty)
        .into_iter()
        .map(|(field, problem)| {
            assert_eq!(problem, Problem::Missing);
            field
        })
        .collect();
    assert_eq!(
        missing,
        [
            Field::Work,
            Field::Receipt,
            Field::Inspection,
            Field::Place,
            Field::PayMeans,
            Field::Costs,
            Field::Rights,
            Field::Changes,
            Field::Defects,
            Field::PersonalData,
            Field::Contact
        ]
    );
}

#[test]
fn an_incomplete_notice_can_be_kept_and_not_agreed_to() {
    let mut story = Story::begins();
    let incomplete = Notice {
        changes: String::new(),
        ..notice()
    };
    story.does(Who::Member, amend(incomplete)).unwrap();
    for who in [Who::Worker, Who::Member] {
        assert!(matches!(
            story.does(who, agree(&story)),
            Err(Refusal::Invalid(invalid)) if invalid.field == Field::Changes
        ));
    }
}

#[test]
fn the_payment_date_follows_the_law() {
    let on = |receipt: &str, pay, subcontract| Notice {
        commissioned_on: day("2024-01-01"),
        receipt: Item::Is(day(receipt)),
        inspection: None,
        pay,
        subcontract,
        ..notice()
    };
    let late = [(Field::PayDay, Problem::TooLate)];
    // None agreed: the day of receipt.
    let none = on("2024-11-01", None, None);
    assert_eq!(
        none.pay_date().map(|date| date.due()),
        Some(day("2024-11-01"))
    );
    assert_eq!(problems(&none), []);
    for (receipt, last, over) in [
        ("2024-11-01", "2024-12-30", "2024-12-31"),
        ("2025-01-31", "2025-03-31", "2025-04-01"),
    ] {
        let pay = |text| Some(PayRule::On(day(text)));
        assert_eq!(problems(&on(receipt, pay(last), None)), []);
        let over = on(receipt, pay(over), None);
        assert_eq!(problems(&over), late);
        // Later than lawful: the 60th day counts.
        assert_eq!(over.pay_date().map(|date| date.due()), Some(day(last)));
    }
    // A receipt that is not settled yet does not hide a rule that pays too late.
    let later = Notice {
        receipt: Item::Later {
            reason: "原稿の日による".into(),
            by: day("2024-12-01"),
        },
        ..on("2024-11-01", Some(PayRule::AfterReceipt { days: 60 }), None)
    };
    assert_eq!(problems(&later), late);
    // Passed on: 30 days from the upstream due date, which is the first.
    let upstream = |client: &str| {
        Some(Subcontract {
            client: client.into(),
            due: day("2025-01-31"),
        })
    };
    let pay = |text| Some(PayRule::On(day(text)));
    assert_eq!(
        problems(&on("2024-11-01", pay("2025-03-01"), upstream("宮崎県"))),
        []
    );
    assert_eq!(
        problems(&on("2024-11-01", pay("2025-03-02"), upstream("宮崎県"))),
        late
    );
    assert_eq!(
        problems(&on("2024-11-01", pay("2025-03-01"), upstream(" "))),
        [(Field::Upstream, Problem::Missing)]
    );
    // A rule that names no day stays wrong, passed on or not.
    let no_day = PayRule::Monthly {
        closes: 31,
        months: 1,
        pays: 0,
    };
    let malformed = [(Field::PayDay, Problem::Malformed)];
    assert_eq!(problems(&on("2024-11-01", Some(no_day), None)), malformed);
    assert_eq!(
        problems(&on("2024-11-01", Some(no_day), upstream("宮崎県"))),
        malformed
    );
}

#[test]
fn days_come_in_their_order() {
    let base = notice();
    let early = Notice {
        receipt: Item::Is(base.commissioned_on.plus(-1)),
        inspection: None,
        ..base.clone()
    };
    assert_eq!(problems(&early), [(Field::Receipt, Problem::Past)]);
    let same_day = Notice {
        receipt: Item::Is(base.commissioned_on),
        inspection: Some(Item::Is(base.commissioned_on)),
        ..base.clone()
    };
    assert_eq!(problems(&same_day), []);
    let inspected_before = Notice {
        inspection: Some(Item::Is(base.commissioned_on)),
        ..base
    };
    assert_eq!(
        problems(&inspected_before),
        [(Field::Inspection, Problem::Past)]
    );
}

#[test]
fn a_notice_holds_any_day_that_can_be_written() {
    for text in ["0000-01-01", "0001-01-01", "9999-12-31"] {
        let odd = Notice {
            commissioned_on: day(text),
            receipt: Item::Is(day(text)),
            inspection: None,
            pay: Some(PayRule::Monthly {
                closes: 31,
                months: 1,
                pays: 31,
            }),
            subcontract: Some(Subcontract {
                client: "宮崎県".into(),
                due: day(text),
            }),
            ..notice()
        };
        let _ = (odd.problems(), odd.pay_date(), odd.hash());
        let json = serde_json::to_string(&odd).unwrap();
        assert_eq!(serde_json::from_str::<Notice>(&json).unwrap(), odd);
    }
}

#[test]
fn every_letter_of_the_notice_counts_in_its_hash() {
    let hash = notice().hash();
    assert_eq!(hash.len(), 64);
    let text = serde_json::to_value(notice()).unwrap();
    for (name, value) in text.as_object().unwrap() {
        let mut changed = text.clone();
        changed[name] = match (name.as_str(), value) {
            (_, serde_json::Value::Number(_)) => 1.into(),
            ("commissioned_on", _) => "2026-01-01".into(),
            ("receipt", _) => serde_json::json!({"is": "2027-01-01"}),
            ("inspection" | "pay", _) => serde_json::Value::Null,
            ("place", _) => serde_json::json!({"at": "油津赤レンガ館"}),
            ("unit", _) => "hour".into(),
            ("subcontract", _) => serde_json::json!({"client": "宮崎県", "due": "2027-01-01"}),
            _ => format!("{} ", value.as_str().unwrap()).into(),
        };
        let changed: Notice = serde_json::from_value(changed).unwrap();
        assert_ne!(changed.hash(), hash, "{name}");
    }
}

#[test]
fn the_worker_does_not_write_the_notice_and_a_desk_member_agrees_for_the_desk_only() {
    let mut story = Story::begins();
    assert_eq!(
        story.does(Who::Worker, amend(notice())),
        Err(Refusal::NotAllowed)
    );
    // The worker takes a seat at the desk: still one side of this contract.
    let seat = Command::TakeSeat {
        seat: domain::town::SEAT,
    };
    story.does(Who::Worker, seat).unwrap();
    story.does(Who::Worker, agree(&story)).unwrap();
    assert!(story.contract().client.is_none());
    assert_eq!(
        story.does(Who::Worker, amend(notice())),
        Err(Refusal::NotAllowed)
    );
    assert!(matches!(
        story.row(domain::Kind::Contract, contract().0),
        Some(Row::Contract(_))
    ));
}

fn left_open() -> ContractId {
    ContractId::of(proposal(LEFT_OPEN_JOB))
}

fn supplement(settled: Settled) -> Command {
    Command::SupplementNotice {
        contract: left_open(),
        settled,
    }
}

#[test]
fn what_the_agreed_notice_left_open_is_settled_once_and_both_still_agree() {
    let mut story = Story::begins();
    let read = |story: &Story| match story.row(Kind::Contract, left_open().0) {
        Some(Row::Contract(contract)) => contract,
        other => panic!("a contract was expected: {other:?}"),
    };
    let before = read(&story);
    assert!(before.is_agreed());
    assert_eq!(before.supplemented().pay_date(), None);
    let receipt = Day::of(NOW).plus(10);
    story
        .does(Who::Member, supplement(Settled::Receipt(receipt)))
        .unwrap();
    let after = read(&story);
    // The text that both agreed to is the same; the date of payment follows.
    assert!(after.is_agreed());
    assert_eq!(after.notice, before.notice);
    let [told] = after.supplements.as_slice() else {
        panic!("one supplement was expected: {:?}", after.supplements);
    };
    assert_eq!(told.settled, Settled::Receipt(receipt));
    assert_eq!(told.name, Who::Member.name());
    assert!(after.supplemented().pay_date().is_some());
    assert!(after.supplemented().open_items().is_empty());
    // It does not move any more, and nothing that was settled from the beginning does.
    for again in [
        Settled::Receipt(receipt.plus(1)),
        Settled::Inspection(receipt),
    ] {
        assert_eq!(
            story.does(Who::Member, supplement(again)),
            Err(Refusal::NoticeChanged)
        );
    }
}

#[test]
fn a_supplement_keeps_to_the_law() {
    let mut story = Story::begins();
    let too_early = supplement(Settled::Receipt(Day::of(NOW).plus(-1)));
    assert!(matches!(
        story.does(Who::Member, too_early),
        Err(Refusal::Invalid(invalid)) if invalid.field == Field::Receipt
    ));
    // Inspection ends no earlier than receipt, and a payment day of the calendar is judged once the day of receipt is known.
    let mut open = Notice {
        pay: Some(PayRule::On(Day::of(NOW).plus(90))),
        inspection: Some(Item::Is(Day::of(NOW).plus(40))),
        ..notice()
    };
    open.receipt = Item::Later {
        reason: "祭りの日が決まってから".into(),
        by: Day::of(NOW).plus(7),
    };
    assert_eq!(problems(&open), []);
    let on = |days| problems(&open.clone().with(Settled::Receipt(Day::of(NOW).plus(days))));
    assert_eq!(on(30), [(Field::PayDay, Problem::TooLate)]);
    assert_eq!(on(31), []);
    assert_eq!(on(41), [(Field::Inspection, Problem::Past)]);
}

#[test]
fn what_is_not_agreed_yet_is_amended_and_not_supplemented() {
    let mut story = Story::begins();
    let early = Command::SupplementNotice {
        contract: contract(),
        settled: Settled::Receipt(Day::of(NOW).plus(10)),
    };
    assert_eq!(story.does(Who::Member, early), Err(Refusal::NoticeChanged));
}
