// Spaces: found without a network, their hours on a holiday, a place for half a day, and the door.
import assert from "node:assert/strict";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, PHONE, device, eventually } from "./harness/browser.mjs";
import { HARU, MINORI, goOffline, goOnline, press } from "./harness/person.mjs";
import { comes, day, program } from "./harness/program.mjs";
import { push } from "./harness/deal.mjs";
import { entered, hours, inJapan, openSpace, openSpaces, space } from "./harness/space.mjs";

/** Only an afternoon, so that a story may be told at any time of the day. */
const AFTERNOON = hours(["13:00-24:00"]);

const seats = (page) => page.getByRole("region", { name: "クラウドワーカーズシート" });
const people = (page, half = "午後") => page.getByRole("list", { name: `${half}に来る人` });

test("a space is found by words, town and equipment, on a map, also without a network", async (t) => {
  const town = await entered(t, [
    space({ name: "油津の縁側", kana: "アブラツノエンガワ", equipment: ["wifi", "booth"], quota: 2 }),
    space({ name: "飫肥の公民館", position: { latitude: 31.627, longitude: 131.352 }, equipment: ["wifi", "parking"] }),
    space({ name: "閉じた場所", closed: true }),
    space({ name: "女川の長屋", town: { code: "045811", name: "宮城県女川町" }, address: "宮城県女川町1", position: null, equipment: [] }),
  ]);
  const { page } = await device(t, town.browser);
  await openSpaces(page, town.server.url);
  const list = page.getByRole("list", { name: "場所の一覧" });
  assert.equal(await list.getByRole("listitem").count(), 3);
  await page.getByText("地図", { exact: true }).click();
  const map = page.getByRole("group", { name: "地図" });
  await map.getByRole("link", { name: "飫肥の公民館" }).waitFor();
  await goOffline(page);
  await page.reload();
  await list.waitFor();
  await page.getByRole("searchbox", { name: "場所を検索" }).fill("アブラツ");
  await eventually(async () => (await list.getByRole("listitem").count()) === 1, "one find");
  await page.getByRole("searchbox").fill("");
  await page.getByText("条件", { exact: true }).click();
  await page.getByLabel("まち", { exact: true }).selectOption({ label: "宮崎県日南市" });
  await eventually(async () => (await list.getByRole("listitem").count()) === 2, "the town's");
  await page.getByLabel("個室・電話ブース").check();
  await eventually(async () => (await list.getByRole("listitem").count()) === 1, "the one with a booth");
  await eventually(() => new URL(page.url()).searchParams.get("with") === "booth", "the condition in the address");
  await page.getByLabel("駐車場", { exact: true }).check();
  await page.getByRole("heading", { name: "条件に合う場所がありません" }).waitFor();
  await page.getByRole("link", { name: "条件をすべて外す" }).first().click();
  // The dot on the map leads to the space, by keyboard as well.
  await page.getByText("地図", { exact: true }).click();
  await map.getByRole("link", { name: "油津の縁側" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "油津の縁側" }).waitFor();
});

test("on a holiday its hours say so, and single days go before it", async (t) => {
  const week = hours(["09:00-17:00"], "closed");
  week.exceptions = { "2026-11-24": ["10:00-12:00"], "2026-11-25": [] };
  const town = await entered(t, [
    space({ name: "祝日は休み", hours: week }),
    space({ name: "わからない", hours: { ...hours(["09:00-17:00"], "unsaid") } }),
  ]);
  const { page } = await device(t, town.browser);
  // 勤労感謝の日, at ten in the morning in Japan.
  await page.clock.setFixedTime(new Date("2026-11-23T10:00:00+09:00"));
  await openSpaces(page, town.server.url);
  await page.getByText("閉まっています・11月24日(火) 10:00に開きます").waitFor();
  await page.getByText("祝日の扱いは、施設にお確かめください").waitFor();
  await page.getByRole("link", { name: "祝日は休み" }).click();
  const special = page.getByRole("list", { name: "これからの祝日と特別な日" });
  await special.getByText(/11月23日\(月\)\s+勤労感謝の日\s+休み/).waitFor();
  await special.getByText(/11月24日\(火\)\s+臨時\s+10:00〜12:00/).waitFor();
  await special.getByText(/11月25日\(水\)\s+臨時\s+休み/).waitFor();
  // The next day it is open.
  await page.clock.setFixedTime(new Date("2026-11-24T10:30:00+09:00"));
  await page.reload();
  await page.getByText("開いています・12:00まで").waitFor();
});

