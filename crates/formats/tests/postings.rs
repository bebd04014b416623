//! JobPosting as other people write it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may panic, and so may what helps it"
)]

use domain::{
    Category, DeskId, Job, JobId, Timestamp, Yen,
    job::{JobKind, LifeStage, Pay, PayUnit},
    refusal::Problem,
};
use formats::{MAX_RECORD, Reason, Refused, job_posting};
use serde_json::{Value, json};

fn read(posting: &Value) -> Result<Job, Refused> {
    job_posting::read(posting.to_string().as_bytes())
        .next()
        .unwrap()
}

/// The least posting, with more.
fn posting(more: Value) -> Value {
    let mut posting = json!({
        "@context": "https://schema.org", "@type": "JobPosting", "title": "商品説明文",
        "datePosted": "2026-11-23", "hiringOrganization": { "@type": "Organization", "name": "海の店" },
    });
    for (key, value) in more.as_object().unwrap() {
        posting[key] = value.clone();
    }
    posting
}

fn property(name: &str, value: impl Into<Value>) -> Value {
    json!({ "@type": "PropertyValue", "name": name, "value": value.into() })
}

fn refusal(more: Value) -> (String, Reason) {
    let refused = read(&posting(more)).unwrap_err();
    (refused.field, refused.reason)
}

#[test]
fn a_full_posting_fills_every_field() {
    let job = read(&posting(json!({
        "description": "<p>10商品の説明文。</p><ul><li>写真あり</li></ul><script>x</script>",
        "validThrough": "2026-11-30",
        "identifier": { "@type": "PropertyValue", "name": "海の店", "value": "A-7" },
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": { "@type": "Country", "name": "JP" },
        "jobLocation": { "@type": "Place", "address": { "@type": "PostalAddress",
            "addressCountry": "JP", "addressRegion": "宮崎県", "addressLocality": "日南市",
            "postalCode": "887-8585" } },
        "employmentType": "CONTRACTOR",
        "baseSalary": { "@type": "MonetaryAmount", "currency": "JPY", "value": {
            "@type": "QuantitativeValue", "minValue": 1200, "maxValue": 1500.0, "unitText": "HOUR" } },
        "skills": "文章, SEO、校正",
        "industry": "小売",
        "directApply": true,
        "additionalProperty": [
            property("category", "writing"), property("townCode", "452041"),
            property("effortMinutes", 90), property("weeklyHoursMax", "１０"),
            property("lifeStages", json!(["settled", "pregnancy"])), property("beginner", true),
            property("payDay", "検収の翌月末"), property("舞台", "海"),
        ],
    })))
    .unwrap();
    let desk = DeskId::of_name("海の店");
    assert_eq!((job.desk, job.id), (desk, JobId::of_source(desk, "A-7")));
    assert_eq!(job.identifier.as_deref(), Some("A-7"));
    assert_eq!(job.description, "10商品の説明文。\n\n・写真あり");
    assert_eq!(job.kind, JobKind::Hourly);
    assert_eq!(job.category, Category::Writing);
    assert_eq!(job.tags, ["文章", "SEO", "校正"]);
    assert_eq!(
        job.pay,
        Some(Pay {
            unit: PayUnit::Hour,
            min: Yen(1200),
            max: Yen(1500)
        })
    );
    assert_eq!(
        job.weekly_hours.map(|hours| (hours.min, hours.max)),
        Some((0, 10))
    );
    assert_eq!(job.effort_minutes, Some(90));
    assert!(job.workplace.remote && job.beginner && !job.naptime);
    let town = job.workplace.town.unwrap();
    assert_eq!(
        (town.code.as_str(), town.name.as_str()),
        ("452041", "宮崎県日南市")
    );
    assert_eq!(
        job.life_stages.into_iter().collect::<Vec<_>>(),
        [LifeStage::Pregnancy, LifeStage::Settled]
    );
    assert_eq!(job.pay_day.as_deref(), Some("検収の翌月末"));
    // The 30th counts to its end, in Japan.
    assert_eq!(
        job.closes_at,
        Some(Timestamp(1_795_359_600_000).plus_days(8))
    );
    assert_eq!(
        Value::from(job.extra),
        json!({
            "additionalProperty": [property("舞台", "海")],
            "identifier": { "name": "海の店" },
            "industry": "小売",
            "jobLocation": { "address": { "postalCode": "887-8585" } },
        })
    );
}

