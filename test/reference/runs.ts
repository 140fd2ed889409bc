/**
 * How many random cases a property tries: few by default, and any number for a search, as in
 * `PROXYFIX_RUNS=200000 npx vitest run test/properties`.
 */
export const RUNS: number = Number(process.env["PROXYFIX_RUNS"] ?? 800);

/** A time limit that grows with the runs, in milliseconds. */
export const LIMIT: number = 20_000 + RUNS * 5;
