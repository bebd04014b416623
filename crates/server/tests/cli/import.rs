//! Postings and municipalities in, postings out.

use crate::engawa::{Place, text};
use std::collections::BTreeSet;
use store::Store;
use store_sqlite::SqliteStore;

const MAP: &str = r#"
[job]
identifier = "番号"
title = "題"
organization = "窓口"
posted_at = "掲載日"
"#;

fn posting(identifier: &str, title: &str) -> String {
    serde_json::json!({
        "@context": "https://schema.org", "@type": "JobPosting", "title": title,
        "description": "<p>記事を書きます。</p>", "datePosted": "2026-11-01",
        "hiringOrganization": { "@type": "Organization", "name": "日南市役所" },
        "identifier": { "@type": "PropertyValue", "value": identifier },
    })
    .to_string()
}

#[test]
fn importing_twice_changes_nothing() {
    let place = Place::new();
    let lines = [posting("1", "広報紙の記事"), posting("2", "観光案内の翻訳")].join("\n");
    let file = place.file("jobs.jsonl", &lines);
    let first = place.run(&["import", "jobs", text(&file)]);
    assert_eq!(
        first.last(),
        ("imported 2, unchanged 0, refused 0", 0),
        "{first:?}"
    );
    let second = place.run(&["import", "jobs", text(&file)]);
    assert_eq!(
        second.last(),
        ("imported 0, unchanged 2, refused 0", 0),
        "{second:?}"
    );
    let changed = lines.replace("観光案内", "市史");
    let file = place.file("jobs.jsonl", &changed);
    let third = place.run(&["import", "jobs", text(&file)]);
    assert_eq!(
        third.last(),
        ("imported 1, unchanged 1, refused 0", 0),
        "{third:?}"
    );
    assert_eq!(place.run(&["check"]).last(), ("everything is sound", 0));
}

#[tokio::test]
async fn what_a_desk_has_edited_an_import_leaves_as_it_is_and_counts() {
    use domain::{DeskId, Job, JobId, Kind, Row, RowKey, Timestamp, Write};
    let place = Place::new();
    let both = [posting("1", "広報紙の記事"), posting("2", "観光案内の翻訳")].join("\n");
    let file = place.file("jobs.jsonl", &both);
    place.run(&["import", "jobs", text(&file)]);

    // As `EditJob` leaves it.
    let store = SqliteStore::open(&place.data().join("engawa.sqlite"))
        .await
        .unwrap();
    let id = JobId::of_source(DeskId::of_name("日南市役所"), "1").0;
    let kind = Kind::Job;
    let mut transaction = store.begin().await.unwrap();
    let Some(Row::Job(job)) = transaction.row(RowKey { kind, id }).await.unwrap() else {
        panic!("an imported posting was expected");
    };
    let edited = Job {
        title: "広報紙の記事(2ページ)".into(),
        closed: true,
        edited_at: Some(Timestamp(1)),
        ..job
    };
    transaction
        .write(&Write::Put(Row::Job(edited)))
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    store.close().await;

    let changed = both.replace("記事を書きます", "記事を3本書きます");
    let file = place.file("jobs.jsonl", &changed);
    let again = place.run(&["import", "jobs", text(&file)]);
    assert_eq!(
        again.last(),
        ("imported 1, unchanged 0, refused 0", 0),
        "{again:?}"
    );
    assert!(again.out.starts_with("kept 1 as their desks edited them\n"));
    let out = place.path("out.jsonl");
    place.run(&["export", "jobs", "-o", text(&out)]);
    let exported = std::fs::read_to_string(out).unwrap();
    assert!(exported.contains("広報紙の記事(2ページ)"), "{exported}");
    assert_eq!(exported.matches("3本").count(), 1, "{exported}");
}

#[test]
fn what_is_refused_is_named_and_the_rest_goes_in() {
    let place = Place::new();
    let lines = [
        posting("1", "よい仕事"),
        "{ broken".into(),
        posting("3", ""),
        posting("4", "よい"),
    ];
    let file = place.file("jobs.jsonl", &lines.join("\n"));
    let ended = place.run(&["import", "jobs", text(&file)]);
    assert_eq!(
        ended.last(),
        ("imported 2, unchanged 0, refused 2", 2),
        "{ended:?}"
    );
    let told: Vec<&str> = ended.err.lines().collect();
    assert_eq!(told.len(), 2, "{told:?}");
    for (line, number) in told.iter().zip([2, 3]) {
        let rest = line.strip_prefix(&format!("{}:{number}: ", text(&file)));
        assert!(rest.is_some_and(|rest| rest.contains(": ")), "{line}");
    }
}

#[test]
fn a_csv_file_needs_to_be_explained() {
    let place = Place::new();
    let csv = place.file(
        "jobs.csv",
        "番号,題,窓口,掲載日\n1,広報紙の記事,日南市役所,2026-11-01\n",
    );
    let ended = place.run(&["import", "jobs", text(&csv)]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("--map"), "{ended:?}");
    let map = place.file("columns.toml", MAP);
    let ended = place.run(&["import", "jobs", "--map", text(&map), text(&csv)]);
    assert_eq!(
        ended.last(),
        ("imported 1, unchanged 0, refused 0", 0),
        "{ended:?}"
    );
    let bad = place.file("bad.toml", "[job\n");
    let ended = place.run(&["import", "jobs", "--map", text(&bad), text(&csv)]);
    assert!(
        ended.code == 1 && ended.err.contains("bad.toml"),
        "{ended:?}"
    );
}

