// Builds our adapter as the app is built: same profile, same tools.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const ROOT = new URL("../..", import.meta.url).pathname;
const PACKAGE = "engawa-bench-adapter";
// As index.html has them for the app.
const WASM_OPT = ["-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext", "--enable-mutable-globals", "--enable-simd", "--enable-reference-types", "--enable-multivalue"];

/** The path of the built adapter; its wasm lies beside it. */
export async function buildAdapter() {
  const { target_directory: target } = JSON.parse(run("cargo", ["metadata", "--no-deps", "--format-version", "1"], "pipe"));
  console.log("Building the adapter …");
  run("cargo", ["build", "--quiet", "--profile", "app", "--target", "wasm32-unknown-unknown", "-p", PACKAGE, "--target-dir", target]);
  const folder = join(target, "bench", "adapter");
  mkdirSync(folder, { recursive: true });
  const name = PACKAGE.replaceAll("-", "_");
  const wasm = join(folder, `${name}_bg.wasm`);
  run("wasm-bindgen", ["--target", "web", "--no-typescript", "--out-dir", folder, join(target, "wasm32-unknown-unknown", "app", `${name}.wasm`)]);
  run("wasm-opt", [...WASM_OPT, wasm, "-o", wasm]);
  for (const file of ["engawa.js", "engawa.worker.js"]) copyFileSync(new URL(file, import.meta.url), join(folder, file));
  return join(folder, "engawa.js");
}

function run(program, args, stdout = "inherit") {
  // RUSTFLAGS would replace the wasm flags of .cargo/config.toml.
  const { RUSTFLAGS, ...env } = process.env;
  try {
    return execFileSync(program, args, { cwd: ROOT, env, encoding: "utf8", stdio: ["ignore", stdout, "inherit"], maxBuffer: 2 ** 28 });
  } catch (error) {
    if (error.code === "ENOENT") throw new Error(`${program} is not on PATH; \`cargo xtask bench\` sets it up`);
    throw error;
  }
}
