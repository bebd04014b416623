// The health of the device: what it holds, what waits, and taking it along.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, PHONE, device, eventually, openBrowser } from "./harness/browser.mjs";
import { draftAtServer, rows } from "./harness/deal.mjs";
import { HARU, MINORI, goOffline, goOnline, logIn, press, proposeFor, register, registerAndLook, savedOnDevice, send, waiting, write } from "./harness/person.mjs";
import { proxy } from "./harness/proxy.mjs";
import { account, importJobs, posting, serve } from "./harness/server.mjs";
import { people } from "./harness/storage.mjs";
import { drains, message, queue } from "./harness/town.mjs";

const data = (page) => page.getByRole("region", { name: "この端末のデータ", exact: true });
const entries = (page) => queue(page).getByRole("list", { name: "送信待ちの一覧" }).getByRole("listitem");

/** Haru's phone, at the board; `through` puts a network between it and the server. */
async function harusPhone(t, { through = (url) => url } = {}) {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" }), posting({ id: "b", title: "朝市の写真" })]);
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  const url = await through(server.url);
  await registerAndLook(page, url);
  return { server, browser, page, context, url };
}

/** A proposal and a star, done without a network. */
async function twoThingsWait(t, options) {
  const all = await harusPhone(t, options);
  await goOffline(all.page);
  await all.page.getByRole("button", { name: /朝市の写真/ }).click();
  await proposeFor(all.page, "港のちらし");
  await write(all.page, { message: "圏外で書きました。" });
  await send(all.page);
  await waiting(all.page);
  return all;
}

/** Goes to 自分 without loading the page anew. */
async function toSettings(page) {
  await page.getByRole("navigation", { name: "場所" }).getByRole("link", { name: /自分/ }).click();
  await queue(page).waitFor();
}

/** What 書き出す gives. */
async function exported(page, within = page) {
  const coming = page.waitForEvent("download");
  await within.getByRole("button", { name: "書き出す", exact: true }).click();
  const download = await coming;
  assert.match(download.suggestedFilename(), /^engawa-\d{4}-\d\d-\d\d\.json$/);
  return readFile(await download.path(), "utf8");
}

/** Brings in a file. */
async function bringIn(page, text) {
  await page.getByLabel("書き出したファイルを読み込む").setInputFiles({ name: "engawa.json", mimeType: "application/json", buffer: Buffer.from(text) });
}

test("what waits is listed with its age, where it was done and what happens next, and 今すぐ送る sends it", async (t) => {
  const { page } = await twoThingsWait(t);
  await toSettings(page);
  await eventually(async () => (await entries(page).count()) === 2, "two things wait");
  await queue(page).getByText(/いちばん古いもの: 1分以内まえから/).waitFor();
  await queue(page).getByText("つながったら自動で送ります").waitFor();
  await entries(page).getByRole("link", { name: "朝市の写真: 星をつける" }).waitFor();
  await data(page).getByText("2件(圏外でもさがせます)").waitFor();
  await press(page, "今すぐ送る");
  await queue(page).getByText("まだ送れていません").waitFor();
  await entries(page).getByRole("link", { name: "港のちらし: 提案を送る" }).click();
  await page.getByText("圏外で書きました。").waitFor();
  await toSettings(page);

  await goOnline(page);
  await eventually(async () => (await entries(page).count()) === 0, "the queue empties by itself");
  await queue(page).getByText("送信待ちはありません").waitFor();
  await press(page, "今すぐ送る");
  await queue(page).getByText("すべて送りました").waitFor();
});

test("an attempt that failed says when, why and when the next one follows", async (t) => {
  const { page, context } = await harusPhone(t);
  await context.route("**/api/sync/**", (route) => route.abort());
  await page.getByRole("button", { name: /朝市の写真/ }).click();
  await toSettings(page);
  await queue(page).getByText(/送ろうとしましたが、サーバーの返事がありませんでした。.*次は.*自動で送ります/).waitFor();
  await context.unroute("**/api/sync/**");
  await press(page, "今すぐ送る");
  await queue(page).getByText("すべて送りました").waitFor();
});

test("what was refused stays in the list with its reason until it is read", async (t) => {
  const { page, context } = await harusPhone(t);
  await context.route("**/api/sync/pull", async (route) => {
    const answer = await route.fetch();
    const pulled = await answer.json();
    // The server would not have this star.
    const last = pulled.last_mutation;
    if (last > 0) pulled.refused = [[last, "gone"]];
    await route.fulfill({ response: answer, json: pulled });
  });
  await page.getByRole("button", { name: /朝市の写真/ }).click();
  await toSettings(page);
  const refused = queue(page).getByRole("list", { name: "送れなかったもの" });
  await refused.getByRole("link", { name: "朝市の写真: 星をつける" }).waitFor();
  await page.getByRole("button", { name: "わかりました" }).click();
  await refused.waitFor({ state: "detached" });
});

