// A real Chromium, as a person's device: it can lose its network, its power, its storage.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
export const DESKTOP = { viewport: { width: 1440, height: 900 } };
export const KIOSK = { viewport: { width: 1280, height: 800 }, hasTouch: true };

const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";
// Stories may be played by a Chromium without a window, which keeps less on the disk and has no
// Background Sync: this is the one that people have.
const WHOLE = process.env.WHOLE_CHROMIUM ?? EXECUTABLE;
// Chromium's own popups are pages too, of two hundred scripts for each device. (Of two lists of such
// features the later one counts: the first ones here are Playwright's.)
const NO_FEATURES = ["AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup"];
const QUIET = [`--disable-features=${NO_FEATURES.join(",")}`, "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

// The stories of a file share a browser. Node says so in a process that it has begun for one.
const shares = process.env.NODE_TEST_CONTEXT !== undefined;
let shared;
if (shares) after(async () => (await shared)?.close());

/** A browser, whose contexts are the devices. With Chromium's own `args`, or `whole`, it is for this
 * story alone. */
export async function openBrowser(t, { args = [], whole = false } = {}) {
  const launch = () => chromium.launch({ executablePath: whole ? WHOLE : EXECUTABLE, args: [...QUIET, ...args] });
  if (shares && args.length === 0 && !whole) return (shared ??= launch());
  const browser = await launch();
  t.after(() => browser.close());
  return browser;
}

/** A device with an empty store. Its page fails the story when the app panics or breaks its policy. */
export async function device(t, browser, options = PHONE, { language = "ja-JP" } = {}) {
  const context = await browser.newContext({ locale: language, timezoneId: "Asia/Tokyo", ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  watch(t, page);
  return { context, page };
}

/** Collects what must never happen on a page. */
export function watch(t, page) {
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`page error: ${error}`));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && /panicked|Content Security Policy/.test(text)) wrong.push(text);
  });
  t.after(() => {
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
  });
}

/** A whole browser process on a profile that outlives it, so that it can be killed. */
export async function powerOn(t, profile) {
  const folder = profile ?? (await mkdtemp(join(tmpdir(), "engawa-profile-")));
  const child = spawn(WHOLE, [...QUIET, "--headless", "--remote-debugging-port=0", `--user-data-dir=${folder}`, "--lang=ja", "about:blank"], { stdio: ["ignore", "ignore", "pipe"], detached: true });
  const endpoint = await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      const said = /DevTools listening on (ws:\S+)/.exec(line);
      if (said) resolve(said[1]);
    });
    child.once("exit", (code) => reject(new Error(`Chromium ended: ${code}`)));
  });
  const browser = await chromium.connectOverCDP(endpoint);
  const context = browser.contexts()[0];
  const page = context.pages()[0] ?? (await context.newPage());
  /** The power fails: no process of this browser gets to say goodbye. */
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    process.kill(-child.pid, "SIGKILL");
    await gone;
  };
  t.after(async () => {
    await kill();
    if (!profile) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return { page, context, profile: folder, kill };
}

/** Waits until the app itself is kept on the device. */
export async function keptOffline(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

/** Waits for the service worker; what this gives back has the browser tell it that there is a network, as
 * Background Sync does. */
export async function backgroundSync(page, origin) {
  const session = await page.context().newCDPSession(page);
  const registered = new Promise((resolve) => session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => registrations[0] && resolve(registrations[0])));
  await session.send("ServiceWorker.enable");
  const { registrationId } = await registered;
  return () => session.send("ServiceWorker.dispatchSyncEvent", { origin, registrationId, tag: "engawa-outbox", lastChance: false });
}

/** Waits, as long as Playwright does, until `look` gives something true, and gives it back. */
export async function eventually(look, what = "it", { within = 30_000 } = {}) {
  const until = Date.now() + within;
  let last;
  for (;;) {
    try {
      last = await look();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > until) throw new Error(`${what} did not come about: ${last}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
