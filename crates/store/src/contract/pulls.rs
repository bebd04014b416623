//! What devices pull: everything that they may read, and nothing else.

use super::{
    Shared,
    made::{
        NOW, a_town, desk, group, job, person, place, proposals, propose, pulled, pulling, pushed,
        pushing, put, register, write,
    },
};
use crate::{
    Room,
    pull::{forget_gone, pull_in_pages},
};
use domain::{
    Command, DeskId, DraftId, Kind, MembershipId, ProposalId, Row, RowKey, Scope, Write,
    desk::{Membership, Role},
    draft::{Draft, Subject},
    refusal::Field,
};
use std::collections::{BTreeMap, BTreeSet};
use sync::{
    MutationId,
    protocol::{Epoch, PAGE, PullRequest, PullResponse},
};
use uuid::Uuid;

/// Each side finds it by a pull; a stranger does not.
pub async fn a_proposal_reaches_its_worker_and_its_desk_and_nobody_else(store: Shared) {
    let (worker, client, stranger) = (person(1), person(2), person(3));
    register(&store, &[worker, client, stranger]).await;
    put(
        &store,
        vec![Row::Job(job(1)), place(client, desk("日南市役所"))],
    )
    .await;
    put(&store, vec![place(stranger, desk("油津商店街"))]).await;
    let request = pushing(group(1), 1, vec![Some(propose(&job(1), 10_000))]);
    pushed(&store, worker, &request).await;
    assert_eq!(
        proposals(&pulled(&store, worker, &pulling(group(1))).await),
        1
    );
    assert_eq!(
        proposals(&pulled(&store, client, &pulling(group(2))).await),
        1
    );
    let response = pulled(&store, stranger, &pulling(group(3))).await;
    assert_eq!((proposals(&response), response.gone.len()), (0, 0));
}

/// Joining a desk brings its past; leaving it takes everything away.
pub async fn who_joins_a_desk_receives_what_was_there_and_who_leaves_keeps_nothing(store: Shared) {
    let (worker, client, town) = (person(1), person(2), desk("日南市役所"));
    register(&store, &[worker, client]).await;
    put(&store, vec![Row::Job(job(1))]).await;
    pushed(
        &store,
        worker,
        &pushing(group(1), 1, vec![Some(propose(&job(1), 10_000))]),
    )
    .await;
    let before = pulled(&store, client, &pulling(group(2))).await;
    assert_eq!(proposals(&before), 0);

    put(&store, vec![place(client, town)]).await;
    let next = |response: &PullResponse| PullRequest {
        epoch: Some(response.epoch.clone()),
        cursors: response.cursors.clone(),
        ..pulling(group(2))
    };
    let joined = pulled(&store, client, &next(&before)).await;
    assert_eq!(
        joined.scopes_joined.iter().copied().collect::<Vec<_>>(),
        [Scope::Desk(town)]
    );
    assert_eq!(proposals(&joined), 1);

    write(&store, vec![Write::Delete(place(client, town).key())]).await;
    let left = pulled(&store, client, &next(&joined)).await;
    assert_eq!(
        left.scopes_left.iter().copied().collect::<Vec<_>>(),
        [Scope::Desk(town)]
    );
    assert_eq!(left.gone, [place(client, town).key()]);
    assert_eq!((left.rows.len(), left.cursors.len()), (0, 1));
}

/// Whom a row has left hears that it is gone, and nothing of what it says now; who may read it
/// through another scope keeps it.
pub async fn a_row_that_moves_is_told_only_to_whom_may_read_it(store: Shared) {
    let (town, shops) = (desk("日南市役所"), desk("油津商店街"));
    let (before, both) = (person(1), person(2));
    register(&store, &[before, both]).await;
    let membership = |desk: DeskId| {
        let id = MembershipId(Uuid::from_u128(9));
        Row::Membership(Membership {
            id,
            person: person(3),
            person_name: String::new(),
            desk,
            desk_name: String::new(),
            role: Role::Member,
        })
    };
    put(
        &store,
        vec![place(before, town), place(both, town), place(both, shops)],
    )
    .await;
    put(&store, vec![membership(town)]).await;
    let next = |group, response: PullResponse| PullRequest {
        epoch: Some(response.epoch),
        cursors: response.cursors,
        ..pulling(group)
    };
    let first = next(group(1), pulled(&store, before, &pulling(group(1))).await);
    let second = next(group(2), pulled(&store, both, &pulling(group(2))).await);
    put(&store, vec![membership(shops)]).await;
    let left = pulled(&store, before, &first).await;
    assert_eq!(
        (left.rows, left.gone),
        (vec![], vec![membership(town).key()])
    );
    let stayed = pulled(&store, both, &second).await;
    assert_eq!(
        (stayed.rows, stayed.gone),
        (vec![membership(shops)], vec![])
    );
}

/// The device keeps its own view of what it sent until the rows are there.
pub async fn a_long_pull_comes_in_pages_and_settles_the_outbox_with_the_last(store: Shared) {
    register(&store, &[person(1)]).await;
    let jobs: Vec<_> = (0..PAGE as u128 + 5).map(job).collect();
    put(&store, jobs.iter().cloned().map(Row::Job).collect()).await;
    let stars = jobs
        .iter()
        .map(|job| Some(Command::StarJob { job: job.id }))
        .collect();
    pushed(&store, person(1), &pushing(group(1), 1, stars)).await;
    let next = jobs.len() as u64 + 1;
    pushed(
        &store,
        person(1),
        &pushing(group(1), next, vec![Some(propose(&jobs[0], 1))]),
    )
    .await;

    let first = pulled(&store, person(1), &pulling(group(1))).await;
    assert_eq!((first.more, first.rows.len()), (true, PAGE));
    assert_eq!(first.last_mutation, MutationId(0));
    let request = PullRequest {
        epoch: Some(first.epoch),
        cursors: first.cursors,
        ..pulling(group(1))
    };
    let last = pulled(&store, person(1), &request).await;
    // The person's own row, the stars left over, the proposal.
    assert_eq!((last.more, last.rows.len()), (false, 7));
    assert_eq!(last.last_mutation, MutationId(next));
    let proposal = ProposalId::of(person(1), jobs[0].id).0;
    let key = RowKey {
        kind: Kind::Proposal,
        id: proposal,
    };
    assert!(last.rows.iter().any(|row| row.key() == key));
}

