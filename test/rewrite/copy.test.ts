import { copy, move } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

describe.each([
  ["copy", copy("x-fhost", "host"), { "x-fhost": "example.com" }],
  ["move", move("x-fhost", "host"), {}],
] as const)("%s", (_name, rewrite, kept) => {
  test("writes the source over the target", () => {
    const headers = { host: "10.0.0.5:8080", accept: "*/*", "x-fhost": "example.com" };
    expect(rewrite(headers, {})).toEqual({ host: "example.com", accept: "*/*", ...kept });
  });

  test("writes the source to a target that was missing", () => {
    expect(rewrite({ "x-fhost": "example.com" }, {})).toEqual({ host: "example.com", ...kept });
  });

  test("returns the same object if the source is missing", () => {
    const headers = { host: "10.0.0.5" };
    expect(rewrite(headers, {})).toBe(headers);
  });

  test("reads no header from the prototype of the headers", () => {
    const headers = Object.create({ "x-fhost": "example.com" }) as Record<string, string>;
    headers["host"] = "10.0.0.5";
    expect(rewrite(headers, {})).toBe(headers);
  });

  test.each([
    "",
    " \t",
    "evil.example\r\nx-admin: 1",
    "evil.example\0",
    "a b",
    "user@evil.example",
    "evil.example/x",
    "a, b",
  ])("does not change the host if the source is %j", (value) => {
    expect(rewrite({ host: "10.0.0.5", "x-fhost": value }, {})["host"]).toBe("10.0.0.5");
  });

  test("does not change the host if the source has several lines", () => {
    expect(rewrite({ host: "10.0.0.5", "x-fhost": ["a.example", "b.example"] }, {})["host"]).toBe("10.0.0.5");
  });

  test("writes :authority too if the target is host and the request has it", () => {
    const headers = { ":authority": "10.0.0.5", "x-fhost": "example.com" };
    expect(rewrite(headers, {})).toEqual({ ":authority": "example.com", host: "example.com", ...kept });
  });
});

describe("copy", () => {
  test("returns the same object if the target has the value already", () => {
    const headers = { host: "example.com", "x-fhost": "example.com" };
    expect(copy("x-fhost", "host")(headers, {})).toBe(headers);
  });

  test("returns the same object if the target has the same lines already", () => {
    const headers = { "x-a": ["1", "2"], "x-b": ["1", "2"] };
    expect(copy("x-a", "x-b")(headers, {})).toBe(headers);
  });

  test("removes the aliases of the target, which a CGI program could not distinguish from it", () => {
    const headers = { "x-client": "192.0.2.1", x_real_ip: "6.6.6.6", "x-real_ip": "7.7.7.7" };
    expect(copy("x-client", "x-real-ip")(headers, {})).toEqual({ "x-client": "192.0.2.1", "x-real-ip": "192.0.2.1" });
  });

  test("removes the aliases of the target also if the target has the value already", () => {
    const headers = { "x-client": "192.0.2.1", "x-real-ip": "192.0.2.1", x_real_ip: "6.6.6.6" };
    expect(copy("x-client", "x-real-ip")(headers, {})).toEqual({ "x-client": "192.0.2.1", "x-real-ip": "192.0.2.1" });
  });

  test("writes all lines if one of them differs", () => {
    expect(copy("x-a", "x-b")({ "x-a": ["1", "2"], "x-b": ["1", "3"] }, {})["x-b"]).toEqual(["1", "2"]);
  });

  test("copies several lines unchanged", () => {
    expect(copy("x-a", "x-b")({ "x-a": ["1", "", "2"] }, {})["x-b"]).toEqual(["1", "", "2"]);
  });

  test("copies no line if one of them has a line end", () => {
    expect(copy("x-a", "x-b")({ "x-a": ["1", "2\n"], "x-b": "0" }, {})["x-b"]).toBe("0");
  });

  test("reads the host of an HTTP/2 request from :authority", () => {
    expect(copy("host", "x-original-host")({ ":authority": "example.com" }, {})["x-original-host"]).toBe("example.com");
  });

  test("rejects a copy of a header over itself", () => {
    expect(() => copy("X-Real-IP", "x-real-ip")).toThrow(
      '`copy`: got "x-real-ip" for both names; expected two headers',
    );
  });
});

describe("copy", () => {
  test("names itself in the error of a wrong name", () => {
    expect(() => copy("x y", "x-a")).toThrow('`copy`: got "x y"; expected a header\'s name');
    expect(() => copy("x-a", "x y")).toThrow('`copy`: got "x y"; expected a header\'s name');
  });

  test("returns the same object if the source of a header other than host is missing", () => {
    const headers = { "x-b": "1" };
    expect(copy("x-a", "x-b")(headers, {})).toBe(headers);
  });
});
