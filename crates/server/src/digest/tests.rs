//! What stands in a digest, at fixed times.

use super::{News, What, digest, last_due, told_before};
use domain::{
    InvitationId, Kind, MessageId, ReadMarkId, Row, Timestamp,
    contract::Agreement,
    invitation::{Answer, NoReason},
    proposal::{DeclineReason, Side, State, Turn},
    sign_up,
    thread::{Message, ReadMark},
    town::{AGREED_JOB, COUNTERED_JOB, DESK, INVITED_JOB, JOB, Town, Who, examples, proposal},
};
use std::collections::BTreeSet;

/// Seven o'clock in Japan on 2026-11-24, and the same the day before.
const TODAY: Timestamp = Timestamp(1_795_471_200_000);
const YESTERDAY: Timestamp = Timestamp(TODAY.0 - Timestamp::DAY);
/// In between.
const AFTERNOON: Timestamp = Timestamp(TODAY.0 - 16 * 60 * 60 * 1000);

/// The town, in which everything happened long ago.
fn town() -> Town {
    let mut town = Town::new();
    let old = YESTERDAY.plus_days(-10);
    let rows: Vec<Row> = town.rows.values().cloned().collect();
    for row in rows {
        match row {
            Row::Proposal(mut proposal) => {
                proposal.sent_at = old;
                proposal.read_at = None;
                proposal.turns.iter_mut().for_each(|turn| turn.at = old);
                if let State::Accepted { at, .. } = &mut proposal.state {
                    *at = old;
                }
                town.put(Row::Proposal(proposal));
            }
            Row::Message(mut message) => {
                message.sent_at = old;
                town.put(Row::Message(message));
            }
            Row::Invitation(mut invitation) => {
                invitation.sent_at = old;
                town.put(Row::Invitation(invitation));
            }
            Row::Contract(mut contract) => {
                contract.client = None;
                contract.by_worker = None;
                town.put(Row::Contract(contract));
            }
            Row::ReadMark(mark) => {
                town.write(vec![domain::Write::Delete(Row::ReadMark(mark).key())]);
            }
            _ => {}
        }
    }
    town
}

/// What somebody is told of a town this morning: what, whether for a desk, and how many.
fn told(town: &Town, who: Who) -> Vec<(What, bool, usize)> {
    let rows: Vec<Row> = town
        .rows
        .values()
        .filter(|row| who.may_read(row))
        .cloned()
        .collect();
    let desks: BTreeSet<_> = who.place().map(|(desk, _)| desk).into_iter().collect();
    digest(who.id(), &desks, &rows, YESTERDAY, TODAY)
        .into_iter()
        .map(|news| (news.what, news.desk, news.count))
        .collect()
}

fn change(
    town: &mut Town,
    job: domain::JobId,
    change: impl FnOnce(&mut domain::proposal::Proposal),
) {
    let key = domain::RowKey {
        kind: Kind::Proposal,
        id: proposal(job).0,
    };
    let Some(Row::Proposal(row)) = town.rows.get_mut(&key) else {
        panic!("a proposal")
    };
    change(row);
}

fn message(number: u128, by: Side, author: Who, at: Timestamp) -> Row {
    Row::Message(Message {
        id: MessageId(uuid::Uuid::from_u128(number)),
        proposal: proposal(JOB),
        worker: Who::Worker.id(),
        desk: DESK,
        by,
        author: author.id(),
        author_name: author.name().into(),
        text: "秘密の話".into(),
        sent_at: at,
    })
}

#[test]
fn a_day_on_which_nothing_happened_gives_no_digest() {
    let town = town();
    for who in Who::ALL {
        assert_eq!(told(&town, who), [], "{who:?}");
    }
}

