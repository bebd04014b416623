// お試し移住: a room and its nights, which nobody else has, and the page of the stay.
import assert from "node:assert/strict";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, PHONE } from "./harness/browser.mjs";
import { push, rows } from "./harness/deal.mjs";
import { HARU, MINORI, goOffline, goOnline, press } from "./harness/person.mjs";
import { announced, comes, day, deskOf, program, signUp } from "./harness/program.mjs";
import { space } from "./harness/space.mjs";

const RULES = "22時からは静かに過ごします。\n火の始末をお願いします。\nごみは水曜の朝に出します。";

/** A house with two rooms, open for thirty nights from tomorrow on. */
function lodging(rest = {}) {
  return {
    no: 1, name: "女川駅前の長屋 つばき", address: "宮崎県日南市油津2-2\n油津駅から歩いて6分", check_in: "15:00", check_out: "10:00", house_rules: RULES,
    contact: "鍵の当番 0987-00-0000", rooms: [{ no: 1, name: "海の間", beds: 2 }, { no: 2, name: "山の間", beds: 1 }],
    nights: { from: day(1), to: day(31) }, longest: 5, ...rest,
  };
}

/** A trial stay with a seat in a coworking space. */
async function offered(t, rest = {}) {
  const seat = space({ name: "油津の縁側", quota: 2 });
  const one = program({ title: "お試し移住", kind: "trial_stay", attendance: "all", capacity: 10, contact: "移住定住係", lodgings: [lodging()], workspace: seat.id, ...rest });
  const town = await announced(t, [one]);
  const desk = await deskOf(town.office.page);
  await push(town.office.page, { publish_space: { space: { ...seat, desk } } });
  return { ...town, one, seat };
}

/** Somebody who has a seat in the trial stay. */
async function seated(t, town, who, options = PHONE) {
  const somebody = await comes(t, town, who, options);
  const application = { session: null, part: "participant", children: 0, about: {}, answers: {} };
  await push(somebody.page, { sign_up: { program: town.one.id, application } });
  const [{ id }] = await rows(somebody.page, "sign_up");
  return { ...somebody, signUp: id };
}

/** The page of the stay. */
async function openStay(page, { server, one }) {
  await page.goto(`${server.url}/programs/${one.id}/stay`);
  await page.getByRole("heading", { level: 1, name: "滞在" }).waitFor();
}

/** How the screen names a night. */
function named(days) {
  const at = new Date(`${day(days)}T00:00:00+09:00`);
  return new Intl.DateTimeFormat("ja-JP", { month: "long", day: "numeric", weekday: "short", timeZone: "Asia/Tokyo" }).format(at);
}

/** The button of a night, whatever month it is in. */
async function night(page, days, is) {
  const button = page.getByRole("button", { name: `${named(days)}の夜、${is}`, exact: true });
  const turn = page.getByRole("button", { name: "次の月", exact: true });
  if (!(await button.isVisible()) && (await turn.isEnabled())) await turn.click();
  await button.waitFor();
  return button;
}

/** Presses the first night and the last. */
async function choose(page, first, last) {
  await (await night(page, first, "空き")).click();
  if (last !== first) await (await night(page, last, "空き")).click();
}

const paper = (page) => page.getByRole("article").filter({ hasText: "滞在のご案内" });

test("two people book the same room and night offline: one has it, and the other hears which are free", async (t) => {
  const town = await offered(t);
  const [haru, minori] = [await seated(t, town, HARU), await seated(t, town, MINORI)];
  for (const { page } of [haru, minori]) {
    await openStay(page, town);
    await night(page, 3, "空き");
    await goOffline(page);
    await choose(page, 3, 5);
    await page.getByText(/から3泊、/).waitFor();
    await press(page, "予約する");
    // Nothing looks done that is not.
    await page.getByText("予約は送信待ちです。").waitFor();
    assert.equal(await paper(page).count(), 0);
  }
  await goOnline(haru.page);
  await paper(haru.page).getByText("海の間").waitFor();
  await goOnline(minori.page);
  const free = `その部屋は、ほかの方が先に予約しました。空いている夜: ${named(1)}〜${named(2)}、${named(6)}〜${named(30)}`;
  await minori.page.getByRole("alert").getByText(free).waitFor();
  // What is taken shows, and by whom does not.
  assert.ok(await (await night(minori.page, 4, "予約済み")).isDisabled());
  assert.ok(!(await minori.page.content()).includes(HARU.name));
  // The other room is free in these nights.
  await minori.page.getByLabel("部屋", { exact: true }).selectOption({ label: "女川駅前の長屋 つばき 山の間(1人まで)" });
  await choose(minori.page, 3, 4);
  await press(minori.page, "予約する");
  await paper(minori.page).getByText("山の間").waitFor();
  // The desk sees who stays when.
  const { page: office } = town.office;
  await office.goto(`${town.server.url}/desk?tab=programs`);
  const guests = office.getByRole("list", { name: "泊まる人" });
  await guests.getByText(HARU.name).waitFor();
  await guests.getByText(MINORI.name).waitFor();
  await office.getByText("夜ごとに見る", { exact: true }).click();
  await office.getByText(`女川駅前の長屋 つばき 海の間: ${HARU.name}`).first().waitFor();
  // What is given back is free at once, for everybody.
  await press(haru.page, "予約を取り消す");
  await press(haru.page, "取り消して部屋を空ける");
  await night(haru.page, 4, "空き");
  await guests.getByText(HARU.name).waitFor({ state: "detached" });
  await press(office, `${MINORI.name}の予約を取り消す`);
  await night(minori.page, 3, "空き");
});

