/** Random options of adapters. */
import fc from "fast-check";
import type { NodeOptions } from "../../src/adapters/node.js";
import { believingOptions, validOptions } from "../reference/random-options.js";

const own = fc.record(
  {
    forwardedHeaders: fc.constantFrom("verified", "verified", "keep"),
    keepHeaders: fc.subarray(["x-script-name", "x-scheme", "X-Forwarded-Server", "cf-ip*", "proxy"], { minLength: 1 }),
    shadow: believingOptions,
    socket: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<NodeOptions>;

/** Names with `_`, which are their own headers, and whose aliases with `-` are nobody's. */
const withUnderscores = fc.constantFrom<NodeOptions>(
  { headerNames: { for: "x_client" } },
  { xHost: 1, headerNames: { host: "X_Host-Name" } },
  { clientAddressHeader: "x_visitor" },
);

/** Options that an adapter accepts; without warnings, which are emitted once in a process. */
export const adapterOptions: fc.Arbitrary<NodeOptions> = fc
  .tuple(fc.oneof({ weight: 12, arbitrary: validOptions }, { weight: 1, arbitrary: withUnderscores }), own)
  .map(([options, more]) => ({ ...options, ...more, warnings: false }));