/** Haru's proposal and star are at the server, each once, and this device was refused nothing. */
async function arrivedOnce(page) {
  assert.equal((await rows(page, "proposal")).length, 1, "one proposal");
  assert.equal((await rows(page, "star")).length, 1, "one star");
  assert.equal(await page.getByText("送れませんでした").count(), 0);
  assert.equal(await queue(page).getByRole("list", { name: "送れなかったもの" }).count(), 0);
}

test("what is written out on a phone that goes is taken in by another, and nothing is sent twice", async (t) => {
  const { page, server, browser } = await twoThingsWait(t);
  await page.goto(`${server.url}/jobs`);
  await proposeFor(page, "朝市の写真");
  await write(page, { message: "これは下書きです。", amount: "9000", days: "2" });
  await savedOnDevice(page);
  await toSettings(page);
  const file = await exported(page);
  assert.deepEqual(Object.keys(JSON.parse(file)).slice(0, 2), ["format", "version"]);

  const { page: desktop } = await device(t, browser, DESKTOP);
  await logIn(desktop, server.url, HARU);
  await desktop.goto(`${server.url}/settings`);
  await bringIn(desktop, file);
  await desktop.getByText("下書き2件を読み込みました。").waitFor();
  await desktop.getByText("送信待ち2件を、新しい番号で並べました。").waitFor();
  await eventually(async () => (await rows(desktop, "proposal")).length > 0 && (await rows(desktop, "star")).length > 0, "it was sent");
  await drains(desktop);
  await queue(desktop).getByText("送信待ちはありません").waitFor();
  await arrivedOnce(desktop);
  await desktop.goto(`${server.url}/proposals`);
  await desktop.getByRole("link", { name: /朝市の写真/ }).click();
  await eventually(async () => (await message(desktop).inputValue()) === "これは下書きです。", "the draft");

  // The phone comes back: what it held is there once.
  await goOnline(page);
  await eventually(async () => (await entries(page).count()) === 0, "the phone's queue empties");
  await bringIn(page, file);
  await page.getByText("新しく読み込むものはありませんでした。").waitFor();
  await drains(page);
  await arrivedOnce(page);
  await desktop.goto(`${server.url}/settings`);
  await drains(desktop);
  await arrivedOnce(desktop);
  for (const tab of [page, desktop]) {
    await tab.goto(`${server.url}/proposals?tab=sent`);
    await tab.getByRole("link", { name: "港のちらし" }).waitFor();
    assert.equal(await tab.getByText("送れませんでした").count(), 0);
  }
});

test("a file with other words in a draft leaves both versions standing", async (t) => {
  const { page } = await harusPhone(t);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "むかしの文。" });
  await savedOnDevice(page);
  const address = page.url();
  await toSettings(page);
  const file = await exported(page);
  // The server has the older words, and hears of the newer ones together with the file's.
  await draftAtServer(page, "むかしの文。");
  await page.goto(address);
  await message(page).fill("いまの文。");
  await savedOnDevice(page);
  await toSettings(page);
  await bringIn(page, file);
  await page.getByText("下書き1件は、この端末の版と違います。両方を残しました。").waitFor();
  await page.goto(address);
  const dialog = page.getByRole("dialog", { name: "2つの版があります" });
  await dialog.getByText("むかしの文。").waitFor();
  await dialog.getByRole("button", { name: "この端末の版", exact: true }).click();
  await eventually(async () => (await message(page).inputValue()) === "いまの文。", "the choice");
});

test("a file that is none, somebody else's, or from a newer Engawa changes nothing and says why", async (t) => {
  const { page, server, browser } = await twoThingsWait(t);
  await toSettings(page);
  const file = await exported(page);
  await account(server, MINORI);
  const { page: other } = await device(t, browser, DESKTOP);
  await logIn(other, server.url, MINORI);
  await other.goto(`${server.url}/settings`);
  for (const [text, says] of [
    [file, "ほかの人の書き出したファイルです"],
    ["ちがうもの", "縁側で書き出したファイルではありません"],
    [JSON.stringify({ format: "engawa-export", version: 99 }), "新しい版の縁側で書き出したファイルです"],
    [file.slice(0, -40), "縁側で書き出したファイルではありません"],
    [JSON.stringify({ ...JSON.parse(file), drafts: "x" }), "読めません"],
    [" ".repeat(17 * 1024 * 1024), "ファイルが大きすぎます"],
  ]) {
    await bringIn(other, text);
    await other.getByText(says).waitFor();
    assert.equal(await entries(other).count(), 0);
  }
});

test("logging out with unsent items offers to send, to take along, or to stay; offline nothing is lost", async (t) => {
  const { page } = await twoThingsWait(t);
  await toSettings(page);
  await press(page, "ログアウト");
  const dialog = page.getByRole("dialog", { name: "ログアウトしますか" });
  await dialog.getByText("送信待ち2件").waitFor();
  await dialog.getByRole("button", { name: "送ってからログアウトする" }).click();
  await dialog.getByRole("alert").filter({ hasText: "いまは圏外です" }).waitFor();
  const file = JSON.parse(await exported(page, dialog));
  assert.equal(file.waiting.length, 2);
  await dialog.getByRole("button", { name: "やめておく" }).click();
  await eventually(async () => (await entries(page).count()) === 2, "all still there");

  // What waited is sent while the question stands, and then only the way out is left.
  await press(page, "ログアウト");
  await goOnline(page);
  await dialog.getByText("この端末にしかないものはありません").waitFor();
  await dialog.getByRole("button", { name: "ログアウトする", exact: true }).click();
  await page.getByText("登録していません").waitFor();
});

