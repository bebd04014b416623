//! Postings made from a seed: Japanese, Latin and half-width text as people mix it.

use domain::{
    Category, DeskId, Job, JobId, Timestamp, Yen,
    job::{JobKind, LifeStage, Pay, PayUnit, WeeklyHours, Workplace},
    place::Town,
};
use uuid::Uuid;

/// The present of every test.
pub(crate) const NOW: Timestamp = Timestamp(1_795_359_600_000);

/// Pieces of text whose concatenations overlap, fold into each other and share bytes.
pub(crate) const PIECES: [&str; 48] = [
    "翻訳",
    "データ入力",
    "ﾃﾞｰﾀ",
    "でーた",
    "ライティング",
    "記事",
    "写真の",
    "撮影",
    "動画",
    "編集",
    "デザイン",
    "ロゴ",
    "在宅",
    "ワーク",
    "子育て",
    "の",
    "を",
    "です。",
    "ます。",
    "、",
    "週",
    "時間",
    "３日",
    "①",
    "㈱縁側",
    "Web",
    "web",
    "ＷＥＢ",
    "App",
    "Excel",
    "e-mail",
    "English",
    "translation",
    "script",
    "JavaScript",
    "a",
    "ab",
    "aab",
    " ",
    "\u{3000}",
    "\n",
    "Σας",
    "É",
    "e\u{301}",
    "が",
    "か\u{3099}",
    "ｶﾞ",
    "🎨",
];

const TOWNS: [(&str, &str); 5] = [
    ("452041", "宮崎県日南市"),
    ("045811", "宮城県女川町"),
    ("122068", "千葉県木更津市"),
    ("222208", "静岡県裾野市"),
    ("011002", "北海道札幌市"),
];

/// A small generator of numbers: the same seed, the same numbers.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % n as u64) as usize
    }

    pub(crate) fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    pub(crate) fn yes(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn text(&mut self, pieces: usize) -> String {
        (0..pieces).map(|_| self.one(&PIECES)).collect()
    }
}

/// The posting of a seed; its text is made of `pieces` pieces.
pub(crate) fn job(seed: u64, pieces: usize) -> Job {
    let mut dice = Dice::new(seed + 1);
    let d = &mut dice;
    let posted_at = Timestamp(NOW.0 - d.below(60 * 24) as i64 * 3_600_000);
    let min = d.below(400) as i64 * 500;
    let hours = d.below(30) as u8;
    let town = d.one(&TOWNS);
    Job {
        id: JobId(Uuid::from_u128(
            u128::from(seed) << 64 | d.below(1 << 40) as u128,
        )),
        desk: DeskId(Uuid::from_u128(d.below(50) as u128)),
        desk_name: format!("窓口{}", d.text(1)),
        kind: d.one(&JobKind::ALL),
        title: format!("募集 {}", {
            let n = 1 + d.below(4);
            d.text(n)
        }),
        description: d.text(pieces),
        category: d.one(Category::ALL),
        tags: (0..d.below(4)).map(|_| d.text(1)).collect(),
        pay: d.yes(85).then(|| Pay {
            unit: d.one(&PayUnit::ALL),
            min: Yen(min),
            max: Yen(min + d.below(60) as i64 * 500),
        }),
        quota: d.yes(20).then_some(10),
        effort_minutes: d.yes(70).then(|| 5 + d.below(3_000) as u32),
        weekly_hours: d.yes(60).then(|| WeeklyHours {
            min: hours,
            max: hours + d.below(15) as u8,
        }),
        workplace: Workplace {
            remote: d.yes(70),
            town: d.yes(60).then(|| Town {
                code: town.0.parse().unwrap(),
                name: town.1.into(),
            }),
            area: d.yes(10).then(|| "London".into()),
        },
        posted_at,
        closes_at: d.yes(80).then(|| posted_at.plus_days(d.below(90) as i64)),
        closed: d.yes(5),
        due: d.yes(50).then(|| d.text(2)),
        pay_day: d.yes(50).then(|| "月末締め翌月末払い".into()),
        pay_means: d.yes(50).then(|| "銀行振込".into()),
        costs: d.yes(30).then(|| d.text(1)),
        rights: None,
        contact: None,
        life_stages: LifeStage::ALL.into_iter().filter(|_| d.yes(30)).collect(),
        beginner: d.yes(40),
        no_calls: d.yes(40),
        naptime: d.yes(30),
        sample: d.yes(10),
        identifier: None,
        edited_at: None,
        extra: serde_json::Map::new(),
    }
}
