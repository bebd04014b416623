// Files that people send along with a sign-up.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, PHONE, backgroundSync, device, eventually, keptOffline } from "./harness/browser.mjs";
import { rows } from "./harness/deal.mjs";
import { HARU, goOffline, goOnline, logIn, press, register, savedOnDevice } from "./harness/person.mjs";
import { announced, comes, openProgram, openPrograms, program, signUp, toSignUpCheck } from "./harness/program.mjs";

const PLAN = { name: "はるの企画書.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 港の朝ごはん") };
const QUESTION = { no: 1, text: "企画書", help: "2枚まで。", ask: "file", required: true, only_if: null };

const asks = (rest = {}) => program({ title: "港の計画", form: [QUESTION], sessions: [{}], ...rest });
// The buttons beside it are named after the file.
const control = (page) => page.getByRole("button", { name: /^企画書(\(任意\))? / });
const save = (page, name = PLAN.name) => page.getByRole("button", { name: `${name} を保存する`, exact: true });

/** Opens the form of the program. */
async function openForm(page, url) {
  await openPrograms(page, url);
  await openProgram(page, "港の計画");
  await page.getByRole("button", { name: "申し込む", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "申込み", exact: true }).waitFor();
}

/** Chooses the file, checks and sends. */
async function sends(page) {
  await control(page).setInputFiles(PLAN);
  await save(page).waitFor();
  await press(page, "確認へ進む");
  await page.getByRole("heading", { level: 1, name: "申込みの確認" }).waitFor();
  await press(page, "送信する");
}

/** What is saved when the file's name is pressed. */
async function saved(page, name = PLAN.name) {
  const [download] = await Promise.all([page.waitForEvent("download"), save(page, name).click()]);
  assert.equal(download.suggestedFilename(), name);
  return readFile(await download.path());
}

test("a file is chosen without a network, goes with the sign-up, is had by the desk, and goes when that is taken back", async (t) => {
  const town = await announced(t, [asks()]);
  const { page } = await comes(t, town);
  await openForm(page, town.server.url);
  await goOffline(page);
  // What cannot be sent is said at once, and nothing stands there.
  await control(page).setInputFiles({ name: "企画書.html", mimeType: "text/html", buffer: Buffer.from("<script>") });
  await page.locator(".error").getByText("この種類のファイルは送れません", { exact: false }).waitFor();
  await control(page).setInputFiles({ ...PLAN, buffer: Buffer.alloc(5 * 1024 * 1024 + 1) });
  await page.locator(".error").getByText("このファイルは大きすぎます。5 MBまでのファイルを選んでください。").waitFor();
  assert.equal(await page.getByRole("button", { name: /^外す/ }).count(), 0);
  await press(page, "確認へ進む");
  await page.getByRole("alert").getByRole("link", { name: /^企画書/ }).waitFor();
  await control(page).setInputFiles(PLAN);
  await savedOnDevice(page);
  await page.reload();
  assert.deepEqual(await saved(page), PLAN.buffer);
  await press(page, "外す: はるの企画書.pdf");
  await save(page).waitFor({ state: "detached" });
  await sends(page);
  await page.getByText("送信待ち", { exact: true }).waitFor();
  await goOnline(page);
  await signUp(page).getByText("確定", { exact: true }).waitFor();

  const { page: office } = town.office;
  await office.goto(`${town.server.url}/desk?tab=programs`);
  await office.getByRole("list", { name: "申し込んだ人" }).getByText("答えを見る", { exact: true }).click();
  assert.deepEqual(await saved(office), PLAN.buffer);
  const [{ id }] = await rows(page, "sign_up");
  const [{ id: file, sign_up }] = await rows(page, "file");
  assert.equal(sign_up, id);
  assert.equal((await rows(office, "file")).length, 0);

  await press(page, "申込みを取り消す");
  await signUp(page).getByText("取り消しました", { exact: true }).waitFor();
  await eventually(async () => (await rows(page, "file")).length === 0, "no file is left");
  const status = await office.evaluate(async (path) => (await fetch(path)).status, `/api/files/${file}?sign_up=${id}`);
  assert.equal(status, 404);
});

test("nobody goes on to the check without a file that is still being read", async (t) => {
  const town = await announced(t, [asks({ form: [{ ...QUESTION, required: false }] })]);
  const { page } = await comes(t, town);
  await openForm(page, town.server.url);
  // As a file that a phone has to fetch from a cloud first.
  await page.evaluate(() => {
    const { arrayBuffer } = Blob.prototype;
    const held = new Promise((done) => (globalThis.letRead = done));
    Blob.prototype.arrayBuffer = async function () {
      await held;
      return arrayBuffer.call(this);
    };
  });
  await control(page).setInputFiles(PLAN);
  const waits = page.getByRole("button", { name: "ファイルを読んでいます…", exact: true });
  assert.equal(await waits.getAttribute("aria-disabled"), "true");
  await waits.press("Enter");
  assert.equal(await page.getByRole("heading", { level: 1, name: "申込み", exact: true }).count(), 1);
  await page.evaluate(() => globalThis.letRead());
  await press(page, "確認へ進む");
  await page.getByRole("heading", { level: 1, name: "申込みの確認" }).waitFor();
  await save(page).waitFor();
});

