// Nothing that a person typed is lost.
import assert from "node:assert/strict";
import test from "node:test";
import { device, eventually, openBrowser, powerOn } from "./harness/browser.mjs";
import { pushAll } from "./harness/deal.mjs";
import { goOffline, openBoard, proposeFor, registerAndLook, send, syncState, waiting, write } from "./harness/person.mjs";
import { importJobs, posting, serve } from "./harness/server.mjs";
import { anotherTab, message } from "./harness/town.mjs";

test("reliability 12: the phone dies one second after the last key, and every word is there", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const first = await powerOn(t);
  await openBoard(first.page, `${server.url}/jobs?lang=ja`);
  await proposeFor(first.page, "港のちらし");
  await message(first.page).pressSequentially("子どもが寝ているあいだに描きます。");
  const address = first.page.url();
  // The one wait of these stories that is a time by its nature: "one second after the last key".
  await first.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
  await first.kill();

  const again = await powerOn(t, first.profile);
  await again.page.goto(`${address}?lang=ja`);
  await eventually(async () => (await message(again.page).inputValue()) === "子どもが寝ているあいだに描きます。", "every word");
});

test("hiding the page saves at once what was typed the moment before", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  await openBoard(page, server.url);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "いま書いた" });
  const address = page.url();
  await page.goto("about:blank");
  const later = await anotherTab(t, context, address);
  await eventually(async () => (await message(later).inputValue()) === "いま書いた", "what was typed");
});

test("a draft is written offline from beginning to end and waits honestly", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await registerAndLook(page, server.url);
  await goOffline(page);
  await page.reload();
  await proposeFor(page, "港のちらし");
  await write(page);
  await send(page);
  await waiting(page);
  assert.equal(await page.getByText("送信済み").count(), 0, "a queued item never looks sent");
  await eventually(async () => /送信待ち 1件/.test(await syncState(page).innerText()), "the queue in words");
  await page.reload();
  await waiting(page);
});

test("the amount says what reaches the account while it is typed, full width or half", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし", more: { category: "data_entry" } })]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await openBoard(page, server.url);
  await proposeFor(page, "港のちらし");
  await page.getByLabel("希望報酬(税込・円)", { exact: true }).fill("１１，０００");
  await page.getByText("8,580円").first().waitFor();
  await page.getByLabel("希望報酬(税込・円)", { exact: true }).fill("330000");
  await page.getByText("289,850円").first().waitFor();
});

/** Gives the person of this page so many drafts of postings, by the hundred. */
async function draftMany(page, count) {
  const draft = () => {
    const subject = { posting: { desk: crypto.randomUUID(), job: null } };
    return { save_draft: { draft: crypto.randomUUID(), subject, title: "", edits: [{ field: "title", from: "", to: "ちらし" }] } };
  };
  for (let sent = 0; sent < count; sent += 100) await pushAll(page, Array.from({ length: 100 }, draft));
}

test("who has more drafts than the server keeps is told that a new one stays on this device", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await registerAndLook(page, server.url);
  await draftMany(page, 1_000);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "千と一つめの下書き。" });
  await page.getByText("ほかの端末とは共有できませんでした").waitFor();
  await page.reload();
  await eventually(async () => (await message(page).inputValue()) === "千と一つめの下書き。", "every word");
  await page.getByText("ほかの端末とは共有できませんでした").waitFor();
});
