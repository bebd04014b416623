// One person, several devices: a draft goes along, and where both wrote nothing silently wins.
import assert from "node:assert/strict";
import test from "node:test";
import { DESKTOP, device, eventually, openBrowser } from "./harness/browser.mjs";
import { draftAtServer } from "./harness/deal.mjs";
import { HARU, beginProposal, logIn, openBoard, openPosting, register, write } from "./harness/person.mjs";
import { importJobs, posting, serve } from "./harness/server.mjs";
import { message } from "./harness/town.mjs";

/** Haru's phone and desktop, with the same draft open on both. */
async function bothAtTheDraft(t) {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし", desk: "油津商店" })]);
  const browser = await openBrowser(t);
  const phone = await device(t, browser);
  const desktop = await device(t, browser, DESKTOP);
  await register(phone.page, server.url, HARU);
  await logIn(desktop.page, server.url, HARU);
  await openBoard(phone.page, server.url);
  await openPosting(phone.page, "港のちらし");
  await beginProposal(phone.page);
  await write(phone.page, { message: "はじめまして。" });
  await desktop.page.goto(`${server.url}/proposals`);
  await desktop.page.getByRole("link", { name: /港のちらし/ }).click();
  await eventually(async () => (await message(desktop.page).inputValue()) === "はじめまして。", "the phone's words on the desktop");
  return { phone, desktop, server };
}

test("what is written on the phone can be gone on with at the desk, and back", async (t) => {
  const { phone, desktop } = await bothAtTheDraft(t);
  assert.equal(await desktop.page.getByLabel("希望報酬(税込・円)", { exact: true }).inputValue(), "33000");
  await message(desktop.page).fill("はじめまして。佐野です。");
  await phone.page.getByLabel("所要日数", { exact: true }).focus();
  await eventually(async () => (await message(phone.page).inputValue()) === "はじめまして。佐野です。", "the desktop's words on the phone");
  assert.equal(await phone.page.getByRole("dialog", { name: "2つの版があります" }).count(), 0);
});

for (const { choice, kept } of [
  { choice: "この端末の版", kept: "机で書いた。" },
  { choice: "もう一方の版", kept: "電話で書いた。" },
  { choice: "両方を残す", kept: "机で書いた。\n\n電話で書いた。" },
]) {
  test(`written on two devices without a network, both versions stand until one tap: ${choice}`, async (t) => {
    const { phone, desktop } = await bothAtTheDraft(t);
    await phone.context.setOffline(true);
    await desktop.context.setOffline(true);
    await message(phone.page).fill("電話で書いた。");
    await message(desktop.page).fill("机で書いた。");
    for (const { page } of [phone, desktop]) await page.getByText("この端末に保存済み").first().waitFor();
    await phone.context.setOffline(false);
    // What the phone wrote is with the server before the desktop comes back.
    await draftAtServer(phone.page, "電話で書いた。");
    await desktop.context.setOffline(false);
    const dialog = desktop.page.getByRole("dialog", { name: "2つの版があります" });
    await dialog.getByText("電話で書いた。").waitFor();
    assert.equal(await message(desktop.page).inputValue(), "机で書いた。", "nothing was written over");
    await phone.page.getByRole("dialog", { name: "2つの版があります" }).getByText("机で書いた。").waitFor();

    await dialog.getByRole("button", { name: choice, exact: true }).click();
    for (const { page } of [desktop, phone]) {
      await page.getByRole("dialog", { name: "2つの版があります" }).waitFor({ state: "detached" });
      await page.getByLabel("所要日数", { exact: true }).focus();
      await eventually(async () => (await message(page).inputValue()) === kept, `${kept} on both`);
    }
  });
}
