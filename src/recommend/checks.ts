import { listBelieved, type BelievedHeader } from "./believed-headers.js";
import {
  findPublicHop,
  hasBothSchemes,
  hasForgedArrived,
  hasQuotedHost,
  hasSeveralLines,
  isForged,
  isListedInConnection,
} from "./evidence.js";
import type { Observation } from "./observation.js";
import { isContainerGateway, readPeers } from "./peers.js";
import type { Check, CheckCode, Recommendation, RecommendedOptions } from "./recommendation.js";
import { isManagedEdge } from "./recognize-proxy.js";
import type { Confirmation, Visit } from "./visit.js";

/** Everything that the checks look at. */
export interface Findings {
  readonly observations: readonly Observation[];
  readonly visits: readonly Visit[];
  readonly options: RecommendedOptions;
  readonly confirmation: Confirmation;
  readonly isOnProxy: boolean;
}

/** Creates the checks that apply to these findings, those with the worst limit first. */
export function createChecks(findings: Findings): readonly Check[] {
  const believed = listBelieved(findings.options);
  const isBehindProxy = believed.length > 0;
  return [
    ...(isBehindProxy ? checkForged(believed, findings) : []),
    checkAddress(findings),
    ...(isBehindProxy || findings.isOnProxy ? [checkMachine(findings)] : []),
    checkSchemes(findings),
    ...(isBehindProxy ? [...checkLines(findings), checkConnection(believed, findings)] : []),
    ...(findings.options.forwarded === undefined ? [] : [checkQuotedHost(findings)]),
    ...(isBehindProxy ? [...checkPeers(findings), ...checkBypass(findings)] : []),
  ];
}

/** Returns the verdict: the worst limit of an open check. */
export function findVerdict(checks: readonly Check[]): Recommendation["verdict"] {
  const open = checks.filter(({ state }) => state === "open");
  if (open.some(({ limit }) => limit === "unsure")) return "unsure";
  return open.length > 0 ? "likely" : "sure";
}

/** The texts of a check. */
interface Texts {
  readonly done: string;
  readonly open: string;
}

/** Creates a check that is done if nothing is missing. */
function createCheck(code: CheckCode, limit: Check["limit"], missing: readonly unknown[], texts: Texts): Check {
  const state = missing.length === 0 ? "done" : "open";
  return { code, state, limit, text: texts[state] };
}

/** Creates a check that only a person can close. */
function createOpen(code: CheckCode, text: string): Check {
  return { code, state: "open", limit: "likely", text };
}

function checkForged(believed: readonly BelievedHeader[], { observations, visits }: Findings): readonly Check[] {
  const missing = believed.filter((header) => !isForged(header, observations, visits));
  const forged = createCheck("forged", "unsure", missing, {
    done: "A forged value of each believed header was sent, and none was believed.",
    open:
      `Forge ${listNames(missing)} by each scheme that was visited: ` +
      "only then is it known whether the proxy replaces the client's value. `npx proxyfix probe` with each URL does.",
  });
  const refused = believed.filter((header) => !missing.includes(header) && !hasForgedArrived(header, visits));
  if (refused.length === 0) return [forged];
  const text =
    `A request with a forged ${listNames(refused)} was refused, so that nothing shows what becomes of a value that is let ` +
    "through. Find out whether the proxy overwrites it.";
  return [forged, createOpen("refused", text)];
}

function checkAddress({ confirmation, visits }: Findings): Check {
  const address = visits.find(({ truth }) => truth.address !== undefined)?.truth.address ?? "";
  const limit = confirmation === "several-visitors" ? "likely" : "unsure";
  return createCheck("address", limit, confirmation === "typed" ? [] : [address], {
    done: "The visitor's address is known.",
    open:
      `They say that the visitor is ${address}. Confirm it, or type the right one: ` +
      "any page that shows your address has it.",
  });
}

function checkMachine({ isOnProxy }: Findings): Check {
  return createCheck("other-machine", "unsure", isOnProxy ? ["machine"] : [], {
    done: "The visitor and the proxy have different addresses.",
    open:
      "The visitor has the address that connects to the application, which may be a proxy's: every count looks right then. " +
      "Visit from another machine.",
  });
}

function checkSchemes({ visits }: Findings): Check {
  const seen = visits[0]?.truth.proto ?? "http";
  const other = seen === "http" ? "https" : "http";
  return createCheck("other-scheme", "likely", hasBothSchemes(visits) ? [] : [other], {
    done: "Both schemes were visited, or http leads to https.",
    open: `Only ${seen} was visited. Visit the ${other} address too, if there is one.`,
  });
}

function checkLines({ options, visits }: Findings): readonly Check[] {
  const counted = listBelieved(options).filter(({ isCounted }) => isCounted);
  if (counted.length === 0) return [];
  const missing = counted.filter((header) => !hasSeveralLines(header, visits));
  const check = createCheck("several-lines", "likely", missing, {
    done: "Several lines of each believed list were sent, and no forged value was believed.",
    open: `Send several forged lines of ${listNames(missing)} by each scheme that was visited. No browser can: run \`npx proxyfix probe\`.`,
  });
  return [check];
}

function checkConnection(believed: readonly BelievedHeader[], { options, visits }: Findings): Check {
  const missing = believed.filter((header) => !isListedInConnection(header, visits));
  return createCheck("connection", "likely", missing, {
    done:
      options.strict === true
        ? "A proxy may remove its own header if the client lists it in Connection: strict refuses such a request."
        : "Each believed header was listed in Connection, and no proxy removed its own.",
    open: `List ${listNames(missing)} in Connection by each scheme that was visited. No browser can: run \`npx proxyfix probe\`.`,
  });
}

function listNames(missing: readonly BelievedHeader[]): string {
  return missing.map(({ header }) => header).join(", ");
}

function checkQuotedHost({ observations }: Findings): Check {
  return createCheck("quoted-host", "likely", hasQuotedHost(observations) ? [] : ["host"], {
    done: "A Host with a quote was sent, and did not change another part of Forwarded.",
    open: "No Host with a quote was sent, which a hand-built Forwarded may paste: run `npx proxyfix probe`.",
  });
}

function checkPeers({ options, visits }: Findings): readonly Check[] {
  if (options.trustedProxies !== undefined) {
    const text =
      `The walk knows ${options.trustedProxies.join(", ")}, the proxies that were met. ` +
      "Replace them by the networks of all of your proxies.";
    return [createOpen("proxies", text)];
  }
  const { trustedPeers, remote } = readPeers(visits);
  const from = remote.filter((peer) => peer !== "").join(", ") || "an unknown address";
  const peers = createCheck("peers", "likely", trustedPeers === undefined ? remote : [], {
    done: "Only this machine may connect.",
    open: `The proxy came from ${from}. Decide who may connect, and set trustedPeers.`,
  });
  if (!remote.some(isContainerGateway)) return [peers];
  const text =
    `${from} looks like the gateway of a container network: if the port is published, ` +
    "every connection may come from it. Publish the port on 127.0.0.1 only.";
  return [peers, createOpen("container-gateway", text)];
}

function checkBypass({ options, visits }: Findings): readonly Check[] {
  const hop = isManagedEdge(visits) ? undefined : findPublicHop(options, visits);
  if (hop === undefined) return [];
  const text =
    `${hop} stands between the client and the inner proxy, with a public address. ` +
    "Whoever reaches the inner proxy without passing it writes the value that is believed. " +
    "Use trustedProxies with its networks, or close the inner proxy to others.";
  return [createOpen("bypass", text)];
}
