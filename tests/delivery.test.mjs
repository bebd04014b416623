// A draft becomes a proposal: once, in truth, or with a reason.
import assert from "node:assert/strict";
import test from "node:test";
import { DESKTOP, device, openBrowser, watch } from "./harness/browser.mjs";
import { draftAtServer, rows } from "./harness/deal.mjs";
import { HARU, MINORI, SHOP, fillRegistration, goOffline, goOnline, logIn, openBoard, proposeFor, registerAndLook, send, sent, silence, waiting, write } from "./harness/person.mjs";
import { proxy } from "./harness/proxy.mjs";
import { account, importJobs, posting, serve } from "./harness/server.mjs";
import { drains, message } from "./harness/town.mjs";

test("a proposal drafted without an account reaches the client's open screen", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし", desk: "油津商店" })]);
  await account(server, { ...SHOP, desk: "油津商店" });
  const browser = await openBrowser(t);
  const shop = await device(t, browser, DESKTOP);
  await logIn(shop.page, server.url, SHOP);
  await shop.page.goto(`${server.url}/desk`);

  const { page } = await device(t, browser);
  await openBoard(page, server.url);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "ちらし、描かせてください。" });
  await page.getByRole("button", { name: "確認へ進む" }).click();
  await page.getByRole("link", { name: "登録して送る" }).click();
  await fillRegistration(page, HARU);
  // What was drafted before there was an account is adopted, word for word.
  await page.getByText("ちらし、描かせてください。").waitFor();
  await page.getByRole("button", { name: "送信する", exact: true }).click();
  await sent(page);

  // No reload on the client's side.
  await shop.page.getByRole("link", { name: /佐野 はる/ }).click();
  await shop.page.getByText("ちらし、描かせてください。").waitFor();
  await shop.page.getByText("33,000円").first().waitFor();
});

test("submitted offline, delivered after reconnecting, once, though the reply was cut off", async (t) => {
  const server = await serve(t);
  const network = await proxy(t, server.url);
  await importJobs(server, [posting({ id: "a", title: "港のちらし", desk: "油津商店" })]);
  await account(server, { ...SHOP, desk: "油津商店" });
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await registerAndLook(page, network.url);
  await proposeFor(page, "港のちらし");
  await write(page);
  await goOffline(page);
  await send(page);
  await waiting(page);

  network.cutNextReply("/api/sync/push");
  await goOnline(page);
  // Without a new action by the person the queue empties.
  await sent(page);
  await drains(page);
  assert.ok(network.seen.some(({ cut }) => cut === "/api/sync/push"), "the reply was cut off");

  const shop = await device(t, browser, DESKTOP);
  await logIn(shop.page, server.url, SHOP);
  await shop.page.goto(`${server.url}/desk`);
  const arrived = shop.page.getByRole("list", { name: "届いた提案" }).getByRole("listitem");
  await arrived.first().waitFor();
  assert.equal(await arrived.count(), 1, "it arrived once");
});

test("a posting that closed meanwhile sends the proposal back to its draft with the reason", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await registerAndLook(page, server.url);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "まにあいますように。" });
  await goOffline(page);
  await send(page);
  await waiting(page);
  await importJobs(server, [posting({ id: "a", title: "港のちらし", closes: "2026-11-01" })]);
  await goOnline(page);
  await page.getByText(/募集は.*終わりました/).first().waitFor();
  await message(page).waitFor();
  assert.equal(await message(page).inputValue(), "まにあいますように。", "every word is still there");
  await page.goto(`${server.url}/proposals`);
  await page.getByText("送れませんでした").first().waitFor();
});

test("one worker never sees what another wrote, on the same phone or elsewhere", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし", desk: "油津商店" })]);
  await account(server, MINORI);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await registerAndLook(page, server.url);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "はるの秘密のことば" });
  await send(page);
  await sent(page);
  const address = page.url();

  const other = await device(t, browser);
  await logIn(other.page, server.url, MINORI);
  await other.page.goto(address);
  await other.page.getByRole("heading", { level: 1 }).waitFor();
  // It has asked the server for everything that is its to read.
  await drains(other.page);
  assert.deepEqual(await rows(other.page, "proposal"), []);
  assert.equal(await other.page.getByText("はるの秘密のことば").count(), 0);
  await other.page.goto(`${server.url}/desk`);
  await other.page.getByRole("heading", { level: 1 }).waitFor();
  await drains(other.page);
  assert.equal(await other.page.getByText("佐野 はる").count(), 0);
});

test("when somebody else logs in beside it, a tab sends nothing in their name", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし", desk: "油津商店" })]);
  await account(server, MINORI);
  await account(server, { ...SHOP, desk: "油津商店" });
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  await registerAndLook(page, server.url);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "はるのことば" });
  // From here on the tab has no reason to ask the server for anything until 送信する is pressed.
  await draftAtServer(page, "はるのことば");
  await page.getByRole("button", { name: "確認へ進む" }).click();
  await page.getByRole("button", { name: "送信する", exact: true }).waitFor();
  await drains(page);
  // This tab hears nothing of the other.
  const other = await context.newPage();
  watch(t, other);
  await silence(other);
  await logIn(other, server.url, MINORI);
  const answered = page.waitForResponse((answer) => answer.url().endsWith("/api/sync/push"));
  // The tab makes way for whom the device has now.
  const anew = page.waitForEvent("load");
  await page.getByRole("button", { name: "送信する", exact: true }).click();
  assert.ok(!(await answered).ok(), "the server takes nothing of Haru's in Minori's name");
  await anew;
  await drains(page);
  assert.deepEqual(await rows(page, "proposal"), [], "nothing was sent as Minori's");

  const shop = await device(t, browser, DESKTOP);
  await logIn(shop.page, server.url, SHOP);
  await shop.page.goto(`${server.url}/desk`);
  await shop.page.getByRole("heading", { level: 1 }).waitFor();
  await drains(shop.page);
  assert.deepEqual(await rows(shop.page, "proposal"), []);
  await other.goto(`${server.url}/proposals`);
  await other.getByRole("heading", { level: 1, name: "提案" }).waitFor();
  await drains(other);
  assert.equal(await shop.page.getByText("はるのことば").count(), 0, "nothing arrived in the wrong name");
  assert.equal(await other.locator(".proposal-item").count(), 0);
  assert.equal(await other.getByText(/送信済み \d+:/).count(), 0);
});
