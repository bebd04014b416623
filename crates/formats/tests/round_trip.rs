//! What was written is read again as the same thing, whatever it was.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may panic, and so may what helps it"
)]

use domain::{
    Category, DeskId, Job, JobId, Timestamp, Yen,
    job::{JobKind, LifeStage, Pay, PayUnit, WeeklyHours, Workplace},
    place::Town,
};
use formats::job_posting;
use proptest::{
    collection::{btree_set, vec},
    option,
    prelude::*,
    sample::select,
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

fn back(line: &str) -> Result<Job, formats::Refused> {
    job_posting::read(line.as_bytes())
        .next()
        .expect("one posting")
}

/// Texts of all sorts: Japanese, markup, white space of every kind, control characters.
fn wild(most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,6}",
        4 => "[あ-んア-ン一-龠ー、。]{1,8}",
        2 => "[ \n　]{1,3}",
        1 => select(vec![
            "<b>", "</p>", "&amp;", "&lt;", "・", "\r\n", "\t", "\u{a0}", "\u{0}", "\u{feff}",
            "<script>", "</script>", "\\", "\"", "\u{2028}", "🌸", "é", "\u{202e}",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..6).prop_map(move |pieces| pieces.concat().chars().take(most).collect())
}

/// Texts as the rulebook takes them: no control characters but breaks and tabs, and none that
/// rearrange what stands beside them.
fn text(most: usize) -> impl Strategy<Value = String> {
    let taken = |c: &char| match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        _ => !c.is_control() || matches!(c, '\n' | '\r' | '\t'),
    };
    wild(most).prop_map(move |text| text.chars().filter(taken).collect())
}

/// Texts of one line.
fn line(most: usize) -> impl Strategy<Value = String> {
    let breaks = ['\n', '\r', '\t', '\u{2028}', '\u{2029}'];
    text(most).prop_map(move |text| text.replace(breaks, ""))
}

fn said(most: usize) -> impl Strategy<Value = String> {
    line(most - 1).prop_map(|text| format!("x{text}"))
}

/// Moments of a thousand years, many of them midnight in Japan.
fn moment() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        (-20_000..400_000_i64).prop_map(Timestamp::start_of_day_in_japan),
        (-62_000_000_000_000..250_000_000_000_000_i64).prop_map(Timestamp),
    ]
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        wild(20).prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec(("[a-z@]{1,6}", inner), 0..4).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

/// What postings say beyond a job's fields, at the top and within things we know.
fn extra() -> impl Strategy<Value = Map<String, Value>> {
    let top = vec(("x[a-z]{1,6}", json_value()), 0..3);
    (top, json_value(), any::<[bool; 6]>()).prop_map(|(top, value, with)| {
        let known = [
            ("hiringOrganization", json!({ "sameAs": value })),
            (
                "identifier",
                json!([{}, { "name": "other", "value": value }]),
            ),
            (
                "additionalProperty",
                json!([{ "name": "x-other", "value": value }, value]),
            ),
            ("employmentType", json!(["FULL_TIME", "CONTRACTOR"])),
            ("skills", json!([{ "@type": "DefinedTerm", "name": value }])),
            (
                "estimatedSalary",
                json!({ "currency": "USD", "value": value }),
            ),
        ];
        let known = known.into_iter().zip(with).filter(|(_, with)| *with);
        top.into_iter()
            .chain(known.map(|((key, value), _)| (key.to_owned(), value)))
            .collect()
    })
}

prop_compose! {
    fn place()(
        remote in any::<bool>(),
        town in option::of((select(vec!["452041", "011002", "131016"]), prop_oneof![
            Just("宮崎県日南市".to_owned()), Just("北海道".to_owned()), Just(String::new()), line(40),
        ])),
        area in option::of(text(60)),
    ) -> Workplace {
        let town = town.map(|(code, name)| Town { code: code.parse().unwrap(), name });
        Workplace { remote, town, area }
    }
}

prop_compose! {
    fn pay()(unit in select(&PayUnit::ALL[..]), a in 0..=Yen::MAX.0, b in 0..=Yen::MAX.0, one in any::<bool>()) -> Pay {
        Pay { unit, min: Yen(a.min(b)), max: Yen(if one { a.min(b) } else { a.max(b) }) }
    }
}

