//! Lists of programs in and out.

use crate::engawa::{Place, text};
use domain::{DeskId, Kind, ProgramId, Row, RowKey, Timestamp, Write};
use store::Store;
use store_sqlite::SqliteStore;

const HEADING: &str = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,イベント名,イベント名_カナ,開始日,終了日,\
開始時間,終了時間,説明,場所名称,緯度,経度,カテゴリー";

/// A list of events in the older national layout.
fn list(rows: &[&str]) -> String {
    format!("\u{feff}{HEADING}\r\n{}\r\n", rows.join("\r\n"))
}

const BEACH: &str = "222127,1,静岡県,焼津市,ビーチクリーン大作戦,ビーチクリーンダイサクセン,令和7年11月16日,,午前8時30分,9：30,\
海岸を清掃します。,浜当目海岸,34.87844204,138.3337542,環境";
const FILM: &str = "222127,2,静岡県,焼津市,映画会,エイガカイ,2026/8/12,2026/8/12,13:30,14:20,上映会です。,\
焼津文化会館,138.3,34.86,文化";

#[test]
fn importing_a_list_twice_changes_nothing() {
    let place = Place::new();
    let file = place.file("events.csv", &list(&[BEACH, FILM]));
    let first = place.run(&["import", "programs", text(&file)]);
    assert_eq!(
        first.last(),
        ("imported 2, unchanged 0, refused 0", 0),
        "{first:?}"
    );
    assert_eq!(first.out.lines().next(), Some("noted 1 that went in"));
    let told = format!(
        "{}:3: 緯度, 経度: latitude and longitude were exchanged; they went in the right way round",
        text(&file)
    );
    assert_eq!(first.err.lines().collect::<Vec<_>>(), [told]);
    let second = place.run(&["import", "programs", text(&file)]);
    assert_eq!(
        second.last(),
        ("imported 0, unchanged 2, refused 0", 0),
        "{second:?}"
    );
    let changed = list(&[BEACH, &FILM.replace("上映会です。", "毎月の上映会です。")]);
    let file = place.file("events.csv", &changed);
    let third = place.run(&["import", "programs", text(&file)]);
    assert_eq!(
        third.last(),
        ("imported 1, unchanged 1, refused 0", 0),
        "{third:?}"
    );
    assert_eq!(place.run(&["check"]).last(), ("everything is sound", 0));
}

#[test]
fn a_bad_row_is_named_and_the_others_go_in() {
    let place = Place::new();
    let bad = BEACH.replace("令和7年11月16日", "日程調整し決定");
    let file = place.file("events.csv", &list(&[&bad, FILM]));
    let ended = place.run(&["import", "programs", text(&file)]);
    assert_eq!(
        ended.last(),
        ("imported 1, unchanged 0, refused 1", 2),
        "{ended:?}"
    );
    let told = format!("{}:2: 開始日: is not a date: 日程調整し決定", text(&file));
    assert_eq!(ended.err.lines().next(), Some(told.as_str()));
}

#[tokio::test]
async fn what_a_desk_has_edited_an_import_leaves_as_it_is_and_counts() {
    let place = Place::new();
    let file = place.file("events.csv", &list(&[BEACH]));
    place.run(&["import", "programs", "--desk", "焼津市 環境課", text(&file)]);
    let store = SqliteStore::open(&place.data().join("engawa.sqlite"))
        .await
        .unwrap();
    let desk = DeskId::of_name("焼津市 環境課");
    let key = RowKey {
        kind: Kind::Program,
        id: ProgramId::of_source(desk, "222127/1").0,
    };
    let mut transaction = store.begin().await.unwrap();
    let Some(Row::Program(mut program)) = transaction.row(key).await.unwrap() else {
        panic!("an imported program was expected");
    };
    program.title = "ビーチクリーン".into();
    program.edited_at = Some(Timestamp(1));
    let write = Write::Put(Row::Program(program));
    transaction.write(&write).await.unwrap();
    transaction.commit().await.unwrap();
    store.close().await;

    let file = place.file("events.csv", &list(&[&BEACH.replace("海岸を", "浜を")]));
    let again = place.run(&["import", "programs", "--desk", "焼津市 環境課", text(&file)]);
    assert_eq!(
        again.last(),
        ("imported 0, unchanged 0, refused 0", 0),
        "{again:?}"
    );
    assert_eq!(
        again.out.lines().next(),
        Some("kept 1 as their desks edited them")
    );
    let exported = place.run(&["export", "programs", "--layout", "old"]).out;
    assert!(exported.contains(",ビーチクリーン,") && exported.contains("海岸を清掃します。"));
}

