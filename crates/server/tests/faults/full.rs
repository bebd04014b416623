//! Reliability 10: the disk is full. A small one of one's own (a tmpfs) within a mount namespace, which
//! Linux gives to everybody who may have a user namespace, and to root: the story runs itself again in
//! there. Where the system gives none, it says that it was not tried.

use crate::{
    device::{Device, Heard, rows},
    serving::{Serving, engawa},
};
use private_postgres::{Server, find};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::{fs::File, io::Write, path::Path, process::Command, sync::Arc, time::Duration};
use store::contract::{Shared, made};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;
use sync::protocol::{Problem, ProblemKind};

/// The size of the disk.
const SIZE: &str = "size=40m";

/// Says that the story plays in a namespace of its own.
const INSIDE: &str = "ENGAWA_TEST_INSIDE";

fn is_root() -> bool {
    let asked = Command::new("id").arg("-u").output();
    asked.is_ok_and(|asked| asked.stdout == b"0\n")
}

fn unshare() -> Command {
    let mut command = Command::new("unshare");
    if !is_root() {
        command.args(["--user", "--map-root-user"]);
    }
    command.arg("--mount");
    command
}

/// Whether this is within a namespace of its own. If not, the story of this name has been played in
/// one, or cannot be.
fn is_inside(story: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let disk = tempfile::tempdir().unwrap();
    let probe = unshare()
        .args(["mount", "-t", "tmpfs", "-o", SIZE, "tmpfs"])
        .arg(disk.path())
        .output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        eprintln!("not tried, as this system gives no mount namespace: {story}");
        return false;
    }
    let played = unshare()
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", story, "--nocapture"])
        .env(INSIDE, "1")
        .status();
    assert!(
        played.unwrap().success(),
        "{story}, in a namespace of its own"
    );
    false
}

/// A small disk.
struct Disk(tempfile::TempDir);

impl Disk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", SIZE, "tmpfs"])
            .arg(folder.path())
            .status();
        assert!(mounted.unwrap().success());
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        let mut balloon = File::create(self.path().join("balloon")).unwrap();
        for size in [1 << 20, 1 << 12, 1] {
            while balloon.write_all(&vec![1; size]).is_ok() {}
        }
    }

    fn free(&self) {
        std::fs::remove_file(self.path().join("balloon")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(
            Command::new("umount")
                .arg("--lazy")
                .arg(self.path())
                .status(),
        );
    }
}

/// Pushes until the disk is full; then reading goes on, and writing goes on when there is room again,
/// by the same server, without anything lost or done twice.
async fn filled(disk: &Disk, data: &Path, url: Option<&str>) {
    let serving = Serving::start(data, url);
    let mut device = Device::register(&serving.address, 1).await;
    device.write(5, "まだ場所があります。");
    device.push(&serving.address).await.expect("there is room");

    disk.fill();
    let long = "長".repeat(4_000);
    let mut refused = None;
    for _ in 0..200 {
        device.write(20, &long);
        match device.try_push(&serving.address).await {
            Heard::Done(()) => {}
            Heard::Refused(status, text) => {
                refused = Some((status, text));
                break;
            }
            Heard::Nothing => panic!("the server went"),
        }
    }
    let (status, text) = refused.expect("a full disk");
    let problem: Problem = serde_json::from_str(&text).unwrap();
    assert_eq!((status, problem.kind), (507, ProblemKind::NoRoom), "{text}");
    assert!(problem.retry_after.is_some());

    // Reading goes on, and says the same to who asks again.
    let (rows, _) = device
        .pull(&serving.address)
        .await
        .expect("reading goes on");
    assert!(rows.len() > 5);
    for path in [
        "/healthz",
        "/api/session",
        "/api/board/changes?since=0&epoch=x",
    ] {
        let status = device.get(&serving.address, path).await;
        assert!(status < 500, "{path}: {status}");
    }
    let again = device.try_push(&serving.address).await;
    assert!(matches!(again, Heard::Refused(507, _)), "still full");

    disk.free();
    // The one that was refused goes through, by the same server.
    let mut tries = 0;
    while device.push(&serving.address).await.is_none() {
        tries += 1;
        assert!(tries < 100, "there is room again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let messages = device.account_for(&serving.address).await;
    assert!(messages > 20);
    drop(serving);
    assert_eq!(
        engawa(&["check"], data, url).trim_end(),
        "everything is sound"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reliability_10_a_full_disk_under_sqlite_is_told_and_survived() {
    if !is_inside("full::reliability_10_a_full_disk_under_sqlite_is_told_and_survived") {
        return;
    }
    let disk = Disk::new();
    let data = disk.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let store = SqliteStore::open(&data.join("engawa.sqlite"))
        .await
        .unwrap();
    let store: Shared = Arc::new(store);
    made::put(&store, rows(&[])).await;
    drop(store);
    filled(&disk, &data, None).await;
}

/// The database's own disk is full; its log is on another, without which PostgreSQL itself ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reliability_10_a_full_disk_under_postgresql_is_told_and_survived() {
    if !is_root() {
        eprintln!("not tried, as only root can run PostgreSQL in a mount namespace of its own");
        return;
    }
    if !is_inside("full::reliability_10_a_full_disk_under_postgresql_is_told_and_survived") {
        return;
    }
    find().unwrap();
    let disk = Disk::new();
    let place = disk.path().join("tables");
    std::fs::create_dir(&place).unwrap();
    // Open to whoever PostgreSQL runs as.
    for folder in [disk.path(), &place] {
        std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o777))
            .unwrap();
    }
    let server = tokio::task::spawn_blocking(Server::start)
        .await
        .unwrap()
        .unwrap();
    let owner = Command::new("chown")
        .arg(format!("--reference={}", server.folder().display()))
        .arg(&place)
        .status();
    assert!(owner.unwrap().success());
    let mut operator = PgConnection::connect(&server.url("postgres"))
        .await
        .unwrap();
    let place = place.display();
    for sql in [
        format!("CREATE TABLESPACE small LOCATION '{place}'"),
        "CREATE DATABASE small TABLESPACE small".to_owned(),
    ] {
        operator.execute(AssertSqlSafe(sql)).await.unwrap();
    }
    let url = server.url("small");
    let store: Shared = Arc::new(PostgresStore::open(&url).await.unwrap());
    made::put(&store, rows(&[])).await;
    drop(store);
    let data = tempfile::tempdir().unwrap();
    filled(&disk, data.path(), Some(&url)).await;
}
