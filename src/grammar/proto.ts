/*
 * A scheme (docs/reference/rules.md#r6-proto, RFC 3986 section 3.1). Case does not matter.
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
  if (isWord(text, start, end, "https") || isWord(text, start, end, "wss")) return "https";
  return isWord(text, start, end, "http") || isWord(text, start, end, "ws") ? "http" : undefined;
};

/** Parses `on` as https and `off` as http: the scheme, or undefined for any other text. */
export const parseOnOff: ProtoParser = (text, start, end) => {
  if (isWord(text, start, end, "on")) return "https";
  return isWord(text, start, end, "off") ? "http" : undefined;
};
