// A proposal on its way between two people, each at their own device.
import { DESKTOP, PHONE, device, eventually, openBrowser } from "./browser.mjs";
import { HARU, SHOP, beginProposal, logIn, openBoard, openPosting, register, send, write } from "./person.mjs";
import { account, importJobs, posting, serve } from "./server.mjs";

// The two of every deal, for whoever takes them from here.

/** Haru has sent a proposal to the shop; both are logged in, neither has opened it. */
export async function proposed(t, { worker = PHONE, client = DESKTOP, ...job } = {}) {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし", desk: "油津商店", ...job })]);
  await account(server, { ...SHOP, desk: "油津商店" });
  const browser = await openBrowser(t);
  const haru = await device(t, browser, worker);
  await register(haru.page, server.url, HARU);
  await openBoard(haru.page, server.url);
  await openPosting(haru.page, "港のちらし");
  await beginProposal(haru.page);
  await write(haru.page, { message: "ちらし、描かせてください。" });
  await send(haru.page);
  await haru.page.getByText(/送信済み \d+:/).first().waitFor();
  const id = new URL(haru.page.url()).pathname.split("/").pop();
  const shop = await device(t, browser, client);
  await logIn(shop.page, server.url, SHOP);
  return { server, browser, haru, shop, id };
}

/** The client opens the proposal at its desk. */
export async function openAtDesk(page, server) {
  await page.goto(`${server.url}/desk`);
  await page.getByRole("list", { name: "届いた提案" }).getByRole("link", { name: HARU.name }).click();
  await page.getByRole("heading", { level: 1, name: HARU.name }).waitFor();
}

/** Offers other terms. */
export async function offer(page, { label, amount, days }) {
  await page.getByRole("button", { name: "条件を提案する", exact: true }).click();
  await page.getByLabel(label, { exact: true }).fill(amount);
  if (days) await page.getByLabel("所要日数", { exact: true }).fill(days);
  await page.getByRole("button", { name: "条件を提案する", exact: true }).click();
}

/** Writes a message. */
export async function say(page, words) {
  await page.getByLabel("メッセージを書く", { exact: true }).fill(words);
  await page.getByRole("button", { name: "メッセージを送る", exact: true }).click();
}

/** The messages of the open thread, by what they say. */
export function message(page, words) {
  return page.getByRole("list", { name: "メッセージ" }).getByRole("listitem").filter({ hasText: words });
}

/** The client accepts; gives back the address of the contract. */
export async function accept(page, server) {
  await page.getByRole("button", { name: "承諾する", exact: true }).click();
  await page.getByRole("link", { name: "取引条件明示書へ" }).click();
  await page.getByRole("heading", { level: 1, name: "取引条件明示書" }).waitFor();
  return new URL(page.url(), server.url).pathname;
}

/** The client completes the notice. */
export async function complete(page) {
  await page.getByRole("link", { name: "明示書を整える" }).click();
  await completeOpened(page);
}

/** The client completes the notice that it is writing. */
export async function completeOpened(page) {
  await page.getByRole("heading", { level: 1, name: "取引条件明示書を整える" }).waitFor();
  await page.getByRole("button", { name: "例文を入れる" }).click();
  await page.getByText("項目はそろっています").waitFor();
  await page.getByRole("button", { name: "明示書を更新する", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "取引条件明示書", exact: true }).waitFor();
}

/** The form of rows and commands that the server knows: `sync::protocol::SCHEMA`. */
export const SCHEMA = 2;

/** Asks the server as the person of this page, past the app. */
async function asks(page, path, asked) {
  return page.evaluate(
    async ([path, asked]) => {
      const session = await (await fetch("/api/session")).json();
      const headers = { "content-type": "application/json", "engawa-person": session.person };
      const body = JSON.stringify({ epoch: null, group: crypto.randomUUID(), ...asked });
      const answer = await fetch(`/api/sync/${path}`, { method: "POST", headers, body });
      return { status: answer.status, body: await answer.text() };
    },
    [path, { schema: SCHEMA, ...asked }],
  );
}

/** Does up to a hundred things as the person of this page, as another of their devices would: pushes
 * commands, which the server must apply. */
export async function pushAll(page, commands) {
  const mutations = commands.map((command, at) => ({ id: at + 1, command, made_at: Date.now(), base_version: 0 }));
  const { status, body } = await asks(page, "push", { mutations });
  const outcomes = status === 200 ? JSON.parse(body).results.map(({ outcome }) => outcome) : [];
  if (outcomes.length !== commands.length || outcomes.some((outcome) => outcome !== "applied")) throw new Error(`${JSON.stringify(commands)} was not applied: ${status} ${body}`);
}

/** The same for one command. */
export async function push(page, command) {
  await pushAll(page, [command]);
}

/** All that the person of this page may read, as text. */
export async function readable(page) {
  const { status, body } = await asks(page, "pull", { oldest_unsettled: null, cursors: {} });
  if (status !== 200) throw new Error(`no rows: ${status} ${body}`);
  return body;
}

/** The rows of a kind that the person of this page may read. */
export async function rows(page, kind) {
  const pulled = JSON.parse(await readable(page));
  return pulled.rows.filter((row) => kind in row).map((row) => row[kind]);
}

/** Waits until the server has a draft of the person's that says `words`. */
export async function draftAtServer(page, words) {
  await eventually(async () => JSON.stringify(await rows(page, "draft")).includes(words), `「${words}」 at the server`);
}
