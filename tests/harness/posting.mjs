// Writing a posting, in the words of its form.
import { eventually } from "./browser.mjs";
import { press } from "./person.mjs";
import { engawa } from "./server.mjs";

/** A leaflet for the harbour: a posting with all six items. */
export const LEAFLET = {
  題: "港のちらし",
  内容: "A4のちらしを1枚。写真と文はこちらで用意します。",
  "報酬(税込・円)": "33000",
  かかる時間の目安: "10",
  支払日: "毎月末日締め翌月25日払い",
  支払方法: "銀行振込",
  納期: "契約日から3週間",
  費用の負担: "発注者が負担します。",
  権利: "報酬の支払いをもって譲渡されます。",
  問い合わせ先: "店主",
};

/** A field of the form by its name. */
export function editorField(page, name) {
  return page.getByRole("form").or(page.locator("form")).getByLabel(name, { exact: true });
}

/** Fills in the form. */
export async function fillPosting(page, said) {
  for (const [name, text] of Object.entries(said)) {
    if (text) await editorField(page, name).fill(text);
  }
}

/** 確認へ進む. */
export async function toPostingCheck(page) {
  await press(page, "確認へ進む");
  await page.getByRole("heading", { level: 1, name: "公開の前に確かめる" }).waitFor();
}

/** From the form to the desk's list. */
export async function publish(page, { at = "form" } = {}) {
  if (at === "form") await toPostingCheck(page);
  await press(page, "公開する");
  await page.getByRole("list", { name: "公開中" }).waitFor();
}

/** A tab of the desk. */
export async function deskTab(page, name) {
  await page.getByRole("navigation", { name: "窓口の中" }).getByRole("link", { name }).click();
}

/** The posting of that title, as the server exports it. */
export async function jobNamed(server, title) {
  return eventually(async () => {
    const { stdout } = await engawa(["export", "jobs", "--data", server.data]);
    const lines = stdout.trim().split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line)).find((job) => job.title === title);
  }, `${title} at the server`);
}
