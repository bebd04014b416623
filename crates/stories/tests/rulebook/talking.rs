//! Threads: messages and read marks.

use crate::shelf::Story;
use domain::{
    Command, Kind, MessageId, ReadMarkId, Refusal, Row, Timestamp,
    proposal::Side,
    refusal::{Field, Problem},
    thread::{MAX_TEXT, Message, ReadMark},
    town::{AGREED_JOB, JOB, MESSAGE, Who, proposal},
};
use uuid::Uuid;

const NEW: MessageId = MessageId(Uuid::from_u128(0x666));

fn say(id: MessageId, text: &str) -> Command {
    Command::SendMessage {
        id,
        proposal: proposal(JOB),
        text: text.into(),
    }
}

fn read(up_to: Timestamp) -> Command {
    Command::MarkRead {
        proposal: proposal(JOB),
        up_to,
    }
}

fn message(story: &Story, id: MessageId) -> Message {
    match story.row(Kind::Message, id.0) {
        Some(Row::Message(message)) => message,
        other => panic!("a message was expected: {other:?}"),
    }
}

fn mark(story: &Story, side: Side) -> Option<ReadMark> {
    match story.row(Kind::ReadMark, ReadMarkId::of(proposal(JOB), side).0) {
        Some(Row::ReadMark(mark)) => Some(mark),
        _ => None,
    }
}

#[test]
fn both_sides_write_and_it_is_said_who() {
    let mut story = Story::begins();
    story
        .does(Who::Member, say(NEW, " はい、A4です。\n"))
        .unwrap();
    let said = message(&story, NEW);
    assert_eq!(said.text, "はい、A4です。");
    assert_eq!((said.by, said.author), (Side::Client, Who::Member.id()));
    assert_eq!(said.author_name, Who::Member.name());
    assert_eq!(said.sent_at, story.now);
}

#[test]
fn nobody_writes_over_a_message() {
    let mut story = Story::begins();
    let before = message(&story, MESSAGE);
    for who in [Who::Worker, Who::Owner] {
        assert_eq!(
            story.does(who, say(MESSAGE, "書き換え")),
            Err(Refusal::AlreadySent)
        );
    }
    assert_eq!(message(&story, MESSAGE), before);
}

#[test]
fn a_message_says_something_and_ends_somewhere() {
    let mut story = Story::begins();
    for (text, problem) in [
        (" \n".to_owned(), Problem::Missing),
        (
            "長".repeat(MAX_TEXT + 1),
            Problem::TooLong { max: MAX_TEXT },
        ),
        ("\u{1b}[2J".to_owned(), Problem::Malformed),
        ("振込先は\u{202e}こちら".to_owned(), Problem::Malformed),
    ] {
        assert!(matches!(
            story.does(Who::Worker, say(NEW, &text)),
            Err(Refusal::Invalid(invalid))
                if invalid.field == Field::Text && invalid.problem == problem
        ));
    }
    story
        .does(Who::Worker, say(NEW, &"長".repeat(MAX_TEXT)))
        .unwrap();
}

#[test]
fn an_ended_proposal_is_silent_and_a_contract_is_not() {
    let mut story = Story::begins();
    let withdraw = Command::WithdrawProposal {
        proposal: proposal(JOB),
    };
    story.does(Who::Worker, withdraw).unwrap();
    for who in [Who::Worker, Who::Member] {
        assert_eq!(story.does(who, say(NEW, "もし")), Err(Refusal::Ended));
    }
    let in_the_contract = Command::SendMessage {
        id: NEW,
        proposal: proposal(AGREED_JOB),
        text: "始めます。".into(),
    };
    story.does(Who::Worker, in_the_contract).unwrap();
}

#[test]
fn a_read_mark_goes_forward_only_and_never_into_the_future() {
    let mut story = Story::begins();
    story.does(Who::Member, read(Timestamp(i64::MAX))).unwrap();
    let first = mark(&story, Side::Client).unwrap();
    assert_eq!(first.up_to, story.now, "a clock that is ahead");
    for earlier in [i64::MIN, 0, first.up_to.0 - 1, first.up_to.0] {
        assert_eq!(
            story.asks(Who::Owner, &read(Timestamp(earlier))),
            Ok(Vec::new())
        );
    }
    story.does(Who::Owner, read(Timestamp(i64::MAX))).unwrap();
    assert!(mark(&story, Side::Client).unwrap().up_to > first.up_to);
}

#[test]
fn each_side_has_its_own_mark_and_only_the_clients_ends_editing() {
    let mut story = Story::begins();
    story.does(Who::Worker, read(story.now)).unwrap();
    assert_eq!(story.proposal(JOB).read_at, None);
    assert_eq!(mark(&story, Side::Client), None);
    story.does(Who::Member, read(story.now)).unwrap();
    let at = story.proposal(JOB).read_at;
    assert_eq!(at, Some(story.now));
    story.does(Who::Owner, read(Timestamp(i64::MAX))).unwrap();
    assert_eq!(story.proposal(JOB).read_at, at, "the first time counts");
}
