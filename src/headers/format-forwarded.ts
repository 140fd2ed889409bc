import { BELIEVED, type BelievedResolution } from "../resolve/believed-resolution.js";
import { forwardedChain, listAddresses } from "../resolve/trusted-walk.js";

/**
 * Formats the believed elements of Forwarded: the client's with all its believed parameters, the nearer ones with their
 * address. Text that a proxy pasted into an element, in parameters that nobody checked, is left out.
 *
 * @returns the header's text, or undefined if no element is believed
 * @see RFC 7239 section 4
 */
export function formatForwarded(resolution: BelievedResolution): string | undefined {
  const nearer = listAddresses(forwardedChain, resolution.chainText, resolution.chainLength - 1);
  const elements = [formatElement(resolution), ...nearer.map((address) => `for=${formatNode(address, undefined)}`)];
  const text = elements.filter((element) => element !== "").join(", ");
  return text === "" ? undefined : text;
}

function formatElement(resolution: BelievedResolution): string {
  const { clientAddress, clientPort, host, proto } = resolution;
  const pairs: string[] = [];
  if (resolution.isBelieved(BELIEVED.for) && clientAddress !== undefined) {
    pairs.push(`for=${formatNode(clientAddress, clientPort)}`);
  }
  if (resolution.isBelieved(BELIEVED.host) && host !== undefined) pairs.push(`host=${quote(host)}`);
  if (resolution.isBelieved(BELIEVED.proto)) pairs.push(`proto=${proto}`);
  return pairs.join(";");
}

/** An IPv6 address stands in brackets; brackets and a port need quotes (RFC 7239 section 6). */
function formatNode(address: string, port: number | undefined): string {
  const node = address.includes(":") ? `[${address}]` : address;
  return quote(port === undefined ? node : `${node}:${port}`);
}

/** Quotes text that is no token; canonical addresses and hosts contain neither quotes nor backslashes. */
function quote(text: string): string {
  return text.includes(":") ? `"${text}"` : text;
}
