import { isItemStart } from "./list.js";

/*
 * A scheme, RFC 3986 section 3.1, of those an HTTP application can have. Case does not matter.
 *
 *   proto = "http" / "https" / "ws" / "wss"      ws and wss are the http and https of a WebSocket handshake
 *   onoff = "on" / "off"                         X-Forwarded-Ssl, Front-End-Https
 */

export type Proto = "http" | "https";

const SMALL_S = 115;

/** Gives the last item of a list where it is `http` or `https`, in any case, and begins by `isItemStart`; undefined otherwise. */
export function findPlainProto(text: unknown): Proto | undefined {
  if (text === "https" || text === "http") return text;
  if (typeof text !== "string") return undefined;
  const start = text.length - (text.charCodeAt(text.length - 1) === SMALL_S ? 5 : 4);
  return isItemStart(text, start) ? parseProto(text, start, text.length) : undefined;
}

/**
 * Parses a scheme.
 *
 * @returns `"http"` or `"https"`, or undefined for any other text
 */
export function parseProto(text: string, start: number, end: number): Proto | undefined {
  switch (end - start) {
    case 4:
      return isWord(text, start, "http") ? "http" : undefined;
    case 5:
      return isWord(text, start, "https") ? "https" : undefined;
    case 2:
      return isWord(text, start, "ws") ? "http" : undefined;
    case 3:
      return isWord(text, start, "wss") ? "https" : undefined;
    default:
      return undefined;
  }
}

/**
 * Parses `on` as https and `off` as http.
 *
 * @returns the scheme, or undefined for any other text
 */
export function parseOnOff(text: string, start: number, end: number): Proto | undefined {
  if (end - start === 2 && isWord(text, start, "on")) return "https";
  if (end - start === 3 && isWord(text, start, "off")) return "http";
  return undefined;
}

/** `word` is in lower case letters; setting the bit 32 lowers a letter and makes a letter of nothing else. */
export function isWord(text: string, start: number, word: string): boolean {
  for (let at = 0; at < word.length; at += 1) {
    if ((text.charCodeAt(start + at) | 32) !== word.charCodeAt(at)) return false;
  }
  return true;
}
