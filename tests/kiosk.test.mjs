// The kiosk: a tablet at a space's door that knows nobody, and forgets whoever stood there.
import assert from "node:assert/strict";
import test from "node:test";
import { findings } from "./harness/axe.mjs";
import { KIOSK, device, eventually, keptOffline, powerOn } from "./harness/browser.mjs";
import { push, rows } from "./harness/deal.mjs";
import { digits, openKiosk, openStaff, pair, space, typeOnPad, visitCode, written } from "./harness/kiosk.mjs";
import { HARU, MINORI, goOffline, goOnline, press, register } from "./harness/person.mjs";
import { announced, comes, day, program } from "./harness/program.mjs";
import { importJobs, posting } from "./harness/server.mjs";
import { people, records } from "./harness/storage.mjs";

/** Words that nobody but a visitor of these stories writes. */
const PLANTED = ["ゆうぐれの白鷺", "egret-at-dusk"];
const PORTRAIT = { viewport: { width: 800, height: 1280 }, hasTouch: true };

/** A town with work and programs. */
async function town(t) {
  const { server, browser } = await announced(t, [program({ title: "在宅ワークセミナー", website: "https://example.jp/seminar" }), program({ title: "ちらし講座" })]);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" }), posting({ id: "b", title: "山の地図", description: "山の地図をつくります。" })]);
  return { server, browser };
}

/** A kiosk, with its clock in the story's hands. */
async function kioskOf(t, { browser, server }, size = KIOSK) {
  const one = await device(t, browser, size);
  await one.page.clock.install();
  await openKiosk(one.page, server.url);
  return one;
}

const jobs = (page) => page.getByRole("list", { name: "仕事の一覧" });

/** Finds work, and leaves words behind. */
async function visit(page, words) {
  await press(page, "仕事を探す");
  await jobs(page).getByRole("button", { name: "港のちらし" }).waitFor();
  for (const word of words) {
    await page.getByRole("searchbox", { name: "仕事を検索" }).fill(word);
    await page.getByText("0件", { exact: true }).waitFor();
  }
}

test("a visitor finds work and programs at an unpaired kiosk, and takes them along", async (t) => {
  const { page } = await kioskOf(t, await town(t));
  await page.getByText("このキオスクはまだスペースと結ばれていません").first().waitFor();
  await press(page, "仕事を探す");
  await page.getByRole("searchbox", { name: "仕事を検索" }).fill("ちず");
  await page.getByRole("searchbox", { name: "仕事を検索" }).fill("地図");
  await page.getByText("1件", { exact: true }).waitFor();
  await jobs(page).getByRole("button", { name: "山の地図" }).click();
  await page.getByText("山の地図をつくります。").waitFor();
  await press(page, "スマートフォンで持ち帰る");
  await page.getByRole("dialog", { name: "スマートフォンで持ち帰る" }).getByText(/\/jobs\/[0-9a-f-]{36}$/).waitFor();
  await press(page, "閉じる");
  await press(page, "最初の画面");
  await press(page, "プログラムを探す");
  await page.getByRole("list", { name: "プログラムの一覧" }).getByRole("button", { name: "在宅ワークセミナー" }).click();
  await page.getByRole("heading", { level: 1, name: "在宅ワークセミナー" }).waitFor();
  // A link of the town's leads nowhere; it is there to be read.
  await page.getByRole("link", { name: "https://example.jp/seminar" }).click();
  await page.getByRole("dialog").getByText("https://example.jp/seminar").waitFor();
  assert.equal(new URL(page.url()).pathname, "/kiosk");
  await press(page, "閉じる");
  await press(page, "最初の画面");
  await press(page, "座席を使う");
  await page.getByRole("heading", { name: "座席の受付はまだ使えません" }).waitFor();
});

