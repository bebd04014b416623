// What devices and browsers do to an app, numbered as in docs/reliability.md.
import assert from "node:assert/strict";
import test from "node:test";
import { DESKTOP, device, eventually, keptOffline, openBrowser, watch } from "./harness/browser.mjs";
import { HARU, beginProposal, goOffline, goOnline, logIn, openBoard, openPosting, press, proposeFor, registerAndLook, savedOnDevice, send, sent, syncState, toCheck, write } from "./harness/person.mjs";
import { account, importJobs, posting, serve } from "./harness/server.mjs";
import { bystander, fill, makeRoom, people, records } from "./harness/storage.mjs";

const SHOP = { name: "店主", email: "shop@example.jp", password: "港の見える店のとびら" };
const TITLES = ["港のちらし", "朝市の写真", "海の店の帳簿", "山の宿の紹介文", "駅前の地図"];
const message = (page) => page.getByLabel("メッセージ", { exact: true });
const star = (page, title) => page.getByRole("button", { name: new RegExp(title) }).first();
const queue = (page) => page.getByRole("region", { name: "送信待ちの一覧", exact: true });
const alert = (page, words) => page.getByRole("alert").filter({ hasText: words });

/** A shop with five postings, and Haru's phone at the board. */
async function town(t) {
  const server = await serve(t);
  await importJobs(server, TITLES.map((title, id) => posting({ id: `${id}`, title, desk: "油津商店" })));
  await account(server, { ...SHOP, desk: "油津商店" });
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  await registerAndLook(page, server.url);
  return { server, browser, page, context };
}

/** Another tab of the same browser. */
async function anotherTab(t, context, address) {
  const tab = await context.newPage();
  watch(t, tab);
  await tab.goto(address);
  return tab;
}

/** What arrived at the shop, by its titles. */
async function arrivals(t, { browser, server }) {
  const { page } = await device(t, browser, DESKTOP);
  await logIn(page, server.url, SHOP);
  await page.goto(`${server.url}/desk`);
  const list = page.getByRole("list", { name: "届いた提案" });
  await list.waitFor();
  return list.getByRole("listitem");
}

/** The queue is empty, without anybody doing anything. */
async function drains(page, within = 30_000) {
  await eventually(async () => !/送信待ち|送信中/.test(await syncState(page).innerText()), "an empty queue", { within });
}

test("reliability 13: two tabs type and drain at once, and everything arrives once", async (t) => {
  const all = await town(t);
  const { server, page, context } = all;
  const other = await anotherTab(t, context, `${server.url}/jobs`);
  await proposeFor(page, "港のちらし");
  await proposeFor(other, "朝市の写真");
  const words = ["こちらの", "ことばを", "一つずつ", "書いていきます。"];
  for (const word of words) {
    await Promise.all([page, other].map((tab) => message(tab).pressSequentially(word)));
  }
  for (const tab of [page, other]) {
    await tab.getByLabel("希望報酬(税込・円)", { exact: true }).fill("33000");
    await tab.getByLabel("所要日数", { exact: true }).fill("14");
    await savedOnDevice(tab);
  }
  await goOffline(page);
  await Promise.all([page, other].map(send));
  await eventually(async () => /送信待ち 2件/.test(await syncState(page).innerText()), "two in the queue");
  await goOnline(page);
  for (const tab of [page, other]) {
    await sent(tab);
    assert.equal(await tab.getByText("送れませんでした").count(), 0);
    await tab.getByText(words.join("")).first().waitFor();
  }
  await drains(page);
  assert.equal(await (await arrivals(t, all)).count(), 2);
});

/** The tab stands still, as in a debugger: nothing of it runs any more. */
async function standStill(context, tab) {
  const session = await context.newCDPSession(tab);
  await session.send("Debugger.enable");
  const paused = new Promise((resolve) => session.once("Debugger.paused", resolve));
  tab.evaluate("debugger").catch(() => {});
  await paused;
}

for (const [how, stop] of [
  // The browser's word, and then nothing runs. Its own command for it does nothing to a page that Playwright keeps in sight.
  ["is frozen by the browser", async (context, tab) => {
    await tab.evaluate(() => document.dispatchEvent(new Event("freeze")));
    await standStill(context, tab);
  }],
  ["stops without a word", standStill],
]) {
  test(`reliability 14: a tab that ${how} amid an exchange stops no other, and the stream goes on`, async (t) => {
    const all = await town(t);
    const { server, context } = all;
    const first = all.page;
    const other = await anotherTab(t, context, `${server.url}/jobs`);
    await drains(other);
    const streams = [];
    other.on("request", (request) => request.url().endsWith("/api/live") && streams.push(request));
    // The first tab holds the stream, and its exchange never comes to an end.
    const asked = new Promise((resolve) => first.route("**/api/sync/**", resolve));
    await star(first, "港のちらし").click();
    await asked;
    await eventually(async () => (await star(other, "港のちらし").getAttribute("aria-pressed")) === "true", "what the first tab did");
    await stop(context, first);
    await star(other, "朝市の写真").click();
    await drains(other);

    // Somebody comes back to the other tab, and finds the stream held by nobody.
    await other.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await eventually(() => streams.length === 1, "the other tab's stream");
    await importJobs(server, [posting({ id: "new", title: "いま出た仕事" })]);
    await other.getByRole("link", { name: "いま出た仕事" }).waitFor();
  });
}

