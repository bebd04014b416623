use super::*;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// `2026-11-24 09:30` in Japan.
fn at(text: &str) -> Timestamp {
    let (date, clock) = text.split_once(' ').expect("a day and a time");
    Timestamp(day(date).start().0 + i64::from(time(clock).expect("a time")) * MINUTE)
}

fn hours(intervals: &[&str]) -> Hours {
    let parsed = intervals
        .iter()
        .map(|text| text.parse().expect("an interval"));
    Hours::new(parsed.collect()).expect("apart")
}

/// Weekdays 9:00 to 17:30 with an hour's rest, Saturdays until noon, Sundays from 10:00.
fn library() -> OpeningHours {
    OpeningHours {
        week: Week::new(|weekday| match weekday {
            Weekday::Saturday => hours(&["09:00-12:00"]),
            Weekday::Sunday => hours(&["10:00-15:00"]),
            _ => hours(&["09:00-12:00", "13:00-17:30"]),
        }),
        holidays: OnHolidays::AsSunday,
        year_end: Some(YearEnd::new((12, 29), (1, 3)).expect("in order")),
        exceptions: BTreeMap::new(),
    }
}

fn round_the_clock(holidays: OnHolidays) -> OpeningHours {
    OpeningHours {
        week: Week::read("毎日", "0:00", "24:00").expect("a week"),
        holidays,
        year_end: None,
        exceptions: BTreeMap::new(),
    }
}

#[test]
fn a_space_rests_at_noon_and_says_when_it_opens_again() {
    let library = library();
    for (moment, open, next, opens) in [
        ("2026-11-24 08:59", false, "2026-11-24 09:00", true),
        ("2026-11-24 09:00", true, "2026-11-24 12:00", false),
        ("2026-11-24 12:00", false, "2026-11-24 13:00", true),
        ("2026-11-24 17:29", true, "2026-11-24 17:30", false),
        ("2026-11-24 17:30", false, "2026-11-25 09:00", true),
    ] {
        assert_eq!(library.is_open(at(moment)), open, "{moment}");
        let change = Change {
            at: at(next),
            opens,
        };
        assert_eq!(library.next_change(at(moment)), Some(change), "{moment}");
    }
}

#[test]
fn a_holiday_is_like_a_sunday_or_closed_or_nothing_special() {
    let labour_day = day("2026-11-23");
    let mut library = library();
    assert_eq!(
        library.open_on(labour_day),
        hours(&["10:00-15:00"]).intervals()
    );
    library.holidays = OnHolidays::Closed;
    assert!(library.open_on(labour_day).is_empty());
    library.holidays = OnHolidays::AsUsual;
    assert_eq!(
        library.open_on(labour_day),
        library.open_on(day("2026-11-24"))
    );
}

#[test]
fn at_year_end_nothing_opens_for_six_days() {
    let library = library();
    let closing = Change {
        at: at("2026-12-28 17:30"),
        opens: false,
    };
    let opening = Change {
        at: at("2027-01-04 09:00"),
        opens: true,
    };
    assert_eq!(library.next_change(at("2026-12-28 15:00")), Some(closing));
    assert_eq!(library.next_change(closing.at), Some(opening));
    for (first, last) in [
        ((1, 3), (12, 29)),
        ((12, 32), (1, 3)),
        ((11, 30), (1, 3)),
        ((12, 0), (12, 1)),
    ] {
        assert_eq!(YearEnd::new(first, last), Err(BadHours::YearEnd));
    }
}

#[test]
fn a_single_day_goes_before_every_rule() {
    let mut library = library();
    library
        .exceptions
        .insert(day("2026-11-25"), Hours::default());
    library
        .exceptions
        .insert(day("2026-12-31"), hours(&["08:00-10:00"]));
    let change = Change {
        at: at("2026-11-26 09:00"),
        opens: true,
    };
    assert_eq!(library.next_change(at("2026-11-24 18:00")), Some(change));
    assert!(library.is_open(at("2026-12-31 09:00")));
}

#[test]
fn an_evening_that_goes_past_midnight_belongs_to_the_day_on_which_it_began() {
    let mut night = OpeningHours {
        week: Week::read("金土", "18:00", "26:00").expect("a week"),
        ..round_the_clock(OnHolidays::AsUsual)
    };
    // 2026-11-27 is a Friday.
    assert!(night.is_open(at("2026-11-28 01:59")));
    assert!(!night.is_open(at("2026-11-28 02:00")));
    assert!(!night.is_open(at("2026-11-27 01:00")));
    let closing = Change {
        at: at("2026-11-28 02:00"),
        opens: false,
    };
    assert_eq!(night.next_change(at("2026-11-27 23:00")), Some(closing));
    // Closed on Saturday: Friday's guests stay until two.
    night.exceptions.insert(day("2026-11-28"), Hours::default());
    assert_eq!(night.next_change(at("2026-11-27 23:00")), Some(closing));
}