#[test]
fn one_missing_file_leaves_the_others_alone() {
    let place = Place::new();
    let file = place.file("jobs.jsonl", &posting("1", "広報紙の記事"));
    let ended = place.run(&["import", "jobs", text(&file), "missing.jsonl"]);
    assert!(
        ended.code == 1 && ended.err.contains("missing.jsonl"),
        "{ended:?}"
    );
    assert!(!place.data().exists());
}

#[test]
fn what_is_exported_imports_back_to_the_same() {
    let (here, there) = (Place::new(), Place::new());
    assert_eq!(here.run(&["demo"]).code, 0);
    let out = here.path("jobs.jsonl");
    let ended = here.run(&["export", "jobs", "-o", text(&out)]);
    let count: u64 = ended
        .last()
        .0
        .strip_prefix("exported ")
        .unwrap()
        .parse()
        .unwrap();
    assert!(count > 300, "{ended:?}");
    let ended = here.run(&["import", "jobs", text(&out)]);
    assert_eq!(
        ended.last(),
        (
            format!("imported 0, unchanged {count}, refused 0").as_str(),
            0
        )
    );

    let ended = there.run(&["import", "jobs", text(&out)]);
    assert_eq!(
        ended.last(),
        (
            format!("imported {count}, unchanged 0, refused 0").as_str(),
            0
        )
    );
    let sorted = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let exported = there.run(&["export", "jobs"]).out;
    assert_eq!(
        sorted(&exported),
        sorted(&std::fs::read_to_string(&out).unwrap())
    );
}

#[test]
fn an_export_replaces_a_file_only_when_told_and_only_by_a_whole_one() {
    let place = Place::new();
    assert_eq!(place.run(&["demo"]).code, 0);
    let out = place.file("out.jsonl", "mine\n");
    let export = ["export", "jobs", "-o", text(&out)];
    let ended = place.run(&export);
    assert!(
        ended.code == 1 && ended.err.contains("--force"),
        "{ended:?}"
    );
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "mine\n");

    // No file grows beyond a hundred kilobytes: a disk that is full.
    let full = std::process::Command::new("sh")
        .args(["-c", "ulimit -f 200; trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(env!("CARGO_BIN_EXE_engawa"))
        .args(export)
        .args(["--force", "--data", text(&place.data())])
        .output()
        .unwrap();
    let told = String::from_utf8(full.stderr).unwrap();
    assert!(
        !full.status.success() && told.contains("cannot write"),
        "{told}"
    );
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "mine\n");

    let ended = place.run(&[&export[..], &["--force"]].concat());
    assert!(ended.last().0.starts_with("exported "), "{ended:?}");
    let lines = std::fs::read_to_string(&out).unwrap().lines().count();
    assert!(lines > 300, "{lines}");
    let mut left: Vec<_> = std::fs::read_dir(out.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["data", "out.jsonl"]);

    let folder = place.run(&["export", "jobs", "--force", "-o", text(&place.data())]);
    assert_eq!(folder.code, 1, "{folder:?}");
    assert_eq!(place.run(&["check"]).last(), ("everything is sound", 0));
}

#[test]
fn a_town_is_named_by_its_code() {
    let place = Place::new();
    let towns = "lgcode,prefecture,city,kana,lat,lng\n452041,宮崎県,日南市,にちなんし,31.6,131.4\n";
    let towns = place.file("towns.csv", towns);
    let ended = place.run(&["import", "municipalities", text(&towns)]);
    assert_eq!(
        ended.last(),
        ("imported 1, unchanged 0, refused 0", 0),
        "{ended:?}"
    );
    let ended = place.run(&["import", "municipalities", text(&towns)]);
    assert_eq!(
        ended.last(),
        ("imported 0, unchanged 1, refused 0", 0),
        "{ended:?}"
    );
    let map = format!("{MAP}[job.town]\ncode = \"市区町村コード\"\nname = \"町\"\n");
    let map = place.file("columns.toml", &map);
    let csv = place.file(
        "jobs.csv",
        "番号,題,窓口,掲載日,市区町村コード,町\n1,広報紙の記事,日南市役所,2026-11-01,452041,にちなん\n",
    );
    let ended = place.run(&["import", "jobs", "--map", text(&map), text(&csv)]);
    assert_eq!(
        ended.last(),
        ("imported 1, unchanged 0, refused 0", 0),
        "{ended:?}"
    );
    let exported = place.run(&["export", "jobs"]).out;
    assert!(
        exported.contains("\"addressLocality\":\"日南市\""),
        "{exported}"
    );
}

#[test]
fn a_wrong_file_of_towns_is_complained_of_once() {
    let place = Place::new();
    let rows = "4520,日南市\n".repeat(1000);
    let towns = place.file("towns.csv", &format!("lgcode,name\n{rows}"));
    let ended = place.run(&["import", "municipalities", text(&towns)]);
    assert_eq!(ended.last(), ("imported 0, unchanged 0, refused 1", 2));
    let told = format!(
        "{}:1: prefecture, city, kana, lat, lng: no such column",
        text(&towns)
    );
    assert_eq!(ended.err.lines().collect::<Vec<_>>(), [told]);
}

#[test]
fn the_demo_loads_once() {
    let place = Place::new();
    let first = place.run(&["demo"]);
    assert!(
        first.code == 0 && first.last().0.ends_with(", refused 0"),
        "{first:?}"
    );
    let second = place.run(&["demo"]);
    assert!(
        second.last().0.starts_with("imported 0, unchanged "),
        "{second:?}"
    );
    assert!(!first.out.contains("password"), "{first:?}");
}
