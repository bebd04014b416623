// A device that takes pictures of its screen.
import { started } from "../harness/person.mjs";

/** A device of that size and colour scheme, with an empty store. */
export async function camera(browser, server, { size, options, scheme, folder, only }) {
  const context = await browser.newContext({ locale: "ja-JP", timezoneId: "Asia/Tokyo", colorScheme: scheme, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const speak = async (language) => {
    if ((await page.locator("html").getAttribute("lang")) === language) return;
    await page.getByRole("link", { name: language === "ja" ? "日本語" : "English" }).click();
    await page.locator(`html[lang=${language}]`).waitFor();
  };
  /** Takes a picture in each language; `full`: of the whole page where it is a phone's. */
  const shoot = async (name, { full = false, prepare = () => {}, tidyUp = () => {} } = {}) => {
    if (!name.includes(only)) return;
    for (const language of scheme === "dark" ? ["ja"] : ["ja", "en"]) {
      await speak(language);
      await prepare();
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const path = `${folder}/${name}-${size}-${language}${scheme === "dark" ? "-dark" : ""}.png`;
      await page.screenshot({ path, fullPage: full === true || full === size });
      await tidyUp();
    }
    await speak("ja");
  };
  const visit = async (path) => {
    await page.goto(new URL(path, server.url).href);
    await started(page);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
  };
  return { context, page, shoot, visit };
}
