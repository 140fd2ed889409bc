import { trimBlanks } from "./read-header.js";

/** The parameters of a forwarded-element, names in lower case; or why it cannot be believed. */
export type ReferenceElement = ReadonlyMap<string, string> | "empty" | "invalid";

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// Common senders leave out the quotes in `host=app:8080` (docs/reference/rules.md#r4-forwarded).
const UNQUOTED = /^[!#$%&'*+\-.^_`|~0-9A-Za-z:[\]]+$/;
// RFC 9110 section 5.6.4.
const QDTEXT = /^[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]$/;
const ESCAPABLE = /^[\t \x21-\x7e\x80-\xff]$/;

/**
 * The elements nearest first, read from the right (R4). If the quotes do not balance, the last entry is
 * `undefined`: neither it nor anything to the left of it can be known.
 */
export function elementsFromRight(text: string): (ReferenceElement | undefined)[] {
  const elements: (ReferenceElement | undefined)[] = [];
  let end = text.length;
  let at = text.length - 1;
  while (at >= 0) {
    if (text[at] === '"') {
      const partner = partnerOf(text, at);
      if (partner === -1) return [...elements, undefined];
      at = partner;
    } else if (text[at] === ",") {
      elements.push(parseElement(text.slice(at + 1, end)));
      end = at;
    }
    at -= 1;
  }
  return [...elements, parseElement(text.slice(0, end))];
}

/** The nearest quote to the left that an even number of backslashes precedes, or -1. */
function partnerOf(text: string, closing: number): number {
  for (let at = closing - 1; at >= 0; at -= 1) {
    if (text[at] !== '"') continue;
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return -1;
}

/** One element by its own grammar: pairs between semicolons, space and tab around those, empty pairs allowed. */
function parseElement(text: string): ReferenceElement {
  const trimmed = trimBlanks(text);
  if (trimmed === "") return "empty";
  const parameters = new Map<string, string>();
  for (const pair of splitOutsideQuotes(trimmed, ";").map(trimBlanks)) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = pair.slice(0, Math.max(equals, 0));
    const value = parseValue(pair.slice(equals + 1));
    // RFC 7239 section 4 forbids a repeated parameter whatever its name.
    if (!TOKEN.test(name) || value === undefined || parameters.has(name.toLowerCase())) return "invalid";
    parameters.set(name.toLowerCase(), value);
  }
  return parameters;
}

function parseValue(text: string): string | undefined {
  if (UNQUOTED.test(text)) return text;
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return undefined;
  const inside = text.slice(1, -1);
  let value = "";
  for (let at = 0; at < inside.length; at += 1) {
    const escaped = inside[at] === "\\";
    if (escaped) at += 1;
    const character = inside[at] ?? "";
    if (!(escaped ? ESCAPABLE : QDTEXT).test(character)) return undefined;
    value += character;
  }
  return value;
}

/** Splits at a separator outside quoted-strings, left to right; an unclosed string reaches to the end. */
function splitOutsideQuotes(text: string, separator: "," | ";"): string[] {
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (quoted && character === "\\") {
      part += character + (text[at + 1] ?? "");
      at += 1;
      continue;
    }
    if (character === '"') quoted = !quoted;
    if (character === separator && !quoted) {
      parts.push(part);
      part = "";
    } else {
      part += character;
    }
  }
  return [...parts, part];
}

/**
 * The elements of a well-formed `Forwarded`, leftmost first, read from left to right as RFC 7239 section 4 does;
 * undefined if any part of the value is malformed. The opposite direction of {@link elementsFromRight}, for a
 * property that compares the two.
 */
export function parseForwardedStrictly(text: string): ReferenceElement[] | undefined {
  const elements = splitOutsideQuotes(text, ",").map(parseElement);
  return elements.includes("invalid") ? undefined : elements;
}
