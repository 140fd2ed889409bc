import type { Recorded } from "./recorded.js";
import type { Seen } from "./seen.js";
import type { Subject } from "./subject.js";

/** Finds a difference between what the application saw of a recorded case and the expected facts. */
export function findFault(
  { expected, peer }: Recorded,
  { resolution, properties }: Pick<Seen, "resolution" | "properties">,
  { listProperties }: Pick<Subject, "listProperties">,
): unknown {
  const { clientAddress, proto, host, prefix, issues, addresses } = resolution;
  const facts = { clientAddress, proto, host, prefix, issues };
  const wanted = {
    ...{ clientAddress: expected.clientAddress, proto: expected.proto, host: expected.host },
    ...{ prefix: expected.prefix, issues: expected.issues },
  };
  const truth = { ...wanted, addresses, peerAddress: peer, target: "/" };
  const pairs = [
    [facts, wanted],
    [properties, listProperties(truth)],
  ] as const;
  return pairs.find(([found, expectation]) => toText(found) !== toText(expectation));
}

/** Formats a value as JSON with sorted properties. */
function toText(value: object): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}
