// An organizer writes a program: offline on a phone, on two devices, with what is wrong said at its place.
import assert from "node:assert/strict";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, PHONE, device, eventually } from "./harness/browser.mjs";
import { goOffline, goOnline, hasFocus, logIn, press, savedOnDevice, SHOP } from "./harness/person.mjs";
import { announced, comes, day, openProgram, openPrograms, program, signUp, toSignUpCheck } from "./harness/program.mjs";
import { card, piece, toProgramCheck, writeSeminar } from "./harness/program_editor.mjs";

/** The member of the desk with a phone, at the desk's programs. */
async function atTheDesk(t, town, options = PHONE) {
  const one = await device(t, town.browser, options);
  await logIn(one.page, town.server.url, SHOP);
  await one.page.goto(`${town.server.url}/desk?tab=programs`);
  return one;
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();

test("a program is written on a phone offline, announced when the network is back, found and signed up for", async (t) => {
  const town = await announced(t, []);
  const { page } = await atTheDesk(t, town);
  // An empty desk has one next step.
  await page.getByRole("link", { name: "プログラムをつくる" }).click();
  await heading(page, "プログラムをつくる");
  await goOffline(page);
  await writeSeminar(page, { title: "はじめての在宅ワーク" });
  await press(page, "次へ: 対象");
  await press(page, "次へ: 申込み");
  await page.getByRole("checkbox", { name: "電話番号" }).uncheck();
  await press(page, "次へ: 質問");
  await press(page, "質問を足す");
  const first = await card(page, "質問1");
  await first.getByLabel("質問の文").fill("託児はいりますか");
  await first.getByLabel("答え方", { exact: true }).selectOption({ label: "1つ選ぶ" });
  for (const [number, option] of [[1, "いらない"], [2, "いる"]]) {
    await first.getByRole("button", { name: "選ぶものを足す" }).click();
    await first.getByLabel(`選ぶもの${number}`, { exact: true }).fill(option);
  }
  await press(page, "質問を足す");
  const second = await card(page, "質問2");
  await second.getByLabel("質問の文").fill("お子さんの年齢");
  await second.getByLabel("いつ聞くか").selectOption({ label: "「託児はいりますか」が「いる」のとき" });
  // The town by its code, out of the list that the device keeps.
  await piece(page, "題と内容");
  await page.getByRole("textbox", { name: "開催するまち" }).fill("452041");
  await page.getByRole("list", { name: "まちの候補" }).getByRole("button", { name: "宮崎県日南市" }).click();
  await savedOnDevice(page);
  await page.reload();
  await heading(page, "プログラムをつくる");
  assert.equal(await page.getByLabel("題", { exact: true }).inputValue(), "はじめての在宅ワーク");
  await toProgramCheck(page);
  // As everybody will see it.
  const preview = page.getByRole("region", { name: "申し込む人にはこう見えます" });
  await preview.getByText("飫肥公民館").waitFor();
  await page.getByText("「託児はいりますか」が「いる」のとき").waitFor();
  await press(page, "公開する");
  const list = page.getByRole("list", { name: "プログラム", exact: true });
  await list.getByText("送信待ち").waitFor();
  await goOnline(page);
  await list.getByRole("link", { name: "はじめての在宅ワーク" }).waitFor();

  const haru = await comes(t, town);
  await openPrograms(haru.page, town.server.url);
  await openProgram(haru.page, "はじめての在宅ワーク");
  await haru.page.getByText("託児の空き5人").waitFor();
  await toSignUpCheck(haru.page, {
    fill: async (page) => {
      await page.getByRole("radio", { name: "いる", exact: true }).check();
      await page.getByLabel("お子さんの年齢").fill("3歳");
    },
  });
  await press(haru.page, "送信する");
  await signUp(haru.page).getByText("確定", { exact: true }).waitFor();
  await list.getByText("参加 1人").waitFor();
});

test("what is wrong is said at its place, and the way there is a tap", async (t) => {
  const town = await announced(t, []);
  const { page } = await atTheDesk(t, town);
  await page.getByRole("link", { name: "プログラムをつくる" }).click();
  await heading(page, "プログラムをつくる");
  await press(page, "確認へ進む");
  const summary = page.getByRole("alert").filter({ hasText: "直すところ" });
  await summary.getByRole("link", { name: "題: 入れてください" }).click();
  const title = page.getByLabel("題", { exact: true });
  await hasFocus(title);
  await page.keyboard.type("つどい");
  assert.equal(await title.inputValue(), "つどい");
  await page.getByLabel("内容", { exact: true }).fill("話します。");
  // On another piece of the form, in a card: both open.
  await summary.getByRole("link", { name: "1回目の日: 入れてください" }).click();
  const first = await card(page, "1回目");
  await first.getByLabel("日", { exact: true }).fill(day(9));
  await first.getByLabel("終わる時刻").fill("09:00");
  await first.getByText("始まりより後にしてください").waitFor();
  await summary.getByRole("link", { name: /1回目の終わる時刻/ }).waitFor();
  await first.getByLabel("終わる時刻").fill("11:00");
  await summary.waitFor({ state: "detached" });
  // What was taken out by mistake comes back.
  await press(page, "回を足す");
  await card(page, "2回目");
  await press(page, "消す: 2回目");
  await page.getByRole("group", { name: "2回目" }).waitFor({ state: "detached" });
  await press(page, "元にもどす");
  await card(page, "2回目");
  await toProgramCheck(page);
});

test("choosing a kind fills in what is usual, and nothing that was written", async (t) => {
  const town = await announced(t, []);
  const { page } = await atTheDesk(t, town, DESKTOP);
  await page.getByRole("link", { name: "プログラムをつくる" }).click();
  await page.getByLabel("補欠の人数").fill("7");
  await page.getByRole("radio", { name: "育成" }).check();
  await eventually(async () => (await page.getByLabel("めざす月収").inputValue()) === "200000", "the goal");
  assert.ok(await page.getByRole("radio", { name: "選考", exact: true }).isChecked());
  assert.ok(await page.getByRole("radio", { name: "全部の回にまとめて申し込む" }).isChecked());
  assert.equal(await page.getByRole("group", { name: "1回目" }).count(), 0);
  await page.getByRole("radio", { name: "入門講座" }).check();
  const first = await card(page, "1回目");
  await eventually(() => first.getByRole("radio", { name: "見学自由(申込みなし)" }).isChecked(), "observers are welcome");
  assert.equal(await page.getByLabel("補欠の人数").inputValue(), "7");
});

test("two devices edit one draft's sessions, and it has them all", async (t) => {
  const town = await announced(t, []);
  const { page: phone } = await atTheDesk(t, town);
  await phone.getByRole("link", { name: "プログラムをつくる" }).click();
  await writeSeminar(phone, { title: "つどい" });
  await savedOnDevice(phone);
  const { page: desktop } = await atTheDesk(t, town, DESKTOP);
  await desktop.getByRole("link", { name: "つどい" }).click();
  await card(desktop, "1回目");
  for (const page of [phone, desktop]) await goOffline(page);
  await press(phone, "回を足す");
  await (await card(phone, "2回目")).getByLabel("会場", { exact: true }).fill("電話の会場");
  await press(desktop, "回を足す");
  await (await card(desktop, "2回目")).getByLabel("会場", { exact: true }).fill("机の会場");
  await (await card(desktop, "1回目")).getByLabel("定員", { exact: true }).fill("33");
  for (const page of [phone, desktop]) await savedOnDevice(page);
  for (const page of [phone, desktop]) await goOnline(page);
  for (const page of [phone, desktop]) {
    const venues = () => page.getByRole("list", { name: "開催する回" }).getByLabel("会場", { exact: true }).evaluateAll((all) => all.map((one) => one.value).sort());
    await eventually(async () => (await venues()).join() === "机の会場,電話の会場,飫肥公民館", "all three sessions");
    const seats = (await card(page, "1回目")).getByLabel("定員", { exact: true });
    await eventually(async () => (await seats.inputValue()) === "33", "the seats");
    assert.equal(await page.getByRole("dialog").count(), 0);
  }
});

test("an edit keeps sign-ups, what is settled says so, and a program closes, reopens and is duplicated", async (t) => {
  const form = [{ no: 4, text: "どちらで", help: "", ask: { choice: ["午前", "午後"] }, required: true, only_if: null }];
  const town = await announced(t, [program({ title: "在宅ワークセミナー", form, sessions: [{ capacity: 1 }, {}] })]);
  const haru = await comes(t, town);
  await openPrograms(haru.page, town.server.url);
  await openProgram(haru.page, "在宅ワークセミナー");
  await toSignUpCheck(haru.page, {
    fill: async (page) => {
      await page.getByRole("radio", { name: /油津公民館/ }).first().check();
      await page.getByRole("radio", { name: "午後" }).check();
    },
  });
  await press(haru.page, "送信する");
  await signUp(haru.page).getByText("確定", { exact: true }).waitFor();

  const { page } = await atTheDesk(t, town, DESKTOP);
  const list = page.getByRole("list", { name: "プログラム", exact: true });
  await list.getByText("参加 1人").waitFor();
  await press(page, "直す: 在宅ワークセミナー");
  await heading(page, "プログラムを直す");
  const first = await card(page, "1回目");
  await first.getByText("この回には申込みがあるので、消せません").waitFor();
  assert.equal(await first.getByRole("button", { name: /消す/ }).count(), 0);
  const question = await card(page, "質問1");
  await question.getByText("公開したあとは、答え方を変えられません。").waitFor();
  assert.equal(await question.getByRole("button", { name: /消す: 選ぶもの/ }).count(), 0);
  await page.getByRole("radio", { name: "全部の回にまとめて申し込む" }).check();
  await press(page, "確認へ進む");
  await page.getByRole("alert").getByRole("link", { name: /もう申込みがあるので、変えられません/ }).waitFor();
  await page.getByRole("radio", { name: "回を選んで申し込む" }).check();
  await first.getByLabel("定員", { exact: true }).fill("5");
  await toProgramCheck(page);
  await press(page, "直したものを公開する");
  await list.waitFor();
  await haru.page.getByText("残り4席").waitFor();
  await signUp(haru.page).getByText("確定", { exact: true }).waitFor();

  await press(page, "受付を閉じる: 在宅ワークセミナー");
  await list.getByText("受付は終わりました").waitFor();
  // Who has a seat keeps it, and comes to no other session.
  const other = haru.page.getByRole("button", { name: "ほかの回にも申し込む", exact: true });
  await other.waitFor({ state: "detached" });
  await signUp(haru.page).getByText("確定", { exact: true }).waitFor();
  await press(page, "元にもどす");
  await other.waitFor();
  await page.getByRole("button", { name: "受付を閉じる: 在宅ワークセミナー" }).waitFor();
  await press(page, "複製する: 在宅ワークセミナー");
  await heading(page, "プログラムをつくる");
  assert.equal(await page.getByLabel("題", { exact: true }).inputValue(), "在宅ワークセミナー");
  // It has a time of its own.
  await press(page, "確認へ進む");
  await page.getByRole("alert").getByRole("link", { name: "1回目の日: 入れてください" }).waitFor();
});

test("a contest is written with what it is judged by, and that can be mended", async (t) => {
  const town = await announced(t, []);
  const { page } = await atTheDesk(t, town, DESKTOP);
  await page.getByRole("link", { name: "プログラムをつくる" }).click();
  await page.getByRole("radio", { name: "コンテスト" }).check();
  await page.getByLabel("題", { exact: true }).fill("商店コンテスト");
  await page.getByLabel("内容", { exact: true }).fill("港の店の案を募ります。");
  const blind = page.getByRole("checkbox", { name: "名前を伏せて審査する" });
  await eventually(() => blind.isChecked(), "a contest begins without names");
  assert.ok(await page.getByRole("checkbox", { name: "結果を公開する" }).isChecked());
  for (const [number, name] of [[1, "新しさ"], [2, "町との縁"]]) {
    await press(page, "基準を足す");
    const one = await card(page, `基準${number}`);
    await one.getByLabel("基準の名前").fill(name);
  }
  const second = await card(page, "基準2");
  await second.getByLabel("満点").fill("1000");
  await second.getByLabel("重み").fill("2");
  await page.getByLabel("受付の最後の日").fill(day(20));
  await press(page, "確認へ進む");
  await page.getByRole("alert").getByRole("link", { name: /基準2の満点/ }).click();
  await hasFocus(second.getByLabel("満点"));
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("10");
  await press(page, "上へ: 基準2");
  await toProgramCheck(page);
  const preview = page.getByRole("region", { name: "申し込む人にはこう見えます" });
  await preview.getByText("名前を伏せて審査します。").waitFor();
  await preview.getByText("町との縁(10点・重み2)").waitFor();
  await preview.getByText("新しさ(5点・重み1)").waitFor();
  await press(page, "公開する");
  const list = page.getByRole("list", { name: "プログラム", exact: true });
  await list.getByRole("link", { name: "商店コンテスト" }).waitFor();

  const haru = await comes(t, town);
  await openPrograms(haru.page, town.server.url);
  await openProgram(haru.page, "商店コンテスト");
  await toSignUpCheck(haru.page, {
    fill: async (page) => {
      await page.getByLabel("作品・プランの名前").fill("港の朝ごはん");
      await page.getByLabel("電話番号").fill("0987-23-4567");
    },
  });
  await press(haru.page, "送信する");
  await signUp(haru.page).getByText("選考中", { exact: true }).waitFor();

  await list.getByText("選考中 1人").waitFor();
  await press(page, "直す: 商店コンテスト");
  await heading(page, "プログラムを直す");
  await (await card(page, "基準1")).getByLabel("点のつけ方").fill("商店街に何度来たか");
  await toProgramCheck(page);
  await press(page, "直したものを公開する");
  await haru.page.getByText("商店街に何度来たか").waitFor();
});

test("a trial stay is written with its lodging, and a room with guests is not taken from them", async (t) => {
  const town = await announced(t, []);
  const { page } = await atTheDesk(t, town, DESKTOP);
  await page.getByRole("link", { name: "プログラムをつくる" }).click();
  await page.getByRole("radio", { name: "お試し移住" }).check();
  await page.getByLabel("題", { exact: true }).fill("海辺のお試し移住");
  await page.getByLabel("内容", { exact: true }).fill("二泊からためせます。");
  await page.getByRole("radio", { name: /^先着順/ }).check();
  // The kind brings a lodging along, and asks for no other day.
  const house = await card(page, "宿1");
  await house.getByLabel("最初に泊まれる夜").fill(day(1));
  await house.getByLabel("最後の出発日").fill(day(31));
  await press(page, "確認へ進む");
  // What is missing is said, and the way there is a tap.
  await page.getByRole("alert").getByRole("link", { name: /部屋/ }).click();
  await hasFocus(house.getByLabel("部屋", { exact: true }));
  await page.keyboard.type("海の間 2\n山の間");
  await house.getByLabel("続けて泊まれる長さ").fill("5");
  assert.equal(await house.getByLabel("チェックイン").inputValue(), "15:00");
  await house.getByLabel("ハウスルール").fill("22時からは静かに過ごします。");
  await house.getByLabel("宿の名前").fill("長屋 つばき");
  await toProgramCheck(page);
  await press(page, "公開する");
  const list = page.getByRole("list", { name: "プログラム", exact: true });
  const announcedOne = list.getByRole("link", { name: "海辺のお試し移住" });
  await announcedOne.waitFor();

  const haru = await comes(t, town);
  await openPrograms(haru.page, town.server.url);
  await openProgram(haru.page, "海辺のお試し移住");
  await haru.page.getByText("2室: 海の間(2人まで)、山の間(1人まで)").waitFor();
  await toSignUpCheck(haru.page, { fill: (page) => page.getByLabel("電話番号").fill("0987-23-4567") });
  await press(haru.page, "送信する");
  await signUp(haru.page).getByText("確定", { exact: true }).waitFor();
  await haru.page.getByRole("link", { name: "部屋と泊まる夜を選ぶ" }).click();
  await haru.page.getByRole("heading", { level: 1, name: "滞在" }).waitFor();
  await haru.page.getByLabel("部屋", { exact: true }).selectOption({ label: "長屋 つばき 山の間(1人まで)" });
  await haru.page.getByRole("button", { name: /の夜、空き/ }).first().click();
  await press(haru.page, "予約する");
  await haru.page.getByRole("article").filter({ hasText: "滞在のご案内" }).waitFor();

  await press(page, "直す: 海辺のお試し移住");
  await heading(page, "プログラムを直す");
  const again = await card(page, "宿1");
  await again.getByLabel("部屋").fill("海の間 2");
  await toProgramCheck(page);
  await press(page, "直したものを公開する");
  // Who stays there keeps the room, and the change is a draft again.
  await page.getByText("泊まるところ: 部屋に泊まる人がいるので、その部屋や夜は消せません", { exact: false }).waitFor();
  await haru.page.reload();
  await haru.page.getByRole("article").filter({ hasText: "滞在のご案内" }).getByText("山の間").waitFor();
});

test("a person reports a program to the operator", async (t) => {
  const town = await announced(t, [program({ title: "かならずもうかる会" })]);
  const { page } = await comes(t, town);
  await openPrograms(page, town.server.url);
  await openProgram(page, "かならずもうかる会");
  await page.getByText("ブロック・通報").click();
  await press(page, "通報する");
  await page.getByRole("radio", { name: "お金を払わせる、外で払うと言う" }).check();
  await press(page, "通報を送る");
  await page.getByText("通報を受けつけました").waitFor();
});

for (const [shape, options] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  for (const [language, words] of [
    ["ja", { check: "確認へ進む", questions: "質問", add: "質問を足す", when: "日程と場所", session: "回を足す", preview: "申し込む人にはこう見えます" }],
    ["en", { check: "Go on to check", questions: "Questions", add: "Add a question", when: "When and where", session: "Add a session", preview: "People will see it like this" }],
  ]) {
    test(`writing a program has no finding of axe, ${shape}, ${language}`, async (t) => {
      const town = await announced(t, []);
      const { page } = await atTheDesk(t, town, options);
      await page.goto(`${town.server.url}/programs/new?lang=${language}`);
      const submit = page.getByRole("button", { name: words.check, exact: true });
      await submit.waitFor();
      assert.deepEqual(await findings(page), []);
      const to = (name) => page.locator(".pieces").getByRole("button", { name }).click();
      await to(words.questions);
      await press(page, words.add);
      assert.deepEqual(await findings(page), []);
      await to(words.when);
      await press(page, words.session);
      await submit.click();
      await page.getByRole("alert").waitFor();
      assert.deepEqual(await findings(page), []);
    });
  }
}