test("two people who take the last place offline: one has it, and the other is told", async (t) => {
  const one = space({ name: "油津の縁側", quota: 1, hours: AFTERNOON });
  const town = await entered(t, [one]);
  const [haru, minori] = [await comes(t, town, HARU), await comes(t, town, MINORI)];
  for (const { page } of [haru, minori]) {
    await openSpace(page, town.server.url, one);
    await seats(page).getByText("空き 1席").waitFor();
    await goOffline(page);
    await seats(page).getByRole("button", { name: /の午後を予約する$/ }).click();
    // Nothing looks done that is not.
    await seats(page).getByText("予約は送信待ちです。").waitFor();
  }
  await goOnline(haru.page);
  await seats(haru.page).getByText(/^(予約済み|来訪待ち)$/).waitFor();
  await goOnline(minori.page);
  await minori.page.getByRole("alert").getByText("席が埋まりました。ほかの日や時間をお選びください。").waitFor();
  await seats(minori.page).getByText("満席").waitFor();
  // Who gives it back makes room, and everybody sees it.
  await haru.page.getByRole("button", { name: /の予約を取り消す$/ }).click();
  await seats(minori.page).getByText("空き 1席").waitFor();
});

test("the manager's day: who is booked, who is in, and one press to let them in, offline as well", async (t) => {
  // Who leaves before their half begins keeps it: this is told in the half that it is now.
  const [half, open] = Date.now() < inJapan(0, 13, 0) ? ["午前", hours(["00:00-13:00"])] : ["午後", AFTERNOON];
  const one = space({ name: "油津の縁側", quota: 2, hours: open });
  const town = await entered(t, [one]);
  const haru = await comes(t, town, HARU);
  await openSpace(haru.page, town.server.url, one);
  await seats(haru.page).getByRole("button", { name: new RegExp(`の${half}を予約する$`) }).first().click();
  await seats(haru.page).getByText(/^(予約済み|来訪待ち)$/).waitFor();
  const { page: office } = town.office;
  await office.goto(`${town.server.url}/desk?tab=spaces`);
  await people(office, half).getByText(HARU.name).waitFor();
  await office.getByText("空き 1席 / 2席").waitFor();
  await goOffline(office);
  await press(office, `${HARU.name}の来訪を記録する`);
  // It shows at once, and says that it waits.
  await people(office, half).getByText("利用中", { exact: true }).waitFor();
  await people(office, half).getByText("送信待ち", { exact: true }).waitFor();
  await goOnline(office);
  await seats(haru.page).getByText("利用中", { exact: true }).waitFor();
  await people(office, half).getByText("送信待ち", { exact: true }).waitFor({ state: "detached" });
  await press(office, `${HARU.name}の退出を記録する`);
  await office.getByText("空き 2席 / 2席").waitFor();
});

test("who does not come within thirty minutes is shown as such, and the place is free", async (t) => {
  const one = space({ name: "油津の縁側", quota: 1, hours: AFTERNOON });
  const town = await entered(t, [one]);
  const haru = await comes(t, town, HARU);
  await openSpace(haru.page, town.server.url, one);
  await seats(haru.page).getByRole("button", { name: /の午後を予約する$/ }).first().click();
  await seats(haru.page).getByText(/^(予約済み|来訪待ち)$/).waitFor();
  // Half past one has passed, and half an hour since the booking; nobody asked the server.
  const late = new Date(Math.max(inJapan(0, 13, 31), Date.now() + 31 * 60_000));
  const minori = await comes(t, town, MINORI);
  await minori.page.clock.setFixedTime(late);
  await openSpace(minori.page, town.server.url, one);
  await seats(minori.page).getByText("空き 1席").waitFor();
  const { page: office } = town.office;
  await office.clock.setFixedTime(late);
  await office.goto(`${town.server.url}/desk?tab=spaces`);
  await people(office).getByText("来訪なし", { exact: true }).waitFor();
  await office.getByText("空き 1席 / 1席").waitFor();
});

