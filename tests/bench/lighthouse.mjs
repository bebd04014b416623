// Lighthouse's mobile figures of /jobs with the demo content, from npm into a temporary folder.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { engawa } from "../harness/server.mjs";
import { repeat, row, tidily } from "./figures.mjs";
import { stocked } from "./stocked.mjs";

// The last that runs on Node 20.
const LIGHTHOUSE = "lighthouse@12.8.2";
const run = promisify(execFile);

/** Rows of figures: scores of 100, and moments. */
export async function lighthouse({ rounds }) {
  return tidily(async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "engawa-lighthouse-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder, LIGHTHOUSE]);
    const server = await stocked(t, ({ data }) => engawa(["demo", "--data", data]));
    const measured = await repeat(rounds, async () => {
      const flags = ["--quiet", "--output=json", "--only-categories=performance,accessibility,best-practices", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"];
      const program = join(folder, "node_modules", ".bin", "lighthouse");
      const { stdout } = await run(program, [`${server.url}/jobs`, ...flags], { env: { CHROME_PATH: "/usr/bin/chromium", ...process.env, ...(process.env.CHROMIUM ? { CHROME_PATH: process.env.CHROMIUM } : {}) }, maxBuffer: 2 ** 28 });
      const { categories, audits } = JSON.parse(stdout);
      return {
        performance: categories.performance.score * 100,
        accessibility: categories.accessibility.score * 100,
        practices: categories["best-practices"].score * 100,
        fcp: audits["first-contentful-paint"].numericValue,
        lcp: audits["largest-contentful-paint"].numericValue,
        tbt: audits["total-blocking-time"].numericValue,
        cls: audits["cumulative-layout-shift"].numericValue,
      };
    });
    const score = (value) => String(Math.round(value));
    const ms = (value) => `${Math.round(value)} ms`;
    return [
      row("performance", measured.performance, score),
      row("accessibility", measured.accessibility, score),
      row("best practices", measured.practices, score),
      row("first contentful paint", measured.fcp, ms),
      row("largest contentful paint", measured.lcp, ms),
      row("total blocking time", measured.tbt, ms),
      row("layout shift", measured.cls, (value) => value.toFixed(3)),
    ];
  });
}
