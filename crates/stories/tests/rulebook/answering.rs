//! Answers of both sides: counter-offers in turns, a no, an acceptance.

use crate::shelf::Story;
use domain::{
    Command, Refusal, Yen,
    job::{Pay, PayUnit},
    pay_date::PayRule,
    posting_text,
    proposal::{DeclineReason, MAX_DAYS, MAX_NOTE, MAX_TURNS, Offer, Side, State, Terms},
    refusal::{Field, Invalid, Problem},
    town::{
        COUNTERED_JOB, JOB, NOW, Who,
        examples::{offer, terms},
        proposal,
    },
};

fn counter(story: &Story, amount: i64) -> Command {
    Command::OfferTerms {
        proposal: proposal(JOB),
        seen: story.proposal(JOB).seen(),
        terms: Terms {
            amount: Yen(amount),
            ..terms()
        },
    }
}

fn accept(story: &Story) -> Command {
    Command::AcceptTerms {
        proposal: proposal(JOB),
        seen: story.proposal(JOB).seen(),
        posting: Some(posting_text::hash(&story.job(JOB))),
    }
}

#[test]
fn the_sides_counter_in_turns_and_every_turn_is_kept() {
    let mut story = Story::begins();
    assert_eq!(
        story.does(Who::Worker, counter(&story, 40_000)),
        Err(Refusal::NotYourTurn)
    );
    for (who, amount) in [
        (Who::Member, 30_000),
        (Who::Worker, 32_000),
        (Who::Owner, 31_000),
    ] {
        story.does(who, counter(&story, amount)).unwrap();
        assert_eq!(
            story.does(who, counter(&story, amount)),
            Err(Refusal::NotYourTurn)
        );
    }
    let proposal = story.proposal(JOB);
    let told: Vec<(Side, Yen)> = proposal
        .turns
        .iter()
        .map(|turn| (turn.by, turn.terms.amount))
        .collect();
    assert_eq!(
        told,
        [
            (Side::Client, Yen(30_000)),
            (Side::Worker, Yen(32_000)),
            (Side::Client, Yen(31_000))
        ]
    );
    assert_eq!(proposal.amount, Yen(33_000), "what was proposed stays too");
    assert_eq!(proposal.terms().amount, Yen(31_000));
    story.does(Who::Worker, accept(&story)).unwrap();
    assert!(matches!(
        story.proposal(JOB).state,
        State::Accepted {
            by: Side::Worker,
            ..
        }
    ));
}

#[test]
fn countering_reads_the_proposal_and_ends_its_editing() {
    let mut story = Story::begins();
    story.does(Who::Member, counter(&story, 30_000)).unwrap();
    assert_eq!(story.proposal(JOB).read_at, Some(story.now));
    let edit = Command::EditProposal {
        proposal: proposal(JOB),
        offer: offer(),
    };
    assert_eq!(story.does(Who::Worker, edit), Err(Refusal::AlreadyRead));
}

#[test]
fn an_answer_to_terms_that_have_changed_is_refused() {
    let mut story = Story::begins();
    let late = accept(&story);
    story.does(Who::Member, counter(&story, 30_000)).unwrap();
    story.does(Who::Worker, counter(&story, 90_000)).unwrap();
    assert_eq!(story.does(Who::Owner, late), Err(Refusal::TermsChanged));
}

/// The client read 33,000 yen on a train and accepted; the worker had changed it meanwhile.
#[test]
fn an_edit_that_was_not_seen_is_not_accepted() {
    let mut story = Story::begins();
    let (late, late_counter) = (accept(&story), counter(&story, 30_000));
    let edit = Command::EditProposal {
        proposal: proposal(JOB),
        offer: Offer {
            amount: Yen(99_000),
            ..offer()
        },
    };
    story.does(Who::Worker, edit).unwrap();
    let read = Command::MarkRead {
        proposal: proposal(JOB),
        up_to: NOW,
    };
    story.does(Who::Member, read).unwrap();
    for command in [late, late_counter] {
        assert_eq!(story.does(Who::Member, command), Err(Refusal::TermsChanged));
    }
    story.does(Who::Member, accept(&story)).unwrap();
}

