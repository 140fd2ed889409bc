import { connect, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";

import { proxyFix } from "../../src/adapters/node.js";

it("an HTTP/2 request has believed values in all its properties if other code has frozen its headers", async () => {
  const fixed = proxyFix(
    (req, res) => {
      const { headers, authority, rawHeaders } = req as typeof req & { authority: string };
      res.end(
        JSON.stringify({ authority, headers: headers[":authority"], forwarded: rawHeaders.includes("evil.test") }),
      );
    },
    { xHost: 1 },
  );
  const server = createServer((req, res) => {
    Object.freeze(req.headers);
    Object.freeze(req.rawHeaders);
    fixed(req as never, res as never);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  const stream = session.request({ ":authority": "evil.test", "x-forwarded-host": "good.test" });
  let body = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
  await new Promise((resolve) => stream.once("end", resolve));
  expect(JSON.parse(body)).toEqual({ authority: "good.test", headers: "good.test", forwarded: false });
});
