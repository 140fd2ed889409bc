import { readKeepHeaders } from "../options/adapter-option.js";
import type { CompiledOptions } from "../options/compile-options.js";
import { toDashed } from "../options/header-name.js";
import { NameTable } from "./name-table.js";
import { VENDOR_HEADERS } from "../options/vendor-headers.js";

/** The fact that a header contains. A header with the role "delete" contains none that the options believe. */
export type HeaderRole =
  "authority" | "scheme" | "for" | "single" | "proto" | "host" | "port" | "prefix" | "forwarded" | "delete";

/** The role of each header that contains a fact about the client; a header that is not in the table is left alone. */
export type HeaderPolicy = NameTable<HeaderRole>;

/**
 * Compiles the role of each header.
 *
 * @param kept - the option keepHeaders: vendor headers to leave alone
 * @throws {ProxyFixOptionsError} if a header to keep is none that would be deleted
 */
export function compilePolicy(options: CompiledOptions, kept: readonly string[] | undefined): HeaderPolicy {
  const { forwardingHeaders } = options;
  const keep = readKeepHeaders(kept, forwardingHeaders);
  const roles = new Map<string, HeaderRole>();
  for (const name of [...forwardingHeaders, ...VENDOR_HEADERS]) if (!keep.has(name)) roles.set(name, "delete");
  for (const [role, name] of listBelieved(options)) {
    roles.set(name, role);
    // A gateway may turn a name with another separator, such as `_`, into the one with `-`.
    const dashed = toDashed(name);
    if (!roles.has(dashed)) roles.set(dashed, "delete");
  }
  roles.set("host", "authority").set(":authority", "authority").set(":scheme", "scheme");
  return new NameTable(roles);
}

/** Lists the headers that the options can believe, with their roles. */
function listBelieved({ xFor, forwarded, names, clientAddressHeader }: CompiledOptions): [HeaderRole, string][] {
  const believed: [HeaderRole, string][] = [];
  if (xFor > 0) believed.push(["for", names.for]);
  if (clientAddressHeader !== undefined) believed.push(["single", clientAddressHeader.name]);
  if (forwarded > 0) believed.push(["forwarded", "forwarded"]);
  else believed.push(["proto", names.proto], ["host", names.host]);
  believed.push(["port", names.port], ["prefix", names.prefix]);
  return believed;
}
