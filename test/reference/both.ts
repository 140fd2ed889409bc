import * as core from "../../src/index.js";
import type { ProxyFixOptions } from "../../src/options/options.js";
import type { Resolution } from "../../src/resolution.js";
import type { ReferenceRefusal } from "./refusal.js";
import type { ReferenceRequest } from "./request.js";
import { type ReferenceResolution, referenceResolve } from "./resolve.js";

/** A resolution as data without methods, or the status of its refusal. */
export type Outcome = ReferenceResolution | ReferenceRefusal;

/** One way to resolve: the reference, or the core that ships. */
export type Resolve = (facts: ReferenceRequest, options: ProxyFixOptions) => Outcome;

/** Resolves a request by the core: a refusal is returned as its status, any other error is thrown on. */
export function coreResolve(facts: ReferenceRequest, options: ProxyFixOptions): Outcome {
  return resolveBy((request) => core.resolve(request, options), facts);
}

/** The same by a resolver. */
export function resolveBy(resolver: core.Resolver, facts: ReferenceRequest): Outcome {
  try {
    return copyFields(resolver(facts));
  } catch (error) {
    if (error instanceof core.ProxyFixRefusal && error.status !== 431) return { refused: error.status };
    throw error;
  }
}

/** Returns the resolution of a request; throws if it was refused. */
export function expectResolution(outcome: Outcome): ReferenceResolution {
  if ("refused" in outcome) throw new Error(`refused with status ${outcome.refused}`);
  return outcome;
}

/** Lists the issues of a resolution as text: the header, or a dash, and the reason. */
export function listReasons({ issues }: ReferenceResolution): string[] {
  return issues.map(({ header, reason }) => `${header ?? "-"} ${reason}`);
}

/** Copies the ten fields by name, whether they are stored or computed when they are read. */
export function copyFields(resolution: Resolution): ReferenceResolution {
  const { clientAddress, clientPort, addresses, proto, host, hostname, port, prefix, origin, issues } = resolution;
  return {
    clientAddress,
    clientPort,
    addresses: [...addresses],
    proto,
    host,
    hostname,
    port,
    prefix,
    origin,
    issues: issues.map((issue) => ({ ...issue })),
  };
}

/** Both, for tables that each of them must pass. */
export const both: readonly (readonly [name: string, resolve: Resolve])[] = [
  ["the reference", referenceResolve],
  ["the core", coreResolve],
];