test("a space is written at the desk, what is wrong is named, and it is changed and closed", async (t) => {
  const town = await entered(t, []);
  const { page } = town.office;
  await page.goto(`${town.server.url}/desk?tab=spaces`);
  await page.getByRole("link", { name: "場所を登録する" }).click();
  await page.getByLabel("登録ワーカーの無料席", { exact: true }).fill("2");
  await press(page, "登録する");
  await page.getByText("直すところが2つあります").waitFor();
  await page.getByLabel("名前", { exact: true }).fill("山の家");
  await page.getByLabel("月曜日", { exact: true }).fill("９：００〜１７：００");
  await page.getByLabel("Wi-Fi").check();
  await press(page, "登録する");
  await page.getByRole("list", { name: "窓口の場所" }).getByRole("link", { name: "山の家", exact: true }).waitFor();
  const { page: reader } = await device(t, town.browser);
  await openSpaces(reader, town.server.url);
  await reader.getByRole("link", { name: "山の家" }).waitFor();
  await page.getByRole("link", { name: "山の家を直す" }).click();
  assert.equal(await page.getByLabel("月曜日", { exact: true }).inputValue(), "09:00-17:00");
  await page.getByLabel("この場所をいまは使わない").check();
  await press(page, "変更する");
  await reader.getByRole("heading", { name: "条件に合う場所がありません" }).waitFor();
});

test("a space tells what is held there", async (t) => {
  const one = space({ name: "油津公民館" });
  const town = await entered(t, [one]);
  const held = { ...program({ title: "在宅ワークセミナー" }), desk: town.desk };
  await push(town.office.page, { publish_program: { program: held } });
  const { page } = await device(t, town.browser);
  await openSpace(page, town.server.url, one);
  const list = page.getByRole("list", { name: "ここで開かれるプログラム" });
  await list.getByRole("link", { name: "在宅ワークセミナー" }).waitFor();
  // The way there from what towns offer.
  await page.goto(`${town.server.url}/programs`);
  await page.getByRole("link", { name: "働ける場所をさがす" }).click();
  await page.getByRole("heading", { level: 1, name: "働ける場所" }).waitFor();
});

for (const [shape, options] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  for (const language of ["ja", "en"]) {
    test(`spaces have no finding of axe, ${shape}, ${language}`, async (t) => {
      const one = space({ name: "油津の縁側", quota: 2, accredited: null, description: "土間の長机。", website: "https://example.jp/" });
      const town = await entered(t, [one, space({ name: "飫肥の公民館", position: { latitude: 31.627, longitude: 131.352 } })]);
      const { page } = await device(t, town.browser, options);
      await page.goto(`${town.server.url}/spaces?lang=${language}`);
      await page.getByRole("link", { name: "油津の縁側" }).first().waitFor();
      assert.deepEqual(await findings(page), []);
      await page.goto(`${town.server.url}/spaces/${one.id}?lang=${language}`);
      await page.getByRole("heading", { level: 1, name: "油津の縁側" }).waitFor();
      assert.deepEqual(await findings(page), []);
      if (shape === "desktop") {
        const { page: office } = town.office;
        await office.goto(`${town.server.url}/desk?tab=spaces&lang=${language}`);
        await office.getByRole("link", { name: "飫肥の公民館", exact: true }).waitFor();
        assert.deepEqual(await findings(office), []);
        await office.goto(`${town.server.url}/desk?tab=spaces&space=${one.id}&lang=${language}`);
        await office.locator("#space-name").waitFor();
        assert.deepEqual(await findings(office), []);
      }
    });
  }
}

test("a space has places of its own time: the day is chosen, and so is the half", async (t) => {
  const one = space({ name: "油津の縁側", quota: 1, hours: hours(["09:00-17:00"]) });
  const town = await entered(t, [one]);
  const haru = await comes(t, town, HARU);
  await openSpace(haru.page, town.server.url, one);
  await haru.page.getByLabel("日にち", { exact: true }).selectOption(day(3));
  await seats(haru.page).getByRole("button", { name: /の午前を予約する$/ }).click();
  await seats(haru.page).getByText("予約済み").waitFor();
  await haru.page.goto(`${town.server.url}/spaces`);
  const own = haru.page.getByRole("list", { name: "自分の予約" });
  await own.getByText("午前 9:00〜13:00").waitFor();
  await own.getByRole("button", { name: /の予約を取り消す$/ }).click();
  await own.waitFor({ state: "detached" });
});
