// Storage that is in the way, full, gone or damaged, numbered as in docs/reliability.md.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { eventually, keptOffline } from "./harness/browser.mjs";
import { SCHEMA } from "./harness/deal.mjs";
import { goOffline, goOnline, press, proposeFor, savedOnDevice, send, sent, toCheck, waiting, write } from "./harness/person.mjs";
import { bystander, fill, holdDisk, makeRoom, people, records } from "./harness/storage.mjs";
import { alert, anotherTab, arrivals, drains, message, queue, star, town } from "./harness/town.mjs";

test("reliability 15: an old tab blocks an upgrade, the person is told which one, and closing it is enough", async (t) => {
  const { server, page, context } = await town(t);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "むかしの版で書いた。" });
  await savedOnDevice(page);
  await keptOffline(page);
  const address = page.url();
  const [database] = await people(page);
  await page.close();
  const old = await bystander(context, server.url);
  // As an app of an older form left it: fewer stores, a lower version, and a tab that does not let go.
  await old.evaluate(async (name) => {
    const opened = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
    const now = await opened(indexedDB.open(name));
    const kept = ["base", "outbox", "drafts", "meta"];
    const held = {};
    for (const store of kept) {
      const at = now.transaction(store).objectStore(store);
      held[store] = [await opened(at.getAllKeys()), await opened(at.getAll())];
    }
    now.close();
    await opened(indexedDB.deleteDatabase(name));
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => kept.forEach((store) => opening.result.createObjectStore(store));
    globalThis.held = await opened(opening);
    const writing = globalThis.held.transaction(kept, "readwrite");
    for (const store of kept) held[store][0].forEach((key, at) => writing.objectStore(store).put(held[store][1][at], key));
    await new Promise((done) => (writing.oncomplete = done));
  }, database);

  const anew = await anotherTab(t, context, address);
  await alert(anew, "ほかのタブを閉じてください").filter({ hasText: "閉じるタブ: 「縁側」(/api/session)" }).waitFor();
  // What is done meanwhile waits for the database.
  await anew.getByRole("navigation", { name: "場所" }).getByRole("link", { name: /さがす/ }).click();
  await star(anew, "朝市の写真").click();
  await old.close();
  await alert(anew, "ほかのタブを閉じてください").waitFor({ state: "detached" });
  await eventually(async () => (await star(anew, "朝市の写真").getAttribute("aria-pressed")) === "true", "the star");
  await drains(anew);
  await anew.goto(address);
  await eventually(async () => (await message(anew).inputValue()) === "むかしの版で書いた。", "the draft, in its new form");
  await message(anew).fill("むかしの版で書いた。新しい版で続けた。");
  await savedOnDevice(anew);
});

test("a tab whose database a newer app has changed says so, and what was saved is there", async (t) => {
  const { server, page, context } = await town(t);
  const [database] = await people(page);
  const newer = await bystander(context, server.url);
  await newer.evaluate((name) => new Promise((done) => (indexedDB.open(name, 99).onsuccess = ({ target }) => done(target.result.close()))), database);
  await alert(page, "この画面の版が古くなりました").waitFor();
});

const proposed = async (page) => {
  await proposeFor(page, "港のちらし");
  await write(page);
  await send(page);
  await sent(page);
};
const reply = (page) => page.getByLabel("メッセージを書く", { exact: true });

const LAST_WORDS = [
  { of: "a draft", at: (page) => proposeFor(page, "港のちらし"), field: message },
  { of: "a message", at: proposed, field: reply },
];
for (const { of, at, field } of LAST_WORDS) {
  test(`the last words of ${of} are there, though the page was left while the disk was busy with something else`, async (t) => {
    const { page, context } = await town(t);
    await at(page);
    const [database] = await people(page);
    await holdDisk(page, database, ["typed", "jottings"]);
    await field(page).fill("きょうはここまで。");
    const address = page.url();
    await page.goto("about:blank");
    const later = await anotherTab(t, context, address);
    await eventually(async () => (await field(later).inputValue()) === "きょうはここまで。", "the last words");
    // They lie with the others now, and nowhere else.
    await eventually(() => later.evaluate(() => !Object.keys(localStorage).some((key) => key.includes("last_words"))), "nothing beside the database");
    await field(later).fill("");
    await later.reload();
    await eventually(async () => (await field(later).inputValue()) === "", "that they were taken back");
  });
}