/// The client asked for less money, and meanwhile for more work: the worker, on a train, had read
/// the posting as it was.
#[test]
fn a_posting_that_changed_unseen_is_not_accepted_with_the_terms() {
    let mut story = Story::begins();
    story.does(Who::Member, counter(&story, 30_000)).unwrap();
    let late = accept(&story);
    let blind = Command::AcceptTerms {
        proposal: proposal(JOB),
        seen: story.proposal(JOB).seen(),
        posting: None,
    };
    let mut job = story.job(JOB);
    job.description
        .push_str("ポスターも、同じ報酬でお願いします。");
    let edit = Command::EditJob { job: Box::new(job) };
    story.does(Who::Member, edit).unwrap();
    for command in [late, blind] {
        let refused = Err(Refusal::PostingChanged);
        assert_eq!(story.does(Who::Worker, command), refused);
    }
    story.does(Who::Worker, accept(&story)).unwrap();
}

/// Most clients close the posting when they have found somebody.
#[test]
fn a_posting_that_was_only_closed_says_the_same() {
    let mut story = Story::begins();
    story.does(Who::Member, counter(&story, 30_000)).unwrap();
    let late = accept(&story);
    story
        .does(Who::Member, Command::CloseJob { job: JOB })
        .unwrap();
    story.does(Who::Worker, late).unwrap();
}

/// Who proposed after the change has seen it, and accepts from a device that could not show it.
#[test]
fn a_posting_that_changed_before_the_last_word_need_not_be_at_hand() {
    let mut story = Story::begins();
    let mut job = story.job(JOB);
    job.description.push_str("2枚目もあります。");
    let edit = Command::EditJob { job: Box::new(job) };
    story.does(Who::Member, edit).unwrap();
    story.does(Who::Member, counter(&story, 30_000)).unwrap();
    story.does(Who::Worker, counter(&story, 35_000)).unwrap();
    story.does(Who::Member, counter(&story, 34_000)).unwrap();
    let blind = Command::AcceptTerms {
        proposal: proposal(JOB),
        seen: story.proposal(JOB).seen(),
        posting: None,
    };
    story.does(Who::Worker, blind).unwrap();
}

#[test]
fn counter_offers_end_somewhere() {
    let mut story = Story::begins();
    for turn in 0..MAX_TURNS {
        let who = [Who::Member, Who::Worker][turn % 2];
        story.does(who, counter(&story, 30_000)).unwrap();
    }
    let too_many = Invalid {
        field: Field::Amount,
        problem: Problem::TooMany { max: MAX_TURNS },
    };
    let next = [Who::Member, Who::Worker][MAX_TURNS % 2];
    assert_eq!(
        story.does(next, counter(&story, 30_000)),
        Err(Refusal::Invalid(too_many))
    );
    story.does(next, accept(&story)).unwrap();
}

#[test]
fn terms_that_cannot_be_are_refused() {
    let wrong = |terms: Terms| {
        terms
            .problems()
            .into_iter()
            .map(|invalid| (invalid.field, invalid.problem))
            .next()
    };
    let paid = |rule| Terms {
        pay: Some(rule),
        ..terms()
    };
    assert_eq!(wrong(terms()), None);
    assert_eq!(wrong(paid(PayRule::AfterReceipt { days: 59 })), None);
    let late = Some((Field::PayDay, Problem::TooLate));
    assert_eq!(wrong(paid(PayRule::AfterReceipt { days: 60 })), late);
    let monthly = |closes, months, pays| PayRule::Monthly {
        closes,
        months,
        pays,
    };
    assert_eq!(wrong(paid(monthly(31, 1, 25))), None);
    assert_eq!(wrong(paid(monthly(31, 2, 31))), late);
    assert_eq!(wrong(paid(monthly(31, u8::MAX, 31))), late);
    let unread = Some((Field::PayDay, Problem::Malformed));
    assert_eq!(wrong(paid(monthly(0, 1, 255))), unread);
    assert_eq!(wrong(paid(monthly(31, 0, 5))), unread);
    for (amount, days) in [
        (0, 1),
        (-1, 1),
        (Yen::MAX.0 + 1, 1),
        (1, 0),
        (1, MAX_DAYS + 1),
    ] {
        assert!(
            wrong(Terms {
                amount: Yen(amount),
                days,
                pay: None
            })
            .is_some(),
            "{amount} yen, {days} days"
        );
    }
}

