import { adapterTarget } from "./adapter-target.js";
import { coreTarget } from "./core-target.js";
import { http1Target } from "./http1-target.js";
import { http2Target } from "./http2-target.js";
import { optionsTarget } from "./options-target.js";
import { rewriteTarget } from "./rewrite-target.js";
import type { Target } from "./target.js";

/** All targets of the fuzzer. */
export const targets: readonly Target[] = [
  coreTarget,
  adapterTarget,
  rewriteTarget,
  optionsTarget,
  http1Target,
  http2Target,
];