test("a withdrawal that was undone the moment before the page was left stays undone", async (t) => {
  const { page, context } = await town(t);
  await proposed(page);
  await press(page, "取り下げる");
  await page.getByRole("button", { name: "元にもどす" }).waitFor();
  const [database] = await people(page);
  await holdDisk(page, database, ["jottings"]);
  await press(page, "元にもどす");
  const address = page.url();
  await page.goto("about:blank");
  const later = await anotherTab(t, context, address);
  await later.getByRole("button", { name: "取り下げる" }).waitFor();
  assert.equal(await later.getByRole("button", { name: "元にもどす" }).count(), 0);
  assert.deepEqual(await records(later, database, "jottings"), []);
});

const WRITES = [
  { name: "a draft", stores: ["typed", "drafts"], at: (page) => proposeFor(page, "港のちらし"), act: (page) => write(page), told: "端末の容量がいっぱいです", kept: savedOnDevice },
  {
    name: "a message",
    stores: ["jottings"],
    at: proposed,
    act: (page) => reply(page).fill("あとで送ることば"),
    told: "端末の容量がいっぱいです",
    kept: async (page) => eventually(async () => (await records(page, (await people(page))[0], "jottings")).join().includes("あとで送ることば"), "the words on the disk"),
  },
  {
    name: "what a pull brings",
    stores: ["base"],
    at: () => {},
    act: (page) => star(page, "港のちらし").click(),
    told: "端末の容量がいっぱいです",
    kept: async (page) => {
      await drains(page);
      await eventually(async () => (await records(page, (await people(page))[0], "base")).some((row) => row.includes("star")), "the star from the server");
    },
  },
];
for (const { name, stores, at, act, told, kept } of WRITES) {
  test(`reliability 16: the device is full at ${name}: it is told, nothing is lost, and it goes on by itself`, async (t) => {
    const { page } = await town(t);
    await at(page);
    await fill(page, stores);
    await act(page);
    await alert(page, told).waitFor();
    await makeRoom(page);
    await kept(page);
    await alert(page, told).waitFor({ state: "detached" });
  });
}

test("reliability 16: the device is full at a star or at 送信する: nothing looks done, and the words stay", async (t) => {
  const { page } = await town(t);
  await fill(page, ["outbox"]);
  await star(page, "朝市の写真").click();
  await page.getByText("星を保存できませんでした").waitFor();
  assert.equal(await page.getByText("星をつけました").count(), 0);
  assert.equal(await star(page, "朝市の写真").getAttribute("aria-pressed"), "false");
  await makeRoom(page);
  await alert(page, "端末の容量がいっぱいです").waitFor({ state: "detached" });
  await proposeFor(page, "港のちらし");
  await write(page, { message: "まだ送れないことば" });
  await savedOnDevice(page);
  await toCheck(page);
  await fill(page, ["outbox"]);
  await press(page, "送信する");
  await alert(page, "送信待ちに入れられませんでした").waitFor();
  assert.equal(await page.getByText(/^送信済み/).count(), 0);
  await makeRoom(page);
  await page.getByRole("region", { name: "お知らせ" }).waitFor({ state: "detached" });
  await press(page, "送信する");
  await sent(page);
  await page.getByText("まだ送れないことば").first().waitFor();
});

test("reliability 16: on a device that the browser calls full the postings make way for what was typed", async (t) => {
  const { server, page } = await town(t);
  await proposeFor(page, "港のちらし");
  await page.evaluate(() => {
    const { put, clear } = IDBObjectStore.prototype;
    let full = true;
    IDBObjectStore.prototype.clear = function () {
      if (this.name === "packs") full = false;
      return clear.apply(this);
    };
    IDBObjectStore.prototype.put = function (...asked) {
      if (full) throw new DOMException("full by the story", "QuotaExceededError");
      return put.apply(this, asked);
    };
  });
  await write(page, { message: "場所があいて残ったことば" });
  await savedOnDevice(page);
  assert.equal(await alert(page, "端末の容量がいっぱいです").count(), 0, "there was room to make");
  assert.equal((await records(page, "engawa-board", "packs")).length, 0);
  await page.goto(`${server.url}/jobs`);
  await page.getByRole("link", { name: "朝市の写真" }).waitFor();
});

