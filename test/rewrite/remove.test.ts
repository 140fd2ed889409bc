import { remove } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

describe("remove", () => {
  test.each([
    { names: ["x-real-ip"], headers: { "x-real-ip": "1", accept: "*/*" }, left: { accept: "*/*" } },
    { names: ["X-Real-IP"], headers: { "x-real-ip": "1" }, left: {} },
    { names: ["x-real-ip"], headers: { x_real_ip: "1", "x-real_ip": "2", "x_real-ip": "3" }, left: {} },
    { names: ["x_real_ip"], headers: { x_real_ip: "1", "x-real-ip": "2" }, left: { "x-real-ip": "2" } },
    {
      names: ["x-internal-*"],
      headers: { "x-internal-user": "1", x_internal_id: "2", "x-inter": "3" },
      left: { "x-inter": "3" },
    },
    { names: ["x-internal-*"], headers: { "x-internal-": "1" }, left: {} },
    { names: ["x-a", "x-b*"], headers: { "x-a": "1", "x-a1": "2", "x-b1": "3" }, left: { "x-a1": "2" } },
    { names: ["xra"], headers: { x_a: "1", xra: "2" }, left: { x_a: "1" } },
    { names: ["host"], headers: { host: "a", ":authority": "a", ":path": "/" }, left: { ":path": "/" } },
    { names: ["ho*"], headers: { ":authority": "a", ":path": "/" }, left: { ":path": "/" } },
    { names: ["x-unset"], headers: { "x-unset": undefined, "x-a": "1" }, left: { "x-a": "1" } },
  ])("keeps $left of $headers if the names are $names", ({ names, headers, left }) => {
    const rewritten = remove(...names)(headers, {});
    expect(Object.entries(rewritten)).toEqual(Object.entries(left));
  });

  test("returns the same object if there is nothing to remove", () => {
    const headers = { host: "a", "x-real-ips": "1", "x-real-i": "2" };
    expect(remove("x-real-ip", "x-internal-*")(headers, {})).toBe(headers);
  });

  test.each([
    { names: [], message: "`remove`: got no name" },
    { names: ["*"], message: '`remove`: got "*", which selects every header' },
    { names: ["x-*-id"], message: '`remove`: got "x-*-id"; expected one header\'s name' },
    { names: ["x-**"], message: "with a single * at its end" },
    { names: ["x y*"], message: '`remove`: got "x y*"; expected a name, or the start of one' },
    { names: ["x-a", ""], message: '`remove`: got ""; expected a header\'s name' },
  ])("rejects the names $names", ({ names, message }) => {
    expect(() => remove(...names)).toThrow(message);
  });
});
