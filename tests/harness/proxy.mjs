// A network between device and server that can do what networks do: cut a reply off, change a file.
import { createServer, request } from "node:http";
import { once } from "node:events";

/** Forwards to `target`; the story talks to `url`. */
export async function proxy(t, target) {
  const cut = [];
  const rewrites = [];
  const seen = [];
  const server = createServer((asked, answer) => {
    seen.push({ method: asked.method, path: asked.url });
    const { hostname, port } = new URL(target);
    const headers = { ...asked.headers };
    const rewrite = rewrites.find(({ path }) => asked.url.startsWith(path));
    if (rewrite) ["accept-encoding", "if-none-match"].forEach((name) => delete headers[name]);
    const onward = request({ hostname, port, path: asked.url, method: asked.method, headers }, (reply) => {
      const at = cut.findIndex((path) => asked.url.startsWith(path));
      if (at >= 0) {
        // The server has done its part; its word never arrives.
        const [path] = cut.splice(at, 1);
        reply.resume().on("end", () => {
          seen.push({ cut: path });
          asked.socket.destroy();
        });
        return;
      }
      if (!rewrite) {
        answer.writeHead(reply.statusCode, reply.headers);
        reply.pipe(answer);
        return;
      }
      const parts = [];
      reply.on("data", (part) => parts.push(part)).on("end", () => {
        const body = Buffer.from(rewrite.change(Buffer.concat(parts).toString("utf8")));
        const { etag, ...rest } = reply.headers;
        answer.writeHead(reply.statusCode, { ...rest, "content-length": body.length });
        answer.end(body);
      });
    });
    onward.on("error", () => asked.socket.destroy());
    asked.pipe(onward);
    answer.on("close", () => onward.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** The next answer below `path` is cut off after the server gave it. */
    cutNextReply: (path) => cut.push(path),
    /** Answers below `path` are changed on the way. */
    rewrite: (path, change) => rewrites.push({ path, change }),
    /** Every request so far. */
    seen,
  };
}
