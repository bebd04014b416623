// Programs: found, read and signed up for; who gets the last seat, and who moves up.
import assert from "node:assert/strict";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, PHONE, device, eventually } from "./harness/browser.mjs";
import { HARU, MINORI, goOffline, goOnline, hasFocus, press, savedOnDevice } from "./harness/person.mjs";
import { announced, comes, day, openProgram, openPrograms, program, signUp, toSignUpCheck } from "./harness/program.mjs";

const QUESTIONS = [
  { no: 1, text: "いちばん知りたいこと", help: "1つ選んでください。", ask: { choice: ["仕事の種類", "お金"] }, required: true, only_if: null },
  { no: 2, text: "お金のどんなこと", help: "", ask: "long", required: true, only_if: { question: 1, is: 1 } },
  { no: 3, text: "使えるもの", help: "", ask: { many: ["パソコン", "スマートフォン"] }, required: false, only_if: null },
  { no: 4, text: "写真が広報に載ることに同意します", help: "", ask: "consent", required: true, only_if: null },
];

test("a program is found by words, town and childcare, also without a network", async (t) => {
  const town = await announced(t, [
    program({ title: "在宅ワークセミナー", sessions: [{ childcare: 3 }] }),
    program({ title: "ちらし講座", kind: "course", sessions: [{ online: true, venue: null }] }),
    program({ title: "あしたの会", sessions: [{ from: day(1), to: day(1) }] }),
  ]);
  const { page } = await device(t, town.browser);
  // Nobody announces what is over: it is looked at some days later.
  await page.clock.setFixedTime(Date.now() + 5 * 24 * 3600_000);
  await openPrograms(page, town.server.url);
  const list = page.getByRole("list", { name: "プログラムの一覧" });
  assert.equal(await list.getByRole("listitem").count(), 2);
  await list.getByText("託児の空き3人").waitFor();
  await goOffline(page);
  await page.reload();
  await list.waitFor();
  await page.getByRole("searchbox", { name: "プログラムを検索" }).fill("チラシ");
  await eventually(async () => (await list.getByRole("listitem").count()) === 1, "one find");
  await page.getByText("条件", { exact: true }).click();
  await page.getByLabel("託児あり").check();
  await page.getByRole("heading", { name: "条件に合うプログラムがありません" }).waitFor();
  await page.getByRole("searchbox").fill("");
  await page.getByText("1件").waitFor();
  await eventually(() => new URL(page.url()).searchParams.get("childcare") === "1", "the condition in the address");
  await page.getByLabel("終わったものも").check();
  await page.getByLabel("託児あり").uncheck();
  await eventually(async () => (await list.getByRole("listitem").count()) === 3, "the past one too");
});

test("a month shows on which days there is something, and a day leads to it", async (t) => {
  // Two days of one month, whenever this is told.
  const first = `${day(40).slice(0, 8)}05`;
  const second = `${day(40).slice(0, 8)}06`;
  const on = (from) => [{ from, to: from }];
  const town = await announced(t, [
    program({ title: "在宅ワークセミナー", sessions: on(first) }),
    program({ title: "ちらし講座", kind: "course", sessions: on(second) }),
    program({ title: "あした", sessions: on(day(1)) }),
  ]);
  const { page } = await device(t, town.browser);
  await openPrograms(page, town.server.url);
  await page.getByRole("link", { name: "カレンダー" }).click();
  const month = page.getByRole("region", { name: /年\d+月/ });
  const [year, number] = [Number(first.slice(0, 4)), Number(first.slice(5, 7))];
  const name = `${year}年${number}月`;
  for (let turns = 0; turns < 3 && !(await month.getByRole("heading", { name, exact: true }).isVisible()); turns += 1) {
    const before = await month.getByRole("heading").textContent();
    await page.getByRole("link", { name: "次の月" }).click();
    await month.getByRole("heading", { name: before, exact: true }).waitFor({ state: "detached" });
  }
  const list = page.getByRole("list", { name: "プログラムの一覧" });
  // Of the month: tomorrow may lie in another one.
  await list.getByRole("link", { name: "ちらし講座" }).waitFor();
  assert.deepEqual((await findings(page)), []);
  await goOffline(page);
  await month.getByRole("link", { name: new RegExp(`${number}月5日.* 1件`) }).click();
  await list.getByRole("link", { name: "ちらし講座" }).waitFor({ state: "detached" });
  await list.getByRole("link", { name: "在宅ワークセミナー" }).waitFor();
  await page.reload();
  await list.getByRole("link", { name: "在宅ワークセミナー" }).waitFor();
  // The day again: all of the month.
  await month.getByRole("link", { name: new RegExp(`${number}月5日.* 1件`) }).click();
  await list.getByRole("link", { name: "ちらし講座" }).waitFor();
  await page.getByRole("link", { name: "一覧", exact: true }).click();
  await list.getByRole("link", { name: "あした" }).waitFor();
  // Days can be said as well.
  await page.getByText("条件", { exact: true }).click();
  await page.getByLabel("この日から").fill(second);
  await list.getByRole("link", { name: "あした" }).waitFor({ state: "detached" });
  assert.equal(await list.getByRole("listitem").count(), 1);
});

