import { isIPv4 } from "node:net";
import { canonicalAddress } from "../reference/address.js";
import { parseHost } from "../reference/host.js";
import { parsePrefix } from "../reference/prefix.js";
import type { ReferenceResolution } from "../reference/resolve.js";
import { coreResolve, type Outcome } from "../reference/both.js";
import { expectSame, expectTrue } from "./target.js";

const REASONS = ["absent", "short-chain", "empty", "invalid", "unidentified", "duplicate", "untrusted-peer", "host-not-allowed"]; // prettier-ignore
const FIELDS = ["clientAddress", "clientPort", "addresses", "proto", "host", "hostname", "port", "prefix", "origin", "issues"]; // prettier-ignore

/**
 * Checks that each value of a resolution is canonical by its own grammar, and that a request that contains the values
 * resolves to them again.
 */
export function checkCanonical(resolution: ReferenceResolution): void {
  const { clientAddress, clientPort, addresses, proto, host, hostname, port, prefix, origin, issues } = resolution;
  expectSame("a resolution has ten facts", Object.keys(resolution).toSorted(), FIELDS.toSorted());
  for (const address of [...addresses, ...(clientAddress === undefined ? [] : [clientAddress])]) {
    expectSame("R5: an address is canonical", canonicalAddress(address), address);
  }
  if (addresses.length > 0) expectSame("the client is the first address", addresses[0], clientAddress);
  if (clientAddress === undefined) expectSame("R2: no port without a client", clientPort, undefined);
  expectTrue("R6: the proto is a scheme", proto === "http" || proto === "https", proto);
  expectTrue("R8: the port is 1 to 65535", Number.isInteger(port) && port > 0 && port < 65_536, port);
  if (host !== undefined) {
    const parsed = parseHost(host);
    const defaultPort = proto === "https" ? 443 : 80;
    expectSame("R7: the hostname is canonical", parsed?.hostname, hostname);
    expectSame("R8: the port of the host", parsed?.port, port === defaultPort ? undefined : port);
  }
  expectSame("the origin", origin, host === undefined ? undefined : `${proto}://${host}`);
  if (prefix !== "" && prefix !== "/mounted") expectSame("R9: the prefix is canonical", parsePrefix(prefix), prefix);
  for (const { reason, header } of issues) {
    expectTrue("the reason is one of the list", REASONS.includes(reason), reason);
    if (header !== undefined) expectSame("a header's name is in lower case", header, header.toLowerCase());
  }
  checkAgain(resolution);
}

function checkAgain({
  clientAddress,
  clientPort,
  proto,
  host,
  hostname,
  port,
  prefix,
  origin,
}: ReferenceResolution): void {
  // The peer may be an address that no header may contain; a port 0 is none.
  if (clientAddress === "0.0.0.0" || clientAddress === "::" || clientPort === 0) return;
  const headers: Record<string, string> = { "x-forwarded-proto": proto, "x-forwarded-port": String(port) };
  if (clientAddress !== undefined) headers["x-forwarded-for"] = formatNode(clientAddress, clientPort);
  if (host !== undefined) headers["x-forwarded-host"] = host;
  if (prefix !== "") headers["x-forwarded-prefix"] = prefix;
  const options = { xFor: 1, xProto: 1, xHost: 1, xPort: 1, xPrefix: 1, trustedPeers: "10.0.0.1" };
  const again: Outcome = coreResolve({ headers, peerAddress: "10.0.0.1" }, options);
  const { addresses: _addresses, issues: _issues, ...facts } = again as ReferenceResolution;
  expectSame("a resolution resolves to itself", facts, { clientAddress, clientPort, proto, host, hostname, port, prefix, origin }); // prettier-ignore
}

function formatNode(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return isIPv4(address) ? `${address}:${port}` : `[${address}]:${port}`;
}
