// A camera that sees one picture: a QR code, held up to it.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [WIDTH, HEIGHT] = [640, 480];

/** What a drawn QR code looks like: a square of booleans, true where it is dark. */
export async function drawn(svg) {
  const [side, path] = await svg.evaluate((code) => [code.viewBox.baseVal.width, code.querySelector("path").getAttribute("d")]);
  const dark = Array.from({ length: side }, () => Array(side).fill(false));
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let at = 0; at < Number(run); at += 1) dark[Number(y)][Number(x) + at] = true;
  }
  return dark;
}

/** Chromium's arguments for a camera that sees this picture, held a little askew. */
export async function camera(t, dark) {
  const folder = await mkdtemp(join(tmpdir(), "engawa-camera-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "picture.y4m");
  const [side, scale, turn] = [dark.length, (HEIGHT * 0.7) / dark.length, 0.12];
  const luma = Buffer.alloc(WIDTH * HEIGHT, 150);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const [right, down] = [(x - WIDTH / 2) / scale, (y - HEIGHT / 2) / scale];
      const column = Math.floor(right * Math.cos(turn) + down * Math.sin(turn) + side / 2);
      const row = Math.floor(down * Math.cos(turn) - right * Math.sin(turn) + side / 2);
      const module = dark[row]?.[column];
      if (module !== undefined) luma[y * WIDTH + x] = module ? 40 : 220;
    }
  }
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  await writeFile(file, Buffer.concat([head, ...Array(10).fill(frame)]));
  return [...CAMERA, `--use-file-for-fake-video-capture=${file}`];
}

/** Chromium's arguments for a camera of its own making, which nobody is asked about. */
const CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
