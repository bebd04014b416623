// Somebody looks for work and sends a proposal.
import { eventually } from "../harness/browser.mjs";
import { beginProposal, count, openBoard, press, register, savedOnDevice, search, sent, toCheck, write } from "../harness/person.mjs";

const first = (page) => page.getByRole("list", { name: "仕事の一覧" }).getByRole("link");

/** Takes the pictures. */
export async function worker({ server, look, mark }) {
  const { context, page, shoot, visit } = await look();
  await page.route("**/api/**", (route) => route.abort());
  await page.goto(`${server.url}/jobs`);
  await page.getByRole("button", { name: "もう一度" }).waitFor();
  await shoot("board-unreachable");
  await page.unroute("**/api/**");
  await openBoard(page, server.url);
  await eventually(async () => (await count(page)) > 300, "the board");
  await shoot("board");
  await search(page, "どこにもない言葉");
  await eventually(async () => (await count(page)) === 0, "nothing");
  await shoot("board-nothing");
  await search(page, "");
  await eventually(async () => (await count(page)) > 300, "the board");
  const filter = page.locator(".filter-button");
  if (await filter.isVisible()) {
    const prepare = async () => {
      await filter.click();
      await page.getByRole("dialog").waitFor();
    };
    await shoot("filters", { prepare, tidyUp: () => page.keyboard.press("Escape") });
  }
  await first(page).first().click();
  await page.locator("article.posting").waitFor();
  await shoot("posting", { full: "phone" });
  await visit("/proposals");
  await shoot("proposals-empty");
  await visit("/login");
  await shoot("login");
  await visit("/register");
  await press(page, "登録する");
  await shoot("register-wrong");
  await register(page, server.url, { name: "佐野 はる", email: `haru-${mark}@example.jp`, password: "縁側でひとやすみする" });
  await openBoard(page, server.url);
  await first(page).first().click();
  await beginProposal(page);
  await press(page, "確認へ進む");
  await page.getByRole("alert").first().waitFor();
  await shoot("draft-wrong", { full: "phone" });
  await write(page, { message: "はじめまして。子どもが寝ている午前と夜に、一日二時間ほど手を動かせます。\n\n前の仕事では町の広報紙を三年担当しました。" });
  await savedOnDevice(page);
  await shoot("draft", { full: "phone" });
  await toCheck(page);
  await shoot("check", { full: "phone" });
  await press(page, "送信する");
  await sent(page);
  await shoot("sent");
  await openBoard(page, server.url);
  await first(page).nth(1).click();
  await beginProposal(page);
  await write(page, { message: "書きかけです。" });
  await savedOnDevice(page);
  await visit("/proposals");
  await shoot("proposals");
  await visit("/desk");
  await shoot("desk-not-a-member");
  await visit("/nowhere");
  await shoot("not-found");
  await visit("/jobs");
  await context.setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  await page.getByText("圏外です").waitFor();
  await shoot("offline");
}
