/** Requests as objects through resolve and explain, against the reference and the rules. */
import fc from "fast-check";
import { explain } from "../../src/explain/index.js";
import { createResolver, type ProxyFixOptions, type Resolver } from "../../src/index.js";
import { type Outcome, coreResolve, resolveBy } from "../reference/both.js";
import { validOptions } from "../reference/random-options.js";
import { fetchLike, headerRecords, peerAddresses, type HeaderRecord } from "../reference/random-requests.js";
import { ownProperties, type ReferenceRequest } from "../reference/request.js";
import { referenceResolve } from "../reference/resolve.js";
import { hostText } from "../reference/random-texts.js";
import { readSettings } from "../reference/settings.js";
import { checkCanonical } from "./canonical.js";
import { addHostileText, hostileText } from "./hostile.js";
import { createTarget, expectSame, expectTrue, type Target } from "./target.js";

/** A request; `shape` is that of its headers. */
interface Request {
  readonly facts: Omit<ReferenceRequest, "headers"> & { readonly headers: HeaderRecord };
  readonly shape: "record" | "bare" | "fetch";
  readonly hostile: string;
}

interface Input {
  readonly options: ProxyFixOptions;
  readonly requests: readonly Request[];
}

const request: fc.Arbitrary<Request> = fc.record({
  facts: fc.record(
    {
      headers: headerRecords,
      peerAddress: peerAddresses,
      peerPort: fc.constantFrom(undefined, 0, 1, 40_000),
      encrypted: fc.boolean(),
      prefix: fc.constantFrom("", "/mounted"),
      authority: hostText,
    },
    { requiredKeys: ["headers", "peerAddress"] },
  ) as fc.Arbitrary<Request["facts"]>,
  shape: fc.constantFrom("record", "record", "bare", "fetch"),
  hostile: hostileText,
});

const inputs: fc.Arbitrary<Input> = fc.record({
  options: validOptions,
  requests: fc.array(request, { minLength: 1, maxLength: 8 }),
});

/** The resolvers of an input, each compiled once for all its requests. */
interface Resolvers {
  readonly options: ProxyFixOptions;
  readonly given: Resolver;
  /** Without strict and allowedHosts. */
  readonly lenient: Resolver;
  readonly strict: Resolver;
}

/** Resolves and explains objects; the reference and the rules decide. */
export const coreTarget: Target = createTarget("core", inputs, ({ options, requests }) => {
  const { strict: _strict, allowedHosts: _hosts, ...believing } = options;
  const resolvers: Resolvers = {
    options,
    given: createResolver(options),
    lenient: createResolver(believing),
    strict: createResolver({ ...believing, strict: true }),
  };
  requests.forEach((each) => checkRequest(resolvers, each));
  checkExplanation(requests[0]!, options);
  return requests.length;
});

function checkRequest(resolvers: Resolvers, each: Request): void {
  const facts = factsOf(each);
  const outcome = resolveBy(resolvers.given, facts);
  expectSame("the reference", outcome, referenceResolve(facts, resolvers.options));
  checkStrict(resolvers, facts, outcome);
  checkLeft(resolvers, each, outcome);
  if ("refused" in outcome) return;
  checkCanonical(outcome);
  if (outcome.issues.some(({ reason }) => reason === "untrusted-peer")) checkUntrusted(resolvers, each, outcome);
}

function factsOf({ facts, shape }: Request): ReferenceRequest {
  if (shape === "fetch") return { ...facts, headers: fetchLike(facts.headers) };
  if (shape === "record") return facts;
  return { ...facts, headers: Object.assign(Object.create(null) as HeaderRecord, facts.headers) };
}

/** Strict and allowedHosts refuse requests, and change nothing else. */
function checkStrict({ lenient, strict }: Resolvers, facts: ReferenceRequest, outcome: Outcome): void {
  const believed = resolveBy(lenient, facts);
  expectTrue("nothing refuses without strict and allowedHosts", !("refused" in believed), believed);
  if (!("refused" in outcome)) expectSame("strict only refuses", outcome, believed);
  const hasIssues = "issues" in believed && believed.issues.length > 0;
  expectSame("strict refuses each issue", "refused" in resolveBy(strict, facts), hasIssues);
}

/** Nothing to the left of the counted values, and no header that is not counted, changes a result. */
function checkLeft({ given, options }: Resolvers, { facts, shape, hostile }: Request, outcome: Outcome): void {
  if (shape === "fetch") return;
  const headers = addHostileText(facts.headers, facts, readSettings(ownProperties(options)), hostile);
  expectSame("R10: the left changes nothing", resolveBy(given, { ...facts, headers }), outcome);
}

function checkUntrusted({ given }: Resolvers, { facts }: Request, outcome: Outcome): void {
  const own = Object.entries(facts.headers).filter(([name]) => name === "host" || name === ":authority");
  const bare = resolveBy(given, { ...facts, headers: Object.fromEntries(own) });
  // A fetch Headers has no :authority.
  const isComparable = !(":authority" in facts.headers);
  if (isComparable) expectSame("R2: no header of an untrusted peer is read", bare, outcome);
}

function checkExplanation(each: Request, options: ProxyFixOptions): void {
  const facts = factsOf(each);
  const outcome = coreResolve(facts, options);
  const explanation = explain(facts, options);
  const { resolution, refusal } = explanation;
  expectSame("an explanation is JSON", JSON.parse(JSON.stringify(explanation)), explanation);
  expectSame("an explanation has the refusal", refusal?.status, "refused" in outcome ? outcome.refused : undefined);
  if ("refused" in outcome) return;
  const known = Object.fromEntries(Object.entries(outcome).map(([name, value]) => [name, (value as unknown) ?? null]));
  expectSame("an explanation has the resolution", { ...resolution }, known);
}
