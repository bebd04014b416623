// Keeps the app on the device. The list of files, and a version that changes with any of them, come
// from the server (precache.js), so this file stays the same from version to version.
importScripts("/precache.js");

const { version, files } = self.ENGAWA;
const CACHE = `engawa-app-${version}`;

self.addEventListener("install", (event) => {
  // Hashed names never change their bytes, so the HTTP cache may answer; the rest is asked anew.
  const requests = files.map((file) => new Request(file, { cache: /-[0-9a-f]{16}[._]/.test(file) ? "default" : "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("engawa-app-") && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// A new version waits until the person taps: no page changes under somebody's fingers.
self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
  if (event.data === "take-in") event.waitUntil(self.clients.claim());
  if (event.data === "who-sleeps") event.waitUntil(sleeping(event.source.id).then((pages) => event.ports[0].postMessage(pages)));
});

// The browser says that there is a network again. A page that is awake exchanges by itself, unless it just
// failed; without one what waits is pushed from here, and the browser tries again when that fails. It stays in the outbox until a pull by the app covers it, so pushing
// it twice is harmless.
self.addEventListener("sync", (event) => {
  if (event.tag === "engawa-outbox") event.waitUntil(exchange());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || /^\/(api|calendar|embed|feeds)\//.test(url.pathname)) return;
  if (event.request.mode === "navigate") {
    event.respondWith(page());
  } else {
    event.respondWith(file(event.request));
  }
});

// Every screen is the same page: the one that this version was installed with.
async function page() {
  const cache = await caches.open(CACHE);
  return (await cache.match("/")) ?? fetch("/");
}

async function file(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

async function exchange() {
  const pages = await self.clients.matchAll({ type: "window" });
  const answers = await Promise.all(pages.map((page) => ask(page, "exchange")));
  if (!answers.includes(true)) await pushOutbox();
}

// The addresses of open pages that do not answer.
async function sleeping(asking) {
  const all = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const pages = all.filter((page) => page.id !== asking);
  const answers = await Promise.all(pages.map((page) => ask(page, "awake")));
  return pages.filter((_, at) => !answers[at]).map((page) => page.url);
}

// Whether a page says yes within a second.
function ask(page, word) {
  return new Promise((answered) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => answered(data);
    setTimeout(() => answered(false), 1_000);
    page.postMessage(word, [port2]);
  });
}

// Most mutations and characters in one push; the server takes 100, and 1 MiB.
const BATCH = 50;
const BATCH_LENGTH = 250_000;

async function pushOutbox() {
  const [occupant] = await records("engawa", (stores) => [stores("meta").get("occupant")]);
  const { person, account } = JSON.parse(occupant ?? "{}");
  if (!account) return;
  const about = ["epoch", "group", "schema"];
  const [keys, texts, ...meta] = await records(`engawa-${person}`, (stores) => [stores("outbox").getAllKeys(), stores("outbox").getAll(), ...about.map((key) => stores("meta").get(key))]);
  if (!texts?.length) return;
  // The app stores JSON texts; they go out as they are.
  const [epoch, group, schema] = meta.map((text) => text ?? "null");
  const settled = Number(keys[0]) - 1;
  for (let at = 0; at < texts.length; ) {
    const batch = [];
    for (let length = 0; at < texts.length && batch.length < BATCH && (batch.length === 0 || length + texts[at].length <= BATCH_LENGTH); at += 1) {
      // What another tab took a number for and this outbox lacks would pass for judged.
      if (Number(keys[at]) !== settled + 1 + at) return;
      batch.push(texts[at]);
      length += texts[at].length;
    }
    for (const text of batch) await bringFiles(person, text);
    const body = `{"epoch":${epoch},"schema":${schema},"group":${group},"settled":${settled},"mutations":[${batch.join(",")}]}`;
    const headers = { "content-type": "application/json", accept: "application/json", "engawa-person": person };
    const response = await fetch("/api/sync/push", { method: "POST", headers, body });
    // The browser tries again later.
    if (response.status === 429 || response.status >= 500) throw new Error(`push: ${response.status}`);
    // Logged out, or another form of the app: a page says so to the person.
    if (!response.ok) return;
  }
}

// Brings the files that a command names: what names one is refused without it. One that is not here, or that
// the server does not take, is left out.
async function bringFiles(person, text) {
  for (const [, file, format] of text.matchAll(/"file":\{"file":"([0-9a-f-]{36})","format":"([a-z]+)"/g)) {
    const [bytes] = await records(`engawa-${person}`, (stores) => [stores("files").get(file)]);
    if (!bytes) continue;
    const headers = { "content-type": "application/octet-stream", accept: "application/json", "engawa-person": person };
    const response = await fetch(`/api/files/${file}?format=${format}`, { method: "POST", headers, body: bytes });
    if ([408, 429].includes(response.status) || response.status >= 500) throw new Error(`file: ${response.status}`);
  }
}

// What `ask` asks of a database's stores; nothing where there is no such database.
function records(name, ask) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(name);
    // There is none, and none is to be left behind.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => (opening.error.name === "AbortError" ? done([]) : failed(opening.error));
    opening.onsuccess = () => {
      const database = opening.result;
      database.onversionchange = () => database.close();
      const transaction = database.transaction([...database.objectStoreNames]);
      const asked = ask((store) => transaction.objectStore(store));
      transaction.oncomplete = () => {
        database.close();
        done(asked.map((request) => request.result));
      };
      transaction.onabort = () => {
        database.close();
        failed(transaction.error);
      };
    };
  });
}
