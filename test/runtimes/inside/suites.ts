/** The test that the running program is the runtime that was asked for; it belongs to both suites. */
const IDENTITY = "test/runtimes/inside/identity.test.ts";

/** The core's tests: those of pure functions. */
export const CORE: string[] = [
  "test/{grammar,trust,options,resolve,rewrite,headers,explain,text,properties,vectors}/**/*.test.ts",
  "test/*.test.ts",
  IDENTITY,
];

/** The contract of the adapters. */
export const CONTRACT: string[] = ["test/contract/*.test.ts", IDENTITY];

/** A test of the core that no runtime runs inside itself. */
interface Omitted {
  readonly file: string;
  readonly reason: string;
}

/** The tests that are left out on every runtime. */
export const OMITTED: readonly Omitted[] = [
  {
    file: "test/grammar/list.memory.test.ts",
    reason: "it measures the memory of each version of Node in processes of its own, beside these runs",
  },
  {
    file: "test/vectors/werkzeug-live.test.ts",
    reason: "it compares the core with Werkzeug in a process of Python; the recorded vectors run everywhere",
  },
];
