//! Postings: what may enter, what may be published, and what a desk does with its own.

use crate::shelf::{Story, leaflet};
use domain::{
    Command, DeskId, InvitationId, Job, JobId, Kind, Refusal, Row, Timestamp, Yen,
    invitation::{Answer, NoReason},
    job::{GuidelineItem, JobKind, MAX_TITLE, Pay, PayUnit, Workplace},
    place::Town,
    posting_check::{Finding, MAX_OPEN_DAYS, findings, problems},
    refusal::{Field, Problem},
    town::{DESK, FREE_JOB, INVITED_JOB, JOB, NOW, OTHER_DESK, Who, job, proposal},
};
use uuid::Uuid;

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

fn new_job() -> Job {
    job(JobId(Uuid::from_u128(0x777)))
}

fn publish(job: Job) -> Command {
    Command::PublishJob { job: Box::new(job) }
}

#[test]
fn what_is_published_says_only_what_a_desk_may_say() {
    let mut story = Story::begins();
    let boastful = Job {
        desk_name: "宮崎県庁".into(),
        posted_at: Timestamp(i64::MAX),
        closed: true,
        sample: true,
        identifier: Some("A001".into()),
        extra: serde_json::Map::from_iter([("x".to_owned(), "y".into())]),
        ..new_job()
    };
    story.does(Who::Member, publish(boastful)).unwrap();
    let published = story.job(new_job().id);
    assert_eq!(published.desk_name, "油津商店");
    assert_eq!(published.posted_at, story.now);
    assert!(!published.closed && !published.sample);
    assert_eq!(published.identifier, None);
    assert!(published.extra.is_empty());
}

#[test]
fn nobody_overwrites_a_posting_by_publishing_under_its_id() {
    let mut story = Story::begins();
    let before = story.job(JOB);
    let theirs = Job {
        desk: OTHER_DESK,
        ..job(JOB)
    };
    for (who, job) in [(Who::OtherMember, theirs), (Who::Owner, job(JOB))] {
        assert_eq!(story.does(who, publish(job)), Err(Refusal::AlreadySent));
    }
    assert_eq!(story.job(JOB), before);
}

/// An imported posting's id follows from its desk and identifier: nobody waits for it there.
#[test]
fn an_id_that_an_import_will_give_is_not_for_publishing() {
    let mut story = Story::begins();
    let id = JobId::of_source(DeskId::of_name("宮崎県庁"), "A001");
    let mine = Job { id, ..new_job() };
    assert_eq!(
        story.does(Who::Owner, publish(mine)),
        Err(Refusal::NotAllowed)
    );
}

#[test]
fn an_edit_keeps_whose_it_is_and_since_when() {
    let mut story = Story::begins();
    let mut imported = job(JOB);
    imported.identifier = Some("A001".into());
    imported.sample = true;
    imported
        .extra
        .insert("industry".to_owned(), "printing".into());
    story.town.put(Row::Job(imported.clone()));
    let edited = Job {
        title: "ちらし2種".into(),
        desk: OTHER_DESK,
        desk_name: "ほか".into(),
        posted_at: Timestamp(1),
        closed: true,
        sample: false,
        identifier: None,
        extra: serde_json::Map::new(),
        ..job(JOB)
    };
    let edit = Command::EditJob {
        job: Box::new(edited),
    };
    assert_eq!(
        story.does(Who::OtherMember, edit.clone()),
        Err(Refusal::NotAllowed)
    );
    story.does(Who::Member, edit).unwrap();
    assert_eq!(
        story.job(JOB),
        Job {
            title: "ちらし2種".into(),
            edited_at: Some(story.now),
            ..imported
        }
    );
}

