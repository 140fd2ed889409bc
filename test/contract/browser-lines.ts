import type { HeaderLine } from "./wire.js";

/** A browser's other headers: V8 stores so many in a dictionary, and enumerates it differently from a few. */
export const OF_BROWSER: readonly HeaderLine[] = Array.from({ length: 20 }, (_, at) => [`X-Of-Browser-${at}`, "1"]);
