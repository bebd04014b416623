// Engawa's storage and search for a bench beside other libraries: the app's own code, as wasm.
//
// A device gets postings as packs that the server built. Here a worker stands in for the server, so
// that the times begin with the documents that everybody gets; `parts()` tells the two apart.
import load, { Index, Pack, Shelf, cut } from "./engawa_bench_adapter.js";

export const name = "Engawa, packs";

let wasm, server, shelf, index, saved;
let spent = {};
const encoder = new TextEncoder();

export async function init() {
  const module = await WebAssembly.compileStreaming(fetch(new URL("engawa_bench_adapter_bg.wasm", import.meta.url)));
  wasm = await load({ module_or_path: module });
  // A server is up before a device asks.
  server = new Worker(new URL("engawa.worker.js", import.meta.url), { type: "module" });
  await new Promise((ready, failed) => {
    server.onmessage = ready;
    server.onerror = ({ message }) => failed(new Error(message));
    server.postMessage(module);
  });
}

export async function open() {
  shelf = await Shelf.open();
}

export async function close() {
  shelf.free();
}

export async function install(docs) {
  for await (const pack of packsOf(docs)) {
    await shelf.save(pack);
    pack.free();
  }
  await shelf.adopt();
}

export const newest = async (n) => JSON.parse(await shelf.newest(n));

export async function readAll() {
  const docs = [];
  for (let at = 0; at < shelf.packs(); at++) docs.push(...JSON.parse(await shelf.read(at)));
  return docs;
}

/** As the app does, a pack is stored, whole, when it comes and then read: nothing is kept for saving. */
export async function buildIndex(docs) {
  index = new Index();
  saved = 0;
  for await (const pack of packsOf(docs)) {
    await shelf.save(pack);
    index.add(pack);
    saved += pack.index_bytes();
    pack.free();
  }
}

/** One screen comes newest first and stops there; all of them come as the app finds them while one types. */
export async function search(query, limit) {
  const ids = limit === Infinity ? index.search(query) : index.newest(query, limit);
  return ids === "" ? [] : ids.split(" ");
}

export async function saveIndex() {
  await shelf.adopt();
  return saved;
}

export async function openIndex() {
  index = await Index.of(shelf);
}

export const memoryBytes = () => wasm.memory.buffer.byteLength;

/** Milliseconds of the last install: the server's part (building, in the worker) and the device's. */
export const parts = () => spent;

/** The packs of documents given newest first, as the worker makes them; it goes when it has made all. */
async function* packsOf(docs) {
  spent = { build_ms: 0, store_ms: 0 };
  const counts = [...cut(JSON.stringify(docs.map(({ id, posted_at }) => [id, posted_at])))];
  const files = counts.map(() => Promise.withResolvers());
  let made = 0;
  server.onmessage = ({ data }) => files[made++].resolve(data);
  server.onerror = ({ message }) => files[made++].reject(new Error(message));
  try {
    let from = 0;
    for (const count of counts) {
      const { buffer } = encoder.encode(JSON.stringify(docs.slice(from, (from += count))));
      server.postMessage(buffer, [buffer]);
    }
    for (const [at, { promise }] of files.entries()) {
      const { file, ms } = await promise;
      const since = performance.now();
      yield new Pack(file, counts[at]);
      spent.build_ms += ms;
      spent.store_ms += performance.now() - since;
    }
  } finally {
    // With it go the files that it made.
    server.terminate();
    server = undefined;
  }
}
