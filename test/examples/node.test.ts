import { once } from "node:events";
import http, { type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { listBlocks, readPage } from "../docs/markdown.js";
import { readFileSync } from "node:fs";

const EXAMPLE = "../../examples/node.mjs";

describe("examples/node.mjs", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const listen = vi.spyOn(http.Server.prototype, "listen");
  let server: http.Server;

  beforeAll(async () => {
    vi.stubEnv("PORT", "0");
    await import(EXAMPLE);
    server = listen.mock.results[0]?.value as http.Server;
    if (!server.listening) await once(server, "listening");
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  async function visit(path: string, headers: OutgoingHttpHeaders, from = "127.0.0.1"): Promise<IncomingMessage> {
    const { port } = server.address() as AddressInfo;
    const request = http.get({ host: "127.0.0.1", port, path, headers, localAddress: from, agent: false });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return response;
  }

  const throughProxy = {
    "X-Forwarded-For": "203.0.113.66, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    Host: "shop.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Real-IP": "203.0.113.66",
  };

  it("logs the believed facts, not the forged ones", async () => {
    const response = await visit("/welcome", throughProxy);
    expect(await text(response)).toBe("Welcome, 198.51.100.7.\n");
    expect(log).toHaveBeenLastCalledWith("198.51.100.7 GET https://shop.example/welcome");
  });

  it("redirects to its external URL", async () => {
    const response = await visit("//evil.example/", throughProxy);
    response.resume();
    expect(response.statusCode).toBe(302);
    expect(response.headers.location).toBe("https://shop.example/welcome");
    expect(log).toHaveBeenLastCalledWith("198.51.100.7 GET https://shop.example/evil.example/");
  });

  it("never redirects to another site if the prefix is forged", async () => {
    const response = await visit("/", { ...throughProxy, "X-Forwarded-Prefix": "//evil.example" });
    response.resume();
    expect(response.headers.location).toBe("https://shop.example/welcome");
  });

  it("logs no address if the proxy does not know the client's", async () => {
    const response = await visit("/welcome", { ...throughProxy, "X-Forwarded-For": "203.0.113.66, unknown" });
    expect(await text(response)).toBe("Welcome, -.\n");
    expect(log).toHaveBeenLastCalledWith("- GET https://shop.example/welcome");
  });
});

describe("docs/adapters/node.md", () => {
  it("shows the unchanged example", () => {
    const source = readFileSync(new URL(EXAMPLE, import.meta.url), "utf8");
    expect(listBlocks(readPage("docs/adapters/node.md")).map(({ code }) => code)).toContain(source.trimEnd());
  });
});
