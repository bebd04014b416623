// Several tabs of one browser, on one device.
import assert from "node:assert/strict";
import test from "node:test";
import { PHONE, device, eventually, openBrowser, watch } from "./harness/browser.mjs";
import { HARU, attempted, holdAttempts, logIn, openBoard, press, proposeFor, register, registerAndLook, savedOnDevice, send, sent, silence, syncState, toCheck, write } from "./harness/person.mjs";
import { account, importJobs, posting, serve } from "./harness/server.mjs";
import { fill, people } from "./harness/storage.mjs";
import { anotherTab, message } from "./harness/town.mjs";

/** A draft on the disk, in the words of somebody without an account, and a second tab. */
async function draftWithoutAccount(t) {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  await account(server, HARU);
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  await openBoard(page, server.url);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "はじめの一文。" });
  await savedOnDevice(page);
  const other = await context.newPage();
  watch(t, other);
  return { server, page, other, context };
}

/** A registered person's draft on the disk, with nothing missing. */
async function wholeDraft(t) {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  await registerAndLook(page, server.url);
  await proposeFor(page, "港のちらし");
  await write(page);
  await savedOnDevice(page);
  return { page, context };
}

/** What is typed from now on waits for its quarter second for ever. */
async function holdSaving(page) {
  await page.evaluate(() => {
    const wait = globalThis.setTimeout;
    globalThis.setTimeout = (action, after, ...rest) => (after === 250 ? 0 : wait(action, after, ...rest));
  });
}

test("what is typed in one tab shows in another, and both send as one", async (t) => {
  const { page, context } = await wholeDraft(t);
  const other = await anotherTab(t, context, page.url());
  await eventually(async () => (await other.getByLabel("所要日数", { exact: true }).inputValue()) === "14", "the other tab");
  await send(page);
  await sent(other);
});

test("送信する in two tabs sends one proposal, and neither tab says that it failed", async (t) => {
  const { page, context } = await wholeDraft(t);
  await context.route("**/api/sync/**", (route) => route.abort());
  await silence(page);
  const other = await context.newPage();
  watch(t, other);
  // An attempt of its own would read what the first tab has queued.
  const letAttemptsGo = await holdAttempts(other);
  await other.goto(page.url());
  await toCheck(other);
  await attempted(other);
  await toCheck(page);
  await press(page, "送信する");
  await eventually(async () => /送信待ち 1件/.test(await syncState(page).innerText()), "one in the queue");
  await press(other, "送信する");
  await eventually(async () => /送信待ち 1件/.test(await syncState(other).innerText()), "still one in the queue");
  await letAttemptsGo();

  await context.unroute("**/api/sync/**");
  for (const tab of [page, other]) {
    // Attempts that failed have made the next wait long; the network says that it is back.
    await tab.evaluate(() => globalThis.dispatchEvent(new Event("online")));
    await sent(tab);
    assert.equal(await tab.getByText("送れませんでした").count(), 0);
  }
});

test("送信する in a tab that missed that the other one has sent shows the sent proposal", async (t) => {
  const { page, context } = await wholeDraft(t);
  const other = await context.newPage();
  watch(t, other);
  await other.route("**/api/**", (route) => route.abort());
  await silence(page);
  await holdAttempts(other);
  await other.goto(page.url());
  await toCheck(other);
  await attempted(other);
  await toCheck(page);
  await press(page, "送信する");
  await sent(page);
  await press(other, "送信する");
  await sent(other);
  assert.equal(await other.getByText("送れませんでした").count(), 0);
});

test("somebody logs in beside a tab in which a word was just typed, and the word is theirs", async (t) => {
  const { server, page, other } = await draftWithoutAccount(t);
  await holdSaving(page);
  await message(page).fill("はじめの一文。いま書いた一文。");
  await page.getByLabel("所要日数", { exact: true }).fill("10");
  await logIn(other, server.url, HARU);
  // The tab shows the same draft in its new hands, without having been asked to.
  await page.waitForURL(/\/proposals\/[^/]+$/);
  await eventually(async () => (await message(page).inputValue()) === "はじめの一文。いま書いた一文。", "the word in its own tab");
  await other.getByRole("link", { name: "港のちらし" }).click();
  await eventually(async () => (await message(other).inputValue()) === "はじめの一文。いま書いた一文。", "the word in the other tab");
  assert.equal(await other.getByLabel("所要日数", { exact: true }).inputValue(), "10");
  assert.equal(new URL(page.url()).pathname, new URL(other.url()).pathname);
});

test("a tab that heard nothing of a login keeps what is typed into it", async (t) => {
  const { server, page, other } = await draftWithoutAccount(t);
  await silence(other);
  await logIn(other, server.url, HARU);
  await message(page).fill("はじめの一文。あとから書いた一文。");
  await other.getByRole("link", { name: "港のちらし" }).click();
  await eventually(async () => {
    await other.reload();
    return (await message(other).inputValue()) === "はじめの一文。あとから書いた一文。";
  }, "what was typed into the tab that knew nothing");
});

