import type { Issue, Resolution } from "../resolution.js";
import { isOn, type EnvironFacts } from "./environ-facts.js";
import type { Environ, VariableChanges } from "./environ-variables.js";

/** The headers that the options believe, where they believe any. */
export interface StatingHeaders {
  readonly proto: string | undefined;
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly prefix: string | undefined;
}

/**
 * Tells how a gateway's own variables must change so that they say what was resolved. Those that no proxy said anything
 * about stay as they are: what the gateway says of its own connection is true already.
 */
export function listChanges(
  environ: Environ,
  facts: EnvironFacts,
  resolution: Resolution,
  stating: StatingHeaders,
): VariableChanges {
  const changes: VariableChanges = new Map();
  listClientChanges(resolution, changes);
  listSchemeChanges(environ, facts, resolution, changes);
  listHostChanges(environ, resolution, stating, changes);
  if (isPortStated(resolution, stating)) changes.set("SERVER_PORT", String(resolution.port));
  if (isStated(resolution, stating.prefix)) changes.set("SCRIPT_NAME", resolution.prefix);
  return changes;
}

function listClientChanges(resolution: Resolution, changes: VariableChanges): void {
  const { addresses, clientAddress, clientPort } = resolution;
  changes.set("REMOTE_ADDR", clientAddress);
  changes.set("REMOTE_PORT", clientPort === undefined ? undefined : String(clientPort));
  if (clientAddress !== undefined && addresses.length === 0) return;
  // What the server found out about the peer: its name (RFC 3875 section 4.1.9) and its user's (section 4.1.10).
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
  stating: StatingHeaders,
  changes: VariableChanges,
): void {
  if (resolution.host === undefined) {
    // SERVER_NAME goes too: whoever finds no HTTP_HOST falls back on it.
    changes.set("HTTP_HOST", undefined);
    changes.set("SERVER_NAME", undefined);
  } else if (isStated(resolution, stating.host)) {
    changes.set("HTTP_HOST", resolution.host);
    changes.set("SERVER_NAME", resolution.hostname);
  } else {
    // Without a Host header SERVER_NAME and SERVER_PORT say it all.
    changes.set("HTTP_HOST", environ["HTTP_HOST"] ? resolution.host : undefined);
  }
}

/** Says whether a proxy has a part in the port: it said one of the three facts, or a host that nobody can use. */
function isPortStated(resolution: Resolution, { proto, host, port }: StatingHeaders): boolean {
  return isRefuted(resolution, host) || [proto, host, port].some((name) => isStated(resolution, name));
}

/** Says whether a proxy's word on a fact was there and bad. */
function isRefuted(resolution: Resolution, header: string | undefined): boolean {
  return resolution.issues.some(
    (issue) => issue.header === header && (issue.reason === "invalid" || issue.reason === "empty"),
  );
}

/** Says whether a proxy's word on a fact was there and good: whatever was not has an issue. */
function isStated(resolution: Resolution, header: string | undefined): boolean {
  return header !== undefined && !resolution.issues.some((issue) => denies(issue, header));
}

function denies(issue: Issue, header: string): boolean {
  // Without `for` an element of Forwarded still says proto and host.
  if (issue.header === header) return issue.reason !== "unidentified";
  return issue.reason === "untrusted-peer";
}
