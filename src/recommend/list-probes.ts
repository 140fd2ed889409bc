import { ADDRESS_HEADERS, HOST_HEADERS, PREFIX_HEADERS, PROTO_HEADERS } from "./headers.js";

/** A request that shows how the proxies treat forged headers. */
export interface Probe {
  /** Names the request in one line. */
  readonly title: string;
  /** Whether `fetch` of a browser can send it. */
  readonly browser: boolean;
  /** The forged headers; none is a plain visit. The same name twice is two lines. */
  readonly headers: readonly ForgedHeader[];
}

/** A header that the client writes. */
export type ForgedHeader = readonly [name: string, value: string];

type Proto = "http" | "https";

/** A name that no application has (RFC 2606). */
const FORGED_HOST = "forged.invalid";
const LISTS = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "forwarded",
];
/** The headers that contain `on` and `off` in place of a scheme. */
const SWITCHES = ["x-forwarded-ssl", "front-end-https"];

/**
 * Lists the requests to send, in order: first a plain visit, then each with headers that a proxy would write.
 *
 * A forged scheme is the opposite of the real one, since a forged value equal to the truth proves nothing. Each header has
 * an address of its own (RFC 5737), so that the one that is believed names its header.
 *
 * @param proto - the scheme of the URL to visit
 */
export function listProbes(proto: Proto): readonly Probe[] {
  const all = listForged(proto);
  const lists = all.filter(([name]) => LISTS.includes(name));
  return [
    { title: "a plain visit", browser: true, headers: [] },
    { title: "all headers", browser: true, headers: all },
    ...all.map((header): Probe => ({ title: header[0], browser: true, headers: [header] })),
    ...listValues(lists),
    ...listLines(lists),
    ...listConnection(all),
    ...listHosts(),
    // CGI-style variables have one name for both forms.
    {
      title: "names with underscores",
      browser: true,
      headers: lists.map(([name, value]) => [name.replaceAll("-", "_"), value]),
    },
    // A request that was refused shows something about its header only if the sender was not banned for it.
    { title: "a plain visit again", browser: true, headers: [] },
  ];
}

/** Lists one forged value of each header. */
function listForged(proto: Proto): readonly ForgedHeader[] {
  const forged = proto === "https" ? "http" : "https";
  const isOn = forged === "https" ? "on" : "off";
  return [
    ["x-forwarded-for", "192.0.2.1"],
    ["x-forwarded-proto", forged],
    ["x-forwarded-host", FORGED_HOST],
    ["x-forwarded-port", "6666"],
    ["x-forwarded-prefix", "/forged"],
    ["forwarded", `for=192.0.2.2;proto=${forged};host=${FORGED_HOST}`],
    ...ADDRESS_HEADERS.map((name, at): ForgedHeader => [name, forgeAddress(name, at)]),
    ...PROTO_HEADERS.map((name): ForgedHeader => [name, SWITCHES.includes(name) ? isOn : forged]),
    ...HOST_HEADERS.map((name): ForgedHeader => [name, FORGED_HOST]),
    ...PREFIX_HEADERS.map((name): ForgedHeader => [name, "/forged"]),
  ];
}

/** CloudFront's header has a port in each of its values. */
function forgeAddress(name: string, at: number): string {
  const address = `203.0.113.${at + 1}`;
  return name === "cloudfront-viewer-address" ? `${address}:6666` : address;
}

/** Values that a list can be led astray by: several, none, and a quote that would swallow the proxy's element. */
function listValues(lists: readonly ForgedHeader[]): readonly Probe[] {
  const several = lists.map(([name, value]): ForgedHeader => [name, `${anotherValue(name, value)}, ${value}`]);
  return [
    { title: "lists of two values", browser: true, headers: several },
    { title: "empty values", browser: true, headers: lists.map(([name]) => [name, ""]) },
    { title: "an open quote in forwarded", browser: true, headers: [["forwarded", 'for="192.0.2.3']] },
  ];
}

/** Several lines of each list: `fetch` joins them to one. */
function listLines(lists: readonly ForgedHeader[]): readonly Probe[] {
  return lists.map(([name, value]): Probe => ({
    title: `two lines of ${name}`,
    browser: false,
    headers: [
      [name, anotherValue(name, value)],
      [name, value],
    ],
  }));
}

/** The second value of each list; that of the scheme is the same, since there are but two. */
const OTHERS: Readonly<Record<string, string>> = {
  "x-forwarded-for": "198.51.100.1",
  "x-forwarded-host": "other.invalid",
  "x-forwarded-port": "7777",
  "x-forwarded-prefix": "/other",
};

/** Returns a second forged value of a list. */
function anotherValue(name: string, value: string): string {
  return name === "forwarded" ? value.replace("192.0.2.2", "198.51.100.2") : (OTHERS[name] ?? value);
}

/** A proxy removes the headers that Connection lists (RFC 9110 section 7.6.1), and may remove its own with them. */
function listConnection(all: readonly ForgedHeader[]): readonly Probe[] {
  const listed: ForgedHeader = ["connection", ["close", ...all.map(([name]) => name)].join(", ")];
  return [
    { title: "all names in connection", browser: false, headers: [listed] },
    { title: "all headers, and their names in connection", browser: false, headers: [...all, listed] },
  ];
}

/** Another Host, and one whose quote ends a value in a Forwarded that a proxy composes of it. */
function listHosts(): readonly Probe[] {
  return [
    { title: "another host", browser: false, headers: [["host", FORGED_HOST]] },
    { title: "a quote in host", browser: false, headers: [["host", `${FORGED_HOST}",for=192.0.2.4;x="`]] },
  ];
}
