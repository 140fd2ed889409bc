import type { IncomingRequest } from "../../request/request.js";
import type { InspectorAnswer } from "../answer.js";

/** A call of the inspector by a framework. */
export interface Call {
  /** Node's request, or an object of its shape. */
  readonly message: IncomingRequest;
  readonly method: string | undefined;
  /** The request target as it was received, if the framework keeps it elsewhere. */
  readonly target?: string;
  /** Sends an answer as the framework does; returns the result of the handler. */
  answer(answer: InspectorAnswer): unknown;
  /** Leaves the request to the application, or answers with 404 if there is none; returns the result of the handler. */
  pass(): unknown;
}

/** Reads the arguments of a handler; undefined if another framework has called it. */
export type CallReader = (args: readonly unknown[]) => Call | undefined;

/** Returns whether a value has methods, or properties, of these types. */
export function hasShape(value: unknown, shape: Readonly<Record<string, "function" | "object" | "string">>): boolean {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const properties = value as Readonly<Record<string, unknown>>;
  return Object.entries(shape).every(([name, type]) => properties[name] !== null && typeof properties[name] === type);
}
