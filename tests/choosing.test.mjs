// Choosing: lotteries that anybody verifies, reviewers and their points, contests, and being told.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, PHONE, device, eventually, keptOffline } from "./harness/browser.mjs";
import { push, readable } from "./harness/deal.mjs";
import { HARU, MINORI, press } from "./harness/person.mjs";
import { announced, colleague, comes, openProgram, openPrograms, program, signUp, toSignUpCheck } from "./harness/program.mjs";

const DAY = 24 * 3600_000;
const CRITERIA = [
  { no: 1, name: "続けられるか", help: "週に使える時間", max: 5, weight: 2 },
  { no: 2, name: "町との縁", help: "", max: 5, weight: 1 },
];
const reviewed = (rest) => ({ review: { criteria: CRITERIA, blind: false, announces: false, ...rest } });

/** The badge of プログラム. */
const badge = (page) => page.getByRole("navigation").getByRole("link", { name: /プログラム/ }).locator(".badge");

/** Signs up, from wherever the person is. */
async function signsUp(page, url, title, options) {
  await openPrograms(page, url);
  await openProgram(page, title);
  await toSignUpCheck(page, options);
  await press(page, "送信する");
}

/** What everybody may know of the draw. */
async function draw(page, id) {
  return page.evaluate(async (id) => {
    const { rows } = await (await fetch("/api/programs?since=0&epoch=")).json();
    return rows.find((row) => row.draw?.program === id)?.draw;
  }, id);
}

const sha256 = (...hex) => createHash("sha256").update(Buffer.from(hex.join(""), "hex")).digest("hex");
const digits = (uuid) => uuid.replaceAll("-", "");

test("a lottery is drawn when it closes, everybody is told, and a stranger verifies it", async (t) => {
  const lottery = program({ title: "お試しくじ", selection: "lottery", closes_at: Date.now() + DAY, waitlist: 1, sessions: [{ capacity: 1 }] });
  const town = await announced(t, [lottery]);
  const people = [await comes(t, town, HARU), await comes(t, town, MINORI)];
  const seen = await eventually(() => draw(people[0].page, lottery.id), "a draw that is ready");
  assert.equal(seen.held, null);
  assert.match(seen.commitment, /^[0-9a-f]{64}$/);
  for (const { page } of people) {
    await signsUp(page, town.server.url, "お試しくじ");
    await signUp(page).getByText("抽選待ち", { exact: true }).waitFor();
  }
  await people[0].page.getByText("申込み 2人").waitFor();
  await people[0].page.getByText(seen.commitment).waitFor();
  await openPrograms(people[0].page, town.server.url);
  const { page: office } = town.office;
  const desk = await office.evaluate(async (id) => (await (await fetch(`/api/programs/${id}`)).json()).desk, lottery.id);
  await push(office, { edit_program: { program: { ...lottery, desk, closes_at: Date.now() + 1_500 } } });
  // Haru looks at the list, and hears of it there.
  await badge(people[0].page).waitFor();
  await people[0].page.getByText("新しい結果").waitFor();
  await openProgram(people[0].page, "お試しくじ");
  const states = [];
  for (const { page } of people) {
    const told = signUp(page).getByText(/^(確定|補欠 1番)$/);
    await told.waitFor();
    states.push(await told.innerText());
  }
  assert.deepEqual(states.toSorted(), ["確定", "補欠 1番"].toSorted());
  await badge(people[0].page).waitFor({ state: "detached" });

  // Somebody without an account, on a device of their own.
  const { page } = await device(t, town.browser);
  await openPrograms(page, town.server.url);
  await openProgram(page, "お試しくじ");
  await press(page, "この端末で確かめる");
  await page.getByText("正しい抽選でした。").waitFor();
  // And with other tools, as the page says.
  const { commitment, held } = await draw(page, lottery.id);
  assert.equal(commitment, seen.commitment);
  assert.equal(sha256(held.seed), commitment);
  const ranks = held.parts[0].drawn.map(({ id }) => sha256(held.seed, digits(id)));
  assert.deepEqual(ranks, ranks.toSorted());
  const ticket = await signUp(people[0].page).getByText(/^[0-9a-f]{32}$/).innerText();
  assert.ok(held.parts[0].drawn.some(({ id }) => digits(id) === ticket));

  // The waiting list moves as ever, and who moves up is told without having asked.
  const [winner, other] = states[0] === "確定" ? people : people.toReversed();
  await press(winner.page, "申込みを取り消す");
  await signUp(other.page).getByText("確定", { exact: true }).waitFor();
});

