// The server's part: makes packs, one at a time.
import load, { build } from "./engawa_bench_adapter.js";

onmessage = async ({ data: module }) => {
  await load({ module_or_path: module });
  onmessage = ({ data: docs }) => {
    const since = performance.now();
    const file = build(new Uint8Array(docs));
    postMessage({ file, ms: performance.now() - since }, [file.buffer]);
  };
  postMessage("ready");
};
