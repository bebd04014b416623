//! CSV as offices and spreadsheets write it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may panic, and so may what helps it"
)]

use domain::{
    Category, Job, Timestamp, Yen,
    job::{JobKind, PayUnit},
    refusal::Problem,
};
use formats::{
    Reason, Refused,
    csv::{self, Map},
};

/// The least map, with more lines in `[job]`.
fn map(more: &str) -> Map {
    Map::parse(&format!(
        "[job]\ntitle = \"仕事名\"\norganization = {{ constant = \"海の店\" }}\nposted_at = {{ constant = \"2026-11-23\" }}\n{more}"
    ))
    .unwrap()
}

fn read(file: &str, map: &Map) -> Vec<Result<Job, Refused>> {
    csv::read(file.as_bytes(), map).collect()
}

/// The one job of a file with one more column, 値, that holds `value`.
fn with(value: &str, more: &str) -> Result<Job, (String, Reason)> {
    let mut rows = read(&format!("仕事名,値\n写真,\"{value}\"\n"), &map(more));
    assert_eq!(rows.len(), 1);
    rows.remove(0)
        .map_err(|refused| (refused.field, refused.reason))
}

fn refusal(value: &str, more: &str) -> Reason {
    let (field, reason) = with(value, more).unwrap_err();
    assert_eq!(field, "値");
    reason
}

#[test]
fn words_of_the_file_become_ours() {
    let category = "category = { column = \"値\", words = { \"文章\" = \"writing\" } }";
    let of = |value| with(value, category).map(|job| job.category);
    assert_eq!(of("文章"), Ok(Category::Writing));
    // Our own words need no table, and nothing is nothing.
    assert_eq!(of("design"), Ok(Category::Design));
    assert_eq!(of(" "), Ok(Category::Other));
    assert_eq!(
        refusal("料理", category),
        Reason::UnknownWord {
            word: "料理".into()
        }
    );
    let rest = "category = { column = \"値\", otherwise = \"craft\" }";
    assert_eq!(with("料理", rest).unwrap().category, Category::Craft);
}

#[test]
fn flags_say_yes_or_no() {
    for (value, yes) in [
        ("1", true),
        ("はい", true),
        ("○", true),
        ("0", false),
        ("", false),
        ("×", false),
    ] {
        assert_eq!(
            with(value, "beginner = \"値\"").unwrap().beginner,
            yes,
            "{value}"
        );
    }
    assert_eq!(
        refusal("応相談", "beginner = \"値\""),
        Reason::UnknownWord {
            word: "応相談".into()
        }
    );
    let words =
        "no_calls = { column = \"値\", words = { \"電話なし\" = \"yes\", \"電話あり\" = \"no\" } }";
    assert!(with("電話なし", words).unwrap().no_calls);
    assert!(!with("電話あり", words).unwrap().no_calls);
}

#[test]
fn a_closing_day_counts_to_its_end_in_any_calendar() {
    for date in [
        "2026-11-30",
        "2026/11/30",
        "令和8年11月30日",
        "２０２６年１１月３０日（月）",
    ] {
        let closes_at = with(date, "closes_at = \"値\"").unwrap().closes_at;
        assert_eq!(
            closes_at,
            Some(Timestamp(1_795_359_600_000).plus_days(8)),
            "{date}"
        );
    }
    assert_eq!(with("", "closes_at = \"値\"").unwrap().closes_at, None);
    assert_eq!(
        refusal("30/11/2026", "closes_at = \"値\""),
        Reason::NotADate {
            text: "30/11/2026".into()
        }
    );
    let named = "closes_at = \"値\"\n[file]\ndates = [\"%d/%m/%Y\"]";
    assert!(with("30/11/2026", named).unwrap().closes_at.is_some());
}

#[test]
fn pay_is_read_as_people_write_it() {
    let range = "pay = { currency = \"JPY\", unit = { constant = \"hour\" }, range = \"値\" }";
    let job = with("１，２００円～1,500円", range).unwrap();
    let pay = job.pay.unwrap();
    assert_eq!(
        (pay.unit, pay.min, pay.max),
        (PayUnit::Hour, Yen(1200), Yen(1500))
    );
    assert_eq!(job.kind, JobKind::Hourly);
    assert_eq!(
        refusal("09-Dec", range),
        Reason::NotANumber {
            text: "09-Dec".into()
        }
    );

    let kept = range.replace(" }", ", unreadable = \"keep\" }").replacen(
        "\"hour\", unreadable = \"keep\" }",
        "\"hour\" }",
        1,
    );
    let job = with("09-Dec", &kept).unwrap();
    assert_eq!(job.pay, None);
    assert_eq!(job.extra["additionalProperty"][0]["value"], "09-Dec");

    let dollars = "pay = { currency = \"USD\", unit = { constant = \"year\" }, range = \"値\" }";
    let job = with("35000-73000", dollars).unwrap();
    assert_eq!(job.pay, None);
    assert_eq!(job.extra["baseSalary"]["currency"], "USD");
    assert_eq!(job.extra["baseSalary"]["value"]["maxValue"], 73_000);

    let unit = "pay = { currency = \"JPY\", unit = \"値\", min = { constant = \"500\" } }";
    assert_eq!(refusal("", unit), Reason::MISSING);
    assert_eq!(
        with("piece", unit).unwrap().pay.unwrap().unit,
        PayUnit::Piece
    );
}

