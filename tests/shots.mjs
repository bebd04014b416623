// Pictures of every screen: phone, desktop and kiosk size, Japanese and English, into target/shots.
// `node shots.mjs [--only NAME]`, or `cargo xtask shots`.
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { DESKTOP, KIOSK, PHONE, openBrowser } from "./harness/browser.mjs";
import { engawa, serve } from "./harness/server.mjs";
import { camera } from "./shots/camera.mjs";
import { deal } from "./shots/deal.mjs";
import { posting } from "./shots/posting.mjs";
import { self } from "./shots/self.mjs";
import { worker } from "./shots/worker.mjs";

const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : "";
const folder = resolve(process.env.SHOTS_DIR ?? new URL("../target/shots", import.meta.url).pathname);
await mkdir(folder, { recursive: true });

const tidy = [];
const t = { after: (action) => tidy.unshift(action) };
try {
  const server = await serve(t);
  await engawa(["demo", "--data", server.data]);
  const browser = await openBrowser(t);
  for (const [size, options, scheme] of [
    ["phone", PHONE, "light"],
    ["desktop", DESKTOP, "light"],
    ["kiosk", KIOSK, "light"],
    ["phone", PHONE, "dark"],
  ]) {
    // Each walk goes through the app as other people.
    for (const walk of [worker, posting, deal, self]) {
      const devices = [];
      const look = async () => {
        const device = await camera(browser, server, { size, options, scheme, folder, only });
        devices.push(device);
        return device;
      };
      await walk({ server, look, size, mark: `${size}-${scheme}` });
      for (const { context } of devices) await context.close();
    }
  }
  console.log(folder);
} finally {
  for (const action of tidy) await action();
}
