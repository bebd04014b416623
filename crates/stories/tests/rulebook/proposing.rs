//! A proposal: sent, edited while unread, taken back.

use crate::shelf::{Shelf, Story, haru, leaflet, offer, refused};
use domain::{
    Actor, Command, Job, Missing, ProposalId, Refusal, Row, RowKey, StarId, Timestamp, Write, Yen,
    apply,
    command::Stop,
    proposal::{MAX_DAYS, MAX_MESSAGE, Offer},
    refusal::{Field, Invalid, Problem},
    row::{Kind, Scope},
    town::{FREE_JOB, JOB, NOW, Who, proposal},
};
use proptest::prelude::*;

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
    for message in [
        "ok\u{0}",
        "\u{1b}[31m",
        "あ\u{85}",
        "\u{202e}逆",
        "\u{2067}逆",
    ] {
        let offered = Offer {
            message: message.into(),
            ..offer()
        };
        let found = offered.problems();
        assert_eq!(found.len(), 1, "{message:?}");
        assert_eq!(found[0].problem, Problem::Malformed);
    }
    let lines = Offer {
        message: "一行目\r\n\t二行目 👩\u{200d}👧 ☀\u{fe0f}".into(),
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

fn edit(message: &str) -> Command {
    Command::EditProposal {
        proposal: proposal(JOB),
        offer: Offer {
            message: message.into(),
            ..offer()
        },
    }
}

#[test]
fn she_edits_until_the_client_has_read_it() {
    let mut story = Story::begins();
    story.does(Who::Worker, edit("書き直しました。")).unwrap();
    let edited = story.proposal(JOB);
    assert_eq!(edited.message, "書き直しました。");
    assert_eq!(edited.edited_at, Some(story.now));
    assert_eq!(edited.sent_at, NOW);
    story
        .does(
            Who::Member,
            Command::MarkRead {
                proposal: proposal(JOB),
                up_to: story.now,
            },
        )
        .unwrap();
    assert_eq!(story.proposal(JOB).read_at, Some(story.now));
    assert_eq!(
        story.does(Who::Worker, edit("もう一度")),
        Err(Refusal::AlreadyRead)
    );
}

#[test]
fn what_a_viewer_reads_the_desk_has_not_read() {
    let mut story = Story::begins();
    let read = Command::MarkRead {
        proposal: proposal(JOB),
        up_to: NOW,
    };
    assert_eq!(story.does(Who::Viewer, read), Err(Refusal::NotAllowed));
    assert!(story.does(Who::Worker, edit("まだ直せます。")).is_ok());
}

#[test]
fn what_she_takes_back_stays_taken_back() {
    let mut story = Story::begins();
    let withdraw = Command::WithdrawProposal {
        proposal: proposal(JOB),
    };
    story.does(Who::Worker, withdraw.clone()).unwrap();
    let ended = story.proposal(JOB);
    assert_eq!(story.does(Who::Worker, withdraw), Err(Refusal::Ended));
    assert_eq!(story.does(Who::Worker, edit("やはり")), Err(Refusal::Ended));
    let again = Command::SubmitProposal {
        job: JOB,
        offer: offer(),
    };
    assert_eq!(story.does(Who::Worker, again), Err(Refusal::AlreadySent));
    // The client opens it a day later: nothing of it changes.
    let read = Command::MarkRead {
        proposal: proposal(JOB),
        up_to: story.now,
    };
    story.does(Who::Owner, read).unwrap();
    assert_eq!(story.proposal(JOB), ended);
}

#[test]
fn nobody_proposes_to_their_own_desk() {
    let mut story = Story::begins();
    let submit = Command::SubmitProposal {
        job: FREE_JOB,
        offer: offer(),
    };
    for who in [Who::Owner, Who::Member, Who::Viewer] {
        assert_eq!(story.does(who, submit.clone()), Err(Refusal::NotAllowed));
    }
}
