import { BELIEVED, type ResolutionRecord } from "../record.js";
import { forwardedChain } from "../chain.js";

/**
 * Writes the believed elements of Forwarded anew: the client's with all that is believed of it, the nearer ones with
 * their address. What a proxy pasted into an element, parameters nobody checked, does not travel on.
 *
 * @returns the header's text, or undefined where no element is believed
 * @see RFC 7239 section 4
 */
export function formatForwarded(record: ResolutionRecord): string | undefined {
  if (record.chainLength === 0) return undefined;
  const nearer = forwardedChain.listAddresses(record.chainText, record.chainLength - 1);
  const elements = [formatElement(record), ...nearer.map((address) => `for=${formatNode(address, undefined)}`)];
  const text = elements.filter((element) => element !== "").join(", ");
  return text === "" ? undefined : text;
}

function formatElement(record: ResolutionRecord): string {
  const { clientAddress, clientPort, host, proto } = record;
  const pairs: string[] = [];
  if (record.isBelieved(BELIEVED.for) && clientAddress !== undefined) {
    pairs.push(`for=${formatNode(clientAddress, clientPort)}`);
  }
  if (record.isBelieved(BELIEVED.host) && host !== undefined) pairs.push(`host=${quote(host)}`);
  if (record.isBelieved(BELIEVED.proto)) pairs.push(`proto=${proto}`);
  return pairs.join(";");
}

/** An IPv6 address stands in brackets, and these, like a port, in quotes (RFC 7239 section 6). */
function formatNode(address: string, port: number | undefined): string {
  const node = address.includes(":") ? `[${address}]` : address;
  return quote(port === undefined ? node : `${node}:${port}`);
}

/** Quotes what is no token; canonical addresses and hosts hold neither quotes nor backslashes. */
function quote(text: string): string {
  return text.includes(":") ? `"${text}"` : text;
}
