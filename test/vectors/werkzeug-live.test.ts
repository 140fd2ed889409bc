/** Compares the core with the real Werkzeug, for well-formed requests. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { externalUrl, resolve } from "../../src/index.js";
import { isWithoutWerkzeug, startWerkzeug, type WerkzeugProcess } from "../reference/werkzeug-process.js";
import { type Environ, factsOfEnviron } from "./werkzeug-vectors.js";

const RUNS = 500;

interface Answer {
  readonly address: string;
  readonly scheme: string;
  readonly root: string;
}

const counts = fc.record({
  xFor: fc.nat(3),
  xProto: fc.nat(3),
  xHost: fc.nat(3),
  xPort: fc.nat(3),
  // Several prefixes are a named difference.
  xPrefix: fc.nat(1),
});

/** Well-formed lists, as proxies write them. Any other is a named difference. */
function list(...items: [string, ...string[]]): fc.Arbitrary<string | undefined> {
  const separator = fc.constantFrom(",", ", ", " ,\t");
  const some = fc
    .tuple(fc.array(fc.constantFrom(...items), { minLength: 1, maxLength: 4 }), separator)
    .map(([values, between]) => values.join(between));
  return fc.option(some, { freq: 5, nil: undefined });
}

const forwarding = fc.record({
  HTTP_X_FORWARDED_FOR: list("192.0.2.1", "198.51.100.7", "2001:db8::1", "::1", "10.0.0.9"),
  HTTP_X_FORWARDED_PROTO: list("http", "https"),
  HTTP_X_FORWARDED_HOST: list("example.com", "a-b.example:8080", "example.com:443", "example.com:80", "[2001:db8::1]:8443", "[::1]"), // prettier-ignore
  HTTP_X_FORWARDED_PORT: list("80", "443", "8443", "65535"),
  HTTP_X_FORWARDED_PREFIX: list("/app", "/app/", "/a/b-c", "/~user", "/a;v"),
});

const connection = fc.record({
  REMOTE_ADDR: fc.constantFrom("10.0.0.1", "127.0.0.1", "2001:db8::99"),
  HTTP_HOST: fc.constantFrom("backend:5000", "backend", "10.0.0.5:80", "[::1]:443", "backend.internal:443"),
  SERVER_NAME: fc.constant("backend"),
  SERVER_PORT: fc.constant("5000"),
  SCRIPT_NAME: fc.constantFrom("", "/mounted"),
  REQUEST_METHOD: fc.constant("GET"),
  "wsgi.url_scheme": fc.constantFrom("http", "https"),
});

const environs = fc.tuple(connection, forwarding).map(([own, headers]) => {
  const known = Object.entries(headers).filter(([, value]) => value !== undefined);
  return { ...own, ...Object.fromEntries(known) } as Environ;
});

describe.skipIf(isWithoutWerkzeug)("Werkzeug's ProxyFix and the core", () => {
  let werkzeug: WerkzeugProcess | undefined;

  beforeAll(() => {
    werkzeug = startWerkzeug();
  });

  afterAll(() => werkzeug?.close());

  function runWerkzeug(environ: Environ, x: Record<string, number>): Promise<Answer> {
    const named = { x_for: x["xFor"], x_proto: x["xProto"], x_host: x["xHost"], x_port: x["xPort"], x_prefix: x["xPrefix"] }; // prettier-ignore
    return werkzeug!.ask({ environ, counts: named });
  }

  it("give every well-formed request the same address, scheme and root URL", { timeout: 60_000 }, async () => {
    const property = fc.asyncProperty(environs, counts, async (environ, options) => {
      const resolution = resolve(factsOfEnviron(environ), options);
      const root = externalUrl(resolution, "/");
      const ours: Answer = { address: resolution.clientAddress ?? "", scheme: resolution.proto, root };
      expect(ours).toEqual(await runWerkzeug(environ, options));
    });
    await fc.assert(property, { numRuns: RUNS });
  });
});
