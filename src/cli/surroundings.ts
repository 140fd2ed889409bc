/** A stream that an output goes to. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** A signal that asks a process to end. */
export type EndSignal = "SIGINT" | "SIGTERM";

/** Everything of a process that a command uses. */
export interface Surroundings {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls a listener when the process is asked to end. */
  once(signal: EndSignal, listener: () => void): unknown;
  /** Removes such a listener. */
  off(signal: EndSignal, listener: () => void): unknown;
}
