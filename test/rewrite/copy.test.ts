import { copy, move } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

const rewrites = [
  { title: "copy", rewrite: copy("x-fhost", "host"), leaves: { "x-fhost": "example.com" } },
  { title: "move", rewrite: move("x-fhost", "host"), leaves: {} },
];

describe.each(rewrites)("$title", ({ rewrite, leaves }) => {
  test("writes the source over the target", () => {
    const headers = { host: "10.0.0.5:8080", accept: "*/*", "x-fhost": "example.com" };
    expect(rewrite(headers, {})).toEqual({ host: "example.com", accept: "*/*", ...leaves });
  });

  test("writes a target that was missing", () => {
    expect(rewrite({ "x-fhost": "example.com" }, {})).toEqual({ host: "example.com", ...leaves });
  });

  test("gives the very same object where the source is missing", () => {
    const headers = { host: "10.0.0.5" };
    expect(rewrite(headers, {})).toBe(headers);
  });

  test("reads no header from the prototype", () => {
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
  ])("leaves the host alone where the source is %j", (value) => {
    expect(rewrite({ host: "10.0.0.5", "x-fhost": value }, {})["host"]).toBe("10.0.0.5");
  });

  test("leaves the host alone where the source has several lines", () => {
    expect(rewrite({ host: "10.0.0.5", "x-fhost": ["a.example", "b.example"] }, {})["host"]).toBe("10.0.0.5");
  });

  test("writes :authority along with host where the request has it", () => {
    const headers = { ":authority": "10.0.0.5", "x-fhost": "example.com" };
    expect(rewrite(headers, {})).toEqual({ ":authority": "example.com", host: "example.com", ...leaves });
  });
});

describe("copy", () => {
  test("gives the very same object where the target says the same already", () => {
    const headers = { host: "example.com", "x-fhost": "example.com" };
    expect(copy("x-fhost", "host")(headers, {})).toBe(headers);
  });

  test("gives the very same object where the target has the same lines already", () => {
    const headers = { "x-a": ["1", "2"], "x-b": ["1", "2"] };
    expect(copy("x-a", "x-b")(headers, {})).toBe(headers);
  });

  test("takes the other spellings of the target away, which a CGI program could not tell from it", () => {
    const headers = { "x-client": "192.0.2.1", x_real_ip: "6.6.6.6", "x-real_ip": "7.7.7.7" };
    expect(copy("x-client", "x-real-ip")(headers, {})).toEqual({ "x-client": "192.0.2.1", "x-real-ip": "192.0.2.1" });
  });

  test("takes them away where the target says the same already", () => {
    const headers = { "x-client": "192.0.2.1", "x-real-ip": "192.0.2.1", x_real_ip: "6.6.6.6" };
    expect(copy("x-client", "x-real-ip")(headers, {})).toEqual({ "x-client": "192.0.2.1", "x-real-ip": "192.0.2.1" });
  });

  test("writes lines that differ in one", () => {
    expect(copy("x-a", "x-b")({ "x-a": ["1", "2"], "x-b": ["1", "3"] }, {})["x-b"]).toEqual(["1", "2"]);
  });

  test("copies several lines as they are", () => {
    expect(copy("x-a", "x-b")({ "x-a": ["1", "", "2"] }, {})["x-b"]).toEqual(["1", "", "2"]);
  });

  test("leaves the whole header out where one of its lines has a line end", () => {
    expect(copy("x-a", "x-b")({ "x-a": ["1", "2\n"], "x-b": "0" }, {})["x-b"]).toBe("0");
  });

  test("reads the host of an HTTP/2 request from :authority", () => {
    expect(copy("host", "x-original-host")({ ":authority": "example.com" }, {})["x-original-host"]).toBe("example.com");
  });

  test("writes a header named __proto__ as any other", () => {
    const headers = copy("x-a", "__proto__")({ "x-a": "1" }, {});
    expect(Object.entries(headers)).toEqual([
      ["x-a", "1"],
      ["__proto__", "1"],
    ]);
  });

  test("refuses to copy a header onto itself", () => {
    expect(() => copy("X-Real-IP", "x-real-ip")).toThrow(
      '`copy`: got "x-real-ip" for both names; expected two headers',
    );
  });
});

describe("move", () => {
  test("takes the other spellings of the source away with it", () => {
    const headers = { "x-client": "192.0.2.1", x_client: "6.6.6.6" };
    expect(move("x-client", "x-real-ip")(headers, {})).toEqual({ "x-real-ip": "192.0.2.1" });
  });

  test("takes the source away where it must not be written", () => {
    expect(move("x-fhost", "host")({ host: "a.example", "x-fhost": "no host" }, {})).toEqual({ host: "a.example" });
  });

  test("takes :authority away where it moves the host", () => {
    expect(move("host", "x-original-host")({ ":authority": "a.example", ":path": "/" }, {})).toEqual({
      ":path": "/",
      "x-original-host": "a.example",
    });
  });

  test("gives an underscore name its hyphens", () => {
    expect(move("x_real_ip", "x-real-ip")({ x_real_ip: "192.0.2.1" }, {})).toEqual({ "x-real-ip": "192.0.2.1" });
  });

  test.each([
    ["x-real-ip", "X-Real-IP"],
    ["x-real-ip", "x_real-ip"],
  ])("refuses to move %s to %s, which would go with it", (from, to) => {
    expect(() => move(from, to)).toThrow("which goes with the first; expected two headers");
  });
});
