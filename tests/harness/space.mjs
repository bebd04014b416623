// Spaces, as a desk enters them, and who books a place.
import { push } from "./deal.mjs";
import { openBrowser, device, DESKTOP } from "./browser.mjs";
import { SHOP, logIn } from "./person.mjs";
import { deskOf } from "./program.mjs";
import { account, serve } from "./server.mjs";

const NICHINAN = { code: "452041", name: "宮崎県日南市" };

/** Opening hours: the same on every day of the week, holidays as given. */
export function hours(each = ["00:00-24:00"], holidays = "as_usual") {
  return { week: Array.from({ length: 7 }, () => each), holidays, year_end: null, exceptions: {} };
}

/** A space; what is not said is as plain as can be. */
export function space({ name, ...rest }) {
  return {
    id: crypto.randomUUID(), desk: null, desk_name: "", name, kana: "", nickname: "", town: NICHINAN, address: "宮崎県日南市油津1-1",
    building: "", position: { latitude: 31.586, longitude: 131.403 }, phone: "", organisation: "", corporate_number: "",
    hours: hours(), hours_note: "", description: "", note: "", equipment: ["wifi"], website: null, quota: 0, accredited: null,
    closed: false, sample: false, identifier: null, posted_at: 0, edited_at: null, ...rest,
  };
}

/** A desk that enters these spaces, in a browser of its member. */
export async function entered(t, spaces) {
  const server = await serve(t);
  await account(server, { ...SHOP, desk: "日南市役所" });
  const browser = await openBrowser(t);
  const office = await device(t, browser, DESKTOP);
  await logIn(office.page, server.url, SHOP);
  const desk = await deskOf(office.page);
  for (const one of spaces) await push(office.page, { publish_space: { space: { ...one, desk } } });
  return { server, browser, office, desk };
}

/** 働ける場所, until the list is there. */
export async function openSpaces(page, url) {
  await page.goto(`${url}/spaces`);
  await page.getByRole("list", { name: "場所の一覧" }).waitFor();
}

/** A space's own page. */
export async function openSpace(page, url, one) {
  await page.goto(`${url}/spaces/${one.id}`);
  await page.getByRole("heading", { level: 1, name: one.name }).waitFor();
}

/** Now in Japan, as a moment of some days from today at an hour. */
export function inJapan(days, hour, minute = 0) {
  const today = new Date(Date.now() + 9 * 3600_000).toISOString().slice(0, 10);
  return new Date(Date.parse(`${today}T00:00:00+09:00`) + days * 24 * 3600_000 + hour * 3600_000 + minute * 60_000);
}
