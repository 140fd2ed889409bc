import type { Channel } from "node:diagnostics_channel";

import type { AdapterFacts, AdapterOutcome, Original } from "../headers/adapter-resolution.js";
import type { CompiledAdapter } from "../headers/compile-adapter.js";
import { createMessage } from "../headers/resolution-message.js";

/**
 * The channel of resolutions; undefined if the runtime has none. It is no import, since fetch and hono run without
 * Node's modules too.
 */
export const RESOLUTION_CHANNEL: Channel | undefined = findChannel("proxyfix:resolution");

function findChannel(name: string): Channel | undefined {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(id: string): unknown } };
  try {
    const diagnostics = process?.getBuiltinModule?.("node:diagnostics_channel");
    return (diagnostics as { channel(name: string): Channel } | undefined)?.channel(name);
  } catch {
    // The functions of `process` in the edge runtime of Next throw.
    return undefined;
  }
}

/**
 * Publishes the outcome of a request. Call it only if the channel has subscribers: no message is created otherwise.
 *
 * An error of a subscriber reaches no request: the channel reports it to the process as uncaught.
 */
export function publishOutcome(
  channel: Channel,
  adapter: CompiledAdapter,
  request: object,
  received: { readonly facts: AdapterFacts; readonly original: Original },
  outcome: AdapterOutcome,
): void {
  channel.publish(createMessage(adapter, request, received, outcome));
}
