// What makes a device exchange with the server, and what keeps it from it for a while.
import assert from "node:assert/strict";
import test from "node:test";
import { backgroundSync, eventually, keptOffline } from "./harness/browser.mjs";
import { rows } from "./harness/deal.mjs";
import { press, proposeFor, send, sent, syncState, write } from "./harness/person.mjs";
import { fill, makeRoom, people, records } from "./harness/storage.mjs";
import { alert, anotherTab, arrivals, drains, giveStar, queue, star, town } from "./harness/town.mjs";

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
  await giveStar(page, "港のちらし");
  await drains(page);
  assert.equal((await rows(page, "star")).length, 1);
  await page.route("**/api/sync/**", (route) => route.abort());
  await giveStar(page, "朝市の写真");
  await fill(page, ["meta", "base"]);
  await page.unroute("**/api/sync/**");
  await alert(page, "端末の容量がいっぱいです").waitFor();
  await makeRoom(page);
  await drains(page);
  assert.equal((await rows(page, "star")).length, 2, "both stars are at the server");
});

test("a server that asks for patience gets it, also from the page that is opened next", async (t) => {
  const { server, page, context } = await town(t);
  let attempts = 0;
  const busy = { type: "too_many_requests", status: 429, detail: "later", retry_after: 600 };
  await context.route("**/api/sync/**", (route) => (attempts++, route.fulfill({ status: 429, json: busy })));
  await giveStar(page, "港のちらし");
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
  const all = await town(t, { whole: true });
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

  const tellWorker = await backgroundSync(await context.newPage(), server.url);
  await context.setOffline(false);
  await tellWorker();
  const arrived = await arrivals(t, all);
  await eventually(async () => (await arrived.count()) === 1, "it arrived without a page");

  const again = await anotherTab(t, context, address);
  await sent(again);
  await drains(again);
  assert.equal(await arrived.count(), 1, "once");
});

test("Background Sync: with a page open the page exchanges", async (t) => {
  const { server, page } = await town(t);
  await keptOffline(page);
  const tellWorker = await backgroundSync(page, server.url);
  await drains(page);
  const pulled = page.waitForRequest((request) => request.url().endsWith("/api/sync/pull"));
  await tellWorker();
  await pulled;
});