prop_compose! {
    fn job()(
        (desk_name, title, description) in (said(60), said(100), text(200)),
        (own_desk, own_id, identifier) in (any::<Option<u128>>(), any::<Option<u128>>(), option::of(text(30))),
        (kind, category) in (select(&JobKind::ALL[..]), select(Category::ALL)),
        tags in vec(line(60), 0..5),
        pay in option::of(pay()),
        (quota, effort_minutes) in (any::<Option<u32>>(), any::<Option<u32>>()),
        hours in option::of((0..=168_u8, 0..=168_u8)),
        workplace in place(),
        (posted_at, closes_at, closed) in (moment(), option::of(moment()), any::<bool>()),
        short in proptest::array::uniform6(option::of(text(50))),
        life_stages in btree_set(select(&LifeStage::ALL[..]), 0..3),
        flags in any::<[bool; 4]>(),
        extra in extra(),
    ) -> Job {
        let [due, pay_day, pay_means, costs, rights, contact] = short;
        let [beginner, no_calls, naptime, sample] = flags;
        let desk = own_desk.map_or_else(|| DeskId::of_name(&desk_name), |id| DeskId(Uuid::from_u128(id)));
        let follows = identifier.as_deref().map(|identifier| JobId::of_source(desk, identifier));
        let id = own_id.map(|id| JobId(Uuid::from_u128(id))).or(follows).unwrap_or(JobId(Uuid::nil()));
        Job {
            id, desk, desk_name, kind, title, description, category, tags, pay, quota,
            effort_minutes,
            weekly_hours: hours.map(|(a, b)| WeeklyHours { min: a.min(b), max: a.max(b) }),
            workplace, posted_at, closes_at, closed, due, pay_day, pay_means, costs, rights, contact,
            life_stages, beginner, no_calls, naptime, sample, identifier, edited_at: None,
            extra,
        }
    }
}

/// Something that claims to be a posting: our words, with anything in them.
fn wild_posting() -> impl Strategy<Value = Value> {
    let thing = || {
        let fields = [
            "@type",
            "name",
            "value",
            "minValue",
            "maxValue",
            "unitText",
            "currency",
            "address",
            "addressRegion",
            "addressLocality",
            "addressCountry",
            "identifier",
            "x",
        ];
        let words = || {
            select(vec![
                json!("engawa"),
                json!("JPY"),
                json!("HOUR"),
                json!("1500"),
                json!(1500),
                json!(null),
                json!("00000000-0000-0000-0000-000000000007"),
                json!("JP"),
                json!("東京都"),
                json!(true),
                json!([]),
                json!({}),
                json!("Organization"),
                json!(""),
            ])
        };
        let deep = vec((select(fields.to_vec()), words()), 0..5).prop_map(|fields| {
            fields
                .into_iter()
                .map(|(k, v)| (k.to_owned(), v))
                .collect::<Value>()
        });
        let value = prop_oneof![words(), deep.clone(), vec(deep, 0..3).prop_map(Value::from)];
        vec((select(fields.to_vec()), value), 0..6).prop_map(|fields| {
            fields
                .into_iter()
                .map(|(k, v)| (k.to_owned(), v))
                .collect::<Value>()
        })
    };
    let anything = || {
        prop_oneof![
            json_value(),
            thing(),
            vec(thing(), 0..3).prop_map(Value::from)
        ]
    };
    let property = (
        select(formats::job_posting::property::ALL),
        prop_oneof![
            json_value(),
            select(vec![
                json!("hourly"),
                json!("piece"),
                json!("452041"),
                json!(true),
                json!(3)
            ]),
        ],
    )
        .prop_map(
            |(name, value)| json!({ "@type": "PropertyValue", "name": name, "value": value }),
        );
    let fields = [
        "hiringOrganization",
        "identifier",
        "baseSalary",
        "jobLocation",
        "jobLocationType",
        "skills",
        "employmentType",
        "directApply",
        "applicantLocationRequirements",
        "@context",
        "description",
        "validThrough",
        "industry",
    ];
    (
        vec((select(fields.to_vec()), anything()), 0..6),
        vec(property, 0..3),
    )
        .prop_map(|(fields, properties)| {
            let mut posting = json!({
                "title": "t", "datePosted": "2026-11-23", "hiringOrganization": "o",
                "additionalProperty": properties,
            });
            for (key, value) in fields {
                posting[key] = value;
            }
            posting
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_job_that_is_written_and_read_is_the_same_job(job in job()) {
        prop_assert_eq!(job.check(), Ok(()));
        let line = job_posting::to_line(&job);
        prop_assert!(!line.contains('\n'));
        prop_assert_eq!(back(&line).unwrap(), job);
    }

    #[test]
    fn in_a_page_it_is_the_same_json(job in job()) {
        let script = job_posting::to_script(&job);
        prop_assert!(!script.contains(['<', '>', '&']));
        prop_assert_eq!(back(&script).unwrap(), job);
    }

    #[test]
    fn what_came_in_from_anywhere_goes_out_and_in_unchanged(posting in wild_posting()) {
        if let Ok(job) = back(&posting.to_string()) {
            let line = job_posting::to_line(&job);
            prop_assert_eq!(back(&line), Ok(job), "{}", line);
        }
    }

    #[test]
    fn no_line_breaks_the_reader(lines in vec(any::<Vec<u8>>(), 0..5)) {
        let file = lines.join(&b'\n');
        prop_assert!(job_posting::read(&file[..]).all(|posting| posting.is_err()));
    }

    #[test]
    fn no_row_breaks_the_reader(rows in vec("[a\",\r\né;]{0,12}", 0..6)) {
        let map = "[job]\ntitle = \"a\"\norganization = { constant = \"o\" }\nposted_at = { constant = \"2026-11-23\" }";
        let map = formats::csv::Map::parse(map).unwrap();
        let file = format!("a\n{}\nlast", rows.join("\n"));
        let lines = file.lines().count() as u64;
        for row in formats::csv::read(file.as_bytes(), &map) {
            if let Err(refused) = row {
                prop_assert!(refused.line <= lines);
            }
        }
    }
}
