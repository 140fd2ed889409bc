import { describe, expect, it } from "vitest";

import {
  createCharacterTable,
  isDigit,
  isSeparator,
  isToken,
  isTokenCharacter,
  isWord,
  parseHexDigit,
} from "../../src/grammar/characters.js";

/** Every UTF-16 code unit. */
const CODES = Array.from({ length: 0x10000 }, (_, code) => code);

/** Lists the characters that a check accepts. */
function listAccepted(isAccepted: (code: number) => boolean): string {
  return String.fromCharCode(...CODES.filter(isAccepted));
}

describe("isDigit", () => {
  it("accepts the ASCII digits and no other character", () => {
    expect(listAccepted(isDigit)).toBe("0123456789");
  });
});

describe("parseHexDigit", () => {
  it("accepts the hexadecimal digits of both cases and no other character", () => {
    expect(listAccepted((code) => parseHexDigit(code) >= 0)).toBe("0123456789ABCDEFabcdef");
  });

  it("returns the value of a digit in either case", () => {
    const valuesOf = (digits: string): number[] => Array.from(digits, (digit) => parseHexDigit(digit.charCodeAt(0)));
    const values = Array.from({ length: 16 }, (_, value) => value);
    expect(valuesOf("0123456789abcdef")).toEqual(values);
    expect(valuesOf("0123456789ABCDEF")).toEqual(values);
  });
});

describe("isWord", () => {
  it("accepts each letter of a word in both cases and no other character for it", () => {
    for (const letter of "aghkostwz") {
      const accepted = listAccepted((code) => isWord(String.fromCharCode(code), 0, 1, letter));
      expect(accepted).toBe(letter.toUpperCase() + letter);
    }
  });

  it("compares the whole text between the offsets", () => {
    expect(isWord("a,https", 2, 7, "http")).toBe(false);
    expect(isWord("a,HttP", 2, 6, "http")).toBe(true);
    expect(isWord("a,htt", 2, 5, "http")).toBe(false);
    expect(isWord("a,http", 1, 5, "http")).toBe(false);
  });
});

describe("createCharacterTable", () => {
  it("contains letters, digits and the given characters, and nothing else", () => {
    const table = createCharacterTable("-_");
    expect(table).toHaveLength(128);
    expect(listAccepted((code) => table[code] === 1)).toBe(
      "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz",
    );
  });
});

describe("isTokenCharacter", () => {
  it("accepts the characters of a token and no other (RFC 9110 section 5.6.2)", () => {
    const accepted = listAccepted(isTokenCharacter);
    expect(accepted).toBe("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~");
  });
});

describe("isSeparator", () => {
  it("accepts the characters of a token that are neither letters nor digits, and no other", () => {
    expect(listAccepted(isSeparator)).toBe("!#$%&'*+-.^_`|~");
    expect(isSeparator(Number.NaN)).toBe(false);
  });
});

describe("isToken", () => {
  it.each(["a", "X-Forwarded-For", "!#$%&'*+-.^_`|~09azAZ"])("accepts %j", (text) => {
    expect(isToken(text)).toBe(true);
  });

  it.each(["", " ", "a b", "a:", "(a", "a\u00e9", "a\r\n"])("rejects %j", (text) => {
    expect(isToken(text)).toBe(false);
  });
});