test("who leaves a lottery before the draw is not in it", async (t) => {
  const lottery = program({ title: "お試しくじ", selection: "lottery", closes_at: Date.now() + DAY });
  const town = await announced(t, [lottery]);
  const { page } = await comes(t, town);
  await eventually(() => draw(page, lottery.id), "a draw that is ready");
  await signsUp(page, town.server.url, "お試しくじ");
  await page.getByText("申込み 1人").waitFor();
  await press(page, "申込みを取り消す");
  await signUp(page).getByText("取り消しました", { exact: true }).waitFor();
  await page.getByText("申込み 0人").waitFor();
});

/** Gives points to somebody at the desk. */
async function gives(page, name, [first, second], note) {
  await page.getByLabel(`${name}の採点`).first().click();
  const form = page.getByRole("form", { name: `${name}の採点` });
  await form.getByLabel("続けられるか").selectOption(String(first));
  await form.getByLabel("町との縁").selectOption(String(second));
  if (note) await form.getByLabel("理由").fill(note);
  await form.getByRole("button", { name: "採点を送る" }).click();
  await form.getByRole("button", { name: "採点を直す" }).waitFor();
}

test("two reviewers give points, see the other's after their own, and the best are accepted at once", async (t) => {
  const cohort = program({ title: "半年伴走", kind: "cohort", selection: reviewed(), waitlist: 3, sessions: [{ capacity: 5 }] });
  const town = await announced(t, [cohort]);
  const [haru, minori] = [await comes(t, town, HARU), await comes(t, town, MINORI)];
  for (const { page } of [haru, minori]) {
    await signsUp(page, town.server.url, "半年伴走");
    await signUp(page).getByText("選考中", { exact: true }).waitFor();
  }
  await openPrograms(haru.page, town.server.url);
  const { page: office } = town.office;
  const { page: second } = await colleague(t, town);
  for (const page of [office, second]) {
    await page.goto(`${town.server.url}/desk?tab=programs`);
    await page.getByRole("list", { name: "申し込んだ人" }).getByText(HARU.name).waitFor();
  }
  await gives(office, HARU.name, [5, 4], "週に20時間とれる");
  await gives(office, MINORI.name, [2, 3]);
  await second.getByLabel(`${HARU.name}の採点`).first().click();
  await second.getByText("ほかの人の採点は、自分の採点が届いてから見られます。").first().waitFor();
  assert.equal(await second.getByText("週に20時間とれる").count(), 0);
  await second.getByLabel(`${HARU.name}の採点`).first().click();
  await gives(second, HARU.name, [4, 4]);
  await second.getByText("週に20時間とれる").waitFor();
  await second.getByText("順位は、1件の採点を終えると見られます。").waitFor();
  await gives(second, MINORI.name, [3, 3]);
  const ranking = second.getByRole("table", { name: "採点の順位" });
  const rows = await ranking.getByRole("row").allInnerTexts();
  assert.match(rows[1], /1位\s+佐野 はる\s+4\.50\s+4\.00\s+13\.00\s+2/);
  assert.match(rows[2], /2位\s+\S.*\s+2\.50\s+3\.00\s+8\.00\s+2/);
  await press(second, "上位1人の参加を決める");
  await second.getByRole("list", { name: "申し込んだ人" }).getByText("確定", { exact: true }).waitFor();
  await badge(haru.page).waitFor();
  await openProgram(haru.page, "半年伴走");
  await signUp(haru.page).getByText("確定", { exact: true }).waitFor();
  await signUp(minori.page).getByText("選考中", { exact: true }).waitFor();
  // The other waits, though seats are left; then the desk gives one after all.
  await press(second, `${MINORI.name}を補欠にする`);
  await signUp(minori.page).getByText("補欠 1番", { exact: true }).waitFor();
  await press(second, `${MINORI.name}に席を用意する`);
  await signUp(minori.page).getByText("確定", { exact: true }).waitFor();
});