test("送ってからログアウトする ends the session once all has arrived, and not before", async (t) => {
  let network;
  const { page, browser, server } = await twoThingsWait(t, { through: async (target) => (network = await proxy(t, target)).url });
  await page.context().route("**/api/sync/push", (route) => route.abort());
  await goOnline(page);
  await toSettings(page);
  await press(page, "ログアウト");
  await page.getByRole("button", { name: "送ってからログアウトする" }).click();
  await page.getByRole("alert").filter({ hasText: "まだ全部は送れていません" }).waitFor();
  assert.ok(!network.seen.some(({ path }) => path === "/api/logout"), "the session goes on");
  await page.context().unroute("**/api/sync/push");
  await page.getByRole("button", { name: "送ってからログアウトする" }).click();
  await page.getByText("登録していません").waitFor();
  const { page: desktop } = await device(t, browser, DESKTOP);
  await logIn(desktop, server.url, HARU);
  await desktop.goto(`${server.url}/proposals`);
  await desktop.getByText(/^送信済み/).first().waitFor();
});

test("この端末のデータを消す says what is nowhere else, works offline, and leaves nothing", async (t) => {
  const { page, context } = await twoThingsWait(t);
  await toSettings(page);
  // Haru once tried the other language, and likes it dark.
  await page.getByRole("radio", { name: "English", exact: true }).check();
  await page.getByRole("radio", { name: "日本語", exact: true }).check();
  await page.getByRole("radio", { name: "暗い", exact: true }).check();
  const chosen = () => page.evaluate(() => ["engawa.language", "engawa.theme"].filter((key) => localStorage.getItem(key)));
  assert.deepEqual(await chosen(), ["engawa.language", "engawa.theme"]);
  const [mine] = await people(page);
  assert.ok(mine);
  await press(page, "この端末のデータを消す");
  const dialog = page.getByRole("dialog", { name: "この端末のデータを消しますか" });
  await dialog.getByText("送信待ち2件").waitFor();
  assert.equal(JSON.parse(await exported(page, dialog)).waiting.length, 2);
  await dialog.getByRole("button", { name: "すべて消す", exact: true }).click();
  await page.getByText("登録していません").waitFor();
  await page.getByText("この端末から消しました").waitFor();
  const left = async () => {
    const databases = await people(page);
    return databases.length <= 1 && !databases.includes(mine);
  };
  await eventually(left, "at most the new nobody's");
  assert.deepEqual(await chosen(), []);
  // The session ends as soon as there is a network.
  const ended = page.waitForResponse((answer) => answer.url().endsWith("/api/logout"));
  await goOnline(page);
  await ended;
  assert.equal((await context.cookies()).filter(({ name, value }) => /session/.test(name) && value !== "").length, 0);
});

for (const [size, options] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  for (const language of ["ja", "en"]) {
    test(`自分 has no finding of axe and does not shift, ${size}, ${language}`, async (t) => {
      const server = await serve(t);
      await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
      const browser = await openBrowser(t);
      const { page, context } = await device(t, browser, { ...options, reducedMotion: "reduce" });
      await context.addInitScript(() => {
        globalThis.shifted = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => !entry.hadRecentInput && (globalThis.shifted += entry.value))).observe({ type: "layout-shift", buffered: true });
      });
      const clean = async (state) => assert.deepEqual(await findings(page), [], state);
      await page.goto(`${server.url}/settings`);
      await data(page).waitFor();
      await clean("nobody");
      await register(page, server.url, HARU);
      await page.goto(`${server.url}/settings?lang=${language}`);
      await page.getByRole("region").nth(3).waitFor();
      await drains(page);
      assert.ok((await page.evaluate(() => globalThis.shifted)) < 0.01, "nothing moves");
      await clean("registered");
      await goOffline(page);
      await page.goto(`${server.url}/jobs?lang=${language}`);
      await page.getByRole("button", { name: /港のちらし/ }).click();
      await page.locator('.star[aria-pressed="true"]').waitFor();
      await page.goto(`${server.url}/settings?lang=${language}`);
      await page.getByRole("listitem").filter({ hasText: "港のちらし" }).waitFor();
      await clean("something waits");
      for (const name of [/^(ログアウト|Log out)$/, /^(この端末のデータを消す|Erase the data on this device)$/]) {
        const button = page.getByRole("button", { name });
        await button.focus();
        await page.keyboard.press("Enter");
        await page.getByRole("dialog").waitFor();
        await clean(`dialog ${name}`);
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
        await eventually(() => button.evaluate((button) => button === document.activeElement), "the focus comes back");
      }
    });
  }
}
