import fc from "fast-check";
import type { Observation } from "../../src/recommend/observation.js";

/** How a proxy treats a header. `value` is the proxy's own: its peer, its scheme, the Host that it received. */
const BEHAVIOURS = {
  /** Joins all lines, and adds its own value. */
  append: (lines: readonly string[], value: string) => [[...lines, value].join(", ")],
  /** Adds a line of its own. */
  "add-line": (lines: readonly string[], value: string) => [...lines, value],
  /** Reads the first line alone, and adds its own value. */
  "append-to-first": (lines: readonly string[], value: string) => [[...lines.slice(0, 1), value].join(", ")],
  /** Adds its own value to the first line, and leaves the others behind it. */
  "append-in-first": (lines: readonly string[], value: string) => [
    [...lines.slice(0, 1), value].join(", "),
    ...lines.slice(1),
  ],
  overwrite: (_lines: readonly string[], value: string) => [value],
  pass: (lines: readonly string[]) => [...lines],
  /** Passes the lines that are not empty. */
  "pass-filled": (lines: readonly string[]) => lines.filter((line) => line !== ""),
  remove: () => [],
  "if-none": (lines: readonly string[], value: string) => (lines.length > 0 ? [...lines] : [value]),
  /** As `if-none`; an empty header is none. */
  "if-empty": (lines: readonly string[], value: string) => (lines.some((line) => line !== "") ? [...lines] : [value]),
  /** Writes its own value in front of the client's. */
  prepend: (lines: readonly string[], value: string) => [[value, ...lines].join(", ")],
  /** Keeps the first line. */
  "first-line": (lines: readonly string[]) => lines.slice(0, 1),
  /** Overwrites on TLS only. */
  "if-tls": (lines: readonly string[], value: string, isTls: boolean) => (isTls ? [value] : [...lines]),
} as const;

type Behaviour = keyof typeof BEHAVIOURS;

const HEADERS = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-real-ip",
  "forwarded",
] as const;
type Header = (typeof HEADERS)[number];

/** A proxy of a random chain. */
export interface RandomProxy {
  readonly address: string;
  readonly treats: Readonly<Record<Header, Behaviour>>;
  /** Whether it writes its upstream's name into Host. */
  readonly renamesHost: boolean;
  /** Whether it removes `/app` from the path, and how it treats X-Forwarded-Prefix then. */
  readonly prefix: "keeps" | Behaviour;
  /** Whether it speaks TLS to the next hop. */
  readonly speaksTls: boolean;
  /** When it removes the headers that Connection lists: before its own values stand there, after, or never. */
  readonly heedsConnection: "before" | "after" | "never";
}

/** A chain of proxies, the outermost first. */
export type RandomChain = readonly RandomProxy[];

/** A request as it stands before a proxy. */
interface Passing {
  readonly peer: string;
  readonly isTls: boolean;
  readonly host: string;
  readonly path: string;
  readonly lines: Readonly<Record<string, readonly string[]>>;
}

/** A request to send through a chain. */
export interface RandomRequest {
  readonly client: string;
  readonly scheme: "http" | "https";
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Whether the sender knows its own address. */
  readonly isTyped: boolean;
  /** The number of proxies that it passes by, from the outermost; 0 by default. */
  readonly skipped?: number;
}

const HOST = "app.example.com";
const PATH = "/app/page?n=1";

const behaviour = fc.constantFrom(...(Object.keys(BEHAVIOURS) as Behaviour[]));

/** Chains of 0 to 3 proxies; sound behaviours are as frequent as all others together. */
export const randomChain: fc.Arbitrary<RandomChain> = fc
  .array(
    fc.record({
      treats: fc.record({
        "x-forwarded-for": fc.oneof(fc.constantFrom<Behaviour>("append", "overwrite"), behaviour),
        "x-forwarded-proto": fc.oneof(fc.constantFrom<Behaviour>("overwrite", "pass"), behaviour),
        "x-forwarded-host": fc.oneof(fc.constantFrom<Behaviour>("overwrite", "pass"), behaviour),
        "x-forwarded-port": behaviour,
        "x-real-ip": behaviour,
        forwarded: fc.oneof(fc.constant<Behaviour>("pass"), behaviour),
      }),
      renamesHost: fc.boolean(),
      prefix: fc.oneof(fc.constant("keeps" as const), behaviour),
      speaksTls: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
      heedsConnection: fc.constantFrom("never", "before", "after"),
      network: fc.oneof(
        { weight: 3, arbitrary: fc.constant("127.0.1") },
        fc.constantFrom("10.0.1", "198.18.1", "8.8.8"),
      ),
    }),
    { maxLength: 3 },
  )
  .map((proxies) => proxies.map(({ network, ...proxy }, index) => ({ ...proxy, address: `${network}.${index + 1}` })));

/** Sends a request through a chain; returns the observation of the application. */
export function observe(chain: RandomChain, request: RandomRequest): Observation {
  const { client, scheme, headers, isTyped, skipped = 0 } = request;
  const lines: Record<string, string[]> = {};
  for (const [name, value] of headers) (lines[name] ??= []).push(value);
  const first: Passing = { peer: client, isTls: scheme === "https", host: HOST, path: PATH, lines };
  const { peer, isTls, host, path, lines: received } = chain.slice(skipped).reduce(pass, first);
  return {
    sent: { url: `${scheme}://${HOST}${PATH}`, headers, ...(isTyped ? { address: client } : {}) },
    arrived: {
      facts: { peerAddress: peer, encrypted: isTls, headers: { host, ...received } },
      path,
      rawHeaders: Object.entries(received).flatMap(([name, values]) => values.flatMap((value) => [name, value])),
    },
  };
}

/** Passes a request through one proxy. */
function pass(request: Passing, proxy: RandomProxy): Passing {
  const { address, treats, renamesHost, prefix, speaksTls, heedsConnection } = proxy;
  const strips = prefix !== "keeps" && request.path.startsWith("/app/");
  const values = { ...listValues(request), "x-forwarded-prefix": "/app" };
  const all: Readonly<Record<string, Behaviour>> = { ...treats, ...(strips ? { "x-forwarded-prefix": prefix } : {}) };
  const listed = listConnection(request.lines);
  const next = heedsConnection === "before" ? omit(request.lines, listed) : { ...request.lines };
  for (const [name, treat] of Object.entries(all)) {
    const treated = BEHAVIOURS[treat](next[name] ?? [], values[name as Header], request.isTls);
    if (treated.length > 0) next[name] = treated;
    else delete next[name];
  }
  return {
    peer: address,
    isTls: speaksTls,
    host: renamesHost ? "upstream.internal" : request.host,
    path: strips ? request.path.slice("/app".length) : request.path,
    lines: heedsConnection === "after" ? omit(next, listed) : next,
  };
}

/** Lists the headers that Connection names, and itself. */
function listConnection(lines: Passing["lines"]): readonly string[] {
  return ["connection", ...(lines["connection"] ?? []).flatMap((line) => line.split(/, */))];
}

function omit(lines: Passing["lines"], names: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(lines).filter(([name]) => !names.includes(name)));
}

function listValues({ peer, isTls, host }: Passing): Readonly<Record<Header, string>> {
  const proto = isTls ? "https" : "http";
  return {
    "x-forwarded-for": peer,
    "x-forwarded-proto": proto,
    "x-forwarded-host": host,
    "x-forwarded-port": isTls ? "443" : "80",
    "x-real-ip": peer,
    forwarded: `for=${peer};proto=${proto};host=${host}`,
  };
}
