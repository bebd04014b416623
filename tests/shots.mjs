// Pictures of every screen: phone, desktop and kiosk size, Japanese and English, into target/shots.
// `node shots.mjs [--only NAME]`, or `cargo xtask shots`.
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { chromium } from "playwright-core";
import { DESKTOP, KIOSK, PHONE, eventually } from "./harness/browser.mjs";
import { beginProposal, count, openBoard, register, savedOnDevice, sent, write } from "./harness/person.mjs";
import { engawa, serve } from "./harness/server.mjs";

const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : "";
const folder = resolve(process.env.SHOTS_DIR ?? new URL("../target/shots", import.meta.url).pathname);
await mkdir(folder, { recursive: true });

const tidy = [];
const t = { after: (action) => tidy.unshift(action) };
const server = await serve(t);
await engawa(["demo", "--data", server.data]);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
tidy.unshift(() => browser.close());

/** Goes through the app as a person with some drafts, and takes a picture of each screen. */
async function walk(size, options, scheme) {
  const context = await browser.newContext({ locale: "ja-JP", timezoneId: "Asia/Tokyo", colorScheme: scheme, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const shoot = async (name, { full = false, prepare = () => {}, tidyUp = () => {} } = {}) => {
    if (!name.includes(only)) return;
    for (const language of scheme === "dark" ? ["ja"] : ["ja", "en"]) {
      if ((await page.locator("html").getAttribute("lang")) !== language) await page.getByRole("link", { name: language === "ja" ? "日本語" : "English" }).click();
      await page.locator(`html[lang=${language}]`).waitFor();
      await prepare();
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await page.screenshot({ path: `${folder}/${name}-${size}-${language}${scheme === "dark" ? "-dark" : ""}.png`, fullPage: full });
      await tidyUp();
    }
    if ((await page.locator("html").getAttribute("lang")) !== "ja") await page.getByRole("link", { name: "日本語" }).click();
    await page.locator("html[lang=ja]").waitFor();
  };
  const heading = () => page.getByRole("heading", { level: 1 }).first().waitFor();
  const visit = async (path) => {
    await page.goto(new URL(path, server.url).href);
    await heading();
  };

  await page.route("**/api/**", (route) => route.abort());
  await page.goto(`${server.url}/jobs`);
  await page.getByRole("button", { name: "もう一度" }).waitFor();
  await shoot("board-unreachable");
  await page.unroute("**/api/**");
  await openBoard(page, server.url);
  await eventually(async () => (await count(page)) > 300, "the board");
  await shoot("board");
  await page.getByRole("searchbox", { name: "仕事を検索" }).fill("どこにもない言葉");
  await eventually(async () => (await count(page)) === 0, "nothing");
  await shoot("board-nothing");
  await page.getByRole("searchbox", { name: "仕事を検索" }).fill("");
  await eventually(async () => (await count(page)) > 300, "the board");
  const filter = page.locator(".filter-button");
  if (await filter.isVisible()) {
    const prepare = async () => {
      await filter.click();
      await page.getByRole("dialog").waitFor();
    };
    await shoot("filters", { prepare, tidyUp: () => page.keyboard.press("Escape") });
  }
  await page.getByRole("list", { name: "仕事の一覧" }).getByRole("link").first().click();
  await page.locator("article.posting").waitFor();
  await shoot("posting", { full: size === "phone" });
  await visit("/proposals");
  await shoot("proposals-empty");
  await visit("/login");
  await shoot("login");
  await visit("/register");
  await page.getByRole("button", { name: "登録する", exact: true }).click();
  await shoot("register-wrong");
  await register(page, server.url, { name: "佐野 はる", email: `haru-${size}-${scheme}@example.jp`, password: "縁側でひとやすみする" });
  await openBoard(page, server.url);
  await page.getByRole("list", { name: "仕事の一覧" }).getByRole("link").first().click();
  await beginProposal(page);
  await page.getByRole("button", { name: "確認へ進む" }).click();
  await page.getByRole("alert").first().waitFor();
  await shoot("draft-wrong", { full: size === "phone" });
  await write(page, { message: "はじめまして。子どもが寝ている午前と夜に、一日二時間ほど手を動かせます。\n\n前の仕事では町の広報紙を三年担当しました。" });
  await savedOnDevice(page);
  await shoot("draft", { full: size === "phone" });
  await page.getByRole("button", { name: "確認へ進む" }).click();
  await page.getByRole("button", { name: "送信する", exact: true }).waitFor();
  await shoot("check", { full: size === "phone" });
  await page.getByRole("button", { name: "送信する", exact: true }).click();
  await sent(page);
  await shoot("sent");
  await openBoard(page, server.url);
  await page.getByRole("list", { name: "仕事の一覧" }).getByRole("link").nth(1).click();
  await beginProposal(page);
  await write(page, { message: "書きかけです。" });
  await savedOnDevice(page);
  await visit("/proposals");
  await shoot("proposals");
  await visit("/desk");
  await shoot("desk-not-a-member");
  await visit("/settings");
  await shoot("settings", { full: true });
  await visit("/nowhere");
  await shoot("not-found");
  await visit("/jobs");
  await context.setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  await page.getByText("圏外です").waitFor();
  await shoot("offline");
  await context.close();
}

try {
  for (const [size, options] of [["phone", PHONE], ["desktop", DESKTOP], ["kiosk", KIOSK]]) await walk(size, options, "light");
  await walk("phone", PHONE, "dark");
  console.log(folder);
} finally {
  for (const action of tidy) await action();
}
