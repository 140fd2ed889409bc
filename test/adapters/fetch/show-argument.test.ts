import { describe, expect, it } from "vitest";
import { proxyFix } from "../../../src/adapters/fetch.js";
import { findResolution, showArgument } from "../../../src/adapters/fetch/show-argument.js";

const other = new Request("http://app.test/");

/** Resolves a request from a client. */
function resolve(chain: string): Request {
  const request = new Request("http://app.test/", { headers: { host: "app.test", "x-forwarded-for": chain } });
  return proxyFix((resolved: Request) => resolved)(request) as Request;
}

interface Server {
  requestIP(request: Request): unknown;
  readonly port: number;
}

const PEER = { address: "127.0.0.1", family: "IPv4", port: 4711 };
const server: Server = { port: 3000, requestIP: () => PEER };
const ask = (shown: unknown, request: Request): unknown => (shown as Server).requestIP(request);

describe("Bun's server", () => {
  it("returns the client of a resolved request, and the peer of any other", () => {
    const request = resolve("198.51.100.7:5555");
    const shown = showArgument(request, server) as Server;
    expect(ask(shown, request)).toEqual({ address: "198.51.100.7", family: "IPv4", port: 5555 });
    expect(ask(shown, resolve("2001:db8::7"))).toEqual({ address: "2001:db8::7", family: "IPv6", port: 0 });
    expect(ask(shown, resolve("unknown"))).toBeNull();
    expect(ask(shown, other)).toBe(PEER);
    expect(shown.port).toBe(3000);
    expect(ask(server, request)).toBe(PEER);
  });

  it("is shown in { server } too", () => {
    const request = resolve("198.51.100.7");
    const shown = showArgument(request, { server, other: 1 }) as { readonly server: Server; readonly other: number };
    expect(ask(shown.server, request)).toMatchObject({ address: "198.51.100.7" });
    expect(shown.other).toBe(1);
  });

  it("is shown once if several layers show it", () => {
    const request = resolve("198.51.100.7");
    const shown = showArgument(request, server);
    expect(showArgument(request, shown)).toBe(shown);
  });
});

describe("Deno's info", () => {
  const info = { remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 4711 }, completed: 1 };

  it("has the client, with an empty address if it is unknown", () => {
    const shown = (chain: string): unknown => (showArgument(resolve(chain), info) as typeof info).remoteAddr;
    expect(shown("198.51.100.7:5555")).toEqual({ transport: "tcp", hostname: "198.51.100.7", port: 5555 });
    expect(shown("unknown")).toEqual({ transport: "tcp", hostname: "", port: 0 });
    expect((showArgument(resolve("unknown"), info) as typeof info).completed).toBe(1);
    expect(info.remoteAddr.hostname).toBe("127.0.0.1");
  });
});

it.each([undefined, null, "text", 7, {}, { server: "text" }, { incoming: {} }])(
  "the argument %o stays as it is",
  (value) => {
    expect(showArgument(resolve("198.51.100.7"), value)).toBe(value);
  },
);

it("finds no resolution of a Request that was not resolved", () => {
  expect(findResolution(other)).toBeUndefined();
  expect(findResolution({})).toBeUndefined();
});