test("a browser has one live stream, which tells every tab, and passes on when its tab closes", async (t) => {
  const { server, page, context } = await town(t);
  const streams = new Set();
  context.on("request", (request) => request.url().endsWith("/api/live") && streams.add(request));
  const tabs = [await anotherTab(t, context, `${server.url}/jobs`), await anotherTab(t, context, `${server.url}/jobs`)];
  await importJobs(server, [posting({ id: "new", title: "いま出た仕事" })]);
  for (const tab of tabs) await tab.getByRole("link", { name: "いま出た仕事" }).waitFor();
  assert.equal(streams.size, 0, "the first tab holds it");
  await page.close();
  await eventually(() => streams.size === 1, "one of the others takes it");
  await importJobs(server, [posting({ id: "newer", title: "もっと新しい仕事" })]);
  for (const tab of tabs) await tab.getByRole("link", { name: "もっと新しい仕事" }).waitFor();
  assert.equal(streams.size, 1);
});

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

const WRITES = [
  { name: "a draft", stores: ["drafts"], at: (page) => proposeFor(page, "港のちらし"), act: (page) => write(page), told: "端末の容量がいっぱいです", kept: savedOnDevice },
  {
    name: "a message",
    stores: ["jottings"],
    at: async (page) => {
      await proposeFor(page, "港のちらし");
      await write(page);
      await send(page);
      await sent(page);
    },
    act: (page) => page.getByLabel("メッセージを書く", { exact: true }).fill("あとで送ることば"),
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
  await page.getByText("送信待ち").first().waitFor();
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
  const file = JSON.parse(await (await import("node:fs/promises")).readFile(await (await coming).path(), "utf8"));
  assert.match(file.damaged.join(), /half/);
  await press(page, "わかりました");
  await drains(page);
  await page.reload();
  await queue(page).waitFor();
  assert.equal(await alert(page, "読めないところがありました").count(), 0, "it is mended");
});

const FIELDS = [
  { label: "メッセージ", mine: "電話で書いた。", theirs: "机で書いた。" },
  { label: "希望報酬(税込・円)", mine: "41000", theirs: "42000" },
  { label: "所要日数", mine: "11", theirs: "12" },
  { label: "見込み時間", mine: "3", theirs: "4" },
  { label: "相手への質問", mine: "電話の質問", theirs: "机の質問" },
];
for (const [does, act] of [
  ["edits it", (page, { label, theirs }) => page.getByLabel(label, { exact: false }).first().fill(theirs)],
  [
    "throws it away",
    async (page, { title }) => {
      await page.goto(new URL("/proposals", page.url()).href);
      await page.getByRole("button", { name: `下書きを削除: ${title}` }).click();
      await page.getByText("下書きを削除しました").waitFor();
    },
  ],
  ["sends it", (page) => send(page)],
]) {
  test(`reliability 18: one device writes in each field of a draft, the other one ${does}: no word is lost`, async (t) => {
    const { server, browser, page } = await town(t);
    const desktop = await device(t, browser, DESKTOP);
    await logIn(desktop.page, server.url, HARU);
    const addresses = [];
    for (const title of TITLES) {
      await openBoard(page, server.url);
      await openPosting(page, title);
      await beginProposal(page);
      await write(page);
      await savedOnDevice(page);
      addresses.push(page.url());
    }
    for (const address of addresses) {
      await desktop.page.goto(address);
      await eventually(async () => (await message(desktop.page).inputValue()) !== "", "the draft on the desktop", { within: 30_000 });
    }
    for (const tab of [page, desktop.page]) await goOffline(tab);
    for (const [at, field] of FIELDS.entries()) {
      await page.goto(addresses[at]);
      await page.getByLabel(field.label).first().fill(field.mine);
      await savedOnDevice(page);
      await desktop.page.goto(addresses[at]);
      await message(desktop.page).waitFor();
      await act(desktop.page, { ...field, title: TITLES[at] });
      // What it did is on its disk.
      await desktop.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
    }
    await goOnline(desktop.page);
    await drains(desktop.page, 60_000);
    await goOnline(page);
    await drains(page, 60_000);
    for (const [at, { label, mine }] of FIELDS.entries()) {
      await page.goto(addresses[at]);
      await eventually(async () => (await page.getByLabel(label).first().inputValue()) === mine, `${label} as written here`);
    }
  });
}

test("reliability 20: after the server has healed the queue reaches zero by itself, in the page that waited", async (t) => {
  const all = await town(t);
  const { page, context } = all;
  let failed = 0;
  await context.route("**/api/sync/**", (route) => (failed++, route.fulfill({ status: 503, body: "upstream" })));
  await proposeFor(page, "港のちらし");
  await write(page);
  await send(page);
  await eventually(() => failed >= 4, "attempts that fail");
  await context.unroute("**/api/sync/**");
  await sent(page);
  await drains(page);
  assert.equal(await (await arrivals(t, all)).count(), 1);
});

