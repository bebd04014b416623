// Programs, as a desk announces them, and the way through a sign-up.
import { push, rows } from "./deal.mjs";
import { openBrowser, device, DESKTOP, PHONE } from "./browser.mjs";
import { HARU, SHOP, logIn, register } from "./person.mjs";
import { account, serve } from "./server.mjs";

const NICHINAN = { code: "452041", name: "宮崎県日南市" };

/** The day so many days from now in Japan. */
export function day(days) {
  return new Date(Date.now() + 9 * 3600_000 + days * 24 * 3600_000).toISOString().slice(0, 10);
}

/** A program; what is not said is as plain as can be. */
export function program({ title, sessions = [{}], ...rest }) {
  return {
    id: crypto.randomUUID(), desk: "", desk_name: "", kind: "seminar", title, description: "家で働くことの話をします。", towns: [NICHINAN],
    sessions: sessions.map((session, index) => ({
      no: index + 1, from: day(10 + index), to: day(10 + index), begins: "10:00", ends: "12:00", note: "", online: false,
      venue: { name: "油津公民館", address: "", town: NICHINAN, position: null, access: "" },
      capacity: 10, observers: "none", childcare: null, ...session,
    })),
    attendance: "one", capacity: null, waitlist: 5, eligibility: {}, asks: [], form: [], selection: "first_come", sign_up: "engawa",
    opens_at: null, closes_at: null, cost: null, cost_note: "", goal: null, contact: "", website: null, closed: false, posted_at: 0,
    edited_at: null, sample: false, identifier: null, ...rest,
  };
}

/** A desk that announces these programs, in a browser of its member. */
export async function announced(t, programs) {
  const server = await serve(t);
  await account(server, { ...SHOP, desk: "日南市役所" });
  const browser = await openBrowser(t);
  const office = await device(t, browser, DESKTOP);
  await logIn(office.page, server.url, SHOP);
  const desk = await deskOf(office.page);
  for (const one of programs) await push(office.page, { publish_program: { program: { ...one, desk } } });
  return { server, browser, office };
}

/** The desk where the person of a page sits. */
export async function deskOf(page) {
  const [place] = await rows(page, "membership");
  return place.desk;
}

/** Somebody who has registered. */
export async function comes(t, { server, browser }, person = HARU, options = PHONE) {
  const one = await device(t, browser, options);
  await register(one.page, server.url, person);
  return one;
}

/** プログラム, until the list is there. */
export async function openPrograms(page, url) {
  await page.goto(`${url}/programs`);
  await page.getByRole("list", { name: "プログラムの一覧" }).waitFor();
}

/** Opens a program of the list. */
export async function openProgram(page, title) {
  await page.getByRole("list", { name: "プログラムの一覧" }).getByRole("link", { name: title }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

/** 申し込む, 確認へ進む. */
export async function toSignUpCheck(page, { button = "申し込む", fill = async () => {} } = {}) {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "申込み", exact: true }).waitFor();
  await fill(page);
  await page.getByRole("button", { name: "確認へ進む", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "申込みの確認" }).waitFor();
}

/** How the sign-up of this page stands. */
export function signUp(page) {
  return page.getByRole("status", { name: "自分の申込み" });
}

/** Somebody else who sits at the desk that announced the programs. */
export async function colleague(t, { server, browser }, person = { name: "同僚", email: "colleague@example.jp", password: "となりの席の合いことば" }) {
  await account(server, { ...person, desk: "日南市役所" });
  const one = await device(t, browser, DESKTOP);
  await logIn(one.page, server.url, person);
  return one;
}
