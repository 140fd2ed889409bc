/** Options for platforms that no test can run: the requests are made by hand after docs/deploy, which has the options. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ProxyFixOptions } from "../../src/options/options.js";
import { recommend } from "../../src/recommend/index.js";
import type { Observation } from "../../src/recommend/observation.js";
import { projectPath } from "../structure/project.js";
import { observe, PAGE, VISITOR } from "./hand-made.js";

const FORGED = {
  "x-forwarded-for": "203.0.113.66",
  "x-forwarded-proto": "http",
  "x-forwarded-host": "forged.invalid",
  "x-forwarded-prefix": "/forged",
  forwarded: "for=203.0.113.66;proto=http;host=forged.invalid",
} as const;

type Headers = Readonly<Record<string, string>>;

/** A platform, after its page. */
interface Platform {
  /** The page of docs/deploy, and the mark of its options there. */
  readonly page: string;
  readonly mark: string;
  readonly peer: string;
  /** The values that the platform adds to X-Forwarded-For, nearest last; the client's own stand before them. */
  readonly appends: readonly string[];
  /** The headers that it overwrites or adds. */
  readonly writes: Headers;
}

const EDGE = "130.176.1.2";
const ALB = { "x-forwarded-proto": "https", "x-forwarded-port": "443", "x-amzn-trace-id": "Root=1-5759e988" };

const PLATFORMS: readonly Platform[] = [
  { page: "aws-alb", mark: "platforms/aws-alb", peer: "10.0.1.17", appends: [VISITOR], writes: ALB },
  {
    page: "cloudfront",
    mark: "platforms/cloudfront-alb",
    peer: "10.0.1.17",
    appends: [VISITOR, EDGE],
    writes: { ...ALB, "x-amz-cf-id": "abc" },
  },
  {
    page: "gcp",
    mark: "platforms/gcp",
    peer: "35.191.0.9",
    appends: [VISITOR, "34.117.1.2"],
    writes: { "x-forwarded-proto": "https", via: "1.1 google" },
  },
  {
    page: "fly",
    mark: "platforms/fly",
    peer: "172.16.0.1",
    appends: [VISITOR, "66.241.124.1"],
    writes: { "x-forwarded-proto": "https", "fly-client-ip": VISITOR, "fly-request-id": "01H" },
  },
  {
    page: "railway",
    mark: "platforms/railway",
    peer: "100.64.0.3",
    appends: [],
    writes: { "x-forwarded-proto": "https", "x-real-ip": VISITOR, "x-railway-request-id": "abc" },
  },
  {
    page: "azure-application-gateway",
    mark: "platforms/azure-application-gateway",
    peer: "10.0.2.4",
    appends: [`${VISITOR}:51234`],
    writes: { "x-forwarded-proto": "https", "x-forwarded-port": "443" },
  },
  {
    page: "cloudflare",
    mark: "platforms/cloudflare",
    peer: "162.158.1.1",
    appends: [VISITOR],
    writes: { "x-forwarded-proto": "https", "cf-connecting-ip": VISITOR, "cf-ray": "8f1" },
  },
  {
    page: "heroku",
    mark: "platforms/heroku",
    peer: "10.1.2.3",
    appends: [VISITOR],
    writes: { "x-forwarded-proto": "https", "x-forwarded-port": "443", via: "1.1 heroku-router" },
  },
];

/** Sends a request through a platform, which passes the headers on that it does not write. */
function send({ peer, appends, writes }: Platform, forged: Headers): Observation {
  const chain = [...(forged["x-forwarded-for"] === undefined ? [] : [forged["x-forwarded-for"]]), ...appends];
  const arrived = { ...forged, ...(chain.length > 0 ? { "x-forwarded-for": chain.join(", ") } : {}), ...writes };
  const headers = Object.entries(forged);
  return observe({ peer, arrived, ...(headers.length > 0 ? { headers } : {}) });
}

/** Reads the options that a page has under a mark. */
function readOptions({ page, mark }: Platform): ProxyFixOptions {
  const text = readFileSync(projectPath(`docs/deploy/${page}.md`), "utf8");
  const [, options = ""] =
    text.split(`<!-- options: ${mark} -->`)[1]?.split(/proxyFix\(handler, (\{[^;]*\})\)\);/) ?? [];
  return JSON.parse(options.replaceAll(/(\w+):/g, '"$1":')) as ProxyFixOptions;
}

describe("recommend behind a platform", () => {
  it.each(PLATFORMS.map((platform) => [platform.mark, platform] as const))(
    "takes the address and the scheme as docs/deploy does: %s",
    (_mark, platform) => {
      const { xFor, xProto, clientAddressHeader } = readOptions(platform);
      const { options, untold, proxy } = recommend([send(platform, {}), send(platform, FORGED)]);
      expect({
        xFor: options?.xFor,
        xProto: options?.xProto,
        clientAddressHeader: options?.clientAddressHeader,
      }).toEqual({ xFor, xProto, clientAddressHeader });
      expect(options).not.toHaveProperty("forwarded");
      expect(options).not.toHaveProperty("trustedPeers");
      expect(untold).toEqual([]);
      if (platform.mark !== "platforms/cloudfront-alb" && platform.page !== "azure-application-gateway") {
        expect(proxy.page).toBe(`docs/deploy/${platform.page}.md`);
      }
    },
  );

  it("warns of the way around CloudFront, and of no platform's own", () => {
    const findBypass = (page: string) => {
      const platform = PLATFORMS.find((one) => one.page === page)!;
      return recommend([send(platform, {})]).checks.find(({ code }) => code === "bypass");
    };
    expect(findBypass("cloudfront")?.text).toContain(EDGE);
    expect(findBypass("gcp")).toBeUndefined();
    expect(findBypass("fly")).toBeUndefined();
  });

  it("takes X-Original-Host if Azure Application Gateway overrides Host", () => {
    const platform = PLATFORMS.find(({ page }) => page === "azure-application-gateway")!;
    const writes = { ...platform.writes, host: "backend.internal", "x-original-host": "app.example.com" };
    const overriding = { ...platform, writes };
    const { options } = recommend([send(overriding, {}), send(overriding, FORGED)]);
    expect(options).toMatchObject({ xHost: 1, headerNames: { host: "x-original-host" } });
  });

  it("takes X-Forwarded-For behind Cloudflare, which refuses a forged CF-Connecting-IP", () => {
    const platform = PLATFORMS.find(({ page }) => page === "cloudflare")!;
    const refused: Observation = {
      sent: { url: PAGE, headers: [["cf-connecting-ip", "203.0.113.66"]] },
      arrived: { status: 403 },
    };
    const { options } = recommend([send(platform, {}), send(platform, FORGED), refused]);
    expect(options).toEqual({ xFor: 1, xProto: 1 });
  });
});
