import { onTestFinished, vi } from "vitest";

const EMITTED = Symbol.for("proxyfix.warnings");

/**
 * Collects the process warnings of a test, as if the process had emitted none before.
 *
 * @returns a function that returns the arguments of each call of process.emitWarning
 */
export function listenForWarnings(): () => readonly unknown[] {
  const emitted = (process as { [EMITTED]?: Set<string> })[EMITTED];
  emitted?.clear();
  const warn = vi.spyOn(process, "emitWarning").mockReturnValue();
  onTestFinished(() => {
    warn.mockRestore();
    (process as { [EMITTED]?: Set<string> })[EMITTED]?.clear();
  });
  return () => warn.mock.calls;
}
