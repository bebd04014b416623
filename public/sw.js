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
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/api/")) return;
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
