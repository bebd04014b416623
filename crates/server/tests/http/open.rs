//! What everybody may read, followed from outside: programs and spaces.

use crate::town::Town;
use domain::{
    Kind, Row, Scope,
    row::{RowKey, Write},
    town::{FREE_PROGRAM, SPACE, program, space},
};
use hyper::StatusCode;
use sync::protocol::OpenChanges;

async fn asked(town: &Town, scope: &str, since: u64, epoch: &str) -> OpenChanges {
    let path = format!("/api/{scope}?since={since}&epoch={epoch}");
    let answer = town.browser().get(&path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.json()
}

#[tokio::test]
async fn whoever_comes_follows_programs_and_spaces_each_by_itself() {
    let town = Town::open().await;
    let (seminar, home) = (
        Row::Program(program(FREE_PROGRAM)),
        Row::Space(space(SPACE)),
    );
    town.put(vec![seminar.clone(), home.clone()]).await;
    for (scope, row) in [("programs", seminar), ("spaces", home.clone())] {
        let first = asked(&town, scope, 0, "").await;
        assert!(first.reset && !first.more, "{first:?}");
        assert_eq!(first.rows, [row]);
        let next = asked(&town, scope, first.version, &first.epoch.0).await;
        assert!(!next.reset && next.rows.is_empty(), "{next:?}");
    }

    let first = asked(&town, "spaces", 0, "").await;
    let key = RowKey {
        kind: Kind::Space,
        id: SPACE.0,
    };
    let mut transaction = town.store.begin().await.unwrap();
    transaction.write(&Write::Delete(key)).await.unwrap();
    transaction.commit().await.unwrap();
    let next = asked(&town, "spaces", first.version, &first.epoch.0).await;
    assert_eq!((next.rows, next.gone), (Vec::new(), vec![key]));
    // A device that follows another incarnation begins anew.
    assert!(asked(&town, "spaces", first.version, "another").await.reset);
}

#[tokio::test]
async fn a_space_is_read_by_its_id_and_by_that_alone() {
    let town = Town::open().await;
    town.put(vec![Row::Space(space(SPACE))]).await;
    let there = town.browser().get(&format!("/api/spaces/{SPACE}")).await;
    assert_eq!(there.json::<domain::space::Space>(), space(SPACE));
    let wrong = town.browser().get(&format!("/api/programs/{SPACE}")).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    assert_eq!(Row::Space(space(SPACE)).audience(), [Scope::Spaces]);
}
