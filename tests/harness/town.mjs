// A shop with postings, and Haru's phone: where the stories of tabs, storage and sync begin.
import { DESKTOP, device, eventually, openBrowser, watch } from "./browser.mjs";
import { logIn, registerAndLook, syncState } from "./person.mjs";
import { account, importJobs, posting, serve } from "./server.mjs";

const SHOP = { name: "店主", email: "shop@example.jp", password: "港の見える店のとびら" };
export const TITLES = ["港のちらし", "朝市の写真", "海の店の帳簿", "山の宿の紹介文", "駅前の地図"];

/** The text of the draft on screen. */
export const message = (page) => page.getByLabel("メッセージ", { exact: true });
/** The star of a posting. */
export const star = (page, title) => page.getByRole("button", { name: new RegExp(title) }).first();
/** 送信待ちの一覧. */
export const queue = (page) => page.getByRole("region", { name: "送信待ちの一覧", exact: true });
/** What is said aloud with these words. */
export const alert = (page, words) => page.getByRole("alert").filter({ hasText: words });

/** A shop with five postings, and Haru's phone at the board. */
export async function town(t) {
  const server = await serve(t);
  await importJobs(server, TITLES.map((title, id) => posting({ id: `${id}`, title, desk: "油津商店" })));
  await account(server, { ...SHOP, desk: "油津商店" });
  const browser = await openBrowser(t);
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

/** The queue is empty, without anybody doing anything. */
export async function drains(page, within = 30_000) {
  await eventually(async () => !/送信待ち|送信中/.test(await syncState(page).innerText()), "an empty queue", { within });
}
