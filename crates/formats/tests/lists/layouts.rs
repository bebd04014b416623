//! The national layouts. No openly licensed list of events in one of them was found: the rows here are of
//! real events (Yaizu, Takamatsu), put into its columns.

use super::{by_code, cells, context, parted, read, sound, write};
use domain::program::{Program, SignUpBy};
use formats::{
    Reason,
    events::{self, Context, EventsLayout},
};
use serde_json::Value;

const OLD: &str = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,イベント名,イベント名_カナ,イベント名_英語,\
開始日,終了日,開始時間,終了時間,開始日時特記事項,説明,料金（基本）,料金（詳細）,連絡先名称,連絡先電話番号,連絡先内線番号,\
主催者,場所名称,住所,方書,緯度,経度,アクセス方法,駐車場情報,定員,参加申込終了日,参加申込終了時間,参加申込方法,URL,備考,カテゴリー,区\r
222127,0001,静岡県,焼津市,ビーチクリーン大作戦,ビーチクリーンダイサクセン,Beach Clean,2025/11/16,令和7年11月16日,午前8時30分,９：３０,\
荒天中止,\"海岸を清掃します。\n申込みは不要です。\",無料,,環境課,054-626-2153,,焼津市,浜当目海岸,静岡県焼津市浜当目,カメトイレ前,34.87844204,138.3337542,\
焼津駅から徒歩20分,有,,,,申込不要,https://www.city.yaizu.lg.jp/,持ち物: ごみばさみ,環境,\r
372013,２,香川県,高松市,まなび映画CAN(9),マナビエイガキャン,,2026-08-12,,13:30,14:20,,毎月2回！無料の映画上映会です。,500円,資料代,生涯学習センター,087-811-6222,,\
高松市,生涯学習センター,,,134.0540,34.3454,,,\"当日先着\n220人\",2026年8月10日（月）,17:00,窓口,,,,\r
";

fn old_in(spelling: fn(&str) -> String) -> Vec<Program> {
    let (read, refused) = read(spelling(OLD).as_bytes());
    assert_eq!(refused, []);
    read.into_iter().map(|entered| entered.value).collect()
}

#[test]
fn a_row_says_what_an_event_is_and_nothing_of_it_is_lost() {
    let programs = old_in(str::to_owned);
    let beach = &programs[0];
    assert_eq!(beach.desk_name, "静岡県焼津市");
    assert_eq!(beach.towns[0].code.as_str(), "222127");
    assert_eq!(beach.identifier.as_deref(), Some("0001"));
    assert_eq!(
        beach.description,
        "海岸を清掃します。\n申込みは不要です。\n\n備考\n持ち物: ごみばさみ"
    );
    assert_eq!(beach.cost.map(|yen| yen.0), Some(0));
    assert_eq!(beach.contact, "環境課\n054-626-2153");
    assert_eq!(beach.sign_up, SignUpBy::Other("申込不要".into()));
    let session = &beach.sessions[0];
    assert_eq!(session.from.to_string(), "2025-11-16");
    assert_eq!(session.to, session.from);
    assert_eq!(session.begins.unwrap().to_string(), "08:30");
    assert_eq!(session.ends.unwrap().to_string(), "09:30");
    assert_eq!(session.note, "荒天中止");
    let venue = session.venue.as_ref().unwrap();
    assert_eq!(venue.address, "静岡県焼津市浜当目 カメトイレ前");
    assert_eq!(venue.access, "焼津駅から徒歩20分\n駐車場情報: 有");
    assert_eq!(beach.extra["イベント名_カナ"], "ビーチクリーンダイサクセン");
    assert_eq!(beach.extra["カテゴリー"], "環境");

    let film = &programs[1];
    assert_eq!(film.sessions[0].capacity, Some(220));
    assert_eq!(film.sessions[0].note, "定員: 当日先着\n220人");
    assert_eq!(film.cost.map(|yen| yen.0), Some(500));
    let closes = film.closes_at.unwrap();
    assert_eq!(domain::Day::of(closes).to_string(), "2026-08-10");
}

