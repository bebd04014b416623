// A client writes a posting, and keeps a desk.
import { logIn, press } from "../harness/person.mjs";
import { LEAFLET, deskTab, editorField, fillPosting, publish, toPostingCheck } from "../harness/posting.mjs";
import { account } from "../harness/server.mjs";

/** Takes the pictures. */
export async function posting({ server, look, mark }) {
  const { page, shoot, visit } = await look();
  const owner = { name: "日高 みちよ", email: `owner-${mark}@example.jp`, password: "港の見える店のとびら" };
  await account(server, { ...owner, desk: `日南市油津港まちづくり協同組合 観光広報部 ${mark}` });
  await logIn(page, server.url, owner);
  await visit("/jobs/new");
  await shoot("posting-new");
  await page.getByText("固定報酬", { exact: true }).first().click();
  await editorField(page, "内容").waitFor();
  await shoot("posting-empty", { full: true });
  await fillPosting(page, { ...LEAFLET, 内容: "だれでも簡単に高収入。まずはLINEで連絡してください。登録料として三千円を振り込んでください。", 費用の負担: "" });
  await shoot("posting-findings", { full: true });
  await fillPosting(page, LEAFLET);
  await toPostingCheck(page);
  await shoot("posting-check", { full: true });
  await publish(page, { at: "check" });
  await shoot("desk-postings");
  await deskTab(page, /メンバー/);
  await page.getByRole("button", { name: "席を用意する", exact: true }).waitFor();
  await shoot("desk-members-alone", { full: true });
  await press(page, "席を用意する");
  await page.getByLabel("席のリンク", { exact: true }).first().waitFor();
  await shoot("desk-members", { full: true });
}
