// At the door: codes, who came, certificates, calendars.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { DESKTOP, KIOSK, device, eventually, openBrowser } from "./harness/browser.mjs";
import { camera, drawn } from "./harness/camera.mjs";
import { push } from "./harness/deal.mjs";
import { HARU, MINORI, SHOP, goOffline, goOnline, logIn, press } from "./harness/person.mjs";
import { announced, comes, day, program, signUp } from "./harness/program.mjs";

/** Somebody who has signed up for a program, at its page. */
async function signedUp(t, town, { id, person = HARU, session = 1, part = "participant" }) {
  const one = await comes(t, town, person);
  await push(one.page, { sign_up: { program: id, application: { session, part, children: 0, about: {}, answers: {} } } });
  await one.page.goto(`${town.server.url}/programs/${id}`);
  await signUp(one.page).getByText("確定", { exact: true }).waitFor();
  return one;
}

/** The door of a program, on a tablet of the desk. */
async function tablet(t, town, id) {
  const one = await device(t, town.browser, KIOSK);
  await logIn(one.page, town.server.url, SHOP);
  await atDoor(one.page, town, id);
  return one;
}

async function atDoor(page, town, id) {
  await page.goto(`${town.server.url}/desk?tab=programs&door=${id}`);
  await guests(page).waitFor();
}

const guests = (page) => page.getByRole("list", { name: "来る人の一覧" });
const guest = (page, name) => guests(page).getByRole("button", { name });
const isHere = (page, name) => eventually(async () => (await guest(page, name).getAttribute("aria-pressed")) === "true", `${name} is here`);

test("who came is noted on two tablets without a network, and both agree once they are back", async (t) => {
  const course = program({ title: "在宅ワーク講座", kind: "course", sessions: [{ observers: { sign_up: 3 } }] });
  const town = await announced(t, [course]);
  const haru = await signedUp(t, town, course);
  await signedUp(t, town, { ...course, person: MINORI, part: "observer" });
  const [one, other] = [await tablet(t, town, course.id), await tablet(t, town, course.id)];
  for (const { page } of [one, other]) {
    await guest(page, HARU.name).waitFor();
    await goOffline(page);
    await page.reload();
    await guest(page, HARU.name).click();
    await guest(page, HARU.name).getByText("来ました(送信待ち)").waitFor();
  }
  // One finds the observer by how the reference is read out.
  await one.page.getByLabel("名前か受付番号で探す").fill("みの");
  await eventually(async () => (await guests(one.page).getByRole("button").count()) === 1, "one find");
  await guest(one.page, MINORI.name).click();
  await goOnline(one.page);
  await goOnline(other.page);
  const counts = other.page.getByRole("status", { name: "来た人数" });
  await eventually(async () => /来た人 1人.*見学に来た人 1人/s.test(await counts.innerText()), "the other tablet's counts");
  await isHere(other.page, MINORI.name);
  await signUp(haru.page).getByText("出席しました(1回)").waitFor();
  // A slip is undone, and everybody hears of it.
  await guest(other.page, HARU.name).click();
  await eventually(async () => (await guest(other.page, HARU.name).getAttribute("aria-pressed")) === "false", "it is undone");
  await signUp(haru.page).getByText("出席しました(1回)").waitFor({ state: "detached" });
  // So is the slip of undoing.
  await guest(other.page, HARU.name).click();
  await signUp(haru.page).getByText("出席しました(1回)").waitFor();
  await guest(other.page, HARU.name).click();
  await other.page.getByRole("button", { name: "元にもどす" }).last().click();
  await isHere(other.page, HARU.name);
  assert.deepEqual(await findings(other.page), []);
});

test("a camera reads the code that a phone shows without a network", async (t) => {
  const seminar = program({ title: "在宅ワークセミナー" });
  const town = await announced(t, [seminar]);
  const haru = await signedUp(t, town, seminar);
  await goOffline(haru.page);
  await haru.page.reload();
  await haru.page.getByText("受付で見せるQRコード").click();
  const code = haru.page.getByRole("img", { name: /^受付番号.+のQRコード$/ });
  await code.waitFor();
  const browser = await openBrowser(t, { args: await camera(t, await drawn(code)) });
  const { page } = await tablet(t, { ...town, browser }, seminar.id);
  await press(page, "カメラで読み取る");
  await page.getByRole("status", { name: "読み取りの結果" }).getByText(`${HARU.name}さんの受付をしました。`).waitFor({ timeout: 60_000 });
  await isHere(page, HARU.name);
  await press(page, "カメラを止める");
  await page.getByRole("button", { name: "カメラで読み取る" }).waitFor();
});

test("without a camera the door says so, and typing is the way", async (t) => {
  const seminar = program({ title: "在宅ワークセミナー" });
  const town = await announced(t, [seminar]);
  await signedUp(t, town, seminar);
  const { page } = await tablet(t, town, seminar.id);
  await press(page, "カメラで読み取る");
  await page.getByText(/使えるカメラがありません|許可されていません/).waitFor();
  await page.getByLabel("名前か受付番号で探す").fill("はる");
  await guest(page, HARU.name).click();
  await isHere(page, HARU.name);
});