#[test]
fn import_and_export_lose_no_column_and_change_no_value() {
    let programs = old_in(str::to_owned);
    let written = write(&programs, EventsLayout::Old);
    let (before, after) = (cells(OLD), cells(&written));
    assert_eq!(before[0].len(), after[0].len());
    for (number, name) in after[0].iter().enumerate() {
        let wide = name.replace('(', "（").replace(')', "）");
        let column = before[0]
            .iter()
            .position(|was| was == name || *was == wide)
            .unwrap_or_else(|| panic!("{name} is new"));
        for row in 1..before.len() {
            let (was, is) = (&before[row][column], &after[row][number]);
            // What was told to be the wrong way round comes out the right way round.
            match (row, name.as_str()) {
                (2, "緯度") => assert_eq!(is, "34.3454"),
                (2, "経度") => assert_eq!(is, "134.054"),
                _ => assert_eq!(was, is, "{name}"),
            }
        }
    }
    assert_eq!(sound(written.as_bytes()), programs);
}

#[test]
fn exchanged_coordinates_go_in_the_right_way_round_and_are_told() {
    let (read, _) = read(OLD.as_bytes());
    assert_eq!(read[0].remarks, []);
    let told: Vec<String> = read[1].remarks.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 4, 緯度, 経度: latitude and longitude were exchanged; they went in the right way round"
        ]
    );
    let venue = read[1].value.sessions[0].venue.as_ref().unwrap();
    assert!(venue.position.unwrap().is_in_japan());
}

#[test]
fn every_encoding_and_delimiter_of_an_office_gives_the_same_programs() {
    let expected = old_in(str::to_owned);
    assert_eq!(old_in(|text| format!("\u{feff}{text}")), expected);
    assert_eq!(old_in(|text| text.replace("\r\n", "\n")), expected);
    assert_eq!(
        old_in(|text| text.replace("料金（基本）", "料金(基本)")),
        expected
    );

    let (cp932, _, unmappable) = encoding_rs::SHIFT_JIS.encode(OLD);
    assert!(!unmappable);
    let tabs: String = cells(OLD)
        .into_iter()
        .map(|row| {
            let quoted = row.iter().map(|cell| format!("\"{cell}\""));
            quoted.collect::<Vec<_>>().join("\t") + "\r\n"
        })
        .collect();
    let utf16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    for bytes in [
        cp932.into_owned(),
        utf16(&tabs),
        utf16(&format!("\u{feff}{tabs}")),
        tabs.into_bytes(),
    ] {
        let (read, refused) = read(&bytes);
        assert_eq!(refused, []);
        let programs: Vec<Program> = read.into_iter().map(|entered| entered.value).collect();
        assert_eq!(programs, expected);
    }
}

const NEW: &str = "全国地方公共団体コード,ID,地方公共団体名,イベント名,イベント名_カナ,開始日,終了日,開始時間,終了時間,説明,\
場所名称,所在地_全国地方公共団体コード,町字ID,所在地_連結表記,所在地_都道府県,所在地_市区町村,所在地_町字,所在地_番地以下,\
建物名等(方書),緯度,経度,定員,URL,子育て情報
222127,AA0001,焼津市,ビーチクリーン大作戦,ビーチクリーンダイサクセン,2025-11-16,2025-11-16,08:30,09:30,海岸を清掃します。,\
浜当目海岸,222127,0001,静岡県焼津市浜当目1番地,静岡県,焼津市,浜当目,1,カメトイレ前,34.87844204,138.3337542,-,,○
";

#[test]
fn the_newer_layout_has_its_address_in_parts() {
    let programs = sound(NEW.as_bytes());
    let venue = programs[0].sessions[0].venue.as_ref().unwrap();
    assert_eq!(venue.address, "静岡県焼津市浜当目1番地 カメトイレ前");
    assert_eq!(venue.town.as_ref().unwrap().name, "静岡県焼津市");
    assert_eq!(programs[0].sessions[0].capacity, None);
    let written = write(&programs, EventsLayout::New);
    assert_eq!(sound(written.as_bytes()), programs);
    let (before, after) = (cells(NEW), cells(&written));
    for (name, was) in before[0].iter().zip(&before[1]) {
        let column = after[0].iter().position(|is| is == name).unwrap();
        assert_eq!(&after[1][column], was, "{name}");
    }
    assert!(!after[0].contains(&"engawa".to_owned()));
}

