// Figures to report: `cargo xtask bench [options]`, or `node run.mjs` with ENGAWA_BIN and CHROMIUM.
//
//   --n 20000          postings
//   --rounds 5         how often each thing is measured; the median counts
//   --harness DIR      also measure beside other libraries, in the bench of this folder (or ENGAWA_BENCH_HARNESS)
//   --part storage     which parts of that bench, with commas
//   --peers idb-blob   which of its libraries, with commas; without it all
//   --no-app           leave the app out
//   --sync             what syncing costs, and nothing else; with --harness also of PouchDB and its server
//   --no-lighthouse    leave Lighthouse out (it is fetched from npm)
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { app } from "./app.mjs";
import { buildAdapter } from "./build.mjs";
import { beside } from "./beside.mjs";
import { kiosk } from "./kiosk.mjs";
import { lighthouse } from "./lighthouse.mjs";
import { pouchdb } from "./pouchdb.mjs";
import { sync } from "./sync.mjs";

const { values: asked } = parseArgs({
  options: {
    n: { type: "string", default: "20000" },
    rounds: { type: "string", default: "5" },
    harness: { type: "string", default: process.env.ENGAWA_BENCH_HARNESS ?? "" },
    part: { type: "string", default: "storage,search" },
    peers: { type: "string", default: "" },
    sync: { type: "boolean", default: false },
    "no-app": { type: "boolean", default: false },
    "no-lighthouse": { type: "boolean", default: false },
  },
});
const [n, rounds] = [Number(asked.n), Number(asked.rounds)];

const print = (title, rows) => console.log(`\n### ${title}\n\n| what | median | least to most |\n| --- | --: | --: |\n${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}`);
const load = () => console.log(`\nLoad average: ${loadavg()[0].toFixed(1)}`);

load();
if (asked.sync) {
  print("Syncing", await sync({ rounds }));
  if (asked.harness) print("PouchDB with pouchdb-server, on disk", await pouchdb(asked.harness, { rounds }));
} else if (asked.harness) {
  const measured = await beside(asked.harness, await buildAdapter(), { n, rounds, part: asked.part, peers: asked.peers });
  console.log(`\n${measured.report}`);
  print(`What installing consists of, n = ${n}`, measured.parts);
}
if (!asked["no-app"] && !asked.sync) {
  print(`The app, ${n} postings`, await app({ n, rounds }));
  print(`A kiosk, ${n} postings`, await kiosk({ n, rounds }));
  if (!asked["no-lighthouse"]) print("Lighthouse, mobile", await lighthouse({ rounds }));
}
load();