test("nobody gets out of a kiosk: not by a menu, a key, the way back, or a new window", async (t) => {
  const { page, context } = await kioskOf(t, await town(t));
  await press(page, "仕事を探す");
  const kept = await page.evaluate(() => {
    const tried = (event) => !document.querySelector("h1").dispatchEvent(event);
    const key = (key, more = {}) => tried(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
    return {
      menu: tried(new MouseEvent("contextmenu", { bubbles: true, cancelable: true })),
      drag: tried(new DragEvent("dragstart", { bubbles: true, cancelable: true })),
      drop: tried(new DragEvent("drop", { bubbles: true, cancelable: true })),
      find: key("f", { ctrlKey: true }),
      full: key("F11"),
      back: key("ArrowLeft", { altKey: true }),
      tab: !key("Tab"),
    };
  });
  assert.deepEqual(kept, { menu: true, drag: true, drop: true, find: true, full: true, back: true, tab: true });
  await page.evaluate(() => history.back());
  await eventually(() => new URL(page.url()).pathname === "/kiosk", "the kiosk");
  await jobs(page).waitFor();
  await page.evaluate(() => {
    const link = Object.assign(document.createElement("a"), { href: "https://example.jp/", target: "_blank", textContent: "外へ" });
    document.querySelector("h1").append(link);
    link.click();
  });
  await page.getByRole("dialog").getByText("https://example.jp/").waitFor();
  assert.equal(context.pages().length, 1);
});

test("a kiosk that nobody touches for a minute asks for ten seconds, and forgets", async (t) => {
  const { page } = await kioskOf(t, await town(t));
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("button", { name: "Find work" }).click();
  await page.getByRole("searchbox", { name: "Search jobs" }).fill("港");
  await page.clock.runFor(59_000);
  const asks = page.getByRole("status").filter({ hasText: "Are you still there?" });
  assert.equal(await asks.count(), 0);
  await page.clock.runFor(2_000);
  await asks.waitFor();
  // Any touch goes on where one was.
  await page.getByRole("button", { name: "Go on" }).click();
  await asks.waitFor({ state: "detached" });
  assert.equal(await page.getByRole("searchbox", { name: "Search jobs" }).inputValue(), "港");
  await page.clock.runFor(61_000);
  await asks.waitFor();
  await page.clock.runFor(10_000);
  await page.getByRole("heading", { level: 1, name: "ようこそ。どれを使いますか" }).waitFor();
  await page.getByText("消去しました。").waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "ja");
  await press(page, "仕事を探す");
  assert.equal(await page.getByRole("searchbox", { name: "仕事を検索" }).inputValue(), "");
});

test("a tablet that slept for an hour shows nothing of who was there", async (t) => {
  const { page } = await kioskOf(t, await town(t));
  await visit(page, [PLANTED[0]]);
  await page.clock.fastForward(3600_000);
  await page.getByRole("heading", { level: 1, name: "ようこそ。どれを使いますか" }).waitFor();
  assert.ok(!(await page.content()).includes(PLANTED[0]));
});

for (const network of ["online", "offline"]) {
  for (const [way, leave] of [
    ["終了して消去", (page) => press(page, "終了して消去")],
    ["the idle time-out", (page) => page.clock.runFor(71_000)],
  ]) {
    test(`after ${way} nothing that a visitor wrote is on the disk (${network})`, async (t) => {
      const { server } = await town(t);
      const tablet = await powerOn(t);
      const { page } = tablet;
      await page.clock.install();
      await openKiosk(page, server.url);
      await keptOffline(page);
      if (network === "offline") await goOffline(page);
      await visit(page, PLANTED);
      await leave(page);
      await page.getByText("消去しました。").waitFor();
      assert.ok(!(await page.content()).includes(PLANTED[0]));
      assert.deepEqual(await people(page), []);
      // The next visitor, and the one after a power cut, find the kiosk as it was.
      await page.goto(`${server.url}/kiosk`);
      await page.getByRole("button", { name: "仕事を探す" }).waitFor();
      assert.deepEqual(await page.context().cookies(), []);
      await tablet.kill();
      assert.deepEqual(await written(tablet.profile, PLANTED), []);
      // What is looked for would be found: the kiosk keeps what is public.
      assert.notDeepEqual(await written(tablet.profile, ["engawa-board"]), []);
    });
  }
}

