// A desk and its people: seats and roles from both sides, invitations, and the phrases that a
// worker keeps.
import assert from "node:assert/strict";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, KIOSK, PHONE, device, eventually, openBrowser } from "./harness/browser.mjs";
import { openAtDesk, proposed, rows } from "./harness/deal.mjs";
import { MINORI, SHOP, fillRegistration, goOffline, goOnline, logIn, openBoard, openPosting, press, proposeFor, register, savedOnDevice, send, sent, write } from "./harness/person.mjs";
import { account, importJobs, posting, serve } from "./harness/server.mjs";
import { people, records } from "./harness/storage.mjs";
import { drains, message } from "./harness/town.mjs";

async function owner(t, size = DESKTOP) {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし", desk: "油津商店" })]);
  await account(server, { ...SHOP, desk: "油津商店" });
  const browser = await openBrowser(t);
  const { page } = await device(t, browser, size);
  await logIn(page, server.url, SHOP);
  await page.goto(`${server.url}/desk?tab=members`);
  await page.getByRole("heading", { name: "油津商店のメンバー" }).waitFor();
  return { server, browser, page };
}

const members = (page) => page.getByRole("list", { name: "油津商店のメンバー" }).getByRole("listitem");

/** A seat of that role; gives back its link. */
async function offerSeat(page, role) {
  await page.getByLabel("用意する席の役割", { exact: true }).selectOption({ label: role });
  await press(page, "席を用意する");
  return page.getByLabel("席のリンク", { exact: true }).first().inputValue();
}

test("a colleague takes a seat by its link, registering on the way, and their role decides what shows", async (t) => {
  const { server, browser, page } = await owner(t);
  const link = await offerSeat(page, "閲覧");
  assert.ok(link.startsWith(`${server.url}/desk#seat=`), link);
  const minori = await device(t, browser, PHONE);
  await minori.page.goto(link);
  await minori.page.getByRole("heading", { name: "窓口の席に招かれています" }).waitFor();
  await minori.page.getByRole("link", { name: "登録して席に着く" }).click();
  await fillRegistration(minori.page, MINORI);
  await press(minori.page, "席に着く");
  // The link was one seat for one person.
  await page.getByLabel("席のリンク", { exact: true }).waitFor({ state: "detached" });
  await members(page).filter({ hasText: MINORI.name }).waitFor();

  await minori.page.goto(`${server.url}/desk?tab=postings`);
  await minori.page.getByText("あなたの役割は閲覧だけです").waitFor();
  assert.equal(await minori.page.getByRole("button", { name: /^閉じる/ }).count(), 0);
  await minori.page.goto(`${server.url}/desk?tab=members`);
  await members(minori.page).filter({ hasText: SHOP.name }).getByText("持ち主").waitFor();
  assert.equal(await minori.page.getByRole("button", { name: "席を用意する" }).count(), 0);
  assert.equal(await minori.page.getByRole("combobox").count(), 0);

  await page.getByLabel(`役割: ${MINORI.name}`, { exact: true }).selectOption({ label: "担当" });
  await minori.page.goto(`${server.url}/desk?tab=postings`);
  await minori.page.getByRole("button", { name: "閉じる: 港のちらし" }).waitFor();

  // Removed, with a way back for a moment; then the desk is gone from her device.
  await press(page, `メンバーから外す: ${MINORI.name}`);
  await press(page, "元にもどす");
  await press(page, `メンバーから外す: ${MINORI.name}`);
  await page.goto(`${server.url}/desk`);
  await minori.page.getByRole("button", { name: "閉じる: 港のちらし" }).waitFor({ state: "detached" });
  await eventually(async () => (await rows(minori.page, "membership")).length === 0, "her place has ended");
});

test("a seat is offered offline, taken back, and a spent or wrong code says so", async (t) => {
  const { server, browser, page } = await owner(t);
  await goOffline(page);
  const link = await offerSeat(page, "担当");
  await press(page, "席を取り消す");
  await page.getByLabel("席のリンク", { exact: true }).waitFor({ state: "detached" });
  await goOnline(page);
  const minori = await device(t, browser, PHONE);
  await register(minori.page, server.url, MINORI);
  await minori.page.goto(`${server.url}/desk`);
  await minori.page.getByLabel("席のリンクかコード", { exact: true }).fill("知りません");
  await press(minori.page, "席へ進む");
  await minori.page.getByText("席のリンクかコードを、そのまま貼りつけてください").waitFor();
  await minori.page.getByLabel("席のリンクかコード", { exact: true }).fill(link.split("=").pop());
  await press(minori.page, "席へ進む");
  await press(minori.page, "席に着く");
  await minori.page.getByText("その対象はもうありません").waitFor();
  assert.deepEqual(await rows(minori.page, "membership"), []);
});

