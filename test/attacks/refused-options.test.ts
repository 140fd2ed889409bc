import proxyAddr from "proxy-addr";
import { describe, expect, it } from "vitest";
import { proxyFix as expressProxyFix } from "../../src/adapters/express.js";
import { proxyFix as koaProxyFix } from "../../src/adapters/koa.js";
import { proxyFix } from "../../src/adapters/node.js";
import { createResolver, optionsFromEnv, type ProxyFixOptions } from "../../src/index.js";
import { refusedOptions } from "./refused-options.js";

/** Each place at which options are read, before any request. */
const READERS: readonly (readonly [name: string, read: (options: ProxyFixOptions) => unknown])[] = [
  ["createResolver", createResolver],
  ["the node adapter", (options) => proxyFix(() => undefined, options)],
  ["Express's adapter", expressProxyFix],
  ["Koa's adapter", koaProxyFix],
];

describe.each(READERS)("%s", (_name, read) => {
  it.each(refusedOptions.map((each) => [each.id, JSON.stringify(each.options), each] as const))(
    "%s: refuses %s",
    (_id, _text, { option, options }) => {
      expect(() => read(options)).toThrow(expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", option }));
    },
  );
});

it("wildcard-trust: refuses a wildcard of the environment", () => {
  for (const PROXY_FIX of ["trustedPeers=*", "trustedPeers=0.0.0.0/0", "trustedProxies=::/0"]) {
    expect(() => createResolver(optionsFromEnv({ PROXY_FIX }))).toThrow(
      expect.objectContaining({ code: "ERR_PROXYFIX_OPTION" }),
    );
  }
});

it("wildcard-trust: deceives proxy-addr, which accepts two halves of all addresses", () => {
  const isTrusted = proxyAddr.compile(["0.0.0.0/1", "128.0.0.0/1"]);
  expect(["6.6.6.6", "198.51.100.7"].filter((address) => isTrusted(address, 0))).toHaveLength(2);
});
