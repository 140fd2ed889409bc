import { describe, expect, it, onTestFinished, vi } from "vitest";
import { listenForWarnings } from "./warnings.js";

describe("warnOnce", () => {
  it("emits one process warning for each code, with its code and type", async () => {
    const warnings = listenForWarnings();
    const { warnOnce } = await import("../../src/request/warn-once.js");
    warnOnce("PROXYFIX_FRAMEWORK_TRUST", "Remove it.");
    warnOnce("PROXYFIX_FRAMEWORK_TRUST", "Remove that.");
    warnOnce("PROXYFIX_UNTRUSTED_PEER", "Add it.");
    expect(warnings()).toEqual([
      ["Remove it.", { type: "ProxyFixWarning", code: "PROXYFIX_FRAMEWORK_TRUST" }],
      ["Add it.", { type: "ProxyFixWarning", code: "PROXYFIX_UNTRUSTED_PEER" }],
    ]);
  });

  it("shares the emitted codes with every other copy of the package", async () => {
    const warnings = listenForWarnings();
    const one = await import("../../src/request/warn-once.js");
    vi.resetModules();
    onTestFinished(() => void vi.resetModules());
    const other = await import("../../src/request/warn-once.js");
    expect(other.warnOnce).not.toBe(one.warnOnce);
    one.warnOnce("PROXYFIX_UNTRUSTED_PEER", "Add it.");
    other.warnOnce("PROXYFIX_UNTRUSTED_PEER", "Add it.");
    expect(warnings()).toHaveLength(1);
    expect(Object.keys(process)).not.toContain("proxyfix.warnings");
  });

  it.each<[string, object | undefined]>([
    ["no process", undefined],
    ["a process that emits no warnings", {}],
    ["a process whose functions throw", { emitWarning: () => expect.fail("not supported") }],
  ])("emits nothing on a runtime with %s, and does not throw", async (_title, stub) => {
    const warnings = listenForWarnings();
    const { hasWarned, warnOnce } = await import("../../src/request/warn-once.js");
    vi.stubGlobal("process", stub);
    onTestFinished(() => void vi.unstubAllGlobals());
    warnOnce("PROXYFIX_UNTRUSTED_PEER", "Add it.");
    const isOver = hasWarned("PROXYFIX_UNTRUSTED_PEER");
    vi.unstubAllGlobals();
    expect(isOver).toBe(true);
    expect(warnings()).toEqual([]);
  });
});

describe("hasWarned", () => {
  it("returns whether a code was emitted", async () => {
    listenForWarnings();
    const { hasWarned, warnOnce } = await import("../../src/request/warn-once.js");
    expect(hasWarned("PROXYFIX_BOTH_KINDS")).toBe(false);
    warnOnce("PROXYFIX_BOTH_KINDS", "Set it.");
    expect([hasWarned("PROXYFIX_BOTH_KINDS"), hasWarned("PROXYFIX_NO_TRUSTED_PEERS")]).toEqual([true, false]);
  });
});
