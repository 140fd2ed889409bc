import { readFileSync } from "node:fs";
import { joinedHeader } from "./read-header.js";
import type { ReferenceRequest } from "./request.js";
import type { Settings } from "./settings.js";

/** The six standard headers, and two that every kind of proxy adds. */
const STANDARD = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "forwarded",
  "via",
  "cdn-loop",
];

/**
 * Vendor headers that claim an address, a scheme or a host: those of the section that R2 links to. Ambiguity: a header that
 * contains a port alone. Read as a claim about the host, which is `hostname[:port]`. Ambiguity: names with `_` for `-`.
 * Read as no sign.
 */
export const VENDOR_SIGNS: readonly string[] = readNames("## Address, scheme and host");

/** Reads the names in the blocks of a section of docs/reference/client-headers.md. */
function readNames(heading: string): readonly string[] {
  const page = readFileSync(new URL("../../docs/reference/client-headers.md", import.meta.url), "utf8");
  const [, section = ""] = page.split(`\n${heading}\n`);
  const [own = ""] = section.split("\n## ");
  return own
    .split("```text\n")
    .flatMap((block, at) => (at === 0 ? [] : (block.split("```")[0] ?? "").trim().split(/\s+/)));
}

/**
 * Whether the request carries any sign of a proxy (R2), an empty one included. Ambiguity: with `{ name, from }` the
 * value of the single header may not be looked at. Read as R3's table has it: its presence is still a sign.
 */
export function hasSignOfProxy(facts: ReferenceRequest, settings: Settings): boolean {
  const names = [...STANDARD, ...VENDOR_SIGNS, ...Object.values(settings.names), settings.single?.name];
  return names.some((name) => name !== undefined && joinedHeader(facts.headers, name) !== undefined);
}
