import { describe, expect, it } from "vitest";

import { findObservationFault } from "../../src/cli/check-observation.js";

const arrived = {
  facts: { headers: { host: "a.test", "x-a": ["1", "2"] } },
  path: "/",
  rawHeaders: ["Host", "a.test"],
};
const sent = { url: "http://a.test/" };

describe("findObservationFault", () => {
  it.each([
    { sent, arrived },
    { sent: { ...sent, headers: [["a", ""]], address: "::1", visitor: "me", httpRedirects: true }, arrived },
    { sent, arrived: { status: 403 }, answered: { server: "nginx" } },
    { sent, arrived: { failed: "ECONNRESET" }, answered: {} },
    { sent, arrived: { cached: true } },
    {
      sent,
      arrived: {
        ...arrived,
        gateway: true,
        facts: { headers: {}, peerAddress: "unix", peerPort: 1, encrypted: true, prefix: "" },
      },
    },
  ])("finds none in %j", (value) => {
    expect(findObservationFault(value)).toBeUndefined();
  });

  it.each([
    [null, "expected an object with sent and arrived"],
    [[], "expected an object with sent and arrived"],
    [{ arrived }, "sent: expected an object with the url"],
    [{ sent: { url: "/" }, arrived }, "sent.url: expected a whole URL, such as https://example.com/?a=1"],
    [
      { sent: { ...sent, headers: { a: "1" } }, arrived },
      'sent.headers: expected pairs, such as [["x-real-ip", "192.0.2.1"]]',
    ],
    [
      { sent: { ...sent, headers: [["a"]] }, arrived },
      'sent.headers: expected pairs, such as [["x-real-ip", "192.0.2.1"]]',
    ],
    [{ sent: { ...sent, address: "me" }, arrived }, "sent.address: expected an IP address"],
    [{ sent: { ...sent, visitor: 1 }, arrived }, "sent.visitor: expected a text"],
    [{ sent: { ...sent, httpRedirects: false }, arrived }, "sent.httpRedirects: expected true"],
    [{ sent }, "arrived: expected { facts, path, rawHeaders }, { status }, { failed } or { cached: true }"],
    [
      { sent, arrived: { ...arrived, path: 1 } },
      "arrived: expected { facts, path, rawHeaders }, { status }, { failed } or { cached: true }",
    ],
    [{ sent, arrived, answered: { via: 1 } }, "answered: expected an object with server and via"],
  ])("names the field that is wrong in %j", (value, fault) => {
    expect(findObservationFault(value)).toBe(fault);
  });
});
