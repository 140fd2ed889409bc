import { EventEmitter } from "node:events";

import type { EndSignal, Surroundings } from "../../src/cli/surroundings.js";

/** The streams of a command, in memory. */
export interface MemorySurroundings extends Surroundings {
  readonly written: { stdout: string; stderr: string };
  /** Asks the command to end. */
  readonly signals: EventEmitter<Record<EndSignal, []>>;
}

/** Creates streams in memory, with a text as standard input. */
export function createSurroundings(
  env: Surroundings["env"] = {},
  { input = "", isTTY }: { readonly input?: string; readonly isTTY?: boolean } = {},
): MemorySurroundings {
  const written = { stdout: "", stderr: "" };
  const signals = new EventEmitter<Record<EndSignal, []>>();
  const createStream = (name: keyof typeof written) => ({
    isTTY,
    write: (text: string) => {
      written[name] += text;
    },
  });
  return {
    env,
    written,
    signals,
    once: (signal, listener) => signals.once(signal, listener),
    off: (signal, listener) => signals.off(signal, listener),
    stdin: (async function* () {
      yield await Promise.resolve(Buffer.from(input));
    })(),
    stdout: createStream("stdout"),
    stderr: createStream("stderr"),
  };
}
