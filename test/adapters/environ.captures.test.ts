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

const file = new URL("../../vectors/captures.json", import.meta.url);
const all = (JSON.parse(readFileSync(file, "utf8")) as { captures: Capture[] }).captures;

const captures = all.flatMap(({ app, ...capture }) => {
  return app.environ === undefined
    ? []
    : [{ ...capture, title: `${capture.proxy}: ${capture.name}`, environ: app.environ }];
});

const fix = proxyFix();

/** The forwarding and client headers in the captures. */
const forwardingVariables = [
  ...["FOR", "PROTO", "HOST", "PORT", "PREFIX", "SSL", "SCHEME"].map((field) => `HTTP_X_FORWARDED_${field}`),
  ...["HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_CLIENT_IP", "HTTP_X_CLUSTER_CLIENT_IP"],
  ...["HTTP_TRUE_CLIENT_IP", "HTTP_CF_CONNECTING_IP", "HTTP_FRONT_END_HTTPS", "HTTP_X_HOST", "HTTP_X_SCRIPT_NAME"],
  ...["HTTP_X_FORWARDED_SERVER", "HTTP_X_FORWARDED_PATH"],
];

/** Returns whether no grammar accepts a Host: it has no canonical value. */
const hasBadHost = (host: string): boolean => host.includes('"');

describe("proxyFix without counts, for the variables of real gateways", () => {
  it("is tested with more than 200 captures of five gateways", () => {
    expect(captures.length).toBeGreaterThan(200);
    expect(new Set(captures.map(({ proxy }) => proxy))).toEqual(
      new Set(["nginx", "apache", "lighttpd", "caddy", "haproxy"]),
    );
  });

  it.each(named(captures))("keeps the address, scheme and port of %s", (_title, { environ, truth }) => {
    const fixed = fix(environ);
    expect(fixed["REMOTE_ADDR"]).toBe(truth.client_address);
    expect(fixed["REMOTE_PORT"]).toBe(environ["REMOTE_PORT"]);
    expect(fixed["HTTPS"]).toBe(truth.scheme === "https" ? "on" : undefined);
    expect(fixed["REQUEST_SCHEME"]).toBe(environ["REQUEST_SCHEME"]);
    expect(fixed["SERVER_PORT"]).toBe(truth.port);
    expect(resolutionOf(fixed)?.clientAddress).toBe(truth.client_address);
    expect(resolutionOf(fixed)?.proto).toBe(truth.scheme);
  });

  it.each(named(captures.filter(({ truth }) => !hasBadHost(truth.host))))(
    "keeps the host of %s",
    (_title, { environ, truth }) => {
      const fixed = fix(environ);
      expect(fixed["HTTP_HOST"]?.replace(/:\d+$/, "")).toBe(truth.host);
      expect(fixed["SERVER_NAME"]).toBe(environ["SERVER_NAME"]);
      expect(resolutionOf(fixed)?.hostname).toBe(truth.host);
      expect(resolutionOf(fixed)?.issues).toEqual([]);
    },
  );

  it.each(named(captures.filter(({ truth }) => hasBadHost(truth.host))))(
    "deletes the invalid host of %s",
    (_title, { environ }) => {
      const fixed = fix(environ);
      expect(fixed).not.toHaveProperty("HTTP_HOST");
      expect(fixed).not.toHaveProperty("SERVER_NAME");
      expect(resolutionOf(fixed)?.host).toBeUndefined();
    },
  );

  it.each(named(captures))("deletes only the forwarding headers of %s", (_title, { environ }) => {
    const fixed = fix(environ);
    const deleted = Object.keys(environ).filter((name) => name.startsWith("HTTP_") && !(name in fixed));
    expect(deleted.filter((name) => name !== "HTTP_HOST" && !forwardingVariables.includes(name))).toEqual([]);
    expect(forwardingVariables.filter((name) => name in fixed)).toEqual([]);
  });
});

describe("a forged header with underscores", () => {
  const forged = captures.filter(({ name }) => name.endsWith("/ underscore"));

  it("is passed on by lighttpd and Caddy as the header with hyphens", () => {
    const passedOn = forged.filter(({ environ }) => environ["HTTP_X_FORWARDED_HOST"] === "evil.test");
    expect(new Set(passedOn.map(({ proxy }) => proxy))).toEqual(new Set(["lighttpd", "caddy"]));
  });

  it.each(named(forged))("does not affect the variables of %s", (_title, { proxy, name, environ }) => {
    const unforged = captures.find(
      (other) => other.proxy === proxy && other.name === name.replace("underscore", "plain"),
    );
    expect(stable(fix(environ))).toEqual(stable(fix(unforged?.environ ?? {})));
  });

  /** Returns the variables without REMOTE_PORT, which differs between any two requests. */
  function stable(environ: Environ): Record<string, string | undefined> {
    return Object.fromEntries(Object.entries(environ).filter(([name]) => name !== "REMOTE_PORT"));
  }
});

describe("a program that lighttpd mounts at /", () => {
  const quirky = captures.filter(({ name }) => name.startsWith('FastCGI "/" (root quirk)'));

  it.each(named(quirky))("has no prefix after lighttpdRootFix: %s", (_title, { environ }) => {
    expect(environ["SCRIPT_NAME"]).toBe("/echo");
    const fixed = lighttpdRootFix(environ);
    expect(fixed).toMatchObject({ SCRIPT_NAME: "", PATH_INFO: pathOf(environ) });
    expect(resolutionOf(fix(fixed))?.prefix).toBe("");
  });

  it("is among the captures", () => {
    expect(quirky.length).toBeGreaterThan(0);
  });
});

describe("a program whose URL contains the script's name", () => {
  const withScript = captures.filter(({ environ }) => /\.f?cgi$/.test(environ["SCRIPT_NAME"] ?? ""));

  it.each(named(withScript))("has no prefix after stripScriptName: %s", (_title, { environ }) => {
    const script = environ["SCRIPT_NAME"] ?? "";
    const fixed = stripScriptName(environ);
    expect(fixed).toMatchObject({ SCRIPT_NAME: "", PATH_INFO: pathOf(environ).slice(script.length) });
    expect(resolutionOf(fix(fixed))?.prefix).toBe("");
    expect(resolutionOf(fix(environ))?.prefix).toBe(script);
  });

  it("is among the captures", () => {
    expect(new Set(withScript.map(({ proxy }) => proxy))).toEqual(new Set(["apache", "lighttpd", "caddy"]));
  });
});

/** Pairs each capture with its title, for `it.each`: `%s` prints all of it, `$title` only its first 40 characters. */
function named(list: typeof captures): (readonly [string, (typeof captures)[number]])[] {
  return list.map((capture) => [capture.title, capture]);
}

function pathOf(environ: Environ): string {
  return decodeURIComponent((environ["REQUEST_URI"] ?? "").replace(/\?.*/, ""));
}
