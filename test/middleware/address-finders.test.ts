// Packages that search all headers that may contain an address, regardless of their sender.
import { getClientIp as supercharge } from "@supercharge/request-ip";
import { describe, expect, it } from "vitest";
import requestIp from "request-ip";
import { proxyFix } from "../../src/adapters/express.js";
import { express5 } from "./frameworks.js";
import { behindEdge, CLIENT, FORGED, OPTIONS, serve } from "./site.js";

/** The headers that they read. */
const FORGEABLE = [
  "x-client-ip",
  "x-forwarded",
  "forwarded-for",
  "forwarded",
  "x-real-ip",
  "x-cluster-client-ip",
  "true-client-ip",
  "cf-connecting-ip",
  "cf-pseudo-ipv4",
  "fastly-client-ip",
  "do-connecting-ip",
  "x-appengine-user-ip",
];
const forged = Object.fromEntries(FORGEABLE.map((name) => [name, FORGED]));

describe.each([
  ["request-ip", (req: Express.Request) => requestIp.getClientIp(req as never)],
  ["@supercharge/request-ip", (req: Express.Request) => supercharge(req as never)],
])("%s", (_, find) => {
  const findBehind = async (fix: Parameters<typeof proxyFix>[0] | undefined, client = CLIENT): Promise<string> => {
    const app = express5();
    if (fix !== undefined) app.use(proxyFix(fix));
    const site = await serve(app.use((req, res) => void res.end(String(find(req)))));
    return (await site.visit("/", behindEdge(client, forged))).body;
  };

  it("finds a forged address without proxyFix", async () => {
    expect(await findBehind(undefined)).toBe(FORGED);
  });

  it("finds the client address in spite of forged headers", async () => {
    expect(await findBehind(OPTIONS)).toBe(CLIENT);
  });

  it("finds the peer's address if no header is believed", async () => {
    expect(await findBehind({ xFor: 0, xProto: 0 })).toBe("127.0.0.1");
  });
});
