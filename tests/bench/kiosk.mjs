// What somebody at a kiosk waits for: `node tests/bench/kiosk.mjs` measures the released app.
import { pathToFileURL } from "node:url";
import { eventually, keptOffline, powerOn } from "../harness/browser.mjs";
import { importJobs } from "../harness/server.mjs";
import { ms, repeat, row, tidily } from "./figures.mjs";
import { postings } from "./postings.mjs";
import { stocked } from "./stocked.mjs";

/** Rows of figures for a kiosk with `n` postings. */
export async function kiosk({ n, rounds }) {
  return tidily(async (t) => {
    const jobs = [...postings(n)];
    const server = await stocked(t, (server) => importJobs(server, jobs));
    const measured = await repeat(rounds, () => tidily((t) => visit(t, server.url)));
    return [
      row("kiosk, first visit: first paint", measured.firstPaint, ms),
      row("kiosk, first visit: the doors can be touched", measured.firstDoors, ms),
      row("kiosk, restarted: first paint", measured.paint, ms),
      row("kiosk, restarted: the doors can be touched", measured.doors, ms),
      row("kiosk: from a touch to the next screen's frame", measured.touch, ms),
      row("kiosk: from 「終了して消去」 to the empty screen's frame", measured.wipe, ms),
    ];
  });
}

async function visit(t, url) {
  const { page } = await powerOn(t);
  await page.goto(`${url}/kiosk?lang=ja`, { waitUntil: "commit" });
  const first = await page.evaluate(begun);
  await keptOffline(page);
  await page.reload({ waitUntil: "commit" });
  const again = await page.evaluate(begun);
  await eventually(() => page.evaluate(ready), "the postings", { within: 60_000 });
  const touch = await page.evaluate(touched, ["仕事を探す", "ul[aria-label='仕事の一覧'] li"]);
  const wipe = await page.evaluate(touched, ["終了して消去", ".kiosk-doors"]);
  return { firstPaint: first.paint, firstDoors: first.doors, paint: again.paint, doors: again.doors, touch, wipe };
}

// These run in the page. Moments are milliseconds since the navigation began.

/** The first contentful paint, and when the doors stand there. */
async function begun() {
  while (!document.querySelector(".kiosk-doors")) await new Promise(requestAnimationFrame);
  const doors = performance.now();
  const paint = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  while (paint() === undefined) await new Promise(requestAnimationFrame);
  return { paint: paint(), doors };
}

/** Whether the board is on the device. */
async function ready() {
  return (await indexedDB.databases()).some(({ name }) => name === "engawa-board");
}

/** From a touch on a button until the frame in which `wanted` stands. */
async function touched([words, wanted]) {
  const button = [...document.querySelectorAll("button")].find((one) => one.innerText.trim() === words);
  const since = performance.now();
  button.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  button.click();
  while (!document.querySelector(wanted)) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - since;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [n = "1000", rounds = "5"] = process.argv.slice(2);
  for (const cells of await kiosk({ n: Number(n), rounds: Number(rounds) })) process.stdout.write(`| ${cells.join(" | ")} |\n`);
}
