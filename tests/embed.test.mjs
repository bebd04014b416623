// Jobs in the page of another site: a desk composes a feed, a foreign page shows it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import test from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, PHONE, device, eventually, openBrowser } from "./harness/browser.mjs";
import { SHOP, goOffline, goOnline, logIn, press } from "./harness/person.mjs";
import { account, importJobs, posting, serve } from "./harness/server.mjs";

/** A site of somebody else: another port of this machine is another origin. */
async function site(t, page) {
  const server = createServer((_, response) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

const around = (frame) => `<!DOCTYPE html><html lang="ja"><head><title>子育てアプリ</title></head><body><h1>子育てアプリ</h1>${frame}</body></html>`;

/** A town's desk with postings for each time of life. */
async function town(t, options = DESKTOP) {
  const server = await serve(t);
  const jobs = [
    posting({ id: "a", title: "港のちらし", more: { lifeStages: ["after_birth"], naptime: true } }),
    posting({ id: "b", title: "朝市の写真", more: { lifeStages: ["after_birth", "settled"] } }),
    posting({ id: "c", title: "海の店の帳簿", more: { lifeStages: ["pregnancy"] } }),
    posting({ id: "d", title: "<script>alert(1)</script>の見出し", more: { lifeStages: ["after_birth"] } }),
  ];
  const { code, stderr } = await importJobs(server, jobs);
  assert.equal(code, 0, stderr);
  await account(server, { ...SHOP, desk: "日南市役所" });
  const browser = await openBrowser(t);
  const office = await device(t, browser, options);
  await logIn(office.page, server.url, SHOP);
  return { server, browser, office };
}

/** Composes a feed for the time after a birth, shown on these sites. */
async function compose(page, server, sites) {
  await page.goto(`${server.url}/desk?tab=feeds`);
  await page.getByRole("heading", { name: "新しい配信をつくる" }).waitFor();
  await page.getByLabel("配信の名前", { exact: true }).fill("産後のみなさんへの仕事");
  await page.getByRole("checkbox", { name: "産後" }).check();
  await page.getByText("いま、3件の募集が当てはまります。").waitFor();
  await page.getByLabel("載せてよいサイト", { exact: true }).fill(sites.join("\n"));
  await press(page, "配信を保存する");
  const feed = page.getByRole("list", { name: "仕事の配信の一覧" }).getByRole("listitem").filter({ hasText: "産後のみなさんへの仕事" });
  await feed.waitFor();
  return feed;
}

/** The code to paste, once the server has the feed. */
async function codeOf(feed) {
  await feed.getByText("貼り付けるコード", { exact: true }).click();
  return feed.getByLabel("「産後のみなさんへの仕事」の貼り付けるコード").inputValue();
}

test("a town's app shows the feed that its desk composed, and an open is counted once", async (t) => {
  const { server, browser, office } = await town(t);
  let frame = "";
  const [host, stranger] = [await site(t, () => around(frame)), await site(t, () => around(frame))];
  const feed = await compose(office.page, server, [host]);
  frame = await codeOf(feed);
  assert.match(frame, /^<iframe src="http.*\/embed\/jobs\?feed=[0-9a-f-]{36}&lang=ja" title="産後のみなさんへの仕事"/);

  const visitor = await device(t, browser, PHONE);
  await visitor.page.goto(host);
  const shown = visitor.page.frameLocator("iframe");
  const jobs = shown.getByRole("list", { name: "仕事の一覧" });
  await jobs.getByRole("link", { name: "港のちらし" }).waitFor();
  assert.equal(await jobs.getByRole("listitem").count(), 3);
  // What a posting says stays text.
  await jobs.getByRole("link", { name: "<script>alert(1)</script>の見出し" }).waitFor();
  const [opened] = await Promise.all([visitor.context.waitForEvent("page"), jobs.getByRole("link", { name: "港のちらし" }).click()]);
  await opened.getByRole("heading", { level: 1, name: "港のちらし" }).waitFor();
  assert.match(new URL(opened.url()).pathname, /^\/jobs\/[0-9a-f-]{36}$/);
  assert.equal(await opened.evaluate(() => window.opener), null);
  await opened.close();
  // Neither the frame nor the way through it leaves anything behind.
  assert.deepEqual(await visitor.context.cookies(), []);

  // Another site gets nothing to see.
  const elsewhere = await browser.newContext(PHONE);
  t.after(() => elsewhere.close());
  const away = await elsewhere.newPage();
  const told = away.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()));
  await away.goto(stranger);
  await told;
  assert.equal(await away.frameLocator("iframe").getByRole("link", { name: "港のちらし" }).count(), 0);

  await feed.getByText("見られた数", { exact: true }).click();
  const row = feed.getByRole("table").getByRole("row").nth(1);
  await eventually(async () => /1回$/.test((await row.innerText()).trim()), "one open", { within: 40_000 });
  // The visitor's look, and the stranger's, whose browser fetched it and then showed nothing.
  assert.match(await row.innerText(), /2回\s+1回$/);
});

