// Writing a program, in the words of its form.
import { press } from "./person.mjs";
import { day } from "./program.mjs";

/** Opens a piece of the form. */
export async function piece(page, name) {
  await page.getByRole("navigation", { name: "書くところ" }).getByRole("button", { name }).click();
  await page.getByRole("heading", { level: 2, name, exact: true }).waitFor();
}

/** A card of a list of the form: 1回目, 質問2. It is opened when it is folded away. */
export async function card(page, name) {
  const group = page.getByRole("group", { name, exact: true });
  const summary = page.locator("summary").filter({ hasText: name });
  // Once it is there: a click that opens would close what has just come up open.
  await summary.waitFor();
  if (!(await group.isVisible())) await summary.click();
  await group.waitFor();
  return group;
}

/** The least that a seminar says. */
export async function writeSeminar(page, { title, from = day(20), venue = "飫肥公民館" } = {}) {
  await piece(page, "題と内容");
  await page.getByLabel("題", { exact: true }).fill(title);
  await page.getByLabel("内容", { exact: true }).fill("家で働くことの話をします。");
  await piece(page, "日程と場所");
  const first = await card(page, "1回目");
  await first.getByLabel("日", { exact: true }).fill(from);
  await first.getByLabel("会場", { exact: true }).fill(venue);
}

/** 確認へ進む. */
export async function toProgramCheck(page) {
  await press(page, "確認へ進む");
  await page.getByRole("heading", { level: 1, name: "公開の前に確かめる" }).waitFor();
}
