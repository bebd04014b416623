//! Mail: the queue, links, and who is due for a digest.

use super::{
    Shared,
    made::{NOW, person, register},
};
use crate::{Language, Link, Mail, Mailbox, Purpose, TokenHash};
use domain::Timestamp;
use uuid::Uuid;

fn link(purpose: Purpose) -> Link {
    Link {
        person: person(1),
        purpose,
        email: "haru@example.jp".into(),
        expires_at: NOW.plus_days(1),
    }
}

fn mail(number: u128, due: Timestamp) -> Mail {
    Mail {
        id: Uuid::from_u128(number),
        person: Some(person(1)),
        made_at: NOW,
        due,
        until: NOW.plus_days(3),
        tries: 0,
        letter: r#"{"verify":{}}"#.into(),
    }
}

/// Used, old and made-up links open nothing.
pub async fn a_link_counts_once_and_before_its_end(store: Shared) {
    register(&store, &[person(1)]).await;
    let tokens = [1, 2, 3, 4].map(|number| TokenHash([number; 32]));
    let mut transaction = store.begin().await.unwrap();
    for (token, purpose) in tokens.iter().zip([
        Purpose::Verify,
        Purpose::Reset,
        Purpose::Reset,
        Purpose::Change,
    ]) {
        transaction.keep_link(*token, &link(purpose)).await.unwrap();
    }
    transaction.commit().await.unwrap();

    let mut transaction = store.begin().await.unwrap();
    let [verify, reset, other, change] = tokens;
    let used = transaction.take_link(verify, NOW).await.unwrap();
    assert_eq!(used, Some(link(Purpose::Verify)));
    assert_eq!(transaction.take_link(verify, NOW).await.unwrap(), None);
    let late = NOW.plus_days(1);
    assert_eq!(transaction.take_link(change, late).await.unwrap(), None);
    let unknown = TokenHash([9; 32]);
    assert_eq!(transaction.take_link(unknown, NOW).await.unwrap(), None);
    transaction
        .forget_links(person(1), Purpose::Reset)
        .await
        .unwrap();
    for token in [reset, other] {
        assert_eq!(transaction.take_link(token, NOW).await.unwrap(), None);
    }
    assert_eq!(transaction.sweep_links(NOW).await.unwrap(), 0);
    assert_eq!(transaction.sweep_links(late).await.unwrap(), 1);
    transaction.commit().await.unwrap();
}

/// A link is passed on, or opened on two devices.
pub async fn a_link_that_two_people_open_at_once_counts_once(store: Shared) {
    register(&store, &[person(1)]).await;
    let token = TokenHash([1; 32]);
    let mut transaction = store.begin().await.unwrap();
    transaction
        .keep_link(token, &link(Purpose::Reset))
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let tries = (0..4).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut transaction = store.begin().await.unwrap();
            let found = transaction.take_link(token, NOW).await.unwrap();
            transaction.commit().await.unwrap();
            found.is_some()
        })
    });
    let mut counted = 0;
    for tried in tries.collect::<Vec<_>>() {
        counted += usize::from(tried.await.unwrap());
    }
    assert_eq!(counted, 1);
}

/// The mail of what was undone is not sent.
pub async fn mail_is_queued_with_what_causes_it_or_not_at_all(store: Shared) {
    register(&store, &[person(1)]).await;
    let mut transaction = store.begin().await.unwrap();
    transaction.post(&mail(1, NOW)).await.unwrap();
    drop(transaction);
    let mut transaction = store.begin().await.unwrap();
    transaction.post(&mail(2, NOW)).await.unwrap();
    transaction.commit().await.unwrap();
    let mut transaction = store.begin().await.unwrap();
    let taken = transaction
        .take_mail(NOW, NOW.plus_days(1), 10)
        .await
        .unwrap();
    let ids: Vec<Uuid> = taken.iter().map(|mail| mail.id).collect();
    assert_eq!(ids, [Uuid::from_u128(2)]);
}

