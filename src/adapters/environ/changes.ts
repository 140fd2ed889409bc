import type { Resolution } from "../../resolution.js";
import { isOn, type EnvironFacts } from "./facts.js";
import type { Environ, VariableChanges } from "./variables.js";

/** Returns whether the value of a fact is a believed header's. */
export type BelievedCheck = (fact: "proto" | "host" | "port" | "prefix") => boolean;

/**
 * Lists how a gateway's own variables must change to contain the resolved facts. A variable about which no proxy made a
 * statement stays as it is: the gateway's statement about its own connection is true already.
 *
 * @param hostHeader - the name of the header that the options believe for the host, if any
 */
export function listVariableChanges(
  environ: Environ,
  facts: EnvironFacts,
  resolution: Resolution,
  isBelieved: BelievedCheck,
  hostHeader: string | undefined,
): VariableChanges {
  const changes: VariableChanges = new Map();
  listClientChanges(resolution, changes);
  listSchemeChanges(environ, facts, resolution, changes);
  listHostChanges(environ, resolution, isBelieved, changes);
  // The port follows from the proto, from the host, and from a statement of the host that is bad.
  const isPortBelieved = isBelieved("proto") || isBelieved("host") || isBelieved("port");
  if (isPortBelieved || isHostRefuted(resolution, hostHeader)) changes.set("SERVER_PORT", String(resolution.port));
  if (isBelieved("prefix")) changes.set("SCRIPT_NAME", resolution.prefix);
  return changes;
}

function listClientChanges(resolution: Resolution, changes: VariableChanges): void {
  const { addresses, clientAddress, clientPort } = resolution;
  changes.set("REMOTE_ADDR", clientAddress);
  changes.set("REMOTE_PORT", clientPort === undefined ? undefined : String(clientPort));
  if (clientAddress !== undefined && addresses.length === 0) return;
  // The server looked up the peer's name (RFC 3875 section 4.1.9) and its user's (section 4.1.10).
  changes.set("REMOTE_HOST", undefined);
  changes.set("REMOTE_IDENT", undefined);
}

function listSchemeChanges(
  environ: Environ,
  facts: EnvironFacts,
  { proto }: Resolution,
  changes: VariableChanges,
): void {
  const isChanged = (proto === "https") !== facts.encrypted;
  if (environ["REQUEST_SCHEME"] !== undefined || isChanged) changes.set("REQUEST_SCHEME", proto);
  if (environ["wsgi.url_scheme"] !== undefined) changes.set("wsgi.url_scheme", proto);
  if (isOn(environ["HTTPS"]) !== (proto === "https")) changes.set("HTTPS", proto === "https" ? "on" : undefined);
}

function listHostChanges(
  environ: Environ,
  resolution: Resolution,
  isBelieved: BelievedCheck,
  changes: VariableChanges,
): void {
  if (resolution.host === undefined) {
    // SERVER_NAME is deleted too: programs use it if there is no HTTP_HOST.
    changes.set("HTTP_HOST", undefined);
    changes.set("SERVER_NAME", undefined);
  } else if (isBelieved("host")) {
    changes.set("HTTP_HOST", resolution.host);
    changes.set("SERVER_NAME", resolution.hostname);
  } else {
    // Without a Host header SERVER_NAME and SERVER_PORT contain the host.
    changes.set("HTTP_HOST", environ["HTTP_HOST"] ? resolution.host : undefined);
  }
}

/** Returns whether a proxy's statement of the host was present and bad. */
function isHostRefuted({ host, issues }: Resolution, header: string | undefined): boolean {
  return (
    host === undefined &&
    issues.some((issue) => issue.header === header && (issue.reason === "invalid" || issue.reason === "empty"))
  );
}
