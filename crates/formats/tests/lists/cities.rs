//! Cities' own lists, as they were published.

use super::{Rows, by_code, context, map, parted, real, write};
use domain::{
    Day,
    program::{Program, SignUpBy},
};
use formats::{
    Entered, Refused,
    events::{self, Context, EventsLayout},
};
use std::collections::{BTreeMap, BTreeSet};

fn read(file: &str, map_file: &str, context: Context) -> Rows {
    parted(events::read_mapped(&*real(file), &map(map_file), context))
}

/// How often each kind of thing is said.
fn kinds<'a>(told: impl IntoIterator<Item = &'a Refused>) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for refused in told {
        let kind = format!("{:?}", refused.reason);
        let kind = kind.split([' ', '(']).next().unwrap().to_owned();
        *kinds.entry(kind).or_default() += 1;
    }
    kinds
}

/// Those as they are expected: kind and count.
fn counts(kinds: &[(&str, usize)]) -> BTreeMap<String, usize> {
    let owned = |(kind, count): &(&str, usize)| ((*kind).to_owned(), *count);
    kinds.iter().map(owned).collect()
}

fn remarks(read: &[Entered<Program>]) -> impl Iterator<Item = &Refused> {
    read.iter().flat_map(|entered| &entered.remarks)
}

#[test]
fn an_export_of_linkdata_has_its_heading_in_the_seventh_record() {
    let file = "events/372013-takamatsu-0081-linkdata-2020.csv";
    let (read, refused) = read(file, "takamatsu-2020.map.toml", context());
    assert_eq!((read.len(), refused.len()), (936, 7));
    assert_eq!(kinds(&refused), counts(&[("EndsBefore", 7)]));
    assert_eq!(
        refused[0].to_string(),
        "line 2569, endDate: ends before it begins"
    );
    assert_eq!(remarks(&read).count(), 0);
    let walk = &read[0].value;
    assert_eq!(walk.title, "今昔まちあるきツアー");
    assert!(walk.description.contains("参加料金：\\1,500\n集合場所"));
    assert!(
        walk.description
            .ends_with("主催\n(公財)高松観光コンベンション・ビューロー")
    );
    let session = &walk.sessions[0];
    assert_eq!(
        (session.from.to_string(), session.to.to_string()),
        ("2020-05-16".into(), "2020-05-23".into())
    );
    // 「2020.10/5」, and a day behind which a spreadsheet wrote a time.
    let days: BTreeSet<String> = read
        .iter()
        .map(|entered| entered.value.sessions[0].from.to_string())
        .collect();
    assert!(days.contains("2020-10-05"));
    assert!(
        days.iter()
            .all(|day| "2020-01-01" <= day.as_str() && day.as_str() < "2021-07-01")
    );
}

#[test]
fn three_years_of_a_citys_courses_go_in_with_their_words() {
    let file = "events/372013-takamatsu-manabi-2023-11_2026-08.csv";
    let (read, refused) = read(file, "takamatsu.map.toml", context());
    assert_eq!((read.len(), refused.len()), (1_438, 121));
    // The same course in a later issue, with another description or telephone.
    assert_eq!(kinds(&refused), counts(&[("Repeated", 121)]));
    let expected = [
        ("NotAnAddress", 3),
        ("NotDegrees", 14),
        ("Outside", 12),
        ("Undated", 126),
    ];
    assert_eq!(kinds(remarks(&read)), counts(&expected));
    let ids: BTreeSet<_> = read.iter().map(|entered| entered.value.id).collect();
    assert_eq!(ids.len(), 1_398);

    // Every day lies in the months around its issue.
    let first: Day = "2023-09-01".parse().unwrap();
    let last: Day = "2027-08-31".parse().unwrap();
    for entered in &read {
        for session in &entered.value.sessions {
            assert!(
                first <= session.from && session.to <= last,
                "{}",
                entered.value.title
            );
        }
    }
    // What has no day has its words instead.
    let undated = read
        .iter()
        .filter(|entered| entered.value.sessions.is_empty());
    for entered in undated.clone() {
        assert!(
            entered.value.description.contains("開催日: "),
            "{}",
            entered.value.title
        );
    }
    assert_eq!(undated.count(), 126);
}

