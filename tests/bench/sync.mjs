// What syncing costs, between two browsers and a server on this machine: how soon the other one sees it, how long a
// week's queue takes, how long a new device takes to have everything.
import { eventually } from "../harness/browser.mjs";
import { SCHEMA, openAtDesk, proposed } from "../harness/deal.mjs";
import { device, openBrowser } from "../harness/browser.mjs";
import { HARU, logIn } from "../harness/person.mjs";
import { ms, repeat, row, tidily } from "./figures.mjs";

/** Items in the queue after a week without a network. */
const QUEUED = 1_000;
/** Rows that a new device fetches. */
const OWN = 2_000;
/** Messages sent to measure one. */
const SAID = 30;

/** Rows of figures; each thing measured `rounds` times. */
export async function sync({ rounds }) {
  const measured = await repeat(rounds, () => tidily(town));
  return [
    row(`from a click to the other browser's screen (each value: median of ${SAID})`, measured.seen, ms),
    row(`${QUEUED} messages written without a network, each on the disk`, measured.written, ms),
    row(`${QUEUED} queued messages, from back online to an empty queue`, measured.drained, ms),
    row(`a new device logs in: ${OWN} own rows are on its disk`, measured.fetched, ms),
  ];
}

async function town(t) {
  const { server, haru, shop, id } = await proposed(t);
  await haru.page.goto(`${server.url}/proposals/${id}`);
  await openAtDesk(shop.page, server);
  await Promise.all([haru, shop].map(({ page }) => page.getByLabel("メッセージを書く", { exact: true }).waitFor()));
  const gaps = [];
  for (let n = 0; n < SAID; n++) {
    const words = `ひとこと${n}`;
    const shown = shop.page.evaluate(whenShown, words);
    const said = await haru.page.evaluate(say, words);
    gaps.push((await shown) - said);
  }
  gaps.sort((a, b) => a - b);

  // Only the writer's thread is on a screen.
  await shop.page.goto(`${server.url}/desk`);
  await haru.context.setOffline(true);
  const written = await haru.page.evaluate(sayMany, ["週のはじめ", QUEUED]);
  const person = await haru.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).find((name) => /^engawa-[0-9a-f-]{36}$/.test(name)));
  await eventually(async () => (await haru.page.evaluate(count, [person, "outbox"])) === QUEUED, "the whole queue", { within: 60_000 });
  const since = Date.now();
  await haru.context.setOffline(false);
  await haru.page.evaluate(counts, [person, "outbox", "none", 0]);
  const drained = Date.now() - since;

  // The other half of the rows: what the shop's other device answers.
  await shop.page.evaluate(pushMany, [id, OWN - QUEUED, SCHEMA]);
  const fresh = await device(t, await openBrowser(t));
  const began = Date.now();
  await logIn(fresh.page, server.url, HARU);
  await fresh.page.evaluate(counts, [person, "base", "at least", OWN]);
  return { seen: gaps[gaps.length >> 1], written, drained, fetched: Date.now() - began };
}

// These run in the page.

/** When the thread shows these words, by the machine's clock. */
async function whenShown(words) {
  while (!document.querySelector("main")?.innerText.includes(words)) await new Promise(requestAnimationFrame);
  return performance.timeOrigin + performance.now();
}

/** Says it; when the button was pressed. */
async function say(words) {
  const named = (name) => [...document.querySelectorAll("button")].find((button) => button.textContent.trim() === name);
  const box = [...document.querySelectorAll("label")].find((label) => label.textContent.trim() === "メッセージを書く").control;
  box.value = words;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await new Promise(requestAnimationFrame);
  const pressed = performance.timeOrigin + performance.now();
  named("メッセージを送る").click();
  return pressed;
}

/** Says so much, each when the one before is queued; in how many milliseconds. */
async function sayMany([words, times]) {
  const label = [...document.querySelectorAll("label")].find((label) => label.textContent.trim() === "メッセージを書く");
  const button = [...document.querySelectorAll("button")].find((button) => button.textContent.trim() === "メッセージを送る");
  const since = performance.now();
  for (let n = 0; n < times; n++) {
    const box = label.control;
    box.value = `${words}${n}`;
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await new Promise(requestAnimationFrame);
    button.click();
    while (label.control.value !== "") {
      await new Promise(requestAnimationFrame);
      if (performance.now() - since > 600_000) throw new Error(`message ${n} was not taken`);
    }
  }
  return performance.now() - since;
}

/** How many records a store of a database holds. */
async function count([name, store]) {
  const answer = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
  const database = await answer(indexedDB.open(name));
  try {
    return await answer(database.transaction(store).objectStore(store).count());
  } finally {
    database.close();
  }
}

/** Waits until a store holds so many. */
async function counts([name, store, how, wanted]) {
  const answer = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
  while (!(await indexedDB.databases()).some((one) => one.name === name)) await new Promise(requestAnimationFrame);
  const database = await answer(indexedDB.open(name));
  database.onversionchange = () => database.close();
  const until = performance.now() + 300_000;
  for (;;) {
    const held = await answer(database.transaction(store).objectStore(store).count());
    if (how === "none" ? held === 0 : held >= wanted) break;
    if (performance.now() > until) throw new Error(`${store} holds ${held}`);
    await new Promise((done) => setTimeout(done, 5));
  }
  database.close();
}

/** Pushes so many messages, as another device of this person would. */
async function pushMany([proposal, times, SCHEMA]) {
  const session = await (await fetch("/api/session")).json();
  const headers = { "content-type": "application/json", "engawa-person": session.person };
  const group = crypto.randomUUID();
  for (let from = 0; from < times; from += 100) {
    const mutations = Array.from({ length: 100 }, (_, n) => ({ id: from + n + 1, command: { send_message: { id: crypto.randomUUID(), proposal, text: `もうひとつの端末から${from + n}` } }, made_at: Date.now(), base_version: 0 }));
    const answer = await fetch("/api/sync/push", { method: "POST", headers, body: JSON.stringify({ epoch: null, schema: SCHEMA, group, mutations }) });
    if (!answer.ok) throw new Error(`push: ${answer.status} ${await answer.text()}`);
  }
}
