// Several measurements of the same thing, as a row of a table.
import { readFileSync } from "node:fs";

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** A row: what, the median, the range. */
export function row(what, values, show) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return [what, show(median(values)), least === most ? "" : `${show(least)} to ${show(most)}`];
}

export const ms = (value) => `${Math.round(value).toLocaleString("en")} ms`;
export const kB = (value) => `${(value / 1000).toFixed(1)} kB`;
export const MB = (value) => `${(value / 1e6).toFixed(1)} MB`;

/** Calls `measure` so often; gives the values of each thing it names. */
export async function repeat(rounds, measure) {
  const values = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, value] of Object.entries(await measure())) (values[name] ??= []).push(value);
  }
  return values;
}

/** Runs with a list of what to tidy up afterwards, as a test has one. */
export async function tidily(work) {
  const tidy = [];
  try {
    return await work({ after: (action) => tidy.unshift(action) });
  } finally {
    for (const action of tidy) await action();
  }
}

/** What the page's process has for itself, after a collection; wasm memory is in it. Linux only. */
export async function memory(page) {
  const own = await page.context().newCDPSession(page);
  for (let i = 0; i < 2; i++) await own.send("HeapProfiler.collectGarbage");
  const { usedSize } = await own.send("Runtime.getHeapUsage");
  const all = await page.context().browser().newBrowserCDPSession();
  const { processInfo } = await all.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => privateBytes(id));
  await Promise.all([own.detach(), all.detach()]);
  return { heap: usedSize, process: Math.max(...renderers) };
}

function privateBytes(pid) {
  const lines = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8").matchAll(/^Private_\w+:\s+(\d+) kB/gm);
  return [...lines].reduce((sum, [, size]) => sum + Number(size) * 1024, 0);
}
