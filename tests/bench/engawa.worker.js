// The server's part: makes packs, one at a time, and is gone when the last is made.
import load, { build } from "./engawa_bench_adapter.js";

let ready;

onmessage = async ({ data }) => {
  if (data instanceof WebAssembly.Module) {
    ready = load({ module_or_path: data });
    return;
  }
  await ready;
  const since = performance.now();
  const file = build(new Uint8Array(data));
  postMessage({ file, ms: performance.now() - since }, [file.buffer]);
};
