import { describeValue, ProxyFixOptionsError } from "./errors.js";
import { createIssues, type HeaderIssues } from "./issues.js";
import type { ClientAddressHeader, ProxyFixOptions } from "./options.js";
import { checkKeys, readHeaderName } from "./options-values.js";
import { compileTrust, type CompiledTrust } from "./trust/trust.js";

/** A header that holds one value. */
export interface SingleHeader {
  /** In lower case. */
  readonly name: string;
  /** Whose word the header is, beside trustedProxies; anyone's who is believed at all where undefined. */
  readonly from: CompiledTrust | undefined;
  readonly issues: HeaderIssues;
}

/**
 * Compiles `clientAddressHeader`.
 *
 * @param walks - whether trustedProxies stand beside it
 * @throws {ProxyFixOptionsError} if it is no header, or stands beside options that it contradicts
 */
export function compileClientAddressHeader(options: ProxyFixOptions, walks: boolean): SingleHeader | undefined {
  const option: unknown = options.clientAddressHeader;
  if (option === undefined) return undefined;
  if ((options.forwarded ?? 0) !== 0) {
    throw new ProxyFixOptionsError(
      "clientAddressHeader",
      "got it beside forwarded; expected one source for the client's address; leave one of the two out",
    );
  }
  if (typeof option === "string") return compilePlainHeader(option, options, walks);
  return compileHeaderFrom(option, walks);
}

function compilePlainHeader(option: string, options: ProxyFixOptions, walks: boolean): SingleHeader {
  const name = readHeaderName(option, "clientAddressHeader");
  if (walks) {
    throw new ProxyFixOptionsError(
      "clientAddressHeader",
      `got ${describeValue(option)} beside trustedProxies; expected { name, from }; say in \`from\` which proxies write it`,
    );
  }
  if (options.xFor !== undefined) {
    throw new ProxyFixOptionsError(
      "xFor",
      "got it beside clientAddressHeader, which replaces X-Forwarded-For; leave one of the two out",
    );
  }
  return { name, from: undefined, issues: createIssues(name) };
}

function compileHeaderFrom(option: unknown, walks: boolean): SingleHeader {
  if (typeof option !== "object" || option === null || Array.isArray(option)) {
    throw new ProxyFixOptionsError(
      "clientAddressHeader",
      `got ${describeValue(option)}; expected a header's name such as "cf-connecting-ip", or { name, from }`,
    );
  }
  checkKeys(option, ["name", "from"], "clientAddressHeader.");
  const { name, from } = option as Partial<ClientAddressHeader>;
  if (!walks) {
    throw new ProxyFixOptionsError(
      "clientAddressHeader",
      "got { name, from } without trustedProxies; expected the header's name alone, or trustedProxies beside it; " +
        "without a walk there is no proxy to compare `from` with",
    );
  }
  if (from === undefined) {
    throw new ProxyFixOptionsError(
      "clientAddressHeader.from",
      "is missing; expected the proxies that write the header",
    );
  }
  const headerName = readHeaderName(name, "clientAddressHeader.name");
  return { name: headerName, from: compileTrust(from, "clientAddressHeader.from"), issues: createIssues(headerName) };
}