test("reliability 20: a storage failure amid an exchange is tried again by itself", async (t) => {
  const { page } = await town(t);
  await star(page, "港のちらし").click();
  await drains(page);
  await page.route("**/api/sync/**", (route) => route.abort());
  await star(page, "朝市の写真").click();
  await fill(page, ["meta", "base"]);
  await page.unroute("**/api/sync/**");
  await alert(page, "端末の容量がいっぱいです").waitFor();
  await makeRoom(page);
  await drains(page);
});

test("a server that asks for patience gets it, also from the page that is opened next", async (t) => {
  const { server, page, context } = await town(t);
  let attempts = 0;
  const busy = { type: "too_many_requests", status: 429, detail: "later", retry_after: 600 };
  await context.route("**/api/sync/**", (route) => (attempts++, route.fulfill({ status: 429, json: busy })));
  await star(page, "港のちらし").click();
  await page.goto(`${server.url}/settings`);
  await queue(page).getByText(/混み合っていました.*次は.*自動で送ります/).waitFor();
  const before = attempts;
  await page.reload();
  await queue(page).getByText(/混み合っていました.*次は.*自動で送ります/).waitFor();
  assert.equal(attempts, before, "the next page waits too");
  // Who presses the button is asked for no patience.
  await context.unroute("**/api/sync/**");
  await press(page, "今すぐ送る");
  await queue(page).getByText("すべて送りました").waitFor();
});

test("the waits between attempts go on growing over restarts", async (t) => {
  const { server, page, context } = await town(t);
  await context.route("**/api/sync/**", (route) => route.abort());
  await star(page, "港のちらし").click();
  const failures = async () => JSON.parse((await records(page, (await people(page))[0], "meta")).find((text) => text.includes('"failures"')) ?? "{}").failures ?? 0;
  await eventually(async () => (await failures()) >= 2, "two attempts that failed");
  await page.goto(`${server.url}/settings`);
  await eventually(async () => (await failures()) >= 3, "the third, counted by the next page");
});

for (const [trigger, wake] of [
  ["coming back to the page", (page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")))],
  ["opening it anew", (page) => page.reload()],
  ["the network", (page) => page.evaluate(() => globalThis.dispatchEvent(new Event("online")))],
]) {
  test(`sync starts on ${trigger}, however long the wait would be`, async (t) => {
    const { page, context } = await town(t);
    await context.route("**/api/sync/**", (route) => route.abort());
    await star(page, "港のちらし").click();
    await eventually(async () => /送信待ち 1件/.test(await syncState(page).innerText()), "one waits");
    // Timers of this page stand still.
    await page.evaluate(() => void (globalThis.setTimeout = () => 0));
    await context.unroute("**/api/sync/**");
    await wake(page);
    await drains(page);
  });
}

test("Background Sync: what was queued offline is sent though no page is open, and the queue empties when one is", async (t) => {
  const all = await town(t);
  const { server, page, context } = all;
  await context.grantPermissions(["background-sync"]).catch(() => {});
  await keptOffline(page);
  await proposeFor(page, "港のちらし");
  await write(page);
  await context.setOffline(true);
  await send(page);
  await eventually(async () => /送信待ち 1件/.test(await syncState(page).innerText()), "one waits");
  const asked = await page.evaluate(async () => (await navigator.serviceWorker.ready).sync?.getTags());
  assert.deepEqual(asked, ["engawa-outbox"]);
  const address = page.url();
  await page.close();

  const bystanding = await context.newPage();
  const session = await context.newCDPSession(bystanding);
  const registered = new Promise((resolve) => session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => registrations[0] && resolve(registrations[0])));
  await session.send("ServiceWorker.enable");
  const { registrationId } = await registered;
  await context.setOffline(false);
  await session.send("ServiceWorker.dispatchSyncEvent", { origin: server.url, registrationId, tag: "engawa-outbox", lastChance: false });
  const arrived = await arrivals(t, all);
  await eventually(async () => (await arrived.count()) === 1, "it arrived without a page");

  const again = await anotherTab(t, context, address);
  await sent(again);
  await drains(again);
  assert.equal(await arrived.count(), 1, "once");
});

test("Background Sync: with a page open the page exchanges", async (t) => {
  const { server, page, context } = await town(t);
  await keptOffline(page);
  const session = await context.newCDPSession(page);
  const registered = new Promise((resolve) => session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => registrations[0] && resolve(registrations[0])));
  await session.send("ServiceWorker.enable");
  const { registrationId } = await registered;
  await drains(page);
  const pulled = page.waitForRequest((request) => request.url().endsWith("/api/sync/pull"));
  await session.send("ServiceWorker.dispatchSyncEvent", { origin: server.url, registrationId, tag: "engawa-outbox", lastChance: false });
  await pulled;
});
