import { describe, expect, it } from "vitest";

import { resolve } from "../../src/index.js";
import { FOR, NONE, resolveHeaders, PEER, readRefusal, type HeaderFields } from "./request.js";

describe("a refusal (R10)", () => {
  it("has the status 403 for an untrusted peer, which wins, else 400", () => {
    const strict = { strict: true, trustedPeers: "loopback" } as const;
    expect(readRefusal({}, strict)).toMatchObject({
      status: 403,
      statusCode: 403,
      code: "ERR_PROXYFIX_REFUSED",
      expose: true,
    });
    expect(readRefusal({ host: "@" }, { ...strict, allowedHosts: ["a.test"] }).status).toBe(403);
    expect(readRefusal({}, { strict: true }).status).toBe(400);
    expect(resolveHeaders({ "x-forwarded-for": "1.2.3.4", "x-forwarded-proto": "https" }, { strict: true }).proto).toBe(
      "https",
    );
  });

  it("has the connection's facts, the issues, and no byte of a header", () => {
    const headers = { host: "app.test", "x-forwarded-for": "6.6.6.6", "x-forwarded-host": "<script>" };
    const refusal = readRefusal(headers, { xProto: 0, xHost: 1, strict: true }, { peerPort: 7 });
    expect(refusal.resolution).toMatchObject({ clientAddress: PEER, clientPort: 7, host: "app.test", proto: "http" });
    expect(refusal.issues).toEqual([{ header: "x-forwarded-host", reason: "invalid" }]);
    expect(refusal.resolution.issues).toEqual(refusal.issues);
    expect(refusal.message).toBe("Bad Request: the forwarding headers or the host of this request are not acceptable");
  });

  it("is thrown if the function `strict` returns anything but false, or throws", () => {
    const seen: unknown[] = [];
    const accept = (issue: unknown, facts: unknown): boolean => seen.push([issue, facts]) < 0;
    const facts = { headers: {}, peerAddress: PEER };
    expect(resolve(facts, { ...FOR, strict: accept }).clientAddress).toBe(PEER);
    expect(seen).toEqual([[{ header: "x-forwarded-for", reason: "absent" }, facts]]);
    expect(readRefusal({}, { strict: ({ header }) => header === "x-forwarded-proto" }).issues).toHaveLength(2);
    for (const strict of [
      () => undefined,
      () => Promise.resolve(false),
      () => {
        throw new Error("x");
      },
    ]) {
      expect(readRefusal({}, { strict: strict as unknown as () => boolean }).status).toBe(400);
    }
  });

  it("is thrown if `strict` returns a promise that rejects, whose rejection is handled", async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): unknown => unhandled.push(reason);
    process.on("unhandledRejection", listen);
    const strict = (() => Promise.reject(new Error("x"))) as unknown as () => boolean;
    expect(readRefusal({}, { strict }).status).toBe(400);
    // Node emits the event after the microtasks of this turn.
    await new Promise((resume) => setImmediate(resume));
    process.off("unhandledRejection", listen);
    expect(unhandled).toEqual([]);
  });

  const allowed = { ...NONE, xHost: 1, allowedHosts: ["a.test", "*.b.test", "[::1]", "10.0.0.1"] };
  it.each([
    "a.test",
    "A.TEST",
    "a.test.",
    "a.test:8080",
    "x.b.test",
    "x.y.b.test",
    "x.b.test.",
    "[0::1]:80",
    "10.0.0.1",
  ])("is not thrown for the allowed host %s", (host) => {
    expect(resolveHeaders({ host }, { ...allowed, xHost: 0 }).hostname).toBeDefined();
    expect(resolveHeaders({ host: "evil.test", "x-forwarded-host": host }, allowed).hostname).toBeDefined();
  });

  it.each<[HeaderFields, string]>([
    [{ host: "b.test" }, "host"],
    [{ host: "xb.test" }, "host"],
    [{ host: "a.test.evil.test" }, "host"],
    [{ host: "x.a.test" }, "host"],
    [{}, "host"],
    [{ host: "a.test", "x-forwarded-host": "evil.test" }, "x-forwarded-host"],
    [{ host: "a.test", "x-forwarded-host": "@" }, "host"],
  ])("is thrown for the host of %j, with an issue of the header %s", (headers, header) => {
    const refusal = readRefusal(headers, allowed);
    expect(refusal.status).toBe(400);
    expect(refusal.issues.at(-1)).toEqual({ header, reason: "host-not-allowed" });
  });

  it("has an issue of Forwarded if that header contains the refused host", () => {
    const options = { forwarded: 1, allowedHosts: ["a.test"] };
    expect(readRefusal({ forwarded: "for=1.2.3.4;host=b.test" }, options).issues).toEqual([
      { header: "forwarded", reason: "host-not-allowed" },
    ]);
  });
});
