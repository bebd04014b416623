//! A device and a server that judge alike, without network or disk.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken story stops"
)]

use domain::{
    Category, Command, DeskId, DraftId, FileId, Job, JobId, PersonId, ProgramId, ProposalId,
    Refusal, Row, Scope, SeatId, Timestamp, Yen,
    draft::{self as server, Subject},
    file::{Attached, File, FileFormat},
    job::{JobKind, Workplace},
    person::{Person, Star},
    posting_text,
    program::{Answer, Answers, Program, ProgramKind, QuestionNo},
    program_text,
    proposal::{Proposal, State},
    refusal::{Field, List, Part},
    sign_up::Application,
};
use std::collections::{BTreeMap, BTreeSet};
use sync::{
    Delivery, Draft, GroupId, MutationId, Replica,
    draft::delivered,
    protocol::{Epoch, PullResponse},
};
use uuid::Uuid;

const HARU: PersonId = PersonId(Uuid::from_u128(1));

fn job(number: u128) -> Job {
    Job {
        id: JobId(Uuid::from_u128(number)),
        desk: DeskId(Uuid::from_u128(9)),
        desk_name: "油津商店".into(),
        kind: JobKind::Fixed,
        title: "ちらし".into(),
        description: "A4".into(),
        category: Category::Design,
        tags: vec![],
        pay: None,
        quota: None,
        effort_minutes: None,
        weekly_hours: None,
        workplace: Workplace::default(),
        posted_at: Timestamp(0),
        closes_at: None,
        closed: false,
        due: None,
        pay_day: None,
        pay_means: None,
        costs: None,
        rights: None,
        contact: None,
        life_stages: BTreeSet::new(),
        beginner: false,
        no_calls: false,
        naptime: false,
        sample: false,
        identifier: None,
        edited_at: None,
        extra: serde_json::Map::new(),
    }
}

fn device() -> Replica {
    Replica::new(HARU, GroupId(Uuid::from_u128(7)))
}

fn do_it(replica: &mut Replica, command: Command) -> MutationId {
    let id = replica.next_mutation();
    let mutation = replica.mutation(id, command, Timestamp(5));
    replica.outbox.insert(id, mutation);
    id
}

fn pulled(last: u64) -> PullResponse {
    PullResponse {
        epoch: Epoch("first".into()),
        reset: false,
        rows: vec![],
        gone: vec![],
        cursors: BTreeMap::from([(Scope::Person(HARU), last)]),
        scopes_joined: BTreeSet::new(),
        scopes_left: BTreeSet::new(),
        last_mutation: MutationId(last),
        refused: vec![],
        more: false,
        forgotten: 0,
    }
}

fn typed(job: &Job) -> Draft {
    let mut draft = Draft::new(HARU, job, Timestamp(3));
    draft.set(Field::Message, "はじめまして");
    draft.set(Field::Amount, "３３，０００円");
    draft.set(Field::Days, "14日");
    draft.set(Field::Hours, "1時間30分");
    draft
}

fn sending(replica: &mut Replica, job: &Job) -> (MutationId, DraftId) {
    let mut draft = typed(job);
    let offer = draft.offer().unwrap();
    let id = do_it(replica, Command::SubmitProposal { job: job.id, offer });
    draft.sending = Some(id);
    let proposal = draft.id;
    replica.drafts.insert(proposal, draft);
    (id, proposal)
}

fn stars(replica: &Replica) -> usize {
    let view = replica.view(&sync::no_postings);
    view.rows(replica)
        .filter(|row| matches!(row, Row::Star(_)))
        .count()
}

#[test]
fn a_star_shows_at_once_and_stays_when_the_server_has_it() {
    let mut replica = device();
    do_it(&mut replica, Command::StarJob { job: job(2).id });
    assert_eq!(stars(&replica), 1);
    let star = Star {
        id: domain::StarId::of(HARU, job(2).id),
        person: HARU,
        job: job(2).id,
    };
    let changes = replica.absorb(PullResponse {
        rows: vec![Row::Star(star)],
        ..pulled(1)
    });
    assert_eq!(changes.settled, [MutationId(1)]);
    assert_eq!(stars(&replica), 1);
    assert!(replica.outbox.is_empty());
}

