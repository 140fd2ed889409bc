import type { HeaderFields } from "../headers/header-fields.js";

/** The headers that contain credentials (RFC 9110 section 11, RFC 6265), and those that gateways put them into. */
const SECRET = new Set([
  "authorization",
  "cookie",
  "proxy-authorization",
  "set-cookie",
  "x-forwarded-authorization",
  "x-forwarded-access-token",
  "x-amzn-oidc-accesstoken",
  "x-amzn-oidc-data",
  "cf-access-jwt-assertion",
  "x-goog-iap-jwt-assertion",
]);

/** Returns whether the value of a header is not shown, whatever its case; `_` is an alias of `-`. */
function isSecret(name: string): boolean {
  return SECRET.has(name.toLowerCase().replaceAll("_", "-"));
}

/** Returns a text in the place of a secret, with its length: an empty or a cut value can be seen by that. */
function hide(value: string): string {
  return `hidden, ${value.length} characters`;
}

/** Returns a copy of headers without the values of credentials. */
export function redactFields(headers: HeaderFields): HeaderFields {
  const entries = Object.entries(headers).map(([name, value]): [string, HeaderFields[string]] => {
    if (value === undefined || !isSecret(name)) return [name, value];
    return [name, typeof value === "string" ? hide(value) : value.map(hide)];
  });
  // Defines its keys: a header may have the name __proto__.
  return Object.fromEntries(entries);
}

/** Returns a copy of header lines, names and values in turn, without the values of credentials. */
export function redactLines(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.map((text, at) => (at % 2 === 1 && isSecret(rawHeaders[at - 1]!) ? hide(text) : text));
}
