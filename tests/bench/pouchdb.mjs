// The same three things with PouchDB in both browsers and pouchdb-server between them, on this machine. It knows no
// accounts, no rules and no screens: a document is put, replicated, and read.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { device, eventually, openBrowser } from "../harness/browser.mjs";
import { ms, repeat, row, tidily } from "./figures.mjs";

const QUEUED = 1_000;
const OWN = 2_000;
const SAID = 30;

/** Rows of figures. `harness` is the folder of a bench whose packages hold PouchDB and its server. */
export async function pouchdb(harness, { rounds }) {
  return tidily(async (t) => {
    const place = mkdtempSync(join(tmpdir(), "engawa-pouch-"));
    t.after(() => rmSync(place, { recursive: true, force: true }));
    for (const file of ["package.json", "package-lock.json"]) cpSync(join(resolve(harness), file), join(place, file));
    // pouchdb-server keeps its documents in LevelDB, which it builds when it is installed.
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: place, stdio: ["ignore", "ignore", "inherit"] });
    const measured = await repeat(rounds, () => tidily((t) => town(t, place)));
    return [
      row(`from a put to the other browser's change event (each value: median of ${SAID})`, measured.seen, ms),
      row(`${QUEUED} documents put without a network`, measured.written, ms),
      row(`${QUEUED} documents, from back online to all of them replicated`, measured.drained, ms),
      row(`a new device: ${OWN} documents are on its disk`, measured.fetched, ms),
    ];
  });
}

async function town(t, place) {
  const remote = await server(t, place);
  const page = await host(t, place);
  const browser = await openBrowser(t);
  const [one, other] = [await device(t, browser), await device(t, browser)];
  for (const { page: tab } of [one, other]) {
    await tab.goto(page);
    await tab.waitForFunction(() => globalThis.PouchDB);
    await tab.evaluate((remote) => {
      globalThis.local = new PouchDB("local");
      globalThis.remote = new PouchDB(remote);
      globalThis.live = local.sync(globalThis.remote, { live: true, retry: true });
    }, remote);
  }
  const gaps = [];
  for (let n = 0; n < SAID; n++) {
    const shown = other.page.evaluate((id) => new Promise((done) => {
      const changes = local.changes({ since: "now", live: true, doc_ids: [id] }).on("change", () => {
        changes.cancel();
        done(performance.timeOrigin + performance.now());
      });
    }), `said-${n}`);
    const put = await one.page.evaluate(async (id) => {
      const at = performance.timeOrigin + performance.now();
      await local.put({ _id: id, text: `ひとこと${id}` });
      return at;
    }, `said-${n}`);
    gaps.push((await shown) - put);
  }
  gaps.sort((a, b) => a - b);
  await Promise.all([one, other].map(({ page: tab }) => tab.evaluate(() => live.cancel())));

  const written = await one.page.evaluate(async (count) => {
    const since = performance.now();
    for (let n = 0; n < count; n++) await local.put({ _id: `week-${String(n).padStart(5, "0")}`, text: `週のはじめ${n}` });
    return performance.now() - since;
  }, QUEUED);
  const drained = await one.page.evaluate(async () => {
    const since = performance.now();
    await local.replicate.to(remote);
    return performance.now() - since;
  });
  await one.page.evaluate(async (count) => {
    const docs = Array.from({ length: count }, (_, n) => ({ _id: `more-${n}`, text: `返事${n}` }));
    await remote.bulkDocs(docs);
  }, OWN - QUEUED);
  const fresh = await device(t, browser);
  await fresh.page.goto(page);
  await fresh.page.waitForFunction(() => globalThis.PouchDB);
  const fetched = await fresh.page.evaluate(async (remote) => {
    const since = performance.now();
    await new PouchDB("local").replicate.from(remote);
    return performance.now() - since;
  }, remote);
  return { seen: gaps[gaps.length >> 1], written, drained, fetched };
}

/** pouchdb-server with its documents on the disk; gives the address of a database. */
async function server(t, place) {
  const folder = mkdtempSync(join(place, "data-"));
  const program = join(place, "node_modules", "pouchdb-server", "bin", "pouchdb-server");
  const port = await free();
  const child = spawn(process.execPath, [program, "--host", "127.0.0.1", "--port", String(port), "--dir", folder, "--no-stdout-logs"], { cwd: folder, stdio: "ignore" });
  t.after(async () => {
    const gone = once(child, "exit");
    child.kill();
    await gone;
  });
  const url = `http://127.0.0.1:${port}/town`;
  await eventually(async () => (await fetch(url, { method: "PUT" })).ok, "pouchdb-server", { within: 60_000 });
  return url;
}

/** A page with PouchDB and nothing else. */
async function host(t, place) {
  const bundle = await (await import(join(place, "node_modules", "esbuild", "lib", "main.js"))).build({
    stdin: { contents: 'import PouchDB from "pouchdb-browser"; globalThis.PouchDB = PouchDB;', resolveDir: place },
    bundle: true,
    write: false,
    define: { global: "globalThis" },
  });
  const server = createServer((request, response) => {
    const isScript = request.url === "/pouchdb.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html; charset=utf-8" });
    response.end(isScript ? bundle.outputFiles[0].text : '<!doctype html><title>PouchDB</title><script src="/pouchdb.js"></script>');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
}

async function free() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