test("reliability 17: the database is deleted under a running page, which writes it anew", async (t) => {
  const all = await town(t);
  const { server, page, context } = all;
  await goOffline(page);
  await proposeFor(page, "朝市の写真");
  await write(page, { message: "もう送信待ちのことば" });
  await send(page);
  await waiting(page);
  await page.getByRole("navigation", { name: "場所" }).getByRole("link", { name: /さがす/ }).click();
  await proposeFor(page, "港のちらし");
  await write(page, { message: "消えてはこまることば" });
  await savedOnDevice(page);
  await goOnline(page).then(() => page.route("**/api/sync/**", (route) => route.abort()));
  const [database] = await people(page);
  const elsewhere = await bystander(context, server.url);
  await elsewhere.evaluate((name) => new Promise((done) => (indexedDB.deleteDatabase(name).onsuccess = done)), database);
  await alert(page, "書き戻しました").waitFor();
  await page.unroute("**/api/sync/**");
  await page.reload();
  await eventually(async () => (await message(page).inputValue()) === "消えてはこまることば", "the draft");
  await drains(page);
  assert.equal(await (await arrivals(t, all)).count(), 1, "what waited was sent");
});

test("reliability 17: records that cannot be read are put aside, told of, and everything else goes on", async (t) => {
  const { page } = await town(t);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "読めることば" });
  await savedOnDevice(page);
  const [database] = await people(page);
  await page.evaluate(
    (name) =>
      new Promise((done) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => {
          const writing = opening.result.transaction(["base", "drafts"], "readwrite");
          writing.objectStore("base").put("{broken", "star:x");
          writing.objectStore("drafts").put('{"half": "a draft', "0190a7d4-0000-7000-8000-000000000000");
          writing.oncomplete = () => done(opening.result.close());
        };
      }),
    database,
  );
  await page.reload();
  await alert(page, "読めないところがありました").filter({ hasText: "1件が読めません" }).waitFor();
  await eventually(async () => (await message(page).inputValue()) === "読めることば", "the draft that can be read");
  await page.getByRole("link", { name: "書き出しへ" }).click();
  const coming = page.waitForEvent("download");
  await press(page, "書き出す");
  const file = JSON.parse(await readFile(await (await coming).path(), "utf8"));
  assert.match(file.damaged.join(), /half/);
  await press(page, "わかりました");
  await drains(page);
  await page.reload();
  await queue(page).waitFor();
  assert.equal(await alert(page, "読めないところがありました").count(), 0, "it is mended");
});

test("reliability 6: an app of another form takes over a device with a full outbox, and its rows come anew", async (t) => {
  const { server, browser, page, context } = await town(t);
  await star(page, "海の店の帳簿").click();
  await drains(page);
  await proposeFor(page, "港のちらし");
  await goOffline(page);
  await write(page, { message: "むかしの形で書いた。" });
  await send(page);
  await waiting(page);
  await page.goto(`${server.url}/jobs`);
  await proposeFor(page, "山の宿の紹介文");
  await write(page, { message: "書きかけのまま。" });
  await savedOnDevice(page);
  const [database] = await people(page);
  await page.close();

  await context.setOffline(false);
  const other = await bystander(context, server.url);
  // As an app of another form left it: with rows that today's app would read wrong.
  await other.evaluate(async (name) => {
    const opened = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
    const held = await opened(indexedDB.open(name));
    const transaction = held.transaction(["meta", "base", "outbox"], "readwrite");
    transaction.objectStore("meta").put("0", "schema");
    const base = transaction.objectStore("base");
    const [key] = (await opened(base.getAllKeys())).filter((key) => key.startsWith("star:"));
    base.put(JSON.stringify({ star: { an_older: "form" } }), key);
    const outbox = transaction.objectStore("outbox");
    const [waiting] = await opened(outbox.getAllKeys());
    outbox.put(JSON.stringify({ ...JSON.parse(await opened(outbox.get(waiting))), long_gone: true }), waiting);
    await new Promise((done) => (transaction.oncomplete = done));
    held.close();
  }, database);
  await other.close();

  const today = await anotherTab(t, context, `${server.url}/proposals`);
  await eventually(async () => (await records(today, database, "meta")).includes(String(SCHEMA)), "today's form");
  await drains(today);
  await eventually(async () => (await records(today, database, "base")).some((row) => row.startsWith('{"star"') && !row.includes("an_older")), "rows of today");
  assert.equal(await today.getByText("読めないところがありました").count(), 0, "nothing was damaged");
  await today.getByRole("link", { name: /山の宿の紹介文/ }).click();
  await eventually(async () => (await message(today).inputValue()) === "書きかけのまま。", "the draft");
  await today.goto(`${server.url}/jobs`);
  assert.equal(await star(today, "海の店の帳簿").getAttribute("aria-pressed"), "true");
  await eventually(async () => (await (await arrivals(t, { browser, server })).count()) === 1, "the proposal, once");
});
