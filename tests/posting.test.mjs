// A client's posting: from its first line to its publication, each kind of it, and what it tells
// the workers who already write for it.
import assert from "node:assert/strict";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, KIOSK, PHONE, device, eventually, openBrowser } from "./harness/browser.mjs";
import { draftAtServer, push, rows } from "./harness/deal.mjs";
import { HARU, SHOP, goOffline, goOnline, logIn, openPosting, press, proposeFor, registerAndLook, savedOnDevice, started, write } from "./harness/person.mjs";
import { account, importJobs, posting, serve } from "./harness/server.mjs";
import { LEAFLET, editorField, fillPosting, jobNamed, publish, toPostingCheck } from "./harness/posting.mjs";
import { drains } from "./harness/town.mjs";

const OWNER = { name: "持ち主", email: "owner@example.jp", password: "持ち主の長い合いことば" };

/** A shop with a desk, at its own device, logged in; whoever came to the desk first owns it. */
async function shop(t, { size = DESKTOP, desk = "油津商店", owner } = {}) {
  const server = await serve(t);
  if (owner) await account(server, { ...owner, desk });
  await account(server, { ...SHOP, desk });
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser, size);
  await logIn(page, server.url, SHOP);
  return { server, browser, page, context };
}

/** A day of the calendar. */
function inDays(days) {
  return new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
}

test("a posting is written offline from its first line, waits honestly, and is on every board afterwards", async (t) => {
  const { server, browser, page } = await shop(t, { size: PHONE });
  const other = await device(t, browser, PHONE);
  await page.goto(`${server.url}/desk`);
  await page.getByRole("navigation", { name: "窓口の中" }).waitFor();
  await goOffline(page);
  await page.goto(`${server.url}/jobs/new`);
  assert.equal(await page.getByRole("navigation", { name: "場所" }).getByRole("link", { name: "窓口" }).getAttribute("aria-current"), "page");
  await editorField(page, "題").fill("港のちらし");
  await savedOnDevice(page);
  // It survives the page, and stands where a client looks for it.
  await page.goto(`${server.url}/desk?tab=postings`);
  await page.getByRole("list", { name: "募集の下書き" }).getByRole("link", { name: "港のちらし" }).click();
  assert.equal(await editorField(page, "題").inputValue(), "港のちらし");
  await fillPosting(page, LEAFLET);
  await publish(page);
  const item = page.getByRole("list", { name: "公開中" }).getByRole("listitem").filter({ hasText: "港のちらし" });
  await item.getByText("送信待ち").waitFor();
  await page.reload();
  await item.getByText("送信待ち").waitFor();
  await goOnline(page);
  await item.getByRole("link", { name: "港のちらし" }).waitFor();
  await eventually(async () => (await item.getByText("送信待ち").count()) === 0, "sent");
  await other.page.goto(`${server.url}/jobs`);
  await openPosting(other.page, "港のちらし");
  assert.match(await other.page.getByRole("article").first().innerText(), /6項目のうち6項目/);
  assert.equal((await rows(page, "draft")).length, 0, "the draft went with what it said");
});

test("each key is judged: six items, scams and the payment day, each by its rule and with a way to its field", async (t) => {
  const { server, page } = await shop(t);
  await page.goto(`${server.url}/jobs/new`);
  const panel = page.getByRole("region", { name: "公開の前の確認" });
  await panel.getByText("6つの項目のうち0つ").waitFor();
  await editorField(page, "内容").fill("A4のちらしを1枚。詳しくはLINEで。登録料5,000円を先にお支払いください。");
  await panel.getByText("6つの項目のうち1つ").waitFor();
  for (const words of ["LINEで", "登録料"]) await panel.getByText(words, { exact: true }).waitFor();
  await editorField(page, "支払日").fill("60日以内");
  await panel.getByText("フリーランス法 第4条").waitFor();
  await editorField(page, "支払日").fill("月末締め翌々月末払い");
  await panel.getByText("60日より遅くなる").waitFor();
  await editorField(page, "支払日").fill("毎月末日締め翌月25日払い");
  await eventually(async () => (await panel.getByText("フリーランス法").count()) === 0, "a lawful day");
  // The way to a field moves the focus there.
  await panel.getByRole("link", { name: "費用の負担" }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "posting-costs");
  await panel.getByRole("listitem").filter({ hasText: "登録料" }).getByRole("link", { name: "内容" }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "posting-description");
});

