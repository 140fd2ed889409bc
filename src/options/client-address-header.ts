import { describeValue, ProxyFixOptionsError } from "../errors.js";
import { compileTrust, type CompiledTrust } from "../trust/trust.js";
import { findNodeParser, type NodeParser } from "../grammar/node.js";
import { createIssues, type HeaderIssues } from "./issues.js";
import type { ClientAddressHeader, ProxyFixOptions } from "./options.js";
import { readHeaderName, toDashed } from "./header-name.js";
import { readNested } from "./read-option.js";

/** The compiled option clientAddressHeader: a header that contains one value. */
export interface SingleValuedHeader {
  /** In lower case. */
  readonly name: string;
  /** The proxies that write it, if trustedProxies is set; if undefined, any trusted peer does. */
  readonly from: CompiledTrust | undefined;
  readonly node: NodeParser;
  readonly issues: HeaderIssues;
}

/**
 * Compiles `clientAddressHeader`.
 *
 * @throws {ProxyFixOptionsError} if it is no header, or contradicts another option
 */
export function compileClientAddressHeader(options: ProxyFixOptions): SingleValuedHeader | undefined {
  const option: unknown = options.clientAddressHeader;
  if (option === undefined) return undefined;
  if ((options.forwarded ?? 0) !== 0) {
    throw new ProxyFixOptionsError(
      "clientAddressHeader",
      "cannot be combined with forwarded: the client's address has one source; leave one of the two out",
    );
  }
  return typeof option === "string" ? compileName(option, options) : compileNameAndFrom(option, options);
}

function compileName(option: string, options: ProxyFixOptions): SingleValuedHeader {
  const name = readSingleName(option, "clientAddressHeader");
  if (options.trustedProxies !== undefined) {
    throw new ProxyFixOptionsError(
      "clientAddressHeader",
      `got ${describeValue(option)} with trustedProxies; expected { name, from }; \`from\` names the proxies that write it`,
    );
  }
  if (options.xFor !== undefined) {
    throw new ProxyFixOptionsError(
      "xFor",
      "cannot be combined with clientAddressHeader, which replaces X-Forwarded-For; leave one of the two out",
    );
  }
  return { name, from: undefined, node: findNodeParser(name), issues: createIssues(name) };
}

function compileNameAndFrom(option: unknown, options: ProxyFixOptions): SingleValuedHeader {
  if (typeof option !== "object" || option === null || Array.isArray(option)) {
    throw new ProxyFixOptionsError(
      "clientAddressHeader",
      `got ${describeValue(option)}; expected a header's name such as "cf-connecting-ip", or { name, from }`,
    );
  }
  const example = '{ name: "cf-connecting-ip", from: "10.0.0.0/8" }';
  const own = readNested(option, "clientAddressHeader", ["name", "from"], example);
  const { name, from } = own as Partial<ClientAddressHeader>;
  if (options.trustedProxies === undefined) {
    throw new ProxyFixOptionsError(
      "clientAddressHeader",
      "got { name, from } without trustedProxies; expected the header's name alone, or trustedProxies as well; " +
        "without a walk there is no proxy to compare `from` with",
    );
  }
  if (from === undefined) {
    throw new ProxyFixOptionsError(
      "clientAddressHeader.from",
      "is missing; expected the proxies that write the header",
    );
  }
  const headerName = readSingleName(name, "clientAddressHeader.name");
  const trust = compileTrust(from, "clientAddressHeader.from");
  return { name: headerName, from: trust, node: findNodeParser(headerName), issues: createIssues(headerName) };
}

/** The headers that contain the hops of a chain, each with the option that counts them. */
const LISTS: Readonly<Record<string, string>> = {
  "x-forwarded-for": "a list of addresses; expected a header with one; use xFor: 1",
  forwarded: "a list of elements; expected a header with one address; use forwarded: 1",
};

/** Reads the name of a header that contains one address, as {@link readHeaderName} does. */
function readSingleName(value: unknown, option: string): string {
  const name = typeof value === "string" ? toDashed(value.toLowerCase()) : "";
  if (Object.hasOwn(LISTS, name)) {
    throw new ProxyFixOptionsError(option, `got ${describeValue(value)}, which is ${LISTS[name]} in place of it`);
  }
  return readHeaderName(value, option);
}
