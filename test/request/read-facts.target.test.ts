import { describe, expect, it } from "vitest";

import { findAuthority, receive } from "../../src/request/read-facts.js";
import { createRequest } from "./made-request.js";

const MALFORMED = "";

describe("the authority of a request target (RFC 9112 section 3.2)", () => {
  it.each<[target: string, authority: string | undefined]>([
    ["/", undefined],
    ["//evil.example/", undefined],
    ["/x?y=http://evil.example/", undefined],
    ["*", undefined],
    // A request that was made for a test may have no target.
    ["", undefined],
    ["http://shop.example/x", "shop.example"],
    ["HTTPS://shop.example:8443?x", "shop.example:8443"],
    ["http://shop.example#x", "shop.example"],
    ["http://user@shop.example/", "user@shop.example"],
    ["http://shop.example\\@evil.example/", "shop.example\\@evil.example"],
    // Deno's URL of a unix-domain socket.
    ["http+unix://shop.example/x", "shop.example"],
    ["http:///x", MALFORMED],
    ["http://", MALFORMED],
    ["*.evil.example/x", MALFORMED],
    [".evil.example/x", MALFORMED],
    ["@evil.example/x", MALFORMED],
    [":8443/x", MALFORMED],
    ["evil.example:80", MALFORMED],
    ["?x", MALFORMED],
    [" /x", MALFORMED],
    [".evil.example/x?y=http://shop.example/", MALFORMED],
    // "http://shop.co" and this target make the URL "http://shop.com://shop.co/".
    ["m://shop.co/", MALFORMED],
    ["m.evil.example://shop.co/", MALFORMED],
    ["http:/x", MALFORMED],
  ])("of %j is %j", (target, authority) => {
    expect(findAuthority(target, {})).toBe(authority);
  });

  it("is the whole target of CONNECT in HTTP/1, and of no other method", () => {
    expect(findAuthority("shop.example:443", { method: "CONNECT", httpVersionMajor: 1 })).toBe("shop.example:443");
    expect(findAuthority("shop.example:443", { method: "GET", httpVersionMajor: 1 })).toBe(MALFORMED);
    expect(findAuthority("@evil.example/x", { method: "CONNECT", httpVersionMajor: 2 })).toBe(MALFORMED);
  });

  it("is that of a URL if an adapter for a serverless platform made the request up", () => {
    // As serverless-http makes it, with a text as version.
    const req = { method: "GET", httpVersionMajor: "1" as never };
    expect(findAuthority("https://shop.example/x?y=1", req)).toBe("shop.example");
  });

  it("is in no target of HTTP/2, which has a header for it (RFC 9113 section 8.3.1)", () => {
    expect(findAuthority("http://shop.example/x", { httpVersionMajor: 2 })).toBe(MALFORMED);
    expect(findAuthority("/x", { httpVersionMajor: 2 })).toBeUndefined();
    expect(findAuthority("*", { httpVersionMajor: 2 })).toBeUndefined();
  });

  it("is a fact of a received request", () => {
    const req = createRequest({ Host: "app" }, { method: "CONNECT" });
    expect(receive(req, undefined, "shop.example:443").facts.authority).toBe("shop.example:443");
    expect(receive(req, undefined, "/x").facts.authority).toBeUndefined();
  });
});