/// A page costs server and device about so much, whatever somebody wrote; what is longer comes alone.
pub async fn long_drafts_come_in_pages_that_end_by_their_length(store: Shared) {
    register(&store, &[person(1)]).await;
    let draft = |number: u128| {
        let text = "長".repeat(4_000);
        Row::Draft(Draft {
            id: DraftId(Uuid::from_u128(number)),
            person: person(1),
            subject: Subject::Posting {
                desk: desk("日南市役所"),
                job: None,
            },
            title: String::new(),
            fields: BTreeMap::from([(Field::Description, text)]),
            others: BTreeMap::new(),
            revision: 1,
            edited_at: NOW,
        })
    };
    put(&store, (0..7).map(draft).collect()).await;
    let phrases = vec![None];
    pushed(&store, person(1), &pushing(group(1), 1, phrases)).await;
    let page = Room {
        rows: 100,
        bytes: 30_000,
    };
    let (mut request, mut lengths, mut seen) = (pulling(group(1)), Vec::new(), BTreeSet::new());
    loop {
        let pulled = pull_in_pages(store.as_ref(), person(1), &request, page);
        let pulled = pulled.await.unwrap();
        lengths.push(pulled.rows.len());
        seen.extend(pulled.rows.iter().map(Row::key));
        assert_eq!(pulled.last_mutation.0, u64::from(!pulled.more));
        if !pulled.more {
            break;
        }
        request = PullRequest {
            epoch: Some(pulled.epoch),
            cursors: pulled.cursors,
            ..request
        };
    }
    // The person's own short row, and drafts of more than 12,000 bytes.
    assert_eq!((lengths, seen.len()), (vec![4, 3, 1], 8));
}

/// A restored server says so, and everything is sent anew.
pub async fn cursors_of_another_incarnation_begin_anew(store: Shared) {
    a_town(&store).await;
    let first = pulled(&store, person(1), &pulling(group(1))).await;
    assert!(!first.reset);
    let epoch = Some(Epoch("another".into()));
    let request = PullRequest {
        epoch,
        cursors: first.cursors.clone(),
        ..pulling(group(1))
    };
    let anew = pulled(&store, person(1), &request).await;
    assert_eq!(
        (anew.reset, anew.rows.len(), &anew.epoch),
        (true, 1, store.epoch())
    );
    // Nor was a cursor beyond the end ever given by this store.
    let mut cursors = first.cursors;
    cursors.values_mut().for_each(|version| *version += 1);
    let request = PullRequest {
        epoch: Some(first.epoch),
        cursors,
        ..pulling(group(1))
    };
    assert!(pulled(&store, person(1), &request).await.reset);
}

/// What is gone is told for a while. Who was away longer drops everything and begins anew; who
/// began since, however far they are, goes on.
pub async fn who_was_away_longer_than_it_is_known_what_is_gone_begins_anew(store: Shared) {
    a_town(&store).await;
    let star = |number| Command::StarJob {
        job: job(number).id,
    };
    let jobs: Vec<_> = (2..6).map(job).collect();
    put(&store, jobs.into_iter().map(Row::Job).collect()).await;
    let stars = (1..6).map(|number| Some(star(number))).collect();
    pushed(&store, person(1), &pushing(group(1), 1, stars)).await;
    let away = pulled(&store, person(1), &pulling(group(2))).await;
    let took_off = Command::UnstarJob { job: job(5).id };
    pushed(
        &store,
        person(1),
        &pushing(group(1), 6, vec![Some(took_off)]),
    )
    .await;
    let here = pulled(&store, person(1), &pulling(group(3))).await;
    let next = |response: &PullResponse| PullRequest {
        epoch: Some(response.epoch.clone()),
        cursors: response.cursors.clone(),
        forgotten: Some(response.forgotten),
        ..pulling(group(2))
    };

    let forgets = async |days: i64| {
        let now = NOW.plus_days(days);
        forget_gone(store.as_ref(), now).await.unwrap()
    };
    // Noted once, it is known for two months more.
    assert_eq!(forgets(0).await, 0);
    assert_eq!(forgets(59).await, 0);
    let gone = pulled(&store, person(1), &next(&away)).await;
    assert_eq!((gone.reset, gone.gone.len()), (false, 1));
    assert_eq!(forgets(60).await, 1);
    assert_eq!(forgets(61).await, 0);

    let back = pulled(&store, person(1), &next(&away)).await;
    assert_eq!((back.reset, back.rows.len(), back.gone.len()), (true, 5, 0));
    assert!(back.forgotten > away.forgotten);
    // Nothing was missed by who had heard of it, nor by who begins page by page.
    assert!(!pulled(&store, person(1), &next(&here)).await.reset);
    let two = Room {
        rows: 2,
        ..Room::PAGE
    };
    let first = pull_in_pages(store.as_ref(), person(1), &pulling(group(4)), two)
        .await
        .unwrap();
    assert_eq!((first.more, first.rows.len()), (true, 2));
    let second = pull_in_pages(store.as_ref(), person(1), &next(&first), two)
        .await
        .unwrap();
    assert_eq!((second.reset, second.rows.len()), (false, 2));
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}
