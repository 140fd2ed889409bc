import { expect } from "vitest";
import type { Case, ExpectedFacts } from "./cases.js";
import { groupLines } from "./read-request.js";
import { pairLines, type Seen } from "./seen.js";
import type { Stage } from "./stage.js";
import { ANSWERED, hostnameOf, type Subject, type Truth } from "./subject.js";
import { formatRequest, type Answer, type HeaderLine } from "./wire.js";

/** Starts servers, and sends requests to them. */
export type Theatre = Pick<Stage, "route" | "open" | "exchangeHttp2">;

/** What a check needs of a subject. */
export type PlayedSubject = Omit<Subject, "build">;

/** Sends the request of a case and checks everything that its application saw. */
export async function playCase(subject: PlayedSubject, stage: Theatre, each: Case): Promise<void> {
  const { over = "http", from = "127.0.0.1" } = each;
  const lines = [...(await stage.route(each.layers, over)), ...each.lines];
  const answer = over === "h2c" || over === "h2" ? await stage.exchangeHttp2(over, Object.fromEntries(lines)) : await exchange(stage, each, lines); // prettier-ignore
  if ("status" in each.expected) return checkRefusal(answer, each.expected.status, each);
  if (subject.needsHost === true && each.expected.host === undefined) return checkRefusal(answer, 400, each);
  expect(answer).toMatchObject({ status: 200, headers: { [ANSWERED]: "yes" } });
  const seen = JSON.parse(answer.body) as Seen;
  const peer = over === "unix" ? undefined : over === "dual-stack" ? `::ffff:${from}` : from;
  const truth = completeTruth(each.expected, each.target ?? "/", peer);
  checkFacts(seen, truth);
  expect(seen.properties).toEqual(roundTrip(subject.listProperties(truth)));
  checkHeaders(seen, subject.hasFetchHeaders === true ? withoutPseudo(each) : each, truth);
  checkOriginal(seen, each, peer, subject.hasFetchHeaders === true ? joinLines(lines) : lines);
  checkForgeries(seen, each);
  const isResolved = each.hasSocketView === true || subject.isSocketResolved === true;
  expect(seen.socketAddress).toBe(isResolved ? truth.clientAddress : peer);
}

async function exchange(stage: Theatre, each: Case, lines: readonly HeaderLine[]): Promise<Answer> {
  const wire = await stage.open(each.over ?? "http", each.from);
  try {
    return await wire.exchange(formatRequest([...lines, ["Connection", "close"]], each.target, each.version));
  } finally {
    wire.close();
  }
}

function completeTruth(facts: ExpectedFacts, target: string, peerAddress: string | undefined): Truth {
  const { clientAddress, addresses, prefix = "" } = facts;
  const isPeer = clientAddress === undefined || clientAddress === peerAddress?.replace("::ffff:", "");
  return { ...facts, addresses: addresses ?? (isPeer ? [] : [clientAddress]), prefix, target, peerAddress };
}

function checkFacts({ resolution }: Seen, truth: Truth): void {
  const { clientAddress, addresses, proto, host, prefix } = truth;
  const port = /:(\d+)$/.exec(host ?? "")?.[1];
  const facts = { clientAddress, addresses, proto, host, hostname: hostnameOf(host), prefix };
  const origin = host === undefined ? undefined : `${proto}://${host}`;
  const expected = { ...facts, port: port === undefined ? (proto === "https" ? 443 : 80) : Number(port), origin };
  // The client's port and the issues are checked by the tests of the core, and by the recorded cases.
  expect({ ...resolution, clientPort: undefined, issues: undefined }).toEqual(roundTrip(expected));
}

/** The three places where a program may read headers have to contain exactly the expected ones. */
function checkHeaders({ headers, names, lines, distinct }: Seen, each: Case, { host }: Truth): void {
  const expected = withoutUndefined(each.headers ?? { host });
  expect(visible(headers)).toEqual(expected);
  expect(names.toSorted()).toEqual(Object.keys(headers).toSorted());
  const byLines = Object.create(null) as Record<string, string>;
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    byLines[key] = byLines[key] === undefined ? value : `${byLines[key]}, ${value}`;
  }
  expect(visible(byLines)).toEqual(expected);
  // HTTP/2's request has no headersDistinct.
  const joined = Object.entries(distinct).map(([name, values]) => [name, values.join(", ")]);
  if (joined.length > 0) expect(visible(Object.fromEntries(joined))).toEqual(expected);
}

/** Returns a case without the pseudo headers of HTTP/2 among the expected headers. */
function withoutPseudo(each: Case): Case {
  if (each.headers === undefined) return each;
  const headers = Object.entries(each.headers).filter(([name]) => !name.startsWith(":"));
  return { ...each, headers: Object.fromEntries(headers) };
}

/** Omits the headers of this suite and of the transport. */
function visible(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const own = Object.entries(headers).filter(([name]) => !/^(x-test-|connection$|:method$|:path$)/.test(name));
  return Object.fromEntries(own);
}

/** `original` is the received request, byte for byte. */
function checkOriginal({ original }: Seen, each: Case, peer: string | undefined, sent: readonly HeaderLine[]): void {
  const { over = "http" } = each;
  const isHttp2 = over.startsWith("h2");
  const host = isHttp2 ? ":authority" : "host";
  expect(original).toMatchObject({
    ...(over === "unix" ? { peerAddress: "unix" } : { peerAddress: peer }),
    ...roundTrip({ host: sent.find(([name]) => name.toLowerCase() === host)?.[1] }),
    proto: over === "https" || over === "h2" ? "https" : "http",
    prefix: "",
  });
  const isOwn = ([name]: HeaderLine): boolean => !/^(connection|:method|:path|:scheme)$/i.test(name);
  const kept = pairLines(original.rawHeaders).filter(isOwn);
  expect(new Map(kept)).toEqual(new Map(sent.filter(isOwn)));
  expect(kept).toHaveLength(sent.filter(isOwn).length);
}

/** Joins header lines as fetch Headers do. */
function joinLines(lines: readonly HeaderLine[]): readonly HeaderLine[] {
  return Object.entries(groupLines(lines.flat()));
}

function checkForgeries(seen: Seen, { forged = [] }: Case): void {
  const text = JSON.stringify({
    ...seen,
    original: undefined,
    resolution: { ...seen.resolution, original: undefined },
  });
  expect(forged.filter((forgery) => withoutTarget(text, seen).includes(forgery))).toEqual([]);
}

/** Removes the request target, which the client may choose freely. */
function withoutTarget(text: string, { properties }: Seen): string {
  return text.replaceAll(JSON.stringify(properties["url"]), '""');
}

function checkRefusal(answer: Answer, status: number, { lines }: Case): void {
  expect(answer.status).toBe(status);
  expect(answer.headers).not.toHaveProperty(ANSWERED);
  const values = lines.map(([, value]) => value).filter((value) => value.length > 2 && value !== "https");
  const echoed = values.filter((value) => `${answer.body}${JSON.stringify(answer.headers)}`.includes(value));
  expect(echoed).toEqual([]);
}

function withoutUndefined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

function roundTrip<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
