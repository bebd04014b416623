// From a proposal to an agreed contract, each side at its own screen, with and without a network.
import assert from "node:assert/strict";
import test from "node:test";
import { DESKTOP, PHONE, device, eventually, keptOffline } from "./harness/browser.mjs";
import { findings } from "./harness/axe.mjs";
import { accept, complete, completeOpened, message, offer, openAtDesk, proposed, push, rows, say } from "./harness/deal.mjs";
import { editorField, jobNamed, toPostingCheck } from "./harness/posting.mjs";
import { MINORI, goOffline, goOnline, logIn, press, started } from "./harness/person.mjs";
import { account } from "./harness/server.mjs";
import { drains } from "./harness/town.mjs";

// What was pressed may not wait in the queue yet: an empty queue says nothing, the server does.
const atServer = (page, kind, holds) => eventually(async () => holds(await rows(page, kind)), `the ${kind} at the server`);

test("terms go to and fro, are accepted, and both agree to the same notice, nobody reloading", async (t) => {
  const { server, haru, shop } = await proposed(t);
  await openAtDesk(shop.page, server);
  await haru.page.getByText(/に読まれました/).first().waitFor();

  await offer(shop.page, { label: "報酬(税込・円)", amount: "30000", days: "10" });
  await haru.page.getByRole("status", { name: "提案の状態" }).getByText("条件が届いています").waitFor();
  const turns = haru.page.getByRole("region", { name: "条件のやりとり" }).getByRole("listitem");
  await eventually(async () => (await turns.count()) === 2, "two turns");
  assert.match(await turns.nth(0).innerText(), /33,000円[\s\S]*手取り/, "the first offer stays, with what arrives of it");
  assert.match(await turns.nth(1).innerText(), /油津商店[\s\S]*30,000円[\s\S]*10日/);

  await offer(haru.page, { label: "希望報酬(税込・円)", amount: "３２，０００" });
  await shop.page.getByRole("region", { name: "いまの条件" }).getByText("32,000円").waitFor();
  const contract = await accept(shop.page, server);
  await haru.page.getByRole("link", { name: "取引条件明示書へ" }).click();
  await haru.page.getByText("発注者が足りない項目を書いています").waitFor();
  assert.equal(await haru.page.getByRole("button", { name: "同意する" }).count(), 0, "nothing to agree to yet");

  await complete(shop.page);
  await press(shop.page, "同意する");
  await press(haru.page, "同意する");
  for (const page of [shop.page, haru.page]) await page.getByText("契約がまとまりました").waitFor();
  assert.equal(new URL(haru.page.url()).pathname, contract);
  const paper = haru.page.getByRole("article", { name: "取引条件明示書" });
  const text = await paper.innerText();
  for (const words of ["油津商店", "佐野 はる", "32,000円", "銀行振込", "法律の期限は", "令和", "同意しました", "3年間"]) assert.ok(text.includes(words), words);
  assert.equal(await shop.page.getByRole("article", { name: "取引条件明示書" }).innerText(), text, "both read the same");
});

test("a changed notice clears the agreement, and says so before and after", async (t) => {
  const { server, haru, shop } = await proposed(t);
  await openAtDesk(shop.page, server);
  const contract = await accept(shop.page, server);
  await complete(shop.page);
  await haru.page.goto(server.url + contract);
  await press(haru.page, "同意する");
  await shop.page.getByText("佐野 はるが").waitFor();
  await shop.page.getByRole("link", { name: "明示書を整える" }).click();
  await shop.page.getByText("これまでの同意は消えて").waitFor();
  await shop.page.getByLabel("問い合わせ先", { exact: true }).fill("店主 油津 港子");
  await press(shop.page, "明示書を更新する");
  await haru.page.getByText("店主 油津 港子").waitFor();
  await haru.page.getByRole("button", { name: "同意する" }).waitFor();
  assert.equal(await haru.page.getByText("佐野 はるが").count(), 0);
});

