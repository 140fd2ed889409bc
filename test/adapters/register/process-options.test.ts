import { afterEach, describe, expect, it, vi } from "vitest";

import { readProcessOptions } from "../../../src/adapters/register/process-options.js";
import { listenForWarnings } from "../../request/warnings.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("readProcessOptions", () => {
  it("returns the options in PROXY_FIX, with a view of the socket", () => {
    vi.stubEnv("PROXY_FIX", "xHost=1,trustedPeers=loopback");
    const warnings = listenForWarnings();
    expect(readProcessOptions()).toEqual({ xHost: 1, trustedPeers: ["loopback"], socket: true });
    expect(warnings()).toEqual([]);
  });

  it("returns no view of the socket if PROXY_FIX declines it", () => {
    vi.stubEnv("PROXY_FIX", "socket=false");
    expect(readProcessOptions()).toEqual({ socket: false });
  });

  it.each([undefined, "", " "])("believes nothing, with a process warning, if PROXY_FIX is %j", (value) => {
    vi.stubEnv("PROXY_FIX", value);
    const warnings = listenForWarnings();
    expect(readProcessOptions()).toEqual({ xFor: 0, xProto: 0, socket: true });
    expect(warnings()).toMatchObject([[expect.any(String), { code: "PROXYFIX_NOT_CONFIGURED" }]]);
  });

  it("ends the process with one line if PROXY_FIX is wrong", () => {
    vi.stubEnv("PROXY_FIX", "xFr=1");
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const exit = vi.spyOn(process, "exit").mockImplementation(() => {
      throw new Error("the process ends");
    });
    expect(readProcessOptions).toThrow("the process ends");
    expect(exit).toHaveBeenCalledWith(1);
    expect(write.mock.calls).toEqual([[expect.stringMatching(/^proxyfix\/register: PROXY_FIX: .*`xFor`\?\n$/)]]);
  });
});