test("a space is looked at on the spot, without a network, and the others at the desk read what was found", async (t) => {
  const visited = [
    { no: 1, name: "机と電源がある", help: "4席より", max: 1, weight: 1 },
    { no: 2, name: "子どもと来られる", help: "", max: 1, weight: 1 },
  ];
  const ambassadors = program({ title: "アンバサダー認定", kind: "accreditation", attendance: "all", selection: { review: { criteria: visited, blind: false, announces: false } } });
  const town = await announced(t, [ambassadors]);
  const haru = await comes(t, town, HARU);
  await signsUp(haru.page, town.server.url, "アンバサダー認定");
  await signUp(haru.page).getByText("選考中", { exact: true }).waitFor();
  const { page, context } = town.office;
  await page.goto(`${town.server.url}/desk?tab=programs`);
  await page.getByRole("list", { name: "申し込んだ人" }).getByText(HARU.name).waitFor();
  await keptOffline(page);
  // In the space itself nothing can be reached.
  await context.setOffline(true);
  await page.getByLabel(`${HARU.name}の現地確認`).first().click();
  const form = page.getByRole("form", { name: `${HARU.name}の現地確認` });
  // What is yes or no makes no ranking.
  assert.equal(await page.getByText("採点").count(), 0);
  await form.getByRole("group", { name: "机と電源がある" }).getByRole("radio", { name: "はい" }).check();
  await form.getByRole("button", { name: "確認を送る" }).click();
  await form.getByRole("alert").waitFor();
  await form.getByRole("group", { name: "子どもと来られる" }).getByRole("radio", { name: "いいえ" }).check();
  await form.getByLabel("気づいたこと").fill("おむつを替える台は、来月入る");
  // What was noted stays though the tablet is opened anew on the way back.
  await eventually(async () => {
    await page.reload();
    await page.getByLabel(`${HARU.name}の現地確認`).first().click();
    return (await form.getByLabel("気づいたこと").inputValue()) === "おむつを替える台は、来月入る";
  }, "the checklist as it was left");
  assert.deepEqual(await findings(page), []);
  await form.getByRole("button", { name: "確認を送る" }).click();
  await form.getByText("確認は送信待ちです。").waitFor();
  await context.setOffline(false);
  await form.getByRole("button", { name: "確認を直す" }).waitFor();
  const { page: second } = await colleague(t, town);
  await second.goto(`${town.server.url}/desk?tab=programs`);
  await second.getByLabel(`${HARU.name}の現地確認`).first().click();
  const other = second.getByRole("form", { name: `${HARU.name}の現地確認` });
  for (const name of ["机と電源がある", "子どもと来られる"]) await other.getByRole("group", { name }).getByRole("radio", { name: "はい" }).check();
  await other.getByRole("button", { name: "確認を送る" }).click();
  await second.getByText("机と電源がある はい、子どもと来られる いいえ").waitFor();
  await second.getByText("おむつを替える台は、来月入る").waitFor();
});

