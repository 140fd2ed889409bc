import type { InspectorAnswer } from "../../../src/inspector/answer.js";

/** An answer that any framework can send. */
export const ANSWER: InspectorAnswer = {
  status: 200,
  headers: { "content-type": "text/plain", vary: "Accept" },
  body: "é",
};

/** Creates an object whose methods keep their arguments and return the object. */
export function createRecorder(...names: readonly string[]): {
  readonly object: object;
  readonly calls: readonly (readonly unknown[])[];
} {
  const calls: unknown[][] = [];
  const object: Record<string, unknown> = {};
  for (const name of names) {
    object[name] = (...args: unknown[]) => {
      calls.push([name, ...args]);
      return object;
    };
  }
  return { object, calls };
}
