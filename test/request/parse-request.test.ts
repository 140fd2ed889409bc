import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";

import { createHeaders, parseHeaderLine, parseRequest } from "../../src/request/parse-request.js";
import { TextError } from "../../src/text/text-error.js";

describe("parseRequest", () => {
  it("returns the headers, several lines of one name as a list", () => {
    const text =
      "GET /a?b HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 1.2.3.4 \r\nx-forwarded-for:\t5.6.7.8\r\n\r\nbody: 1";
    expect(parseRequest(text)).toEqual({
      headers: { host: "a.test", "x-forwarded-for": ["1.2.3.4", "5.6.7.8"] },
      authority: undefined,
    });
  });

  it("accepts lines that end with LF, and no end of the headers", () => {
    expect(parseRequest("GET / HTTP/1.0\nA: 1").headers).toEqual({ a: "1" });
  });

  it.each([
    ["GET http://b.test:81/x HTTP/1.1", "b.test:81"],
    ["CONNECT b.test:443 HTTP/1.1", "b.test:443"],
    ["OPTIONS * HTTP/1.1", undefined],
    ["GET evil HTTP/1.1", ""],
  ])("reads the authority of %s", (line, authority) => {
    expect(parseRequest(`${line}\r\nHost: a.test`).authority).toBe(authority);
  });

  it.each([
    ["", "line 1 is empty; expected a request line such as GET / HTTP/1.1"],
    ["Host: a.test", 'line 1 is "Host: a.test"; expected a request line such as GET / HTTP/1.1'],
    ["GET / HTTP/2", 'line 1 is "GET / HTTP/2"; expected a request line such as GET / HTTP/1.1'],
    ["GET  / HTTP/1.1", 'line 1 is "GET  / HTTP/1.1"; expected a request line such as GET / HTTP/1.1'],
    ["GET / HTTP/1.1\nA: 1\n folded", "line 3 begins with a blank; write each header on one line"],
    ["GET / HTTP/1.1\nA : 1", 'line 2 is "A : 1"; expected a header such as X-Real-IP: 203.0.113.9'],
    ["GET / HTTP/1.1\nA", 'line 2 is "A"; expected a header such as X-Real-IP: 203.0.113.9'],
    ["GET / HTTP/1.1\nA: 1\r2", "line 2 contains a line break; write each header on one line"],
  ])("refuses %j", (text, message) => {
    expect(() => parseRequest(text)).toThrow(new TextError(message));
  });

  test.prop([fc.string({ unit: "binary" })])("throws nothing but a TextError of one line", (text) => {
    try {
      parseRequest(`GET / HTTP/1.1\n${text}`);
    } catch (error) {
      expect(error).toBeInstanceOf(TextError);
      expect((error as TextError).message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
  });

  it("takes time in proportion to a long line of blanks", () => {
    const blanks = " ".repeat(60_000);
    expect(parseHeaderLine(`a:${blanks}x${blanks}y`, "line 1")).toEqual(["a", `x${blanks}y`]);
  });
});

describe("createHeaders", () => {
  it("keeps a name that Object.prototype has as a header of its own", () => {
    const headers = createHeaders([["__proto__", "1"]]);
    expect(Object.keys(headers)).toEqual(["__proto__"]);
  });
});
