//! Lists of public facilities, as they were published.

use super::{cells, real};
use domain::{
    Timestamp,
    opening_hours::OnHolidays,
    space::{Equipment, Space},
    weekday::Weekday,
};
use formats::{
    Entered, Reason, Refused,
    spaces::{self, Context, FacilitiesLayout, FacilitiesWriter, Map},
};
use std::collections::BTreeSet;

type Rows = (Vec<Entered<Space>>, Vec<Refused>);

pub(crate) fn context() -> Context {
    Context {
        desk: None,
        entered: Timestamp::start_of_day_in_japan(20_000),
    }
}

fn parted(rows: impl Iterator<Item = Result<Entered<Space>, Refused>>) -> Rows {
    let (read, refused): (Vec<_>, Vec<_>) = rows.partition(Result::is_ok);
    (
        read.into_iter().map(Result::unwrap).collect(),
        refused.into_iter().map(Result::unwrap_err).collect(),
    )
}

pub(crate) fn read(bytes: &[u8]) -> Rows {
    parted(spaces::read(bytes, context()))
}

fn through(map: &str, file: &str) -> Rows {
    let map = Map::parse(map).unwrap();
    parted(spaces::read_mapped(&*real(file), &map, context()))
}

pub(crate) fn write(spaces: &[Space], layout: FacilitiesLayout) -> String {
    let mut list = FacilitiesWriter::new(layout, None);
    let mut out = Vec::new();
    spaces.iter().for_each(|space| list.look(space));
    list.heading(&mut out).unwrap();
    for space in spaces {
        list.space(&mut out, space).unwrap();
    }
    String::from_utf8(out).unwrap()
}

/// The spaces of a real file, and what is to be said of them.
fn spaces_of(file: &str) -> (Vec<Space>, Vec<String>) {
    let (read, refused) = read(&real(file));
    assert_eq!(refused, []);
    let remarks = read.iter().flat_map(|entered| &entered.remarks);
    let told = remarks.map(ToString::to_string).collect();
    (
        read.into_iter().map(|entered| entered.value).collect(),
        told,
    )
}

/// A list that goes in and out again has the same columns, and in them cell by cell the same.
fn comes_out_the_same(file: &str, layout: FacilitiesLayout) -> (Vec<Space>, Vec<String>) {
    let (spaces, told) = spaces_of(file);
    let written = write(&spaces, layout);
    let was = String::from_utf8(real(file)).unwrap().replace("\r\n", "\n");
    let (mut was, is) = (cells(&was), cells(&written));
    // Rows with nothing in them.
    was.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    assert_eq!(is[0], was[0]);
    assert_eq!(is.len(), was.len());
    for (is, was) in is.iter().zip(&was) {
        assert_eq!(is, was);
    }
    let (back, refused) = read(written.as_bytes());
    assert_eq!(refused, []);
    let back = back.into_iter().map(|entered| entered.value);
    assert!(back.eq(spaces.iter().cloned()));
    (spaces, told)
}

#[test]
fn a_prefectures_list_has_fifty_six_columns_and_keeps_them() {
    let file = "facilities/170003-ishikawa-public_facility.csv";
    let (spaces, told) = comes_out_the_same(file, FacilitiesLayout::New);
    assert_eq!(spaces.len(), 83);
    // Numbers of twelve digits, an address without its colon, and 「スロープ有、エレベータ無」.
    assert_eq!(told.len(), 14, "{told:?}");
    let said = |what: &str| told.iter().any(|told| told.contains(what));
    assert!(said(
        "line 45, 法人番号: is not a whole number: 2200-01-002059"
    ));
    assert!(said(
        "line 66, URL: is not an address on the web: http//www.ishikawa"
    ));
    assert!(said("is not a known word: スロープ有、エレベータ無"));
    let park = &spaces[0];
    assert_eq!(park.name, "石川県湖南運動公園");
    assert_eq!(park.desk_name, "石川県");
    assert_eq!(park.desk, None);
    assert_eq!(park.town.as_ref().unwrap().name, "石川県金沢市");
    assert_eq!(park.address, "石川県金沢市八田町西1番地");
    assert_eq!(park.building, "湖南運動公園");
    assert_eq!(park.phone, "(076)268-6222");
    assert_eq!(park.corporate_number, "5220005000175");
    let hours = park.hours.as_ref().unwrap();
    assert_eq!(hours.holidays, OnHolidays::Unsaid);
    let sunday = hours.week.on(Weekday::Sunday).intervals();
    assert_eq!((sunday[0].from(), sunday[0].to()), (5 * 60, 21 * 60));
    assert!(park.hours_note.starts_with("12/29~1/3利用不可"));
    assert_eq!(
        park.equipment,
        BTreeSet::from([Equipment::Wheelchair, Equipment::Eating])
    );
    // The others say in words how hours change with the season or the day of the week.
    let open = spaces.iter().filter(|space| space.hours.is_some()).count();
    assert_eq!(open, 77);
    let words = spaces
        .iter()
        .find(|space| space.hours_note.contains("日没まで"))
        .unwrap();
    assert!(words.hours.is_none() && words.hours_note.contains("利用可能曜日: 月火水木金土日"));
}

