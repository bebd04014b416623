//! Lists of public facilities in and out.

use crate::engawa::{Place, text};

const OLD: &str = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,POIコード,住所,緯度,経度,利用可能曜日,開始時間,\
終了時間,利用可能日時特記事項,独自\n\
222127,10947,静岡県,焼津市,港地域交流センター,,静岡県焼津市石津港町40-1,34.84124155,138.3262067,火水木金土日,9:00,21:30,,1階\n\
222127,10948,静岡県,焼津市,焼津地域交流センター,,静岡県焼津市本町5-6-1,34.863224,138.320596,,,,【開館時間】9:00～21:30,\n";

#[test]
fn importing_a_list_of_spaces_twice_changes_nothing() {
    let place = Place::new();
    let bad = OLD.to_owned() + "222127,1,静岡県,焼津市,,,,,,,,,,\n";
    let file = place.file("spaces.csv", &bad);
    let first = place.run(&["import", "spaces", text(&file)]);
    assert_eq!(
        first.last(),
        ("imported 2, unchanged 0, refused 1", 2),
        "{first:?}"
    );
    let told = format!("{}:4: 名称: is missing", text(&file));
    assert_eq!(first.err.lines().collect::<Vec<_>>(), [told]);
    let second = place.run(&["import", "spaces", text(&file)]);
    assert_eq!(
        second.last(),
        ("imported 0, unchanged 2, refused 1", 2),
        "{second:?}"
    );
    let json = r#"[{"市区町村コード": "022063", "NO": "1", "都道府県名": "青森県", "市区町村名": "十和田市",
        "名称": "十和田市役所庁舎", "POIコード": "1302", "住所（地番）": "青森県十和田市西十二番町6-1"}]"#;
    let json = place.file("spaces.json", json);
    let third = place.run(&["import", "spaces", text(&json)]);
    assert_eq!(
        third.last(),
        ("imported 1, unchanged 0, refused 0", 0),
        "{third:?}"
    );
    assert_eq!(place.run(&["check"]).last(), ("everything is sound", 0));
}

#[test]
fn an_exported_list_of_spaces_imports_back_to_the_same() {
    for layout in ["old", "new"] {
        let (here, there) = (Place::new(), Place::new());
        let file = here.file("spaces.csv", OLD);
        here.run(&["import", "spaces", text(&file)]);
        let out = here.path("out.csv");
        let ended = here.run(&["export", "spaces", "--layout", layout, "-o", text(&out)]);
        assert_eq!(ended.last(), ("exported 2", 0), "{ended:?}");
        let written = std::fs::read_to_string(&out).unwrap();
        assert!(
            written.contains("独自") && written.contains("1階"),
            "{written}"
        );
        let again = here.run(&["import", "spaces", text(&out)]);
        assert_eq!(again.code, 0, "{again:?}");
        let twice = here.run(&["import", "spaces", text(&out)]);
        assert_eq!(
            twice.last(),
            ("imported 0, unchanged 2, refused 0", 0),
            "{twice:?}"
        );
        there.run(&["import", "spaces", text(&out)]);
        let exported = there.run(&["export", "spaces", "--layout", layout]).out;
        assert_eq!(exported, written);
    }
}

#[test]
fn a_desk_takes_the_spaces_of_its_own_list() {
    let place = Place::new();
    let map = "[space]\nname = \"部屋\"\nidentifier = \"番号\"\naddress = \"住所\"\n";
    let map = place.file("columns.toml", map);
    let file = place.file(
        "rooms.csv",
        "番号,部屋,住所\n1,第1会議室,宮崎県日南市油津1-1\n",
    );
    let import = [
        "import",
        "spaces",
        "--map",
        text(&map),
        "--desk",
        "日南市役所",
        text(&file),
    ];
    let ended = place.run(&import);
    assert_eq!(
        ended.last(),
        ("imported 1, unchanged 0, refused 0", 0),
        "{ended:?}"
    );
    let own = place.run(&["export", "spaces", "--desk", "日南市役所"]).out;
    assert!(own.contains("第1会議室"), "{own}");
    let others = place.run(&["export", "spaces", "--desk", "よその窓口"]).out;
    assert!(!others.contains("第1会議室"), "{others}");
}