#[test]
fn a_no_comes_with_its_reason_and_is_the_end() {
    let mut story = Story::begins();
    let no = |note: &str| Command::DeclineProposal {
        proposal: proposal(JOB),
        reason: DeclineReason::Schedule,
        note: note.into(),
    };
    assert!(matches!(
        story.does(Who::Member, no(&"長".repeat(MAX_NOTE + 1))),
        Err(Refusal::Invalid(Invalid {
            field: Field::Note,
            ..
        }))
    ));
    story.does(Who::Member, no(" また次の機会に。\n")).unwrap();
    let ended = story.proposal(JOB);
    assert_eq!(ended.read_at, Some(story.now));
    let State::Declined { reason, note, .. } = &ended.state else {
        panic!("declined was expected: {:?}", ended.state);
    };
    assert_eq!(
        (*reason, note.as_str()),
        (DeclineReason::Schedule, "また次の機会に。")
    );
    for command in [no(""), accept(&story), counter(&story, 1)] {
        assert_eq!(story.does(Who::Owner, command), Err(Refusal::Ended));
    }
    assert_eq!(story.proposal(JOB), ended);
}

#[test]
fn accepting_makes_a_contract_whose_notice_says_what_is_known() {
    let mut story = Story::begins();
    story.does(Who::Owner, accept(&story)).unwrap();
    let id = domain::ContractId::of(proposal(JOB));
    let Some(domain::Row::Contract(contract)) = story.row(domain::Kind::Contract, id.0) else {
        panic!("a contract was expected");
    };
    let today = domain::Day::of(story.now);
    assert_eq!(contract.worker, Who::Worker.id());
    assert_eq!(
        (contract.client.as_ref(), contract.by_worker.as_ref()),
        (None, None)
    );
    let notice = contract.notice;
    assert_eq!(notice.client, "油津商店");
    assert_eq!(notice.worker, Who::Worker.name());
    assert_eq!(notice.commissioned_on, today);
    assert_eq!(notice.amount, Yen(33_000));
    assert_eq!(notice.unit, PayUnit::Total);
    assert_eq!(notice.receipt, domain::contract::Item::Is(today.plus(14)));
    // 2026-11-23 + 14 days = 2026-12-07; closed at the end of December, paid on January 25th.
    assert_eq!(
        notice.pay_date().map(|date| date.on.to_string()),
        Some("2027-01-25".to_owned())
    );
    // What only the client can say is named.
    let missing: Vec<Field> = notice
        .problems()
        .into_iter()
        .map(|invalid| invalid.field)
        .collect();
    assert_eq!(
        missing,
        [Field::Changes, Field::Defects, Field::PersonalData]
    );
}

#[test]
fn the_terms_that_were_accepted_stand_in_the_notice() {
    let mut story = Story::begins();
    let paid = PayRule::AfterReceipt { days: 7 };
    let command = Command::OfferTerms {
        proposal: proposal(COUNTERED_JOB),
        seen: story.proposal(COUNTERED_JOB).seen(),
        terms: Terms {
            pay: Some(paid),
            ..terms()
        },
    };
    story.does(Who::Worker, command).unwrap();
    let accept = Command::AcceptTerms {
        proposal: proposal(COUNTERED_JOB),
        seen: story.proposal(COUNTERED_JOB).seen(),
        posting: None,
    };
    story.does(Who::Member, accept).unwrap();
    let id = domain::ContractId::of(proposal(COUNTERED_JOB));
    let Some(domain::Row::Contract(contract)) = story.row(domain::Kind::Contract, id.0) else {
        panic!("a contract was expected");
    };
    assert_eq!(contract.notice.amount, terms().amount);
    assert_eq!(contract.notice.pay, Some(paid));
}

/// A posting of the greatest length makes a notice that can be agreed to.
#[test]
fn a_long_posting_fits_into_its_notice() {
    let mut story = Story::begins();
    let mut job = story.job(JOB);
    job.title = "題".repeat(domain::job::MAX_TITLE);
    job.description = "文".repeat(domain::job::MAX_DESCRIPTION);
    job.pay = Some(Pay {
        unit: PayUnit::Total,
        min: Yen(1),
        max: Yen::MAX,
    });
    story
        .does(Who::Member, Command::EditJob { job: Box::new(job) })
        .unwrap();
    story.does(Who::Owner, accept(&story)).unwrap();
    let id = domain::ContractId::of(proposal(JOB));
    let Some(domain::Row::Contract(contract)) = story.row(domain::Kind::Contract, id.0) else {
        panic!("a contract was expected");
    };
    let problems = contract.notice.problems();
    assert!(
        problems
            .iter()
            .all(|invalid| invalid.problem == Problem::Missing),
        "{problems:?}"
    );
}
