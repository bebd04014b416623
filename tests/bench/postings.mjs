// Made postings: the same number gives the same posting. Texts as long as real ones, few of them alike.
import { posting } from "../harness/server.mjs";

const WORK = ["データ入力", "文字起こし", "ちらしの制作", "記事の執筆", "動画の編集", "英日翻訳", "経理の補助", "写真の仕分け", "ロゴのデザイン", "ネットショップの運営", "アンケートの集計", "手芸品の仕上げ"];
const CATEGORIES = ["data_entry", "audio", "design", "writing", "video", "translation", "accounting", "photo", "design", "web", "research", "craft"];
const PLACES = ["日南市", "飫肥", "油津", "串間", "都城", "宮崎", "延岡", "高千穂"];
const SENTENCES = [
  (dice) => `作業は一日に${dice(7) + 1}時間ほどで、時間帯はご自身で決めていただけます。`,
  (dice) => `${PLACES[dice(8)]}の事業者と、チャットで連絡を取りながら進めます。`,
  (dice) => `${WORK[dice(12)]}の経験がある方は、これまでの作品をお知らせください。`,
  (dice) => `はじめの${dice(4) + 1}週間は見本に沿って練習し、その間も報酬をお支払いします。`,
  () => "お子さまの急な発熱などのときは、納期をご相談ください。",
  (dice) => `検収は納品から${dice(9) + 2}日以内に終え、結果を理由とともにお伝えします。`,
  (dice) => `Please use Excel ${2010 + dice(14)} or LibreOffice; a short manual in English is provided.`,
  (dice) => `募集は${dice(12) + 1}名です。応募が多いときは、${dice(5) + 2}日後に抽選でお願いする方を決めます。`,
  () => "個人の情報をあつかうため、守秘の約束を書面で結んでいただきます。",
  (dice) => `単価は見直すことがあり、前回は${dice(11) + 1}月に上がりました。`,
];

function die(seed) {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** `n` postings, the newest first. */
export function* postings(n) {
  const newest = Date.UTC(2026, 10, 20);
  for (let at = 0; at < n; at++) {
    const dice = die(at);
    const work = dice(12);
    let description = "";
    while (description.length < 500) description += SENTENCES[dice(SENTENCES.length)](dice);
    yield posting({
      id: `bench-${at}`,
      title: `${PLACES[dice(8)]}の${WORK[work]} ${at}`,
      desk: `${PLACES[dice(8)]}商店${dice(40)}`,
      description,
      posted: new Date(newest - at * 97_000).toISOString(),
      pay: (dice(200) + 2) * 500,
      more: { category: CATEGORIES[work], noCalls: dice(3) === 0, effortMinutes: (dice(40) + 1) * 30 },
    });
  }
}