#[test]
fn a_citys_lists_of_the_older_layout_keep_their_hours_as_prose() {
    let file = "facilities/222127-yaizu-community_center.csv";
    let (centers, told) = comes_out_the_same(file, FacilitiesLayout::Old);
    assert_eq!((centers.len(), told.len()), (9, 0));
    let center = &centers[0];
    assert_eq!(
        (center.name.as_str(), center.kana.as_str()),
        ("港地域交流センター", "ミナトチイキコウリュウセンター")
    );
    assert_eq!(center.desk_name, "静岡県焼津市");
    assert_eq!(center.hours, None);
    assert_eq!(
        center.hours_note,
        "【開館時間】9:00～21:30 【休館日】月曜日"
    );
    assert_eq!(center.note, "公民館");
    // The city's other list has all of them again: the same spaces.
    let file = "facilities/222127-yaizu-facilities_smartmap.csv";
    let (all, told) = comes_out_the_same(file, FacilitiesLayout::Old);
    assert_eq!((all.len(), told.len()), (28, 0));
    for center in &centers {
        let again = all.iter().find(|space| space.id == center.id).unwrap();
        assert_eq!(again, center);
    }
}

#[test]
fn a_list_may_be_json() {
    let file = "facilities/022063-towada-public_facility.json";
    let (spaces, told) = spaces_of(file);
    assert_eq!((spaces.len(), told.len()), (84, 0));
    let hall = &spaces[0];
    assert_eq!(
        (
            hall.name.as_str(),
            hall.town.as_ref().unwrap().name.as_str()
        ),
        ("十和田市役所庁舎", "青森県十和田市")
    );
    assert_eq!(hall.address, "青森県十和田市西十二番町6-1");
    assert_eq!(hall.extra["POIコード"], "1302");
    for layout in FacilitiesLayout::ALL {
        let (back, refused) = read(write(&spaces, layout).as_bytes());
        assert_eq!(refused, [], "{layout:?}");
        let names = |space: &Space| (space.id, space.name.clone(), space.position);
        let back: Vec<_> = back.iter().map(|entered| names(&entered.value)).collect();
        assert_eq!(back, spaces.iter().map(names).collect::<Vec<_>>());
    }
    let broken = "[{\"市区町村コード\": \"022063\", \"名称\": \"x\", \"POIコード\": 5, \"都道府県名\": \"青森県\"}, {\"名称\": ]";
    let (read, refused) = super::facilities::read(broken.as_bytes());
    assert_eq!((read.len(), refused.len()), (1, 1));
    let (read, refused) = super::facilities::read(b"[{\"name\": 1}, {\"name\": 2}]");
    assert_eq!((read.len(), refused.len()), (0, 1));
    assert!(matches!(refused[0].reason, Reason::NoLayout { .. }));
}

