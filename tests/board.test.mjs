// Finding work on the device's own data.
import assert from "node:assert/strict";
import test from "node:test";
import { DESKTOP, PHONE, device, eventually, keptOffline, openBrowser } from "./harness/browser.mjs";
import { count, goOffline, openBoard, openPosting, search, started, syncState } from "./harness/person.mjs";
import { engawa, importJobs, posting, serve } from "./harness/server.mjs";

const TOWNS = ["港", "山", "里"];
const many = (n) =>
  Array.from({ length: n }, (_, i) =>
    posting({
      id: `p${i}`,
      title: `${TOWNS[i % 3]}のちらし ${i}`,
      description: i % 2 ? "サーモンの加工場の案内です。" : "ＤＡＴＡ入力をお願いします。",
      posted: `2026-11-${String((i % 20) + 1).padStart(2, "0")}`,
      more: { category: i % 2 ? "design" : "data_entry", noCalls: i % 5 === 0 },
      pay: 1_000 + i * 100,
    }),
  );

test("a stranger opens the board and finds postings as the words come", async (t) => {
  const server = await serve(t);
  assert.match((await importJobs(server, many(60))).stdout, /imported 60, unchanged 0, refused 0/);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);

  await openBoard(page, server.url);
  await eventually(async () => (await count(page)) === 60, "all postings");
  await search(page, "港の");
  await eventually(async () => (await count(page)) === 20, "those of the harbour");
  // Width, kana and case do not matter; words are joined by AND; one character is enough.
  await search(page, "さーもん 港");
  await eventually(async () => (await count(page)) === 10, "salmon at the harbour");
  await search(page, "data");
  await eventually(async () => (await count(page)) === 30, "full width data");
  await search(page, "里");
  await eventually(async () => (await count(page)) === 20, "one character");
  await eventually(() => new URL(page.url()).search.includes(encodeURIComponent("里")), "the query in the address");
  await page.reload();
  await started(page);
  assert.equal(await page.getByRole("searchbox", { name: "仕事を検索" }).inputValue(), "里");
  await eventually(async () => (await count(page)) === 20, "the same after a reload");
  await search(page, "ない言葉");
  await eventually(async () => (await count(page)) === 0, "nothing");
});

