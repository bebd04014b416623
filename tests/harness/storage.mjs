// Storage that fails as it does on real devices, and what lies in it.

/** The databases of people on this device, by name. */
export function people(page) {
  return page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => /^engawa-[0-9a-f]{8}-/.test(name)));
}

/** A page of the same origin that is no app: it runs nothing of ours. */
export async function bystander(context, url) {
  const page = await context.newPage();
  await page.goto(new URL("/api/session", url).href);
  return page;
}

/** From now on every write to one of `stores` finds the device full; `makeRoom` ends it. */
export async function fill(page, stores) {
  await page.evaluate((stores) => {
    const { put } = IDBObjectStore.prototype;
    globalThis.makeRoom ??= () => (IDBObjectStore.prototype.put = put);
    IDBObjectStore.prototype.put = function (...asked) {
      if (!stores || stores.includes(this.name)) throw new DOMException("full by the story", "QuotaExceededError");
      return put.apply(this, asked);
    };
  }, stores);
}

/** There is room again. */
export async function makeRoom(page) {
  await page.evaluate(() => globalThis.makeRoom());
}

/** Every record of a store, as text. */
export function records(page, database, store) {
  return page.evaluate(
    ([database, store]) =>
      new Promise((done, failed) => {
        const opening = indexedDB.open(database);
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const asked = opening.result.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => (opening.result.close(), done(asked.result));
        };
      }),
    [database, store],
  );
}

/** A write of `stores` that does not end for as long as the page is there: every later one waits for it. */
export async function holdDisk(page, database, stores) {
  await page.evaluate(
    ([database, stores]) =>
      new Promise((held, failed) => {
        const opening = indexedDB.open(database);
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const store = opening.result.transaction(stores, "readwrite").objectStore(stores[0]);
          const goOn = () => void (store.count().onsuccess = goOn);
          store.count().onsuccess = () => (goOn(), held());
        };
      }),
    [database, stores],
  );
}