test("a member leaves the desk, and what was its own goes from their device", async (t) => {
  const { server, browser, page } = await owner(t);
  const link = await offerSeat(page, "担当");
  const minori = await device(t, browser, DESKTOP);
  await register(minori.page, server.url, MINORI);
  await minori.page.goto(link);
  await press(minori.page, "席に着く");
  await minori.page.getByRole("navigation", { name: "窓口の中" }).waitFor();
  await members(page).filter({ hasText: MINORI.name }).waitFor();
  await minori.page.goto(`${server.url}/desk?tab=members`);
  await members(minori.page).filter({ hasText: SHOP.name }).waitFor();
  const [{ desk }] = await rows(minori.page, "membership");
  const [database] = await people(minori.page);
  const ofTheDesk = async () => {
    const stores = ["base", "outbox", "drafts", "typed", "jottings", "meta"];
    const stored = await Promise.all(stores.map((store) => records(minori.page, database, store)));
    return stored.flat().filter((record) => record.includes(desk));
  };
  await eventually(async () => (await ofTheDesk()).length > 0, "the desk on her device");
  await press(minori.page, "この窓口を離れる");
  await minori.page.getByRole("heading", { name: "窓口を開く" }).waitFor();
  await members(page).filter({ hasText: MINORI.name }).waitFor({ state: "detached" });
  assert.deepEqual(await rows(minori.page, "membership"), []);
  await drains(minori.page);
  await eventually(async () => (await ofTheDesk()).length === 0, "a device with nothing of the desk").catch(async (error) => {
    throw new Error(`${error.message}: ${await ofTheDesk()}`);
  });
  // Owners are told how they leave.
  await page.getByText("持ち主が離れるときは").waitFor();
});

test("an invitation is answered later, then accepted, and goes with the proposal", async (t) => {
  const { server, haru, shop } = await proposed(t);
  await importJobs(server, [posting({ id: "b", title: "夏まつりの看板", desk: "油津商店" })]);
  await openAtDesk(shop.page, server);
  await shop.page.getByText("ほかの募集に招く").click();
  await shop.page.getByLabel("招く募集", { exact: true }).selectOption({ label: "夏まつりの看板" });
  await shop.page.getByLabel("添える言葉", { exact: true }).fill("絵がすてきでした。");
  await press(shop.page, "招待する");
  await shop.page.getByText("「夏まつりの看板」に招待しました: 返事待ち").waitFor();

  await haru.page.goto(`${server.url}/proposals`);
  const invitation = haru.page.getByRole("list", { name: "招待" }).getByRole("listitem");
  await invitation.getByText("絵がすてきでした。").waitFor();
  await goOffline(haru.page);
  await press(haru.page, "あとで返事する: 夏まつりの看板");
  await invitation.getByText("「あとで」と返事しました").waitFor();
  await goOnline(haru.page);
  await shop.page.getByText("「夏まつりの看板」に招待しました: あとで返事します").waitFor();
  await press(haru.page, "招待を受ける: 夏まつりの看板");
  await haru.page.getByText("この提案には、油津商店からの招待が付きます。").waitFor();
  await shop.page.getByText("「夏まつりの看板」に招待しました: 受けました").waitFor();
  await write(haru.page, { message: "看板、描きます。" });
  await send(haru.page);
  await sent(haru.page);
  await shop.page.goto(`${server.url}/desk`);
  await shop.page.getByRole("list", { name: "届いた提案" }).getByRole("listitem").filter({ hasText: "夏まつりの看板" }).getByRole("link").click();
  await shop.page.getByText("招待に応えた提案です。").waitFor();
});

test("an invitation is declined with a reason, and that stands", async (t) => {
  const { server, haru, shop } = await proposed(t);
  await importJobs(server, [posting({ id: "b", title: "夏まつりの看板", desk: "油津商店" })]);
  await openAtDesk(shop.page, server);
  await shop.page.getByText("ほかの募集に招く").click();
  await shop.page.getByLabel("招く募集", { exact: true }).selectOption({ label: "夏まつりの看板" });
  await press(shop.page, "招待する");
  await openBoard(haru.page, server.url);
  await openPosting(haru.page, "夏まつりの看板");
  await haru.page.getByText("油津商店から、この仕事に招待されています").waitFor();
  await haru.page.getByRole("link", { name: "返事をする" }).click();
  await press(haru.page, "招待を断る: 夏まつりの看板");
  await press(haru.page, "断る");
  await haru.page.getByText("理由をえらんでください").waitFor();
  await haru.page.getByLabel("いまは時間がない").check();
  await press(haru.page, "断る");
  await haru.page.getByRole("list", { name: "招待" }).waitFor({ state: "detached" });
  await shop.page.getByText("断られました(いまは時間がない)").waitFor();
});