test("the frame follows its host's language and colours", async (t) => {
  const { server, browser, office } = await town(t);
  let address = "";
  const host = await site(t, () => around(`<iframe src="${address}" title="仕事"></iframe>`));
  const feed = await compose(office.page, server, [host]);
  const src = /src="([^"]+)"/.exec(await codeOf(feed))[1];
  const visitor = await device(t, browser, PHONE);
  const look = async (more) => {
    address = src.replace("&lang=ja", more);
    await visitor.page.goto(host);
    const frame = visitor.page.frameLocator("iframe");
    await frame.getByRole("heading", { level: 1 }).waitFor();
    const style = (name) => frame.locator("body").evaluate((body, name) => getComputedStyle(body)[name], name);
    const lang = await frame.locator("html").getAttribute("lang");
    return { frame, lang, ground: await style("backgroundColor"), ink: await style("color") };
  };
  const english = await look("&lang=en&bg=fff7ee&ink=402010&accent=006633&scheme=light");
  assert.deepEqual([english.lang, english.ground, english.ink], ["en", "rgb(255, 247, 238)", "rgb(64, 32, 16)"]);
  await english.frame.getByText("Jobs open in a new tab, at Engawa.").waitFor();
  const link = english.frame.getByRole("link", { name: "港のちらし" });
  assert.equal(await link.evaluate((link) => getComputedStyle(link).color), "rgb(0, 102, 51)");
  // White on white cannot be read: the ink is put right.
  const blank = await look("&lang=ja&bg=ffffff&ink=fefefe");
  assert.deepEqual([blank.lang, blank.ground], ["ja", "rgb(255, 255, 255)"]);
  assert.notEqual(blank.ink, "rgb(254, 254, 254)");
  const dark = await look("&lang=ja&scheme=dark");
  assert.equal(dark.ground, "rgb(27, 29, 34)");
});

test("who visits chooses a time of life, without a feed and without a program", async (t) => {
  const { server, browser } = await town(t);
  const host = await site(t, () => around(`<iframe src="${server.url}/embed/jobs?lang=ja" title="仕事" sandbox="allow-popups"></iframe>`));
  const { page, context } = await device(t, browser, PHONE);
  await page.goto(host);
  const frame = page.frameLocator("iframe");
  const jobs = frame.getByRole("list", { name: "仕事の一覧" });
  await jobs.waitFor();
  assert.equal(await jobs.getByRole("listitem").count(), 4);
  await frame.getByRole("navigation", { name: "時期で絞り込む" }).getByRole("link", { name: "妊娠中" }).click();
  await eventually(async () => (await jobs.getByRole("listitem").count()) === 1, "the one for pregnancy");
  assert.deepEqual(await context.cookies(), []);
});

for (const [shape, options] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  for (const [language, words] of [["ja", { list: "仕事の一覧" }], ["en", { list: "List of jobs" }]]) {
    test(`the frame has no finding of axe and is light, ${shape}, ${language}`, async (t) => {
      const { server, browser } = await town(t);
      const { page } = await device(t, browser, options);
      for (const look of ["", "&scheme=dark", "&bg=234a8c", "&bg=888888&ink=777777&accent=999999"]) {
        await page.goto(`${server.url}/embed/jobs?lang=${language}${look}`);
        await page.getByRole("list", { name: words.list }).waitFor();
        assert.deepEqual(await findings(page), [], look);
      }
      const html = Buffer.from(await (await fetch(`${server.url}/embed/jobs?lang=${language}`)).arrayBuffer());
      const [gzip, brotli] = [gzipSync(html).length, brotliCompressSync(html).length];
      t.diagnostic(`embed: ${html.length} bytes, gzip ${gzip}, brotli ${brotli}`);
      assert.ok(gzip < 15_000);
    });
  }
}

test("a feed composed without a network waits, is changed, ends and begins again under its id", async (t) => {
  const { server, office } = await town(t);
  const { page } = office;
  await page.goto(`${server.url}/desk?tab=feeds`);
  await page.getByRole("heading", { name: "まだ配信はありません" }).waitFor();
  await page.getByText("いま、4件の募集が当てはまります。").waitFor();
  await goOffline(page);
  await press(page, "配信を保存する");
  await page.getByLabel("配信の名前", { exact: true }).fill("産後のみなさんへの仕事");
  await page.getByLabel("載せてよいサイト", { exact: true }).fill("kosodate.example.jp");
  await press(page, "配信を保存する");
  await page.getByText("https://kosodate.example.jp のように、途中のページまでは書かないでください。").waitFor();
  await page.getByLabel("載せてよいサイト", { exact: true }).fill("https://kosodate.example.jp/");
  await press(page, "配信を保存する");
  const feed = page.getByRole("list", { name: "仕事の配信の一覧" }).getByRole("listitem").first();
  await feed.getByText("送信待ち", { exact: true }).waitFor();
  await goOnline(page);
  await feed.getByText("貼り付けるコード", { exact: true }).waitFor();
  const code = await codeOf(feed);
  const address = /src="([^"]+)"/.exec(code)[1].replaceAll("&amp;", "&");
  assert.equal((await fetch(address)).status, 200);
  const atom = await feed.getByRole("link", { name: "Atom" }).getAttribute("href");
  assert.match(await (await fetch(server.url + atom)).text(), /<title>産後のみなさんへの仕事<\/title>/);
  await press(page, "「産後のみなさんへの仕事」の配信を終える");
  await feed.getByText(/に終えました$/).waitFor();
  await eventually(async () => (await fetch(address)).status === 410, "the end");
  await press(page, "「産後のみなさんへの仕事」の配信をもう一度始める");
  await eventually(async () => (await fetch(address)).status === 200, "the beginning");
  await press(page, "「産後のみなさんへの仕事」を変更する");
  await page.getByRole("heading", { name: "配信を変更する" }).waitFor();
  assert.equal(await page.getByLabel("載せてよいサイト", { exact: true }).inputValue(), "https://kosodate.example.jp");
  await page.getByLabel("配信の名前", { exact: true }).fill("産後の仕事");
  await press(page, "配信を保存する");
  await feed.getByRole("heading", { name: "産後の仕事" }).waitFor();
  await feed.getByText("どう見えるか").click();
  await page.frameLocator("iframe").getByRole("heading", { level: 1, name: "産後の仕事" }).waitFor();
  assert.deepEqual(await findings(page), []);
});
