//! The two national layouts of public facilities.

use super::FacilitiesLayout;
use crate::listing::Layout;
use domain::space::Equipment;

/// What a column says of a space.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Says {
    /// Whose list it is, by code and by name.
    Code,
    Prefecture,
    City,
    Body,
    Identifier,
    Name,
    Kana,
    Nickname,
    /// The whole address, or its parts.
    Address,
    AddressPrefecture,
    AddressCity,
    AddressTown,
    AddressBlock,
    Building,
    /// The municipality where it is.
    PlaceCode,
    Latitude,
    Longitude,
    /// Both in one cell, the latitude first.
    Position,
    Phone,
    Extension,
    CorporateNumber,
    Organisation,
    Days,
    Opens,
    Closes,
    HoursNote,
    Description,
    /// Below the description under the column's name.
    Under,
    /// Names of equipment with `;` between.
    Equipment,
    /// Whether there is this.
    Has(Equipment),
    Website,
    Note,
}

use Says::{
    Address, AddressBlock, AddressCity, AddressPrefecture, AddressTown, Body, Building, City,
    Closes, Code, CorporateNumber, Days, Description, Extension, Has, HoursNote, Identifier, Kana,
    Latitude, Longitude, Name, Nickname, Note, Opens, Organisation, Phone, PlaceCode, Prefecture,
    Website,
};

impl FacilitiesLayout {
    pub(super) fn layout(self) -> &'static Layout<Says> {
        match self {
            Self::Old => &OLD,
            Self::New => &NEW,
        }
    }
}

/// The columns of the newer layout that say what there is.
pub(super) fn equipment_columns() -> impl Iterator<Item = (&'static str, Equipment)> {
    NEW.columns.iter().filter_map(|(name, says)| match says {
        Some(Has(item)) => Some((*name, *item)),
        _ => None,
    })
}

/// 推奨データセット 公共施設一覧.
static OLD: Layout<Says> = Layout {
    marks: &["都道府県コード又は市区町村コード", "名称", "POIコード"],
    aliases: &[
        ("市区町村コード", "都道府県コード又は市区町村コード"),
        ("住所(地番)", "住所"),
        ("利用可能時間特記事項", "利用可能日時特記事項"),
    ],
    columns: &[
        ("都道府県コード又は市区町村コード", Some(Code)),
        ("NO", Some(Identifier)),
        ("都道府県名", Some(Prefecture)),
        ("市区町村名", Some(City)),
        ("名称", Some(Name)),
        ("名称_カナ", Some(Kana)),
        ("名称_通称", Some(Nickname)),
        ("POIコード", None),
        ("住所", Some(Address)),
        ("方書", Some(Building)),
        ("緯度", Some(Latitude)),
        ("経度", Some(Longitude)),
        ("電話番号", Some(Phone)),
        ("内線番号", Some(Extension)),
        ("法人番号", Some(CorporateNumber)),
        ("団体名", Some(Organisation)),
        ("利用可能曜日", Some(Days)),
        ("開始時間", Some(Opens)),
        ("終了時間", Some(Closes)),
        ("利用可能日時特記事項", Some(HoursNote)),
        ("説明", Some(Description)),
        ("バリアフリー情報", Some(Says::Equipment)),
        ("URL", Some(Website)),
        ("備考", Some(Note)),
    ],
};

/// 自治体標準オープンデータセット 公共施設一覧.
static NEW: Layout<Says> = Layout {
    marks: &["全国地方公共団体コード", "名称", "POIコード"],
    aliases: &[
        ("NO", "ID"),
        ("名称_英語", "名称_英字"),
        ("住所", "所在地_連結表記"),
        ("方書", "建物名等(方書)"),
        ("利用可能日時特記事項", "利用可能時間特記事項"),
    ],
    columns: &[
        ("全国地方公共団体コード", Some(Code)),
        ("ID", Some(Identifier)),
        ("地方公共団体名", Some(Body)),
        ("名称", Some(Name)),
        ("名称_カナ", Some(Kana)),
        ("名称_英字", None),
        ("名称_通称", Some(Nickname)),
        ("POIコード", None),
        ("外部識別子", None),
        ("外部識別子の値", None),
        ("所在地_全国地方公共団体コード", Some(PlaceCode)),
        ("町字ID", None),
        ("所在地_連結表記", Some(Address)),
        ("所在地_都道府県", Some(AddressPrefecture)),
        ("所在地_市区町村", Some(AddressCity)),
        ("所在地_町字", Some(AddressTown)),
        ("所在地_番地以下", Some(AddressBlock)),
        ("建物名等(方書)", Some(Building)),
        ("緯度", Some(Latitude)),
        ("経度", Some(Longitude)),
        ("高度の種別", None),
        ("高度の値", None),
        ("電話番号", Some(Phone)),
        ("内線番号", Some(Extension)),
        ("連絡先メールアドレス", None),
        ("連絡先FormURL", None),
        ("連絡先備考（その他、SNSなど）", None),
        ("郵便番号", None),
        ("法人番号", Some(CorporateNumber)),
        ("団体名", Some(Organisation)),
        ("利用可能曜日", Some(Days)),
        ("開始時間", Some(Opens)),
        ("終了時間", Some(Closes)),
        ("利用可能時間特記事項", Some(HoursNote)),
        ("説明", Some(Description)),
        ("車椅子可", Some(Has(Equipment::Wheelchair))),
        ("車椅子貸出", Some(Has(Equipment::WheelchairLoan))),
        ("ツエ貸出", Some(Has(Equipment::CaneLoan))),
        ("バリアフリートイレ", Some(Has(Equipment::AccessibleToilet))),
        (
            "スロープ、エレベータ、エスカレータ",
            Some(Has(Equipment::StepFree)),
        ),
        (
            "点字ブロック等の移動支援",
            Some(Has(Equipment::TactilePaving)),
        ),
        ("点字や読上による支援", Some(Has(Equipment::Braille))),
        (
            "盲導犬・介助犬、聴導犬同伴",
            Some(Has(Equipment::AssistanceDogs)),
        ),
        ("字幕", Some(Has(Equipment::Subtitles))),
        ("筆談対応", Some(Has(Equipment::Writing))),
        ("優先駐車場", Some(Has(Equipment::PriorityParking))),
        ("オストメイト対応トイレ", Some(Has(Equipment::Ostomate))),
        ("授乳室", Some(Has(Equipment::NursingRoom))),
        ("おむつ替えコーナー", Some(Has(Equipment::ChangingTable))),
        ("飲食可否", Some(Has(Equipment::Eating))),
        ("ベビーカー貸出", Some(Has(Equipment::StrollerLoan))),
        ("ベビーカー利用", Some(Has(Equipment::Stroller))),
        ("URL", Some(Website)),
        ("画像", None),
        ("画像_ライセンス", None),
        ("備考", Some(Note)),
    ],
};
