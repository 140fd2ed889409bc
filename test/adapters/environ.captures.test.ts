import { readFileSync } from "node:fs";
import { lighttpdRootFix, proxyFix, resolutionOf, stripScriptName } from "proxyfix/environ";
import type { Environ } from "proxyfix/environ";
import { describe, expect, it } from "vitest";

interface Capture {
  readonly proxy: string;
  readonly name: string;
  readonly client: { readonly headers: readonly (readonly [string, string])[]; readonly path: string };
  readonly app: { readonly environ?: Environ };
  readonly truth: Readonly<Record<"client_address" | "scheme" | "host" | "port", string>>;
}

const file = new URL("../vectors/captures.json", import.meta.url);
const all = (JSON.parse(readFileSync(file, "utf8")) as { captures: Capture[] }).captures;

const captures = all.flatMap(({ app, ...capture }) => {
  return app.environ === undefined
    ? []
    : [{ ...capture, title: `${capture.proxy}: ${capture.name}`, environ: app.environ }];
});

const fix = proxyFix();

/** The variables in the captures that claim who the client is, or what it asked for. */
const claiming = [
  ...["FOR", "PROTO", "HOST", "PORT", "PREFIX", "SSL", "SCHEME"].map((fact) => `HTTP_X_FORWARDED_${fact}`),
  ...["HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_CLIENT_IP", "HTTP_X_CLUSTER_CLIENT_IP"],
  ...["HTTP_TRUE_CLIENT_IP", "HTTP_CF_CONNECTING_IP", "HTTP_FRONT_END_HTTPS", "HTTP_X_HOST", "HTTP_X_SCRIPT_NAME"],
];

/** A Host that no grammar accepts: there is no truth about it to tell. */
const hasBadHost = (host: string): boolean => host.includes('"');

describe("the variables of real gateways, nothing believed", () => {
  it("are many", () => {
    expect(captures.length).toBeGreaterThan(200);
    expect(new Set(captures.map(({ proxy }) => proxy))).toEqual(
      new Set(["nginx", "apache", "lighttpd", "caddy", "haproxy"]),
    );
  });

  it.each(captures)("$title: tell address, scheme and port as they are", ({ environ, truth }) => {
    const fixed = fix(environ);
    expect(fixed["REMOTE_ADDR"]).toBe(truth.client_address);
    expect(fixed["REMOTE_PORT"]).toBe(environ["REMOTE_PORT"]);
    expect(fixed["HTTPS"]).toBe(truth.scheme === "https" ? "on" : undefined);
    expect(fixed["REQUEST_SCHEME"]).toBe(environ["REQUEST_SCHEME"]);
    expect(fixed["SERVER_PORT"]).toBe(truth.port);
    expect(resolutionOf(fixed)?.clientAddress).toBe(truth.client_address);
    expect(resolutionOf(fixed)?.proto).toBe(truth.scheme);
  });

  it.each(captures.filter(({ truth }) => !hasBadHost(truth.host)))(
    "$title: tell the host as it is",
    ({ environ, truth }) => {
      const fixed = fix(environ);
      expect(fixed["HTTP_HOST"]?.replace(/:\d+$/, "")).toBe(truth.host);
      expect(fixed["SERVER_NAME"]).toBe(environ["SERVER_NAME"]);
      expect(resolutionOf(fixed)?.hostname).toBe(truth.host);
      expect(resolutionOf(fixed)?.issues).toEqual([]);
    },
  );

  it.each(captures.filter(({ truth }) => hasBadHost(truth.host)))(
    "$title: tell no host rather than that one",
    ({ environ }) => {
      const fixed = fix(environ);
      expect(fixed).not.toHaveProperty("HTTP_HOST");
      expect(fixed).not.toHaveProperty("SERVER_NAME");
      expect(resolutionOf(fixed)?.host).toBeUndefined();
    },
  );

  it.each(captures)("$title: lose the headers that claim a fact, and no others", ({ environ }) => {
    const fixed = fix(environ);
    const lost = Object.keys(environ).filter((name) => name.startsWith("HTTP_") && !(name in fixed));
    expect(lost.filter((name) => name !== "HTTP_HOST" && !claiming.includes(name))).toEqual([]);
    expect(claiming.filter((name) => name in fixed)).toEqual([]);
  });
});

describe("a forged header with underscores", () => {
  const forged = captures.filter(({ name }) => name.endsWith("/ underscore"));

  it("was let through by some servers, as the header with hyphens", () => {
    const through = forged.filter(({ environ }) => environ["HTTP_X_FORWARDED_HOST"] === "evil.test");
    expect(new Set(through.map(({ proxy }) => proxy))).toEqual(new Set(["lighttpd", "caddy"]));
  });

  it.each(forged)("$title: changes nothing", ({ proxy, name, environ }) => {
    const plain = captures.find((other) => other.proxy === proxy && other.name === name.replace("underscore", "plain"));
    expect(stable(fix(environ))).toEqual(stable(fix(plain?.environ ?? {})));
  });

  /** The variables without the one that differs between any two requests. */
  function stable(environ: Environ): Record<string, string | undefined> {
    return Object.fromEntries(Object.entries(environ).filter(([name]) => name !== "REMOTE_PORT"));
  }
});

describe("lighttpd's root quirk", () => {
  const quirky = captures.filter(({ name }) => name.startsWith('FastCGI "/" (root quirk)'));

  it.each(quirky)("$title: is mended by lighttpdRootFix", ({ environ }) => {
    expect(environ["SCRIPT_NAME"]).toBe("/echo");
    const fixed = lighttpdRootFix(environ);
    expect(fixed).toMatchObject({ SCRIPT_NAME: "", PATH_INFO: pathOf(environ) });
    expect(resolutionOf(fix(fixed))?.prefix).toBe("");
  });

  it("is in the captures", () => {
    expect(quirky.length).toBeGreaterThan(0);
  });
});

describe("the script's name in the URL", () => {
  const named = captures.filter(({ environ }) => /\.f?cgi$/.test(environ["SCRIPT_NAME"] ?? ""));

  it.each(named)("$title: is taken out by stripScriptName", ({ environ }) => {
    const script = environ["SCRIPT_NAME"] ?? "";
    const fixed = stripScriptName(environ);
    expect(fixed).toMatchObject({ SCRIPT_NAME: "", PATH_INFO: pathOf(environ).slice(script.length) });
    expect(resolutionOf(fix(fixed))?.prefix).toBe("");
    expect(resolutionOf(fix(environ))?.prefix).toBe(script);
  });

  it("is in the captures", () => {
    expect(new Set(named.map(({ proxy }) => proxy))).toEqual(new Set(["apache", "lighttpd", "caddy"]));
  });
});

function pathOf(environ: Environ): string {
  return decodeURIComponent((environ["REQUEST_URI"] ?? "").replace(/\?.*/, ""));
}
