import { readFileSync } from "node:fs";
import type { ProxyFixOptions } from "../../src/options/options.js";
import type { Issue, RequestFacts } from "../../src/resolution.js";

/** The part of a WSGI environ that ProxyFix reads. */
export type Environ = Readonly<Record<string, string>>;

/** The result by this package's rules; missing fields are undefined. */
export type ExpectedOutcome =
  | { readonly optionError: true }
  | {
      readonly optionError?: never;
      readonly clientAddress?: string;
      readonly proto: string;
      readonly host?: string;
      readonly prefix: string;
      readonly issues: readonly Issue[];
    };

/** One input of Werkzeug's ProxyFix, with its outcome there and here. */
export interface WerkzeugVector {
  readonly name: string;
  readonly options: ProxyFixOptions;
  readonly environ: Environ;
  readonly werkzeug: { readonly environ: Environ | null; readonly url_root: string | null };
  readonly design: ExpectedOutcome;
  /** Whether both agree on address, scheme and root URL. */
  readonly same: boolean;
  /** Whether the host is in SERVER_NAME and SERVER_PORT, which only a gateway's variables have. */
  readonly environOnly?: boolean;
}

const file = new URL("../../vectors/werkzeug.json", import.meta.url);

export const werkzeugVectors: readonly WerkzeugVector[] = (
  JSON.parse(readFileSync(file, "utf8")) as { vectors: WerkzeugVector[] }
).vectors;

/** Returns the request over HTTP that an environ represents. */
export function factsOfEnviron(environ: Environ): RequestFacts {
  const headers: Record<string, string> = {};
  for (const [key, value] of Object.entries(environ)) {
    if (key.startsWith("HTTP_")) headers[key.slice("HTTP_".length).toLowerCase().replaceAll("_", "-")] = value;
  }
  return {
    headers,
    peerAddress: environ["REMOTE_ADDR"],
    encrypted: environ["wsgi.url_scheme"] === "https",
    prefix: environ["SCRIPT_NAME"] ?? "",
  };
}
