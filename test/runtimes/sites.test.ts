import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeSites } from "./describe-sites.js";
import { CLIENT, SiteClient } from "./site-client.js";
import { startTroupe, type Troupe } from "./troupe.js";

describe.each(["Bun", "Deno"] as const)("on %s", (runtime) => {
  let troupe: Troupe;
  beforeAll(async () => {
    troupe = await startTroupe(runtime);
  });
  afterAll(() => troupe.close());
  const client = new SiteClient(() => troupe);

  describeSites(client);

  if (runtime === "Bun") {
    it("Elysia's own server has them by wrap, for websockets too", async () => {
      const { status, body } = await client.get("elysia", "/who");
      expect(status).toBe(200);
      expect(JSON.parse(body)).toEqual({ url: "https://shop.example/who", address: CLIENT });
      const message = JSON.parse(await client.exchangeMessage("elysia", "hello")) as unknown;
      expect(message).toEqual({ url: "https://shop.example/socket", address: CLIENT, data: "hello" });
    });
  }
});
