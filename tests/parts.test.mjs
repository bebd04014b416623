// What the first screen does not need comes later: kept for offline, and honest where it cannot come.
import assert from "node:assert/strict";
import test from "node:test";
import { DESKTOP, device, eventually, keptOffline, openBrowser, watch } from "./harness/browser.mjs";
import { beginProposal, count, openBoard, openPosting, savedOnDevice, write } from "./harness/person.mjs";
import { importJobs, posting, serve } from "./harness/server.mjs";

const PART = /\/engawa-app-[0-9a-f]{16}_(split|chunk)_\w+\.wasm$/;

/** A town with one posting, and a device in it. */
async function town(t, options) {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  return { server, ...(await device(t, await openBrowser(t), options)) };
}

/** The parts that the page itself asks for; what the service worker keeps beside it does not count. */
function asked(page) {
  const parts = [];
  page.on("request", (request) => {
    if (PART.test(request.url()) && !request.serviceWorker()) parts.push(request.url());
  });
  return parts;
}

test("a phone's first look at the board fetches no part, and a posting only its own", async (t) => {
  const { server, page } = await town(t);
  const parts = asked(page);
  await openBoard(page, server.url);
  await eventually(async () => (await count(page)) === 1, "the board");
  assert.deepEqual(parts, []);
  await openPosting(page, "港のちらし");
  assert.ok(parts.some((part) => part.includes("_split_posting")), `the posting: ${parts}`);
  assert.ok(!parts.some((part) => /_split_(account|engine|proposals)/.test(part)), `nothing else: ${parts}`);
});

test("screens never seen before open offline after one visit", async (t) => {
  const { server, page, context } = await town(t);
  await openBoard(page, server.url);
  await eventually(async () => (await count(page)) === 1, "the board");
  await keptOffline(page);
  await context.setOffline(true);
  await page.getByRole("link", { name: "自分" }).click();
  await page.getByRole("heading", { level: 1, name: "自分" }).waitFor();
  await page.getByRole("link", { name: "さがす", exact: true }).click();
  await page.getByRole("button", { name: "しぼりこみ" }).click();
  await page.getByRole("dialog").getByRole("form", { name: "しぼりこみ" }).waitFor();
  await page.keyboard.press("Escape");
  await openPosting(page, "港のちらし");
  await beginProposal(page);
  await write(page, { message: "つながらなくても書けます" });
  await savedOnDevice(page);
  await page.reload();
  await eventually(async () => (await page.getByLabel("メッセージ", { exact: true }).inputValue()) === "つながらなくても書けます", "the draft, read by a part that was kept");
});

test("a screen that cannot be fetched says so, and comes when it can", async (t) => {
  const { server, context } = await town(t);
  // Nothing is kept on this device, and one part is held back.
  await context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "serviceWorker", { get: () => undefined });
  });
  const page = await context.newPage();
  watch(t, page);
  await page.route(/_split_account\.wasm$/, (route) => route.abort());
  await openBoard(page, server.url);
  await page.getByRole("link", { name: "自分" }).click();
  await page.getByRole("heading", { level: 1, name: "この画面を読み込めませんでした" }).waitFor();
  await page.getByRole("button", { name: "もう一度" }).click();
  await page.getByRole("heading", { level: 1, name: "この画面を読み込めませんでした" }).waitFor();
  await page.unroute(/_split_account\.wasm$/);
  await page.getByRole("button", { name: "もう一度" }).click();
  await page.getByRole("heading", { level: 1, name: "自分" }).waitFor();
});

test("a star that cannot be stored yet says so, and the next tap stores it", async (t) => {
  const { server, context } = await town(t);
  await context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "serviceWorker", { get: () => undefined });
  });
  const page = await context.newPage();
  watch(t, page);
  await page.route(/_split_engine\.wasm$/, (route) => route.abort());
  await openBoard(page, server.url);
  const star = page.getByRole("button", { name: /港のちらし/ }).first();
  await star.click();
  await page.getByRole("alert").filter({ hasText: "まだ保存できません" }).waitFor();
  await page.unroute(/_split_engine\.wasm$/);
  await star.click();
  await eventually(async () => (await star.getAttribute("aria-pressed")) === "true", "the star");
  assert.equal(await page.getByRole("alert").filter({ hasText: "まだ保存できません" }).count(), 0);
});

test("a wide screen fetches the filters beside the list", async (t) => {
  const { server, page } = await town(t, DESKTOP);
  const parts = asked(page);
  await openBoard(page, server.url);
  await page.getByRole("form", { name: "しぼりこみ" }).waitFor();
  assert.ok(parts.some((part) => part.includes("_split_filters")), `the filters: ${parts}`);
});