#[test]
fn what_we_have_no_field_for_comes_out_as_it_went_in() {
    let before = posting(json!({
        "hiringOrganization": { "@type": "Corporation", "name": "海の店",
            "sameAs": "https://example.jp", "logo": { "@type": "ImageObject", "url": "x" } },
        "baseSalary": { "@type": "MonetaryAmount", "currency": "USD",
            "value": { "@type": "QuantitativeValue", "value": 20, "unitText": "HOUR" } },
        "employmentType": ["FULL_TIME", "PART_TIME"],
        "identifier": { "@type": "PropertyValue", "name": "海の店", "value": "A-7" },
        "jobLocation": [
            { "@type": "Place", "name": "本店" },
            { "@type": "Place", "address": { "@type": "PostalAddress", "addressLocality": "日南市" } },
        ],
        "additionalProperty": [property("x", 1.1), property("y", Value::Null)],
        "ratio": 0.1, "directApply": false, "スキル": ["あ"],
    }));
    let job = read(&before).unwrap();
    assert_eq!(job.pay, None);
    assert_eq!(job.workplace.area.as_deref(), Some("本店"));
    let after: Value = serde_json::from_str(&job_posting::to_line(&job)).unwrap();
    for (key, value) in before.as_object().unwrap() {
        if key == "additionalProperty" {
            let after = after[key].as_array().unwrap();
            assert!(
                value
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|property| after.contains(property))
            );
        } else {
            assert_eq!(&after[key], value, "{key}");
        }
    }
}

#[test]
fn the_same_posting_twice_is_one_job() {
    let once = read(&posting(json!({}))).unwrap();
    assert_eq!(read(&posting(json!({}))).unwrap(), once);
    // The same day, written otherwise.
    assert_eq!(
        read(&posting(
            json!({ "datePosted": "2026-11-23T00:00:00+09:00" })
        ))
        .unwrap()
        .id,
        once.id
    );
    for other in [
        json!({ "title": "別の仕事" }),
        json!({ "datePosted": "2026-11-24" }),
        json!({ "hiringOrganization": "山の店" }),
        json!({ "identifier": "1" }),
    ] {
        assert_ne!(read(&posting(other)).unwrap().id, once.id);
    }
}

#[test]
fn an_id_of_ours_is_kept() {
    let id = "0192f0c1-2f4e-7a3b-8c55-0123456789ab";
    let ours = property("engawa", id);
    let job = read(&posting(json!({ "identifier": ours }))).unwrap();
    assert_eq!((job.id.to_string().as_str(), job.identifier), (id, None));
    assert_eq!(
        refusal(json!({ "identifier": property("engawa", "7") })),
        (
            "identifier.value".into(),
            Reason::UnknownWord { word: "7".into() }
        )
    );
}

#[test]
fn foreign_places_are_words() {
    let area = |location: Value| {
        read(&posting(json!({ "jobLocation": location })))
            .unwrap()
            .workplace
            .area
    };
    let address = |address: Value| area(json!({ "address": address }));
    assert_eq!(
        address(
            json!({ "addressLocality": "New York", "addressRegion": "NY",
            "addressCountry": { "@type": "Country", "name": "US" } })
        )
        .as_deref(),
        Some("New York, NY, US")
    );
    assert_eq!(
        address(json!({ "addressRegion": "宮崎県", "addressLocality": "日南市", "addressCountry": "JP" })).as_deref(),
        Some("宮崎県日南市")
    );
    assert_eq!(address(json!("どこか")).as_deref(), Some("どこか"));
    assert_eq!(
        area(json!("油津赤レンガ館")).as_deref(),
        Some("油津赤レンガ館")
    );
    assert_eq!(area(json!({})), None);
}

#[test]
fn yen_that_do_not_say_for_what_are_not_pay() {
    let salary = |value: Value| json!({ "baseSalary": { "currency": "JPY", "value": value } });
    let pay = |value| read(&posting(salary(value))).unwrap().pay;
    assert_eq!(pay(json!({ "value": 5000 })), None);
    assert_eq!(pay(json!({ "value": 5000, "unitText": "SHIFT" })), None);
    assert_eq!(pay(json!(5000)), None);
    let with_unit = json!({ "baseSalary": { "currency": "JPY", "value": 5000 },
        "additionalProperty": property("payUnit", "piece") });
    let piece = Pay {
        unit: PayUnit::Piece,
        min: Yen(5000),
        max: Yen(5000),
    };
    assert_eq!(read(&posting(with_unit)).unwrap().pay, Some(piece));
    // 「5,000円まで」「1,200円から」
    let bounds = |value| pay(value).map(|pay| (pay.min.0, pay.max.0));
    assert_eq!(
        bounds(json!({ "maxValue": "5,000円", "unitText": "DAY" })),
        Some((0, 5000))
    );
    assert_eq!(
        bounds(json!({ "minValue": 1200, "unitText": "DAY" })),
        Some((1200, 1200))
    );
    assert_eq!(
        refusal(salary(json!({ "value": 10.5, "unitText": "DAY" }))),
        (
            "baseSalary.value.value".into(),
            Reason::NotANumber {
                text: "10.5".into()
            }
        )
    );
    assert_eq!(
        refusal(salary(
            json!({ "minValue": 2, "maxValue": 1, "unitText": "DAY" })
        ))
        .0,
        "baseSalary.value"
    );
}

#[test]
fn skills_in_prose_stay_prose() {
    let prose = "a".repeat(61);
    let job = read(&posting(json!({ "skills": prose }))).unwrap();
    assert!(job.tags.is_empty());
    assert_eq!(job.extra["skills"], prose);
}

