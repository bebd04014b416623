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

/** A space that is always open, with seats for registered workers. */
export function space({ name = "油津コワーキング", desk, ...rest }) {
  const day = ["00:00-24:00"];
  return {
    id: crypto.randomUUID(), desk, desk_name: "", name, kana: "", nickname: "", town: null, address: "", building: "", position: null, phone: "",
    organisation: "", corporate_number: "", hours: { week: Array(7).fill(day), holidays: "as_usual", year_end: null, exceptions: {} }, hours_note: "",
    description: "", note: "", equipment: [], website: null, quota: 5, accredited: null, closed: false, sample: false, identifier: null, posted_at: 0, edited_at: null,
    ...rest,
  };
}

/** Asks the server as whoever is logged in on this page; its answer, or what it refused. */
export function ask(page, path, body = null) {
  return page.evaluate(
    async ([path, body]) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
      return text ? JSON.parse(text) : null;
    },
    [path, body],
  );
}

/** Types on the pad of the screen. */
export async function typeOnPad(page, region, text) {
  const pad = page.getByRole("region", { name: region });
  for (const sign of text.replaceAll(/[\s-]/g, "")) await pad.getByRole("button", { name: sign, exact: true }).click();
}

/** Holds the house mark until the staff's screen opens. The story's clock is steered, so it does not take long. */
export async function openStaff(page) {
  const mark = page.getByRole("button", { name: /^(縁側|Engawa)/ });
  await mark.dispatchEvent("pointerdown");
  await page.clock.runFor(1_600);
  await mark.dispatchEvent("pointerup");
  await page.getByRole("heading", { level: 1, name: "スタッフの画面" }).waitFor();
}

/** A tablet paired with a space, by a code that its manager made. */
export async function pair(page, office, space) {
  const { code } = await ask(office, "/api/kiosk/pairings", { space });
  await openStaff(page);
  await typeOnPad(page, "ペアリングコードを入力", code);
  await page.getByText("つながっています").waitFor();
  await page.getByRole("button", { name: "最初の画面" }).click();
}

/** Opens the visit code on a phone; gives back the six digits. */
export async function visitCode(page, url) {
  await page.goto(`${url}/visit-code`);
  await page.getByRole("img", { name: "来訪コードのQRコード" }).waitFor();
  return digits(page);
}

/** The six digits that a phone shows now. */
export async function digits(page) {
  const text = await page.getByText(/^\d{3} \d{3}$/).innerText();
  return text.replaceAll(" ", "");
}