#[test]
fn the_outbox_replays_in_order_over_what_the_server_says() {
    let mut replica = device();
    do_it(&mut replica, Command::StarJob { job: job(2).id });
    do_it(&mut replica, Command::UnstarJob { job: job(2).id });
    do_it(&mut replica, Command::StarJob { job: job(3).id });
    assert_eq!(stars(&replica), 1);
    // The server has judged the first only: its star is base, the second takes it off the view.
    let star = Star {
        id: domain::StarId::of(HARU, job(2).id),
        person: HARU,
        job: job(2).id,
    };
    replica.absorb(PullResponse {
        rows: vec![Row::Star(star)],
        ..pulled(1)
    });
    assert_eq!(replica.base.len(), 1);
    assert_eq!(stars(&replica), 1);
    assert_eq!(replica.push().unwrap().mutations.len(), 2);
}

#[test]
fn an_entry_leaves_the_outbox_only_when_a_pull_covers_it() {
    let mut replica = device();
    let (id, proposal) = sending(&mut replica, &job(2));
    // The push reply may be lost: a pull that does not cover it changes nothing.
    let changes = replica.absorb(pulled(0));
    assert_eq!(changes.settled, []);
    assert_eq!(replica.drafts[&proposal].delivery(&[]), Delivery::Queued);
    assert_eq!(replica.drafts[&proposal].delivery(&[id]), Delivery::Sending);
    assert_eq!(replica.push().unwrap().mutations[0].id, id);
}

#[test]
fn a_delivered_draft_becomes_the_servers_proposal() {
    let mut replica = device();
    let (_, id) = sending(&mut replica, &job(2));
    let row = Proposal {
        id: ProposalId(id.0),
        job: job(2).id,
        job_title: "ちらし".into(),
        desk: job(2).desk,
        desk_name: "油津商店".into(),
        worker: HARU,
        worker_name: "はる".into(),
        message: "はじめまして".into(),
        amount: Yen(33_000),
        days: 14,
        questions: String::new(),
        sent_at: Timestamp(8),
        edited_at: None,
        read_at: None,
        turns: Vec::new(),
        state: State::Open,
        sample: false,
    };
    let changes = replica.absorb(PullResponse {
        rows: vec![Row::Proposal(row.clone())],
        ..pulled(1)
    });
    assert_eq!(changes.settled.len(), 1);
    assert!(replica.drafts.is_empty());
    assert_eq!(delivered(&row), Delivery::Sent(Timestamp(8)));
}

#[test]
fn a_refused_proposal_comes_back_to_its_draft_with_the_reason_and_every_word() {
    let mut replica = device();
    let (mutation, id) = sending(&mut replica, &job(2));
    let refusal = Refusal::JobClosed {
        closed_at: Some(Timestamp(4)),
    };
    replica.absorb(PullResponse {
        refused: vec![(mutation, refusal.clone())],
        ..pulled(1)
    });
    let draft = &replica.drafts[&id];
    assert_eq!(draft.delivery(&[]), Delivery::Refused(refusal));
    assert_eq!(draft.fields, typed(&job(2)).fields);
    assert!(
        replica.outbox.is_empty(),
        "what stands behind it is not stuck"
    );
}

#[test]
fn a_reset_drops_the_servers_rows_and_keeps_what_the_person_did() {
    let mut replica = device();
    let person = Person {
        id: HARU,
        name: "はる".into(),
        email: "h@example.jp".into(),
    };
    replica.absorb(PullResponse {
        rows: vec![Row::Person(person)],
        ..pulled(0)
    });
    let (_, draft) = sending(&mut replica, &job(2));
    let reset = PullResponse {
        epoch: Epoch("second".into()),
        reset: true,
        ..pulled(0)
    };
    let changes = replica.absorb(reset);
    assert!(changes.clear_base && replica.base.is_empty());
    assert_eq!(replica.outbox.len(), 1);
    assert!(replica.drafts.contains_key(&draft));
}

#[test]
fn leaving_a_desk_takes_its_proposals_off_the_device() {
    let mut replica = device();
    let desk = DeskId(Uuid::from_u128(9));
    let other = PersonId(Uuid::from_u128(77));
    let arrived = Proposal {
        id: ProposalId::of(other, job(2).id),
        job: job(2).id,
        job_title: "ちらし".into(),
        desk,
        desk_name: "油津商店".into(),
        worker: other,
        worker_name: "みのり".into(),
        message: "…".into(),
        amount: Yen(1),
        days: 1,
        questions: String::new(),
        sent_at: Timestamp(0),
        edited_at: None,
        read_at: None,
        turns: Vec::new(),
        state: State::Open,
        sample: false,
    };
    let cursors = BTreeMap::from([(Scope::Person(HARU), 0), (Scope::Desk(desk), 1)]);
    replica.absorb(PullResponse {
        rows: vec![Row::Proposal(arrived)],
        cursors,
        ..pulled(0)
    });
    assert_eq!(replica.base.len(), 1);
    let changes = replica.absorb(PullResponse {
        scopes_left: BTreeSet::from([Scope::Desk(desk)]),
        ..pulled(0)
    });
    assert_eq!(changes.gone.len(), 1);
    assert!(replica.base.is_empty());
}

