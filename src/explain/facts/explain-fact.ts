import { parseHost } from "../../grammar/host.js";
import { dropBlanks, findItemEnd, findItemStart, skipBlanks } from "../../grammar/list.js";
import { readHeader } from "../../options/read-header.js";
import type { Fact } from "../../resolution.js";
import { BELIEVED } from "../../resolve/believed-resolution.js";
import { HOST_ISSUES } from "../../resolve/host.js";
import { explainAddress } from "./address.js";
import type { ConnectionSource, ExplainedFact, HeaderSource, Obstacle } from "../explanation.js";
import { findParameterObstacle, readCountedElement } from "./forwarded-element.js";
import { createSource, readHeaderLines } from "./header-lines.js";
import { COUNT_OPTIONS, findHeaderObstacle } from "./obstacle.js";
import type { Run } from "./run.js";

/** Explains one fact: its value, its source, and the obstacle. */
export function explainFact(fact: Fact, run: Run): ExplainedFact {
  const { proto, host, port, prefix } = run.resolution;
  switch (fact) {
    case "address":
      return explainAddress(run);
    case "proto":
      return { value: proto, ...explainStated("proto", { connection: "tls" }, run) };
    case "host":
      return { value: host ?? null, ...explainHost(run) };
    case "port":
      return { value: port, ...explainHeader("port", findPortOfHost(run), run) };
    case "prefix":
      return { value: prefix, ...explainHeader("prefix", { connection: "mount" }, run) };
  }
}

type Explained = Omit<ExplainedFact, "value">;
type Source = HeaderSource | ConnectionSource;

/** Explains the host. If that of the request itself was to be believed, and is not good, this is the obstacle. */
function explainHost(run: Run): Explained {
  const explained = explainStated("host", findConnectionHost(run), run);
  const reason = explained.instead?.reason;
  const isConnections = reason === undefined || UNREAD.includes(reason);
  if (explained.source !== undefined || !isConnections) return explained;
  const isBad = run.resolution.issues.includes(HOST_ISSUES.invalid);
  return { instead: { header: "host", reason: isBad ? "invalid" : "absent" } };
}

/** The obstacles by which a header that could have contained the host does not even count. */
const UNREAD: readonly Obstacle[] = ["disabled", "untrusted-peer", "no-parameter"];

/** Explains a fact that Forwarded or an X-Forwarded-* header states. */
function explainStated(name: "proto" | "host", connection: Source | undefined, run: Run): Explained {
  if (run.options.forwarded === 0) return explainHeader(name, connection, run);
  const counted = readCountedElement(run);
  if ("element" in counted && run.resolution.isBelieved(BELIEVED[name])) return { source: counted.source };
  return combine(connection, "forwarded", findParameterObstacle(name, counted, run));
}

/** Explains a fact that an X-Forwarded-* header states. */
function explainHeader(
  name: "proto" | "host" | "port" | "prefix",
  connection: Source | undefined,
  run: Run,
): Explained {
  if (run.resolution.isBelieved(BELIEVED[name])) return { source: findHeaderSource(name, run) };
  return combine(connection, run.options.names[name], findHeaderObstacle(name, run));
}

function combine(source: Source | undefined, header: string, reason: Obstacle | undefined): Explained {
  return { ...(source && { source }), ...(reason && { instead: { header, reason } }) };
}

/** Finds the believed value of a header: the counted one, or the joined ones of a prefix. */
function findHeaderSource(name: "proto" | "host" | "port" | "prefix", { options, facts, walk }: Run): HeaderSource {
  const lines = readHeaderLines(facts.headers, options.names[name])!;
  const { text } = lines;
  const place = Math.min(options[COUNT_OPTIONS[name]], walk.stated);
  const counted = findItemEnd(text, place);
  const start = skipBlanks(text, findItemStart(text, counted), counted);
  const past = name === "prefix" ? text.length : counted;
  return createSource(lines, place, start, dropBlanks(text, start, past));
}

/** Finds the host of the request itself; undefined if it is missing, or not believed. */
function findConnectionHost({ facts, resolution }: Run): ConnectionSource | undefined {
  if (resolution.host === undefined) return undefined;
  const isAuthority = readHeader(facts.headers, ":authority") !== undefined || facts.authority !== undefined;
  return { connection: isAuthority ? "authority" : "host" };
}

/** Finds the source of a port that no header of its own states: that of the host if it has a port, else the proto's. */
function findPortOfHost(run: Run): Source {
  const { source } = explainStated("host", findConnectionHost(run), run);
  const text = source === undefined ? undefined : readHostText(source, run);
  const start = text === undefined ? 0 : skipBlanks(text, 0, text.length);
  const host = text === undefined ? undefined : parseHost(text, start, dropBlanks(text, start, text.length));
  return source === undefined || host?.port === undefined ? { connection: "default-port" } : source;
}

function readHostText(source: Source, run: Run): string | undefined {
  const { headers, authority } = run.facts;
  if ("connection" in source) return readHeader(headers, ":authority") ?? authority ?? readHeader(headers, "host");
  const counted = run.options.forwarded > 0 ? readCountedElement(run) : undefined;
  return counted !== undefined && "element" in counted ? counted.element.host : source.text;
}
