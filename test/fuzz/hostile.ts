/** Text of a client at every place of a request that no option believes. */
import fc from "fast-check";
import { readElements, readStatements, spokenDepth, walkedDepth } from "../reference/client.js";
import { forwardedHeader, listHeader, type HeaderValue } from "../reference/random-headers.js";
import type { HeaderRecord } from "../reference/random-requests.js";
import { hostText, nodeText, protoText } from "../reference/random-texts.js";
import { joinedHeader, listItems } from "../reference/read-header.js";
import type { ReferenceRequest } from "../reference/request.js";
import type { Settings } from "../reference/settings.js";

/** An address and a host that stand in no other header, so that a result that contains them is forged. */
export const MARKS = ["66.66.66.66", "forged.test"] as const;

const MARKED = [
  MARKS[0],
  `for=${MARKS[0]};host=${MARKS[1]};proto=https`,
  `"${MARKS[0]}`,
  `for="${MARKS[0]}`,
  `${MARKS[0]}"`,
  `\\"${MARKS[1]}`,
  `${MARKS[1]}:443`,
  `/${MARKS[1]}`,
  `${MARKS[0]},`.repeat(80),
];

/** Text that a client may write to the left of the values of trusted proxies. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...MARKED) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(listHeader(fc.oneof(nodeText, hostText, protoText)), forwardedHeader)
      .map((value) => (typeof value === "string" ? value : value.join(","))),
  },
);

/**
 * Replaces all text that the rules do not let anybody believe: the part of a list to the left of its counted value, and
 * the whole value of a header that is not counted. No header is added, since each is a sign of a proxy (R2).
 *
 * @param facts - by which the headers are resolved; their record is `headers`
 */
export function addHostileText(
  headers: HeaderRecord,
  facts: ReferenceRequest,
  settings: Settings,
  text: string,
): HeaderRecord {
  const places = findPlaces(facts, settings);
  const isRead = new Set(["host", ":authority", settings.single?.name]);
  const entries = Object.entries(headers).map(([name, value]): [string, HeaderValue] => {
    if (isRead.has(name) || value.length === 0) return [name, value];
    const isComplete = places.get(name);
    if (isComplete === undefined) return [name, text];
    return [name, isComplete ? prepend(text, value) : value];
  });
  return Object.fromEntries(entries);
}

function prepend(text: string, value: HeaderValue): HeaderValue {
  return typeof value === "string" ? `${text},${value}` : [text, ...value];
}

/**
 * Returns for each counted header whether its counted value exists, so that nothing to the left of it is read. A walk that
 * ended with its list would go on if the list did.
 */
function findPlaces(facts: ReferenceRequest, settings: Settings): Map<string, boolean> {
  const { names, forwarded, xFor } = settings;
  const statements = readStatements(facts, settings);
  const depth = walkedDepth(statements, settings);
  const spoken = spokenDepth(statements, depth, settings);
  const length = statements?.length ?? 0;
  const places = new Map<string, boolean>();
  const chain = settings.trustsHop === undefined ? Math.max(xFor, forwarded) : depth;
  if (xFor > 0) places.set(names.for, chain <= length);
  if (forwarded > 0) places.set("forwarded", chain <= length && readElements(facts)?.[chain - 1] !== undefined);
  const lists = { proto: settings.xProto, host: settings.xHost, port: settings.xPort, prefix: settings.xPrefix };
  for (const [fact, count] of Object.entries(lists) as [keyof typeof lists, number][]) {
    if (count === 0) continue;
    const text = joinedHeader(facts.headers, names[fact]);
    places.set(names[fact], text !== undefined && listItems(text).length >= Math.min(count, spoken));
  }
  return places;
}