test("a stay has a page with place, seat and house rules, also without a network, and it prints", async (t) => {
  const town = await offered(t);
  const { page, signUp } = await seated(t, town, HARU);
  // From the program to the room.
  await page.goto(`${town.server.url}/programs/${town.one.id}`);
  await page.getByRole("heading", { name: "泊まるところ" }).waitFor();
  await page.getByRole("link", { name: "部屋と泊まる夜を選ぶ" }).click();
  await page.getByRole("heading", { level: 1, name: "滞在" }).waitFor();
  // By keyboard alone.
  await (await night(page, 2, "空き")).focus();
  await page.keyboard.press("Enter");
  await (await night(page, 3, "空き")).focus();
  await page.keyboard.press("Space");
  await page.getByText(/から2泊、/).waitFor();
  await page.getByRole("button", { name: "予約する", exact: true }).focus();
  await page.keyboard.press("Enter");
  await paper(page).waitFor();
  await goOffline(page);
  await page.reload();
  for (const said of ["22時からは静かに過ごします。", "海の間", "15:00からチェックイン、10:00までにチェックアウト", "鍵の当番 0987-00-0000", "日南市役所 移住定住係", `${named(2)}から2泊、${named(4)}に出発`]) {
    await paper(page).getByText(said).waitFor();
  }
  await paper(page).getByRole("link", { name: "油津の縁側" }).waitFor();
  const reference = await paper(page).locator(".reference b").innerText();
  assert.match(reference, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  assert.ok(signUp);
  // On paper there is the sheet and nothing else.
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "yes");
  });
  await press(page, "印刷する");
  await page.locator("body[data-printed]").waitFor();
  await page.emulateMedia({ media: "print" });
  assert.ok(await paper(page).isVisible());
  assert.ok(!(await page.getByRole("button", { name: "印刷する" }).isVisible()));
  assert.ok(!(await page.getByRole("heading", { level: 1 }).isVisible()));
  const pdf = await page.pdf({ format: "A4" });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g);
  assert.equal(pages.length, 1, "one sheet");
});

test("who takes the sign-up back gives the room back, and who has no seat chooses none", async (t) => {
  const town = await offered(t);
  const { page } = await seated(t, town, HARU);
  await openStay(page, town);
  await choose(page, 2, 2);
  await press(page, "予約する");
  await paper(page).waitFor();
  const { page: other } = await comes(t, town, MINORI);
  await openStay(other, town);
  await other.getByRole("heading", { name: "まだ部屋を選べません" }).waitFor();
  await page.goto(`${town.server.url}/programs/${town.one.id}`);
  await page.getByRole("link", { name: "滞在の案内を見る" }).waitFor();
  await press(page, "申込みを取り消す");
  await signUp(page).getByText("取り消しました", { exact: true }).waitFor();
  const application = { session: null, part: "participant", children: 0, about: {}, answers: {} };
  await push(other, { sign_up: { program: town.one.id, application } });
  await openStay(other, town);
  await night(other, 2, "空き");
});

for (const [shape, options] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  for (const language of ["ja", "en"]) {
    test(`a stay has no finding of axe, ${shape}, ${language}`, async (t) => {
      const town = await offered(t);
      const { page } = await seated(t, town, HARU, options);
      const [{ id: sign_up }] = await rows(page, "sign_up");
      await page.goto(`${town.server.url}/programs/${town.one.id}?lang=${language}`);
      await page.locator("#lodgings-h").waitFor();
      assert.deepEqual(await findings(page), []);
      await page.goto(`${town.server.url}/programs/${town.one.id}/stay?lang=${language}`);
      await page.locator("button.night:enabled").nth(1).click();
      assert.deepEqual(await findings(page), []);
      await push(page, { book_stay: { sign_up, lodging: 1, room: 1, nights: { from: day(2), to: day(4) } } });
      await page.locator(".stay-paper").waitFor();
      assert.deepEqual(await findings(page), []);
      // The desk's table of nights.
      const { page: office } = town.office;
      await office.goto(`${town.server.url}/desk?tab=programs&lang=${language}`);
      await office.getByText(language === "ja" ? "夜ごとに見る" : "Night by night", { exact: true }).click();
      assert.deepEqual(await findings(office), []);
    });
  }
}
