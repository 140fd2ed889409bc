/**
 * What Node is told for a server to measure: room for a heap that needs no full collection, in megabytes. One that comes while
 * nothing happens, as when a program has just started, leaves Node's own process.nextTick three times slower for as long as
 * it runs, and chance decides whose it is.
 */
export const FLAGS = ["--initial-heap-size=256"];
