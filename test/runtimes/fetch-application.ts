import { resolutionOf } from "../../src/adapters/fetch.js";
import type { PeerOptions } from "../../src/adapters/fetch.js";
import { wrapFetch } from "../contract/fetch-layers.js";
import { readRequest } from "../contract/read-request.js";
import type { Seen } from "../contract/seen.js";
import { ANSWERED, type Layer } from "../contract/subject.js";
import type { RuntimeHandler } from "./runtime.js";

/** Reads the address that a runtime reports for a request, as an application reads it. */
export type AddressReader = (request: Request, argument: unknown) => string | undefined;

/** Answers with everything that an application sees of a resolved request. */
export function answerSeen(
  request: Request,
  properties: Seen["properties"],
  socketAddress: string | undefined,
): Response {
  const resolution = resolutionOf(request);
  if (resolution === undefined) throw new Error("the request was not resolved");
  const lines = [...request.headers];
  const seen: Seen = {
    properties,
    resolution,
    original: resolution.original,
    headers: Object.fromEntries(lines),
    names: lines.map(([name]) => name),
    distinct: {},
    lines,
    socketAddress,
  };
  return new Response(JSON.stringify(seen), { headers: { [ANSWERED]: "yes" } });
}

/** Builds the contract's application of proxyfix/fetch. */
export function buildFetch(
  layers: readonly Layer[],
  readAddress: AddressReader,
  peerOptions?: PeerOptions,
): RuntimeHandler {
  return wrapFetch(
    layers,
    (request, argument) =>
      answerSeen(request, readRequest(request, Object.fromEntries(request.headers)), readAddress(request, argument)),
    peerOptions,
  );
}

/** Builds applications by their names; one with options that its adapter does not have answers with 501. */
export function buildOrReport(build: () => RuntimeHandler): RuntimeHandler {
  try {
    return build();
  } catch (error) {
    return () => new Response(String(error), { status: 501 });
  }
}
