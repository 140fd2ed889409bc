/*
 * A scheme, RFC 3986 section 3.1, of those that an HTTP application can have. Case does not matter.
 *
 *   proto = "http" / "https" / "ws" / "wss"      ws and wss are the http and https of a WebSocket handshake
 *   onoff = "on" / "off"                         X-Forwarded-Ssl, Front-End-Https
 */
import { isWord } from "./characters.js";

export type Proto = "http" | "https";

/** Parses the text between two offsets as a scheme; undefined if it is none. */
export type ProtoParser = (text: string, start: number, end: number) => Proto | undefined;

/** Parses a scheme: `"http"` or `"https"`, or undefined for any other text. */
export const parseProto: ProtoParser = (text, start, end) => {
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
};

/** Parses `on` as https and `off` as http: the scheme, or undefined for any other text. */
export const parseOnOff: ProtoParser = (text, start, end) => {
  if (end - start === 2 && isWord(text, start, "on")) return "https";
  if (end - start === 3 && isWord(text, start, "off")) return "http";
  return undefined;
};
