//! Spaces on a device, found offline.

use board::{
    directory::{Directory, Wanted},
    fold::lower,
};
use domain::{
    Day, SpaceId, Timestamp,
    place::Town,
    space::{Equipment, Space},
    town::{NOW, space},
};
use proptest::prelude::*;
use uuid::Uuid;

fn named(number: u128, name: &str) -> Space {
    Space {
        name: name.into(),
        kana: String::new(),
        quota: 0,
        ..space(SpaceId(Uuid::from_u128(number)))
    }
}

fn in_town(mut space: Space, code: &str, name: &str) -> Space {
    space.town = Some(Town {
        code: code.parse().unwrap(),
        name: name.into(),
    });
    space
}

fn directory(spaces: &[Space]) -> Directory {
    let mut directory = Directory::default();
    for space in spaces {
        directory.put(space.clone(), lower);
    }
    directory
}

fn names(directory: &Directory, wanted: &Wanted, now: Timestamp) -> Vec<String> {
    let name = |id| directory.get(id).unwrap().name.clone();
    let found = directory.find(wanted, now, lower);
    found.into_iter().map(name).collect()
}

#[test]
fn town_by_town_and_first_where_workers_have_places() {
    let places = Space {
        quota: 3,
        ..named(3, "を")
    };
    let badge = Space {
        accredited: Some(Day::of(NOW)),
        ..named(5, "ろ")
    };
    let lapsed = Space {
        accredited: Some(Day::of(NOW).plus(-1)),
        ..named(6, "は")
    };
    let closed = Space {
        closed: true,
        ..named(7, "に")
    };
    let nowhere = Space {
        town: None,
        ..named(8, "あ")
    };
    let all = directory(&[
        nowhere,
        in_town(named(1, "と"), "452041", "宮崎県日南市"),
        in_town(named(2, "い"), "122068", "千葉県木更津市"),
        places,
        badge,
        lapsed,
        closed,
    ]);
    assert_eq!(
        names(&all, &Wanted::default(), NOW),
        ["い", "ろ", "を", "と", "は", "あ"]
    );
    assert_eq!(all.towns().len(), 2);
}

#[test]
fn each_condition_leaves_out_what_does_not_fit() {
    let quiet = Space {
        equipment: [Equipment::Wifi, Equipment::Booth].into(),
        ..named(1, "山の家")
    };
    let unknown = Space {
        hours: None,
        hours_note: "管理人のいるとき".into(),
        ..named(2, "海の家")
    };
    let seats = Space {
        quota: 1,
        ..named(3, "港の家")
    };
    let all = directory(&[quiet, unknown, seats]);
    let by = |change: fn(&mut Wanted), now| {
        let mut wanted = Wanted::default();
        change(&mut wanted);
        assert!(wanted.has_conditions());
        names(&all, &wanted, now)
    };
    let booth = |wanted: &mut Wanted| wanted.equipment = [Equipment::Booth].into();
    assert_eq!(by(booth, NOW), ["山の家"]);
    assert_eq!(by(|wanted| wanted.places = true, NOW), ["港の家"]);
    // Of one of them nobody knows.
    assert_eq!(by(|wanted| wanted.open = true, NOW), ["港の家", "山の家"]);
    let evening = Timestamp(Day::of(NOW).start().0 + 20 * 3_600_000);
    assert_eq!(by(|wanted| wanted.open = true, evening), [""; 0]);
}

#[test]
fn words_are_found_in_address_and_reading() {
    let one = Space {
        kana: "アブラツコワーキング".into(),
        ..named(1, "油津コワーキング")
    };
    let all = directory(&[one, named(2, "山の家")]);
    for text in ["あぶらつ", "油津 コワーキング", "ｺﾜｰｷﾝｸﾞ"] {
        let wanted = Wanted {
            text: text.into(),
            ..Wanted::default()
        };
        assert_eq!(names(&all, &wanted, NOW), ["油津コワーキング"], "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_wanted_reads_back_from_its_address(
        text in "[a-z あ-ん]{0,12}", open: bool, places: bool, town: bool,
        equipment in proptest::collection::btree_set(proptest::sample::select(Equipment::ALL), 0..5),
    ) {
        let town = town.then(|| "452041".parse().unwrap());
        let wanted = Wanted { text, town, equipment, open, places };
        prop_assert_eq!(Wanted::from_url(&wanted.to_url()), wanted);
    }
}
