//! How much one may keep.

use super::{
    Shared,
    made::{NOW, a_town, desk, group, job, person, pushed, pushing, put, register},
};
use crate::push::{MOST_OUTBOXES, MOST_REFUSALS, push};
use domain::{
    Command, DraftId, Kind, PhraseId, Refusal, Row, Scope, Timestamp,
    bounds::{Measure, most, most_bytes},
    draft::{Draft, Edit, Subject},
    phrase::Phrase,
    refusal::Field,
};
use std::collections::BTreeMap;
use sync::{MutationId, protocol::Outcome};
use uuid::Uuid;

fn phrase(number: u32) -> Command {
    Command::SavePhrase {
        id: PhraseId(Uuid::from_u128(0x0500 + u128::from(number))),
        name: "あいさつ".into(),
        text: format!("はじめまして。 {number}"),
    }
}

fn full() -> Outcome {
    let (kind, most) = (Kind::Phrase, bound());
    Outcome::Refused(Refusal::TooMany { kind, most })
}

fn bound() -> u32 {
    most(Kind::Phrase).unwrap()
}

/// Gives a person so many phrases.
async fn with_phrases(store: &Shared, count: u32) {
    a_town(store).await;
    let phrases = (0..count).map(|number| {
        let Command::SavePhrase { id, name, text } = phrase(number) else {
            unreachable!("phrases are saved so")
        };
        let person = person(1);
        Row::Phrase(Phrase {
            id,
            person,
            name,
            text,
        })
    });
    put(store, phrases.collect()).await;
}

async fn held(store: &Shared) -> u64 {
    let mut snapshot = store.snapshot().await.unwrap();
    let bearer = Scope::Person(person(1));
    snapshot
        .held(bearer, Measure::Rows(Kind::Phrase))
        .await
        .unwrap()
}

/// The bound is of one kind and one person; what is there can be changed.
pub async fn who_has_as_many_as_one_may_is_refused_one_more_and_nothing_else(store: Shared) {
    let bound = bound();
    with_phrases(&store, bound - 2).await;
    let star = Command::StarJob { job: job(1).id };
    let mut changed = phrase(0);
    if let Command::SavePhrase { text, .. } = &mut changed {
        text.push_str("よろしくお願いします。");
    }
    // One push: what it added itself counts.
    let all = [
        phrase(bound),
        phrase(bound + 1),
        phrase(bound + 2),
        changed,
        star,
    ];
    let request = pushing(group(1), 1, all.map(Some).to_vec());
    let applied = Outcome::Applied;
    assert_eq!(
        pushed(&store, person(1), &request).await,
        [
            applied.clone(),
            applied.clone(),
            full(),
            applied.clone(),
            applied.clone()
        ]
    );
    assert_eq!(held(&store).await, u64::from(bound));
    let other = pushing(group(2), 1, vec![Some(phrase(bound + 3))]);
    assert_eq!(pushed(&store, person(2), &other).await, [applied]);
    assert_eq!(store.check().await.unwrap(), [""; 0]);
}

/// Each finds room for one more; there is room for one.
pub async fn two_devices_do_not_slip_past_a_bound_together(store: Shared) {
    let bound = bound();
    with_phrases(&store, bound - 1).await;
    let devices: Vec<_> = (1..=6)
        .map(|number| {
            let store = store.clone();
            let request = pushing(
                group(u128::from(number)),
                1,
                vec![Some(phrase(bound + number))],
            );
            tokio::spawn(async move { pushed(&store, person(1), &request).await.remove(0) })
        })
        .collect();
    let mut applied = 0;
    for device in devices {
        match device.await.unwrap() {
            Outcome::Applied => applied += 1,
            refused => assert_eq!(refused, full()),
        }
    }
    assert_eq!((applied, held(&store).await), (1, u64::from(bound)));
    assert_eq!(store.check().await.unwrap(), [""; 0]);
}

/// A count goes down, too.
pub async fn what_goes_makes_room_again(store: Shared) {
    let bound = bound();
    with_phrases(&store, bound).await;
    let delete = |number| match phrase(number) {
        Command::SavePhrase { id, .. } => Command::DeletePhrase { id },
        other => other,
    };
    let all = [
        phrase(bound),
        delete(0),
        delete(0),
        phrase(bound),
        phrase(bound + 1),
    ];
    let request = pushing(group(1), 1, all.map(Some).to_vec());
    let applied = Outcome::Applied;
    assert_eq!(
        pushed(&store, person(1), &request).await,
        [full(), applied.clone(), applied.clone(), applied, full()]
    );
    assert_eq!(held(&store).await, u64::from(bound));
    assert_eq!(store.check().await.unwrap(), [""; 0]);
}

