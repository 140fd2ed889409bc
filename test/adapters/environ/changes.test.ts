import { proxyFix, resolutionOf } from "proxyfix/environ";
import { describe, expect, it } from "vitest";
import { factCases } from "./cases-facts.js";
import { behind, list } from "./request.js";

describe("proxyFix for variables", () => {
  for (const { title, options, environ: more, changes } of factCases) {
    it(title, () => {
      const environ = Object.freeze(list({ ...behind, ...more }));
      const fixed = proxyFix(options)(environ);
      expect(list(fixed)).toEqual(list({ ...environ, ...changes }));
      expect(Object.keys(fixed).filter((name) => fixed[name] === undefined)).toEqual([]);
    });
  }

  it.each([
    { HTTPS: "on" },
    { HTTPS: "1" },
    { HTTPS: "yes" },
    { REQUEST_SCHEME: "https" },
    { "wsgi.url_scheme": "https" },
    { HTTPS: "on", REQUEST_SCHEME: "http" },
  ])("resolves %j to https, and keeps HTTPS and REQUEST_SCHEME consistent with it", (environ) => {
    const fixed = proxyFix()(environ);
    expect(resolutionOf(fixed)?.proto).toBe("https");
    expect(fixed["HTTPS"]).toMatch(/^(on|1|yes)$/);
    expect(fixed["REQUEST_SCHEME"] ?? "https").toBe("https");
  });

  it.each([{ HTTPS: "off" }, { HTTPS: "" }, { HTTP_HTTPS: "on" }, { REQUEST_SCHEME: "http" }, {}])(
    "resolves %j to http, and leaves the variables alone",
    (environ) => {
      const fixed = proxyFix()(environ);
      expect(resolutionOf(fixed)?.proto).toBe("http");
      expect(list(fixed)).toEqual(environ);
    },
  );
});
