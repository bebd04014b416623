// The account: mail that arrives, links that count once, sessions, and a way out.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, PHONE, device, eventually, openBrowser } from "./harness/browser.mjs";
import { linkTo, mailTo } from "./harness/mail.mjs";
import { HARU, beginProposal, logIn, openBoard, openPosting, press, register, send, started, write } from "./harness/person.mjs";
import { account, importJobs, posting, serve } from "./harness/server.mjs";

const NEW = "港の見える新しいとびら";

async function openAccount(page, server, step = "") {
  await page.goto(`${server.url}/settings/account${step && `?step=${step}`}`);
  if (!step) await page.getByRole("heading", { level: 2, name: "メールアドレス" }).waitFor();
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
const button = (page, name) => page.getByRole("button", { name, exact: true });

test("an address is verified by one tap behind the link of a mail", async (t) => {
  const server = await serve(t);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await register(page, server.url, HARU);
  await page.goto(`${server.url}/settings`);
  await page.getByRole("link", { name: /^アカウント/ }).click();
  await page.getByText("まだ確認していないアドレスです").waitFor();
  await press(page, "確認メールをもう一度送る");
  const link = await linkTo(server, HARU.email, "verify", { after: 1 });

  // What opens every link of a mail presses no button.
  const scanner = await device(t, browser, DESKTOP);
  await scanner.page.goto(link);
  await heading(scanner.page, "メールアドレスの確認");
  assert.equal(new URL(scanner.page.url()).hash, "", "the secret stands in no history");
  await page.goto(link);
  await press(page, "確認する");
  await heading(page, "確認できました");
  await openAccount(page, server);
  await page.getByText("確認済み").waitFor();
  assert.equal(await page.getByText("まだ確認していないアドレスです").count(), 0);

  await press(scanner.page, "確認する");
  await scanner.page.getByRole("alert").filter({ hasText: "このリンクは、もう使えません" }).waitFor();
});

test("a forgotten password becomes a new one, and every device is logged out", async (t) => {
  const server = await serve(t);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await register(page, server.url, HARU);
  const lost = await device(t, browser, DESKTOP);
  await lost.page.goto(`${server.url}/login`);
  await lost.page.getByRole("link", { name: "パスワードを忘れたとき" }).click();
  await heading(lost.page, "パスワードを忘れたとき");
  await lost.page.getByLabel("メールアドレス", { exact: true }).fill("dare@example.jp");
  await press(lost.page, "リンクを送る");
  await heading(lost.page, "メールをご確認ください");
  await lost.page.goto(`${server.url}/reset`);
  await lost.page.getByLabel("メールアドレス", { exact: true }).fill(HARU.email);
  await press(lost.page, "リンクを送る");
  await heading(lost.page, "メールをご確認ください");
  assert.deepEqual(await mailTo(server, "dare@example.jp"), []);

  const link = await linkTo(server, HARU.email, "reset");
  await lost.page.goto(link);
  await heading(lost.page, "新しいパスワード");
  await lost.page.getByLabel("新しいパスワード", { exact: true }).fill("みじかい");
  await press(lost.page, "このパスワードにする");
  await lost.page.getByText("10文字以上にしてください").waitFor();
  await lost.page.getByLabel("新しいパスワード", { exact: true }).fill(NEW);
  await press(lost.page, "このパスワードにする");
  await heading(lost.page, "パスワードを変えました");
  await lost.page.getByRole("link", { name: "ログイン", exact: true }).click();
  await logIn(lost.page, server.url, { ...HARU, password: NEW });

  await page.goto(`${server.url}/settings/account`);
  await page.getByRole("alert").filter({ hasText: "ログインの期限が切れました" }).first().waitFor();
  const again = await device(t, browser);
  await again.page.goto(link);
  await again.page.getByLabel("新しいパスワード", { exact: true }).fill(HARU.password);
  await press(again.page, "このパスワードにする");
  await again.page.getByRole("alert").filter({ hasText: "このリンクは、もう使えません" }).waitFor();
  await press(again.page, "もう一度リンクを送る");
  await heading(again.page, "パスワードを忘れたとき");
});

test("sessions are seen and ended from another device, and a new password ends the rest", async (t) => {
  const server = await serve(t);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await register(page, server.url, HARU);
  const others = [await device(t, browser, DESKTOP), await device(t, browser, DESKTOP)];
  for (const other of others) await logIn(other.page, server.url, HARU);
  await openAccount(page, server);
  const list = page.getByRole("list", { name: "ログイン中の端末" });
  assert.equal(await list.getByRole("listitem").count(), 3);
  await list.getByRole("listitem").first().getByText("この端末").waitFor();
  await list.getByRole("button", { name: /をログアウトさせる$/ }).first().click();
  await eventually(async () => (await list.getByRole("listitem").count()) === 2, "one session fewer");

  await page.getByRole("link", { name: "パスワードを変える" }).click();
  await page.getByLabel("いまのパスワード", { exact: true }).fill("まちがったことば");
  await page.getByLabel("新しいパスワード", { exact: true }).fill(NEW);
  await press(page, "変える");
  await page.getByRole("alert").filter({ hasText: "パスワードが違います" }).waitFor();
  assert.equal(await page.getByLabel("新しいパスワード", { exact: true }).inputValue(), NEW, "what was typed stays");
  await page.getByLabel("いまのパスワード", { exact: true }).fill(HARU.password);
  await press(page, "変える");
  await heading(page, "パスワードを変えました");
  await page.getByRole("link", { name: "アカウントへもどる" }).click();
  await list.waitFor();
  assert.equal(await list.getByRole("listitem").count(), 1);
  const fresh = await device(t, browser);
  await logIn(fresh.page, server.url, { ...HARU, password: NEW });
});

test("a new address counts once its link is opened, and the old one is told", async (t) => {
  const server = await serve(t);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await register(page, server.url, HARU);
  await openAccount(page, server, "email");
  await page.getByLabel("新しいメールアドレス", { exact: true }).fill("new@example.jp");
  await page.getByLabel("パスワード", { exact: true }).fill(HARU.password);
  await press(page, "リンクを送る");
  await heading(page, "新しいアドレスに送ります");
  const link = await linkTo(server, "new@example.jp", "verify");
  await eventually(async () => (await mailTo(server, HARU.email)).some(({ text }) => text.includes("new@example.jp")), "a word to the old address");
  await page.goto(link);
  await press(page, "確認する");
  await heading(page, "メールアドレスが変わりました");
  await openAccount(page, server);
  await page.getByText("new@example.jp").waitFor();
  // The device knows the new address, too.
  await page.goto(`${server.url}/settings`);
  await page.getByText("佐野 はる ・ new@example.jp").waitFor();
  const fresh = await device(t, browser);
  await logIn(fresh.page, server.url, { ...HARU, email: "new@example.jp" });
});

test("the daily mail is switched off and on", async (t) => {
  const server = await serve(t);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await register(page, server.url, HARU);
  await openAccount(page, server);
  const wish = page.getByRole("checkbox", { name: "まとめのメールを受け取る" });
  assert.equal(await wish.isChecked(), true);
  await wish.uncheck();
  await page.getByText("まとめのメールを止めました").waitFor();
  await openAccount(page, server);
  assert.equal(await wish.isChecked(), false);
  // A link of nobody's says so, and offers nothing that could fail again.
  await page.goto(`${server.url}/unsubscribe#${"a".repeat(43)}`);
  await press(page, "止める");
  await page.getByRole("alert").filter({ hasText: "このリンクは、もう使えません" }).waitFor();
});

test("without a network the account says so, and works again with one", async (t) => {
  const server = await serve(t);
  const browser = await openBrowser(t);
  const { page, context } = await device(t, browser);
  await register(page, server.url, HARU);
  await openAccount(page, server);
  await context.setOffline(true);
  await press(page, "すべて受け取る");
  const alert = page.getByRole("alert").filter({ hasText: "取り出せませんでした" });
  await alert.filter({ hasText: "サーバーの返事がありません" }).waitFor();
  await page.getByRole("checkbox", { name: "まとめのメールを受け取る" }).click();
  await page.getByRole("alert").filter({ hasText: "変えられませんでした" }).waitFor();
  assert.equal(await page.getByRole("checkbox", { name: "まとめのメールを受け取る" }).isChecked(), true, "the switch stands as it is");
  await page.getByRole("link", { name: "メールアドレスを変える" }).click();
  await page.getByRole("link", { name: "アカウントへもどる" }).click();
  await page.getByRole("heading", { name: "アカウントを表示できません" }).waitFor();
  await context.setOffline(false);
  await press(page, "もう一度");
  await page.getByRole("heading", { level: 2, name: "メールアドレス" }).waitFor();
});

test("who leaves takes everything along, and nothing of theirs stays on the device", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし", desk: "油津商店" })]);
  await account(server, { name: "店主", email: "shop@example.jp", password: NEW, desk: "油津商店" });
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await register(page, server.url, HARU);
  await openBoard(page, server.url);
  await openPosting(page, "港のちらし");
  await beginProposal(page);
  await write(page, { message: "ちらし、描かせてください。" });
  await send(page);
  await page.getByText(/送信済み \d+:/).first().waitFor();
  await openAccount(page, server);
  const download = page.waitForEvent("download");
  await press(page, "すべて受け取る");
  const file = JSON.parse(await readFile(await (await download).path(), "utf8"));
  assert.equal(file.format, "engawa-account-1");
  assert.equal(file.account.email, HARU.email);
  assert.equal(file.rows.proposal[0].message, "ちらし、描かせてください。");

  await page.getByRole("link", { name: "退会について見る" }).click();
  await heading(page, "退会する");
  for (const part of ["消えるもの", "終わるもの", "残るもの"]) await page.getByRole("heading", { level: 2, name: part }).waitFor();
  await page.getByLabel("パスワード", { exact: true }).fill("まちがったことば");
  await button(page, "退会する").click();
  await page.getByRole("alert").filter({ hasText: "パスワードが違います" }).waitFor();
  await page.getByLabel("パスワード", { exact: true }).fill(HARU.password);
  await button(page, "退会する").click();
  await page.getByText("退会しました").waitFor();
  await page.waitForURL((at) => at.pathname === "/jobs");
  const kept = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  assert.ok(!kept.some((name) => name.includes(file.account.person)), kept.join());
  await page.goto(`${server.url}/proposals`);
  await heading(page, "提案");
  assert.equal(await page.getByText("港のちらし").count(), 0);

  const shop = await device(t, browser, DESKTOP);
  await logIn(shop.page, server.url, { email: "shop@example.jp", password: NEW });
  await shop.page.goto(`${server.url}/desk`);
  await shop.page.getByRole("list", { name: "届いた提案" }).getByRole("link", { name: HARU.name }).click();
  await shop.page.getByText("取り下げ").first().waitFor();
  const farewell = await eventually(async () => (await mailTo(server, HARU.email)).find(({ subject }) => subject.includes("退会がすみました")), "a last mail");
  assert.ok(farewell.text.includes("3年間"));
});