/// Two servers share one queue, and one of them may be killed while it sends.
pub async fn mail_is_taken_by_one_and_comes_again_when_its_sender_dies(store: Shared) {
    register(&store, &[person(1)]).await;
    let mut transaction = store.begin().await.unwrap();
    for number in 1..=3 {
        transaction.post(&mail(number, NOW)).await.unwrap();
    }
    let tomorrow = NOW.plus_days(1);
    transaction.post(&mail(4, tomorrow)).await.unwrap();
    transaction.commit().await.unwrap();

    let again = Timestamp(NOW.0 + 300_000);
    let take = |now: Timestamp, limit: usize| {
        let store = store.clone();
        async move {
            let mut transaction = store.begin().await.unwrap();
            let taken = transaction.take_mail(now, again, limit).await.unwrap();
            transaction.commit().await.unwrap();
            let mut ids: Vec<(u128, u32)> = taken
                .iter()
                .map(|mail| (mail.id.as_u128(), mail.tries))
                .collect();
            ids.sort_unstable();
            ids
        }
    };
    let (one, other) = (take(NOW, 2).await, take(NOW, 2).await);
    assert_eq!((one, other), (vec![(1, 1), (2, 1)], vec![(3, 1)]));
    assert_eq!(take(NOW, 9).await, []);

    // The first was sent; the second's server fell silent, the third is to be tried later still.
    let mut transaction = store.begin().await.unwrap();
    transaction.settle_mail(Uuid::from_u128(1)).await.unwrap();
    transaction
        .postpone(Uuid::from_u128(3), tomorrow)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(take(again, 9).await, [(2, 2)]);

    // Nobody writes to who has gone.
    let mut transaction = store.begin().await.unwrap();
    transaction.close_account(person(1), NOW).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(take(tomorrow.plus_days(1), 9).await, []);
}

/// The digest goes to who wants it, where it surely reaches them, and once.
pub async fn whoever_wants_a_digest_is_due_until_they_are_told(store: Shared) {
    let everybody = [1, 2, 3, 4].map(person);
    register(&store, &everybody).await;
    let mailbox = |number: u128| Mailbox {
        verified_at: Some(NOW),
        language: Language::En,
        digest: true,
        unsubscribe: format!("secret {number}"),
        digested_until: NOW,
    };
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.mailbox(person(1)).await.unwrap(), None);
    let boxes = [
        mailbox(1),
        Mailbox {
            verified_at: None,
            ..mailbox(2)
        },
        Mailbox {
            digest: false,
            ..mailbox(3)
        },
        mailbox(4),
    ];
    for (person, mailbox) in everybody.iter().zip(&boxes) {
        transaction.keep_mailbox(*person, mailbox).await.unwrap();
    }
    transaction.commit().await.unwrap();

    let mut snapshot = store.snapshot().await.unwrap();
    let found = snapshot.mailbox(person(2)).await.unwrap();
    assert_eq!(found.as_ref(), boxes.get(1));
    let owner = snapshot.subscriber("secret 3").await.unwrap();
    assert_eq!(owner, Some(person(3)));
    assert_eq!(snapshot.subscriber("secret").await.unwrap(), None);
    assert_eq!(snapshot.to_digest(NOW, 10).await.unwrap(), []);
    let tomorrow = NOW.plus_days(1);
    let due = snapshot.to_digest(tomorrow, 10).await.unwrap();
    assert_eq!(due, [person(1), person(4)]);
    assert_eq!(snapshot.to_digest(tomorrow, 1).await.unwrap(), [person(1)]);
    drop(snapshot);

    let mut transaction = store.begin().await.unwrap();
    let told = Mailbox {
        digested_until: tomorrow,
        ..mailbox(1)
    };
    transaction.keep_mailbox(person(1), &told).await.unwrap();
    transaction.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    let due = snapshot.to_digest(tomorrow, 10).await.unwrap();
    assert_eq!(due, [person(4)]);
}
