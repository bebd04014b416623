// What became of the people who signed up, as a desk sees it: never below five.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, PHONE, device } from "./harness/browser.mjs";
import { HARU, SHOP, goOffline, goOnline, logIn, press } from "./harness/person.mjs";
import { announced, comes, openProgram, openPrograms, program, signUp, toSignUpCheck } from "./harness/program.mjs";

test("a desk sees no single person, and takes the table along", async (t) => {
  const town = await announced(t, [program({ title: "在宅ワークセミナー" })]);
  const { page } = await comes(t, town);
  await openPrograms(page, town.server.url);
  await openProgram(page, "在宅ワークセミナー");
  await toSignUpCheck(page);
  await press(page, "送信する");
  await signUp(page).getByText("確定", { exact: true }).waitFor();

  const { page: office } = town.office;
  await office.goto(`${town.server.url}/desk?tab=outcomes`);
  const people = office.getByRole("table", { name: "月ごとの人数" });
  await people.waitFor();
  assert.equal(await people.getByRole("row").count(), 13);
  // One person signed up, this month: twelve months that are over, none of it.
  const cells = await people.getByRole("cell").allInnerTexts();
  assert.equal(cells.length, 12 * 7);
  assert.ok(cells.every((cell) => cell === "5人未満"), cells.join());
  assert.ok(!(await office.locator("main").innerText()).includes(HARU.name));
  await office.getByRole("img", { name: /^申し込んだ人、\d+年\d+月から/ }).waitFor();
  const [download] = await Promise.all([office.waitForEvent("download"), press(office, "CSVをダウンロード")]);
  assert.equal(download.suggestedFilename(), "縁側-成果.csv");
  const csv = await readFile(await download.path());
  assert.deepEqual([...csv.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const lines = csv.toString("utf8").split("\r\n");
  assert.match(lines[0], /^\ufeff月,申し込んだ人,/);
  assert.equal(lines.filter((line) => /^\d{4}年\d+月,/.test(line)).length, 36);

  await goOffline(office);
  await office.reload();
  await office.getByRole("heading", { name: "いまは数えられません" }).waitFor();
  await goOnline(office);
  await press(office, "もう一度");
  await people.waitFor();
});

for (const [shape, options] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  for (const [language, words] of [["ja", "月ごとの人数"], ["en", "People by month"]]) {
    test(`outcomes have no finding of axe, ${shape}, ${language}`, async (t) => {
      const town = await announced(t, [program({ title: "在宅ワークセミナー" })]);
      const { page } = await device(t, town.browser, options);
      await logIn(page, town.server.url, SHOP);
      await page.goto(`${town.server.url}/desk?tab=outcomes&lang=${language}`);
      await page.getByRole("table", { name: words }).waitFor();
      assert.deepEqual(await findings(page), []);
      await page.goto(`${town.server.url}/desk?tab=feeds&lang=${language}`);
      // A form to open a desk stands there until the device has read that there is one.
      await page.locator("nav.tabs [aria-current=page]").waitFor();
      await page.locator("form").waitFor();
      assert.deepEqual(await findings(page), []);
    });
  }
}
