/** Wrong options, and those that happen to be right. */
import fc from "fast-check";
import type { NodeOptions } from "../../src/adapters/node.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { createResolver, optionsFromEnv, type ProxyFixOptions, type RequestFacts } from "../../src/index.js";
import { coreResolve } from "../reference/both.js";
import { TRUST_FUNCTIONS } from "../reference/random-options.js";
import { headerRecords } from "../reference/random-requests.js";
import { referenceResolve } from "../reference/resolve.js";
import { adapterOptions } from "./random-adapter-options.js";
import { createTarget, expectSame, expectTrue, type Target } from "./target.js";

const NAMES = ["xFor", "xProto", "xHost", "xPort", "xPrefix", "forwarded", "trustedPeers", "trustedProxies", "clientAddressHeader", "headerNames", "allowedHosts", "strict", "forwardedHeaders", "keepHeaders", "shadow", "warnings", "socket"]; // prettier-ignore
const UNKNOWN = [
  "xfor",
  "trustProxy",
  "x_for",
  "__proto__",
  "constructor",
  "toString",
  "x-forwarded-for",
  "",
  "0",
  "hops",
];

const single = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, false, "", " ", "1", "loopback", "unix", "10.0.0.0/8", "*", "*.example.com", "example.com.", "[::1]", "x-real-ip", "Host", "x_forwarded_for", "verified", "keep", "10.0.0.0/33", "10.0.0.0/", "0.0.0.0/0", "::/0", "fe80::1%eth0", "loopback, 10.0.0.1", "example.com:80"),
  fc.constantFrom<unknown>(0, 1, 2, 64, 65, -1, -0, 1.5, 1e21, 8080, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1n, Symbol("a")),
  fc.constantFrom<unknown>(TRUST_FUNCTIONS["all"], TRUST_FUNCTIONS["none"], TRUST_FUNCTIONS["truthy"], TRUST_FUNCTIONS["promise"]),
  fc.string({ unit: "binary", maxLength: 8 }),
); // prettier-ignore

/** Any value: none of the options has one so deep. */
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: single },
  { weight: 1, arbitrary: fc.array(single, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom("for", "proto", "host", "port", "prefix", "name", "from", ...NAMES), single, { maxKeys: 3 }), // prettier-ignore
  },
);

const changes = fc.array(fc.tuple(fc.constantFrom(...NAMES, ...NAMES, ...UNKNOWN), anyValue), { maxLength: 2 });

const pair = fc
  .tuple(fc.constantFrom(...NAMES, ...UNKNOWN, "shadow.xFor", "headerNames.host", "clientAddressHeader.from"), single)
  .map(([name, value]) => `${name}${value === "" ? "" : "="}${String(typeof value === "symbol" ? "" : value)}`);

interface Input {
  readonly options: Readonly<Record<string, unknown>>;
  /** The text of the environment variable. */
  readonly env: string;
  readonly headers: RequestFacts["headers"];
}

const inputs = fc.record({
  options: fc
    .tuple(adapterOptions, changes)
    .map(([options, more]) => Object.fromEntries([...Object.entries(options), ...more])),
  env: fc.array(pair, { maxLength: 3 }).map((pairs) => pairs.join(",")),
  headers: headerRecords,
});

/** Creates resolvers and adapters: options are accepted, and agree with the reference, or are refused by one error. */
export const optionsTarget: Target = createTarget("options", inputs, ({ options, env, headers }: Input) => {
  const adapter = tryOptions(() => compileAdapter(options as NodeOptions, ["socket"]));
  const own = Object.fromEntries(Object.entries(options).filter(([name]) => !ADAPTER.includes(name)));
  const core = tryOptions(() => createResolver(own as ProxyFixOptions));
  expectTrue("an adapter refuses what the core refuses", core !== undefined || adapter === undefined, options);
  const read = tryOptions(() => optionsFromEnv({ PROXY_FIX: env }));
  if (read !== undefined) compileAdapter(read, ["socket"]);
  if (core === undefined) return 0;
  const facts = { headers, peerAddress: "10.0.0.1" };
  expectSame(
    "accepted options mean the same",
    coreResolve(facts, own),
    referenceResolve(facts, own as ProxyFixOptions),
  );
  return 1;
});

const ADAPTER = ["forwardedHeaders", "keepHeaders", "shadow", "warnings", "socket"];

/** Returns the result, or undefined if the options are refused by the error for it. */
function tryOptions<Result>(create: () => Result): Result | undefined {
  try {
    return create();
  } catch (error) {
    const { name, code, option, message } = error as Record<string, unknown>;
    expectSame("the error of a wrong option", [name, code, typeof option], ["ProxyFixOptionsError", "ERR_PROXYFIX_OPTION", "string"]); // prettier-ignore
    expectTrue("the message is one line", typeof message === "string" && message.length < 2000, message);
    return undefined;
  }
}
