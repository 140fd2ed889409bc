import type { ProxyFixOptions } from "../../../src/index.js";
import { formatJson, parseJson } from "../vector.js";

/** The header that selects an application of the worker. It contains the peer, since the runtime passes none. */
export const SELECTION = "x-test-app";

/** The value of the header. */
export interface Selection {
  /** A case of the contract by its place, or the options of a recorded case. */
  readonly app: number | ProxyFixOptions;
  /** The peer's address, or `unix`; undefined if it is unknown. */
  readonly peer?: string | undefined;
}

/** Formats the value of the header, in ASCII. */
export function formatSelection(selection: Selection): string {
  return formatJson(selection);
}

/** Reads the header of a request; undefined without it. */
export function readSelection(request: { readonly headers: Pick<Headers, "get"> }): Selection | undefined {
  const text = request.headers.get(SELECTION);
  return text === null ? undefined : (parseJson(text) as Selection);
}
