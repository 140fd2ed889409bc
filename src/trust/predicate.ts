/** Returns whether a user's function returns `true`. A throw, a promise or any other value is a no. */
export function isTrue(ask: () => unknown): boolean {
  return evaluate(ask) === true;
}

/** Returns whether a user's function returns `false`. A throw, a promise or any other value is a no. */
export function isFalse(ask: () => unknown): boolean {
  return evaluate(ask) === false;
}

/** Calls a user's function; undefined if it throws. */
function evaluate(ask: () => unknown): unknown {
  try {
    const outcome = ask();
    ignoreRejection(outcome);
    return outcome;
  } catch {
    return undefined;
  }
}

/**
 * Lets a promise that a user's function returned fail later without ending the process. A promise of another realm, or
 * of a library, is known by its `then` alone.
 */
export function ignoreRejection(outcome: unknown): void {
  if ((typeof outcome !== "object" && typeof outcome !== "function") || outcome === null) return;
  try {
    const { then } = outcome as { readonly then?: unknown };
    if (typeof then === "function") Reflect.apply(then, outcome, [ignore, ignore]);
  } catch {
    // A `then` that throws has no rejection to handle.
  }
}

function ignore(): void {}
