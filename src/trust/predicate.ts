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

/** Lets a promise that a user's function returned fail later without ending the process. */
export function ignoreRejection(outcome: unknown): void {
  if (outcome instanceof Promise) outcome.catch(() => {});
}