#[test]
fn closing_and_reopening_is_the_desks_alone_and_keeps_the_posting() {
    let mut story = Story::begins();
    story
        .does(Who::Member, Command::CloseJob { job: JOB })
        .unwrap();
    assert!(!story.job(JOB).is_open(story.now));
    let reopen = |closes_at| Command::ReopenJob {
        job: JOB,
        closes_at,
    };
    assert!(matches!(
        story.does(Who::Owner, reopen(Some(NOW))),
        Err(Refusal::Invalid(invalid)) if invalid.problem == Problem::Past
    ));
    let end = NOW.plus_days(10);
    story.does(Who::Owner, reopen(Some(end))).unwrap();
    assert!(story.job(JOB).is_open(story.now));
    assert!(!story.job(JOB).is_open(end));
    assert_eq!(
        story.does(
            Who::Owner,
            Command::CloseJob {
                job: JobId(Uuid::nil())
            }
        ),
        Err(Refusal::JobNotFound)
    );
}

#[test]
fn what_cannot_be_published_is_named_once_each() {
    let named = |job: Job| -> Vec<(Field, Problem)> {
        let found = problems(&job, NOW).into_iter();
        found
            .map(|invalid| (invalid.field, invalid.problem))
            .collect()
    };
    let pay = |unit, min| {
        Some(Pay {
            unit,
            min: Yen(min),
            max: Yen(9_000),
        })
    };
    let base = || Job {
        closes_at: Some(NOW.plus_days(10)),
        ..new_job()
    };
    assert_eq!(named(base()), []);
    for (job, field, problem) in [
        (
            Job {
                description: " ".into(),
                ..base()
            },
            Field::Description,
            Problem::Missing,
        ),
        (
            Job {
                title: "一行目\n二行目".into(),
                ..base()
            },
            Field::Title,
            Problem::Malformed,
        ),
        (
            Job {
                title: "\u{202e}逆".into(),
                ..base()
            },
            Field::Title,
            Problem::Malformed,
        ),
        (
            Job {
                pay: None,
                ..base()
            },
            Field::Amount,
            Problem::Missing,
        ),
        (
            Job {
                pay: pay(PayUnit::Total, 0),
                ..base()
            },
            Field::Amount,
            Problem::Missing,
        ),
        (
            Job {
                kind: JobKind::Hourly,
                ..base()
            },
            Field::Amount,
            Problem::Missing,
        ),
        (
            Job {
                kind: JobKind::Task,
                pay: pay(PayUnit::Piece, 100),
                quota: Some(0),
                ..base()
            },
            Field::Quota,
            Problem::Missing,
        ),
        (
            Job {
                kind: JobKind::Contest,
                closes_at: None,
                ..base()
            },
            Field::ClosesAt,
            Problem::Missing,
        ),
        (
            Job {
                kind: JobKind::Contest,
                rights: None,
                ..base()
            },
            Field::Rights,
            Problem::Missing,
        ),
        (
            Job {
                closes_at: Some(NOW),
                ..base()
            },
            Field::ClosesAt,
            Problem::Past,
        ),
        (
            Job {
                closes_at: Some(Timestamp(i64::MAX)),
                ..base()
            },
            Field::ClosesAt,
            Problem::OutOfRange {
                min: 0,
                max: MAX_OPEN_DAYS,
            },
        ),
        (
            Job {
                pay_day: Some("月末締め翌々月末払い".into()),
                ..base()
            },
            Field::PayDay,
            Problem::TooLate,
        ),
        (
            Job {
                pay_day: Some("納品後300日".into()),
                ..base()
            },
            Field::PayDay,
            Problem::TooLate,
        ),
    ] {
        assert_eq!(named(job), [(field, problem)]);
    }
    for odd in [
        Job {
            quota: Some(u32::MAX),
            ..base()
        },
        Job {
            effort_minutes: Some(0),
            ..base()
        },
        Job {
            effort_minutes: Some(u32::MAX),
            ..base()
        },
        Job {
            workplace: Workplace {
                remote: false,
                town: Some(Town {
                    code: "452041".parse().unwrap(),
                    name: "町".repeat(100_000),
                }),
                area: None,
            },
            ..base()
        },
    ] {
        assert_eq!(named(odd).len(), 1);
    }
}