for (const [name, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  for (const language of ["ja", "en"]) {
    test(`assistive technology finds nothing wrong with the account (${name}, ${language})`, async (t) => {
      const server = await serve(t);
      const browser = await openBrowser(t);
      const { page } = await device(t, browser, size);
      await register(page, server.url, HARU);
      const other = await device(t, browser, DESKTOP);
      await logIn(other.page, server.url, HARU);
      const wrong = [];
      for (const path of ["/settings/account", "/settings/account?step=password", "/settings/account?step=email", "/settings/account?step=close", "/reset", "/reset#token", "/verify#token", "/unsubscribe#token"]) {
        const address = new URL(path, server.url);
        address.searchParams.set("lang", language);
        // The same page with another fragment would not be loaded anew.
        await page.goto("about:blank");
        await page.goto(address.href);
        await started(page);
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        if (path === "/settings/account") await page.getByRole("list").filter({ has: page.getByRole("listitem") }).last().waitFor();
        assert.equal(await page.locator("html").getAttribute("lang"), language);
        const submit = page.locator("form button[type=submit]");
        if ((await submit.count()) > 0) {
          // The address of who is logged in stands there already.
          if (path === "/reset") await page.locator("#email").fill("");
          await submit.click();
          const told = page.getByRole("alert").or(page.locator("[aria-invalid=true]"));
          await eventually(async () => (await told.count()) > 0, `what is wrong with ${path}`);
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${path} scrolls sideways by ${wide}px`);
        wrong.push(...(await findings(page)).map((finding) => `${path}: ${finding}`));
      }
      assert.deepEqual(wrong, []);
    });
  }
}
