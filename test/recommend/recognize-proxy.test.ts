import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isManagedEdge, recognizeProxy } from "../../src/recommend/recognize-proxy.js";
import { readVisits } from "../../src/recommend/visit.js";
import { projectPath } from "../structure/project.js";
import { observe, type HandMade } from "./hand-made.js";
import { visit } from "./visits.js";

function recognize(parts: HandMade, server?: string) {
  const observations = [{ ...observe(parts), ...(server === undefined ? {} : { answered: { server } }) }];
  return recognizeProxy(observations, readVisits(observations));
}

const SIGNS: readonly (readonly [name: string, header: string, value: string])[] = [
  ["varnish", "x-varnish", "32770"],
  ["squid", "via", "1.1 host (squid/6.6)"],
  ["trafficserver", "via", "http/1.1 host[uScM] (ApacheTrafficServer/9.2)"],
  ["apache", "x-forwarded-server", "app.example.com"],
  ["lighttpd", "x-host", "app.example.com"],
  ["cloudflare", "cf-ray", "8f1-FRA"],
  ["cloudfront", "x-amz-cf-id", "abc"],
  ["aws-alb", "x-amzn-trace-id", "Root=1"],
  ["azure-front-door", "x-azure-fdid", "abc"],
  ["gcp", "via", "1.1 google"],
  ["fly", "fly-request-id", "01H"],
  ["heroku", "via", "1.1 heroku-router"],
  ["railway", "x-railway-request-id", "abc"],
  ["render", "rndr-id", "abc"],
  ["vercel", "x-vercel-id", "fra1::abc"],
];

const SERVERS: readonly (readonly [name: string, server: string])[] = [
  ["nginx", "nginx/1.26.0"],
  ["caddy", "Caddy"],
  ["apache", "Apache/2.4.62 (Debian)"],
  ["lighttpd", "lighttpd/1.4.69"],
  ["trafficserver", "ATS/9.2.3"],
  ["squid", "squid/6.6"],
  ["varnish", "Varnish"],
  ["envoy", "envoy"],
  ["cloudflare", "cloudflare"],
];

describe("recognizeProxy", () => {
  it.each(SIGNS)("recognises %s by its %s, and names a page that exists", (name, header, value) => {
    const { page, ...found } = recognize({ arrived: { [header]: value } });
    expect(found).toEqual({ name });
    expect(page).toBe(`docs/deploy/${name}.md`);
    expect(existsSync(projectPath(page))).toBe(true);
  });

  it.each(SERVERS)("recognises %s by its answer, and names a page that exists", (name, server) => {
    const { page, ...found } = recognize({}, server);
    expect(found).toEqual({ name });
    expect(existsSync(projectPath(page))).toBe(true);
  });

  it("names the page of all proxies if none is recognised", () => {
    expect(recognize({}, "my-server nginx")).toEqual({ name: null, page: "docs/deploy/README.md" });
    expect(recognize({ arrived: { via: "1.1 cache" } })).toEqual({ name: null, page: "docs/deploy/README.md" });
  });

  it("names the page of chains if two are recognised, and one page if both signs are of one proxy", () => {
    expect(recognize({ arrived: { "x-varnish": "1" } }, "nginx")).toEqual({
      name: null,
      page: "docs/deploy/chains.md",
    });
    expect(recognize({ arrived: { "x-varnish": "1" } }, "Varnish").name).toBe("varnish");
  });

  it("recognises nothing by a header that was forged", () => {
    expect(recognize({ headers: [["x-varnish", "1"]], arrived: { "x-varnish": "1" } }).name).toBeNull();
  });
});

describe("isManagedEdge", () => {
  it("returns true for platforms whose inner proxies nobody else can reach", () => {
    const managed = SIGNS.filter(([, header, value]) => isManagedEdge(visit({ arrived: { [header]: value } })));
    expect(managed.map(([name]) => name)).toEqual(["gcp", "fly", "heroku", "railway", "render", "vercel"]);
  });
});
