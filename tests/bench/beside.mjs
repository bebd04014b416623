// Our adapter beside other libraries, in a bench that lies elsewhere. What it must offer: `run.mjs` (--part, --n,
// --rounds, --add, --json), `report.mjs`, and `lib/server.mjs`, which serves an adapter and its documents.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { ms, repeat, row } from "./figures.mjs";

/** Measures everybody; gives the bench's own report, and what our installing consists of. */
export async function beside(harness, adapter, { n, rounds, part, peers }) {
  const place = mkdtempSync(join(tmpdir(), "engawa-bench-"));
  try {
    const bench = copy(resolve(harness), place);
    const json = join(dirname(adapter), "..", "harness.json");
    run(bench, ["run.mjs", ...(peers ? ["--adapters", peers] : []), "--part", part, "--n", String(n), "--rounds", String(rounds), "--add", adapter, "--json", json]);
    const report = run(bench, ["report.mjs", json], "pipe");
    return { report, parts: await parts(bench, adapter, { n, rounds }) };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** It may lie where nothing can be written, and its packages may not be installed. */
function copy(harness, place) {
  const bench = join(place, "bench");
  cpSync(harness, bench, { recursive: true, filter: (path) => !path.endsWith("node_modules") });
  const data = join(harness, "..", "data");
  if (existsSync(data)) symlinkSync(data, join(place, "data"));
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: bench, stdio: ["ignore", "ignore", "inherit"] });
  return bench;
}

function run(bench, args, stdout = "inherit") {
  return execFileSync(process.execPath, args, { cwd: bench, encoding: "utf8", stdio: ["ignore", stdout, "inherit"], maxBuffer: 2 ** 28 });
}

/** Installs once more, and asks the adapter which part was the server's and which the device's. */
async function parts(bench, path, { n, rounds }) {
  const { serve } = await import(pathToFileURL(join(bench, "lib", "server.mjs")));
  const server = await serve();
  try {
    const { url } = await server.adapter(path);
    const measured = await repeat(rounds, async () => {
      const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
      try {
        const page = await browser.newPage();
        await page.goto(server.url);
        return await page.evaluate(installing, [url, n]);
      } finally {
        await browser.close();
      }
    });
    return [
      row("install, in all", measured.whole_ms, ms),
      row("of that: making the packs, the server's part (in a worker, beside the device's)", measured.build_ms, ms),
      row("of that: storing the packs, the device's part", measured.store_ms, ms),
    ];
  } finally {
    server.close();
  }
}

/** Runs in the page. */
async function installing([url, n]) {
  const docs = [];
  for (let from = 0; from < n; from += 2000) docs.push(...(await (await fetch(`/docs?n=${n}&from=${from}&to=${from + 2000}`)).json()));
  const adapter = await import(url);
  await adapter.init();
  const since = performance.now();
  await adapter.open();
  await adapter.install(docs);
  return { whole_ms: performance.now() - since, ...adapter.parts() };
}
