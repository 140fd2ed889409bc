import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runExample, type RunningExample } from "./running-example.js";

describe("examples/custom-proxy-fix.mjs", () => {
  let example: RunningExample;
  beforeAll(async () => {
    example = await runExample("../../examples/custom-proxy-fix.mjs", { PROXY_ADDRESS: "127.0.0.2" });
  });
  afterAll(() => example.close());

  async function redirectOf(from: string, headers: Record<string, string>): Promise<string | undefined> {
    const response = await example.visit(from, { Host: "10.0.0.5:8080", ...headers });
    response.resume();
    return response.headers.location;
  }

  it("redirects to the host that the proxy wrote into its own header", async () => {
    expect(await redirectOf("127.0.0.2", { "X-FHost": "shop.example" })).toBe("http://shop.example/login");
  });

  it("redirects to the received host if the proxy wrote none", async () => {
    expect(await redirectOf("127.0.0.2", {})).toBe("http://10.0.0.5:8080/login");
    expect(await redirectOf("127.0.0.2", { "X-FHost": "" })).toBe("http://10.0.0.5:8080/login");
    expect(await redirectOf("127.0.0.2", { "X-FHost": "user@evil.example" })).toBe("http://10.0.0.5:8080/login");
  });

  it("ignores that header if another peer sends it", async () => {
    expect(await redirectOf("127.0.0.1", { "X-FHost": "evil.example" })).toBe("http://10.0.0.5:8080/login");
  });
});
