/** Returns whether a user's function returns `true`. A throw, a promise or any other value is a no. */
export function isTrue(ask: () => unknown): boolean {
  return evaluate(ask) === true;
}

/** Returns whether a user's function returns `false`. A throw, a promise or any other value is a no. */
export function isFalse(ask: () => unknown): boolean {
  return evaluate(ask) === false;
}

/** Calls a user's function; undefined if it throws. A promise that fails later must not end the process. */
function evaluate(ask: () => unknown): unknown {
  try {
    const outcome = ask();
    if (outcome instanceof Promise) outcome.catch(() => {});
    return outcome;
  } catch {
    return undefined;
  }
}
