import { describe, expect, it } from "vitest";
import { THROUGH_PROXY } from "../frameworks/serve.js";
import { ADAPTERS } from "./start-adapters.js";
import { listenForWarnings } from "./warnings.js";

const WRONG = { trustedPeers: "10.0.0.0/8", xHost: 1 } as const;

describe.each(ADAPTERS)("the adapter %s", (_name, start) => {
  it("warns once if a peer outside trustedPeers sends forwarding headers, and names the change to make", async () => {
    const warnings = listenForWarnings();
    const { get } = await start(WRONG);
    for (let visit = 0; visit < 3; visit++) expect((await get("/", THROUGH_PROXY)).body).toBe("127.0.0.1");
    expect(warnings()).toEqual([
      [
        "A peer outside trustedPeers, 127.0.0.1, sent forwarding headers; proxyFix believed none of them. " +
          "If 127.0.0.1 is your proxy, add it, or the network that it is in, to trustedPeers. " +
          "If it is a client or a service that connected directly, nothing is wrong; `warnings: false` silences this.",
        { type: "ProxyFixWarning", code: "PROXYFIX_UNTRUSTED_PEER" },
      ],
    ]);
  });

  it("warns if strict refuses the request of such a peer", async () => {
    const warnings = listenForWarnings();
    const { get } = await start({ ...WRONG, strict: true });
    expect((await get("/", THROUGH_PROXY)).status).toBe(403);
    expect(warnings()).toHaveLength(1);
  });

  it("emits no warning if the option warnings is false", async () => {
    const warnings = listenForWarnings();
    const { get } = await start({ ...WRONG, warnings: false });
    await get("/", THROUGH_PROXY);
    expect(warnings()).toEqual([]);
  });

  it("emits no warning for a sound set-up: a trusted proxy, its health check, a visitor without such headers", async () => {
    const warnings = listenForWarnings();
    const sound = await start({ trustedPeers: "loopback", xHost: 1 });
    expect((await sound.get("/", THROUGH_PROXY)).status).toBe(200);
    await sound.get("/");
    const direct = await start(WRONG);
    await direct.get("/", { Via: "1.1 cache", "User-Agent": "a" });
    const counts = await start({ xHost: 1 });
    await counts.get("/", THROUGH_PROXY);
    expect(warnings()).toEqual([]);
  });
});