#[test]
fn an_exported_list_has_every_column_and_imports_back_to_the_same() {
    let (here, there) = (Place::new(), Place::new());
    let file = here.file("events.csv", &list(&[BEACH, FILM]));
    here.run(&["import", "programs", text(&file)]);
    let out = here.path("out.csv");
    let ended = here.run(&["export", "programs", "--layout", "old", "-o", text(&out)]);
    assert_eq!(ended.last(), ("exported 2", 0), "{ended:?}");
    let written = std::fs::read_to_string(&out).unwrap();
    for said in [
        "カテゴリー",
        "ビーチクリーンダイサクセン",
        "令和7年11月16日",
        "午前8時30分",
        "環境",
    ] {
        assert!(written.contains(said), "{said}: {written}");
    }
    // Nothing of it needs words that the layout does not have.
    assert!(!written.contains("engawa"), "{written}");
    let again = here.run(&["import", "programs", text(&out)]);
    assert_eq!(
        again.last(),
        ("imported 0, unchanged 2, refused 0", 0),
        "{again:?}"
    );
    there.run(&["import", "programs", text(&out)]);
    let exported = there.run(&["export", "programs", "--layout", "old"]).out;
    assert_eq!(exported, written);
}

#[test]
fn sample_programs_with_forms_and_childcare_come_through_every_layout() {
    for layout in ["old", "new", "gif"] {
        let (here, there) = (Place::new(), Place::new());
        assert_eq!(here.run(&["demo"]).code, 0);
        let out = here.path("out.csv");
        let ended = here.run(&["export", "programs", "--layout", layout, "-o", text(&out)]);
        let count = ended.last().0.strip_prefix("exported ").unwrap().to_owned();
        let ended = here.run(&["import", "programs", text(&out)]);
        let unchanged = format!("imported 0, unchanged {count}, refused 0");
        assert_eq!(ended.last(), (unchanged.as_str(), 0), "{layout}: {ended:?}");
        there.run(&["import", "programs", text(&out)]);
        assert_eq!(there.run(&["check"]).last(), ("everything is sound", 0));
    }
}

#[test]
fn a_citys_own_list_needs_a_map() {
    let place = Place::new();
    let file = "№,行事名,開催日\n1,写真展,8月12日（水）\n2,相談会,日程調整し決定\n";
    let file = place.file("events.csv", file);
    let ended = place.run(&["import", "programs", text(&file)]);
    assert_eq!(
        ended.last(),
        ("imported 0, unchanged 0, refused 1", 2),
        "{ended:?}"
    );
    assert!(ended.err.contains("is no known layout"), "{ended:?}");

    let map = "[program]\ntitle = \"行事名\"\ndays = \"開催日\"\nunreadable = \"keep\"\n";
    let map = place.file("columns.toml", map);
    let import = [
        "import",
        "programs",
        "--map",
        text(&map),
        "--desk",
        "高松市",
    ];
    let ended = place.run(&[&import[..], &["--published", "2026-07-31", text(&file)]].concat());
    assert_eq!(
        ended.last(),
        ("imported 2, unchanged 0, refused 0", 0),
        "{ended:?}"
    );
    assert!(
        ended
            .err
            .contains("went in without a date: 開催日: 日程調整し決定"),
        "{ended:?}"
    );
    let exported = place.run(&["export", "programs", "--desk", "高松市"]).out;
    assert!(
        exported.contains("2026-08-12") && exported.contains("日程調整し決定"),
        "{exported}"
    );

    let bad = place.file("bad.toml", "[program]\ntitel = \"行事名\"\n");
    let ended = place.run(&["import", "programs", "--map", text(&bad), text(&file)]);
    assert!(ended.code == 1 && ended.err.contains("titel"), "{ended:?}");
}

#[test]
fn a_list_does_not_write_over_what_belongs_to_another_desk() {
    let place = Place::new();
    assert_eq!(place.run(&["demo"]).code, 0);
    let out = place.path("out.csv");
    place.run(&["export", "programs", "-o", text(&out)]);
    let ended = place.run(&["import", "programs", "--desk", "よその窓口", text(&out)]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(
        ended.err.contains("engawa: belongs to another desk here"),
        "{ended:?}"
    );
    let again = place.run(&["import", "programs", text(&out)]);
    assert!(
        again.last().0.starts_with("imported 0, unchanged ") && again.code == 0,
        "{again:?}"
    );
}
