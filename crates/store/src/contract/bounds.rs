//! How much one may keep.

use super::{
    Shared,
    made::{a_town, group, job, person, pushed, pushing, put},
};
use domain::{Command, Kind, PhraseId, Refusal, Row, Scope, bounds::most, phrase::Phrase};
use sync::protocol::Outcome;
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
    snapshot.held(bearer, Kind::Phrase).await.unwrap()
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
