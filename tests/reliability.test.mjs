// Several tabs and several devices at once, numbered as in docs/reliability.md.
import assert from "node:assert/strict";
import test from "node:test";
import { DESKTOP, device, eventually } from "./harness/browser.mjs";
import { rows } from "./harness/deal.mjs";
import { HARU, beginProposal, goOffline, goOnline, logIn, openBoard, openPosting, proposeFor, savedOnDevice, send, sent, syncState, waiting, write } from "./harness/person.mjs";
import { importJobs, posting } from "./harness/server.mjs";
import { people, records } from "./harness/storage.mjs";
import { TITLES, anotherTab, arrivals, drains, giveStar, message, star, starred, town } from "./harness/town.mjs";

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
    // The other tab shows what the first one did.
    await starred(other, "港のちらし");
    await stop(context, first);
    await giveStar(other, "朝市の写真");
    await drains(other);
    assert.equal((await rows(other, "star")).length, 2, "what both tabs did is at the server");

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

const FIELDS = [
  { label: "メッセージ", mine: "電話で書いた。", theirs: "机で書いた。" },
  { label: "希望報酬(税込・円)", mine: "41000", theirs: "42000" },
  { label: "所要日数", mine: "11", theirs: "12" },
  { label: "見込み時間", mine: "3", theirs: "4" },
  { label: "相手への質問", mine: "電話の質問", theirs: "机の質問" },
];
/** Whether anything of a draft lies on the disk. */
async function liesOnDisk(page, draft) {
  const [database] = await people(page);
  const stored = await Promise.all(["drafts", "typed"].map((store) => records(page, database, store)));
  return stored.flat().some((record) => record.includes(draft));
}

// What the other device does, each time until it is on its disk; and what the server knows of it
// before the device that wrote comes back.
for (const [does, act, arrived] of [
  [
    "edits it",
    async (page, { label, theirs }) => {
      await page.getByLabel(label, { exact: false }).first().fill(theirs);
      await savedOnDevice(page);
    },
    async (page) => {
      const drafts = JSON.stringify(await rows(page, "draft"));
      return FIELDS.every(({ theirs }) => drafts.includes(theirs));
    },
  ],
  [
    "throws it away",
    async (page, { title, draft }) => {
      await page.goto(new URL("/proposals", page.url()).href);
      assert.ok(await liesOnDisk(page, draft), "the draft that is thrown away");
      await page.getByRole("button", { name: `下書きを削除: ${title}` }).click();
      await page.getByText("下書きを削除しました").waitFor();
      await eventually(async () => !(await liesOnDisk(page, draft)), "a disk without it");
    },
    async (page) => (await rows(page, "draft")).length === 0,
  ],
  [
    "sends it",
    async (page) => {
      await send(page);
      await waiting(page);
    },
    async (page) => (await rows(page, "proposal")).length === FIELDS.length,
  ],
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
      await act(desktop.page, { ...field, title: TITLES[at], draft: new URL(addresses[at]).pathname.split("/").pop() });
    }
    await goOnline(desktop.page);
    await drains(desktop.page, 60_000);
    // A draft is shared a moment after its last key, beside the queue.
    await eventually(() => arrived(desktop.page), "what the desktop did at the server", { within: 60_000 });
    await goOnline(page);
    await drains(page, 60_000);
    for (const [at, { label, mine }] of FIELDS.entries()) {
      await page.goto(addresses[at]);
      await eventually(async () => (await page.getByLabel(label).first().inputValue()) === mine, `${label} as written here`);
    }
  });
}