/// A draft of the number whose text has so many characters of three bytes.
fn draft(number: u128, long: usize) -> Draft {
    Draft {
        id: DraftId(Uuid::from_u128((7 << 76) | number)),
        person: person(1),
        subject: Subject::Posting {
            desk: desk("日南市役所"),
            job: None,
        },
        title: String::new(),
        fields: BTreeMap::from([(Field::Description, "長".repeat(long))]),
        others: BTreeMap::new(),
        revision: 1,
        edited_at: NOW,
    }
}

/// Few rows may be as long as many: of drafts, what they say counts as well.
pub async fn long_drafts_end_before_there_are_many(store: Shared) {
    register(&store, &[person(1), person(2)]).await;
    // 19.8 MB of 20.
    let drafts = (0..33).map(|number| Row::Draft(draft(number, 200_000)));
    put(&store, drafts.collect()).await;
    let save = |draft: Draft, to: usize| Command::SaveDraft {
        draft: draft.id,
        subject: draft.subject,
        title: String::new(),
        edits: vec![Edit {
            field: Field::Description,
            from: draft.fields[&Field::Description].clone(),
            to: "長".repeat(to),
            settles: Vec::new(),
        }],
    };
    let long = |number| {
        let long = 10_000;
        save(draft(number, 0), long)
    };
    let all = (40..50).map(|number| Some(long(number))).collect();
    let outcomes = pushed(&store, person(1), &pushing(group(1), 1, all)).await;
    let kind = Kind::Draft;
    let most = most_bytes(kind).unwrap();
    let full = Outcome::Refused(Refusal::TooMuch { kind, most });
    let applied = outcomes
        .iter()
        .filter(|outcome| **outcome == Outcome::Applied);
    assert_eq!(applied.count(), 6, "{outcomes:?}");
    assert_eq!(outcomes[6..], vec![full; 4]);
    // What becomes shorter is taken, and makes room; another's room is their own.
    let shorter = vec![Some(save(draft(0, 200_000), 10)), Some(long(49))];
    let request = pushing(group(1), 11, shorter);
    assert_eq!(
        pushed(&store, person(1), &request).await,
        [Outcome::Applied, Outcome::Applied]
    );
    let other = pushing(group(2), 1, vec![Some(long(60))]);
    assert_eq!(pushed(&store, person(2), &other).await, [Outcome::Applied]);
    assert_eq!(store.check().await.unwrap(), [""; 0]);
}

/// Whoever begins outbox after outbox has the last of them, and nobody else loses theirs.
pub async fn of_many_outboxes_those_that_pushed_last_are_known(store: Shared) {
    a_town(&store).await;
    let star = Command::StarJob { job: job(1).id };
    let outboxes = MOST_OUTBOXES as u128 + 3;
    let first = pushing(group(1000), 1, vec![Some(star.clone())]);
    pushed(&store, person(2), &first).await;
    for number in 0..outboxes {
        // The first of them is a device that is still in use.
        let uses = [(0, number as u64 + 1), (number, 1)];
        for (number, id) in uses.into_iter().take(if number == 0 { 1 } else { 2 }) {
            let request = pushing(group(number), id, vec![Some(star.clone())]);
            let now = Timestamp(NOW.0 + i64::try_from(number).unwrap() * 1000 + id as i64 * 1000);
            push(store.as_ref(), person(1), &request, now)
                .await
                .unwrap();
        }
    }
    let mut snapshot = store.snapshot().await.unwrap();
    let mut known = Vec::new();
    for number in 0..outboxes {
        known.push(snapshot.group(group(number)).await.unwrap().is_some());
    }
    assert_eq!(known[..5], [true, false, false, false, true]);
    assert!(known[5..].iter().all(|known| *known));
    assert!(snapshot.group(group(1000)).await.unwrap().is_some());
}

/// Refusals are kept until their device has stored them; but not without end.
pub async fn refusals_that_nobody_fetches_do_not_pile_up(store: Shared) {
    register(&store, &[person(1)]).await;
    let count = MOST_REFUSALS + 700;
    for first in (1..=count).step_by(100) {
        let request = pushing(group(1), first, vec![None; 100]);
        pushed(&store, person(1), &request).await;
    }
    let mut snapshot = store.snapshot().await.unwrap();
    let kept = snapshot.refusals(group(1), MutationId(0)).await.unwrap();
    assert_eq!(kept.last().unwrap().0, MutationId(count));
    let most = usize::try_from(MOST_REFUSALS).unwrap();
    assert!((most..most + 500).contains(&kept.len()), "{}", kept.len());
}