#[test]
fn what_is_typed_is_read_as_people_type_it() {
    let offer = typed(&job(2)).offer().unwrap();
    assert_eq!(
        (offer.amount, offer.days, offer.effort_minutes),
        (Yen(33_000), 14, Some(90))
    );
}

#[test]
fn every_field_that_cannot_be_read_is_named_once() {
    use domain::refusal::Problem;
    let mut draft = Draft::new(HARU, &job(2), Timestamp(0));
    draft.set(Field::Amount, "三万");
    draft.set(Field::Hours, "半日");
    let found: Vec<(Field, Problem)> = draft
        .offer()
        .unwrap_err()
        .into_iter()
        .map(|i| (i.field, i.problem))
        .collect();
    assert_eq!(
        found,
        [
            (Field::Amount, Problem::Malformed),
            (Field::Message, Problem::Missing),
            (Field::Days, Problem::Missing),
            (Field::Hours, Problem::Malformed),
        ]
    );
}

#[test]
fn a_draft_written_before_logging_in_becomes_the_persons_own() {
    let before = typed(&job(2));
    let other = PersonId(Uuid::from_u128(42));
    let adopted = before.clone().adopted_by(other);
    assert_eq!(adopted.proposal(), Some(ProposalId::of(other, job(2).id)));
    assert_eq!(adopted.fields, before.fields);
}

#[test]
fn two_drafts_for_one_job_become_one_that_says_all_of_both() {
    let written_here = typed(&job(2));
    let mut written_before = typed(&job(2));
    written_before.set(Field::Message, "前に書いた文");
    written_before.set(Field::Days, "");
    written_before.set(Field::Questions, "納期は延ばせますか");
    let joined = written_before.clone().joined_with(&written_here);
    assert_eq!(joined.text(Field::Message), "前に書いた文\n\nはじめまして");
    assert_eq!(joined.text(Field::Days), "14日");
    assert_eq!(joined.text(Field::Questions), "納期は延ばせますか");
    assert_eq!(
        joined.clone().joined_with(&written_here),
        joined,
        "joining again adds nothing"
    );
}

#[test]
fn numbers_go_on_behind_what_has_left_the_outbox() {
    let mut replica = device();
    for _ in 0..2 {
        do_it(&mut replica, Command::StarJob { job: job(2).id });
    }
    replica.absorb(pulled(2));
    // Taken anew from 1 it would pass for judged, and be lost without a word.
    assert_eq!(
        do_it(&mut replica, Command::StarJob { job: job(3).id }),
        MutationId(3)
    );
    assert_eq!(replica.push().unwrap().settled, MutationId(2));
    // As read from a disk that has given the numbers up to 5, of which 3 waits; then nothing.
    replica.count_settled(MutationId(5));
    assert_eq!(replica.settled, MutationId(2));
    replica.outbox.clear();
    replica.count_settled(MutationId(5));
    assert_eq!(replica.settled, MutationId(5));
}

#[test]
fn what_was_refused_is_told_with_what_was_meant_until_it_is_put_aside() {
    let mut replica = device();
    let proposal = ProposalId::of(HARU, job(2).id);
    let said = Command::SendMessage {
        id: domain::MessageId(Uuid::from_u128(3)),
        proposal,
        text: "長いことば".into(),
    };
    let message = do_it(&mut replica, said.clone());
    let reading = do_it(
        &mut replica,
        Command::MarkRead {
            proposal,
            up_to: Timestamp(1),
        },
    );
    let changes = replica.absorb(PullResponse {
        refused: vec![
            (message, Refusal::NotAccepted),
            (reading, Refusal::NotAllowed),
        ],
        ..pulled(2)
    });
    assert_eq!(
        changes.refused.len(),
        1,
        "reading is nothing that was meant"
    );
    assert_eq!(changes.refused[0].command, said);
    assert_eq!(replica.refused[&message].refusal, Refusal::NotAccepted);
    assert!(replica.outbox.is_empty());
}