#[test]
fn a_space_that_never_closes_has_no_next_change_until_a_day_is_named() {
    let mut space = round_the_clock(OnHolidays::AsUsual);
    let now = at("2026-11-24 09:00");
    assert!(space.is_open(now));
    assert_eq!(space.next_change(now), None);
    space.exceptions.insert(day("2029-04-01"), Hours::default());
    let closing = Change {
        at: at("2029-04-01 00:00"),
        opens: false,
    };
    let opening = Change {
        at: at("2029-04-02 00:00"),
        opens: true,
    };
    assert_eq!(space.next_change(now), Some(closing));
    assert_eq!(space.next_change(closing.at), Some(opening));
    // Closed on holidays: the next is New Year's Day.
    let closing = Change {
        at: at("2027-01-01 00:00"),
        opens: false,
    };
    assert_eq!(
        round_the_clock(OnHolidays::Closed).next_change(now),
        Some(closing)
    );
}

#[test]
fn a_space_without_hours_never_opens() {
    let empty = OpeningHours {
        week: Week::default(),
        ..round_the_clock(OnHolidays::AsSunday)
    };
    assert!(!empty.is_open(at("2026-11-24 09:00")));
    assert_eq!(empty.next_change(at("2026-11-24 09:00")), None);
}

#[test]
fn hours_that_overlap_are_refused_also_when_they_come_over_the_network() {
    let twice = ["13:00-17:00", "09:00-13:01"].map(|text| text.parse().expect("an interval"));
    assert_eq!(Hours::new(twice.into()), Err(BadHours::Overlap));
    assert!(serde_json::from_str::<Hours>(r#"["13:00-17:00","09:00-13:01"]"#).is_err());
    for text in [
        "9:00-12:00",
        "09:00-08:00",
        "09:00",
        "24:00-25:00",
        "09:00-12:00-13:00",
    ] {
        assert!(text.parse::<Interval>().is_err(), "{text}");
    }
}

#[test]
fn opening_hours_read_back_from_their_json() {
    let mut library = library();
    library
        .exceptions
        .insert(day("2026-12-31"), hours(&["08:00-10:00"]));
    let json = serde_json::to_value(&library).expect("plain data");
    assert_eq!(json["week"][5], serde_json::json!(["09:00-12:00"]));
    assert_eq!(json["year_end"], "12-29/01-03");
    assert_eq!(
        json["exceptions"]["2026-12-31"],
        serde_json::json!(["08:00-10:00"])
    );
    assert_eq!(
        serde_json::from_value::<OpeningHours>(json).expect("the same"),
        library
    );
    for wrong in ["12-29", "12-29/1-3", "01-03/12-29", "12-29/02-01"] {
        assert!(YearEnd::try_from(wrong.to_owned()).is_err(), "{wrong}");
    }
}

fn any_hours() -> impl Strategy<Value = Hours> {
    let ends = proptest::collection::btree_set(0..2000u16, 0..5usize);
    ends.prop_map(|ends| {
        let ends: Vec<u16> = ends.into_iter().collect();
        let pairs = ends.chunks_exact(2);
        let intervals = pairs.filter_map(|pair| Interval::new(pair[0], pair[1]).ok());
        Hours::new(intervals.collect()).expect("in order")
    })
}

fn any_opening_hours() -> impl Strategy<Value = OpeningHours> {
    let rule = prop_oneof![
        Just(OnHolidays::Closed),
        Just(OnHolidays::AsSunday),
        Just(OnHolidays::AsUsual)
    ];
    let week = proptest::collection::vec(any_hours(), 7);
    let exceptions = proptest::collection::btree_map(0..60i64, any_hours(), 0..4);
    (week, rule, any::<bool>(), exceptions).prop_map(|(week, holidays, rests, exceptions)| {
        let first = day("2026-12-01");
        OpeningHours {
            week: Week::new(|weekday| week[weekday as usize].clone()),
            holidays,
            year_end: rests.then(|| YearEnd::new((12, 29), (1, 3)).expect("in order")),
            exceptions: exceptions
                .into_iter()
                .map(|(days, hours)| (first.plus(days), hours))
                .collect(),
        }
    })
}

proptest! {
    /// A page that says "open until" must not be wrong a minute earlier.
    #[test]
    fn nothing_changes_before_the_next_change_and_then_it_does(
        space in any_opening_hours(),
        minutes in 0..60 * 24 * 60i64,
    ) {
        let now = Timestamp(day("2026-12-01").start().0 + minutes * MINUTE);
        let open = space.is_open(now);
        let week = Timestamp(now.0 + 7 * Timestamp::DAY);
        let change = space.next_change(now);
        let until = change.map_or(week, |change| change.at.min(week));
        let mut moment = now;
        while moment < until {
            prop_assert_eq!(space.is_open(moment), open);
            moment.0 += 7 * MINUTE;
        }
        if let Some(change) = change {
            prop_assert!(change.at > now);
            prop_assert_eq!(change.opens, !open);
            prop_assert_eq!(space.is_open(change.at), !open);
            prop_assert_eq!(space.is_open(Timestamp(change.at.0 - 1)), open);
        }
    }

    #[test]
    fn any_opening_hours_read_back_from_their_json(space in any_opening_hours()) {
        let json = serde_json::to_string(&space).expect("plain data");
        prop_assert_eq!(serde_json::from_str::<OpeningHours>(&json).expect("the same"), space);
    }

    #[test]
    fn no_moment_breaks_the_question_whether_it_is_open(space in any_opening_hours(), at in any::<i64>()) {
        let _ = (space.is_open(Timestamp(at)), space.next_change(Timestamp(at)));
    }
}
