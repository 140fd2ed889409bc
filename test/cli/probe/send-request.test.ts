import { createServer as createSecureServer } from "node:https";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";

import { sendRequest } from "../../../src/cli/probe/send-request.js";
import { createCertificate } from "../../proxies/harness/certificate.js";
import { findProgram } from "../../proxies/harness/programs.js";
import { createFixture } from "../../structure/temporary-directory.js";
import { answerArrival, startServer } from "./inspector.js";

const TRANSPORT = { rejectUnauthorized: true, timeout: 10_000 };

describe("sendRequest", () => {
  it("sends the headers as they are, in order and line by line", async () => {
    const origin = await startServer((req, res) => void res.end(JSON.stringify(req.rawHeaders)));
    const headers = [
      ["X-Forwarded-For", "192.0.2.1"],
      ["x-forwarded-for", ""],
      ["Forwarded", 'for="'],
    ] as const;
    const answer = await sendRequest(new URL(`${origin}/a`), headers, TRANSPORT);
    expect(answer).toMatchObject({ status: 200 });
    const lines = JSON.parse("body" in answer ? (answer.body ?? "") : "") as readonly string[];
    expect(lines.slice(0, 8)).toEqual(["Host", new URL(origin).host, ...headers.flat()]);
    expect(lines.filter((line) => line.toLowerCase() === "host")).toHaveLength(1);
  });

  it("sends another Host and another Connection in place of its own", async () => {
    const origin = await startServer((req, res) => void res.end(JSON.stringify(req.rawHeaders)));
    const headers = [
      ["host", "forged.invalid"],
      ["connection", "close, x-forwarded-for"],
    ] as const;
    const answer = await sendRequest(new URL(origin), headers, TRANSPORT);
    expect(answer).toMatchObject({ body: JSON.stringify([...headers.flat(), "Accept", "application/json"]) });
  });

  it("follows no redirect", async () => {
    const origin = await startServer(
      (_, res) => void res.writeHead(302, { location: "/b", server: "a", via: "1.1 b" }).end(),
    );
    const answer = await sendRequest(new URL(origin), [], TRANSPORT);
    expect(answer).toEqual({ status: 302, location: "/b", server: "a", via: "1.1 b", body: "" });
  });

  it("reports a server that switches to another protocol", async () => {
    const server = createServer((socket) => {
      socket.once("data", () =>
        socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: a\r\n\r\n"),
      );
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const answer = await sendRequest(new URL(`http://127.0.0.1:${port}/`), [], TRANSPORT);
    expect(answer).toEqual({ failed: "the server switched to another protocol" });
  });

  it("reads no more than 64 KiB, and does not wait for the rest", async () => {
    const origin = await startServer((_, res) => void res.write("a".repeat(65_537)));
    expect(await sendRequest(new URL(origin), [], TRANSPORT)).toEqual({ status: 200, body: undefined });
    const exact = await startServer((_, res) => void res.end("a".repeat(65_536)));
    expect(await sendRequest(new URL(exact), [], TRANSPORT)).toMatchObject({ body: "a".repeat(65_536) });
  });

  it("gives up if the headers do not come, and if the body does not end", async () => {
    const silent = await startServer(() => undefined);
    const endless = await startServer((_, res) => void res.write("a"));
    const transport = { ...TRANSPORT, timeout: 200 };
    for (const origin of [silent, endless]) {
      expect(await sendRequest(new URL(origin), [], transport)).toEqual({ failed: "no answer within 0.2 seconds" });
    }
  });

  it("returns the reason if nothing listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await new Promise((resolve) => server.close(resolve));
    expect(await sendRequest(url, [], TRANSPORT)).toEqual({ failed: "ECONNREFUSED" });
  });

  it.runIf(findProgram("openssl") !== undefined)("verifies the certificate, unless --insecure is given", async () => {
    const { key, certificate } = createCertificate(createFixture({}));
    const secure = { key: readFileSync(key), cert: readFileSync(certificate) };
    const origin = await startServer(answerArrival, createSecureServer(secure));
    const url = new URL(origin.replace("http:", "https:"));
    expect(await sendRequest(url, [], TRANSPORT)).toMatchObject({ failed: expect.stringMatching(/CERT/) });
    const answer = await sendRequest(url, [["host", "forged.invalid"]], { ...TRANSPORT, rejectUnauthorized: false });
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining("forged.invalid") });
  });
});
