// The server that a measurement asks: a fresh folder, and something in it.
import { serve } from "../harness/server.mjs";

/** Serves what `stock(server)` puts in. */
export async function stocked(t, stock) {
  const server = await serve(t);
  const { code, stdout, stderr } = await stock(server);
  if (code !== 0) throw new Error(`nothing to measure (${code}): ${stdout}${stderr}`);
  return server;
}
