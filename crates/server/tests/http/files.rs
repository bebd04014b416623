//! Files over HTTP. Who may have one, is told in `authority.rs`.

use crate::town::{Browser, Town};
use domain::{FileId, file::MAX_BYTES};
use hyper::{StatusCode, body::Bytes};
use sync::protocol::ProblemKind;
use uuid::Uuid;

const PDF: &[u8] = b"%PDF-1.7 the plan";

async fn bring(
    browser: &mut Browser,
    number: u128,
    format: &str,
    bytes: Bytes,
) -> crate::town::Answer {
    let path = format!("/api/files/{}?format={format}", id(number));
    let headers = [("content-type", "application/octet-stream")];
    browser.send("POST", &path, &headers, bytes).await
}

fn id(number: u128) -> FileId {
    FileId(Uuid::from_u128(number))
}

#[tokio::test]
async fn a_file_is_brought_by_somebody_and_is_theirs() {
    let town = Town::open().await;
    let (mut haru, mut aki) = (town.person(1).await, town.person(2).await);
    let mut nobody = town.browser();
    bring(&mut nobody, 1, "pdf", PDF.into())
        .await
        .is(401, ProblemKind::NotLoggedIn);
    for _ in 0..2 {
        let answer = bring(&mut haru, 1, "pdf", PDF.into()).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
    }
    bring(&mut aki, 1, "pdf", PDF.into())
        .await
        .is(403, ProblemKind::Forbidden);
    let path = format!("/api/files/{}", id(1));
    let answer = haru.get(&path).await;
    assert_eq!((answer.status, &answer.body[..]), (StatusCode::OK, PDF));
    // As browsers ask: the answer is compressed on its way.
    let zipped = [("accept-encoding", "gzip")];
    let answer = haru.get_with(&path, &zipped).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    aki.get(&path).await.is(404, ProblemKind::NotFound);
    nobody.get(&path).await.is(401, ProblemKind::NotLoggedIn);
    haru.get(&format!("{path}?sign_up=1"))
        .await
        .is(400, ProblemKind::Malformed);
}

#[tokio::test]
async fn what_is_no_file_or_too_large_is_refused_in_words() {
    let town = Town::open().await;
    let mut haru = town.person(1).await;
    let script = Bytes::from_static(b"<script>alert(1)</script>");
    bring(&mut haru, 1, "pdf", script)
        .await
        .is(422, ProblemKind::Invalid);
    bring(&mut haru, 1, "png", PDF.into())
        .await
        .is(422, ProblemKind::Invalid);
    bring(&mut haru, 1, "html", PDF.into())
        .await
        .is(400, ProblemKind::Malformed);
    let most = usize::try_from(MAX_BYTES).unwrap();
    let mut long = PDF.to_vec();
    long.resize(most + 1, b' ');
    bring(&mut haru, 1, "pdf", long.clone().into())
        .await
        .is(413, ProblemKind::TooLarge);
    long.truncate(most);
    let answer = bring(&mut haru, 1, "pdf", long.clone().into()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let answer = haru.get(&format!("/api/files/{}", id(1))).await;
    assert_eq!(answer.body.len(), most);
}
