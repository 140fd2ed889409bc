import { move } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

describe("move", () => {
  test("removes the aliases of the source too", () => {
    const headers = { "x-client": "192.0.2.1", x_client: "6.6.6.6" };
    expect(move("x-client", "x-real-ip")(headers, {})).toEqual({ "x-real-ip": "192.0.2.1" });
  });

  test("removes the source also if it must not be written", () => {
    expect(move("x-fhost", "host")({ host: "a.example", "x-fhost": "no host" }, {})).toEqual({ host: "a.example" });
  });

  test("removes :authority if the source is host", () => {
    expect(move("host", "x-original-host")({ ":authority": "a.example", ":path": "/" }, {})).toEqual({
      ":path": "/",
      "x-original-host": "a.example",
    });
  });

  test("renames a header with underscores to one with hyphens", () => {
    expect(move("x_real_ip", "x-real-ip")({ x_real_ip: "192.0.2.1" }, {})).toEqual({ "x-real-ip": "192.0.2.1" });
  });

  test.each([
    ["x-real-ip", "X-Real-IP"],
    ["x-real-ip", "x_real-ip"],
  ])("rejects the move of %s to %s, which would be removed with it", (from, to) => {
    expect(() => move(from, to)).toThrow("which is removed with the first; expected two headers");
  });

  test("removes the aliases of a source that is missing", () => {
    const headers = { x_client: "6.6.6.6" };
    expect(move("x-client", "x-real-ip")(headers, {})).toEqual({});
  });
});

test("move names itself in each error", () => {
  expect(() => move("x y", "x-a")).toThrow('`move`: got "x y"; expected a header\'s name');
  expect(() => move("x-a", "x y")).toThrow('`move`: got "x y"; expected a header\'s name');
  expect(() => move("x-a", "x_a")).toThrow('`move`: got "x-a" and "x_a", which is removed with the first');
});
