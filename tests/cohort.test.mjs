// 目標への道のり: a member says what they earned and sees how far it is; the organizer sees nobody.
import assert from "node:assert/strict";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, PHONE, device, eventually, keptOffline } from "./harness/browser.mjs";
import { rows } from "./harness/deal.mjs";
import { HARU, SHOP, goOffline, goOnline, logIn, press } from "./harness/person.mjs";
import { announced, comes, openProgram, openPrograms, program, signUp, toSignUpCheck } from "./harness/program.mjs";

const TITLE = "月20万円をめざす半年";
const COHORT = { title: TITLE, kind: "cohort", attendance: "all", capacity: 10, goal: 200000, mentors: ["油津 港子", "飫肥 五月"] };

/** Haru is a member of a cohort. */
async function joined(t, options = PHONE) {
  const town = await announced(t, [program(COHORT)]);
  const haru = await comes(t, town, HARU, options);
  await openPrograms(haru.page, town.server.url);
  await openProgram(haru.page, TITLE);
  await toSignUpCheck(haru.page);
  await press(haru.page, "送信する");
  await signUp(haru.page).getByText("確定", { exact: true }).waitFor();
  return { ...town, haru };
}

/** Writes what was earned in the month that the form shows. */
async function record(page, amount) {
  await page.getByLabel("この月の収入(税込・円)").fill(amount);
  await press(page, "記録する");
}

function chart(page, words) {
  return page.getByRole("img", { name: words });
}

test("a member records income offline, sees the way to the goal, and the organizer sees nobody", async (t) => {
  const { server, office, haru } = await joined(t);
  const { page } = haru;
  await page.getByText("油津 港子、飫肥 五月").waitFor();
  await page.getByRole("link", { name: "目標への道のりを見る" }).click();
  await page.getByRole("heading", { level: 1, name: "目標への道のり" }).waitFor();
  await page.getByText(/収入は、まだありません。目標は月200,000円です。/).waitFor();
  await page.getByText(/あなただけが見ます。主催者に届くのは、5人以上の集計だけです。/).waitFor();
  await keptOffline(page);

  await goOffline(page);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "目標への道のり" }).waitFor();
  await record(page, "まだです");
  const amount = page.getByLabel("この月の収入(税込・円)");
  assert.equal(await amount.getAttribute("aria-invalid"), "true");
  await record(page, "４５，０００円");
  await chart(page, /は45,000円、目標の22%/).waitFor();
  const table = page.getByRole("table", { name: "道のりの表" });
  await table.getByText("送信待ち").waitFor();
  const cells = await table.getByRole("cell").allInnerTexts();
  assert.deepEqual(cells.map((cell) => cell.split("\n")[0]), ["0円", "45,000円", "45,000円", "155,000円"]);
  assert.equal(await amount.inputValue(), "");

  await goOnline(page);
  await eventually(async () => (await table.getByText("送信待ち").count()) === 0, "what waited arrives");
  assert.deepEqual((await rows(page, "income")).map(({ amount, counted }) => [amount, counted]), [[45000, 45000]]);

  // What is written anew replaces it; what is reached is said.
  await page.getByText(/45,000円と記録してあります/).waitFor();
  await record(page, "210000");
  await page.getByText(/目標の200,000円に届きました/).waitFor();
  await press(page, "この記録を消す");
  await page.getByText(/収入は、まだありません/).waitFor();
  await press(page, "元にもどす");
  await page.getByText(/目標の200,000円に届きました/).waitFor();

  // The organizer: no row of it, and of one member no number.
  assert.deepEqual(await rows(office.page, "income"), []);
  await office.page.goto(`${server.url}/desk?tab=outcomes`);
  const members = office.page.getByRole("table", { name: "目標に向かう参加者の月の収入" });
  await members.waitFor();
  assert.equal(await members.getByRole("row").count(), 13);
  const told = await members.getByRole("cell").allInnerTexts();
  assert.equal(told.length, 12 * 8);
  assert.ok(told.every((cell) => ["5人未満", "分かりません"].includes(cell)), told.join());
  assert.ok(!(await office.page.locator("main").innerText()).includes("210,000"));
});

test("two devices of a member come to one income, and who is no member has no way", async (t) => {
  const { server, browser, haru } = await joined(t);
  const address = `${new URL(haru.page.url()).pathname}/cohort`;
  const other = await device(t, browser, DESKTOP);
  await logIn(other.page, server.url, HARU);
  for (const page of [haru.page, other.page]) {
    await page.goto(`${server.url}${address}`);
    await page.getByRole("heading", { level: 1, name: "目標への道のり" }).waitFor();
    await goOffline(page);
  }
  await record(haru.page, "30000");
  await record(other.page, "50000");
  await goOnline(haru.page);
  await chart(haru.page, /は30,000円/).waitFor();
  await eventually(async () => (await haru.page.getByText("送信待ち").count()) === 0, "the first arrives");
  await goOnline(other.page);
  for (const page of [haru.page, other.page]) await chart(page, /は50,000円、目標の25%/).waitFor();
  assert.equal((await rows(other.page, "income")).length, 1);

  const { page } = await device(t, browser, DESKTOP);
  await logIn(page, server.url, SHOP);
  await page.goto(`${server.url}${address}`);
  await page.getByRole("heading", { name: "まだ道のりはありません" }).waitFor();
});

for (const [language, words, label, save] of [
  ["ja", "目標への道のり", "この月の収入(税込・円)", "記録する"],
  ["en", "The way to the goal", "Income of the month (yen, with tax)", "Record"],
]) {
  test(`the way to the goal has no finding of axe, ${language}`, async (t) => {
    const { server, haru } = await joined(t);
    const { page } = haru;
    await page.goto(`${server.url}${new URL(page.url()).pathname}/cohort?lang=${language}`);
    await page.getByRole("heading", { level: 1, name: words }).waitFor();
    assert.deepEqual(await findings(page), []);
    await page.getByLabel(label).fill("98000");
    await page.getByRole("button", { name: save, exact: true }).click();
    await chart(page, /98,000/).waitFor();
    assert.deepEqual(await findings(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the screen");
  });
}
