// What a person waits for, and what it costs their device: the released app before the released server.
import { rm } from "node:fs/promises";
import { eventually, keptOffline, powerOn } from "../harness/browser.mjs";
import { importJobs, serve } from "../harness/server.mjs";
import { MB, kB, memory, ms, repeat, row, tidily } from "./figures.mjs";
import { postings } from "./postings.mjs";
import { stocked } from "./stocked.mjs";

const WORD = "飫肥";

/** Rows of figures for a board of `n` postings. */
export async function app({ n, rounds }) {
  return tidily(async (t) => {
    const jobs = [...postings(n)];
    const importing = await stocked(t, (server) => importJobs(server, jobs));
    await eventually(async () => {
      const { packs } = await (await fetch(`${importing.url}/api/board`)).json();
      return packs.reduce((sum, { count }) => sum + count, 0) === n;
    }, "packs of everything", { within: 60_000 });
    await importing.stop();
    const holdsWord = ({ title, description, hiringOrganization }) => [title, description, hiringOrganization.name].some((text) => text.includes(WORD));
    const hits = jobs.filter(holdsWord).length;
    const measured = await repeat(rounds, () => tidily((t) => visits(t, importing.data, n, hits)));
    return [
      row("first route, the app: wasm, glue and stylesheet, on the wire", measured.app, kB),
      row("first route, all but the postings, on the wire", measured.all, kB),
      row("the postings, on the wire", measured.postings, kB),
      row("first visit: first postings on screen", measured.firstList, ms),
      row("first visit: all of them can be searched", measured.searchable, ms),
      row("a word typed, until its count is on screen", measured.typed, ms),
      row("cold start without a network: first list on screen", measured.coldList, ms),
      row("cold start without a network: all of them can be searched", measured.coldSearchable, ms),
      row("memory then: the page's process", measured.process, MB),
      row("memory then: of that the JavaScript heap (wasm is not in it)", measured.heap, MB),
    ];
  });
}

/** A first visit; then a new browser process on the same device, and nobody answers. */
async function visits(t, data, n, hits) {
  const server = await serve(t, { data });
  const first = await powerOn(t);
  const weigh = await scales(first.page);
  await first.page.goto(`${server.url}/jobs`, { waitUntil: "commit" });
  const firstList = await first.page.evaluate(seen, 1);
  const searchable = await first.page.evaluate(seen, n);
  const weight = weigh();
  const word = await first.page.evaluate(answered, [WORD, hits]);
  await keptOffline(first.page);
  await eventually(async () => (await first.page.evaluate(missing)) === 0, "the whole board on the device");
  await first.kill();
  await server.stop();

  const second = await powerOn(t, first.profile);
  t.after(() => rm(first.profile, { recursive: true, force: true, maxRetries: 5 }));
  await second.page.goto(`${server.url}/jobs`, { waitUntil: "commit" });
  const coldList = await second.page.evaluate(seen, 1);
  // The texts are read after the list: until then the word finds fewer.
  const whole = await second.page.evaluate(answered, [WORD, hits]);
  return { ...weight, firstList, searchable, typed: word.until - word.since, coldList, coldSearchable: whole.until, ...(await memory(second.page)) };
}

/** Weighs what the page fetches, headers included. */
async function scales(page) {
  const wire = await page.context().newCDPSession(page);
  const paths = new Map();
  const weight = { app: 0, all: 0, postings: 0 };
  wire.on("Network.requestWillBeSent", ({ requestId, request }) => paths.set(requestId, new URL(request.url).pathname));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength: bytes }) => {
    const path = paths.get(requestId) ?? "";
    if (path.startsWith("/api/board")) weight.postings += bytes;
    else weight.all += bytes;
    if (/\.(wasm|js|css)$/.test(path)) weight.app += bytes;
  });
  await wire.send("Network.enable");
  return () => ({ ...weight });
}

// These run in the page. Moments are milliseconds since the navigation began.

/** When the list says that it has at least so many postings, and shows one. */
async function seen(count) {
  for (;;) {
    await new Promise(requestAnimationFrame);
    const card = document.querySelector("[aria-setsize]");
    if (card && Number(card.getAttribute("aria-setsize")) >= count) return performance.now();
    if (performance.now() > 60_000) throw new Error(`no list of ${count}: ${document.body.innerText}`);
  }
}

/** Types a word; from when until when the list has as many as there are. */
async function answered([word, count]) {
  const box = document.querySelector("input[type=search]");
  const since = performance.now();
  box.value = word;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  while (document.querySelector("[aria-setsize]")?.getAttribute("aria-setsize") !== String(count)) {
    await new Promise(requestAnimationFrame);
    if (performance.now() > 60_000) throw new Error(`no ${count} for ${word}: ${document.body.innerText}`);
  }
  return { since, until: performance.now() };
}

/** How many sections of packs the device lacks. */
async function missing() {
  const answer = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
  const database = await answer(indexedDB.open("engawa-board"));
  const stores = database.transaction(["meta", "packs"]);
  const manifest = await answer(stores.objectStore("meta").get("manifest"));
  const sections = await answer(stores.objectStore("packs").count());
  database.close();
  return manifest ? JSON.parse(manifest).packs.length * 3 - sections : Infinity;
}
