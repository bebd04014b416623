//! A backup becomes a store again.

use crate::{
    engawa::{Ended, Place, text},
    serve::serve,
};
use private_postgres::database;

const HARU: [&str; 6] = [
    "account",
    "create",
    "--email",
    "haru@example.jp",
    "--name",
    "佐野 はる",
];

/// A store with the demo, a person and a desk, and a backup of it.
fn backed_up() -> (Place, Ended) {
    let place = Place::new();
    assert_eq!(place.run(&["demo"]).code, 0);
    let mut joining = HARU.to_vec();
    joining.extend(["--desk", "日南市役所"]);
    place.run_with(&joining, "縁側でひとやすみする\n");
    let made = place.run(&["backup", text(&place.path("backup.db"))]);
    assert_eq!(made.code, 0, "{made:?}");
    (place, made)
}

/// The lines that say what each part comes to.
fn sums(ended: &Ended) -> Vec<&str> {
    let lines = ended.out.lines();
    lines
        .filter(|line| line.split_whitespace().count() == 3 && line.len() > 70)
        .collect()
}

fn epoch(place: &Place) -> Option<String> {
    // As it lies in the file: the program tells it to devices only.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let file = place.data().join("engawa.sqlite");
    runtime.block_on(async {
        let store = store_sqlite::SqliteStore::open(&file).await.unwrap();
        let epoch = store::Store::epoch(&store).0.clone();
        store.close().await;
        Some(epoch)
    })
}

#[test]
fn reliability_11_a_restored_store_holds_what_was_backed_up_and_is_another_incarnation() {
    let (here, made) = backed_up();
    let there = Place::new();
    let restored = there.run(&["restore", text(&here.path("backup.db"))]);
    assert_eq!(restored.code, 0, "{restored:?}");
    assert!(sums(&made).len() > 10, "{made:?}");
    assert_eq!(sums(&restored), sums(&made));
    assert_eq!(there.run(&["check"]).last(), ("everything is sound", 0));
    assert_ne!(epoch(&there), epoch(&here));
    let left: Vec<_> = std::fs::read_dir(there.data()).unwrap().collect();
    assert_eq!(left.len(), 2, "the store and its lock: {left:?}");
    #[cfg(unix)]
    {
        let file = std::fs::metadata(there.data().join("engawa.sqlite")).unwrap();
        let rights = std::os::unix::fs::MetadataExt::mode(&file);
        assert_eq!(rights & 0o777, 0o600, "nobody else reads it");
    }
}

#[test]
fn a_store_that_is_there_is_replaced_only_when_asked() {
    let (here, made) = backed_up();
    let backup = here.path("backup.db");
    let before = epoch(&here);
    let mut other = HARU;
    other[3] = "later@example.jp";
    here.run_with(&other, "縁側でひとやすみする\n");
    let refused = here.run(&["restore", text(&backup)]);
    assert!(
        refused.code == 1 && refused.err.contains("--force"),
        "{refused:?}"
    );
    assert_eq!(epoch(&here), before);
    let restored = here.run(&["restore", "--force", text(&backup)]);
    assert_eq!(sums(&restored), sums(&made), "{restored:?}");
    assert_ne!(epoch(&here), before);
    // Who came after the backup is not there any more.
    assert_eq!(here.run_with(&other, "縁側でひとやすみする\n").code, 0);
}

#[test]
fn nothing_is_restored_under_a_running_server() {
    let (here, _) = backed_up();
    let backup = here.path("backup.db");
    let before = epoch(&here);
    let serving = serve(&here);
    for arguments in [vec!["--force", text(&backup)], vec!["--new-epoch"]] {
        let refused = here.run(&[vec!["restore"], arguments].concat());
        assert!(
            refused.code == 1 && refused.err.contains("at work"),
            "{refused:?}"
        );
    }
    // Other commands are at work beside it.
    assert_eq!(here.run(&["check"]).code, 0);
    serving.end();
    assert_eq!(epoch(&here), before);
    assert_eq!(here.run(&["restore", "--new-epoch"]).code, 0);
    assert_ne!(epoch(&here), before);
}

#[test]
fn from_a_damaged_backup_nothing_is_restored() {
    let (here, _) = backed_up();
    let before = epoch(&here);
    let whole = std::fs::read(here.path("backup.db")).unwrap();
    let mut wrong = whole.clone();
    // The person's name, as it lies in the file: JSON no more.
    let name = "佐野".as_bytes();
    let at = wrong.windows(6).position(|window| window == name).unwrap();
    wrong[at - 1] = b'}';
    let cut = &whole[..whole.len() / 2];
    for (name, content) in [
        ("wrong.db", wrong.as_slice()),
        ("cut.db", cut),
        ("text.db", "nothing of the kind".as_bytes()),
        ("empty.db", b""),
    ] {
        let file = here.path(name);
        std::fs::write(&file, content).unwrap();
        let refused = here.run(&["restore", "--force", text(&file)]);
        assert!(
            refused.code == 1 && !refused.err.is_empty(),
            "{name}: {refused:?}"
        );
        assert_eq!(epoch(&here), before, "{name}");
        assert_eq!(here.run(&["check"]).last(), ("everything is sound", 0));
        assert!(!here.data().join("engawa.sqlite.restoring").exists());
    }
    let missing = here.run(&["restore", "--force", "nowhere.db"]);
    assert!(
        missing.code == 1 && missing.err.contains("nowhere.db"),
        "{missing:?}"
    );
}

#[test]
fn a_database_is_put_back_by_its_own_tools_and_then_begins_anew() {
    let place = Place::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = runtime.block_on(database()).unwrap();
    let run =
        |arguments: &[&str]| place.run(&[arguments, &["--database-url", &database.url]].concat());
    let refused = run(&["restore", "a.dump"]);
    assert!(
        refused.code == 1 && refused.err.contains("pg_restore"),
        "{refused:?}"
    );
    let epoch = || {
        runtime.block_on(async {
            let store = store_postgres::PostgresStore::open(&database.url)
                .await
                .unwrap();
            let epoch = store::Store::epoch(&store).clone();
            (store, epoch)
        })
    };
    let (store, before) = epoch();
    let refused = run(&["restore", "--new-epoch"]);
    assert!(
        refused.code == 1 && refused.err.contains("at work"),
        "{refused:?}"
    );
    runtime.block_on(async {
        store.close().await;
        drop(store);
    });
    let renewed = run(&["restore", "--new-epoch"]);
    assert_eq!(renewed.code, 0, "{renewed:?}");
    let (store, after) = epoch();
    assert_ne!(after, before);
    runtime.block_on(async { drop(store) });
}
