//! The files that Engawa ships, read with the maps that it ships.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may panic, and so may what helps it"
)]

use domain::{Category, Job};
use formats::{
    Reason,
    csv::{self, Map},
    job_posting, municipalities,
};
use std::{collections::BTreeSet, fs, path::PathBuf};

fn demo(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../demo")
        .join(file)
}

fn map(file: &str) -> Map {
    Map::parse(&fs::read_to_string(demo(file)).unwrap()).unwrap()
}

fn come_back(jobs: &[Job]) {
    let lines: String = jobs
        .iter()
        .map(|job| job_posting::to_line(job) + "\n")
        .collect();
    let read: Vec<Job> = job_posting::read(lines.as_bytes())
        .map(Result::unwrap)
        .collect();
    assert!(read == jobs);
}

#[test]
fn real_postings_all_go_in_and_come_out_the_same() {
    let file = fs::File::open(demo("emscad.csv")).unwrap();
    let jobs: Vec<Job> = csv::read(file, &map("emscad.map.toml"))
        .map(Result::unwrap)
        .collect();
    assert_eq!(jobs.len(), 556);
    assert_eq!(
        jobs.iter().map(|job| job.id).collect::<BTreeSet<_>>().len(),
        556
    );
    assert_eq!(jobs.iter().filter(|job| job.workplace.remote).count(), 17);
    assert!(jobs.iter().all(|job| job.pay.is_none() && !job.sample));
    let texts = || jobs.iter().flat_map(|job| [&job.title, &job.description]);
    assert!(!texts().any(|text| text.contains("&amp;") || text.contains('\u{a0}')));

    let intern = &jobs[0];
    assert_eq!(intern.title, "Marketing Intern");
    assert_eq!(intern.category, Category::Marketing);
    assert_eq!(intern.tags, ["Marketing"]);
    assert_eq!(intern.workplace.area.as_deref(), Some("New York, NY, US"));
    assert!(
        intern
            .description
            .contains("Supporting with PR & Events when needed")
    );
    assert!(
        intern
            .description
            .contains("\n\nRequirements\nExperience with")
    );
    come_back(&jobs);
}

#[test]
fn known_scams_never_become_postings() {
    let file = fs::File::open("tests/data/scams.csv").unwrap();
    let (jobs, refused): (Vec<_>, Vec<_>) =
        csv::read(file, &map("emscad.map.toml")).partition(Result::is_ok);
    let jobs: Vec<Job> = jobs.into_iter().map(Result::unwrap).collect();
    assert_eq!(
        jobs.iter()
            .map(|job| job.title.as_str())
            .collect::<Vec<_>>(),
        ["Proofreader", "Bookkeeper"]
    );
    let refused: Vec<_> = refused
        .into_iter()
        .map(|row| row.unwrap_err().to_string())
        .collect();
    assert_eq!(
        refused,
        [3, 5, 6].map(|line| format!("line {line}, fraudulent: fraudulent"))
    );
    // A salary that a spreadsheet took for a date is kept as it is, and pays nothing.
    assert_eq!(jobs[1].extra["additionalProperty"][0]["value"], "09-Dec");
    assert_eq!(jobs[0].extra["baseSalary"]["value"]["minValue"], 20);
    assert_eq!(jobs[0].extra["additionalProperty"][0]["name"], "department");
    // Contract work is what every posting here is: nothing to keep.
    assert!(!jobs[0].extra.contains_key("employmentType"));
    assert_eq!(jobs[1].extra["employmentType"], "FULL_TIME");
    come_back(&jobs);
}

#[test]
fn demo_postings_are_samples_and_come_back() {
    let file = fs::File::open(demo("jobs.csv")).unwrap();
    let jobs: Vec<Job> = csv::read(file, &map("jobs.map.toml"))
        .map(|job| job.unwrap_or_else(|refused| panic!("{refused}")))
        .collect();
    assert!(!jobs.is_empty());
    assert!(jobs.iter().all(|job| job.sample));
    assert_eq!(
        jobs.iter().map(|job| job.id).collect::<BTreeSet<_>>().len(),
        jobs.len()
    );
    come_back(&jobs);
}

#[test]
fn every_municipality_has_a_right_code_and_a_name_of_its_own() {
    let file = fs::File::open(demo("municipalities.csv")).unwrap();
    let towns: Vec<_> = municipalities::read(file).map(Result::unwrap).collect();
    assert_eq!(towns.len(), 1_916);
    let sapporo = &towns[1];
    assert_eq!(
        (sapporo.code.as_str(), sapporo.name.as_str()),
        ("011011", "北海道札幌市中央区")
    );
    assert_eq!(sapporo.kana, "さっぽろしちゅうおうく");
    assert_eq!((sapporo.lat, sapporo.lng), (43.0553865, 141.3409671));
    assert_eq!(
        towns
            .iter()
            .map(|town| &town.code)
            .collect::<BTreeSet<_>>()
            .len(),
        1_916
    );
    assert_eq!(
        towns
            .iter()
            .map(|town| &town.name)
            .collect::<BTreeSet<_>>()
            .len(),
        1_916
    );
}

#[test]
fn a_file_that_is_no_list_of_municipalities_is_named_once() {
    for file in [
        // Its rows would be refused one by one for their codes,
        "lgcode,name,lat\n4520,日南市,31.6\n4521,串間市,31.5\n",
        // or for their number of cells.
        "lgcode lat 市区町村の一覧\n452041,宮崎県,日南市,にちなんし,31.6,131.4\n1,2\n1,2\n",
        "[\n{},\n{}\n]\n",
    ] {
        let read: Vec<_> = municipalities::read(file.as_bytes()).collect();
        let [Err(refused)] = read.as_slice() else {
            panic!("{read:?}")
        };
        assert_eq!((refused.line, &refused.reason), (1, &Reason::NoColumn));
        assert!(
            refused.field.contains("prefecture, city, kana"),
            "{refused}"
        );
    }
    let file = "lgcode,name,lat\n4520,日南市,31.6\n";
    let refused = municipalities::read(file.as_bytes()).next();
    assert_eq!(
        refused.unwrap().unwrap_err().to_string(),
        "line 1, prefecture, city, kana, lng: no such column"
    );
}

#[test]
fn a_wrong_municipality_is_named_and_the_next_goes_in() {
    let file = "lgcode,prefecture,city,kana,lat,lng\n\
        452042,宮崎県,日南市,にちなんし,31.6,131.3\n\
        45204,宮崎県,日南市,にちなんし,31.6,131.3\n\
        452041,宮崎県,,にちなんし,31.6,131.3\n\
        452041,宮崎県,日南市,にちなんし,131.3,31.6\n\
        ４５２０４１,宮崎県,日南市,にちなんし,31.6,131.3\n";
    let rows: Vec<_> = municipalities::read(file.as_bytes()).collect();
    let refused: Vec<_> = rows.iter().filter_map(|row| row.as_ref().err()).collect();
    let fields: Vec<_> = refused
        .iter()
        .map(|refused| (refused.line, refused.field.as_str()))
        .collect();
    assert_eq!(
        fields,
        [(2, "lgcode"), (3, "lgcode"), (4, "city"), (5, "lat")]
    );
    assert!(matches!(refused[3].reason, Reason::Outside { .. }));
    assert_eq!(rows[4].as_ref().unwrap().name, "宮崎県日南市");
}
