import type { Issue, Resolution } from "../../resolution.js";
import { isOn, type EnvironFacts } from "./facts.js";
import type { Environ, VariableChanges } from "./variables.js";

/** The headers that the options can believe, by their fact. */
export interface BelievableHeaders {
  readonly proto: string | undefined;
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly prefix: string | undefined;
}

/**
 * Lists how a gateway's own variables must change to contain the resolved facts. A variable about which no proxy made a
 * statement stays as it is: the gateway's statement about its own connection is true already.
 */
export function listVariableChanges(
  environ: Environ,
  facts: EnvironFacts,
  resolution: Resolution,
  believable: BelievableHeaders,
): VariableChanges {
  const changes: VariableChanges = new Map();
  listClientChanges(resolution, changes);
  listSchemeChanges(environ, facts, resolution, changes);
  listHostChanges(environ, resolution, believable, changes);
  if (isPortBelieved(resolution, believable)) changes.set("SERVER_PORT", String(resolution.port));
  if (isBelieved(resolution, believable.prefix)) changes.set("SCRIPT_NAME", resolution.prefix);
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
  believable: BelievableHeaders,
  changes: VariableChanges,
): void {
  if (resolution.host === undefined) {
    // SERVER_NAME is deleted too: programs use it if there is no HTTP_HOST.
    changes.set("HTTP_HOST", undefined);
    changes.set("SERVER_NAME", undefined);
  } else if (isBelieved(resolution, believable.host)) {
    changes.set("HTTP_HOST", resolution.host);
    changes.set("SERVER_NAME", resolution.hostname);
  } else {
    // Without a Host header SERVER_NAME and SERVER_PORT contain the host.
    changes.set("HTTP_HOST", environ["HTTP_HOST"] ? resolution.host : undefined);
  }
}

/** Returns whether a proxy determines the port: it stated proto, host or port, or a host that is bad. */
function isPortBelieved(resolution: Resolution, { proto, host, port }: BelievableHeaders): boolean {
  return isRefuted(resolution, host) || [proto, host, port].some((name) => isBelieved(resolution, name));
}

/** Returns whether a proxy's statement of a fact was present and bad. */
function isRefuted(resolution: Resolution, header: string | undefined): boolean {
  return resolution.issues.some(
    (issue) => issue.header === header && (issue.reason === "invalid" || issue.reason === "empty"),
  );
}

/** Returns whether a proxy's statement of a fact was present and good: any other has an issue. */
function isBelieved(resolution: Resolution, header: string | undefined): boolean {
  return header !== undefined && !resolution.issues.some((issue) => denies(issue, header));
}

function denies(issue: Issue, header: string): boolean {
  // An element of Forwarded without `for` still states proto and host.
  if (issue.header === header) return issue.reason !== "unidentified";
  return issue.reason === "untrusted-peer";
}
