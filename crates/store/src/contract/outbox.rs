//! What devices push: judged once, in order.

use super::{
    Shared,
    made::{
        NOW, a_town, desk, group, job, person, proposals, propose, pulled, pulling, pushed, pushing,
    },
};
use crate::{
    pull::{PullError, pull},
    push::{Push, PushError, Received, push},
};
use domain::{
    Command, DraftId, ProposalId, Refusal, Scope,
    draft::{Edit, Subject},
    refusal::{Field, Invalid, Problem},
};
use sync::{
    MutationId,
    protocol::{Epoch, Outcome, PullRequest},
};

/// A reply was lost; the device pushes again.
pub async fn what_is_pushed_twice_is_done_once(store: Shared) {
    a_town(&store).await;
    let request = pushing(group(1), 1, vec![Some(propose(&job(1), 10_000))]);
    let first = push(store.as_ref(), person(1), &request, NOW)
        .await
        .unwrap();
    assert_eq!(first.response.results[0].outcome, Outcome::Applied);
    let scopes = [Scope::Person(person(1)), Scope::Desk(desk("日南市役所"))];
    assert_eq!(first.touched.into_keys().collect::<Vec<_>>(), scopes);
    // Judged anew it would be refused: there is a proposal already.
    let second = push(store.as_ref(), person(1), &request, NOW.plus_days(1))
        .await
        .unwrap();
    assert_eq!(second.response, first.response);
    assert!(second.touched.is_empty());
    assert_eq!(
        proposals(&pulled(&store, person(1), &pulling(group(1))).await),
        1
    );
}

/// Two tabs drain one outbox.
pub async fn what_is_pushed_by_two_tabs_at_once_is_done_once(store: Shared) {
    a_town(&store).await;
    let request = pushing(
        group(1),
        1,
        vec![
            Some(propose(&job(1), 10_000)),
            Some(Command::StarJob { job: job(1).id }),
        ],
    );
    let tabs: Vec<_> = (0..8)
        .map(|_| {
            let (store, request) = (store.clone(), request.clone());
            tokio::spawn(async move { pushed(&store, person(1), &request).await })
        })
        .collect();
    for tab in tabs {
        assert_eq!(tab.await.unwrap(), [Outcome::Applied, Outcome::Applied]);
    }
    let response = pulled(&store, person(1), &pulling(group(1))).await;
    assert_eq!(
        (proposals(&response), response.last_mutation),
        (1, MutationId(2))
    );
}

/// What stands behind a refused command is done, and the refusal is heard again.
pub async fn a_refusal_holds_up_nothing_and_is_told_again(store: Shared) {
    a_town(&store).await;
    let request = pushing(
        group(1),
        1,
        vec![
            Some(propose(&job(1), 0)),
            Some(propose(&job(7), 10_000)),
            Some(propose(&job(1), 10_000)),
        ],
    );
    let outcomes = pushed(&store, person(1), &request).await;
    let range = Problem::OutOfRange {
        min: 1,
        max: 999_999_999,
    };
    let amount = Refusal::Invalid(Invalid {
        field: Field::Amount,
        problem: range,
    });
    assert_eq!(
        outcomes,
        [
            Outcome::Refused(amount.clone()),
            Outcome::Refused(Refusal::JobNotFound),
            Outcome::Applied
        ]
    );
    assert_eq!(pushed(&store, person(1), &request).await, outcomes);

    let request = PullRequest {
        oldest_unsettled: Some(MutationId(1)),
        ..pulling(group(1))
    };
    let response = pulled(&store, person(1), &request).await;
    assert_eq!(response.last_mutation, MutationId(3));
    let refused = [
        (MutationId(1), amount),
        (MutationId(2), Refusal::JobNotFound),
    ];
    assert_eq!(response.refused, refused);
}

/// It goes when the device says that it has it, and not before.
pub async fn a_refusal_is_kept_until_the_device_has_stored_it(store: Shared) {
    a_town(&store).await;
    let request = pushing(group(1), 1, vec![None, None, None]);
    pushed(&store, person(1), &request).await;
    let told = async |oldest: Option<u64>| {
        let oldest_unsettled = oldest.map(MutationId);
        let request = PullRequest {
            oldest_unsettled,
            ..pulling(group(1))
        };
        let refused = pulled(&store, person(1), &request).await.refused;
        refused.into_iter().map(|(id, _)| id.0).collect::<Vec<_>>()
    };
    assert_eq!(told(Some(1)).await, [1, 2, 3]);
    // An empty outbox proves nothing: another tab may be about to fill it.
    assert_eq!(told(None).await, Vec::<u64>::new());
    assert_eq!(told(Some(1)).await, [1, 2, 3]);
    assert_eq!(told(Some(3)).await, [3]);
    assert_eq!(told(Some(1)).await, [3]);
}

