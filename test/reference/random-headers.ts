/** Random header values: lists in every shape that a server returns, and Forwarded between good and broken. */
import fc from "fast-check";
import { accidental, forText, hostText, nodeText, protoText } from "./random-texts.js";

/** A header's value as Node gives it. */
export type HeaderValue = string | string[];

const separator = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(",", ", ", " ,\t") },
  { weight: 1, arbitrary: fc.constantFrom(",,", ",\u00a0", ";", " ") },
);

/** Items joined to a list on one line or several, most often well. */
export function listHeader(item: fc.Arbitrary<string>): fc.Arbitrary<HeaderValue> {
  const blank = fc.constantFrom("", "", "", " ", "\t");
  const padded = fc.tuple(blank, item, blank).map((parts) => parts.join(""));
  const line = fc
    .tuple(fc.array(padded, { minLength: 1, maxLength: 4 }), fc.array(separator, { minLength: 3, maxLength: 3 }))
    .map(([items, separators]) => items.reduce((text, next, index) => text + (separators[index - 1] ?? ",") + next));
  return fc.oneof(
    { weight: 12, arbitrary: line },
    { weight: 3, arbitrary: fc.array(line, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constantFrom("", " ", ",", ",,", "\t,") },
  );
}

const token = fc.constantFrom(
  "for",
  "For",
  "proto",
  "host",
  "HOST",
  "by",
  "ext",
  "e!#$x",
  "",
  "f or",
  '"for"',
  "K",
  "\u212a",
);

function escaped(text: string): string {
  return text.replace(/["\\]/g, String.raw`\$&`);
}

const LOOSE = `${String.raw`",;\ =`}\t`;

/** A parameter's value, quoted in one of the ways that occur: not at all, correctly, with needless escapes, or wrongly. */
function quoted(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const loose = fc.string({ unit: fc.constantFrom(...LOOSE, "a"), maxLength: 4 });
  return fc.tuple(text, loose, fc.nat(23)).map(([value, extra, way]) => {
    if (way < 2) return /^[\w.]+$/.test(value) || way === 0 ? value : `"${value}"`;
    if (way > 19) return /^[\w.:[\]-]+$/.test(value) ? value : `"${value}"`;
    if (way < 16) return `"${escaped(value)}"`;
    if (way === 16) return `"${escaped(extra)}"`;
    if (way === 17) return `"${[...value].map((character) => `\\${character}`).join("")}"`;
    return way === 18 ? `"${value}${extra}"` : `"${escaped(value)}`;
  });
}

const equals = fc.oneof(
  { weight: 24, arbitrary: fc.constant("=") },
  { weight: 1, arbitrary: fc.constantFrom(" =", "= ", "", " ", ":", "==") },
);

/** A pair, most often with a lone equals sign. */
function pairOf(name: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(equals, quoted(value)).map((parts) => name + parts.join(""));
}

const element = fc
  .tuple(
    fc.option(pairOf("for", forText), { freq: 9, nil: "" }),
    fc.option(pairOf("proto", protoText), { nil: "" }),
    fc.option(pairOf("host", hostText), { nil: "" }),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant("") },
      { weight: 1, arbitrary: token.chain((name) => pairOf(name, fc.oneof(nodeText, hostText))) },
    ),
    fc.constantFrom(";", "; ", "\t;", ";;"),
    fc.boolean(),
  )
  .map(([node, proto, host, any, semicolon, keepEmpty]) =>
    [node, proto, host, any].filter((pair) => keepEmpty || pair !== "").join(semicolon),
  );

const soup = fc.string({
  unit: fc.constantFrom(...LOOSE, "for=1.2.3.4", "for=10.0.0.1", "a", "\u0007", "\t"),
  maxLength: 14,
});

/** A Forwarded header: elements, some broken, and sometimes a soup of its delimiters. */
export const forwardedHeader: fc.Arbitrary<HeaderValue> = fc.oneof(
  { weight: 16, arbitrary: listHeader(accidental(element)) },
  { weight: 2, arbitrary: soup },
  { weight: 1, arbitrary: fc.tuple(soup, element).map((parts) => parts.join(",")) },
);
