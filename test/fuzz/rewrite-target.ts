/** Rewrites, before a request is resolved and after it. */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { compileAdapter, isRefusal } from "../../src/headers/compile-adapter.js";
import { resolutionOf, resolveIncoming, rewriteIncoming } from "../../src/request/resolve-incoming.js";
import {
  append,
  copy,
  map,
  move,
  peerIn,
  pipe,
  remove,
  set,
  setDefault,
  when,
  type Rewrite,
} from "../../src/rewrite/index.js";
import type { HeaderLine } from "../contract/wire.js";
import { copyFields } from "../reference/both.js";
import { ownProperties } from "../reference/request.js";
import { rewriteByRules, type RewriteStep } from "../reference/rewrite.js";
import { createPeer, parse } from "../request/parsed-request.js";
import { adapterOptions } from "./random-adapter-options.js";
import { headerLines } from "./random-lines.js";
import { factsOf, outcomeByRules, readView, viewByRules, type Received } from "./received.js";
import { createTarget, expectSame, type Target } from "./target.js";

const NAMES = ["host", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "x_real_ip", "x-a", "forwarded"]; // prettier-ignore

const name = fc.constantFrom(...NAMES);
const other = name.filter((each) => each !== "host");
const value = fc.constantFrom("192.0.2.9", "https", "shop.example", "a, b");
/** `_` in a name is an alias of `-`: such a pair is a wrong call. */
const pair = fc.tuple(name, name).filter(([from, to]) => from.replaceAll("_", "-") !== to.replaceAll("_", "-"));

const step: fc.Arbitrary<RewriteStep> = fc.oneof(
  pair.map(([from, to]): RewriteStep => ({ part: "copy", from, to })),
  pair.map(([from, to]): RewriteStep => ({ part: "move", from, to })),
  name.map((each): RewriteStep => ({ part: "remove", name: each })),
  name.map((each): RewriteStep => ({ part: "map", name: each })),
  fc.tuple(fc.constantFrom("set", "setDefault", "append"), other, value).map(([part, each, text]) => ({ part, name: each, value: text })),
); // prettier-ignore

interface Input {
  readonly options: AdapterOptions;
  readonly steps: readonly RewriteStep[];
  /** Whether only the peers of one network are rewritten. */
  readonly isConditional: boolean;
  readonly requests: readonly { readonly lines: readonly HeaderLine[]; readonly peerAddress: string }[];
}

const inputs: fc.Arbitrary<Input> = fc.record({
  options: adapterOptions,
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  isConditional: fc.boolean(),
  requests: fc.array(
    fc.record({ lines: headerLines, peerAddress: fc.constantFrom("10.0.0.1", "192.0.2.1", "127.0.0.1") }),
    { minLength: 1, maxLength: 4 },
  ),
});

function createStep(each: RewriteStep): Rewrite {
  if ("from" in each) return each.part === "copy" ? copy(each.from, each.to) : move(each.from, each.to);
  if ("value" in each) return { set, setDefault, append }[each.part](each.name, each.value);
  return each.part === "remove" ? remove(each.name) : map(each.name, (text) => text.toUpperCase());
}

/** Rewrites requests; the reference decides the headers and the resolution. */
export const rewriteTarget: Target = createTarget("rewrite", inputs, ({ options, steps, isConditional, requests }) => {
  const piped = pipe(...steps.map(createStep));
  const rewrite = isConditional ? when(peerIn("10.0.0.0/8"), piped) : piped;
  const adapter = compileAdapter(options, ["socket"]);
  const resolve = (req: ReturnType<typeof parse>): number | undefined =>
    readStatus(() => resolveIncoming(adapter, req));
  for (const { lines, peerAddress } of requests) {
    const received = receive(lines, peerAddress);
    const isRewritten = !isConditional || peerAddress.startsWith("10.");
    const expected = isRewritten ? rewriteReceived(received, steps) : received;
    const before = createRequest(lines, peerAddress);
    rewriteIncoming(rewrite, before);
    checkRequest(before, resolve(before), expected, options);
    const after = createRequest(lines, peerAddress);
    const first = resolve(after);
    const last = readStatus(() => rewriteIncoming(rewrite, after));
    // A rewrite that changes nothing does not resolve again.
    const isChanged = !isDeepStrictEqual({ ...expected.facts }, { ...received.facts });
    checkRequest(after, isChanged ? last : first, expected, options);
  }
  return 2 * requests.length;
});

interface Rewritten extends Received {
  /** The headers to resolve from, by the rules. */
  readonly facts: Received["headers"];
}

function receive(lines: readonly HeaderLine[], peerAddress: string): Rewritten {
  const { headers, rawHeaders } = parse(lines);
  const received: Received = {
    ...{ method: "GET", target: "/", version: 1, claimedVersion: 1, peerAddress, peerPort: 40_000 },
    rawHeaders,
    headers: ownProperties(headers),
  };
  return { ...received, facts: factsOf(received).headers as Received["headers"] };
}

/** Node shows several lines as one text, but those of Set-Cookie. No Host lines are left that could differ. */
function rewriteReceived(received: Rewritten, steps: readonly RewriteStep[]): Rewritten {
  const facts = rewriteByRules(received.facts as never, steps) as Received["headers"];
  const shown = Object.entries(facts).map(([key, text]) => {
    return [key, Array.isArray(text) && key !== "set-cookie" ? text.join(", ") : text];
  });
  return { ...received, facts, headers: Object.fromEntries(shown) as Received["headers"], rawHeaders: [] };
}

function createRequest(lines: readonly HeaderLine[], peerAddress: string): ReturnType<typeof parse> {
  const req = parse(lines, createPeer(peerAddress, { remotePort: 40_000 }));
  return Object.assign(req, { method: "GET", url: "/", httpVersionMajor: 1 });
}

function readStatus(run: () => unknown): number | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return error.status;
    throw error;
  }
}

function checkRequest(
  req: ReturnType<typeof parse>,
  status: number | undefined,
  expected: Rewritten,
  options: AdapterOptions,
): void {
  const { facts } = expected;
  const outcome = outcomeByRules({ ...expected, headers: facts }, options);
  expectSame("the status of a rewritten request", status, "refused" in outcome ? outcome.refused : undefined);
  if ("refused" in outcome) return;
  expectSame("the resolution of a rewritten request", copyFields(resolutionOf(req)!), outcome);
  if (options.forwardedHeaders === "keep") return;
  const { headers } = readView(req as never);
  expectSame("the headers of a rewritten request", headers, viewByRules(expected, options).headers);
}