/// What sent the draft is refused: it is a draft again, and tells why.
fn comes_back(mut replica: Replica, number: MutationId, id: DraftId) {
    replica.absorb(PullResponse {
        refused: vec![(number, Refusal::NotAllowed)],
        ..pulled(number.0)
    });
    let draft = &replica.drafts[&id];
    assert_eq!(
        (draft.sending, &draft.refusal),
        (None, &Some(Refusal::NotAllowed))
    );
    assert!(replica.refused.is_empty(), "the draft tells of it");
}

/// A posting as its client has typed it, queued.
fn publishing(replica: &mut Replica) -> (MutationId, DraftId) {
    let id = DraftId(Uuid::from_u128(0x55));
    let desk = DeskId(Uuid::from_u128(9));
    let subject = Subject::Posting { desk, job: None };
    let mut draft = Draft::empty(id, subject, "港のちらし".into(), Timestamp(3));
    draft.set(Field::Title, "港のちらし");
    draft.set(Field::Amount, "３３，０００円");
    let blank = posting_text::blank(JobId(id.0), desk, "油津商店".into(), Timestamp(3));
    let (job, unread) = posting_text::read(&draft.fields, blank);
    assert_eq!(unread, []);
    let command = Command::PublishJob { job: Box::new(job) };
    assert!(draft.is_sent_by(&command));
    let number = do_it(replica, command);
    draft.sending = Some(number);
    replica.drafts.insert(id, draft);
    (number, id)
}

#[test]
fn a_published_posting_is_a_draft_no_more_and_a_refused_one_is_again() {
    let mut replica = device();
    let (number, id) = publishing(&mut replica);
    replica.absorb(pulled(number.0));
    assert!(!replica.drafts.contains_key(&id));

    let mut replica = device();
    let (number, id) = publishing(&mut replica);
    comes_back(replica, number, id);
}

/// A program as its organizer has typed it, queued before any of it was shared.
fn announcing(replica: &mut Replica) -> (MutationId, DraftId, Program) {
    let id = DraftId(Uuid::from_u128(0x56));
    let desk = DeskId(Uuid::from_u128(9));
    let subject = Subject::Program {
        desk,
        program: None,
    };
    let mut draft = Draft::empty(id, subject, "つどい".into(), Timestamp(3));
    draft.fields = program_text::starter(ProgramKind::Seminar);
    let chosen = program_text::chosen(&draft.fields, ProgramKind::Course);
    draft.fields.extend(chosen);
    draft.set(Field::Title, "つどい");
    draft.set(Field::Item(List::Session, 1, Part::From), "2027-01-07");
    let blank = Program::blank(ProgramId(id.0), desk, "日南市".into(), Timestamp(3));
    let (program, unread) = program_text::read(&draft.fields, blank);
    assert_eq!(unread, []);
    let command = Command::PublishProgram {
        program: Box::new(program.clone()),
    };
    assert!(draft.is_sent_by(&command));
    let number = do_it(replica, command);
    draft.sending = Some(number);
    replica.drafts.insert(id, draft);
    (number, id, program)
}

#[test]
fn an_announced_program_is_a_draft_no_more_and_a_refused_one_is_again() {
    let mut replica = device();
    let (number, id, _) = announcing(&mut replica);
    replica.absorb(pulled(number.0));
    assert!(!replica.drafts.contains_key(&id));

    let mut replica = device();
    let (number, id, _) = announcing(&mut replica);
    comes_back(replica, number, id);
}

#[test]
fn closing_a_program_leaves_the_draft_that_changes_it_alone() {
    let mut replica = device();
    let (number, _, program) = announcing(&mut replica);
    replica.absorb(pulled(number.0));
    let mut draft = Draft::of_program_edit(replica.person, &program, Timestamp(4));
    draft.set(Field::Title, "つどいの会");
    let id = draft.id;
    replica.drafts.insert(id, draft.clone());
    let closed = Box::new(Program {
        closed: true,
        ..program
    });
    let closing = do_it(&mut replica, Command::EditProgram { program: closed });
    replica.absorb(PullResponse {
        refused: vec![(closing, Refusal::NotAllowed)],
        ..pulled(closing.0)
    });
    assert_eq!(replica.drafts[&id], draft);
    assert!(replica.refused.contains_key(&closing), "it is told");
}

#[test]
fn what_another_tab_typed_into_a_published_posting_stays_a_draft() {
    let mut replica = device();
    let (number, id) = publishing(&mut replica);
    let draft = replica.drafts.get_mut(&id).unwrap();
    draft.set(Field::Contact, "店主");
    replica.absorb(pulled(number.0));
    assert_eq!(replica.drafts[&id].text(Field::Contact), "店主");
    assert_eq!(replica.drafts[&id].sending, None);
}