test("when the browser closes the database under one's hands, writing goes on", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  await context.addInitScript(() => {
    const opened = new Set();
    const transaction = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...asked) {
      opened.add(this);
      return transaction.apply(this, asked);
    };
    globalThis.closeAll = () => opened.forEach((database) => database.close());
  });
  await registerAndLook(page, server.url);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "はじめの一文。" });
  await savedOnDevice(page);
  await page.evaluate(() => globalThis.closeAll());
  await message(page).fill("はじめの一文。つぎの一文。");
  await savedOnDevice(page);
  assert.equal(await page.getByRole("alert").count(), 0);
  await page.reload();
  await eventually(async () => (await message(page).inputValue()) === "はじめの一文。つぎの一文。", "both sentences");
  await page.evaluate(() => globalThis.closeAll());
  await send(page);
  await sent(page);
});

test("when the database stays closed, the screen says what is kept and saves on request", async (t) => {
  const { page } = await draftWithoutAccount(t);
  await page.evaluate(() => {
    const { transaction } = IDBDatabase.prototype;
    globalThis.mend = () => (IDBDatabase.prototype.transaction = transaction);
    IDBDatabase.prototype.transaction = () => {
      throw new DOMException("closed by the story", "InvalidStateError");
    };
  });
  await message(page).fill("はじめの一文。まだ保存されない一文。");
  const notice = page.getByRole("alert").filter({ hasText: "この端末の保存が途切れました" });
  await notice.filter({ hasText: "この画面を閉じないでください" }).waitFor();
  await page.evaluate(() => globalThis.mend());
  await notice.getByRole("button", { name: "もう一度" }).click();
  await savedOnDevice(page);
  await notice.waitFor({ state: "detached" });
  await page.reload();
  await eventually(async () => (await message(page).inputValue()) === "はじめの一文。まだ保存されない一文。", "every word");
});

test("logging out on a device that cannot erase says what stays and what to do", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await register(page, server.url, HARU);
  await page.goto(`${server.url}/settings`);
  await page.getByRole("button", { name: "ログアウト", exact: true }).waitFor();
  const [database] = await people(page);
  await page.evaluate(() => {
    const { deleteDatabase } = IDBFactory.prototype;
    globalThis.mend = () => (IDBFactory.prototype.deleteDatabase = deleteDatabase);
    IDBFactory.prototype.deleteDatabase = () => {
      throw new DOMException("refused by the story", "UnknownError");
    };
  });
  await press(page, "ログアウト");
  const notice = page.getByRole("alert").filter({ hasText: "この端末に残っています" });
  await notice.waitFor();
  assert.ok((await people(page)).includes(database), "the notice tells the truth");
  await page.getByText("登録していません").waitFor();
  await page.evaluate(() => globalThis.mend());
  await notice.getByRole("button", { name: "もう一度消す" }).click();
  await notice.waitFor({ state: "detached" });
  assert.ok(!(await people(page)).includes(database), "it is gone");
});

test("logging out beside a tab that does not let go says so, and erases at the next opening", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  // Without a worker the other tab is no app of its own.
  const { page, context } = await device(t, browser, { ...PHONE, serviceWorkers: "block" });
  await register(page, server.url, HARU);
  await page.goto(`${server.url}/settings`);
  await page.getByRole("button", { name: "ログアウト", exact: true }).waitFor();
  const [database] = await people(page);
  // As a tab that the browser put to sleep.
  const asleep = await context.newPage();
  await asleep.goto(`${server.url}/healthz`);
  await asleep.evaluate((name) => new Promise((done) => Object.assign(indexedDB.open(name), { onsuccess: ({ target }) => done(void (globalThis.held = target.result)) })), database);
  await press(page, "ログアウト");
  await page.getByRole("alert").filter({ hasText: "ほかに開いている縁側のタブを閉じて" }).waitFor();
  await asleep.close();
  await page.reload();
  await eventually(async () => !(await people(page)).includes(database), "erased");
});

test("logging out leaves no word behind, though another tab could not save its own", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  await register(page, server.url, HARU);
  await page.goto(`${server.url}/settings`);
  await page.getByRole("button", { name: "ログアウト", exact: true }).waitFor();
  const [database] = await people(page);
  const typing = await anotherTab(t, context, server.url);
  await fill(typing, ["typed"]);
  await proposeFor(typing, "港のちらし");
  await message(typing).fill("まだどこにもない。");
  await typing.getByRole("alert").filter({ hasText: "端末の容量がいっぱいです" }).waitFor();
  await typing.evaluate(() => void (globalThis.isHers = true));
  await press(page, "ログアウト");
  await eventually(async () => !(await typing.evaluate(() => globalThis.isHers)), "the other tab shows who is here now");
  await eventually(async () => !(await people(page)).includes(database), "erased");
  const beside = await page.evaluate(() => Object.entries(localStorage).flat().join());
  assert.doesNotMatch(beside, /まだどこにもない|last_words/);
});
