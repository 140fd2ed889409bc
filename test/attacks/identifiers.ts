import { SHARED_CONNECTION } from "./connection.js";
import { costlyHeaders } from "./costs.js";
import { PATHS_OF_OTHER_SITES } from "./path.js";
import { refusedOptions } from "./refused-options.js";
import { attacks } from "./requests.js";
import { warnedRequests } from "./warned.js";

/** The identifiers of all attacks, each once: advisories, and short names of attacks without one. */
export const identifiers: readonly string[] = [
  ...new Set([
    ...[...attacks, ...warnedRequests, ...refusedOptions, ...costlyHeaders, ...PATHS_OF_OTHER_SITES].map(
      ({ id }) => id,
    ),
    SHARED_CONNECTION,
  ]),
];