#[test]
fn a_draft_knows_what_its_posting_said_when_it_was_begun() {
    let draft = typed(&job(2));
    let edited = Job {
        title: "港のちらし(2枚)".into(),
        ..job(2)
    };
    let now = posting_text::texts(&edited);
    let told = draft.changed_since(&now);
    assert_eq!(told, [(Field::Title, job(2).title)]);
    assert_eq!(draft.changed_since(&posting_text::texts(&job(2))), []);
    // It lies on the disk with the draft, and one from before knows nothing.
    let stored: Draft = serde_json::from_str(&serde_json::to_string(&draft).unwrap()).unwrap();
    assert_eq!(stored.changed_since(&now), told);
    let of_old = Draft {
        seen: server::Fields::new(),
        ..draft
    };
    assert_eq!(of_old.changed_since(&now), []);
}

#[test]
fn a_desk_and_a_seat_made_here_show_before_the_server_has_them() {
    let mut replica = device();
    let me = Row::Person(Person {
        id: HARU,
        name: "佐野 はる".into(),
        email: "haru@example.jp".into(),
    });
    replica.absorb(PullResponse {
        rows: vec![me],
        ..pulled(0)
    });
    let (desk, seat) = (DeskId(Uuid::from_u128(0x66)), SeatId(Uuid::from_u128(0x67)));
    let name = "はるの編集室".to_owned();
    do_it(&mut replica, Command::OpenDesk { desk, name });
    let role = domain::desk::Role::Member;
    do_it(&mut replica, Command::OfferSeat { seat, desk, role });
    let view = replica.view(&sync::no_postings);
    let shown = |wanted: fn(&Row) -> bool| view.rows(&replica).filter(|row| wanted(row)).count();
    assert_eq!(shown(|row| matches!(row, Row::Membership(_))), 1);
    assert_eq!(shown(|row| matches!(row, Row::Seat(_))), 1);
}

#[test]
fn the_files_that_something_names_are_known_until_nothing_does() {
    let attached = |number| Attached {
        file: FileId(Uuid::from_u128(number)),
        format: FileFormat::Pdf,
        size: 9,
        name: "港の 企画書.pdf".into(),
    };
    let id = ProgramId(Uuid::from_u128(3));
    let program = Program::blank(
        id,
        DeskId(Uuid::from_u128(9)),
        "商工課".into(),
        Timestamp(0),
    );
    let mut replica = device();
    let mut draft = Draft::of_sign_up(HARU, &program, Timestamp(1));
    draft.set(Field::Answer(QuestionNo(1)), attached(1).text());
    draft.set(Field::Answer(QuestionNo(2)), "1枚の紙 pdf 9 a");
    let on = draft.id;
    replica.drafts.insert(on, draft);
    let answers = Answers::from([(QuestionNo(1), Answer::File(attached(2)))]);
    let application = Application {
        answers,
        ..Application::default()
    };
    let sends = do_it(
        &mut replica,
        Command::SignUp {
            program: id,
            application,
        },
    );
    // Another device wrote other words for the same question.
    let row = server::Draft {
        id: on,
        person: HARU,
        subject: Subject::SignUp {
            program: id,
            desk_name: "商工課".into(),
            sample: false,
        },
        title: String::new(),
        fields: BTreeMap::from([(Field::Answer(QuestionNo(1)), attached(3).text())]),
        others: BTreeMap::from([(Field::Answer(QuestionNo(1)), vec![attached(4).text()])]),
        revision: 1,
        edited_at: Timestamp(1),
    };
    replica
        .base
        .insert(Row::Draft(row.clone()).key(), Row::Draft(row).into());
    let named = |replica: &Replica| -> Vec<u128> {
        replica
            .files_named()
            .keys()
            .map(|file| file.0.as_u128())
            .collect()
    };
    assert_eq!(named(&replica), [1, 2, 3, 4]);
    replica.outbox.remove(&sends);
    replica.drafts.remove(&on);
    assert_eq!(named(&replica), []);

    let brought = File {
        id: attached(1).file,
        person: HARU,
        format: FileFormat::Pdf,
        size: 9,
        sent_at: Timestamp(1),
        sign_up: None,
    };
    assert!(!replica.is_brought(brought.id));
    let mut told = pulled(0);
    told.rows.push(Row::File(brought.clone()));
    replica.absorb(told);
    assert!(replica.is_brought(brought.id));
}