test("who judges blindly has the file without its name", async (t) => {
  const judging = { criteria: [{ no: 1, name: "新しさ", help: "", max: 5, weight: 1 }], blind: true, announces: true };
  const town = await announced(t, [asks({ kind: "contest", selection: { review: judging }, closes_at: Date.now() + 24 * 3600_000 })]);
  const { page } = await comes(t, town);
  await openForm(page, town.server.url);
  await page.getByText("ファイルの中にも名前を書かないでください", { exact: false }).waitFor();
  await page.getByLabel("作品・プランの名前").fill("港の朝ごはん");
  await sends(page);
  await signUp(page).getByText("選考中", { exact: true }).waitFor();
  const { page: office } = town.office;
  await office.goto(`${town.server.url}/desk?tab=programs`);
  await office.getByRole("list", { name: "申し込んだ人" }).getByText("答えを見る", { exact: true }).click();
  assert.deepEqual(await saved(office, "file.pdf"), PLAN.buffer);
  assert.ok(!(await office.content()).includes("はるの"));
});

test("a file that was chosen before registering is the account's, and another device of theirs sends it", async (t) => {
  const town = await announced(t, [asks()]);
  const { page } = await device(t, town.browser);
  await openForm(page, town.server.url);
  await control(page).setInputFiles(PLAN);
  await savedOnDevice(page);
  await register(page, town.server.url, HARU);
  await eventually(async () => (await rows(page, "file")).length === 1, "the file at the server");
  const { page: desktop } = await device(t, town.browser, DESKTOP);
  await logIn(desktop, town.server.url, HARU);
  await openPrograms(desktop, town.server.url);
  await openProgram(desktop, "港の計画");
  await desktop.getByRole("link", { name: "申込みの続きを書く" }).click();
  assert.deepEqual(await saved(desktop), PLAN.buffer);
  await press(desktop, "確認へ進む");
  await press(desktop, "送信する");
  await signUp(desktop).getByText("確定", { exact: true }).waitFor();
});

test("a file that never arrives is said at its place, and choosing it once more is enough", async (t) => {
  const town = await announced(t, [asks()]);
  const { page, context } = await comes(t, town);
  await openForm(page, town.server.url);
  // The server takes none of this kind any more.
  await context.route("**/api/files/**", (route) => route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify({ type: "invalid", status: 422 }) }));
  await sends(page);
  await page.getByText(/^申し込めませんでした: .*ファイルが届いていません。もう一度選んで、送ってください。$/).waitFor();
  await context.unroute("**/api/files/**");
  await sends(page);
  await signUp(page).getByText("確定", { exact: true }).waitFor();
});

test("Background Sync: a file goes with what names it though no page is open", async (t) => {
  const town = await announced(t, [asks()]);
  const { page, context } = await comes(t, town);
  await context.grantPermissions(["background-sync"]).catch(() => {});
  await keptOffline(page);
  await openForm(page, town.server.url);
  await context.setOffline(true);
  await sends(page);
  await page.getByText("送信待ち", { exact: true }).waitFor();
  const bystanding = await context.newPage();
  await page.close();
  const tellWorker = await backgroundSync(bystanding, town.server.url);
  await context.setOffline(false);
  await tellWorker();
  const { page: office } = town.office;
  await office.goto(`${town.server.url}/desk?tab=programs`);
  await office.getByRole("list", { name: "申し込んだ人" }).getByText("答えを見る", { exact: true }).click();
  assert.deepEqual(await saved(office), PLAN.buffer);
});

for (const [shape, options] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  test(`a form with a file has no finding of axe, ${shape}`, async (t) => {
    const town = await announced(t, [asks()]);
    const { page } = await comes(t, town, HARU, options);
    await openForm(page, town.server.url);
    await control(page).setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") });
    await page.locator(".field .error").waitFor();
    assert.deepEqual(await findings(page), []);
    await control(page).setInputFiles({ ...PLAN, name: `${"とても長い名前の".repeat(12)}企画書.pdf` });
    await page.locator(".file-chosen").waitFor();
    assert.deepEqual(await findings(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the screen");
    const { pathname } = new URL(page.url());
    await savedOnDevice(page);
    await page.goto(`${town.server.url}${pathname}?lang=en`);
    await page.locator(".file-chosen").waitFor();
    assert.deepEqual(await findings(page), []);
  });
}