#[test]
fn a_worker_hears_once_what_became_of_a_proposal() {
    let mut town = town();
    change(&mut town, JOB, |it| it.read_at = Some(AFTERNOON));
    assert_eq!(told(&town, Who::Worker), [(What::Read, false, 1)]);
    change(&mut town, JOB, |it| {
        it.turns.push(Turn {
            by: Side::Client,
            at: AFTERNOON,
            terms: examples::terms(),
        });
    });
    assert_eq!(told(&town, Who::Worker), [(What::Terms, false, 1)]);
    assert_eq!(told(&town, Who::Member), [], "who offered knows");
    change(&mut town, JOB, |it| {
        it.state = State::Declined {
            at: AFTERNOON,
            reason: DeclineReason::AnotherChosen,
            note: "秘密の話".into(),
        };
    });
    assert_eq!(told(&town, Who::Worker), [(What::Declined, false, 1)]);
    change(&mut town, JOB, |it| {
        it.state = State::Accepted {
            at: AFTERNOON,
            by: Side::Client,
        };
    });
    assert_eq!(told(&town, Who::Worker), [(What::Accepted, false, 1)]);
    assert_eq!(told(&town, Who::OtherWorker), []);
    assert_eq!(told(&town, Who::Stranger), []);
}

#[test]
fn a_desk_hears_of_proposals_that_nobody_there_has_read() {
    let mut town = town();
    change(&mut town, JOB, |it| it.sent_at = AFTERNOON);
    for who in [Who::Owner, Who::Member] {
        assert_eq!(told(&town, who), [(What::Arrived, true, 1)], "{who:?}");
    }
    assert_eq!(told(&town, Who::OtherMember), []);
    assert_eq!(told(&town, Who::Worker), [], "who sent it knows");
    change(&mut town, JOB, |it| it.read_at = Some(AFTERNOON));
    assert_eq!(told(&town, Who::Owner), []);
}

#[test]
fn messages_are_counted_until_they_are_read() {
    let mut town = town();
    town.put(message(1, Side::Client, Who::Member, AFTERNOON));
    town.put(message(2, Side::Client, Who::Owner, TODAY));
    // Before the last digest, and after this one.
    town.put(message(3, Side::Client, Who::Member, YESTERDAY));
    town.put(message(
        4,
        Side::Client,
        Who::Member,
        Timestamp(TODAY.0 + 1),
    ));
    assert_eq!(told(&town, Who::Worker), [(What::Messages, false, 2)]);
    assert_eq!(told(&town, Who::Owner), [], "their own side wrote");
    let mark = |up_to| {
        Row::ReadMark(ReadMark {
            id: ReadMarkId::of(proposal(JOB), Side::Worker),
            proposal: proposal(JOB),
            worker: Who::Worker.id(),
            desk: DESK,
            by: Side::Worker,
            up_to,
            at: TODAY,
        })
    };
    town.put(mark(AFTERNOON));
    assert_eq!(told(&town, Who::Worker), [(What::Messages, false, 1)]);
    town.put(mark(TODAY));
    assert_eq!(told(&town, Who::Worker), []);
}

#[test]
fn invitations_and_their_answers_are_told_to_the_other_side() {
    let mut town = town();
    let key = domain::RowKey {
        kind: Kind::Invitation,
        id: InvitationId::of(Who::Worker.id(), INVITED_JOB).0,
    };
    let mut answer = |sent_at, answer, answered_at| {
        let Some(Row::Invitation(row)) = town.rows.get_mut(&key) else {
            panic!("an invitation")
        };
        (row.sent_at, row.answer, row.answered_at) = (sent_at, answer, answered_at);
        (told(&town, Who::Worker), told(&town, Who::Member))
    };
    let (new, none) = (|what, desk| vec![(what, desk, 1)], Vec::new);
    assert_eq!(
        answer(AFTERNOON, None, None),
        (new(What::Invited, false), none())
    );
    let accepted = answer(AFTERNOON, Some(Answer::Accept), Some(AFTERNOON));
    assert_eq!(accepted, (none(), new(What::InvitationAccepted, true)));
    let reason = NoReason::NoTime;
    let declined = answer(AFTERNOON, Some(Answer::Decline { reason }), Some(AFTERNOON));
    assert_eq!(declined, (none(), new(What::InvitationDeclined, true)));
    let later = answer(AFTERNOON, Some(Answer::Later), Some(AFTERNOON));
    assert_eq!(later, (none(), none()));
}

