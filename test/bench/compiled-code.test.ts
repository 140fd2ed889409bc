import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";

import { createResolver } from "proxyfix";
import { BelievedResolution } from "../../src/resolve/believed-resolution.js";

setFlagsFromString("--expose-gc");
setFlagsFromString("--allow-natives-syntax");
const collect = runInNewContext("gc") as () => void;
/** How a function is compiled, in V8's bits, which differ between its versions: they are compared, never read. */
// oxlint-disable-next-line typescript/no-implied-eval -- no other compiler knows V8's own functions
const readStatus = new Function("code", "return %GetOptimizationStatus(code)") as (code: unknown) => number;

it("a resolver keeps its compiled code if the garbage collector finds no resolution", () => {
  const resolver = createResolver({ xHost: 1 });
  const facts = {
    peerAddress: "10.0.0.1",
    headers: {
      "x-forwarded-for": "203.0.113.7",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "www.example.com",
    },
  };
  const resolve = (): void => void resolver(facts);
  const methods = Object.values(Object.getOwnPropertyDescriptors(BelievedResolution.prototype));
  const code = [resolver, BelievedResolution, ...methods.map((method): unknown => method.value)].filter(
    (each) => typeof each === "function",
  );
  const readAll = (): string => code.map(readStatus).join();

  const fresh = readAll();
  let isKept = false;
  // A compilation that was still under way changes the status as well: a busy machine has another try.
  for (let attempt = 0; attempt < 3 && !isKept; attempt += 1) {
    const compiled = callUntilSteady(resolve, readAll);
    expect(compiled).not.toBe(fresh);
    collect();
    isKept = readAll() === compiled;
  }
  expect(isKept).toBe(true);
});

/** Calls code until its compilation status stays the same. */
function callUntilSteady(call: () => void, read: () => string): string {
  let status = "";
  let steady = 0;
  for (let round = 0; round < 2000 && steady < 50; round += 1) {
    for (let time = 0; time < 2000; time += 1) call();
    const next = read();
    steady = next === status ? steady + 1 : 0;
    status = next;
  }
  return status;
}
