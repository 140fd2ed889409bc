/** Header lines as clients send them: names in every case and with every separator, several lines of one header. */
import fc from "fast-check";
import { VENDOR_HEADERS } from "../../src/options/vendor-headers.js";
import { forwardedHeader } from "../reference/random-headers.js";
import { HEADER_VALUES } from "../reference/random-requests.js";
import { nodeText } from "../reference/random-texts.js";
import type { HeaderLine } from "../contract/wire.js";

const BELIEVED = ["host", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-forwarded-prefix", "forwarded"]; // prettier-ignore
/** Headers that contain no fact about the client; some of them Node joins or drops in a way of its own. */
const OTHERS = ["accept", "cookie", "set-cookie", "date", "user-agent", "x-request-id", "7", "__proto__", "constructor", "get"]; // prettier-ignore

const LETTERS = /(^|[-_.])[a-z]/g;

/** A name in one of the cases that occur. */
function spell(name: string): fc.Arbitrary<string> {
  return fc.constantFrom(
    name,
    name.replace(LETTERS, (start) => start.toUpperCase()),
    name.toUpperCase(),
  );
}

/** A name with other separators, which a gateway or a framework may take for the same. */
function alias(name: string): fc.Arbitrary<string> {
  return fc.constantFrom(name.replaceAll("-", "_"), name.replace("-", "_"), name.replaceAll("-", "."), `${name}-`, `_${name}`); // prettier-ignore
}

const names = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...BELIEVED) },
  { weight: 4, arbitrary: fc.constantFrom(...Object.keys(HEADER_VALUES).filter((name) => !name.startsWith(":"))) },
  { weight: 2, arbitrary: fc.constantFrom(...VENDOR_HEADERS) },
  { weight: 3, arbitrary: fc.constantFrom(...OTHERS) },
  { weight: 2, arbitrary: fc.constantFrom(...BELIEVED, ...VENDOR_HEADERS.slice(0, 20)).chain(alias) },
  { weight: 1, arbitrary: fc.constantFrom("a".repeat(300), "x-forwarded-for".repeat(20), "!#$%&'*+-.^_`|~0a", "via") },
);

const anyValue = fc.oneof(nodeText, forwardedHeader);

/** A header with its lines: one most often, and one that is empty for a list without lines. */
const header: fc.Arbitrary<readonly HeaderLine[]> = names.chain((name) => {
  const values = (Object.hasOwn(HEADER_VALUES, name) ? HEADER_VALUES[name] : undefined) ?? anyValue;
  return fc
    .tuple(spell(name), values)
    .map(([spelled, value]) =>
      (typeof value === "string" ? [value] : value).map((line): HeaderLine => [spelled, line]),
    );
});

/** The lines of a request, in any order. */
export const headerLines: fc.Arbitrary<readonly HeaderLine[]> = fc
  .array(header, { maxLength: 9 })
  .map((headers) => headers.flat());
