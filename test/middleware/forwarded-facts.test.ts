// Packages that search headers for more than an address: scheme, host, port or location.
import { createRequire } from "node:module";
import type { IncomingMessage } from "node:http";
import { geolocation, ipAddress } from "@vercel/functions";
import { describe, expect, it } from "vitest";
import { proxyFix, type ExpressOptions } from "../../src/adapters/express.js";
import { LOCATION_HEADERS, VENDOR_SIGNS } from "../../src/options/vendor-headers.js";
import { EXPRESSES, express5 } from "./frameworks.js";
import { behindEdge, CLIENT, FORGED, HOST, OPTIONS, serve } from "./site.js";

const require = createRequire(import.meta.url);

/** Returns what a package finds in a request, as JSON. */
async function visit(
  read: (req: IncomingMessage) => unknown,
  headers: Readonly<Record<string, string>>,
  fix?: ExpressOptions,
  express = express5,
): Promise<unknown> {
  const app = express();
  if (fix !== undefined) app.use(proxyFix(fix));
  const site = await serve(app.use((req, res) => void res.end(JSON.stringify(read(req)))));
  return JSON.parse((await site.visit("/", behindEdge(CLIENT, headers))).body);
}

describe.each(EXPRESSES)("forwarded-http on %s", (_, express) => {
  const forwardedHttp = require("forwarded-http") as (req: IncomingMessage) => object;
  const read = (req: IncomingMessage): object => forwardedHttp(req);
  const forged = {
    ...Object.fromEntries(VENDOR_SIGNS.map((name) => [name, FORGED])),
    "x-real-port": "66666",
    "fastly-client-port": "66667",
    "cf-visitor": '{"scheme":"gopher"}',
    forwarded: `for=${FORGED};host=evil.example;proto=gopher`,
  };

  it("finds forged facts without proxyFix", async () => {
    const found = await visit(read, forged, undefined, express);
    expect(found).toMatchObject({ host: "evil.example", proto: "gopher", port: "66666" });
    expect((found as { for: object }).for).toHaveProperty([FORGED]);
  });

  it("finds the believed facts, and nothing forged", async () => {
    const found = await visit(read, forged, OPTIONS, express);
    expect(found).toMatchObject({ host: HOST, proto: "https" });
    expect((found as { for: object }).for).toHaveProperty([CLIENT]);
    expect(JSON.stringify(found)).not.toMatch(new RegExp(`${FORGED}|evil|6666[67]|gopher`));
  });
});

describe("@vercel/functions", () => {
  const read = ({ headers }: IncomingMessage): object => {
    const request = { headers: new Headers(headers as Record<string, string>) };
    return { ip: ipAddress(request), ...geolocation(request as Request) };
  };
  const forged = {
    ...Object.fromEntries(LOCATION_HEADERS.map((name) => [name, "CH"])),
    "x-real-ip": FORGED,
    "x-forwarded-host": HOST,
  };
  const LOCATION = {
    city: "CH",
    country: "CH",
    countryRegion: "CH",
    latitude: "CH",
    longitude: "CH",
    postalCode: "CH",
  };

  it("finds a forged address and location without proxyFix", async () => {
    expect(await visit(read, forged)).toMatchObject({ ip: FORGED, ...LOCATION });
  });

  it("finds no forged address and no location", async () => {
    // The region is that of the server.
    expect(await visit(read, forged, OPTIONS)).toEqual({ region: "dev1" });
  });

  it("finds the address that a believed X-Real-IP contains", async () => {
    const options = { clientAddressHeader: "x-real-ip", trustedPeers: "loopback" };
    expect(await visit(read, { ...forged, "x-real-ip": CLIENT }, options)).toEqual({ ip: CLIENT, region: "dev1" });
  });

  it("finds the location, and no address, if keepHeaders names the platform's headers by a pattern", async () => {
    const options = { ...OPTIONS, keepHeaders: ["x-vercel-*"] };
    const found = await visit(read, { ...forged, "x-vercel-ip-country": "CH" }, options);
    expect(found).toMatchObject(LOCATION);
    expect(found).not.toHaveProperty("ip");
  });
});
