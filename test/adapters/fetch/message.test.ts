import { describe, expect, it } from "vitest";
import { findLink, linkRequest, receiveRequest } from "../../../src/adapters/fetch/message.js";

const URL_OF = "http://app.test:3000/users?a=b";
const create = (headers: HeadersInit = {}, url = URL_OF): Request => new Request(url, { headers });
const info = { remoteAddr: { transport: "tcp", hostname: "203.0.113.7", port: 4711 } };

describe("a request of Node's shape", () => {
  it("has the headers, the URL as its target, and the peer", () => {
    const headers = { host: "app.test:3000", "x-a": "1" };
    expect(receiveRequest(create(headers), [info], undefined)).toEqual({
      url: URL_OF,
      message: {
        headers,
        rawHeaders: ["host", "app.test:3000", "x-a", "1"],
        url: URL_OF,
        socket: { remoteAddress: "203.0.113.7", remotePort: 4711, encrypted: false },
      },
    });
  });

  it("has the URL's authority as that of HTTP/2 if there is no Host", () => {
    expect(receiveRequest(create(), [], undefined).message.headers).toEqual({ ":authority": "app.test:3000" });
    const relative = { url: "/users", headers: new Headers(), clone: () => undefined };
    expect(receiveRequest(relative, [], undefined).message.headers).toEqual({});
  });

  it("has a header with the name __proto__ like any other", () => {
    const headers = new Headers([["__proto__", "x"]]);
    const { message } = receiveRequest({ url: URL_OF, headers, clone: () => undefined }, [], undefined);
    expect(Object.keys(message.headers)).toContain("__proto__");
    expect(Object.getPrototypeOf(message.headers)).toBe(Object.prototype);
  });

  it("is encrypted if the URL is, unless the connection is known", () => {
    const https = (peer?: object): unknown =>
      receiveRequest(create({}, "https://app.test/"), [], peer && (() => peer)).message.socket?.encrypted;
    expect(https()).toBe(true);
    expect(https({ encrypted: false })).toBe(false);
    expect(https({ encrypted: "no" })).toBe(true);
  });

  it("is Node's own request if there is one", () => {
    const incoming = { headers: {}, socket: {} };
    expect(receiveRequest(create(), [{ incoming }], undefined).message).toBe(incoming);
  });
});

describe("the option peer", () => {
  it("receives the request and the other arguments, and precedes them", () => {
    const seen: unknown[] = [];
    const request = create();
    const { message } = receiveRequest(request, [info, "second"], (...args) => {
      seen.push(...args);
      return { address: "198.51.100.1", port: 1 };
    });
    expect(seen).toEqual([request, info, "second"]);
    expect(message.socket).toMatchObject({ remoteAddress: "198.51.100.1", remotePort: 1 });
  });

  it.each([
    ["returns nothing", () => undefined],
    ["returns a text", () => "127.0.0.1" as never],
    ["returns null", () => null as never],
    ["returns a promise", () => Promise.resolve({ address: "127.0.0.1" }) as never],
    ["returns no text as the address", () => ({ address: 2130706433, port: "1" }) as never],
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
  ])("states no peer if it %s", (_, peer) => {
    const { socket } = receiveRequest(create(), [info], peer).message;
    expect(socket).toMatchObject({ remoteAddress: undefined, remotePort: undefined });
  });
});

describe("the link of a Request", () => {
  it("is found again, whatever the arguments are", () => {
    const request = create();
    const link = receiveRequest(request, [info], undefined);
    expect(receiveRequest(request, [], () => ({ address: "198.51.100.1" }))).toBe(link);
    expect(findLink(request)).toBe(link);
  });

  it("is no property that a copy of the object takes along", () => {
    const request = create();
    linkRequest(request, { message: { headers: {} }, url: URL_OF });
    expect(findLink({ ...request })).toBeUndefined();
  });

  it.each([undefined, null, "text", {}, create()])("is undefined for %o", (value) => {
    expect(findLink(value)).toBeUndefined();
  });
});
