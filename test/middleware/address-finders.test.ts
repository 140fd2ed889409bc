// Packages that search all headers that may contain an address, regardless of their sender.
import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { findIp } from "@arcjet/ip";
import { getClientIp as supercharge } from "@supercharge/request-ip";
import { describe, expect, it } from "vitest";
import requestIp from "request-ip";
import { proxyFix, type ExpressOptions } from "../../src/adapters/express.js";
import { VENDOR_SIGNS } from "../../src/options/vendor-headers.js";
import { express5 } from "./frameworks.js";
import { behindEdge, OPTIONS, serve } from "./site.js";

// Some of the packages pass over the addresses that are reserved for documentation.
const CLIENT = "9.9.9.9";
const FORGED = "8.8.4.4";

/** All headers that any of them reads; some read `_` for `-`. */
const FORGEABLE = [
  ...VENDOR_SIGNS,
  "forwarded",
  "remote-addr",
  "http_x_forwarded_for",
  "http_client_ip",
  "x_forwarded_for",
  "remote_addr",
];
const forged: Readonly<Record<string, string>> = Object.fromEntries(FORGEABLE.map((name) => [name, FORGED]));

const require = createRequire(import.meta.url);
const ipware = (require("ipware") as () => { get_ip(req: object): { readonly clientIp: string } })();

describe.each<[name: string, find: Find]>([
  ["request-ip", (req) => requestIp.getClientIp(req as never)],
  ["@supercharge/request-ip", (req) => supercharge(req as never)],
  ["ipware", (req) => ipware.get_ip(req).clientIp],
])("%s", (_, find) => {
  it("finds a forged address without proxyFix", async () => {
    expect(await visit(find)).toBe(FORGED);
  });

  it("finds the client address in spite of forged headers", async () => {
    expect(await visit(find, OPTIONS)).toBe(CLIENT);
  });

  it("finds the peer's address if no header is believed", async () => {
    expect(await visit(find, { xFor: 0, xProto: 0 })).toBe("127.0.0.1");
  });
});

/** The platforms whose own headers @arcjet/ip reads. */
const PLATFORMS = [undefined, "cloudflare", "firebase", "fly-io", "render", "vercel"] as const;

describe.each(PLATFORMS)("@arcjet/ip with the platform %s", (platform) => {
  const findInHeaders: Find = ({ headers }) => findIp({ headers } as never, { platform });

  it("finds a forged address in the headers without proxyFix, and none with it", async () => {
    // The edge writes X-Real-IP only.
    const headers = { "x-forwarded-for": undefined };
    expect(await visit(findInHeaders, undefined, headers)).toBe(FORGED);
    expect(await visit(findInHeaders, { xFor: 0, xProto: 0 }, headers)).toBe("");
  });

  it("finds the client address on the request", async () => {
    expect(await visit((req) => findIp(req as never, { platform }), OPTIONS)).toBe(CLIENT);
  });
});

type Find = (req: IncomingMessage) => string | null | undefined;

/** Returns the address that a package finds in a request with every header forged. */
async function visit(
  find: Find,
  fix?: ExpressOptions,
  more: Readonly<Record<string, string | undefined>> = {},
): Promise<string> {
  const app = express5();
  if (fix !== undefined) app.use(proxyFix(fix));
  const site = await serve(app.use((req, res) => void res.end(String(find(req)))));
  const headers = { ...forged, "x-forwarded-for": `${FORGED}, ${CLIENT}`, ...more };
  return (await site.visit("/", behindEdge(CLIENT, headers))).body;
}
