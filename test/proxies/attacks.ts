import type { HeaderLine } from "./harness/raw-client.js";

/** One forged request. */
export interface Attack {
  readonly name: string;
  /** The header lines in order, with `Host`. @param host - the host and port of the proxy */
  lines(host: string): readonly HeaderLine[];
  /** The path, below the prefix; `/facts` by default. */
  readonly path?: string;
  /** The HTTP version in the request line. */
  readonly version?: "1.0" | "1.1";
  /** Set if the client sends no host: the proxy may set any. */
  readonly hostless?: true;
}

/** Headers about the client other than the six well-known ones, each with a forged value. */
const VENDOR_CLAIMS: readonly HeaderLine[] = [
  ["X-Real-IP", "6.6.6.6"],
  ["Client-IP", "6.6.6.6"],
  ["X-Client-IP", "6.6.6.6"],
  ["X-Cluster-Client-IP", "6.6.6.6"],
  ["True-Client-IP", "6.6.6.6"],
  ["CF-Connecting-IP", "6.6.6.6"],
  ["Fastly-Client-IP", "6.6.6.6"],
  ["Fly-Client-IP", "6.6.6.6"],
  ["DO-Connecting-IP", "6.6.6.6"],
  ["X-Original-Forwarded-For", "6.6.6.6"],
  ["X-Forwarded-Ssl", "on"],
  ["X-Forwarded-Scheme", "gopher"],
  ["X-Forwarded-Protocol", "gopher"],
  ["X-Url-Scheme", "gopher"],
  ["Front-End-Https", "on"],
  ["X-Original-Host", "evil.test"],
  ["X-Host", "evil.test"],
  ["X-Script-Name", "/evil"],
];

const STANDARD_CLAIMS: readonly HeaderLine[] = [
  ["X-Forwarded-For", "6.6.6.6"],
  ["X-Forwarded-Proto", "gopher"],
  ["X-Forwarded-Host", "evil.test"],
  ["X-Forwarded-Port", "61613"],
  ["X-Forwarded-Prefix", "/evil"],
  ["Forwarded", "for=6.6.6.6;proto=https;host=evil.test"],
];

/** The same with values that pass every grammar, so that `strict` has no reason to refuse them. */
const WELL_FORMED_CLAIMS: readonly HeaderLine[] = STANDARD_CLAIMS.map(([name, value]) => {
  return [name, value === "gopher" ? "https" : value];
});

const SEVERAL_LINES: readonly HeaderLine[] = [
  ["X-Forwarded-For", "6.6.6.6"],
  ["X-Forwarded-For", "7.7.7.7, 6.6.6.6"],
  ["X-Forwarded-Proto", "gopher"],
  ["X-Forwarded-Proto", "gopher, gopher"],
  ["X-Forwarded-Host", "evil.test"],
  ["X-Forwarded-Host", "evil.test, evil.test"],
  ["Forwarded", "for=6.6.6.6"],
  ["Forwarded", "for=7.7.7.7;proto=gopher, for=6.6.6.6;host=evil.test"],
];

const UNDERSCORES: readonly HeaderLine[] = [
  ["X_Forwarded_For", "6.6.6.6"],
  ["X-Forwarded_For", "7.7.7.7"],
  ["X_Forwarded_Proto", "gopher"],
  ["X_Forwarded_Host", "evil.test"],
  ["X_Forwarded_Prefix", "/evil"],
  ["X_Real_IP", "6.6.6.6"],
];

const NAMED_BY_CONNECTION =
  "close, x-forwarded-for, x-forwarded-proto, x-forwarded-host, x-forwarded-port, x-forwarded-prefix, forwarded";

/** Creates an attack by header lines after Host. */
function withLines(name: string, lines: readonly HeaderLine[]): Attack {
  return { name, lines: (host) => [["Host", host], ["Connection", "close"], ...lines] };
}

/** Creates an attack by the Host header. */
function withHost(name: string, value: string): Attack {
  const lines: readonly HeaderLine[] = [
    ["Host", value],
    ["Connection", "close"],
  ];
  return { name, lines: () => lines };
}

/** The number of lines of the flood: more than Node's parser keeps, in few bytes. */
const FLOOD_LINES = 1_100;

/** The attacks, each run against each set-up, with `strict` on and off. */
export const ATTACKS: readonly Attack[] = [
  withLines("every header at once", [...STANDARD_CLAIMS, ...VENDOR_CLAIMS]),
  withLines("every header at once, well formed", WELL_FORMED_CLAIMS),
  withLines("a plain visit that claims TLS", [
    ["X-Forwarded-Proto", "https"],
    ["X-Forwarded-Ssl", "on"],
  ]),
  withLines("several lines of each header", SEVERAL_LINES),
  withLines("names with underscores", UNDERSCORES),
  {
    name: "Connection names the headers",
    lines: (host) => [["Host", host], ["Connection", NAMED_BY_CONNECTION], ...STANDARD_CLAIMS],
  },
  {
    name: "Connection names the headers, nothing forged",
    lines: (host) => [
      ["Host", host],
      ["Connection", NAMED_BY_CONNECTION],
    ],
  },
  withLines("an unclosed quote in Forwarded", [["Forwarded", 'for="6.6.6.6;proto=gopher']]),
  withLines("an unclosed quote in X-Forwarded-For", [["X-Forwarded-For", '"']]),
  withLines("an unclosed quote and an address", [["X-Forwarded-For", '"6.6.6.6']]),
  withHost("a quote and a semicolon in Host", 'a";for=6.6.6.6;x="'),
  withHost("a quote and a comma in Host", 'a",for=6.6.6.6;x="'),
  withLines("an empty X-Forwarded-For", [["X-Forwarded-For", ""]]),
  withLines("empty values and commas", [
    ["X-Forwarded-For", ", 6.6.6.6, ,"],
    ["X-Forwarded-Host", ","],
  ]),
  withLines("1,100 header lines", [
    ["X-Forwarded-For", "6.6.6.6"],
    ...Array.from({ length: FLOOD_LINES }, (_, at): HeaderLine => [`a${at}`, "1"]),
  ]),
  { name: "HTTP/1.0 without Host", lines: () => WELL_FORMED_CLAIMS, version: "1.0", hostless: true },
  { ...withLines("a path that looks like a host", []), path: "//evil.test/slash" },
];

/**
 * The forged values, which no fact, link, cookie, log line or believed header may contain. Neither the system nor the
 * tests use the port.
 */
export const FORGED: RegExp = /6\.6\.6\.6|7\.7\.7\.7|evil|gopher|\b61613\b/;