#[test]
fn a_contract_waits_for_the_side_that_has_not_agreed() {
    let mut town = town();
    let key = examples::row_of(Kind::Contract);
    let agree = |town: &mut Town, hash: &str| {
        let Some(Row::Contract(contract)) = town.rows.get_mut(&key) else {
            panic!("a contract")
        };
        contract.client = Some(Agreement {
            person: Who::Owner.id(),
            name: Who::Owner.name().into(),
            at: AFTERNOON,
            hash: hash.to_owned(),
        });
    };
    agree(&mut town, "another text");
    assert_eq!(told(&town, Who::Worker), []);
    agree(&mut town, &examples::notice().hash());
    assert_eq!(told(&town, Who::Worker), [(What::Agree, false, 1)]);
    assert_eq!(told(&town, Who::Owner), []);
    assert_ne!(AGREED_JOB, COUNTERED_JOB);
}

#[test]
fn who_signed_up_hears_what_others_made_of_it_until_they_have_seen_it() {
    let mut town = town();
    let key = examples::row_of(Kind::SignUp);
    let told_of = |town: &mut Town, state, news_at, seen_at| {
        let Some(Row::SignUp(row)) = town.rows.get_mut(&key) else {
            panic!("a sign-up")
        };
        (row.state, row.news_at, row.seen_at) = (state, news_at, seen_at);
        assert_eq!(told(town, Who::Owner), [], "who decided knows");
        told(town, Who::Worker)
    };
    let at = AFTERNOON;
    let news = |state| told_of(&mut town.clone(), state, Some(at), None);
    let note = "秘密の話".to_owned();
    for (state, what) in [
        (sign_up::State::Accepted { at }, What::Seated),
        (sign_up::State::Waiting { place: 3 }, What::Waiting),
        (sign_up::State::Lost { at }, What::NotDrawn),
        (sign_up::State::Refused { at, note }, What::Refused),
    ] {
        assert_eq!(news(state), [(what, false, 1)]);
    }
    let seat = || sign_up::State::Accepted { at };
    assert_eq!(told_of(&mut town, seat(), Some(at), Some(at)), []);
    assert_eq!(told_of(&mut town, seat(), None, None), [], "taken at once");
    assert_eq!(told_of(&mut town, seat(), Some(YESTERDAY), None), []);
}

#[test]
fn nothing_that_was_said_is_in_a_digest() {
    let mut town = town();
    town.put(message(1, Side::Client, Who::Member, AFTERNOON));
    let rows: Vec<Row> = town.rows.values().cloned().collect();
    let told: Vec<News> = digest(Who::Worker.id(), &BTreeSet::new(), &rows, YESTERDAY, TODAY);
    let text = serde_json::to_string(&told).unwrap();
    assert!(
        text.contains("油津商店") && !text.contains("秘密"),
        "{text}"
    );
}

#[test]
fn digests_are_due_at_an_hour_in_japan() {
    let hour = 60 * 60 * 1000;
    for (now, due) in [
        (TODAY, TODAY),
        (Timestamp(TODAY.0 + 23 * hour), TODAY),
        (Timestamp(TODAY.0 - 1), YESTERDAY),
        // Just after midnight in Japan.
        (Timestamp(TODAY.0 - 7 * hour), YESTERDAY),
    ] {
        assert_eq!(last_due(now, 7), due);
    }
    assert_eq!(last_due(TODAY, 0).0, TODAY.0 - 7 * hour);
    // Who was told at seven is not told again at eight, when the hour was set anew.
    assert!(TODAY >= told_before(last_due(Timestamp(TODAY.0 + hour), 8)));
    assert!(TODAY < told_before(last_due(Timestamp(TODAY.0 + 24 * hour), 7)));
}
