//! The same commands on a PostgreSQL database, and moving a store there and back.

use crate::engawa::{Ended, Place, text};
use private_postgres::{Database, database};

const HARU: [&str; 6] = [
    "account",
    "create",
    "--email",
    "haru@example.jp",
    "--name",
    "佐野 はる",
];
const TOWNS: &str = "lgcode,prefecture,city,kana,lat,lng\n\
                     452041,宮崎県,日南市,にちなんし,31.6,131.4\n";
const POSTING: &str = r#"{"@type":"JobPosting","title":"広報紙の記事","description":"書きます","datePosted":"2026-11-01","identifier":"a-1","hiringOrganization":{"name":"日南市役所"},"jobLocationType":"TELECOMMUTE"}"#;

fn empty() -> Database {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(database()).unwrap()
}

/// Fills a store with something of everything that the command line makes.
fn fill(place: &Place, run: impl Fn(&[&str], &str) -> Ended) {
    let towns = place.file("towns.csv", TOWNS);
    let jobs = place.file("jobs.jsonl", &format!("{POSTING}\n"));
    let imported = run(&["import", "municipalities", text(&towns)], "");
    assert_eq!(
        imported.last(),
        ("imported 1, unchanged 0, refused 0", 0),
        "{imported:?}"
    );
    let imported = run(&["import", "jobs", text(&jobs)], "");
    assert_eq!(
        imported.last(),
        ("imported 1, unchanged 0, refused 0", 0),
        "{imported:?}"
    );
    let imported = run(&["import", "jobs", text(&jobs)], "");
    assert_eq!(imported.last(), ("imported 0, unchanged 1, refused 0", 0));
    let mut joining = HARU.to_vec();
    joining.extend(["--desk", "日南市役所"]);
    let joined = run(&joining, "縁側でひとやすみする\n");
    assert_eq!(
        joined.last(),
        ("haru@example.jp is a member of 日南市役所", 0)
    );
}

#[test]
fn every_command_works_on_a_database() {
    let (place, database) = (Place::new(), empty());
    let run = |arguments: &[&str], input: &str| {
        let mut all = arguments.to_vec();
        all.extend(["--database-url", &database.url]);
        place.run_with(&all, input)
    };
    let ended = run(&["check"], "");
    assert!(
        ended.code == 1 && ended.err.contains("the database holds no store"),
        "{ended:?}"
    );
    fill(&place, run);
    assert_eq!(run(&["check"], "").last(), ("everything is sound", 0));
    let exported = run(&["export", "jobs"], "");
    assert!(exported.out.contains("広報紙の記事"), "{exported:?}");
    let backup = run(&["backup", text(&place.path("backup"))], "");
    assert!(
        backup.code == 1 && backup.err.contains("pg_dump"),
        "{backup:?}"
    );
    assert!(!place.data().exists(), "nothing is in the folder");
}

#[test]
fn a_store_moves_to_a_database_and_back() {
    let (here, back, database) = (Place::new(), Place::new(), empty());
    fill(&here, |arguments, input| here.run_with(arguments, input));
    let copy = |from: &str, to: &str| here.run(&["copy", "--from", from, "--to", to]);
    let there = copy(text(&here.data()), &database.url);
    assert_eq!(there.last(), ("copied 6, the same in both", 0), "{there:?}");
    let again = copy(text(&here.data()), &database.url);
    assert!(
        again.code == 1 && again.err.contains("not empty"),
        "{again:?}"
    );
    let returned = copy(&database.url, text(&back.data()));
    // Each kind with its count and checksum.
    assert_eq!(returned.out, there.out);
    assert_eq!(back.run(&["check"]).last(), ("everything is sound", 0));
    let login = back.run_with(&HARU, "縁側でひとやすみする\n");
    assert!(login.err.contains("has an account already"), "{login:?}");
}