test("the words that were searched for are marked in the titles, as they are written there", async (t) => {
  const server = await serve(t);
  await importJobs(server, [
    posting({ id: "a", title: "ＷＥＢ用のﾃﾞｰﾀ入力" }),
    posting({ id: "b", title: "港のちらし", description: "Webのデータを整えます。" }),
  ]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await openBoard(page, server.url);
  const marks = () => page.getByRole("list", { name: "仕事の一覧" }).locator("mark").allInnerTexts();
  await search(page, "web デー");
  await eventually(async () => (await marks()).join() === "ＷＥＢ,ﾃﾞｰ", "both words, as they are written");
  // The marks are no part of the name.
  await page.getByRole("link", { name: "ＷＥＢ用のﾃﾞｰﾀ入力", exact: true }).waitFor();
  await search(page, "チラシ");
  await eventually(async () => (await marks()).join() === "ちらし", "the other word");
  await search(page, "");
  await eventually(async () => (await count(page)) === 2 && (await marks()).length === 0, "no marks without words");
});

test("filters count what they would find, and live in the address", async (t) => {
  const server = await serve(t);
  await importJobs(server, many(60));
  const browser = await openBrowser(t);
  const { page } = await device(t, browser, DESKTOP);
  await openBoard(page, server.url);
  await eventually(async () => (await count(page)) === 60, "all postings");

  const noCalls = page.getByRole("checkbox", { name: /^電話なし/ });
  await eventually(async () => /12/.test(await noCalls.evaluate((box) => box.closest("label").innerText)), "the count beside the filter");
  await noCalls.check();
  await eventually(async () => (await count(page)) === 12, "what the filter promised");
  await eventually(() => new URL(page.url()).search !== "", "the filter in the address");
  const shared = page.url();
  const other = await device(t, browser, DESKTOP);
  await openBoard(other.page, shared);
  await eventually(async () => (await count(other.page)) === 12, "the same for whoever gets the link");
  await page.goBack();
  await eventually(async () => (await count(page)) === 60, "back to all");
});

test("only the cards in sight are on the page, and the last of five thousand is reached", async (t) => {
  const server = await serve(t);
  await importJobs(server, many(5_000));
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await openBoard(page, `${server.url}/jobs?sort=new`);
  await eventually(async () => (await count(page)) === 5_000, "all postings", { within: 30_000 });
  const cards = page.getByRole("list", { name: "仕事の一覧" }).getByRole("listitem");
  const setSize = (card) => card.evaluate((item) => item.closest("[aria-setsize]").getAttribute("aria-setsize"));
  const mounted = page.locator("[aria-setsize='5000']");
  assert.ok((await mounted.count()) < 60, "few cards are mounted");
  assert.equal(await setSize(cards.first()), "5000");
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await page.locator("[aria-posinset='5000']").waitFor();
  assert.ok((await mounted.count()) < 60, "few cards are mounted at the end too");
});

test("a posting that comes while the page is open shows without a reload", async (t) => {
  const server = await serve(t);
  await importJobs(server, many(3));
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await openBoard(page, server.url);
  await eventually(async () => (await count(page)) === 3, "three postings");
  await importJobs(server, [posting({ id: "late", title: "いま届いた仕事" })]);
  await eventually(async () => (await count(page)) === 4, "the fourth");
  await page.getByRole("link", { name: "いま届いた仕事" }).waitFor();
});

test("without a network the app opens again, searches and shows whole postings", async (t) => {
  const server = await serve(t);
  await importJobs(server, many(60));
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await openBoard(page, server.url);
  await eventually(async () => (await count(page)) === 60, "all postings");

  await goOffline(page);
  await page.reload();
  await eventually(async () => (await count(page)) === 60, "all postings offline");
  await search(page, "港のちらし 0");
  await eventually(async () => (await count(page)) >= 1, "a find offline");
  await openPosting(page, "港のちらし 0");
  await page.getByText("ＤＡＴＡ入力をお願いします。").waitFor();
  await server.stop();
  await page.goto(`${server.url}/jobs`);
  await eventually(async () => (await count(page)) === 60, "and with the server gone");
});

test("a page that was loaded past the service worker is kept without a network as well", async (t) => {
  const server = await serve(t);
  await importJobs(server, many(3));
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await openBoard(page, server.url);
  await keptOffline(page);
  // As by Shift and reload, or when the page was on its way while the worker became active.
  const devtools = await page.context().newCDPSession(page);
  const loaded = page.waitForEvent("load");
  await devtools.send("Page.reload", { ignoreCache: true });
  await loaded;
  await goOffline(page);
  await openPosting(page, "港のちらし 0");
  await page.getByText("ＤＡＴＡ入力をお願いします。").waitFor();
});

test("a posting shows the six items, which are missing, and what reaches the worker", async (t) => {
  const server = await serve(t);
  await importJobs(server, [
    posting({ id: "thin", title: "約束の足りない仕事", pay: 33_000, more: { costs: undefined, rights: undefined, category: "translation" } }),
  ]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser, DESKTOP);
  await openBoard(page, server.url);
  await openPosting(page, "約束の足りない仕事");
  const detail = page.locator("article.posting");
  const missing = detail.locator(".item.is-missing");
  await eventually(async () => (await missing.count()) === 2, "two missing items");
  // 33,000 - 6,600 - 660 - 3,369 = 22,371; in ten hours 2,237 an hour.
  await detail.getByText("22,371円").first().waitFor();
  await detail.getByText(/2,237円/).first().waitFor();
  await detail.getByLabel("見込み時間").last().fill("20");
  await detail.getByText(/1,118円/).first().waitFor();
});

test("stars and recently seen postings stay on the device without an account", async (t) => {
  const server = await serve(t);
  await importJobs(server, many(6));
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await openBoard(page, server.url);
  const star = page.getByRole("button", { name: "気になる: 港のちらし 0", exact: true });
  await star.click();
  await eventually(async () => (await star.getAttribute("aria-pressed")) === "true", "the star");
  await page.reload();
  await eventually(async () => (await star.getAttribute("aria-pressed")) === "true", "the star after a reload");
});

test("nothing happens inside an IME composition", async (t) => {
  const server = await serve(t);
  await importJobs(server, many(6));
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  await openBoard(page, server.url);
  await eventually(async () => (await count(page)) === 6, "all postings");
  const box = page.getByRole("searchbox", { name: "仕事を検索" });
  await box.focus();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Input.imeSetComposition", { text: "みな", selectionStart: 2, selectionEnd: 2 });
  const address = page.url();
  await page.keyboard.press("Enter");
  assert.equal(page.url(), address);
  assert.equal(await count(page), 6);
  await cdp.send("Input.insertText", { text: "港" });
  await eventually(async () => (await count(page)) === 2, "the search once the word is chosen");
});

test("the demo fills the board with Japanese samples that say so", async (t) => {
  const server = await serve(t);
  const demo = await engawa(["demo", "--data", server.data]);
  assert.equal(demo.code, 0, demo.stderr);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser, PHONE);
  await openBoard(page, server.url);
  await eventually(async () => (await count(page)) > 500, "the demo's postings");
  const cards = page.locator("[aria-posinset]");
  const seen = await cards.count();
  assert.ok(seen > 3);
  assert.equal(await cards.filter({ hasText: "見本" }).count(), seen, "every card says 見本");
  assert.match(await syncState(page).innerText(), /この端末に保存済み/);
});
