import { SHARED_CONNECTION } from "./connection.js";
import { costlyHeaders } from "./costs.js";
import { PATHS_OF_OTHER_SITES } from "./path.js";
import { attacks } from "./requests.js";
import { wrongOptions } from "./start-up.js";
import { warnedRequests } from "./warned.js";

/** The identifiers of all attacks, each once: advisories, and short names of attacks without one. */
export const identifiers: readonly string[] = [
  ...new Set([
    ...[...attacks, ...warnedRequests, ...wrongOptions, ...costlyHeaders, ...PATHS_OF_OTHER_SITES].map(({ id }) => id),
    SHARED_CONNECTION,
  ]),
];