/// A command of a newer app is refused alone.
pub async fn an_unknown_command_costs_only_itself(store: Shared) {
    a_town(&store).await;
    let request: Push = serde_json::from_value(serde_json::json!({
        "epoch": null, "schema": 1, "group": group(1),
        "mutations": [
            { "id": 1, "command": { "fly_to_the_moon": {} }, "made_at": 0, "base_version": 0 },
            { "id": 2, "command": 7, "made_at": 0, "base_version": 0 },
            { "id": 3, "command": { "star_job": { "job": job(1).id } }, "made_at": 0,
              "base_version": 0 },
        ]
    }))
    .unwrap();
    assert_eq!(
        pushed(&store, person(1), &request).await,
        [
            Outcome::Refused(Refusal::Unknown),
            Outcome::Refused(Refusal::Unknown),
            Outcome::Applied
        ]
    );
}

/// Nobody pushes into, or learns from, the outbox of another.
pub async fn an_outbox_belongs_to_one_person(store: Shared) {
    a_town(&store).await;
    let request = pushing(group(1), 1, vec![Some(Command::StarJob { job: job(1).id })]);
    pushed(&store, person(1), &request).await;
    let request = pushing(
        group(1),
        2,
        vec![Some(Command::UnstarJob { job: job(1).id })],
    );
    let foreign = push(store.as_ref(), person(2), &request, NOW).await;
    assert!(matches!(foreign, Err(PushError::Foreign)), "{foreign:?}");
    let foreign = pull(store.as_ref(), person(2), &pulling(group(1))).await;
    assert!(matches!(foreign, Err(PullError::Foreign)), "{foreign:?}");
    assert_eq!(
        pulled(&store, person(1), &pulling(group(1)))
            .await
            .last_mutation,
        MutationId(1)
    );
}

/// A push whose numbers make no sense is no push.
pub async fn mutations_come_in_rising_order(store: Shared) {
    a_town(&store).await;
    for ids in [vec![0], vec![2, 1], vec![3, 3], vec![u64::MAX]] {
        let mutations = ids.iter().map(|id| Received {
            id: MutationId(*id),
            command: None,
            epoch: None,
        });
        let request = Push {
            mutations: mutations.collect(),
            ..pushing(group(1), 1, vec![])
        };
        let refused = push(store.as_ref(), person(1), &request, NOW).await;
        assert!(
            matches!(refused, Err(PushError::OutOfOrder { .. })),
            "{ids:?}"
        );
    }
    // Nothing is skipped: what a tab did not see yet would count as judged and be lost.
    let request = pushing(
        group(1),
        40,
        vec![Some(Command::StarJob { job: job(1).id })],
    );
    let refused = push(store.as_ref(), person(1), &request, NOW).await;
    assert!(matches!(refused, Err(PushError::OutOfOrder { .. })));
    // But an outbox that outlived a restored server goes on where it was.
    let outlived = Push {
        epoch: Some(Epoch("before the restore".into())),
        ..request.clone()
    };
    assert_eq!(
        pushed(&store, person(1), &outlived).await,
        [Outcome::Applied]
    );
    // Also when it has heard of the restored server before it had anything to push.
    let request = Push {
        group: group(2),
        epoch: Some(store.epoch().clone()),
        settled: MutationId(39),
        ..request
    };
    assert_eq!(
        pushed(&store, person(1), &request).await,
        [Outcome::Applied]
    );
}

/// A deletion names the revision that was seen. A restored server may hold another text under it.
pub async fn what_was_seen_before_a_restore_is_not_thrown_away_after_it(store: Shared) {
    a_town(&store).await;
    let subject = Subject::Proposal {
        job: job(1).id,
        desk_name: String::new(),
        sample: false,
    };
    let draft = DraftId::of_proposal(ProposalId::of(person(1), job(1).id));
    let edit = Edit {
        field: Field::Message,
        from: String::new(),
        to: "書きかけ".into(),
        settles: vec![],
    };
    let save = Command::SaveDraft {
        draft,
        subject,
        title: String::new(),
        edits: vec![edit],
    };
    let delete = Command::DeleteDraft {
        draft,
        revision: u64::MAX,
    };
    let mut request = pushing(group(1), 1, vec![Some(save), Some(delete.clone())]);
    for received in &mut request.mutations {
        received.epoch = Some(Epoch("before the restore".into()));
    }
    // Told of the restore, the device knows this epoch; what it queued before says the other.
    request.epoch = Some(store.epoch().clone());
    assert_eq!(
        pushed(&store, person(1), &request).await,
        [Outcome::Applied, Outcome::Refused(Refusal::DraftChanged)]
    );
    let mut request = pushing(group(1), 3, vec![Some(delete)]);
    request.epoch = Some(store.epoch().clone());
    assert_eq!(
        pushed(&store, person(1), &request).await,
        [Outcome::Applied]
    );
}