#[test]
fn single_issues_take_their_year_from_whoever_imports_them() {
    for (issue, rows, undated) in [("2023-12", 39, 5), ("2025-08", 64, 6), ("2026-08", 51, 7)] {
        let file = format!("events/372013-takamatsu-manabi-{issue}.csv");
        let published: Option<Day> = format!("{issue}-01").parse().ok();
        let known = Context {
            published,
            ..context()
        };
        let (read, refused) = read(&file, "takamatsu.map.toml", known);
        assert_eq!((read.len(), refused), (rows, vec![]), "{issue}");
        let sessions = |entered: &&Entered<Program>| entered.value.sessions.is_empty();
        assert_eq!(read.iter().filter(sessions).count(), undated, "{issue}");
        let venues = read
            .iter()
            .flat_map(|entered| &entered.value.sessions)
            .filter_map(|session| session.venue.as_ref());
        // One issue calls the venue 場所.
        assert!(
            venues.filter(|venue| !venue.name.is_empty()).count() > rows / 2,
            "{issue}"
        );
    }
    let file = "events/372013-takamatsu-manabi-2026-08.csv";
    let (read, refused) = read(file, "takamatsu.map.toml", context());
    assert_eq!((read.len(), refused.len()), (0, 1));
    assert_eq!(refused[0].to_string(), "line 1, published: no such column");
}

#[test]
fn a_course_is_read_as_its_city_announced_it() {
    let known = Context {
        published: "2026-07-31".parse().ok(),
        ..context()
    };
    let file = "events/372013-takamatsu-manabi-2026-08.csv";
    let (read, _) = read(file, "takamatsu.map.toml", known);
    let panels = &read[0].value;
    assert_eq!(panels.desk_name, "高松市");
    assert!(
        panels
            .title
            .starts_with("高松市歴史資料館 令和８年度 出張！パネル展示 「写真でみる")
    );
    let session = &panels.sessions[0];
    assert_eq!(
        (session.from.to_string(), session.to.to_string()),
        ("2026-08-05".into(), "2026-08-16".into())
    );
    assert_eq!(session.begins.unwrap().to_string(), "09:00");
    assert_eq!(session.ends, None);
    assert_eq!(
        session.note,
        "※10日（月）以外\n終了時間: 22：00\n※日曜及び休日は17：00まで"
    );
    assert_eq!(panels.contact, "高松市歴史資料館\n087-861-4520");
    assert_eq!(panels.sign_up, SignUpBy::Other("無し".into()));
    assert_eq!(panels.extra["定員"], "無し");
    let film = &read[2].value;
    assert_eq!(film.sessions[0].capacity, Some(220));
    assert_eq!(film.cost.map(|yen| yen.0), Some(0));
}

#[test]
fn what_does_not_take_place_is_refused_with_the_maps_word() {
    let file = "events/222127-yaizu-beachclean-2025.csv";
    let (read, refused) = read(file, "yaizu-beachclean.map.toml", context());
    assert_eq!((read.len(), refused.len()), (10, 2));
    assert_eq!(
        refused[0].to_string(),
        "line 6, 集合場所: does not take place"
    );
    assert_eq!(remarks(&read).count(), 0);
    let beach = &read[0].value;
    assert_eq!(beach.title, "ビーチクリーン大作戦 浜当目海岸");
    assert_eq!(
        beach.identifier.as_deref(),
        Some("2025年11月16日（日曜日）/1")
    );
    let session = &beach.sessions[0];
    assert_eq!(session.from.to_string(), "2025-11-16");
    assert_eq!(session.begins.unwrap().to_string(), "08:30");
    assert!(beach.description.contains("\n\n持ち物\nごみばさみ"));
}

#[test]
fn what_came_from_a_citys_own_list_goes_out_in_every_national_layout() {
    let known = Context {
        published: "2025-08-01".parse().ok(),
        ..context()
    };
    let file = "events/372013-takamatsu-manabi-2025-08.csv";
    let (read, _) = read(file, "takamatsu.map.toml", known);
    let programs: Vec<Program> = read.into_iter().map(|entered| entered.value).collect();
    for layout in EventsLayout::ALL {
        let (back, refused) = super::read(write(&programs, layout).as_bytes());
        assert_eq!(
            (back.len(), refused),
            (programs.len(), vec![]),
            "{layout:?}"
        );
        for (was, is) in programs.iter().zip(back) {
            let bare = |program: Program| Program {
                extra: Default::default(),
                ..by_code(program)
            };
            assert_eq!(bare(is.value), bare(was.clone()), "{layout:?}");
        }
    }
}
