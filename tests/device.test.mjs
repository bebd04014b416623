// Devices that do not do as one hopes, and a server that moves on.
import assert from "node:assert/strict";
import test from "node:test";
import { device, eventually, keptOffline, openBrowser } from "./harness/browser.mjs";
import { beginProposal, count, openBoard, openPosting, proposeFor, savedOnDevice, write } from "./harness/person.mjs";
import { proxy } from "./harness/proxy.mjs";
import { importJobs, posting, serve } from "./harness/server.mjs";

test("in a private window without storage everything works as long as the page, and says so", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  await context.addInitScript(() => {
    Object.defineProperty(globalThis, "indexedDB", { get: () => undefined });
  });
  await openBoard(page, server.url);
  await page.getByRole("alert").filter({ hasText: "この端末に保存できません" }).waitFor();
  await eventually(async () => (await count(page)) === 1, "the board all the same");
  await openPosting(page, "港のちらし");
  await page.getByText("港の店のちらしを1枚つくります。").waitFor();
  await beginProposal(page);
  await write(page, { message: "消えるかもしれない" });
  const state = page.getByRole("status", { name: "下書きの状態" });
  await state.filter({ hasText: "保存できません: この画面を閉じると消えます" }).waitFor();
  assert.equal(await state.filter({ hasText: "この端末に保存済み" }).count(), 0, "it does not claim to be saved");
});

test("a device whose storage refuses to open says so and shows the board", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("refused by the story", "SecurityError");
    };
  });
  await openBoard(page, server.url);
  await page.getByRole("alert").filter({ hasText: "この端末に保存できません" }).waitFor();
  await eventually(async () => (await count(page)) === 1, "the board all the same");
});

test("a full device says so, keeps what was saved, and goes on when there is room", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await openBoard(page, server.url);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "はじめの一文。" });
  await savedOnDevice(page);
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    globalThis.makeRoom = () => (IDBObjectStore.prototype.put = put);
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("full by the story", "QuotaExceededError");
    };
  });
  await page.getByLabel("メッセージ", { exact: true }).fill("はじめの一文。つぎの一文。");
  await page.getByRole("alert").filter({ hasText: "端末の容量がいっぱいです" }).waitFor();
  assert.equal(await page.getByLabel("メッセージ", { exact: true }).inputValue(), "はじめの一文。つぎの一文。");
  await page.evaluate(() => globalThis.makeRoom());
  await page.getByLabel("メッセージ", { exact: true }).fill("はじめの一文。つぎの一文。さいごの一文。");
  await savedOnDevice(page);
  await page.reload();
  await eventually(async () => (await page.getByLabel("メッセージ", { exact: true }).inputValue()) === "はじめの一文。つぎの一文。さいごの一文。", "all of it");
});

test("a new version says so and waits for a tap", async (t) => {
  const server = await serve(t);
  const network = await proxy(t, server.url);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await openBoard(page, network.url);
  await keptOffline(page);
  // The same files under a new version, as after a release.
  network.rewrite("/precache.js", (code) => code.replace(/"?version"?\s*:\s*"[^"]+"/, 'version: "the-next-one"'));
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  const offer = page.getByRole("button", { name: "新しくする" });
  await offer.waitFor();
  const caches = () => page.evaluate(async () => (await globalThis.caches.keys()).filter((name) => name.startsWith("engawa-app-")));
  assert.equal((await caches()).length, 2, "both versions are kept until the tap");
  const loaded = page.waitForEvent("load");
  await offer.click();
  await loaded;
  await page.getByRole("list", { name: "仕事の一覧" }).waitFor();
  await eventually(async () => (await caches()).join() === "engawa-app-the-next-one", "only the new version");
  assert.equal(await page.getByRole("button", { name: "新しくする" }).count(), 0);
});

test("an unknown address and an unknown posting lead back to the board", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await page.goto(`${server.url}/どこでもない`);
  await page.getByRole("heading", { level: 1, name: "このページはありません" }).waitFor();
  await page.getByRole("link", { name: "仕事をさがす" }).click();
  await eventually(async () => (await count(page)) === 1, "the board");
  await page.goto(`${server.url}/jobs/0190a7d4-0000-7000-8000-000000000000`);
  await page.getByRole("heading", { name: /ありません|見つかりません/ }).first().waitFor();
});

test("a bad cookie is nobody's, and loses nothing on the device", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  await openBoard(page, server.url);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "のこることば" });
  await savedOnDevice(page);
  await context.addCookies([{ name: "engawa_session", value: "%00'\"<script>".repeat(20), url: server.url, httpOnly: true }]);
  await page.reload();
  await eventually(async () => (await page.getByLabel("メッセージ", { exact: true }).inputValue()) === "のこることば", "the draft");
});

test("the first paint is static, and a server that is away is said so", async (t) => {
  const server = await serve(t);
  const browser = await openBrowser(t);
  const { context } = await device(t, browser);
  // Not watched: that nothing can be fetched is the story.
  const page = await context.newPage();
  await page.route(/\.wasm$/, (route) => route.abort());
  await page.goto(`${server.url}/jobs`);
  await page.getByRole("link", { name: /さがす/ }).first().waitFor();
  await page.unroute(/\.wasm$/);
  await page.route("**/api/**", (route) => route.abort());
  await page.reload();
  await page.getByRole("button", { name: "もう一度" }).waitFor();
});
