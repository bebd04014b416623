// A shop with postings, and Haru's phone: where the stories of tabs, storage and sync begin.
import { DESKTOP, device, eventually, openBrowser, watch } from "./browser.mjs";
import { SHOP, logIn, registerAndLook, syncState } from "./person.mjs";
import { account, importJobs, posting, serve } from "./server.mjs";

export const TITLES = ["港のちらし", "朝市の写真", "海の店の帳簿", "山の宿の紹介文", "駅前の地図"];

/** The text of the draft on screen. */
export const message = (page) => page.getByLabel("メッセージ", { exact: true });
/** The star of a posting. */
export const star = (page, title) => page.getByRole("button", { name: new RegExp(title) }).first();
/** Waits until a posting has its star. */
export const starred = (page, title) => eventually(async () => (await star(page, title).getAttribute("aria-pressed")) === "true", `the star of ${title}`);
/** Gives a posting a star, and waits until it has it: from then on the star is in the queue. */
export async function giveStar(page, title) {
  await star(page, title).click();
  await starred(page, title);
}
/** 送信待ちの一覧. */
export const queue = (page) => page.getByRole("region", { name: "送信待ちの一覧", exact: true });
/** What is said aloud with these words. */
export const alert = (page, words) => page.getByRole("alert").filter({ hasText: words });

/** A shop with five postings, and Haru's phone at the board. */
export async function town(t, options = {}) {
  const server = await serve(t);
  await importJobs(server, TITLES.map((title, id) => posting({ id: `${id}`, title, desk: "油津商店" })));
  await account(server, { ...SHOP, desk: "油津商店" });
  const browser = await openBrowser(t, options);
  const { page, context } = await device(t, browser);
  await registerAndLook(page, server.url);
  return { server, browser, page, context };
}

/** Another tab of the same browser. */
export async function anotherTab(t, context, address) {
  const tab = await context.newPage();
  watch(t, tab);
  await tab.goto(address);
  return tab;
}

/** What arrived at the shop, by its titles. */
export async function arrivals(t, { browser, server }) {
  const { page } = await device(t, browser, DESKTOP);
  await logIn(page, server.url, SHOP);
  await page.goto(`${server.url}/desk`);
  const list = page.getByRole("list", { name: "届いた提案" });
  await list.waitFor();
  return list.getByRole("listitem");
}

/** The queue is empty and the device has heard from the server, without anybody doing anything: the
 * screen says that everything is saved here, and since when it is in step. That nothing waits, that
 * it cannot store or that it is still asking is not that. */
export async function drains(page, within = 30_000) {
  let said;
  const inStep = async () => {
    said = (await syncState(page).innerText()).replace(/\s+/g, " ").trim();
    return /· (.+ 同期|synced .+)$/.test(said);
  };
  await eventually(inStep, "an empty queue", { within }).catch((error) => {
    throw new Error(`${error.message}; the screen says 「${said}」`);
  });
}