const GIF: &str = "NO,都道府県コード又は市区町村コード,名称,名称(カナ),名称(英字),名称(通称),サブタイトル,概要,説明,サブイベント,イベント種類,URL,画像URL,状態,\
対象となる産業,ステージ,開始日,終了日,開始時刻,終了時刻,日時備考,場所名称,集合場所,郵便番号,住所都道府県,住所市区町村,住所町名,住所丁目以下,建物名等,緯度,経度,\
主催団体,共催団体,その他関係団体,対象者,定員,料金(基本),料金(詳細),外国語対応,申込期限日,申込期限時刻,申込方法,アクセス方法,駐車場情報,駐輪場情報,\
連絡先名称,連絡先電話番号,連絡先内線番号,連絡先メールアドレス,備考
0001,222127,ビーチクリーン大作戦,ビーチクリーンダイサクセン,,,秋の回,海をきれいに,海岸を清掃します。,,参加型,https://www.city.yaizu.lg.jp/,,予定どおり,,,\
2025/11/16,2025/11/16,8:30,9:30,,浜当目海岸,カメトイレ前,425-0012,静岡県,焼津市,浜当目,1,,34.87844204,138.3337542,焼津市,,,どなたでも,100,無料,,,\
2025/11/10,,電話,,有,有,環境課,054-626-2153,123,kankyo@example.jp,雨天決行
";

#[test]
fn the_governments_model_has_fifty_columns() {
    let programs = sound(GIF.as_bytes());
    let program = &programs[0];
    assert_eq!(program.desk_name, "焼津市");
    // Names of towns belong to codes, and this layout has only the code.
    assert_eq!(program.towns[0].name, "222127");
    assert!(
        program
            .description
            .starts_with("秋の回\n\n海をきれいに\n\n海岸を清掃します。")
    );
    assert!(program.description.contains("対象者\nどなたでも"));
    assert_eq!(
        program.contact,
        "環境課\n054-626-2153\n連絡先内線番号: 123\nkankyo@example.jp"
    );
    let venue = program.sessions[0].venue.as_ref().unwrap();
    assert_eq!(venue.address, "静岡県焼津市浜当目1");
    let written = write(&programs, EventsLayout::Gif);
    assert_eq!(cells(&written), cells(GIF));
    assert_eq!(sound(written.as_bytes()), programs);
}

#[test]
fn what_one_layout_has_no_column_for_goes_through_it_unharmed() {
    let mut programs = old_in(str::to_owned);
    programs.extend(sound(NEW.as_bytes()));
    // A number is a municipality's own; the desks differ in their names.
    for layout in EventsLayout::ALL {
        let written = write(&programs, layout);
        let (read, refused) = read(written.as_bytes());
        assert_eq!(refused, [], "{layout:?}");
        for (was, is) in programs.iter().zip(read) {
            for column in ["イベント名_カナ", "カテゴリー", "区", "子育て情報"] {
                let text = was.extra.get(column).unwrap_or(&Value::Null);
                let kept = is.value.extra.get(column).unwrap_or(&Value::Null);
                assert!(text == kept || text.is_null() && kept == "", "{column}");
            }
            let bare = |program: &Program| Program {
                extra: Default::default(),
                ..by_code(program.clone())
            };
            assert_eq!(bare(&is.value), bare(was), "{layout:?}");
        }
    }
}

#[test]
fn what_was_edited_here_goes_out_as_edited() {
    let mut programs = old_in(str::to_owned);
    programs[0].title = "ビーチクリーン".into();
    programs[0].description = "雨天でも行います。".into();
    programs[0].sessions[0].to = programs[0].sessions[0].to.plus(1);
    let written = cells(&write(&programs, EventsLayout::Old));
    let says = |column: &str| {
        let column = written[0].iter().position(|name| name == column).unwrap();
        written[1][column].as_str()
    };
    assert_eq!(says("イベント名"), "ビーチクリーン");
    assert_eq!((says("説明"), says("備考")), ("雨天でも行います。", ""));
    assert_eq!(
        (says("開始日"), says("終了日")),
        ("2025/11/16", "2025-11-17")
    );
    // What still is as it came stays as it came.
    assert_eq!(says("開始時間"), "午前8時30分");
}

