//! One person's draft on several devices.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken story stops"
)]

use domain::{
    Actor, Command, DeskId, DraftId, Missing, PersonId, Row, RowKey, Rows, Scope, Timestamp, Write,
    apply,
    draft::{self as server, Subject},
    refusal::{Field, List, Part},
    row::Kind,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use sync::{
    Draft, GroupId, MutationId, Over, Replica, Typed,
    protocol::{Epoch, PullResponse},
};
use uuid::Uuid;

const HARU: PersonId = PersonId(Uuid::from_u128(1));
const DRAFT: DraftId = DraftId(Uuid::from_u128(5));
const ACTOR: Actor = Actor { person: HARU };

/// The server's rows, with no one else's.
#[derive(Default)]
struct Server {
    rows: HashMap<RowKey, Row>,
    version: u64,
    judged: HashMap<GroupId, MutationId>,
}

impl Rows for Server {
    fn get(&self, key: RowKey) -> Result<Option<Row>, Missing> {
        Ok(self.rows.get(&key).cloned())
    }
}

impl Server {
    fn draft(&self) -> Option<&server::Draft> {
        let key = RowKey {
            kind: Kind::Draft,
            id: DRAFT.0,
        };
        match self.rows.get(&key) {
            Some(Row::Draft(draft)) => Some(draft),
            _ => None,
        }
    }

    fn push(&mut self, device: &Replica) {
        for mutation in device.outbox.values() {
            let writes = apply(&mutation.command, ACTOR, Timestamp(9), self).unwrap();
            for write in writes {
                match write {
                    Write::Put(row) => drop(self.rows.insert(row.key(), row)),
                    Write::Delete(key) => drop(self.rows.remove(&key)),
                }
                self.version += 1;
            }
            self.judged.insert(device.group, mutation.id);
        }
    }

    fn answer(&self, device: &Replica) -> PullResponse {
        PullResponse {
            epoch: Epoch("first".into()),
            reset: false,
            rows: self.rows.values().cloned().collect(),
            gone: device
                .base
                .keys()
                .filter(|key| !self.rows.contains_key(key))
                .copied()
                .collect(),
            cursors: BTreeMap::from([(Scope::Person(HARU), self.version)]),
            scopes_joined: BTreeSet::new(),
            scopes_left: BTreeSet::new(),
            last_mutation: self.judged.get(&device.group).copied().unwrap_or_default(),
            refused: vec![],
            more: false,
            forgotten: 0,
        }
    }
}

fn device(number: u128) -> Replica {
    let mut replica = Replica::new(HARU, GroupId(Uuid::from_u128(number)));
    let subject = Subject::Posting {
        desk: DeskId(Uuid::from_u128(9)),
        job: None,
    };
    let draft = Draft::empty(DRAFT, subject, String::new(), Timestamp(0));
    replica.drafts.insert(DRAFT, draft);
    replica
}

fn write(device: &mut Replica, text: &str) {
    if let Some(draft) = device.drafts.get_mut(&DRAFT) {
        draft.set(Field::Message, text);
    }
}

/// Queues what was typed since; as the app does on a pause.
fn save(device: &mut Replica) {
    let id = next_number();
    let Some(draft) = device.drafts.get_mut(&DRAFT) else {
        return;
    };
    if let Some(command) = draft.save_command() {
        draft.begin_saving(id);
        let mutation = device.mutation(id, command, Timestamp(1));
        device.outbox.insert(id, mutation);
    }
}

thread_local! {
    static NUMBERS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// A mutation's number that no device used before.
fn next_number() -> MutationId {
    NUMBERS.with(|last| {
        last.set(last.get() + 1);
        MutationId(last.get())
    })
}

fn sync(device: &mut Replica, server: &mut Server) {
    server.push(device);
    device.absorb(server.answer(device));
}

fn settle(devices: &mut [Replica], server: &mut Server) {
    // What one sends changes what another shows, which sends nothing: two rounds are enough.
    for _ in 0..3 {
        for device in devices.iter_mut() {
            save(device);
            sync(device, server);
        }
    }
}

fn message(device: &Replica) -> &str {
    device.drafts[&DRAFT].text(Field::Message)
}

fn versions(device: &Replica, server: &Server) -> Vec<String> {
    device.drafts[&DRAFT].versions(server.draft().unwrap(), Field::Message)
}

#[test]
fn what_the_phone_wrote_is_on_the_desktop() {
    let (mut phone, mut desktop, mut server) = (device(1), device(2), Server::default());
    write(&mut phone, "はじめまして");
    save(&mut phone);
    sync(&mut phone, &mut server);
    sync(&mut desktop, &mut server);
    assert_eq!(message(&desktop), "はじめまして");
    write(&mut desktop, "はじめまして。佐野です");
    save(&mut desktop);
    sync(&mut desktop, &mut server);
    sync(&mut phone, &mut server);
    assert_eq!(message(&phone), "はじめまして。佐野です");
    assert!(phone.drafts[&DRAFT].edits().is_empty());
    assert_eq!(versions(&phone, &server), Vec::<String>::new());
}

#[test]
fn both_changed_the_same_text_and_both_versions_stand_on_both_devices() {
    let mut devices = [device(1), device(2)];
    let mut server = Server::default();
    write(&mut devices[0], "電話で");
    write(&mut devices[1], "机で");
    settle(&mut devices, &mut server);
    assert_eq!(message(&devices[0]), "電話で");
    assert_eq!(versions(&devices[0], &server), ["机で"]);
    assert_eq!(message(&devices[1]), "机で");
    assert_eq!(versions(&devices[1], &server), ["電話で"]);
}

#[test]
fn one_tap_on_one_device_settles_it_on_both() {
    for chosen in ["電話で", "机で", "電話で\n\n机で"] {
        let mut devices = [device(1), device(2)];
        let mut server = Server::default();
        write(&mut devices[0], "電話で");
        write(&mut devices[1], "机で");
        settle(&mut devices, &mut server);
        let row = server.draft().unwrap().clone();
        let draft = devices[1].drafts.get_mut(&DRAFT).unwrap();
        draft.settle(&row, Field::Message, chosen);
        settle(&mut devices, &mut server);
        for device in &devices {
            assert_eq!(message(device), chosen);
            assert_eq!(versions(device, &server), Vec::<String>::new());
        }
    }
}

#[test]
fn typing_on_beside_another_version_adds_no_third_one() {
    let mut devices = [device(1), device(2)];
    let mut server = Server::default();
    write(&mut devices[0], "電話で");
    write(&mut devices[1], "机で");
    settle(&mut devices, &mut server);
    for text in ["机で書", "机で書い", "机で書いた"] {
        write(&mut devices[1], text);
        settle(&mut devices, &mut server);
    }
    assert_eq!(versions(&devices[0], &server), ["机で書いた"]);
    assert_eq!(versions(&devices[1], &server), ["電話で"]);
}

#[test]
fn different_fields_of_two_devices_become_one_draft() {
    let mut devices = [device(1), device(2)];
    let mut server = Server::default();
    write(&mut devices[0], "文");
    let draft = devices[1].drafts.get_mut(&DRAFT).unwrap();
    draft.set(Field::Amount, "１万円");
    settle(&mut devices, &mut server);
    for device in &devices {
        let draft = &device.drafts[&DRAFT];
        assert_eq!(draft.text(Field::Message), "文");
        assert_eq!(draft.text(Field::Amount), "１万円");
    }
}

#[test]
fn a_program_edit_tells_the_other_device_what_was_emptied_and_the_last_order_counts() {
    let mut devices = [device(1), device(2)];
    for device in &mut devices {
        let draft = device.drafts.get_mut(&DRAFT).unwrap();
        draft.subject = Subject::Program {
            desk: DeskId(Uuid::from_u128(9)),
            program: None,
        };
    }
    let mut server = Server::default();
    let rank = Field::Item(List::Session, 1, Part::Rank);
    let set = |device: &mut Replica, field, text: &str| {
        let draft = device.drafts.get_mut(&DRAFT).unwrap();
        draft.set(field, text);
    };
    // The text that the program has is emptied: nothing was shared of it before.
    set(&mut devices[0], Field::Contact, "");
    set(&mut devices[0], rank, "1");
    settle(&mut devices, &mut server);
    let fields = &devices[1].drafts[&DRAFT].fields;
    assert_eq!(fields.get(&Field::Contact).map(String::as_str), Some(""));
    // It is told once.
    assert!(devices[0].drafts[&DRAFT].edits().is_empty());
    set(&mut devices[0], rank, "2");
    set(&mut devices[1], rank, Part::REMOVED);
    settle(&mut devices, &mut server);
    for device in &devices {
        let draft = &device.drafts[&DRAFT];
        assert_eq!(draft.text(rank), Part::REMOVED);
        let versions = draft.versions(server.draft().unwrap(), rank);
        assert_eq!(versions, Vec::<String>::new());
    }
}

#[test]
fn a_draft_thrown_away_on_one_device_stays_where_somebody_wrote_on() {
    let (mut phone, mut desktop, mut server) = (device(1), device(2), Server::default());
    write(&mut phone, "はじめ");
    save(&mut phone);
    sync(&mut phone, &mut server);
    sync(&mut desktop, &mut server);
    let revision = server.draft().unwrap().revision;
    phone.drafts.remove(&DRAFT);
    let id = next_number();
    let thrown = Command::DeleteDraft {
        draft: DRAFT,
        revision,
    };
    let mutation = phone.mutation(id, thrown, Timestamp(1));
    phone.outbox.insert(id, mutation);
    write(&mut desktop, "はじめ、そして続き");
    sync(&mut phone, &mut server);
    assert!(!phone.drafts.contains_key(&DRAFT), "it does not come back");
    sync(&mut desktop, &mut server);
    assert_eq!(message(&desktop), "はじめ、そして続き");
    settle(std::slice::from_mut(&mut desktop), &mut server);
    sync(&mut phone, &mut server);
    assert_eq!(message(&phone), "はじめ、そして続き");
}

#[test]
fn a_draft_thrown_away_on_one_device_leaves_the_other_where_nothing_was_typed() {
    let (mut phone, mut desktop, mut server) = (device(1), device(2), Server::default());
    write(&mut phone, "はじめ");
    save(&mut phone);
    sync(&mut phone, &mut server);
    sync(&mut desktop, &mut server);
    server.rows.clear();
    sync(&mut desktop, &mut server);
    assert!(desktop.drafts.is_empty());
}

#[test]
fn a_draft_is_called_by_the_title_that_was_typed_last_though_it_lay_on_the_disk_before() {
    let (id, desk) = (DraftId(Uuid::from_u128(7)), DeskId(Uuid::from_u128(9)));
    let subject = Subject::Posting { desk, job: None };
    let mut first = Draft::empty(id, subject, "港のちらし".into(), Timestamp(3));
    first.set(Field::Title, "港のちらし");
    let over = Over::shown(&first.fields);
    let mut again = first.clone();
    again.set(Field::Title, "港のちらし 春");
    let typed = Typed::new(&again, &over);
    let laid = Draft::laid_together(Some(first.clone()), vec![typed]).unwrap();
    assert_eq!(laid.title, "港のちらし 春");
    // Who typed in another field, and has not seen it yet, calls it nothing else.
    let mut other = first.clone();
    other.set(Field::Description, "ちらしを1枚。");
    let typed = Typed::new(&other, &over);
    let laid = Draft::laid_together(Some(laid), vec![typed]).unwrap();
    assert_eq!(laid.title, "港のちらし 春");
    assert_eq!(laid.text(Field::Description), "ちらしを1枚。");
}

#[test]
fn a_draft_of_the_first_form_is_read() {
    let stored = serde_json::json!({
        "id": DRAFT, "job": Uuid::from_u128(2), "job_title": "ちらし", "desk_name": "油津商店",
        "sample": true, "message": "前の版で", "amount": "１万", "days": "3", "hours": "",
        "questions": "", "edited_at": 7, "sending": null, "refusal": null
    });
    let draft: Draft = serde_json::from_value(stored).unwrap();
    assert_eq!(draft.text(Field::Message), "前の版で");
    assert_eq!(draft.title, "ちらし");
    assert_eq!(draft.desk_name(), "油津商店");
    assert!(draft.is_sample());
    let again: Draft = serde_json::from_str(&serde_json::to_string(&draft).unwrap()).unwrap();
    assert_eq!(again, draft);
}

/// What may happen on three devices.
#[derive(Clone, Debug)]
enum Step {
    Write(usize),
    Save(usize),
    Push(usize),
    Pull(usize),
    /// One's own version, the other one, or both.
    Choose(usize, u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let device = 0..3usize;
    let step = prop_oneof![
        device.clone().prop_map(Step::Write),
        device.clone().prop_map(Step::Save),
        device.clone().prop_map(Step::Push),
        device.clone().prop_map(Step::Pull),
        (device, 0..3u8).prop_map(|(at, which)| Step::Choose(at, which)),
    ];
    prop::collection::vec(step, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed, saved, sent and chosen in whatever order: in the end every device has the
    /// same texts, and every last text that a device had is among them, unless it was written over
    /// or settled by a person who saw it.
    #[test]
    fn no_text_is_lost_and_all_devices_come_to_the_same_texts(steps in steps()) {
        let mut devices = [device(1), device(2), device(3)];
        let mut server = Server::default();
        let mut written: BTreeSet<String> = BTreeSet::new();
        let mut count = 0;
        for step in steps {
            match step {
                Step::Write(at) => {
                    count += 1;
                    let text = format!("{at}:{count}");
                    // Written over by a person who had it before them.
                    written.remove(message(&devices[at]));
                    write(&mut devices[at], &text);
                    written.insert(text);
                }
                Step::Save(at) => save(&mut devices[at]),
                Step::Push(at) => server.push(&devices[at].clone()),
                Step::Pull(at) => {
                    let answer = server.answer(&devices[at]);
                    devices[at].absorb(answer);
                }
                Step::Choose(at, which) => {
                    let Some(row) = server.draft().cloned() else { continue };
                    // A person chooses among what their own device shows.
                    if devices[at].shared_draft(DRAFT) != Some(&row) { continue }
                    let draft = devices[at].drafts.get_mut(&DRAFT).unwrap();
                    let seen = draft.versions(&row, Field::Message);
                    if let Some(other) = seen.first() {
                        let own = draft.text(Field::Message).to_owned();
                        let chosen = match which {
                            0 => own.clone(),
                            1 => other.clone(),
                            _ => sync::draft::both(&own, other),
                        };
                        // What its own device has written over already may come to nothing.
                        let counts = which == 2 || written.contains(&chosen);
                        written.retain(|text| !seen.contains(text) && *text != own);
                        written.extend(counts.then(|| chosen.clone()));
                        draft.settle(&row, Field::Message, chosen);
                    }
                }
            }
        }
        settle(&mut devices, &mut server);
        let texts = |device: &Replica| -> BTreeSet<String> {
            let mut all: BTreeSet<String> = server
                .draft()
                .map(|row| device.drafts[&DRAFT].versions(row, Field::Message))
                .unwrap_or_default()
                .into_iter()
                .collect();
            all.insert(message(device).to_owned());
            all.retain(|text| !text.is_empty());
            all
        };
        let first = texts(&devices[0]);
        for device in &devices {
            prop_assert!(device.outbox.is_empty());
            prop_assert_eq!(&texts(device), &first);
            if let Some(row) = device.shared_draft(DRAFT) {
                prop_assert_eq!(Some(row), server.draft());
            }
        }
        for text in written {
            prop_assert!(first.contains(&text), "{text} is lost: {first:?}");
        }
    }
}
