// The common tests of the examples for Express, Koa and Fastify, which are the same application.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { listBlocks, readPage } from "../docs/markdown.js";
import { runExample, type RunningExample } from "./running-example.js";

const throughProxy = {
  "X-Forwarded-For": "203.0.113.66, 198.51.100.7",
  "X-Forwarded-Proto": "https",
  Host: "shop.example",
  "X-Forwarded-Host": "evil.example",
  "X-Forwarded-Prefix": "/evil",
  "X-Real-IP": "203.0.113.66",
};

/** Starts and visits `examples/<name>.mjs`, and compares it with the page of its adapter. */
export function describeExample(name: string): void {
  describe(`examples/${name}.mjs`, () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    let example: RunningExample;
    beforeAll(async () => {
      example = await runExample(`../../examples/${name}.mjs`, {});
    });
    afterAll(async () => {
      await example.close();
      log.mockRestore();
    });

    /** Sends a request as the proxy does, with additional or other headers. */
    async function visit(path: string, more: Readonly<Record<string, string>> = {}) {
      const response = await example.visit("127.0.0.1", { ...throughProxy, ...more }, path);
      return { status: response.statusCode, location: response.headers.location, body: await text(response) };
    }

    it("prints its address", () => {
      expect(log).toHaveBeenCalledWith("listening on", expect.anything());
    });

    it("answers with and logs the believed facts, not the forged ones", async () => {
      const { body } = await visit("/welcome");
      expect(body).toBe("Welcome to https://shop.example/welcome, 198.51.100.7.\n");
      await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith("198.51.100.7 GET /welcome 200"));
    });

    it("redirects to its external URL", async () => {
      expect(await visit("/")).toMatchObject({ status: 302, location: "https://shop.example/welcome" });
      await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith("198.51.100.7 GET / 302"));
    });

    it("never redirects to another site if the prefix is forged", async () => {
      const { location } = await visit("/", { "X-Forwarded-Prefix": "//evil.example" });
      expect(location).toBe("https://shop.example/welcome");
    });

    it("limits one client that forges other addresses, and no other client", async () => {
      const search = async (addresses: string): Promise<number | undefined> =>
        (await visit("/search", { "X-Forwarded-For": addresses })).status;
      for (let visits = 1; visits <= 5; visits += 1) {
        expect(await search(`203.0.113.${visits}, 198.51.100.7`)).toBe(200);
      }
      expect(await search("203.0.113.6, 198.51.100.7")).toBe(429);
      expect(await search("203.0.113.6, 198.51.100.8")).toBe(200);
    });

    it("limits clients with unknown addresses as one, and logs no address for them", async () => {
      for (let visits = 1; visits <= 5; visits += 1) {
        expect((await visit("/search", { "X-Forwarded-For": "unknown" })).status).toBe(200);
      }
      expect((await visit("/search", { "X-Forwarded-For": "203.0.113.66, unknown" })).status).toBe(429);
      await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith("- GET /search 429"));
      expect((await visit("/welcome", { "X-Forwarded-For": "unknown" })).body).toContain(", stranger.");
    });
  });

  describe(`docs/adapters/${name}.md`, () => {
    it("shows the unchanged example", () => {
      const source = readFileSync(new URL(`../../examples/${name}.mjs`, import.meta.url), "utf8");
      const blocks = listBlocks(readPage(`docs/adapters/${name}.md`)).map(({ code }) => code);
      expect(blocks).toContain(source.trimEnd());
    });
  });
}