test("a payment later than the law allows is refused while it is typed", async (t) => {
  const { server, shop } = await proposed(t);
  await openAtDesk(shop.page, server);
  await accept(shop.page, server);
  await shop.page.getByRole("link", { name: "明示書を整える" }).click();
  await shop.page.getByLabel("給付を受領する日", { exact: true }).fill("2027-01-31");
  await shop.page.getByLabel("支払日", { exact: true }).selectOption({ label: "日付を決める" });
  await shop.page.getByLabel("支払う日", { exact: true }).fill("2027-04-01");
  await shop.page.getByText(/法律の期限\(2027年3月31日/).waitFor();
  await atServer(shop.page, "contract", (contracts) => contracts.length === 1);
  const [before] = await rows(shop.page, "contract");
  await press(shop.page, "明示書を更新する");
  // The form answers: it leads to what has to be mended, and says what it is.
  await eventually(() => shop.page.evaluate(() => document.activeElement.matches("form.notice-form [aria-invalid=true]")), "the way to what is wrong");
  const payDay = shop.page.getByLabel("支払日", { exact: true });
  assert.equal(await payDay.getAttribute("aria-invalid"), "true");
  await shop.page.getByText("法律の期限(受領から60日)より遅い支払いになります").first().waitFor();
  await drains(shop.page);
  assert.deepEqual((await rows(shop.page, "contract"))[0].notice, before.notice, "nothing unlawful was sent");
  await shop.page.getByRole("heading", { level: 1, name: "取引条件明示書を整える" }).waitFor();
  await shop.page.getByLabel("支払う日", { exact: true }).fill("2027-03-31");
  await eventually(async () => (await shop.page.getByText(/法律の期限\(/).count()) === 0, "a lawful day");
  assert.equal(await payDay.getAttribute("aria-invalid"), null);
  await press(shop.page, "明示書を更新する");
  await atServer(shop.page, "contract", ([contract]) => JSON.stringify(contract.notice) !== JSON.stringify(before.notice));
});

test("what an agreed notice left open is supplemented once it is known, offline too, and both still agree", async (t) => {
  const { server, haru, shop } = await proposed(t);
  await openAtDesk(shop.page, server);
  const contract = await accept(shop.page, server);
  await shop.page.getByRole("link", { name: "明示書を整える" }).click();
  await shop.page.getByLabel("まだ決まらない(理由と、決める予定の日を書く)").first().check();
  await shop.page.getByLabel("まだ決まらない理由", { exact: true }).fill("祭りの日が決まってから");
  await shop.page.getByLabel("決める予定の日", { exact: true }).fill("2026-12-10");
  await completeOpened(shop.page);
  await press(shop.page, "同意する");
  await haru.page.goto(server.url + contract);
  await press(haru.page, "同意する");
  const open = shop.page.getByRole("region", { name: "まだ決まっていない項目" });
  await open.getByText(/祭りの日が決まってから/).waitFor();
  const day = open.getByLabel("給付を受領する日");
  await shop.context.setOffline(true);
  await day.fill("2020-01-01");
  await press(shop.page, "補充する");
  await open.getByText("もう過ぎています").waitFor();
  await day.fill("2027-01-31");
  await press(shop.page, "補充する");
  await shop.page.getByText("送信待ち").first().waitFor();
  const supplement = haru.page.getByRole("region", { name: "補充" });
  assert.equal(await supplement.count(), 0);
  await shop.context.setOffline(false);
  await supplement.getByText(/2027年1月31日/).first().waitFor();
  await supplement.getByText(/店主が.*に補充しました/).waitFor();
  await supplement.getByText("支払期日").waitFor();
  await haru.page.getByText("両方が同じ本文に同意しました").waitFor();
  await open.waitFor({ state: "detached" });
});

test("a client declines with a reason, and the worker is told", async (t) => {
  const { server, haru, shop } = await proposed(t);
  await openAtDesk(shop.page, server);
  await press(shop.page, "見送る");
  await press(shop.page, "見送る");
  await shop.page.getByText("理由をえらんでください").waitFor();
  await shop.page.getByLabel("時期が合わない").check();
  await shop.page.getByLabel("添える言葉").fill("春にまた募集します。");
  await press(shop.page, "見送る");
  await haru.page.getByText("時期が合わない").waitFor();
  await haru.page.getByText("春にまた募集します。").waitFor();
  await haru.page.goto(`${server.url}/proposals`);
  await haru.page.getByText("見送り").first().waitFor();
});

test("a withdrawal can be undone for a moment, and then stands", async (t) => {
  const { server, haru, shop } = await proposed(t);
  await openAtDesk(shop.page, server);
  await press(haru.page, "取り下げる");
  await press(haru.page, "元にもどす");
  await haru.page.getByRole("button", { name: "取り下げる" }).waitFor();
  await press(haru.page, "取り下げる");
  // Leaving the page does at once what was to be done soon.
  await haru.page.goto(`${server.url}/proposals`);
  await shop.page.getByText(/に取り下げられました/).waitFor();
  assert.equal(await shop.page.getByRole("button", { name: "承諾する" }).count(), 0);
});

test("a proposal can be edited until the client has read it", async (t) => {
  const { server, haru, shop } = await proposed(t);
  await haru.page.getByRole("link", { name: "提案を直す" }).click();
  await haru.page.getByLabel("メッセージ", { exact: true }).fill("もっとよい案を思いつきました。");
  await press(haru.page, "直したものを送る");
  await haru.page.getByText("もっとよい案を思いつきました。").waitFor();
  await atServer(haru.page, "proposal", ([proposal]) => proposal.message === "もっとよい案を思いつきました。");
  await haru.page.getByRole("link", { name: "提案を直す" }).click();
  await haru.page.getByLabel("メッセージ", { exact: true }).fill("まだ送っていない直し");
  await openAtDesk(shop.page, server);
  await shop.page.getByText("もっとよい案を思いつきました。").waitFor();
  // It was read while it was being edited: what was typed is kept, and can be said in the thread.
  await haru.page.getByText("直しかけの文があります").waitFor();
  assert.equal(await haru.page.getByRole("link", { name: "提案を直す" }).count(), 0);
  await press(haru.page, "メッセージに移す");
  assert.equal(await haru.page.getByLabel("メッセージを書く", { exact: true }).inputValue(), "まだ送っていない直し");
});

test("messages are written offline on both sides, wait honestly, arrive once, and are seen to be read", async (t) => {
  const { server, haru, shop, id } = await proposed(t);
  await openAtDesk(shop.page, server);
  for (const { page } of [haru, shop]) await keptOffline(page);
  await haru.context.setOffline(true);
  await shop.context.setOffline(true);
  await say(haru.page, "写真はありますか。");
  await message(haru.page, "写真はありますか。").getByText("送信待ち").waitFor();
  await say(shop.page, "昼までにお返事します。");
  await message(shop.page, "昼までにお返事します。").getByText("送信待ち").waitFor();
  // It survives the page.
  await haru.page.reload();
  await message(haru.page, "写真はありますか。").getByText("送信待ち").waitFor();

  await haru.context.setOffline(false);
  await message(haru.page, "写真はありますか。").getByText("送信済み").waitFor();
  await shop.context.setOffline(false);
  await message(shop.page, "写真はありますか。").waitFor();
  await message(haru.page, "昼までにお返事します。").waitFor();
  await message(haru.page, "写真はありますか。").getByText("既読").waitFor();
  await message(shop.page, "昼までにお返事します。").getByText("既読").waitFor();
  assert.equal(await message(shop.page, "写真はありますか。").count(), 1);
  assert.equal((await rows(haru.page, "message")).length, 2);

  // News goes to 返事あり until it is read.
  await haru.page.goto(`${server.url}/jobs`);
  await say(shop.page, "表紙だけお願いします。");
  await haru.page.goto(`${server.url}/proposals?tab=answered`);
  await haru.page.getByRole("link", { name: "港のちらし" }).click();
  await message(haru.page, "表紙だけお願いします。").waitFor();
  assert.equal(new URL(haru.page.url()).pathname, `/proposals/${id}`);
  await message(shop.page, "表紙だけお願いします。").getByText("既読").waitFor();
  await haru.page.goto(`${server.url}/proposals?tab=sent`);
  await haru.page.getByRole("link", { name: "港のちらし" }).waitFor();
});

test("what leads off the platform before a contract is warned of, to the writer and to the reader", async (t) => {
  const { server, haru, shop } = await proposed(t);
  await openAtDesk(shop.page, server);
  await shop.page.getByLabel("メッセージを書く", { exact: true }).fill("続きはLINEで。登録料5,000円が必要です。");
  const warning = shop.page.getByRole("status").filter({ hasText: "出す前に確かめてください" });
  await warning.getByText("外部の連絡アプリ").waitFor();
  await warning.getByText("先払いの費用").waitFor();
  await press(shop.page, "メッセージを送る");
  const received = message(haru.page, "続きはLINEで。");
  await received.getByText("気をつけてください").waitFor();
  await received.getByText(/特定商取引法51条/).waitFor();
});

test("what is typed into a message is still there after the page went", async (t) => {
  const { haru } = await proposed(t);
  await haru.page.getByLabel("メッセージを書く", { exact: true }).fill("子どもが起きたので、続きはあとで");
  const address = haru.page.url();
  await haru.page.goto("about:blank");
  await haru.page.goto(address);
  await eventually(async () => (await haru.page.getByLabel("メッセージを書く", { exact: true }).inputValue()) === "子どもが起きたので、続きはあとで", "every word");
});

test("a long thread begins with its end, and what is earlier comes when it is asked for", async (t) => {
  const { server, haru, shop, id } = await proposed(t);
  for (let n = 1; n <= 60; n++) await push(shop.page, { send_message: { id: crypto.randomUUID(), proposal: id, text: `その${n}。` } });
  await haru.page.goto(`${server.url}/proposals/${id}`);
  await message(haru.page, "その60。").waitFor();
  const shown = haru.page.getByRole("list", { name: "メッセージ" }).getByRole("listitem");
  assert.equal(await shown.count(), 50);
  await press(haru.page, "前のメッセージを見る(あと10件)");
  await message(haru.page, "その1。").waitFor();
  assert.equal(await shown.count(), 60);
  assert.equal(await haru.page.getByRole("button", { name: /前のメッセージ/ }).count(), 0);
});

test("a posting that changed under the terms is read before they are accepted", async (t) => {
  const { server, haru, shop } = await proposed(t);
  await openAtDesk(shop.page, server);
  await offer(shop.page, { label: "報酬(税込・円)", amount: "30000" });
  await haru.page.getByRole("button", { name: "承諾する" }).waitFor();
  await keptOffline(haru.page);
  await haru.context.setOffline(true);
  await press(haru.page, "承諾する");
  await haru.page.getByText("まだ届いていません").waitFor();
  // The client asks for more work meanwhile, for the same money.
  await shop.page.goto(`${server.url}/desk?tab=postings`);
  await press(shop.page, "直す: 港のちらし");
  await editorField(shop.page, "内容").fill("ちらしを1枚。ポスターも2枚。");
  await toPostingCheck(shop.page);
  await press(shop.page, "直したものを公開する");
  await eventually(async () => JSON.stringify(await jobNamed(server, "港のちらし")).includes("ポスターも2枚。"), "the edit at the server");
  await haru.context.setOffline(false);
  const told = haru.page.getByRole("alert").filter({ hasText: "「承諾する」はできませんでした" });
  await told.getByText("募集の内容が変わりました").waitFor();
  // What it says now is one tap away, and is what is accepted then.
  const since = haru.page.getByRole("alert").filter({ hasText: "この募集の内容か受付が変わりました" });
  await since.getByRole("link", { name: "募集を見る" }).click();
  await haru.page.getByText("ポスターも2枚。").waitFor();
  await haru.page.goBack();
  await press(haru.page, "承諾する");
  await haru.page.getByRole("link", { name: "取引条件明示書へ" }).click();
  await haru.page.getByText("ポスターも2枚。").waitFor();
});

test("an answer that came too late is told where it was given, and its words are kept", async (t) => {
  const { server, haru, shop } = await proposed(t);
  await openAtDesk(shop.page, server);
  await offer(shop.page, { label: "報酬(税込・円)", amount: "20000" });
  await haru.page.getByRole("button", { name: "承諾する" }).waitFor();
  await keptOffline(haru.page);
  await haru.context.setOffline(true);
  await press(haru.page, "承諾する");
  await haru.page.getByText("まだ届いていません").waitFor();
  await say(haru.page, "よろしくお願いします。");
  // The client says no meanwhile.
  await press(shop.page, "見送る");
  await shop.page.getByLabel("ほかの提案に決めた").check();
  await press(shop.page, "見送る");
  await atServer(shop.page, "proposal", ([proposal]) => proposal.state.declined);
  await haru.context.setOffline(false);
  const told = haru.page.getByRole("alert").filter({ hasText: "「承諾する」はできませんでした" });
  await told.waitFor();
  await haru.page.getByText("よろしくお願いします。").waitFor();
  // On other screens it is said that something was refused, until it is put aside.
  await haru.page.goto(`${server.url}/jobs`);
  await haru.page.getByRole("region", { name: "お知らせ" }).getByText("「承諾する」はできませんでした").waitFor();
  await haru.page.getByRole("link", { name: "確かめる" }).first().click();
  for (let left = 2; left > 0; left -= 1) {
    await haru.page.getByRole("button", { name: "わかりました" }).first().click();
    await eventually(async () => (await haru.page.getByRole("button", { name: "わかりました" }).count()) === left - 1, "one less");
  }
  await haru.page.reload();
  await haru.page.getByText(/に見送りになりました/).waitFor();
  assert.equal(await haru.page.getByText("できませんでした").count(), 0);
});

test("a viewer of the desk reads everything and is told why there are no buttons", async (t) => {
  const { server, browser, haru, shop, id } = await proposed(t);
  await account(server, { ...MINORI, desk: "油津商店" });
  await shop.page.goto(`${server.url}/desk`);
  const place = await eventually(async () => (await rows(shop.page, "membership")).find(({ person_name }) => person_name === MINORI.name), "the place");
  await push(shop.page, { set_role: { membership: place.id, role: "viewer" } });
  const minori = await device(t, browser, DESKTOP);
  await logIn(minori.page, server.url, MINORI);
  // The worker's address leads to the desk.
  await minori.page.goto(`${server.url}/proposals/${id}`);
  await minori.page.getByText("ちらし、描かせてください。").waitFor();
  await minori.page.getByText("あなたの役割は閲覧だけです").waitFor();
  for (const name of ["承諾する", "条件を提案する", "見送る", "メッセージを送る"]) assert.equal(await minori.page.getByRole("button", { name }).count(), 0, name);
  await haru.page.reload();
  await haru.page.getByText("まだ読まれていません").first().waitFor();
});

test("one who is blocked gets no word through, is not told why, and can be let in again", async (t) => {
  const { server, haru, shop } = await proposed(t);
  await openAtDesk(shop.page, server);
  await haru.page.getByText("ブロック・通報").click();
  await press(haru.page, "ブロックする");
  await atServer(haru.page, "block", (blocks) => blocks.length === 1);
  await say(shop.page, "お電話ください。");
  await shop.page.getByRole("alert").filter({ hasText: "相手には届けられません" }).getByText("お電話ください。").waitFor();
  assert.equal(await message(haru.page, "お電話ください。").count(), 0);
  await haru.page.goto(`${server.url}/settings`);
  await press(haru.page, "油津商店のブロックをやめる");
  await atServer(haru.page, "block", (blocks) => blocks.length === 0);
  await press(shop.page, "入力欄にもどす");
  await press(shop.page, "メッセージを送る");
  await message(shop.page, "お電話ください。").getByText("送信済み").waitFor();
});

test("a thread and a posting can be reported, with a reason", async (t) => {
  const { server, haru } = await proposed(t);
  const report = async (count) => {
    await haru.page.getByText("ブロック・通報").click();
    await press(haru.page, "通報する");
    await haru.page.getByLabel("うそや誤解させる内容").check();
    await press(haru.page, "通報を送る");
    await haru.page.getByText("通報を受けつけました").waitFor();
    await atServer(haru.page, "report", (reports) => reports.length === count);
  };
  await report(1);
  await haru.page.goto(`${server.url}/jobs`);
  await haru.page.getByRole("list", { name: "仕事の一覧" }).getByRole("link", { name: "港のちらし" }).click();
  await report(2);
  const reports = await rows(haru.page, "report");
  assert.deepEqual(reports.map(({ about }) => Object.keys(about)[0]).sort(), ["job", "proposal"]);
});

test("an agreed notice prints on A4 as the document alone", async (t) => {
  const { server, shop } = await proposed(t);
  await openAtDesk(shop.page, server);
  await accept(shop.page, server);
  await complete(shop.page);
  const beside = [".dock", ".top", ".contract-page .panel", ".button-row"];
  for (const part of beside) assert.ok((await shop.page.locator(part).count()) > 0, `${part} is on the screen`);
  await shop.page.emulateMedia({ media: "print" });
  await shop.page.getByRole("article", { name: "取引条件明示書" }).waitFor();
  for (const part of beside) {
    for (const each of await shop.page.locator(part).all()) assert.equal(await each.isVisible(), false, part);
  }
  const pdf = await shop.page.pdf({ preferCSSPageSize: true });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
  assert.equal(pages, 1, "a usual notice fits one page");
});

for (const [name, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  test(`assistive technology finds nothing wrong from a proposal to its contract (${name})`, async (t) => {
    const { server, haru, shop, id } = await proposed(t, { worker: size, client: size });
    await openAtDesk(shop.page, server);
    await say(shop.page, "続きは https://example.jp で。");
    await message(haru.page, "続きは").waitFor();
    await offer(shop.page, { label: "報酬(税込・円)", amount: "999999999" });
    await haru.page.getByRole("button", { name: "承諾する" }).waitFor();
    const wrong = [];
    const look = async (page, path, open = async () => {}) => {
      for (const language of ["ja", "en"]) {
        const address = new URL(path, server.url);
        address.searchParams.set("lang", language);
        await page.goto(address.href);
        await started(page);
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        await page.locator(`html[lang=${language}]`).waitFor();
        await open(language);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) wrong.push(`${path} (${language}) scrolls sideways by ${wide}px`);
        wrong.push(...(await findings(page)).map((finding) => `${path} (${language}): ${finding}`));
      }
    };
    const button = (page, ja, en) => (language) => page.getByRole("button", { name: language === "ja" ? ja : en, exact: true }).click();
    for (const tab of ["drafts", "waiting", "sent", "answered"]) await look(haru.page, `/proposals?tab=${tab}`);
    await look(haru.page, `/proposals/${id}`, button(haru.page, "条件を提案する", "Offer other terms"));
    await look(shop.page, "/desk");
    await look(shop.page, `/desk?proposal=${id}`, button(shop.page, "見送る", "Decline"));
    await haru.page.goto(`${server.url}/proposals/${id}?lang=ja`);
    await press(haru.page, "承諾する");
    await haru.page.getByRole("link", { name: "取引条件明示書へ" }).click();
    const contract = new URL(haru.page.url()).pathname;
    await look(haru.page, "/work");
    await look(haru.page, contract);
    await look(shop.page, contract);
    await look(shop.page, `${contract}?step=edit`);
    assert.deepEqual(wrong, []);
  });
}

test("承諾する without a network shows the contract at once, and it waits honestly", async (t) => {
  const { server, shop } = await proposed(t);
  await openAtDesk(shop.page, server);
  await goOffline(shop.page);
  const address = await accept(shop.page, server);
  await shop.page.getByText("送信待ち").first().waitFor();
  await goOnline(shop.page);
  await drains(shop.page);
  assert.equal(new URL(shop.page.url()).pathname, address);
  await shop.page.getByRole("heading", { level: 1, name: "取引条件明示書", exact: true }).waitFor();
});