test("a sign-up is a draft, is checked, and comes to a seat with a reference", async (t) => {
  const town = await announced(t, [program({ title: "在宅ワークセミナー", asks: ["phone"], form: QUESTIONS, sessions: [{ childcare: 2 }, {}] })]);
  const { page } = await comes(t, town);
  await openPrograms(page, town.server.url);
  await openProgram(page, "在宅ワークセミナー");
  await page.getByRole("button", { name: "申し込む", exact: true }).click();
  await page.getByRole("button", { name: "確認へ進む" }).click();
  // Each thing that is missing is named, and the way to it is a tap.
  const summary = page.getByRole("alert").filter({ hasText: "直すところ" });
  await summary.getByRole("link", { name: /電話番号/ }).click();
  await hasFocus(page.getByLabel("電話番号"));
  await page.keyboard.type("0987-23-4567");
  await page.getByRole("radio", { name: /油津公民館/ }).first().check();
  await page.getByRole("radio", { name: "お金" }).check();
  await page.getByLabel("お金のどんなこと").fill("扶養の壁");
  await page.getByRole("checkbox", { name: "パソコン" }).check();
  await page.getByRole("checkbox", { name: "同意する" }).check();
  await page.getByLabel("託児を頼むお子さんの人数").fill("２");
  await savedOnDevice(page);
  await page.reload();
  await page.getByRole("radio", { name: "お金" }).waitFor();
  assert.equal(await page.getByLabel("お金のどんなこと").inputValue(), "扶養の壁");
  assert.ok(await page.getByRole("radio", { name: "お金" }).isChecked());
  await press(page, "確認へ進む");
  await page.getByRole("heading", { level: 1, name: "申込みの確認" }).waitFor();
  for (const said of ["0987-23-4567", "扶養の壁", "パソコン", "同意した"]) await page.getByText(said, { exact: true }).waitFor();
  await press(page, "送信する");
  await signUp(page).getByText("確定", { exact: true }).waitFor();
  assert.match(await signUp(page).innerText(), /受付番号\s+[0-9A-Z]{4}-[0-9A-Z]{4}/);
  await page.getByText("残り9席").waitFor();
});

test("two people who take the last seat offline get one seat and one place to wait, and who waits moves up", async (t) => {
  const town = await announced(t, [program({ title: "最後の1席", sessions: [{ capacity: 1 }] })]);
  const [haru, minori] = [await comes(t, town, HARU), await comes(t, town, MINORI)];
  for (const { page } of [haru, minori]) {
    await openPrograms(page, town.server.url);
    await openProgram(page, "最後の1席");
    await page.getByText("残り1席").waitFor();
    await goOffline(page);
    await toSignUpCheck(page);
    await press(page, "送信する");
    // Nothing looks done that is not.
    await page.getByText("送信待ち", { exact: true }).waitFor();
  }
  await goOnline(haru.page);
  await signUp(haru.page).getByText("確定", { exact: true }).waitFor();
  await goOnline(minori.page);
  await signUp(minori.page).getByText("補欠 1番", { exact: true }).waitFor();
  await press(haru.page, "申込みを取り消す");
  await signUp(haru.page).getByText("取り消しました", { exact: true }).waitFor();
  // Minori asked for nothing.
  await signUp(minori.page).getByText("確定", { exact: true }).waitFor();
});

