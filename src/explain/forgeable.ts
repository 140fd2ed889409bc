import type { CompiledOptions } from "../options/compile-options.js";
import type { Fact } from "../resolution.js";
import { isPrivateAddress } from "../trust/private-address.js";
import type { ExplainedChain, ExplainedFact, ForgeableFacts, Gate } from "./explanation.js";
import { findUnbelieved } from "./unbelieved-headers.js";
import type { Run } from "./facts/run.js";

/** The parts of an explanation from which the forgeable facts are found. */
export interface ExplainedRequest {
  readonly run: Run;
  /** The options with `allowedHosts`. */
  readonly options: CompiledOptions;
  readonly gate: Gate;
  readonly chain: ExplainedChain;
  readonly facts: Readonly<Record<Fact, ExplainedFact>>;
}

/** Finds the facts that someone other than a proxy could write under these options. */
export function findForgeable(findings: ExplainedRequest): readonly ForgeableFacts[] {
  const found = [
    findOpenGate(findings),
    findClientsHost(findings),
    findUnbelieved(findings.run),
    findLeftmost(findings),
    findPrivateClient(findings),
  ];
  return found.filter((one) => one !== undefined);
}

/** Without trustedPeers, whoever reaches the application is believed. A public peer may be anyone. */
function findOpenGate({ options, gate }: ExplainedRequest): ForgeableFacts | undefined {
  const facts = listHeaderFacts(options);
  if (gate.option !== null || facts.length === 0) return undefined;
  const isPublic = gate.peer !== null && gate.peer !== "unix" && !isPrivateAddress(gate.peer);
  const peer = isPublic ? `${gate.peer} is a public address, and no` : "No";
  return {
    code: "no-trusted-peers",
    level: isPublic ? "warning" : "note",
    facts,
    text:
      `${peer} option restricts who may connect: whoever reaches the application past its proxies writes these facts. ` +
      "Set trustedPeers, or let nobody but your proxies reach its port.",
  };
}

/** Lists the facts that the options read from a header. */
function listHeaderFacts(options: CompiledOptions): readonly Fact[] {
  const { forwarded, xFor, xProto, xHost, xPort, xPrefix, clientAddressHeader } = options;
  const isForwarded = forwarded > 0;
  const read: readonly (readonly [Fact, boolean])[] = [
    ["address", isForwarded || xFor > 0 || clientAddressHeader !== undefined],
    ["proto", isForwarded || xProto > 0],
    ["host", isForwarded || xHost > 0],
    ["port", isForwarded || xHost > 0 || xPort > 0],
    ["prefix", xPrefix > 0],
  ];
  return read.filter(([, isRead]) => isRead).map(([fact]) => fact);
}

function findClientsHost({ options, facts: { host, port } }: ExplainedRequest): ForgeableFacts | undefined {
  if (options.isAllowedHost !== undefined || !isConnections(host)) return undefined;
  return {
    code: "host-is-the-clients",
    level: "note",
    facts: isConnections(port) ? ["host", "port"] : ["host"],
    text: "The host is the connection's own, so a client may choose it. Set allowedHosts to the names of the application.",
  };
}

/** A walk stops at the first address that is not trusted, wherever that is. */
function findLeftmost({ chain: { hops, unlisted } }: ExplainedRequest): ForgeableFacts | undefined {
  const client = hops.find(({ role }) => role === "client");
  const isLeftmost = client?.reason === "counted" && client.hop === hops.length - 1 && unlisted === 0;
  if (client === undefined || !isLeftmost || client.hop < 2) return undefined;
  return {
    code: "leftmost",
    level: "note",
    facts: ["address"],
    text:
      `${client.address} is the leftmost of ${client.hop} values. If fewer proxies than that add a value to this list, ` +
      "the client wrote it. Send a request with a forged list: the address must stay the same.",
  };
}

function isConnections({ source }: ExplainedFact): boolean {
  if (source === undefined || "header" in source) return false;
  return source.connection === "host" || source.connection === "authority";
}

/** Whether to raise a count is for a forged header to show: a client in a private network looks the same. */
function findPrivateClient({ chain: { hops }, gate, facts }: ExplainedRequest): ForgeableFacts | undefined {
  const { value, source } = facts.address;
  const isStated = source !== undefined && ("header" in source || hops.length > 1);
  if (gate.verdict === "untrusted-peer" || !isStated || !isPrivateAddress(String(value))) return undefined;
  return {
    code: "private-client",
    level: "note",
    facts: ["address"],
    text:
      `${value} is private: a visitor from inside, or a proxy of yours that is not counted. ` +
      "A forged header shows which of them: send one before you change a count.",
  };
}
