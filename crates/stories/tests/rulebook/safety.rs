//! Blocks and reports.

use crate::shelf::Story;
use domain::{
    BlockId, Command, Kind, MessageId, ProposalId, Refusal, ReportId, Row, Scope,
    proposal::{DeclineReason, MAX_NOTE},
    safety::{About, Party, Wrong},
    town::{DESK, FREE_JOB, JOB, MESSAGE, REPORT, Who, examples, proposal},
};
use uuid::Uuid;

fn block(desk: Option<domain::DeskId>, against: Party) -> Command {
    Command::Block {
        desk,
        against,
        name: "だれか".into(),
    }
}

/// What either side might send the other.
fn approaches(story: &Story) -> Vec<(Who, Command)> {
    let say = |id| Command::SendMessage {
        id: MessageId(Uuid::from_u128(id)),
        proposal: proposal(JOB),
        text: "もしもし".into(),
    };
    let seen = story.proposal(JOB).seen();
    vec![
        (Who::Member, say(1)),
        (Who::Worker, say(2)),
        (
            Who::Worker,
            Command::EditProposal {
                proposal: proposal(JOB),
                offer: domain::proposal::Offer {
                    message: "もしもし".into(),
                    ..examples::offer()
                },
            },
        ),
        (
            Who::Member,
            Command::DeclineProposal {
                proposal: proposal(JOB),
                reason: DeclineReason::NotNeeded,
                note: "もしもし".into(),
            },
        ),
        (
            Who::Member,
            Command::OfferTerms {
                proposal: proposal(JOB),
                seen,
                terms: examples::terms(),
            },
        ),
        (
            Who::Member,
            Command::AcceptTerms {
                proposal: proposal(JOB),
                seen,
                posting: None,
            },
        ),
        (
            Who::Worker,
            Command::SubmitProposal {
                job: FREE_JOB,
                offer: examples::offer(),
            },
        ),
        (
            Who::Owner,
            Command::InviteWorker {
                job: FREE_JOB,
                via: proposal(JOB),
                note: String::new(),
            },
        ),
    ]
}

#[test]
fn a_block_by_either_side_holds_off_both() {
    let (worker, desk) = (Party::Person(Who::Worker.id()), Party::Desk(DESK));
    for (who, by, against) in [(Who::Worker, None, desk), (Who::Member, Some(DESK), worker)] {
        let mut story = Story::begins();
        story.does(who, block(by, against)).unwrap();
        for (from, approach) in approaches(&story) {
            assert_eq!(
                story.does(from, approach.clone()),
                Err(Refusal::NotAccepted),
                "{approach:?}"
            );
        }
        let unblock = Command::Unblock { desk: by, against };
        story.does(who, unblock).unwrap();
        for (from, approach) in approaches(&story) {
            assert!(story.asks(from, &approach).is_ok(), "{approach:?}");
        }
    }
}

#[test]
fn what_was_sent_can_be_ended_across_a_block() {
    let mut story = Story::begins();
    story
        .does(Who::Worker, block(None, Party::Desk(DESK)))
        .unwrap();
    let withdraw = Command::WithdrawProposal {
        proposal: proposal(JOB),
    };
    let decline = Command::DeclineProposal {
        proposal: proposal(JOB),
        reason: DeclineReason::NotNeeded,
        note: String::new(),
    };
    assert!(story.asks(Who::Worker, &withdraw).is_ok());
    assert!(story.asks(Who::Member, &decline).is_ok());
    // What is agreed to stays due.
    let agree = Command::AgreeContract {
        contract: domain::town::contract(),
        hash: story.contract().notice.hash(),
    };
    story.does(Who::Member, agree).unwrap();
}

#[test]
fn a_block_is_told_to_the_blocking_side_alone_and_is_taken_back_by_it_alone() {
    let mut story = Story::begins();
    let (worker, desk) = (Party::Person(Who::Worker.id()), Party::Desk(DESK));
    story.does(Who::Worker, block(None, desk)).unwrap();
    let id = BlockId::of(worker, desk).0;
    let row = story.row(Kind::Block, id).unwrap();
    assert_eq!(row.audience(), [Scope::Person(Who::Worker.id())]);
    for (who, by) in [(Who::Owner, Some(DESK)), (Who::Stranger, None)] {
        let unblock = Command::Unblock {
            desk: by,
            against: worker,
        };
        story.does(who, unblock).unwrap();
        assert_eq!(story.row(Kind::Block, id), Some(row.clone()));
    }
}

#[test]
fn nobody_blocks_themselves() {
    let mut story = Story::begins();
    for (who, by, against) in [
        (Who::Worker, None, Party::Person(Who::Worker.id())),
        (Who::Owner, Some(DESK), Party::Desk(DESK)),
    ] {
        assert_eq!(
            story.does(who, block(by, against)),
            Err(Refusal::NotAllowed)
        );
    }
}

fn report(id: ReportId, about: About, note: &str) -> Command {
    Command::Report {
        id,
        about,
        wrong: Wrong::Money,
        note: note.into(),
    }
}

#[test]
fn a_report_reaches_the_operator_and_not_the_other_side() {
    let mut story = Story::begins();
    let id = ReportId(Uuid::from_u128(9));
    story
        .does(Who::Member, report(id, About::Message(MESSAGE), " 先払い "))
        .unwrap();
    let Some(Row::Report(sent)) = story.row(Kind::Report, id.0) else {
        panic!("a report was expected");
    };
    assert_eq!(
        (sent.reporter, sent.note.as_str()),
        (Who::Member.id(), "先払い")
    );
    assert_eq!(
        Row::Report(sent).audience(),
        [Scope::Person(Who::Member.id())]
    );
    // Not a word of it changes after.
    for who in [Who::Worker, Who::Member] {
        for taken in [id, REPORT] {
            assert_eq!(
                story.does(who, report(taken, About::Job(JOB), "")),
                Err(Refusal::AlreadySent)
            );
        }
    }
    assert!(matches!(
        story.does(
            Who::Worker,
            report(
                ReportId(Uuid::nil()),
                About::Job(JOB),
                &"長".repeat(MAX_NOTE + 1)
            )
        ),
        Err(Refusal::Invalid(_))
    ));
}

#[test]
fn what_is_not_there_cannot_be_reported() {
    let mut story = Story::begins();
    let id = ReportId(Uuid::from_u128(9));
    let unknown = Uuid::from_u128(10);
    for (about, refusal) in [
        (About::Job(domain::JobId(unknown)), Refusal::JobNotFound),
        (About::Proposal(ProposalId(unknown)), Refusal::NotAllowed),
        (About::Message(MessageId(unknown)), Refusal::NotAllowed),
        (
            About::Program(domain::ProgramId(unknown)),
            Refusal::ProgramNotFound,
        ),
    ] {
        assert_eq!(
            story.does(Who::Stranger, report(id, about, "")),
            Err(refusal)
        );
    }
}
