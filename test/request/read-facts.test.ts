import { describe, expect, it } from "vitest";

import { readConnection, receive } from "../../src/request/read-facts.js";
import { createRequest } from "./made-request.js";
import { createPeer, parse } from "./parsed-request.js";

describe("readConnection", () => {
  it("reads address, port and encryption of the peer", () => {
    expect(readConnection({ remoteAddress: "192.0.2.1", remotePort: 4711, encrypted: true })).toEqual({
      peerAddress: "192.0.2.1",
      peerPort: 4711,
      encrypted: true,
    });
  });

  it.each([undefined, null, {}])("knows no peer and no encryption if the socket is %o", (socket) => {
    expect(readConnection(socket)).toEqual({ peerAddress: undefined, peerPort: undefined, encrypted: false });
  });
});

describe("receive", () => {
  it("copies headers and lines, so that later changes of the request do not change them", () => {
    const req = createRequest({ Host: "app", Cookie: "a" });
    const { original, facts } = receive(req);
    req.headers["cookie"] = "b";
    req.rawHeaders!.push("X-A", "1");
    expect(original).toEqual({
      peerAddress: "127.0.0.1",
      host: "app",
      proto: "http",
      prefix: "",
      headers: { host: "app", cookie: "a" },
      rawHeaders: ["Host", "app", "Cookie", "a"],
    });
    expect(facts).toMatchObject({ peerAddress: "127.0.0.1", peerPort: 4711, headers: { host: "app", cookie: "a" } });
  });

  it("takes :authority for the host of the original if there is one", () => {
    expect(receive(createRequest({ ":authority": "new.example", Host: "old.example" })).original.host).toBe(
      "new.example",
    );
  });

  it("joins several Host lines to one list, and leaves the headers of the original as Node built them", () => {
    const req = parse([
      ["Host", "app"],
      ["hOST", "evil.test"],
    ]);
    const { original, facts } = receive(req as never);
    expect(facts.headers["host"]).toEqual(["app", "evil.test"]);
    expect(original).toMatchObject({ host: "app", headers: { host: "app" } });
  });

  it("uses an original that is already known, and the present connection for the rest", () => {
    const known = { ...receive(createRequest({ Host: "known" })).original, peerAddress: "192.0.2.9" };
    const { original, facts } = receive(createRequest({ Host: "app" }), known);
    expect(original).toBe(known);
    expect(facts).toMatchObject({ peerAddress: "192.0.2.9", peerPort: 4711, headers: { host: "known" } });
  });

  it.each([
    [true, 1000, undefined],
    [false, 999, undefined],
    [true, 50, 50],
    [false, 49, 50],
    [false, 1200, 1500],
    [false, 3000, 0],
  ])("sets hasLostLines to %s if there are %i lines and maxHeadersCount is %s", (expected, count, maxHeadersCount) => {
    const socket = createPeer("10.0.0.1", { server: { maxHeadersCount } });
    expect(receive(createRequest(listLines(count), { socket })).facts.hasLostLines).toBe(expected);
  });

  it("sets hasLostLines by the pseudo headers of HTTP/2, and not by the version that a request line contains", () => {
    const lines = listLines(1000);
    const isLost = (sent: Readonly<Record<string, string>>, httpVersionMajor: number): boolean | undefined =>
      receive(createRequest(sent, { httpVersionMajor })).facts.hasLostLines;
    expect(isLost({ ":method": "GET", ...lines }, 2)).toBe(false);
    expect([0, 1, 2].map((version) => isLost(lines, version))).toEqual([true, true, true]);
  });
});

function listLines(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`x-${at}`, ""]));
}