test("a contest is judged without names, its winner is shown as agreed, and the other entry stays its author's", async (t) => {
  const contest = program({ title: "商店コンテスト", kind: "contest", attendance: "all", selection: reviewed({ blind: true, announces: true }), closes_at: Date.now() + DAY, asks: ["phone"] });
  const town = await announced(t, [contest]);
  const [haru, minori] = [await comes(t, town, HARU), await comes(t, town, MINORI)];
  const enters = (title, shown) => async (page) => {
    await page.getByText("入賞しなかった作品は、あなたのものです。", { exact: false }).first().waitFor();
    await page.getByLabel("作品・プランの名前").fill(title);
    if (shown) await page.getByLabel(/入賞したときに公開する名前/).fill(shown);
    await page.getByLabel("電話番号").fill("0987-23-4567");
  };
  await signsUp(haru.page, town.server.url, "商店コンテスト", { fill: enters("港の朝ごはん", "港の人") });
  await signUp(haru.page).getByText("選考中", { exact: true }).waitFor();
  await signsUp(minori.page, town.server.url, "商店コンテスト", { fill: enters("坂の本屋") });
  await signUp(minori.page).getByText("選考中", { exact: true }).waitFor();

  const { page: office } = town.office;
  await office.goto(`${town.server.url}/desk?tab=programs`);
  const people = office.getByRole("list", { name: "申し込んだ人" });
  await people.getByText("港の朝ごはん").first().waitFor();
  // Not on the screen, and not on the desk's device at all.
  const held = await readable(office);
  assert.ok(held.includes("港の朝ごはん"));
  for (const hidden of [HARU.name, MINORI.name, "0987-23-4567", "港の人"]) assert.ok(!held.includes(hidden), hidden);
  await gives(office, "港の朝ごはん", [5, 5]);
  await gives(office, "坂の本屋", [3, 3]);
  await office.getByText("結果の公開", { exact: true }).click();
  await office.getByText("受付が終わると、結果を公開できます。").waitFor();
  const desk = await office.evaluate(async (id) => (await (await fetch(`/api/programs/${id}`)).json()).desk, contest.id);
  await push(office, { edit_program: { program: { ...contest, desk, closes_at: Date.now() + 1_500 } } });
  await office.getByLabel("港の朝ごはんの賞").fill("最優秀賞");
  await press(office, "結果を公開する");
  await office.getByText("結果は公開されています。").waitFor();
  await people.getByText(HARU.name).waitFor();
  assert.equal(await people.getByText("坂の本屋").count(), 0);

  await signUp(minori.page).getByText(/作品と権利はあなたのもの/).waitFor();
  await signUp(minori.page).getByText("送った内容").click();
  await signUp(minori.page).getByText("坂の本屋").waitFor();
  await signUp(haru.page).getByText("確定", { exact: true }).waitFor();
  const { page } = await device(t, town.browser);
  await openPrograms(page, town.server.url);
  await openProgram(page, "商店コンテスト");
  const results = page.getByRole("region", { name: "結果" });
  for (const said of ["最優秀賞", "港の朝ごはん", "港の人"]) await results.getByText(said, { exact: true }).waitFor();
  assert.equal(await page.getByText(HARU.name).count(), 0);
});

for (const [shape, options] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  for (const language of ["ja", "en"]) {
    test(`choosing has no finding of axe, ${shape}, ${language}`, async (t) => {
      const lottery = program({ title: "お試しくじ", selection: "lottery", closes_at: Date.now() + DAY });
      const contest = program({ title: "商店コンテスト", kind: "contest", selection: reviewed({ blind: true, announces: true }), closes_at: Date.now() + DAY });
      const town = await announced(t, [lottery, contest]);
      const { page } = await comes(t, town, HARU, options);
      await eventually(() => draw(page, lottery.id), "a draw that is ready");
      await signsUp(page, town.server.url, "お試しくじ");
      await signUp(page).getByText("抽選待ち", { exact: true }).waitFor();
      await signsUp(page, town.server.url, "商店コンテスト", { fill: (page) => page.getByLabel("作品・プランの名前").fill("港の朝ごはん") });
      await signUp(page).getByText("選考中", { exact: true }).waitFor();
      for (const one of [lottery, contest]) {
        await page.goto(`${town.server.url}/programs/${one.id}?lang=${language}`);
        await page.getByRole("heading", { level: 1, name: one.title }).waitFor();
        assert.deepEqual(await findings(page), []);
      }
      const { page: office } = town.office;
      await office.goto(`${town.server.url}/desk?tab=programs&lang=${language}`);
      // Whoever signed up arrives by a pull.
      await office.locator(".scoring summary").first().waitFor();
      for (const summary of await office.locator(".scoring summary").all()) await summary.click();
      await office.locator(".score-form").first().waitFor();
      assert.deepEqual(await findings(office), []);
    });
  }
}
