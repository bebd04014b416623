//! A device's unsent work as a file, and what another device makes of it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken story stops"
)]

use domain::{
    Command, DeskId, DraftId, JobId, PersonId, Refusal, Timestamp, Yen, draft::Subject,
    proposal::Offer, refusal::Field,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use sync::{
    Draft, Export, ExportError, GroupId, Jotting, Mutation, MutationId, Refused, Replica,
    export::MAX_BYTES,
};
use uuid::Uuid;

const HARU: PersonId = PersonId(Uuid::from_u128(1));
const MINORI: PersonId = PersonId(Uuid::from_u128(2));
const PHONE: GroupId = GroupId(Uuid::from_u128(11));
const DESKTOP: GroupId = GroupId(Uuid::from_u128(12));
const NOW: Timestamp = Timestamp(1_000_000);

fn subject(job: u128) -> Subject {
    Subject::Proposal {
        job: JobId(Uuid::from_u128(job)),
        desk_name: "油津商店".into(),
        sample: false,
    }
}

fn draft(person: PersonId, job: u128, words: &str) -> Draft {
    let id = DraftId::of_proposal(domain::ProposalId::of(person, JobId(Uuid::from_u128(job))));
    let mut draft = Draft::empty(id, subject(job), "ちらし".into(), Timestamp(5));
    draft.set(Field::Message, words);
    draft
}

fn star(id: u64, job: u128) -> Mutation {
    Mutation {
        id: MutationId(id),
        command: Command::StarJob {
            job: JobId(Uuid::from_u128(job)),
        },
        made_at: Timestamp(7),
        base_version: 0,
        epoch: None,
    }
}

fn device(person: PersonId, group: GroupId) -> Replica {
    Replica::new(person, group)
}

fn with(mut replica: Replica, drafts: Vec<Draft>, waiting: Vec<Mutation>) -> Replica {
    replica.drafts = drafts.into_iter().map(|draft| (draft.id, draft)).collect();
    replica.outbox = waiting.into_iter().map(|one| (one.id, one)).collect();
    replica
}

fn file_of(replica: &Replica) -> Export {
    Export::of(replica, true, Vec::new(), NOW)
}

fn import(file: Export, into: &Replica, judged: u64) -> sync::Import {
    file.import(into, MutationId(judged), &BTreeMap::new(), true, NOW)
}

#[test]
fn what_was_written_is_read_letter_by_letter() {
    let mut phone = with(
        device(HARU, PHONE),
        vec![draft(
            HARU,
            3,
            "「子どもが寝ているあいだに」\n\u{0}描きます。",
        )],
        vec![star(4, 9)],
    );
    phone.refused.insert(
        MutationId(2),
        Refused {
            id: MutationId(2),
            command: star(2, 8).command,
            made_at: Timestamp(1),
            refusal: Refusal::JobNotFound,
        },
    );
    let jotting = Jotting {
        form: "message:1".into(),
        texts: BTreeMap::from([("text".into(), "あとで".into())]),
    };
    let file = Export::of(&phone, true, vec![jotting], NOW);
    assert_eq!(Export::read(&file.write().unwrap()).unwrap(), file);
}

#[test]
fn a_wiped_device_has_everything_back_and_queues_only_what_was_never_judged() {
    let phone = with(
        device(HARU, PHONE),
        vec![draft(HARU, 3, "はじめまして。")],
        vec![star(4, 8), star(5, 9)],
    );
    let file = Export::read(&file_of(&phone).write().unwrap()).unwrap();
    let anew = device(HARU, DESKTOP);
    assert!(file.asks_server(&anew), "only the server knows");
    let taken = import(file, &anew, 4);
    assert_eq!(taken.drafts.len(), 1);
    assert_eq!(taken.drafts[0].text(Field::Message), "はじめまして。");
    assert_eq!(taken.commands, [(star(5, 9).command, Timestamp(7))]);
    assert_eq!((taken.report.queued, taken.report.known), (1, 1));
}

#[test]
fn the_device_that_made_a_file_takes_nothing_of_it_twice() {
    let phone = with(
        device(HARU, PHONE),
        vec![draft(HARU, 3, "はじめまして。")],
        vec![star(4, 8)],
    );
    let file = file_of(&phone);
    assert!(!file.asks_server(&phone));
    assert!(
        import(file.clone(), &phone, 0).is_empty(),
        "all of it is here"
    );
    // The star was sent meanwhile.
    let mut later = phone;
    later.outbox.clear();
    later.settled = MutationId(4);
    assert!(import(file, &later, 0).is_empty(), "and was judged");
}

#[test]
fn a_draft_with_other_words_stands_beside_the_own_one() {
    let phone = with(
        device(HARU, PHONE),
        vec![draft(HARU, 3, "電話で。")],
        vec![],
    );
    let desktop = with(
        device(HARU, DESKTOP),
        vec![draft(HARU, 3, "机で。")],
        vec![],
    );
    let taken = import(file_of(&phone), &desktop, 0);
    assert_eq!(taken.report.joined_drafts, 1);
    assert!(taken.drafts.is_empty(), "the own words are not touched");
    let Command::SaveDraft { edits, .. } = &taken.commands[0].0 else {
        panic!("the server hears of the other words")
    };
    assert_eq!(
        (edits[0].from.as_str(), edits[0].to.as_str()),
        ("", "電話で。")
    );

    // Where nobody is logged in there is no server to put them side by side.
    let taken = file_of(&phone).import(&desktop, MutationId(0), &BTreeMap::new(), false, NOW);
    assert_eq!(taken.drafts[0].text(Field::Message), "机で。\n\n電話で。");
}

#[test]
fn a_draft_that_was_delivered_meanwhile_does_not_come_back() {
    let offer = Offer {
        message: "はじめまして。".into(),
        amount: Yen(33_000),
        days: 14,
        effort_minutes: None,
        questions: String::new(),
    };
    let sends = Mutation {
        command: Command::SubmitProposal {
            job: JobId(Uuid::from_u128(3)),
            offer,
        },
        ..star(4, 3)
    };
    let mut sending = draft(HARU, 3, "はじめまして。");
    sending.sending = Some(MutationId(4));
    let phone = with(device(HARU, PHONE), vec![sending], vec![sends.clone()]);
    let anew = device(HARU, DESKTOP);
    let taken = import(file_of(&phone), &anew, 4);
    assert!(taken.is_empty());

    let taken = import(file_of(&phone), &anew, 3);
    assert_eq!(taken.drafts.len(), 1, "not judged: it waits again");
    assert_eq!(taken.commands[0].0, sends.command);

    let refusals = BTreeMap::from([(MutationId(4), Refusal::JobNotFound)]);
    let taken = file_of(&phone).import(&anew, MutationId(4), &refusals, true, NOW);
    assert_eq!(taken.drafts[0].refusal, Some(Refusal::JobNotFound));
    assert!(
        taken.commands.is_empty(),
        "a refusal is not asked for twice"
    );
}

#[test]
fn somebody_elses_file_is_told_from_that_of_a_device_without_account() {
    let minoris = Export::of(&device(MINORI, PHONE), true, Vec::new(), NOW);
    assert!(minoris.is_foreign(&device(HARU, DESKTOP)));
    let nobodys = with(
        device(MINORI, PHONE),
        vec![draft(MINORI, 3, "登録まえ。")],
        vec![star(1, 9)],
    );
    let file = Export::of(&nobodys, false, Vec::new(), NOW);
    let haru = device(HARU, DESKTOP);
    assert!(!file.is_foreign(&haru) && !file.asks_server(&haru));
    let taken = import(file, &haru, 0);
    assert_eq!(
        taken.drafts[0].id,
        draft(HARU, 3, "").id,
        "a draft of Haru's"
    );
    assert_eq!(taken.commands.len(), 1);
}

#[test]
fn a_clock_of_another_device_may_be_anywhere() {
    let mut odd = star(1, 9);
    odd.made_at = Timestamp(i64::MIN);
    let mut future = draft(HARU, 3, "あした。");
    future.edited_at = Timestamp(i64::MAX);
    let phone = with(device(HARU, PHONE), vec![future], vec![odd]);
    let taken = import(file_of(&phone), &device(HARU, DESKTOP), 0);
    assert_eq!(taken.commands[0].1, Timestamp(0));
    assert_eq!(taken.drafts[0].edited_at, NOW);
}

#[test]
fn forms_that_hold_other_words_here_keep_them() {
    let texts = |words: &str| BTreeMap::from([("text".to_owned(), words.to_owned())]);
    let jotting = |form: &str, words: &str| Jotting {
        form: form.into(),
        texts: texts(words),
    };
    let jottings = vec![jotting("a", "一"), jotting("b", "二"), jotting("c", "三")];
    let file = Export::of(&device(HARU, PHONE), true, jottings, NOW);
    let mut taken = import(file, &device(HARU, DESKTOP), 0);
    taken.keep_jottings(|form| match form {
        "b" => Some(texts("二")),
        "c" => Some(texts("ここの三")),
        _ => None,
    });
    assert_eq!(taken.jottings, [jotting("a", "一")]);
    let report = taken.report;
    assert_eq!((report.jottings, report.known, report.left), (1, 1, 1));
}

#[test]
fn what_is_no_such_file_is_said_to_be_none() {
    let refused = |text: &str| Export::read(text).unwrap_err();
    assert_eq!(refused(""), ExportError::NotOurs);
    assert_eq!(refused("[1,2]"), ExportError::NotOurs);
    assert_eq!(
        refused(r#"{"format":"other","version":1}"#),
        ExportError::NotOurs
    );
    let newer = r#"{"format":"engawa-export","version":2}"#;
    assert_eq!(refused(newer), ExportError::Newer { version: 2 });
    let cut = r#"{"format":"engawa-export","version":1}"#;
    assert!(matches!(refused(cut), ExportError::Unreadable { .. }));
    let large = " ".repeat(MAX_BYTES + 1);
    assert!(matches!(refused(&large), ExportError::TooLarge { .. }));
    let long = draft(HARU, 3, &"あ".repeat(domain::draft::MAX_DRAFT + 1));
    let file = file_of(&with(device(HARU, PHONE), vec![long], vec![]));
    let text = file.write().unwrap();
    assert_eq!(refused(&text), ExportError::TooMuch { what: "drafts" });
    // A desk's draft is read like any other.
    let mut posting = draft(HARU, 3, "しごと");
    posting.subject = Subject::Posting {
        desk: DeskId(Uuid::from_u128(9)),
        job: None,
    };
    let file = file_of(&with(device(HARU, PHONE), vec![posting], vec![]));
    assert!(Export::read(&file.write().unwrap()).is_ok());
}

proptest! {
    /// Nothing that a file says, and nothing that a device holds, is gone after an import.
    #[test]
    fn an_import_loses_no_word(mine in "[あ-お ]{0,6}", theirs in "[あ-お ]{0,6}", shares: bool) {
        let phone = with(device(HARU, PHONE), vec![draft(HARU, 3, &theirs)], vec![]);
        let desktop = with(device(HARU, DESKTOP), vec![draft(HARU, 3, &mine)], vec![]);
        let taken = file_of(&phone).import(&desktop, MutationId(0), &BTreeMap::new(), shares, NOW);
        let mut said: Vec<&str> = vec![];
        match taken.drafts.first() {
            Some(joined) => said.push(joined.text(Field::Message)),
            None => said.push(&mine),
        }
        for (command, _) in &taken.commands {
            if let Command::SaveDraft { edits, .. } = command {
                said.extend(edits.iter().map(|edit| edit.to.as_str()));
            }
        }
        prop_assert!(said.iter().any(|text| text.contains(mine.trim())));
        prop_assert!(said.iter().any(|text| text.contains(theirs.trim())));
    }

    /// A file that was damaged anywhere is read or refused; nothing panics.
    #[test]
    fn a_damaged_file_breaks_nothing(at in 0usize..2_000, sign in any::<u8>()) {
        let phone = with(device(HARU, PHONE), vec![draft(HARU, 3, "はじめまして。")], vec![star(1, 9)]);
        let mut bytes = file_of(&phone).write().unwrap().into_bytes();
        let at = at % bytes.len();
        bytes[at] = sign;
        if let Ok(text) = String::from_utf8(bytes)
            && let Ok(file) = Export::read(&text)
        {
            import(file, &device(HARU, DESKTOP), 0);
        }
    }
}
