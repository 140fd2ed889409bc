import { describe, expect, it } from "vitest";
import { ANSWERED } from "../contract/subject.js";
import type { Answer, HeaderLine } from "../contract/wire.js";
import { CLIENT, type SiteClient } from "./site-client.js";

const REFUSED = "Bad Request: the forwarding headers or the host of this request are not acceptable\n";

const URL_OF = (path: string): string => `https://shop.example/shop${path}`;

/** Tests the sites, which are the same on every runtime. */
export function describeSites(client: SiteClient): void {
  /** Checks the facts that a route of the site answered; returns the whole answer. */
  function readSite({ status, body }: Answer, path: string): Record<string, unknown> {
    expect({ status, body: status === 200 ? "" : body }).toEqual({ status: 200, body: "" });
    expect(body).not.toContain("6.6.6.6");
    const seen = JSON.parse(body) as Record<string, unknown>;
    expect(seen).toMatchObject({ url: URL_OF(path), address: CLIENT });
    expect(seen["headers"]).toMatchObject({ host: "shop.example", "x-forwarded-for": CLIENT });
    return seen;
  }

  describe("Hono", () => {
    it("shows believed headers alone, even if all of them were read before", async () => {
      const answer = await client.get("hono", "/read-first");
      readSite(answer, "/read-first");
      expect(answer.headers["x-read-first"]).toBe("http://app:3000/read-first 8 app:3000");
    });

    it("shows believed headers alone, even if some of them were read before", async () => {
      const answer = await client.get("hono", "/peek-first");
      readSite(answer, "/peek-first");
      expect(answer.headers["x-peek-first"]).toBe(`app:3000 6.6.6.6, ${CLIENT}`);
    });

    it("logs the path with the prefix", async () => {
      expect((await client.get("hono", "/read-first?a=b")).headers["x-log"]).toBe("<-- GET /shop/read-first?a=b");
    });

    it.each([
      ["https://shop.example", 200],
      ["http://shop.example", 403],
      ["http://app:3000", 403],
      ["https://evil.example", 403],
    ])("csrf answers a form of the origin %s with %i", async (origin, status) => {
      const form: HeaderLine[] = [
        ["Content-Type", "application/x-www-form-urlencoded"],
        ["Origin", origin],
      ];
      expect((await client.post("/form", "a=b", form)).status).toBe(status);
    });

    it.each([
      [CLIENT, 200],
      ["198.51.100.8", 403],
      ["unknown", 403],
    ])("ip-restriction with getConnInfo answers the client %s with %i", async (address, status) => {
      expect((await client.get("hono", "/private", address)).status).toBe(status);
    });

    it("bodyLimit, which makes another Request, keeps URL, headers and body", async () => {
      const head = client.formatPost("/limited", [["Transfer-Encoding", "chunked"]]);
      const seen = readSite(await client.send("hono", `${head}5\r\nhello\r\n0\r\n\r\n`), "/limited");
      expect(seen["body"]).toBe("hello");
    });

    it("a clone and a new Request have the body", async () => {
      expect(readSite(await client.post("/copied", "hello"), "/copied")["bodies"]).toEqual(["hello", "hello"]);
    });

    it("a mounted application has the resolution and believed headers", async () => {
      const { status, body } = await client.get("hono", "/mounted/inside?a=b");
      expect(status).toBe(200);
      expect(body).not.toContain("6.6.6.6");
      expect(JSON.parse(body)).toMatchObject({
        url: "https://shop.example/inside?a=b",
        clientAddress: CLIENT,
        prefix: "/shop",
      });
    });

    it("a websocket is upgraded, and knows its client", async () => {
      const message = await client.exchangeMessage("hono", "hello");
      expect(message).not.toContain("6.6.6.6");
      expect(JSON.parse(message)).toMatchObject({
        url: URL_OF("/socket"),
        address: CLIENT,
        remote: CLIENT,
        data: "hello",
      });
    });

    it("a refused request, and a refused upgrade, are answered with the status", async () => {
      const { status, headers, body } = await client.get("hono-strict", "/", "unknown");
      expect({ status, body }).toEqual({ status: 400, body: REFUSED });
      expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
      expect(headers).not.toHaveProperty(ANSWERED);
      await expect(client.exchangeMessage("hono-strict", "hello", "unknown")).rejects.toThrow("400");
    });

    it("an error handler of a refused request sees the facts of the connection alone", async () => {
      const { status, body } = await client.get("hono-handled", "/path", "unknown");
      expect(status).toBe(400);
      expect(body).not.toContain("6.6.6.6");
      expect(JSON.parse(body)).toMatchObject({
        url: "http://app:3000/path",
        address: "127.0.0.1",
        message: REFUSED.trimEnd(),
        getResponse: "function",
      });
    });
  });

  it("h3 has the client's URL, address, scheme and host", async () => {
    const { status, body } = await client.get("h3", "/who?a=b");
    expect(status).toBe(200);
    const url = "https://shop.example/who?a=b";
    expect(JSON.parse(body)).toMatchObject({ url, eventUrl: url, requestUrl: url, protocol: "https", header: CLIENT });
  });

  it("h3 has them through srvx, too", async () => {
    const { status, body } = await client.get("srvx", "/who?a=b");
    expect(status).toBe(200);
    const url = "https://shop.example/who?a=b";
    expect(JSON.parse(body)).toEqual({
      ...{ url, eventUrl: url, requestUrl: url, address: CLIENT, protocol: "https", host: "shop.example" },
      ...{ header: CLIENT, forwarded: CLIENT },
    });
  });

  it("h3 1 has the client's URL and address", async () => {
    const { status, body } = await client.get("h3-1", "/who?a=b");
    expect(status).toBe(200);
    const url = "https://shop.example/who?a=b";
    expect(JSON.parse(body)).toEqual({ url, requestUrl: url, address: CLIENT, header: CLIENT });
  });

  it("Elysia has the client's URL and headers, and routes by the path without the prefix", async () => {
    const { status, body } = await client.get("elysia-site", "/who");
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({
      ...{ url: "https://shop.example/who", path: "/who", header: CLIENT, host: "shop.example" },
    });
  });
}