test("what is missing is named at the end, and nothing written is lost", async (t) => {
  const { server, page } = await shop(t, { size: PHONE });
  await page.goto(`${server.url}/jobs/new`);
  await editorField(page, "内容").fill("ちらしを1枚。");
  await press(page, "確認へ進む");
  const summary = page.getByRole("alert").filter({ hasText: "公開する前に直すところが2つあります" });
  await summary.getByRole("link", { name: /^題/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "posting-title");
  await page.keyboard.type("ちらし");
  await summary.getByRole("link", { name: /^題/ }).waitFor({ state: "detached" });
  assert.equal(await editorField(page, "内容").inputValue(), "ちらしを1枚。");
});

const KINDS = {
  固定報酬: { word: "fixed", own: { "報酬(税込・円)": "３３，０００", "1週間の時間": "4〜8" }, none: ["募集する件数"] },
  時間単価: { word: "hourly", own: { "1時間の報酬(税込・円)": "1,500〜1,800", "1週間の時間": "4〜8" }, none: ["募集する件数"] },
  タスク: { word: "task", own: { "1件の報酬(税込・円)": "110", 募集する件数: "300", かかる時間の目安: "3分" }, none: ["1週間の時間"] },
  コンペ: { word: "contest", own: { "賞金(税込・円)": "50000", 応募の締切: inDays(20), 結果の発表: "締切から2週間" }, none: ["1週間の時間", "募集する件数"] },
};

for (const [kind, { word, own, none }] of Object.entries(KINDS)) {
  test(`${kind}: its own fields, and the preview is what workers see`, async (t) => {
    const { server, page } = await shop(t);
    await page.goto(`${server.url}/jobs/new`);
    await page.getByRole("radio", { name: new RegExp(`^${kind}`) }).check();
    for (const field of none) assert.equal(await editorField(page, field).count(), 0, `no ${field}`);
    const { "報酬(税込・円)": _, 納期, ...said } = LEAFLET;
    await fillPosting(page, { ...said, ...(kind === "コンペ" ? {} : { 納期 }), ...own });
    await toPostingCheck(page);
    const preview = page.getByRole("region", { name: "働く人にはこう見えます" });
    await preview.getByRole("heading", { name: "港のちらし" }).waitFor();
    const shown = await preview.innerText();
    assert.ok(shown.includes(kind), shown);
    assert.match(shown, /あなたに届く金額[\s\S]*手取り/);
    assert.equal(await preview.getByText(/^1時間あたり\s*約/).isVisible(), kind !== "コンペ", "a prize is no wage");
    assert.equal(await preview.getByRole("button", { name: "提案を書く" }).count(), 0);
    await publish(page, { at: "check" });
    assert.ok(JSON.stringify(await jobNamed(server, "港のちらし")).includes(`"${word}"`));
    await page.getByRole("list", { name: "公開中" }).getByRole("link", { name: "港のちらし" }).click();
    await page.getByRole("heading", { level: 1, name: "港のちらし" }).waitFor();
  });
}

test("somebody without a desk opens one right there, offline too, and publishes in its name", async (t) => {
  const server = await serve(t);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser, PHONE);
  await page.goto(`${server.url}/jobs/new`);
  await editorField(page, "題").fill("港のちらし");
  await fillPosting(page, { ...LEAFLET, 題: undefined });
  await toPostingCheck(page);
  await page.getByRole("link", { name: "登録して続ける" }).click();
  await page.getByLabel("お名前", { exact: true }).fill(HARU.name);
  await page.getByLabel("メールアドレス", { exact: true }).fill(HARU.email);
  await page.getByLabel("パスワード", { exact: true }).fill(HARU.password);
  await press(page, "登録する");
  await page.getByRole("heading", { name: "どの窓口から公開しますか" }).waitFor();
  await eventually(async () => (await rows(page, "person")).length === 1, "the account");
  await goOffline(page);
  await press(page, "窓口を開く");
  await page.getByText("入れてください").waitFor();
  await page.getByLabel("窓口の名前", { exact: true }).fill("はるの編集室");
  await press(page, "窓口を開く");
  await press(page, "公開する");
  const item = page.getByRole("list", { name: "公開中" }).getByRole("listitem").filter({ hasText: "港のちらし" });
  await item.getByText("送信待ち").waitFor();
  await goOnline(page);
  await item.getByRole("link", { name: "港のちらし" }).click();
  await page.getByRole("article", { name: "港のちらし" }).getByText(/^はるの編集室/).waitFor();
});