#[test]
fn while_writing_the_client_is_told_which_rule_is_touched() {
    let job = Job {
        description: "詳しくはLINEで。登録料5,000円を先にお支払いください。".into(),
        pay_day: Some("60日以内".into()),
        contact: None,
        ..new_job()
    };
    let found = findings(&job, NOW);
    let lures = found
        .iter()
        .filter(|finding| {
            matches!(
                finding,
                Finding::Lure {
                    field: Field::Description,
                    ..
                }
            )
        })
        .count();
    assert_eq!(lures, 2);
    assert!(found.contains(&Finding::Missing(GuidelineItem::Contact)));
    assert!(found.contains(&Finding::PayDay(domain::pay_date::NoPayRule::Limit)));
    assert_eq!(findings(&new_job(), NOW), []);
}

fn invite(job: JobId, via: domain::ProposalId) -> Command {
    Command::InviteWorker {
        job,
        via,
        note: " ぜひ。".into(),
    }
}

#[test]
fn a_desk_invites_whom_it_knows_once_to_a_job() {
    let mut story = Story::begins();
    story
        .does(Who::Member, invite(FREE_JOB, proposal(JOB)))
        .unwrap();
    let id = InvitationId::of(Who::Worker.id(), FREE_JOB);
    let Some(Row::Invitation(sent)) = story.row(Kind::Invitation, id.0) else {
        panic!("an invitation was expected");
    };
    assert_eq!((sent.note.as_str(), sent.answer), ("ぜひ。", None));
    for (again, via) in [(FREE_JOB, proposal(JOB)), (JOB, proposal(JOB))] {
        assert_eq!(
            story.does(Who::Owner, invite(again, via)),
            Err(Refusal::AlreadySent),
            "invited or proposed already"
        );
    }
    // Another desk has no way to people who proposed here, with or without the right id.
    let theirs = Job {
        desk: OTHER_DESK,
        ..new_job()
    };
    story.does(Who::OtherMember, publish(theirs)).unwrap();
    for via in [proposal(JOB), domain::ProposalId(Uuid::from_u128(5))] {
        assert_eq!(
            story.does(Who::OtherMember, invite(new_job().id, via)),
            Err(Refusal::Gone)
        );
    }
}

#[test]
fn a_closed_job_invites_nobody() {
    let mut story = Story::begins();
    story
        .does(Who::Owner, Command::CloseJob { job: FREE_JOB })
        .unwrap();
    assert!(matches!(
        story.does(Who::Owner, invite(FREE_JOB, proposal(JOB))),
        Err(Refusal::JobClosed { .. })
    ));
}

#[test]
fn an_invitation_is_answered_now_or_later_and_an_answer_stands() {
    let declined = Answer::Decline {
        reason: NoReason::NoTime,
    };
    for (last, other) in [(declined, Answer::Accept), (Answer::Accept, declined)] {
        let mut story = Story::begins();
        let id = InvitationId::of(Who::Worker.id(), INVITED_JOB);
        let says = |answer| Command::AnswerInvitation {
            invitation: id,
            answer,
        };
        let answered = |story: &Story| match story.row(Kind::Invitation, id.0) {
            Some(Row::Invitation(invitation)) => (invitation.answer, invitation.answered_at),
            other => panic!("an invitation was expected: {other:?}"),
        };
        for answer in [Answer::Later, last] {
            story.does(Who::Worker, says(answer)).unwrap();
            assert_eq!(answered(&story), (Some(answer), Some(story.now)));
        }
        let stands = answered(&story);
        for answer in [other, Answer::Later] {
            assert_eq!(
                story.does(Who::Worker, says(answer)),
                Err(Refusal::Ended),
                "who was told plans by it"
            );
        }
        // Said once more on another device, it is no second answer.
        story.does(Who::Worker, says(last)).unwrap();
        assert_eq!(answered(&story), stands);
    }
}

#[test]
fn a_person_without_a_place_publishes_for_no_desk() {
    let mut story = Story::begins();
    for desk in [DESK, DeskId(Uuid::nil())] {
        let job = Job { desk, ..new_job() };
        assert_eq!(
            story.does(Who::Stranger, publish(job)),
            Err(Refusal::NotAllowed)
        );
    }
}
