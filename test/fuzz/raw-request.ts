/** Requests of HTTP/1 as bytes: mostly such as clients send, each with up to a few liberties. */
import fc from "fast-check";
import { formatRequest, type HeaderLine } from "../contract/wire.js";
import { headerLines } from "./random-lines.js";
import { requestTargets } from "./random-request-targets.js";

const LONG_TARGET = `/${"a".repeat(3000)}`;

const method = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom("GET", "GET", "POST", "HEAD") },
  { weight: 1, arbitrary: fc.constantFrom("OPTIONS", "CONNECT", "PURGE", "M-SEARCH", "get", "FOO", "PRI", "") },
);
const version = fc.oneof(
  { weight: 12, arbitrary: fc.constant("1.1") },
  { weight: 2, arbitrary: fc.constant("1.0") },
  { weight: 1, arbitrary: fc.constantFrom("0.9", "1.2", "2.0", "1", "1.1 ") },
);
const target = fc.oneof(
  { weight: 12, arbitrary: requestTargets },
  { weight: 1, arbitrary: fc.constantFrom("", "/\u00ff", "/a b", "/\u0001", "a", "/#x", LONG_TARGET, "[::1]:80") },
);

/** Headers of the connection, which frame the request or change what it is. */
const framing: fc.Arbitrary<readonly HeaderLine[]> = fc.oneof(
  { weight: 10, arbitrary: fc.constant([]) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<readonly HeaderLine[]>(
      [["Connection", "keep-alive"]],
      [["Connection", "close"]],
      [["Connection", "X-Forwarded-For, Forwarded, close"]],
      [["Connection", "keep-alive, X-Forwarded-Proto"]],
      [
        ["Connection", "Upgrade"],
        ["Upgrade", "websocket"],
      ],
      [
        ["Upgrade", "h2c"],
        ["Connection", "upgrade, HTTP2-Settings"],
      ],
      [["Expect", "100-continue"]],
      [["Expect", "200-maybe"]],
      [["Transfer-Encoding", "gzip"]],
      [
        ["Content-Length", "3"],
        ["Content-Length", "4"],
      ],
      [
        ["Content-Length", "3"],
        ["Transfer-Encoding", "chunked"],
      ],
      [["Content-Length", "-1"]],
    ),
  },
);

/** A body, with the header that announces it. Trailers must not be read as headers. */
const body = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ line: [], text: "" }) },
  { weight: 1, arbitrary: fc.constant({ line: [["Content-Length", "5"]], text: "a=b&c" }) },
  {
    weight: 1,
    arbitrary: fc.constant({
      line: [["Transfer-Encoding", "chunked"]],
      text: "3\r\nabc\r\n0\r\nX-Forwarded-For: 66.66.66.66\r\nHost: forged.test\r\n\r\n",
    }),
  },
) as fc.Arbitrary<{ readonly line: readonly HeaderLine[]; readonly text: string }>;

/** Header lines in such a number that Node's parser drops some of them, or nearly. */
const manyLines = fc
  .constantFrom(997, 998, 999, 1000, 1001, 1100)
  .map((length) => Array.from({ length }, (): HeaderLine => ["a", "1"]));

const lines = fc.oneof(
  { weight: 60, arbitrary: headerLines },
  { weight: 1, arbitrary: fc.tuple(manyLines, headerLines).map((parts) => parts.flat()) },
  { weight: 1, arbitrary: fc.tuple(headerLines, manyLines).map((parts) => parts.flat()) },
);

/** A change of a request's bytes; `at` is a share of its length. */
interface Liberty {
  readonly at: number;
  readonly replace: RegExp;
  readonly by: string;
}

/** Liberties that a lenient parser takes for the same request, and that this one may take for another. */
const liberty: fc.Arbitrary<Liberty> = fc
  .record({
    at: fc.double({ min: 0, max: 0.95, noNaN: true }),
    ...{ replace: fc.constantFrom(/: /, /: /, /\r\n/, /,/, /./), by: fc.constant("") },
  })
  .chain(({ at, replace }) => fc.constantFrom(...REPLACEMENTS[String(replace)]!).map((by) => ({ at, replace, by })));

const REPLACEMENTS: Readonly<Record<string, readonly string[]>> = {
  "/: /": [":", ":\t ", " : ", ":  ", ": \u00a0", ":\r\n ", "\t: "],
  "/\\r\\n/": ["\n", "\r", "\r\n ", "\r\n\t", "\r\r\n", "\r\n\r\n", " \r\n", "\r\nX-Forwarded-For: 66.66.66.66\r\n"],
  "/,/": [",\r\n ", ",\r\n\t", " ,", ",,", ";", "\r\n,"],
  "/./": ["\0", "\u0001", "\u007f", "\u00ff", "\u0080", "", "\"", "\r", "\n", "\t", " ", "%0d%0a"],
}; // prettier-ignore

function applyLiberty(bytes: string, { at, replace, by }: Liberty): string {
  const start = Math.floor(bytes.length * at);
  return bytes.slice(0, start) + bytes.slice(start).replace(replace, () => by);
}

const liberties = fc.oneof(
  { weight: 5, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(liberty, { minLength: 1, maxLength: 2 }) },
);

/** Text as a client sends it: characters above U+00FF as UTF-8. */
export function toBytes(text: string): string {
  return [...text]
    .map((letter) => (letter.codePointAt(0)! > 0xff ? Buffer.from(letter, "utf8").toString("latin1") : letter))
    .join("");
}

/** Bytes that no parser accepts in a value. */
export const REFUSED: RegExp = /[^\t\x20-\x7e\x80-\xff]/g;

/** A request in latin1: each character is one byte. Most values contain no byte that the parser refuses. */
export const rawRequest: fc.Arbitrary<string> = fc
  .tuple(fc.tuple(method, target, version), framing, lines, body, liberties, fc.nat(30))
  .map(([[verb, path, number], frame, headers, { line, text }, changes, chance]) => {
    const sent = chance === 0 ? headers : headers.map(([name, value]): HeaderLine => [name, toBytes(value).replaceAll(REFUSED, "")]); // prettier-ignore
    const bytes = toBytes(formatRequest([...sent, ...frame, ...line], path, number, verb) + text);
    return changes.reduce(applyLiberty, bytes);
  });
