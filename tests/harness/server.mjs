// A server of its own for each story: a fresh folder, a free port.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const BINARY = resolve(process.env.ENGAWA_BIN ?? new URL("../../target/release/engawa", import.meta.url).pathname);

/** Runs `engawa …` to its end. */
export async function engawa(args, { input = "" } = {}) {
  // A program that reads nothing may be gone before an empty input could be handed to it.
  const child = spawn(BINARY, args, { stdio: [input ? "pipe" : "ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  child.stdin?.end(input);
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}

/** Serves a fresh folder (or `data`), and tidies up when the story ends. */
export async function serve(t, { data, args = [] } = {}) {
  const folder = data ?? (await mkdtemp(join(tmpdir(), "engawa-story-")));
  const child = spawn(BINARY, ["serve", "--listen", "127.0.0.1:0", "--data", folder, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (log += text));
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const said = /^listening on (http:\/\/\S+)$/.exec(line);
      if (said) resolve(said[1]);
    });
    child.once("exit", (code) => reject(new Error(`the server ended (${code}): ${log}`)));
  });
  const server = {
    url,
    data: folder,
    log: () => log,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
  t.after(async () => {
    await server.stop();
    if (!data) await rm(folder, { recursive: true, force: true });
  });
  return server;
}

/** Imports postings (see `posting`) while the server runs or not. */
export async function importJobs(server, postings) {
  const file = join(server.data, `import-${crypto.randomUUID()}.jsonl`);
  await writeFile(file, postings.map((posting) => JSON.stringify(posting)).join("\n"));
  return engawa(["import", "jobs", "--data", server.data, file]);
}

/** Makes an account, as an operator does; with `desk` its owner sits there. */
export async function account(server, { email, name, password, desk }) {
  const args = ["account", "create", "--data", server.data, "--email", email, "--name", name];
  const made = await engawa([...args, ...(desk ? ["--desk", desk] : [])], { input: `${password}\n` });
  if (made.code !== 0) throw new Error(`account: ${made.stderr}`);
}

/** A posting as schema.org says it; `more` are Engawa's own properties. */
export function posting({ id, title, desk = "油津商店", description = "港の店のちらしを1枚つくります。", more = {}, pay = 33_000, posted = "2026-11-20", closes = "2099-12-31", ...rest }) {
  const own = { kind: "fixed", payUnit: "total", category: "design", due: "契約日から3週間", payDay: "毎月末日締め翌月25日払い", payMeans: "銀行振込", costs: "発注者負担", rights: "検収後に譲渡", contact: "店主", effortMinutes: 600, noCalls: true, ...more };
  return {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    identifier: { "@type": "PropertyValue", name: desk, value: id },
    title,
    description,
    datePosted: posted,
    validThrough: closes,
    hiringOrganization: { "@type": "Organization", name: desk },
    jobLocationType: "TELECOMMUTE",
    ...(pay === null ? {} : { baseSalary: { "@type": "MonetaryAmount", currency: "JPY", value: { "@type": "QuantitativeValue", value: pay } } }),
    additionalProperty: Object.entries(own).map(([name, value]) => ({ "@type": "PropertyValue", name, value })),
    ...rest,
  };
}