test("a posting drafted on one device goes on on another, and two versions stand side by side", async (t) => {
  const { server, browser, page } = await shop(t);
  await page.goto(`${server.url}/jobs/new`);
  await editorField(page, "題").fill("港のちらし");
  await eventually(async () => (await rows(page, "draft")).length === 1, "the draft at the server");
  const phone = await device(t, browser, PHONE);
  await logIn(phone.page, server.url, SHOP);
  await phone.page.goto(`${server.url}/desk?tab=postings`);
  await phone.page.getByRole("list", { name: "募集の下書き" }).getByRole("link", { name: "港のちらし" }).click();
  await goOffline(phone.page);
  await editorField(phone.page, "費用の負担").fill("電話で書いた費用");
  await editorField(page, "費用の負担").fill("机で書いた費用");
  await draftAtServer(page, "机で書いた費用");
  await goOnline(phone.page);
  const dialog = phone.page.getByRole("dialog", { name: "2つの版があります" });
  await dialog.getByText("机で書いた費用").waitFor();
  await dialog.getByRole("button", { name: "両方を残す" }).click();
  await eventually(async () => /電話で書いた費用[\s\S]*机で書いた費用/.test(await editorField(phone.page, "費用の負担").inputValue()), "both");
});

test("an edit tells the worker who already writes, field by field, offline too; the kind is settled", async (t) => {
  const { server, browser, page } = await shop(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし", desk: "油津商店" })]);
  const haru = await device(t, browser, PHONE);
  await registerAndLook(haru.page, server.url);
  await proposeFor(haru.page, "港のちらし");
  await write(haru.page, { message: "描きかけの提案です。" });
  const address = haru.page.url();

  await page.goto(`${server.url}/desk?tab=postings`);
  await press(page, "直す: 港のちらし");
  await page.getByText("公開したあとは、種類と報酬の単位は変えられません").waitFor();
  assert.equal(await page.getByRole("radio").count(), 0);
  await editorField(page, "報酬(税込・円)").fill("40000");
  await editorField(page, "納期").fill("契約日から2週間");
  await toPostingCheck(page);
  await press(page, "直したものを公開する");

  const changes = haru.page.getByRole("alert").filter({ hasText: "募集の内容が変わりました" });
  await changes.getByText("40,000円").waitFor();
  assert.match(await changes.innerText(), /報酬[\s\S]*33,000円[\s\S]*40,000円[\s\S]*納期[\s\S]*契約日から3週間[\s\S]*契約日から2週間/);
  assert.equal(await haru.page.getByLabel("メッセージ", { exact: true }).inputValue(), "描きかけの提案です。");
  await goOffline(haru.page);
  await haru.page.goto(`${server.url}/proposals`);
  await haru.page.getByText("募集が変わりました").waitFor();
  await haru.page.goto(address);
  await changes.getByText("40,000円").waitFor();
  await press(haru.page, "確かめました");
  await changes.waitFor({ state: "detached" });
  await haru.page.reload();
  await haru.page.getByLabel("メッセージ", { exact: true }).waitFor();
  assert.equal(await changes.count(), 0, "told once");

  assert.ok(JSON.stringify(await jobNamed(server, "港のちらし")).includes("40000"));
});

test("a posting is closed with a way back, opened again, and duplicated as a draft", async (t) => {
  const { server, page } = await shop(t, { size: PHONE });
  await importJobs(server, [posting({ id: "a", title: "港のちらし", desk: "油津商店" }), posting({ id: "b", title: "去年の仕事", desk: "油津商店", posted: "2025-01-01", closes: "2025-02-01" })]);
  await page.goto(`${server.url}/desk?tab=postings`);
  const open = page.getByRole("list", { name: "公開中" });
  const ended = page.getByRole("list", { name: "終わった募集" });
  await press(page, "閉じる: 港のちらし");
  await ended.getByRole("link", { name: "港のちらし" }).waitFor();
  await press(page, "元にもどす");
  await open.getByRole("link", { name: "港のちらし" }).waitFor();
  await press(page, "閉じる: 港のちらし");
  await eventually(async () => JSON.stringify(await jobNamed(server, "港のちらし")).includes('"closed"'), "closed at the server");
  // A re-import leaves it closed.
  const again = await importJobs(server, [posting({ id: "a", title: "港のちらし", desk: "油津商店" })]);
  assert.match(again.stdout, /kept 1/);
  await press(page, "もう一度募集する: 港のちらし");
  await open.getByRole("link", { name: "港のちらし" }).waitFor();
  // Its time is over: it needs a new one.
  await press(page, "もう一度募集する: 去年の仕事");
  await page.getByLabel("新しい締切: 去年の仕事").waitFor();
  await press(page, "この日まで募集する");
  await open.getByRole("link", { name: "去年の仕事" }).waitFor();

  await press(page, "複製する: 港のちらし");
  await page.getByRole("heading", { level: 1, name: "募集をつくる" }).waitFor();
  assert.equal(await editorField(page, "題").inputValue(), "港のちらし");
  await editorField(page, "題").fill("港のちらし 春");
  await page.getByRole("radio", { name: /^タスク/ }).check();
  await savedOnDevice(page);
  await page.goto(`${server.url}/desk?tab=postings`);
  await page.getByRole("list", { name: "募集の下書き" }).getByRole("link", { name: "港のちらし 春" }).waitFor();
  assert.equal(await open.getByRole("link").count(), 2);
});

test("a refused posting is a draft again with the reason, and everything it said", async (t) => {
  const { server, browser, page } = await shop(t, { owner: OWNER });
  await page.goto(`${server.url}/jobs/new`);
  await fillPosting(page, LEAFLET);
  await toPostingCheck(page);
  await goOffline(page);
  await press(page, "公開する");
  await page.getByText("送信待ち").first().waitFor();
  // Meanwhile the person's place at the desk ended.
  await endPlace(t, server, browser);
  await goOnline(page);
  const drafts = page.getByRole("list", { name: "募集の下書き" });
  await drafts.getByText("権限がありません").waitFor();
  await drafts.getByRole("link", { name: "港のちらし" }).click();
  assert.equal(await editorField(page, "題").inputValue(), "港のちらし");
});

/** The desk's owner makes the shop a viewer. */
async function endPlace(t, server, browser) {
  const { page } = await device(t, browser, DESKTOP);
  await logIn(page, server.url, OWNER);
  const shop = (await rows(page, "membership")).find((place) => place.person_name === SHOP.name);
  await push(page, { set_role: { membership: shop.id, role: "viewer" } });
}

for (const [name, size] of Object.entries({ phone: PHONE, desktop: DESKTOP, kiosk: KIOSK })) {
  test(`axe finds nothing while a posting is written, checked and listed (${name})`, async (t) => {
    const { server, page } = await shop(t, { size: { ...size, reducedMotion: "reduce" } });
    for (const language of ["ja", "en"]) {
      await page.goto(`${server.url}/desk?tab=postings&lang=${language}`);
      // The app stands in the place of the static page, and knows the desk.
      await started(page);
      await drains(page);
      await page.getByRole("heading", { level: 1 }).waitFor();
      assert.deepEqual(await findings(page), [], `${language} empty desk`);
      await page.goto(`${server.url}/jobs/new?lang=${language}`);
      await page.locator("#posting-description").fill("詳しくはLINEで。登録料が要ります。");
      await page.locator("form button[type=submit]").click();
      await page.locator(".error-summary").waitFor();
      assert.deepEqual(await findings(page), [], `${language} form with errors`);
      await page.locator("#posting-title").fill("とても長い題".repeat(12));
      await page.locator("#posting-amount").fill("999999999");
      await page.locator("#posting-closes").fill(inDays(20));
      await page.locator("form button[type=submit]").click();
      await page.locator(".preview").waitFor();
      assert.deepEqual(await findings(page), [], `${language} check`);
      await page.locator(".actionbar .button.is-primary").click();
      await page.locator(".proposal-item").first().waitFor();
      assert.deepEqual(await findings(page), [], `${language} desk`);
    }
  });
}

test("the keyboard alone brings a posting from its kind to its publication", async (t) => {
  const { server, page } = await shop(t);
  await page.goto(`${server.url}/jobs/new`);
  await started(page);
  await page.locator("#posting-kind").focus();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "posting-title");
  await page.keyboard.type("港のちらし");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("A4のちらしを1枚。");
  const tabTo = async (id) => {
    for (let step = 0; step < 30; step += 1) {
      if ((await page.evaluate(() => document.activeElement.id)) === id) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`no way to ${id}`);
  };
  await tabTo("posting-amount");
  await page.keyboard.type("33000");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "公開の前に確かめる" }).waitFor();
  const button = page.getByRole("button", { name: "公開する", exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("list", { name: "公開中" }).getByText("港のちらし").waitFor();
});
