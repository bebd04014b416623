// What people do, in the words of the screen.
import { eventually, keptOffline } from "./browser.mjs";

/** A worker of the stories. */
export const HARU = { name: "佐野 はる", email: "haru@example.jp", password: "縁側でひとやすみする" };
/** A client of the stories. */
export const SHOP = { name: "店主", email: "shop@example.jp", password: "港の見える店のとびら" };
/** Somebody else: another worker, a colleague at the desk, a guest at the phone. */
export const MINORI = { name: "みのり", email: "minori@example.jp", password: "みのりの長い合いことば" };

/** Waits until the app has taken the place of the static page. */
export async function started(page) {
  await page.locator("#before").waitFor({ state: "detached" });
}

/** Opens the board and waits until it can be searched. */
export async function openBoard(page, url) {
  const address = new URL(url);
  if (address.pathname === "/") address.pathname = "/jobs";
  await page.goto(address.href);
  await started(page);
  await page.getByRole("list", { name: "仕事の一覧" }).waitFor();
}

/** Reads the count beside the list: 「1,234件」. */
export async function count(page) {
  const text = await page.locator("[role=status]").filter({ hasText: /^[\d,]+件$/ }).first().innerText();
  return Number(text.replace(/[^\d]/g, ""));
}

/** Types into the search box. */
export async function search(page, words) {
  await page.getByRole("searchbox", { name: "仕事を検索" }).fill(words);
}

/** Opens a posting from the list. */
export async function openPosting(page, title) {
  await page.getByRole("list", { name: "仕事の一覧" }).getByRole("link", { name: title }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

/** Registers, from wherever the person is. */
export async function register(page, url, { name, email, password }) {
  await page.goto(new URL("/register", url).href);
  await fillRegistration(page, { name, email, password });
}

/** Fills in the form for an account. */
export async function fillRegistration(page, { name, email, password }) {
  await page.getByLabel("お名前", { exact: true }).fill(name);
  await page.getByLabel("メールアドレス", { exact: true }).fill(email);
  await page.getByLabel("パスワード", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登録する", exact: true }).click();
  await page.waitForURL((at) => !at.pathname.startsWith("/register"));
}

/** Registers, and goes to the board. */
export async function registerAndLook(page, url, person = HARU) {
  await register(page, url, person);
  await openBoard(page, url);
}

/** Logs in. */
export async function logIn(page, url, { email, password }) {
  await page.goto(new URL("/login", url).href);
  await page.getByLabel("メールアドレス", { exact: true }).fill(email);
  await page.getByLabel("パスワード", { exact: true }).fill(password);
  await page.getByRole("button", { name: "ログイン", exact: true }).click();
  await page.waitForURL((at) => !at.pathname.startsWith("/login"));
}

/** From a posting: begins a proposal. */
export async function beginProposal(page) {
  await page.getByRole("button", { name: "提案を書く" }).or(page.getByRole("link", { name: "提案を書く" })).first().click();
  await page.getByLabel("メッセージ", { exact: true }).waitFor();
}

/** Opens a posting from the list, and begins a proposal for it. */
export async function proposeFor(page, title) {
  await openPosting(page, title);
  await beginProposal(page);
}

/** Fills in a proposal. */
export async function write(page, { message = "はじめまして。港のちらし、ぜひ描かせてください。", amount = "33000", days = "14" } = {}) {
  await page.getByLabel("メッセージ", { exact: true }).fill(message);
  await page.getByLabel("希望報酬(税込・円)", { exact: true }).fill(amount);
  await page.getByLabel("所要日数", { exact: true }).fill(days);
}

/** Presses a button. */
export async function press(page, name) {
  await page.getByRole("button", { name, exact: true }).click();
}

/** 確認へ進む, to the last look before sending. */
export async function toCheck(page) {
  await press(page, "確認へ進む");
  await page.getByRole("button", { name: "送信する", exact: true }).waitFor();
}

/** 確認へ進む, then 送信する. */
export async function send(page) {
  await toCheck(page);
  await press(page, "送信する");
}

/** Waits until the screen says 送信済み; 「まだ送信済みではありません」 is not that. */
export async function sent(page) {
  await page.getByText(/^送信済み/).first().waitFor();
}

/** Waits until the screen says that the proposal waits to be sent; 「送信待ち」 alone is also what will
 * become of it, or of something else. */
export async function waiting(page) {
  await page.getByText("送信待ちです", { exact: true }).waitFor();
}

/** The other tabs hear nothing of this one any more. */
export async function silence(page) {
  const silent = () => void (BroadcastChannel.prototype.postMessage = () => {});
  await page.addInitScript(silent);
  await page.evaluate(silent);
}

/** The page, opened after this, exchanges only what is done in it: no attempt follows by itself until it
 * may again, by what this gives back. (Asked of an open page, it would find an attempt on its way.) */
export async function holdAttempts(page) {
  await page.addInitScript(() => {
    const wait = globalThis.setTimeout;
    globalThis.setTimeout = (action, after, ...rest) => (after >= 1000 ? 0 : wait(action, after, ...rest));
    globalThis.letAttemptsGo = () => void (globalThis.setTimeout = wait);
  });
  return () => page.evaluate(() => globalThis.letAttemptsGo());
}

/** Loses the network, once the app itself is on the device. The browser itself believes in a network
 * still, and would wake the service worker at once: it has no Background Sync from now on. */
export async function goOffline(page) {
  await keptOffline(page);
  const without = () => void delete ServiceWorkerRegistration.prototype.sync;
  await page.context().addInitScript(without);
  for (const tab of page.context().pages()) await tab.evaluate(without);
  await page.context().setOffline(true);
}

/** Has a network again. */
export async function goOnline(page) {
  await page.context().setOffline(false);
}

/** The words of 同期の状態. */
export function syncState(page) {
  return page.getByRole("status", { name: /^(同期の状態|Sync status)$/ });
}

/** Waits until the page's attempt has failed: nothing of it is on its way any more. */
export async function attempted(page) {
  await syncState(page).filter({ hasText: "サーバーの返事がありません" }).waitFor();
}

/** Waits until what was led to may be typed into: the focus moves with the next frame. */
export async function hasFocus(field) {
  await eventually(() => field.evaluate((element) => element === document.activeElement), "the focus");
}

/** Waits until the draft on screen is on the disk. */
export async function savedOnDevice(page) {
  await page.getByRole("status", { name: "下書きの状態" }).filter({ hasText: "この端末に保存済み" }).waitFor();
}