#[test]
fn offices_own_lists_come_in_through_a_map_in_cp932_too() {
    let gardens = r#"
[file]
encoding = "cp932"
[space]
name = "農園名"
identifier = ["ID", "ID2"]
organization = { constant = "焼津市" }
town = { code = { constant = "222127" }, name = { constant = "静岡県焼津市" } }
address = "住所"
latitude = "緯度"
longitude = "経度"
note = "区分"
"#;
    let (read, refused) = through(gardens, "facilities/222127-yaizu-nouen-cp932.csv");
    assert_eq!((read.len(), refused), (9, vec![]));
    assert_eq!(read[0].value.name, "やまとファミリー農園（策牛）");
    assert_eq!(read[0].value.identifier.as_deref(), Some("A-1/1"));

    let care = r#"
[file]
encoding = "cp932"
[space]
name = "要配慮者利用施設名称"
identifier = "№"
organization = { constant = "焼津市" }
town = { code = { constant = "222127" }, name = { constant = "静岡県焼津市" } }
address = "所在地"
latitude = "緯度"
longitude = "経度"
phone = "電話番号"
run_by = "所管課"
note = "区分"
"#;
    let (read, refused) = through(care, "facilities/222127-yaizu-yohairyosya-cp932.csv");
    assert_eq!((read.len(), refused), (277, vec![]));
    // Circled digits are no Shift_JIS, but CP932.
    assert_eq!(
        read[0].value.extra["地域防災計画分類"],
        "①障害福祉サービス等提供施設"
    );

    let centers = r##"
[file]
heading = "#property"
[space]
name = "name"
identifier = "#property"
organization = { constant = "高松市" }
town = { code = { constant = "372013" }, name = { constant = "香川県高松市" } }
address = "address"
phone = "telephoneNumber"
position = "location"
note = "note"
"##;
    let file = "facilities/372013-takamatsu-0004-community-centers-linkdata.csv";
    let (read, refused) = through(centers, file);
    assert_eq!((read.len(), refused), (52, vec![]));
    assert!(read.iter().all(|entered| entered.value.position.is_some()));

    // A list of places with Wi-Fi is no list of facilities, though most columns are the same.
    let file = "facilities/170003-ishikawa-public_wireless_lan.csv";
    let (_, refused) = super::facilities::read(&real(file));
    assert!(matches!(refused[0].reason, Reason::NoLayout { .. }));
    let wifi = r#"
[space]
name = "名称"
kana = "名称_カナ"
identifier = "ID"
organization = "地方公共団体名"
address = "所在地_連結表記"
latitude = "緯度"
longitude = "経度"
website = "URL"
equipment = { wifi = { constant = "有" } }
"#;
    let (read, refused) = through(wifi, file);
    assert_eq!((read.len(), refused), (9, vec![]));
    assert!(
        read.iter()
            .all(|entered| entered.value.equipment.contains(&Equipment::Wifi))
    );
}

#[test]
fn what_cannot_be_read_of_a_space_is_told() {
    let heading = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,POIコード,緯度,経度,法人番号,利用可能曜日,開始時間,終了時間,バリアフリー情報,URL";
    let rows = [
        "222127,1,静岡県,焼津市,よい,,34.8,138.3,-,月火水木金,９：００,17:00,車椅子可;授乳室,",
        "222127,2,静岡県,焼津市,,,34.8,138.3,,,,,,",
        "222127,3,静岡県,焼津市,逆,,138.3,34.8,,,,,,",
        "222127,4,静岡県,焼津市,番号,,34.8,138.3,12,月〜金,9:00,日没まで,段差なし,x",
        "2212,5,静岡県,焼津市,コード,,34.8,138.3,,,,,,",
    ];
    let file = format!("{heading}\n{}\n", rows.join("\n"));
    let (read, refused) = read(file.as_bytes());
    let told: Vec<String> = refused.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 3, 名称: is missing",
            "line 6, 都道府県コード又は市区町村コード: a municipality code has six digits",
        ]
    );
    let remarks = read.iter().flat_map(|entered| &entered.remarks);
    let told: Vec<String> = remarks.map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 4, 緯度, 経度: latitude and longitude were exchanged; they went in the right way round",
            "line 5, 法人番号: is not a whole number: 12",
            "line 5, URL: is not an address on the web: x",
        ]
    );
    let sound = &read[0].value;
    assert_eq!(
        sound.equipment,
        BTreeSet::from([Equipment::Wheelchair, Equipment::NursingRoom])
    );
    assert!(sound.hours.is_some());
    let words = &read[2].value;
    assert_eq!(
        words.hours_note,
        "利用可能曜日: 月〜金\n開始時間: 9:00\n終了時間: 日没まで"
    );
    assert_eq!(words.note, "バリアフリー情報: 段差なし");
}