test("phrases are written once, offline too, and inserted into proposals and messages", async (t) => {
  const { server, haru } = await proposed(t);
  await importJobs(server, [posting({ id: "b", title: "夏まつりの看板", desk: "油津商店" })]);
  const { page } = haru;
  const thread = page.url();
  await openBoard(page, server.url);
  await page.getByRole("list", { name: "仕事の一覧" }).getByRole("link", { name: "夏まつりの看板" }).waitFor();
  await goOffline(page);
  await page.goto(`${server.url}/phrases`);
  await press(page, "保存する");
  await page.getByText("入れてください").first().waitFor();
  await page.getByLabel("名前", { exact: true }).fill("自己紹介");
  await page.getByLabel("文", { exact: true }).fill("はじめまして。絵を描いて10年です。");
  await press(page, "保存する");
  await page.getByRole("list", { name: "定型文の一覧" }).getByText("絵を描いて10年です。").waitFor();
  assert.equal(await page.getByLabel("名前", { exact: true }).inputValue(), "");
  await press(page, "定型文を直す: 自己紹介");
  await page.getByLabel("文", { exact: true }).fill("はじめまして。絵を描いて11年です。");
  await press(page, "保存する");
  await page.getByText("絵を描いて11年です。").waitFor();

  await page.goto(`${server.url}/jobs`);
  await proposeFor(page, "夏まつりの看板");
  await message(page).fill("こんにちは。");
  await savedOnDevice(page);
  await page.getByText("定型文を入れる", { exact: true }).click();
  await press(page, "入れる: 自己紹介");
  await eventually(async () => (await message(page).inputValue()) === "こんにちは。\n\nはじめまして。絵を描いて11年です。", "the phrase behind what was written");
  await eventually(async () => (await page.evaluate(() => document.activeElement.id)) === "message", "the caret behind the phrase");

  await page.goto(thread);
  await page.getByText("定型文を入れる", { exact: true }).click();
  await press(page, "入れる: 自己紹介");
  await eventually(async () => (await page.getByLabel("メッセージを書く", { exact: true }).inputValue()).includes("11年"), "the phrase in the message");
  await goOnline(page);
  await eventually(async () => (await rows(page, "phrase")).length === 1, "the phrase at the server");
  await page.goto(`${server.url}/phrases`);
  await press(page, "定型文を削除: 自己紹介");
  await press(page, "元にもどす");
  await page.getByRole("list", { name: "定型文の一覧" }).getByText("11年").waitFor();
});

for (const [name, size] of Object.entries({ phone: PHONE, desktop: DESKTOP, kiosk: KIOSK })) {
  test(`axe finds nothing at a desk, in invitations and phrases (${name})`, async (t) => {
    const calm = { ...size, reducedMotion: "reduce" };
    const { server, haru, shop } = await proposed(t, { worker: calm, client: calm });
    await importJobs(server, [posting({ id: "b", title: "夏まつりの看板", desk: "油津商店" })]);
    await openAtDesk(shop.page, server);
    await shop.page.locator("details.invite summary").click();
    assert.deepEqual(await findings(shop.page), [], "inviting");
    await press(shop.page, "招待する");
    await haru.page.goto(`${server.url}/phrases`);
    await haru.page.getByLabel("名前", { exact: true }).fill("とても長い名前の定型文".repeat(8));
    await haru.page.getByLabel("文", { exact: true }).fill("文");
    await press(haru.page, "保存する");
    await haru.page.locator(".proposal-item").first().waitFor();
    for (const language of ["ja", "en"]) {
      await haru.page.goto(`${server.url}/phrases?lang=${language}`);
      await haru.page.locator(".proposal-item").first().waitFor();
      assert.deepEqual(await findings(haru.page), [], `${language} phrases`);
      await haru.page.goto(`${server.url}/proposals?lang=${language}`);
      await haru.page.locator("#invitations-h").waitFor();
      assert.deepEqual(await findings(haru.page), [], `${language} invitations`);
      await shop.page.goto(`${server.url}/desk?tab=members&lang=${language}`);
      await shop.page.locator(".seats").waitFor();
      if (language === "ja") await shop.page.locator(".seats button").first().click();
      await shop.page.locator(".seat").waitFor();
      assert.deepEqual(await findings(shop.page), [], `${language} members`);
      await shop.page.goto(`${server.url}/desk?lang=${language}#seat=${crypto.randomUUID()}`);
      await shop.page.locator("#seat-h").waitFor();
      assert.deepEqual(await findings(shop.page), [], `${language} seat`);
    }
  });
}
