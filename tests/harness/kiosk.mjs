// A tablet at a space's door, and what lies on its disk.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { started } from "./person.mjs";

/** Opens the kiosk. */
export async function openKiosk(page, url) {
  // An app that is built for its makers starts slowly.
  page.setDefaultTimeout(60_000);
  await page.goto(`${url}/kiosk?lang=ja`);
  await started(page);
  await page.getByRole("button", { name: "終了して消去" }).waitFor();
}

/** Every file below a folder. */
async function files(folder) {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** In which files of a browser's profile a word stands, in any form in which browsers write texts:
 * UTF-8 and UTF-16, as it is, and escaped for an address. */
export async function written(profile, words) {
  const forms = words.flatMap((word) => [Buffer.from(word, "utf8"), Buffer.from(word, "utf16le"), Buffer.from(encodeURIComponent(word), "utf8")]);
  const found = [];
  for (const file of await files(profile)) {
    // A file that the browser just removed holds nothing any more.
    const content = await readFile(file).catch(() => Buffer.alloc(0));
    if (forms.some((form) => content.includes(form))) found.push(file.slice(profile.length));
  }
  return found;
}
