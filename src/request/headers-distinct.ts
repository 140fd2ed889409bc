import type { IncomingRequest } from "./request.js";

/*
 * Node builds `headersDistinct` from the header lines when it is first read, by its own count of the lines that were
 * parsed: it throws if there are fewer lines by then, and keeps the result. A request whose lines were changed gets an
 * accessor that reads the lines as they are.
 */

/** Marks a prototype whose `headersDistinct` reads the lines as they are. */
const READS_LINES: unique symbol = Symbol.for("proxyfix.headersDistinct");

/** Makes `headersDistinct` agree with the header lines, even if it was read or assigned before. */
export function renewHeadersDistinct(req: IncomingRequest): void {
  if (!("headersDistinct" in req)) return;
  if (!(READS_LINES in req) || Object.hasOwn(req, "headersDistinct")) {
    Object.defineProperty(req, "headersDistinct", ACCESSOR);
  }
}

const ACCESSOR: PropertyDescriptor & ThisType<IncomingRequest> = {
  configurable: true,
  enumerable: false,
  get() {
    return groupLines(this.rawHeaders ?? []);
  },
  set(value: unknown) {
    Object.defineProperty(this, "headersDistinct", { value, writable: true, configurable: true, enumerable: true });
  },
};

/**
 * Defines the accessor once on a prototype whose requests Node did not create, as Express's: an own property on each of
 * them would slow down every later access.
 *
 * @param isChanged - returns whether the lines of a request may have been changed
 */
export function defineHeadersDistinct(prototype: object, isChanged: (req: object) => boolean): void {
  if (!("headersDistinct" in prototype)) return;
  const above = Object.getPrototypeOf(prototype) as object;
  Object.defineProperty(prototype, READS_LINES, { value: true });
  Object.defineProperty(prototype, "headersDistinct", {
    ...ACCESSOR,
    get(this: IncomingRequest): unknown {
      return isChanged(this) ? groupLines(this.rawHeaders ?? []) : Reflect.get(above, "headersDistinct", this);
    },
  });
}

function groupLines(lines: readonly string[]): Record<string, string[]> {
  const grouped = Object.create(null) as Record<string, string[]>;
  for (let at = 0; at < lines.length; at += 2) (grouped[lines[at]!.toLowerCase()] ??= []).push(lines[at + 1]!);
  return grouped;
}
