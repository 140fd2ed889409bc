/* The character codes that the grammars compare with, and the character classes that several of them share. */

export const TAB = 9;
export const SPACE = 32;
export const QUOTE = 34;
export const PERCENT = 37;
export const COMMA = 44;
export const HYPHEN = 45;
export const DOT = 46;
export const SLASH = 47;
export const ZERO = 48;
export const COLON = 58;
export const SEMICOLON = 59;
export const EQUALS = 61;
export const OPENING_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSING_BRACKET = 93;
export const UNDERSCORE = 95;
export const SMALL_X = 120;

/** Returns whether the character is one of `0` to `9`. */
export function isDigit(code: number): boolean {
  return code >= ZERO && code <= 57;
}

/** Returns the value of a hexadecimal digit in either case, or -1 for any other character. */
export function parseHexDigit(code: number): number {
  if (isDigit(code)) return code - ZERO;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Returns whether the text between two offsets is a word, in either case. `word` consists of lower-case letters. */
export function isWord(text: string, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let at = 0; at < word.length; at += 1) {
    // Bit 32 makes a letter lower case, and makes a letter of no other character.
    if ((text.charCodeAt(start + at) | 32) !== word.charCodeAt(at)) return false;
  }
  return true;
}

/** Creates a table with 1 at the code of each letter, digit and other character of an ASCII class, and 0 elsewhere. */
export function createCharacterTable(others: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of `${others}0123456789`) table[character.charCodeAt(0)] = 1;
  for (let letter = 97; letter <= 122; letter += 1) table[letter] = table[letter - 32] = 1;
  return table;
}

const TOKEN = createCharacterTable("!#$%&'*+-.^_`|~");

/** Returns whether the character can stand in a token (RFC 9110 section 5.6.2). */
export function isTokenCharacter(code: number): boolean {
  return TOKEN[code] === 1;
}

const ALPHANUMERIC = createCharacterTable("");

/** Returns whether the character can stand in a token, and is neither a letter nor a digit. */
export function isSeparator(code: number): boolean {
  return isTokenCharacter(code) && ALPHANUMERIC[code] === 0;
}

/** Returns whether the text is a token: one or more of its characters. */
export function isToken(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!isTokenCharacter(text.charCodeAt(at))) return false;
  return text !== "";
}
