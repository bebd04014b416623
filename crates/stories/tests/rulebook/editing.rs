//! A posting as its client types it, and what happens to it once it is published.

use crate::shelf::{Story, offer};
use domain::{
    Command, DraftId, InvitationId, Job, JobId, Kind, Refusal, Row, Yen,
    draft::{Edit, Fields, Subject},
    invitation::Answer,
    job::{JobKind, Pay, PayUnit, Workplace},
    posting_check::{problems, problems_after},
    posting_text::{blank, read, texts},
    refusal::{Field, Invalid, Problem},
    town::{DESK, INVITED_JOB, JOB, NOW, Who, job},
};
use proptest::prelude::*;
use uuid::Uuid;

const NEW: JobId = JobId(Uuid::from_u128(0x777));

fn new_blank() -> Job {
    blank(NEW, DESK, "油津商店".into(), NOW)
}

fn typed(pairs: &[(Field, &str)]) -> Fields {
    let pairs = pairs.iter();
    pairs
        .map(|(field, text)| (*field, (*text).to_owned()))
        .collect()
}

fn edit(job: Job) -> Command {
    Command::EditJob { job: Box::new(job) }
}

#[test]
fn each_kind_is_typed_in_its_own_fields() {
    for (kind, amount, pay) in [
        ("fixed", "３３，０００円", (PayUnit::Total, 33_000, 33_000)),
        ("hourly", "1,200〜1,500", (PayUnit::Hour, 1_200, 1_500)),
        ("task", "55", (PayUnit::Piece, 55, 55)),
        ("contest", "50000", (PayUnit::Total, 50_000, 50_000)),
    ] {
        let fields = typed(&[
            (Field::Kind, kind),
            (Field::Amount, amount),
            (Field::Quota, "200"),
            (Field::Effort, "25分"),
            (Field::WeeklyHours, "2〜4"),
            (Field::ClosesAt, "2026-12-31"),
            (Field::Tags, "ちらし、 港，"),
            (Field::Flag, "no_calls naptime"),
            (Field::LifeStages, "after_birth"),
        ]);
        let (job, unread) = read(&fields, new_blank());
        assert_eq!(unread, [], "{kind}");
        let (unit, min, max) = pay;
        let (min, max) = (Yen(min), Yen(max));
        assert_eq!(job.pay, Some(Pay { unit, min, max }), "{kind}");
        assert_eq!(job.quota.is_some(), job.kind == JobKind::Task);
        assert_eq!(job.effort_minutes, Some(25));
        assert_eq!(job.tags, ["ちらし", "港"]);
        assert!(job.no_calls && job.naptime && !job.beginner && job.workplace.remote);
        // The last day counts as a whole.
        assert!(job.is_open(domain::Day::new(2026, 12, 31).unwrap().start()));
        assert!(!job.is_open(domain::Day::new(2027, 1, 1).unwrap().start()));
    }
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_stands() {
    let fields = typed(&[
        (Field::Title, " 港の\nちらし "),
        (Field::Amount, "相談"),
        (Field::Effort, "半日"),
        (Field::ClosesAt, "来月"),
        (Field::Quota, "たくさん"),
    ]);
    let (job, unread) = read(&fields, new_blank());
    assert_eq!(job.title, "港の ちらし");
    let named: Vec<Field> = unread.iter().map(|invalid| invalid.field).collect();
    // A quota belongs to a task, and this is none.
    assert_eq!(named, [Field::Amount, Field::Effort, Field::ClosesAt]);
    assert!(unread.iter().all(|i| i.problem == Problem::Malformed));
}

#[test]
fn an_imported_posting_keeps_what_its_texts_cannot_say() {
    let mut imported = job(JOB);
    imported.closes_at = Some(NOW);
    imported.workplace = Workplace {
        remote: true,
        town: Some(domain::place::Town {
            code: "452041".parse().unwrap(),
            name: "宮崎県日南市".into(),
        }),
        area: None,
    };
    imported.pay = imported.pay.map(|pay| Pay {
        unit: PayUnit::Month,
        ..pay
    });
    let mut fields = texts(&imported);
    assert_eq!(read(&fields, imported.clone()), (imported.clone(), vec![]));
    fields.insert(Field::Amount, "90000".into());
    let (edited, _) = read(&fields, imported.clone());
    assert_eq!(edited.workplace, imported.workplace);
    assert_eq!(edited.closes_at, imported.closes_at);
    assert_eq!(edited.pay.unwrap().unit, PayUnit::Month);
}

#[test]
fn how_a_posting_is_paid_is_settled_once_it_is_published() {
    let mut story = Story::begins();
    let before = story.job(JOB);
    let settled = |field| {
        Err(Refusal::Invalid(Invalid {
            field,
            problem: Problem::Settled,
        }))
    };
    let hourly = Job {
        kind: JobKind::Hourly,
        ..job(JOB)
    };
    assert_eq!(story.does(Who::Owner, edit(hourly)), settled(Field::Kind));
    let by_the_piece = Job {
        pay: job(JOB).pay.map(|pay| Pay {
            unit: PayUnit::Piece,
            ..pay
        }),
        ..job(JOB)
    };
    assert_eq!(
        story.does(Who::Owner, edit(by_the_piece)),
        settled(Field::Amount)
    );
    assert_eq!(story.job(JOB), before);
    // The amount itself may rise or fall: those with drafts are told.
    let more = Job {
        pay: job(JOB).pay.map(|pay| Pay {
            min: Yen(40_000),
            max: Yen(40_000),
            ..pay
        }),
        ..job(JOB)
    };
    story.does(Who::Owner, edit(more)).unwrap();
    assert_eq!(story.job(JOB).edited_at, Some(story.now));
}

/// A client of an imported posting never chose its unit, and can still mend it.
#[test]
fn an_imported_unit_stays_when_the_rest_is_edited() {
    let imported = Job {
        pay: job(JOB).pay.map(|pay| Pay {
            unit: PayUnit::Month,
            ..pay
        }),
        ..job(JOB)
    };
    assert_ne!(problems(&imported, NOW), []);
    assert_eq!(problems_after(Some(&imported), &imported, NOW), []);
}

#[test]
fn a_word_can_be_mended_in_a_posting_whose_time_is_over() {
    let mut story = Story::begins();
    let over = Job {
        closes_at: Some(NOW),
        ..job(JOB)
    };
    story.town.put(Row::Job(over.clone()));
    let mended = Job {
        title: "港のちらし(A4)".into(),
        ..over.clone()
    };
    story.does(Who::Member, edit(mended)).unwrap();
    let moved = Job {
        closes_at: Some(NOW.plus_days(-1)),
        ..over
    };
    assert!(story.does(Who::Member, edit(moved)).is_err());
}

/// What an import brought may be open without end: closing it can be undone all the same.
#[test]
fn closing_can_be_undone_whatever_an_import_said() {
    let mut story = Story::begins();
    let imported = Job {
        closes_at: Some(NOW.plus_days(30_000)),
        costs: None,
        pay: None,
        ..job(JOB)
    };
    story.town.put(Row::Job(imported.clone()));
    let reopen = |closes_at| Command::ReopenJob {
        job: JOB,
        closes_at,
    };
    story
        .does(Who::Owner, Command::CloseJob { job: JOB })
        .unwrap();
    story.does(Who::Owner, reopen(imported.closes_at)).unwrap();
    assert!(story.job(JOB).is_open(story.now));
    assert!(
        story
            .does(Who::Owner, reopen(Some(NOW.plus_days(20_000))))
            .is_err()
    );
}

fn saved(id: DraftId, job: Option<JobId>, fields: &Fields) -> Command {
    Command::SaveDraft {
        draft: id,
        subject: Subject::Posting { desk: DESK, job },
        title: "港のちらし".into(),
        edits: fields
            .iter()
            .map(|(field, text)| Edit {
                field: *field,
                from: String::new(),
                to: text.clone(),
                settles: Vec::new(),
            })
            .collect(),
    }
}

#[test]
fn publishing_ends_the_draft_that_said_it_and_no_more() {
    for (added, stays) in [(None, false), (Some("写真も2枚お願いします。"), true)] {
        let mut story = Story::begins();
        let posting = Job {
            closes_at: Some(NOW.plus_days(9)),
            ..job(NEW)
        };
        let (fields, draft) = (texts(&posting), DraftId::of_posting(NEW));
        story
            .does(Who::Member, saved(draft, None, &fields))
            .unwrap();
        if let Some(added) = added {
            let more = typed(&[(Field::Contact, added)]);
            story.does(Who::Member, saved(draft, None, &more)).unwrap();
        }
        let job = Box::new(posting);
        story
            .does(Who::Member, Command::PublishJob { job })
            .unwrap();
        assert_eq!(story.row(Kind::Draft, draft.0).is_some(), stays);
    }
}

#[test]
fn an_edit_is_one_draft_for_a_person_and_ends_with_being_sent() {
    let mut story = Story::begins();
    let own = DraftId::of_edit(Who::Member.id(), JOB);
    let fields = typed(&[(Field::Title, "港のちらし(A4)")]);
    // Nobody begins it in another's place.
    assert_eq!(
        story.does(Who::Owner, saved(own, Some(JOB), &fields)),
        Err(Refusal::NotAllowed)
    );
    story
        .does(Who::Member, saved(own, Some(JOB), &fields))
        .unwrap();
    let (edited, _) = read(&fields, story.job(JOB));
    story.does(Who::Member, edit(edited)).unwrap();
    assert_eq!(story.row(Kind::Draft, own.0), None);
}

fn answer(answer: Answer) -> Command {
    Command::AnswerInvitation {
        invitation: InvitationId::of(Who::Worker.id(), INVITED_JOB),
        answer,
    }
}

#[test]
fn who_proposes_has_accepted_the_invitation() {
    let mut story = Story::begins();
    story.does(Who::Worker, answer(Answer::Later)).unwrap();
    let submit = Command::SubmitProposal {
        job: INVITED_JOB,
        offer: offer(),
    };
    story.does(Who::Worker, submit).unwrap();
    let id = InvitationId::of(Who::Worker.id(), INVITED_JOB);
    let Some(Row::Invitation(invitation)) = story.row(Kind::Invitation, id.0) else {
        panic!("an invitation was expected");
    };
    assert_eq!(invitation.answer, Some(Answer::Accept));
}

proptest! {
    /// Whatever is typed, the texts of what was read say the same posting again.
    #[test]
    fn whatever_is_typed_is_read_the_same_again(
        typed in prop::collection::btree_map(
            prop::sample::select(domain::posting_text::FIELDS.to_vec()),
            prop_oneof![
                ".{0,30}",
                "[0-9〜,円分時間-]{0,10}",
                Just("hourly".to_owned()), Just("task".to_owned()), Just("contest".to_owned()),
                Just("2027-01-31".to_owned()), Just("no_calls beginner".to_owned()),
            ],
            0..12,
        ),
    ) {
        let (job, _) = read(&typed, new_blank());
        let (again, unread) = read(&texts(&job), new_blank());
        prop_assert_eq!(unread, vec![]);
        prop_assert_eq!(again, job.clone());
        prop_assert_eq!(read(&texts(&job), job.clone()), (job, vec![]));
    }
}
