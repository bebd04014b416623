// Every screen, for everyone: two languages, a keyboard alone, assistive technology.
import assert from "node:assert/strict";
import test from "node:test";
import { DESKTOP, PHONE, device, eventually, openBrowser } from "./harness/browser.mjs";
import { findings } from "./harness/axe.mjs";
import { beginProposal, count, openBoard, openPosting, proposeFor, registerAndLook, savedOnDevice, started, write } from "./harness/person.mjs";
import { importJobs, posting, serve } from "./harness/server.mjs";

test("the language switches at once, is remembered, and travels in a shared link", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await openBoard(page, server.url);
  assert.equal(await page.locator("html").getAttribute("lang"), "ja");
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("searchbox", { name: "Search jobs" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await eventually(() => new URL(page.url()).searchParams.get("lang") === "en", "the language in the address");
  await page.goto(`${server.url}/jobs`);
  await page.getByRole("searchbox", { name: "Search jobs" }).waitFor();

  const other = await device(t, browser);
  await other.page.goto(`${server.url}/settings?lang=en`);
  await other.page.getByRole("heading", { level: 1, name: "You" }).waitFor();
});

test("from search to sent with a keyboard alone", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" }), posting({ id: "b", title: "山の地図", description: "山の地図をつくります。" })]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser, DESKTOP);
  await registerAndLook(page, server.url);
  const press = (key) => page.keyboard.press(key);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.innerText ?? "");
  /** Tabs on until the focus is on what matches; a trap or an unreachable control fails. */
  const tabTo = async (wanted) => {
    for (let i = 0; i < 80; i += 1) {
      if (wanted.test(await focused())) return;
      await press("Tab");
    }
    assert.fail(`${wanted} is not reached with Tab; the focus is on ${await focused()}`);
  };
  await tabTo(/^仕事を検索$/);
  await page.keyboard.type("港のちらし");
  await eventually(async () => (await count(page)) === 1, "one find");
  await tabTo(/^港のちらし$/);
  await press("Enter");
  await page.getByRole("heading", { level: 1, name: "港のちらし" }).waitFor();
  await tabTo(/^提案を書く$/);
  await press("Enter");
  const field = async (label, text) => {
    for (let i = 0; i < 80; i += 1) {
      const named = await page.evaluate(() => document.activeElement?.labels?.[0]?.innerText ?? "");
      if (named === label) return page.keyboard.type(text);
      await press("Tab");
    }
    assert.fail(`the field ${label} is not reached with Tab`);
  };
  await page.getByLabel("メッセージ", { exact: true }).waitFor();
  await field("メッセージ", "キーボードだけで書きました。");
  await field("希望報酬(税込・円)", "33000");
  await field("所要日数", "7");
  await tabTo(/^確認へ進む$/);
  await press("Enter");
  await page.getByRole("button", { name: "送信する", exact: true }).waitFor();
  await tabTo(/^送信する$/);
  await press("Enter");
  await page.getByText("送信済み").first().waitFor();
});

test("a wrong form says what to mend, and where", async (t) => {
  const server = await serve(t);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const browser = await openBrowser(t);
  const { page } = await device(t, browser);
  await openBoard(page, server.url);
  await proposeFor(page, "港のちらし");
  await write(page, { message: "", amount: "三万円", days: "0" });
  await page.getByRole("button", { name: "確認へ進む" }).click();
  const summary = page.getByRole("alert");
  await summary.waitFor();
  assert.equal(await summary.getByRole("link").count(), 3);
  assert.equal(await page.getByLabel("希望報酬(税込・円)", { exact: true }).getAttribute("aria-invalid"), "true");
  assert.equal(await page.getByLabel("希望報酬(税込・円)", { exact: true }).inputValue(), "三万円", "what was typed stays");
});

for (const [name, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  for (const language of ["ja", "en"]) {
    test(`assistive technology finds nothing wrong on any screen (${name}, ${language})`, async (t) => {
      const server = await serve(t);
      await importJobs(server, [posting({ id: "a", title: "港のちらし" }), posting({ id: "b", title: "山の地図", pay: null, more: { costs: undefined } })]);
      const browser = await openBrowser(t);
      const { page } = await device(t, browser, size);
      await registerAndLook(page, server.url);
      await openPosting(page, "港のちらし");
      const job = new URL(page.url()).pathname;
      await beginProposal(page);
      const draft = new URL(page.url()).pathname;
      await write(page);
      await savedOnDevice(page);
      const wrong = [];
      for (const path of ["/jobs", job, "/proposals", draft, `${draft}?step=check`, "/desk", "/settings", "/register", "/login", "/nowhere"]) {
        const address = new URL(path, server.url);
        address.searchParams.set("lang", language);
        await page.goto(address.href);
        await started(page);
        await page.getByRole("heading", { level: 1 }).first().waitFor({ state: "attached" });
        assert.equal(await page.locator("html").getAttribute("lang"), language);
        await eventually(async () => (await page.title()).length > 3, `a title of ${path}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${path} scrolls sideways by ${wide}px`);
        wrong.push(...(await findings(page)).map((finding) => `${path}: ${finding}`));
      }
      assert.deepEqual(wrong, []);
    });
  }
}