#[test]
fn places_at_home_and_abroad() {
    let area = "area = { column = \"値\", largest_first = true }";
    let of = |value| with(value, area).unwrap().workplace.area;
    assert_eq!(of("US, NY, New York").as_deref(), Some("New York, NY, US"));
    assert_eq!(of("GB, , ").as_deref(), Some("GB"));
    assert_eq!(of(", , "), None);

    let town = "town = { code = \"値\", name = { constant = \"宮崎県日南市\" } }";
    assert_eq!(
        with("４５２０４１", town)
            .unwrap()
            .workplace
            .town
            .unwrap()
            .code
            .as_str(),
        "452041"
    );
    assert_eq!(
        refusal("45204", town).to_string(),
        "a municipality code has six digits"
    );
    assert_eq!(refusal("", town), Reason::MISSING);
}

#[test]
fn cells_in_html_entities_or_plain() {
    let description = |text: &str| {
        let more = format!("description = \"値\"\n[file]\ntext = \"{text}\"");
        with("<p>R&amp;D\u{a0}</p>\nあ", &more).unwrap().description
    };
    assert_eq!(description("plain"), "<p>R&amp;D </p>\nあ");
    assert_eq!(description("entities"), "<p>R&D </p>\nあ");
    assert_eq!(description("html"), "R&D\n\nあ");
}

#[test]
fn the_same_row_twice_is_one_job() {
    let ids = |more: &str| {
        let rows = read("仕事名,値\n写真,A-1\n写真,A-1\n写真,A-2\n", &map(more));
        rows.into_iter()
            .map(|job| job.unwrap().id)
            .collect::<Vec<_>>()
    };
    let given = ids("identifier = \"値\"");
    assert!(given[0] == given[1] && given[1] != given[2]);
    let none = ids("");
    assert!(none[0] == none[1] && none[1] == none[2]);
}

#[test]
fn a_refusal_names_line_column_and_reason() {
    let file = "仕事名,内容\r\n\
        写真,\"二行の\r\n内容\"\r\n\
        ,なし\r\n\
        写真\r\n\
        \"写\"真,x\r\n\
        写真,ok\r\n";
    let refused: Vec<_> = read(file, &map("description = \"内容\""))
        .into_iter()
        .filter_map(Result::err)
        .collect();
    let refused: Vec<_> = refused
        .into_iter()
        .map(|r| (r.line, r.field, r.reason))
        .collect();
    assert_eq!(
        refused,
        [
            (4, "仕事名".to_owned(), Reason::Value(Problem::Missing)),
            (
                5,
                String::new(),
                Reason::Width {
                    expected: 2,
                    found: 1
                }
            ),
            (6, String::new(), Reason::Quotes),
        ]
    );
}

#[test]
fn a_column_that_is_not_there_is_said_once() {
    let rows = read("仕事,値\na,b\nc,d\n", &map(""));
    assert_eq!(
        rows,
        [Err(Refused {
            line: 1,
            field: "仕事名".into(),
            reason: Reason::NoColumn
        })]
    );
    let rows = read("仕事名,仕事名\na,b\n", &map(""));
    assert_eq!(
        rows,
        [Err(Refused {
            line: 1,
            field: "仕事名".into(),
            reason: Reason::TwoColumns
        })]
    );
    assert_eq!(read("", &map("")), []);
}

#[test]
fn office_files_in_cp932_and_utf_16() {
    let file = "仕事名\t値\n髙橋①\t1\n";
    let read = |bytes: &[u8], encoding: &str| {
        let more =
            format!("remote = \"値\"\n[file]\ndelimiter = \"\\t\"\nencoding = \"{encoding}\"");
        let job = csv::read(bytes, &map(&more)).next().unwrap().unwrap();
        (job.title, job.workplace.remote)
    };
    let expected = ("髙橋①".to_owned(), true);
    let (cp932, ..) = encoding_rs::SHIFT_JIS.encode(file);
    assert_eq!(read(&cp932, "cp932"), expected);
    let utf16: Vec<u8> = format!("\u{feff}{file}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read(&utf16, "auto"), expected);
    // A byte order mark counts more than the map.
    assert_eq!(
        read(format!("\u{feff}{file}").as_bytes(), "cp932"),
        expected
    );
}
