// What belongs to oneself: the device, the queue, the account.
import { beginProposal, openBoard, register, send, write } from "../harness/person.mjs";

/** Takes the pictures. */
export async function self({ server, look, mark }) {
  const { context, page, shoot, visit } = await look();
  await visit("/settings");
  await shoot("settings-nobody", { full: true });
  for (const path of ["reset", "verify", "unsubscribe"]) {
    await visit(`/${path}`);
    await shoot(path);
  }
  const email = `a.very.long.address.of.somebody.at.home-${mark}@example.jp`;
  await register(page, server.url, { name: "日高 みちよ(ひだか)", email, password: "縁側でひとやすみする" });
  await visit("/settings/account");
  await page.getByText(email).first().waitFor();
  await shoot("account", { full: true });
  await openBoard(page, server.url);
  await page.getByRole("list", { name: "仕事の一覧" }).getByRole("link").nth(2).click();
  await beginProposal(page);
  await context.setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  await write(page, { message: "圏外で書きました。" });
  await send(page);
  await page.getByRole("link", { name: /自分/ }).first().click();
  await page.getByRole("region", { name: "送信待ちの一覧" }).waitFor();
  await shoot("settings", { full: true });
  const prepare = async () => {
    await page.getByRole("button", { name: /^(ログアウト|Log out)$/ }).click();
    await page.getByRole("dialog").waitFor();
  };
  await shoot("log-out", { prepare, tidyUp: () => page.keyboard.press("Escape") });
}
