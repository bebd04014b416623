// A proposal on its way to a contract, from both sides.
import { complete, offer, say } from "../harness/deal.mjs";
import { HARU, SHOP, logIn, openBoard, press, proposeFor, register, search, send, sent, write } from "../harness/person.mjs";
import { account, importJobs, posting } from "../harness/server.mjs";

/** Takes the pictures. */
export async function deal({ server, look, mark }) {
  const desk = `油津商店 ${mark}`;
  const title = `港のちらし ${mark}`;
  await importJobs(server, [
    posting({ id: `leaflet-${mark}`, title, desk }),
    posting({ id: `sign-${mark}`, title: `夏まつりの看板 ${mark}`, desk }),
  ]);
  const client = { ...SHOP, email: `shop-${mark}@example.jp` };
  await account(server, { ...client, desk });
  const haru = await look();
  const shop = await look();
  await register(haru.page, server.url, { ...HARU, email: `sano-${mark}@example.jp` });
  await openBoard(haru.page, server.url);
  await search(haru.page, title);
  await proposeFor(haru.page, title);
  await write(haru.page, { message: "ちらし、描かせてください。平日の午前と、子どもが寝たあとの夜に手を動かせます。" });
  await send(haru.page);
  await sent(haru.page);
  const id = new URL(haru.page.url()).pathname.split("/").pop();

  await logIn(shop.page, server.url, client);
  await shop.visit("/desk");
  await shop.page.getByRole("list", { name: "届いた提案" }).getByRole("link", { name: HARU.name }).waitFor();
  await shop.shoot("desk");
  await shop.page.getByRole("list", { name: "届いた提案" }).getByRole("link", { name: HARU.name }).click();
  await shop.page.getByRole("heading", { level: 1, name: HARU.name }).waitFor();
  await shop.shoot("proposal-arrived", { full: true });
  await shop.page.getByText("ほかの募集に招く").click();
  await shop.page.getByLabel("招く募集", { exact: true }).selectOption({ label: `夏まつりの看板 ${mark}` });
  await press(shop.page, "招待する");
  await shop.page.getByRole("button", { name: "見送る", exact: true }).click();
  await shop.page.getByRole("radio").first().waitFor();
  await shop.shoot("decline", { full: true });
  await press(shop.page, "やめる");
  await offer(shop.page, { label: "報酬(税込・円)", amount: "36000", days: "10" });
  await say(shop.page, "ありがとうございます。写真は来週お送りします。");

  await haru.visit("/proposals");
  await haru.page.getByRole("list", { name: "招待" }).waitFor();
  await haru.shoot("invited", { full: true });
  await haru.visit(`/proposals/${id}`);
  await haru.page.getByText("36,000円").first().waitFor();
  await haru.page.getByLabel("メッセージを書く", { exact: true }).fill("LINEで話しませんか。 line.me/ti/p/abc");
  await haru.shoot("negotiation", { full: true });
  await haru.page.getByLabel("メッセージを書く", { exact: true }).fill("");
  await press(haru.page, "承諾する");
  await shop.page.getByRole("link", { name: "取引条件明示書へ" }).waitFor();
  await shop.shoot("accepted", { full: true });
  await shop.page.getByRole("link", { name: "取引条件明示書へ" }).click();
  await shop.page.getByRole("link", { name: "明示書を整える" }).click();
  await shop.page.getByRole("heading", { level: 1, name: "取引条件明示書を整える" }).waitFor();
  await shop.shoot("notice-form", { full: true });
  await shop.page.goBack();
  await complete(shop.page);
  await shop.shoot("notice", { full: true });
  await haru.visit("/phrases");
  await haru.shoot("phrases");
}