test("a sign-up that is taken back can be kept while the word stands", async (t) => {
  const town = await announced(t, [program({ title: "在宅ワークセミナー" })]);
  const { page } = await comes(t, town);
  await openPrograms(page, town.server.url);
  await openProgram(page, "在宅ワークセミナー");
  await toSignUpCheck(page);
  await press(page, "送信する");
  await signUp(page).getByText("確定", { exact: true }).waitFor();
  await press(page, "申込みを取り消す");
  await signUp(page).getByText("まもなく取り消します").waitFor();
  await press(page, "元にもどす");
  await page.getByRole("button", { name: "申込みを取り消す" }).waitFor();
  await page.reload();
  await signUp(page).getByText("確定", { exact: true }).waitFor();
});

test("what was said once is offered again, and a full program brings the draft back with the reason", async (t) => {
  const full = program({ title: "満席の会", asks: ["phone"], waitlist: 0, sessions: [{ capacity: 1 }] });
  const town = await announced(t, [program({ title: "在宅ワークセミナー", asks: ["phone"] }), full]);
  const [haru, minori] = [await comes(t, town, HARU), await comes(t, town, MINORI)];
  const phone = (page) => page.getByLabel("電話番号");
  await openPrograms(haru.page, town.server.url);
  await openProgram(haru.page, "在宅ワークセミナー");
  await toSignUpCheck(haru.page, { fill: (page) => phone(page).fill("0987-23-4567") });
  await press(haru.page, "送信する");
  await signUp(haru.page).getByText("確定", { exact: true }).waitFor();
  await openPrograms(haru.page, town.server.url);
  await openProgram(haru.page, "満席の会");
  await goOffline(haru.page);
  await toSignUpCheck(haru.page, { fill: async (page) => assert.equal(await phone(page).inputValue(), "0987-23-4567") });
  await press(haru.page, "送信する");
  await openPrograms(minori.page, town.server.url);
  await openProgram(minori.page, "満席の会");
  await toSignUpCheck(minori.page, { fill: (page) => phone(page).fill("090-1111-2222") });
  await press(minori.page, "送信する");
  await signUp(minori.page).getByText("確定", { exact: true }).waitFor();
  await goOnline(haru.page);
  await haru.page.getByText("申し込めませんでした: 満席で、補欠も埋まりました。").waitFor();
  assert.equal(await phone(haru.page).inputValue(), "0987-23-4567");
});

test("the desk sees who signed up, what they answered, and chooses where it said so", async (t) => {
  const reviewed = program({ title: "半年伴走", kind: "cohort", selection: "review", attendance: "all", form: QUESTIONS.slice(3), goal: 200000 });
  const town = await announced(t, [reviewed]);
  const { page } = await comes(t, town);
  await openPrograms(page, town.server.url);
  await openProgram(page, "半年伴走");
  await page.getByText("200,000円").waitFor();
  await toSignUpCheck(page, { fill: (page) => page.getByRole("checkbox", { name: "同意する" }).check() });
  await press(page, "送信する");
  await signUp(page).getByText("選考中", { exact: true }).waitFor();
  const { page: office } = town.office;
  await office.goto(`${town.server.url}/desk?tab=programs`);
  const people = office.getByRole("list", { name: "申し込んだ人" });
  await people.getByText(HARU.name).waitFor();
  await office.getByRole("button", { name: `${HARU.name}の参加を決める` }).click();
  await people.getByText("確定", { exact: true }).waitFor();
  await signUp(page).getByText("確定", { exact: true }).waitFor();
});

for (const [shape, options] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  for (const [language, words] of [["ja", { form: "確認へ進む" }], ["en", { form: "Check your answers" }]]) {
    test(`programs have no finding of axe, ${shape}, ${language}`, async (t) => {
      const one = program({ title: "在宅ワークセミナー", asks: ["phone", "birth_date"], form: QUESTIONS, sessions: [{ childcare: 2, observers: { sign_up: 3 } }, { online: true }] });
      const town = await announced(t, [one]);
      const { page } = await device(t, town.browser, options);
      await page.goto(`${town.server.url}/programs?lang=${language}`);
      await page.getByRole("link", { name: "在宅ワークセミナー" }).waitFor();
      assert.deepEqual(await findings(page), []);
      await page.getByRole("link", { name: "在宅ワークセミナー" }).click();
      await page.getByRole("heading", { level: 1, name: "在宅ワークセミナー" }).waitFor();
      assert.deepEqual(await findings(page), []);
      await page.goto(`${town.server.url}/programs/${one.id}/signup?lang=${language}`);
      await page.getByRole("button", { name: words.form }).click();
      await page.getByRole("alert").waitFor();
      assert.deepEqual(await findings(page), []);
    });
  }
}