test("a certificate is granted to those who came, verified by a stranger, and taken back", async (t) => {
  const course = program({ title: "在宅ワーク講座", kind: "course" });
  const town = await announced(t, [course]);
  const haru = await signedUp(t, town, course);
  await signedUp(t, town, { ...course, person: MINORI });
  const { page } = await tablet(t, town, course.id);
  await guest(page, HARU.name).click();
  await isHere(page, HARU.name);
  await page.goto(`${town.server.url}/desk?tab=programs&attest=${course.id}`);
  const people = page.getByRole("list", { name: "席のある人" });
  await press(page, "1人に修了証を発行する");
  const hers = people.getByRole("listitem").filter({ hasText: HARU.name });
  await hers.getByText(/に発行$/).waitFor();
  assert.deepEqual(await findings(page), []);
  await people.getByRole("button", { name: `${MINORI.name}に修了証を発行する` }).waitFor();

  await haru.page.getByRole("link", { name: "修了証を見る" }).click();
  await haru.page.getByRole("heading", { level: 1, name: "修了証" }).waitFor();
  const link = haru.page.url();
  const stranger = await device(t, town.browser, DESKTOP);
  await stranger.page.goto(link);
  await stranger.page.getByText("有効です", { exact: true }).waitFor();
  await stranger.page.getByText(`${HARU.name} 様`).waitFor();
  await stranger.page.getByText("「在宅ワーク講座」を修了したことを証します。").waitFor();
  assert.deepEqual(await findings(stranger.page), []);

  await press(page, `${HARU.name}の証書を取り消す`);
  await hers.getByText("取消し済み").waitFor();
  const told = async () => (await fetch(link.replace("/certificates/", "/api/certificates/"))).json();
  await eventually(async () => (await told()).revoked_at !== null, "that it was taken back");
  await stranger.page.reload();
  await stranger.page.getByText(/取り消されています/).waitFor();
  assert.ok(!(await stranger.page.getByRole("button", { name: "印刷する" }).isVisible()));
  await stranger.page.goto(link.replace(/[0-9a-f]{4}$/, "0000"));
  await stranger.page.getByRole("heading", { level: 1, name: "この証書はありません" }).waitFor();
});

test("a space is accredited until a day, and its badge is renewed under the same link", async (t) => {
  const ambassadors = program({ title: "アンバサダー認定", kind: "accreditation" });
  const town = await announced(t, [ambassadors]);
  await signedUp(t, town, ambassadors);
  const { page } = await tablet(t, town, ambassadors.id);
  await page.goto(`${town.server.url}/desk?tab=programs&attest=${ambassadors.id}`);
  await page.getByLabel("認定する人または場所の名前").fill("港の家");
  await page.getByLabel("有効期限").fill(day(300));
  await press(page, "認定する");
  const list = page.getByRole("list", { name: "席のある人" });
  await list.getByText(/まで有効$/).waitFor();
  await list.getByText("港の家", { exact: true }).waitFor();
  const link = await list.getByRole("link", { name: "証書を見る" }).getAttribute("href");
  await page.getByLabel("有効期限").fill(day(700));
  await press(page, "更新する");
  await list.getByText(new RegExp(`${Number(day(700).slice(5, 7))}月${Number(day(700).slice(8))}日まで有効`)).waitFor();
  const stranger = await device(t, town.browser);
  await stranger.page.goto(town.server.url + link);
  await stranger.page.getByRole("heading", { level: 1, name: "認定証" }).waitFor();
  await stranger.page.getByText("有効です", { exact: true }).waitFor();
  await stranger.page.getByText("港の家", { exact: true }).waitFor();
});

test("the days of a sign-up are taken along as a file, also without a network", async (t) => {
  const seminar = program({ title: "在宅ワークセミナー", sessions: [{}, {}] });
  const town = await announced(t, [seminar]);
  const haru = await signedUp(t, town, { ...seminar, session: 2 });
  await goOffline(haru.page);
  await haru.page.reload();
  const [file] = await Promise.all([haru.page.waitForEvent("download"), press(haru.page, "予定をカレンダーに入れる")]);
  assert.equal(file.suggestedFilename(), "engawa.ics");
  const text = await readFile(await file.path(), "utf8");
  const day = seminar.sessions[1].from.replaceAll("-", "");
  for (const line of ["BEGIN:VCALENDAR", "TZID:Asia/Tokyo", `UID:${seminar.id}-2@engawa`, `DTSTART;TZID=Asia/Tokyo:${day}T100000`, `DTEND;TZID=Asia/Tokyo:${day}T120000`, "SUMMARY:在宅ワークセミナー"]) {
    assert.ok(text.split("\r\n").includes(line), `${line} in ${text}`);
  }
  assert.equal(text.match(/BEGIN:VEVENT/g).length, 1);
});

test("a calendar follows what somebody signed up for, until its address is ended", async (t) => {
  const seminar = program({ title: "在宅ワークセミナー" });
  const town = await announced(t, [seminar]);
  const haru = await signedUp(t, town, seminar);
  await haru.page.goto(`${town.server.url}/settings`);
  await press(haru.page, "カレンダーの住所をつくる");
  const address = await haru.page.getByRole("textbox", { name: "自分のカレンダーの住所" }).inputValue();
  assert.ok(address.startsWith(`${town.server.url}/calendar/people/`), address);
  const calendar = () => fetch(address);
  await eventually(async () => (await calendar()).status === 200, "the calendar");
  const text = await (await calendar()).text();
  assert.ok(text.includes(`UID:${seminar.id}-1@engawa`) && text.includes("STATUS:CONFIRMED"), text);
  await press(haru.page, "この住所を無効にする");
  await eventually(async () => (await calendar()).status === 404, "the end of the calendar");
  // The address is a secret: the log has none of it.
  await eventually(() => town.server.log().includes("/calendar/people/"), "a line in the log");
  assert.ok(!town.server.log().includes(address.split("/").pop().replace(".ics", "")));
});