#[test]
fn a_refusal_names_field_and_reason() {
    let missing = Reason::Value(Problem::Missing);
    let unknown = |word: &str| Reason::UnknownWord { word: word.into() };
    let with = |name: &str, value: Value| json!({ "additionalProperty": [property(name, value)] });
    for (more, field, reason) in [
        (json!({ "title": null }), "title", missing.clone()),
        (json!({ "title": "  " }), "title", missing.clone()),
        (
            json!({ "title": 5 }),
            "title",
            Reason::WrongType { expected: "a text" },
        ),
        (
            json!({ "title": "x".repeat(201) }),
            "title",
            Reason::Value(Problem::TooLong { max: 200 }),
        ),
        (
            json!({ "description": "x".repeat(20_001) }),
            "description",
            Reason::Value(Problem::TooLong { max: 20_000 }),
        ),
        (json!({ "datePosted": "" }), "datePosted", missing.clone()),
        (
            json!({ "datePosted": "yesterday" }),
            "datePosted",
            Reason::NotADate {
                text: "yesterday".into(),
            },
        ),
        (
            json!({ "validThrough": "2026-02-30" }),
            "validThrough",
            Reason::NotADate {
                text: "2026-02-30".into(),
            },
        ),
        (
            json!({ "hiringOrganization": {} }),
            "hiringOrganization.name",
            missing.clone(),
        ),
        (json!({ "@type": "Event" }), "@type", Reason::NotAJobPosting),
        (
            with("kind", json!("barter")),
            "additionalProperty.kind",
            unknown("barter"),
        ),
        (
            with("beginner", json!("maybe")),
            "additionalProperty.beginner",
            Reason::WrongType {
                expected: "true or false",
            },
        ),
        (
            with("quota", json!(-1)),
            "additionalProperty.quota",
            Reason::NotANumber { text: "-1".into() },
        ),
        (
            with("weeklyHoursMax", json!(169)),
            "additionalProperty.weeklyHoursMax",
            Reason::Value(Problem::OutOfRange { min: 0, max: 168 }),
        ),
        (
            with("townCode", json!("452041")),
            "jobLocation.address.addressLocality",
            missing,
        ),
        (
            with("lifeStages", json!("settled, never")),
            "additionalProperty.lifeStages",
            unknown("never"),
        ),
        (
            json!({ "additionalProperty": [property("kind", "task"), property("kind", "fixed")] }),
            "additionalProperty.kind",
            Reason::Repeated,
        ),
        (
            json!({ "x": "x".repeat(40_000) }),
            "x",
            Reason::TooMuchExtra { max: 32_768 },
        ),
    ] {
        assert_eq!(refusal(more), (field.to_owned(), reason));
    }
    let wrong = with("townCode", json!("452042"));
    assert_eq!(
        read(&posting(wrong)).unwrap_err().to_string(),
        "line 1, additionalProperty.townCode: the check digit should be 1"
    );
}

#[test]
fn broken_lines_cost_one_posting_each() {
    let good = posting(json!({})).to_string();
    let mut file = format!("\u{feff}{good}\r\n\n{{\"title\": \"x\n[]\nnull\n").into_bytes();
    file.extend(b"{\"title\": \"\xff\"}\n");
    file.extend(
        posting(json!({ "description": "x".repeat(10_000_000) }))
            .to_string()
            .bytes(),
    );
    file.push(b'\n');
    file.extend("[".repeat(1_000_000).bytes());
    file.push(b'\n');
    file.extend(
        posting(json!({ "x": (0..40).fold(json!(1), |inner, _| json!([inner])) }))
            .to_string()
            .bytes(),
    );
    file.push(b'\n');
    file.extend(good.bytes());

    let read: Vec<_> = job_posting::read(&file[..])
        .map(|posting| {
            posting
                .map(|_| ())
                .map_err(|refused| (refused.line, refused.reason))
        })
        .collect();
    let json = |found: &Result<(), (u64, Reason)>, at| matches!(found, Err((line, Reason::Json { .. })) if *line == at);
    assert_eq!(read.len(), 9);
    assert_eq!(read[0], Ok(()));
    assert!(json(&read[1], 3), "{:?}", read[1]);
    assert_eq!(read[2], Err((4, Reason::NotAJobPosting)));
    assert_eq!(read[3], Err((5, Reason::NotAJobPosting)));
    assert_eq!(read[4], Err((6, Reason::Encoding { encoding: "UTF-8" })));
    assert_eq!(
        read[5],
        Err((
            7,
            Reason::RecordTooLong {
                max: MAX_RECORD,
                last_line: 7
            }
        ))
    );
    assert!(json(&read[6], 8), "{:?}", read[6]);
    assert_eq!(read[7], Err((9, Reason::TooDeep { max: 32 })));
    assert_eq!(read[8], Ok(()));
}

#[test]
fn a_reader_that_fails_says_so_and_ends() {
    struct Failing;
    impl std::io::Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::TimedOut.into())
        }
    }
    let mut postings = job_posting::read(std::io::BufReader::new(Failing));
    let reason = postings.next().unwrap().unwrap_err().reason;
    assert_eq!(reason, Reason::Read(std::io::ErrorKind::TimedOut));
    assert!(postings.next().is_none());
}
