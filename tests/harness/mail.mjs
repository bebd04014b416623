// Mail as the server puts it into its folder.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "./browser.mjs";

/** Reads a mail's headers and its text. */
function read(raw) {
  const [head, ...rest] = raw.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  const headers = Object.fromEntries(
    head
      .replace(/\r\n[ \t]+/g, " ")
      .split("\r\n")
      .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const encoding = headers["content-transfer-encoding"];
  let text = body;
  if (encoding === "base64") text = Buffer.from(body, "base64").toString("utf8");
  if (encoding === "quoted-printable") {
    const bytes = body.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    text = Buffer.from(bytes, "latin1").toString("utf8");
  }
  const subject = headers.subject.replace(/=\?utf-8\?b\?([^?]*)\?=\s*/gi, (_, code) => Buffer.from(code, "base64").toString("utf8"));
  return { to: headers.to, subject, text };
}

/** All mail to an address, the oldest first. */
export async function mailTo(server, address) {
  const folder = join(server.data, "mail");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".eml")).sort();
  const mail = await Promise.all(names.map(async (name) => read(await readFile(join(folder, name), "utf8"))));
  return mail.filter(({ to }) => to.includes(address));
}

/** Waits for mail to an address whose text has a link to this page, and gives the newest link. */
export async function linkTo(server, address, page, { after = 0 } = {}) {
  const pattern = new RegExp(`${server.url}/${page}#\\S+`);
  const links = async () => (await mailTo(server, address)).map(({ text }) => pattern.exec(text)?.[0]).filter(Boolean);
  return eventually(async () => (await links())[after], `a link to /${page} for ${address}`);
}