test("a kiosk is used with a keyboard alone", async (t) => {
  const { page } = await kioskOf(t, await town(t));
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.innerText ?? "");
  const tabTo = async (wanted) => {
    for (let i = 0; i < 40; i += 1) {
      if (wanted.test(await focused())) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`${wanted} is not reached with Tab; the focus is on ${await focused()}`);
  };
  await tabTo(/^仕事を探す$/);
  await page.keyboard.press("Enter");
  await jobs(page).waitFor();
  await tabTo(/^港のちらし$/);
  await page.keyboard.press("Enter");
  await page.getByText("港の店のちらしを1枚つくります。").waitFor();
  await tabTo(/^終了して消去$/);
  await page.keyboard.press("Enter");
  await page.getByText("消去しました。").waitFor();
});

for (const [shape, size] of [["landscape", KIOSK], ["portrait", PORTRAIT]]) {
  for (const language of ["ja", "en"]) {
    test(`assistive technology finds nothing wrong at a kiosk (${shape}, ${language})`, async (t) => {
      const { page } = await kioskOf(t, await town(t), size);
      const words = { ja: ["日本語", "仕事を探す", "プログラムを探す", "座席を使う", "最初の画面"], en: ["English", "Find work", "Find programs", "Use a seat", "First screen"] }[language];
      const [own, work, programs, seat, home] = words;
      await press(page, own);
      const wrong = [];
      const look = async (at) => {
        wrong.push(...(await findings(page)).map((finding) => `${at}: ${finding}`));
        const small = await page.evaluate(() => [...document.querySelectorAll("button, input")].filter((one) => one.offsetHeight > 0 && one.offsetHeight < 44).map((one) => one.innerText || one.outerHTML));
        assert.deepEqual(small, [], `${at}: targets under 44 px`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${at} scrolls sideways by ${wide}px`);
      };
      await look("home");
      await press(page, work);
      await jobs(page).or(page.getByRole("list", { name: "Jobs" })).first().waitFor();
      await look("jobs");
      await page.getByRole("button", { name: "港のちらし" }).click();
      await page.getByText("港の店のちらしを1枚つくります。").waitFor();
      await look("a posting");
      await press(page, home);
      await press(page, programs);
      await page.getByRole("button", { name: "在宅ワークセミナー" }).click();
      await page.getByRole("heading", { level: 1, name: "在宅ワークセミナー" }).waitFor();
      await look("a program");
      await press(page, home);
      await press(page, seat);
      await look("the seat desk");
      await page.clock.runFor(61_000);
      await look("the warning");
      assert.deepEqual(wrong, []);
    });
  }
}

// Paired with a space.

/** A space, its manager, and its tablet. */
async function door(t, { tablet = null } = {}) {
  const { server, browser, office } = await announced(t, [program({ title: "在宅ワークセミナー" })]);
  await importJobs(server, [posting({ id: "a", title: "港のちらし" })]);
  const own = await memberships(office.page);
  const place = space({ desk: own[0].desk });
  await push(office.page, { publish_space: { space: place } });
  const one = tablet ?? (await device(t, browser, KIOSK));
  await one.page.clock.install();
  await openKiosk(one.page, server.url);
  return { server, browser, office: office.page, kiosk: one.page, place };
}

const memberships = (page) => rows(page, "membership");

/** The half of the day in Japan that lasts now. */
function half() {
  const hour = new Date(Date.now() + 9 * 3600_000).getUTCHours();
  return hour < 13 ? "morning" : "afternoon";
}

/** A worker who has booked a seat for now, with their phone. */
async function booked(t, { server, browser, place }, person = HARU) {
  const phone = await comes(t, { server, browser }, person);
  await push(phone.page, { book_visit: { space: place.id, day: day(0), half: half() } });
  return phone.page;
}

const answer = (page, words) => page.getByRole("status").filter({ hasText: words });

test("a manager pairs a tablet with a code that counts once, and ends it again", async (t) => {
  const town = await door(t);
  const { office, kiosk, server, browser } = town;
  await office.goto(`${server.url}/desk?tab=members`);
  await office.getByRole("button", { name: "ペアリングコードをつくる" }).click();
  const code = await office.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).innerText();
  await openStaff(kiosk);
  await typeOnPad(kiosk, "ペアリングコードを入力", code);
  await kiosk.getByText("つながっています").waitFor();
  await kiosk.getByRole("banner").getByText("油津コワーキング").waitFor();
  // It is the space's after a reload, too; and no other tablet is.
  await kiosk.reload();
  await kiosk.getByRole("banner").getByText("油津コワーキング").waitFor();
  const other = await device(t, browser, KIOSK);
  await other.page.clock.install();
  await openKiosk(other.page, server.url);
  await openStaff(other.page);
  await typeOnPad(other.page, "ペアリングコードを入力", code);
  await answer(other.page, "このコードは使えません").waitFor();
  await office.getByRole("list", { name: "キオスクの一覧" }).getByRole("button", { name: "油津コワーキングのキオスクを外す" }).click();
  await office.getByText("キオスクはまだありません。").waitFor();
  await eventually(async () => {
    await kiosk.clock.runFor(31_000);
    return kiosk.getByRole("banner").getByText("まだスペースと結ばれていません").isVisible();
  }, "a kiosk that is no more");
});

test("pairing forgets whoever used the tablet's browser before, and survives each wipe", async (t) => {
  const { server, browser, office, place } = await door(t);
  const tablet = await device(t, browser, KIOSK);
  const { page } = tablet;
  await page.clock.install();
  await register(page, server.url, MINORI);
  await openKiosk(page, server.url);
  await pair(page, office, place.id);
  assert.deepEqual(await people(page), []);
  const names = async () => (await tablet.context.cookies()).map(({ name }) => name);
  assert.deepEqual(await names(), ["engawa_kiosk"]);
  await press(page, "終了して消去");
  await page.getByText("消去しました。").waitFor();
  assert.deepEqual(await names(), ["engawa_kiosk"]);
  await page.reload();
  await page.getByRole("banner").getByText("油津コワーキング").waitFor();
});

test("a worker comes and goes by the six digits of their phone, and each code counts once", async (t) => {
  const town = await door(t);
  const { kiosk, office, server } = town;
  await pair(kiosk, office, town.place.id);
  const phone = await booked(t, town);
  const code = await visitCode(phone, server.url);
  await press(kiosk, "座席を使う");
  await typeOnPad(kiosk, "コードを入力", "000000");
  await answer(kiosk, "このコードは確認できませんでした").waitFor();
  await typeOnPad(kiosk, "コードを入力", code);
  await answer(kiosk, "受け付けました").waitFor();
  // The kiosk learns no name.
  assert.ok(!(await kiosk.content()).includes(HARU.name));
  await press(kiosk, "終了して消去");
  await press(kiosk, "座席を使う");
  await press(kiosk, "帰ります");
  await typeOnPad(kiosk, "コードを入力", code);
  await answer(kiosk, "このコードは使われています").waitFor();
  const [stay] = (await rows(phone, "booking")).map(({ stay }) => Object.keys(stay)[0]);
  assert.equal(stay, "in");
});

test("without a network a phone shows its code, the kiosk keeps it, and staff see since when", async (t) => {
  const town = await door(t);
  const { kiosk, office, server } = town;
  await pair(kiosk, office, town.place.id);
  const phone = await booked(t, town);
  await visitCode(phone, server.url);
  await goOffline(phone);
  await phone.reload();
  await phone.getByRole("img", { name: "来訪コードのQRコード" }).waitFor();
  await goOffline(kiosk);
  await kiosk.clock.runFor(31_000);
  await kiosk.mouse.click(640, 8);
  await press(kiosk, "座席を使う");
  await typeOnPad(kiosk, "コードを入力", await digits(phone));
  await answer(kiosk, "確認は通信が戻ってから").waitFor();
  // Visitors are not troubled with it; staff are told, also after a restart.
  assert.equal(await kiosk.getByText(/からつながっていません/).count(), 0);
  await kiosk.reload();
  await press(kiosk, "仕事を探す");
  await jobs(kiosk).getByRole("button", { name: "港のちらし" }).waitFor();
  await openStaff(kiosk);
  await kiosk.getByText(/からつながっていません/).waitFor();
  await kiosk.getByText("1件").waitFor();
  assert.ok(!JSON.stringify(await records(kiosk, "engawa-kiosk", "waiting")).includes("person"));
  await goOnline(kiosk);
  await eventually(async () => {
    await kiosk.clock.runFor(31_000);
    await kiosk.mouse.click(640, 8);
    return kiosk.getByText("つながっています").isVisible();
  }, "the network");
  const stays = async () => (await rows(office, "booking")).map(({ stay }) => Object.keys(stay)[0]);
  await eventually(async () => (await stays())[0] === "in", "the visit");
});

/** At the kiosk: a proposal for the leaflet, as whoever approves with this phone. */
async function beginAtKiosk(kiosk, phone, url) {
  await press(kiosk, "仕事を探す");
  await jobs(kiosk).getByRole("button", { name: "港のちらし" }).click();
  await press(kiosk, "提案を書いてスマートフォンへ");
  const code = await kiosk.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).innerText();
  await phone.goto(`${url}/kiosk/approve#${code}`);
  await phone.getByText(/油津コワーキング/).waitFor();
  await press(phone, "承認する");
  await phone.getByText("承認しました。").waitFor();
  await eventually(async () => {
    await kiosk.clock.runFor(2_100);
    return kiosk.getByLabel("メッセージ", { exact: true }).isVisible();
  }, "the form");
}

test("a worker writes at the kiosk and goes on at their phone; whoever comes next sees nothing", async (t) => {
  const town = await door(t);
  const { kiosk, office, server } = town;
  await pair(kiosk, office, town.place.id);
  const phone = (await comes(t, town, HARU)).page;
  await beginAtKiosk(kiosk, phone, server.url);
  await kiosk.getByText(`${HARU.name}さんのスマートフォン`).waitFor();
  await kiosk.getByLabel("メッセージ", { exact: true }).fill("キオスクから書いています。");
  await kiosk.clock.runFor(2_100);
  await kiosk.getByText(/スマートフォンに渡しました/).waitFor();
  // Haru leaves without a word.
  await kiosk.clock.runFor(71_000);
  await kiosk.getByText("消去しました。").waitFor();
  const shown = await kiosk.content();
  for (const word of [HARU.name, "キオスクから書いています。"]) assert.ok(!shown.includes(word), word);
  await press(kiosk, "仕事を探す");
  await jobs(kiosk).getByRole("button", { name: "港のちらし" }).click();
  await press(kiosk, "提案を書いてスマートフォンへ");
  await kiosk.getByText("スマートフォンで承認してください").waitFor();
  await phone.goto(`${server.url}/proposals`);
  await phone.getByRole("link", { name: "港のちらし" }).first().click();
  await phone.getByLabel("メッセージ", { exact: true }).waitFor();
  assert.equal(await phone.getByLabel("メッセージ", { exact: true }).inputValue(), "キオスクから書いています。");
});

for (const network of ["online", "offline"]) {
  test(`what a worker wrote at the kiosk is on no disk, and their login ends (${network})`, async (t) => {
    const tablet = await powerOn(t);
    const town = await door(t, { tablet });
    const { kiosk, office, server } = town;
    await pair(kiosk, office, town.place.id);
    await keptOffline(kiosk);
    const phone = (await comes(t, town, HARU)).page;
    await beginAtKiosk(kiosk, phone, server.url);
    if (network === "offline") await goOffline(kiosk);
    await kiosk.getByLabel("メッセージ", { exact: true }).fill(PLANTED.join("、"));
    await kiosk.clock.runFor(2_100);
    if (network === "offline") {
      await kiosk.getByText("まだ渡していません").waitFor();
      await press(kiosk, "終了して消去");
      // They are told, and may take it along.
      await kiosk.getByRole("dialog").getByRole("img", { name: "書いた文のQRコード" }).waitFor();
      await press(kiosk, "渡さずに消去");
    } else {
      await kiosk.getByText(/スマートフォンに渡しました/).waitFor();
      await press(kiosk, "終了して消去");
    }
    await kiosk.getByText("消去しました。").waitFor();
    assert.deepEqual(await people(kiosk), []);
    if (network === "offline") {
      await goOnline(kiosk);
      await kiosk.clock.runFor(31_000);
    }
    await eventually(async () => (await rows(phone, "kiosk_login")).length === 0, "the end of the login");
    await tablet.kill();
    assert.deepEqual(await written(tablet.profile, [...PLANTED, HARU.name, HARU.email]), []);
  });
}