#[test]
fn a_bad_row_is_told_with_line_column_and_reason_and_the_others_go_in() {
    let heading = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,イベント名,開始日,終了日,開始時間,終了時間,参加申込終了日,URL";
    let rows = [
        "222127,1,静岡県,焼津市,よい,2026-04-01,,,,,",
        "222127,2,静岡県,焼津市,,2026-04-01,,,,,",
        "222127,3,静岡県,焼津市,いつか,日程調整し決定,,,,,",
        "222127,4,静岡県,焼津市,ない日,2026-02-30,,,,,",
        "222127,5,静岡県,焼津市,別の曜日,2026年4月1日（木）,,,,,",
        "222127,6,静岡県,焼津市,逆,2026-04-02,2026-04-01,,,,",
        "222127,7,静岡県,焼津市,逆の時間,2026-04-01,,13:00,12:00,,",
        "222127,8,静岡県,焼津市,時間,2026-04-01,,15:000,,,",
        "22127,9,静岡県,焼津市,コード,2026-04-01,,,,,",
        "222127,10,静岡県,焼津市,足りない",
        "222127,1,静岡県,焼津市,同じ番号,2026-04-01,,,,,",
        "222127,1,静岡県,焼津市,よい,2026-04-01,,,,,",
        "222127,13,静岡県,焼津市,終わりだけ,,2026-04-01,,,,",
        "222127,14,静岡県,焼津市,日なし,,,,,,",
        "222127,15,静岡県,焼津市,締切は言葉,2026-04-01,,,,定員に達するまで,ホームページ参照",
        "222127,16,静岡県,焼津市,よい,令和8年4月1日,,１３：００,,,",
    ];
    let file = format!("{heading}\n{}\n", rows.join("\n"));
    let (read, refused) = read(file.as_bytes());
    let told: Vec<String> = refused.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 3, イベント名: is missing",
            "line 4, 開始日: is not a date: 日程調整し決定",
            "line 5, 開始日: is not a date: 2026-02-30",
            "line 6, 開始日: is another weekday: 2026年4月1日（木）",
            "line 7, 終了日: ends before it begins",
            "line 8, 終了時間: ends before it begins",
            "line 9, 開始時間: is not a time: 15:000",
            "line 10, 都道府県コード又は市区町村コード: a municipality code has six digits",
            "line 11: 5 cells where the heading has 11",
            "line 12, NO: is given more than once",
            "line 14, 開始日: is missing",
        ]
    );
    let lines: Vec<u64> = read.iter().map(|entered| entered.line).collect();
    assert_eq!(lines, [2, 13, 15, 16, 17]);
    let remarks = read.iter().flat_map(|entered| &entered.remarks);
    let told: Vec<String> = remarks.map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 15, 開始日: went in without a date: ",
            "line 16, URL: is not an address on the web: ホームページ参照",
            "line 16, 参加申込終了日: is not a date: 定員に達するまで",
        ]
    );
    // Words are kept where people read them.
    let words = SignUpBy::Other("参加申込終了日: 定員に達するまで".into());
    assert_eq!(read[3].value.sign_up, words);
    assert!(read[2].value.sessions.is_empty());
}

#[test]
fn a_file_of_no_layout_is_told_once() {
    for file in [
        "",
        "\n\n",
        "№,対象,開催日\n1,両方,8月5日\n",
        "{}",
        "\u{0}\u{1}",
    ] {
        let (read, refused) = read(file.as_bytes());
        assert_eq!(read, []);
        assert_eq!(refused.len(), 1, "{file}");
        assert_eq!(refused[0].line, 1);
        assert!(matches!(refused[0].reason, Reason::NoLayout { .. }));
    }
    let twice = OLD.replace("カテゴリー", "備考");
    let (_, refused) = read(twice.as_bytes());
    assert_eq!(
        refused[0].to_string(),
        "line 1, 備考: two columns have this name"
    );
}

#[test]
fn a_desk_may_be_named_for_all_of_them() {
    let desk = Some("焼津市 環境課".to_owned());
    let context = Context { desk, ..context() };
    let (read, _) = parted(events::read(OLD.as_bytes(), context));
    assert!(
        read.iter()
            .all(|entered| entered.value.desk_name == "焼津市 環境課")
    );
    // The same number of another municipality is another program.
    let both = OLD.replace("372013,２,香川県,高松市", "372013,0001,香川県,高松市");
    let (read, refused) = super::read(both.as_bytes());
    assert_eq!((read.len(), refused.len()), (2, 0));
}
