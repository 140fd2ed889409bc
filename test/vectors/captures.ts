import { readFileSync } from "node:fs";
import type { ProxyFixOptions } from "../../src/options/options.js";
import type { RequestFacts } from "../../src/resolution.js";

/** A request that a real proxy sent to a real application over HTTP. */
export interface Capture {
  readonly proxy: string;
  readonly version: string;
  /** The set-up and the kind of request, with ` / ` between them. */
  readonly name: string;
  readonly client: { readonly headers: readonly (readonly [string, string])[]; readonly path: string };
  readonly app: {
    readonly via: string;
    /** The request target as received. */
    readonly url: string;
    readonly rawHeaders?: readonly string[];
    readonly remoteAddress: string | null;
    readonly encrypted: boolean;
  };
  readonly truth: {
    readonly client_address: string;
    readonly scheme: string;
    readonly host: string;
    readonly port: string;
    readonly prefix: string;
  };
  readonly hops: ProxyFixOptions;
}

/** A set-up of a proxy, and every kind of request that was sent through it. */
export interface SetUp {
  readonly name: string;
  readonly captures: ReadonlyMap<string, Capture>;
}

const file = new URL("../../vectors/captures.json", import.meta.url);

/** The captures of HTTP requests; the environ adapter is tested with the captures of gateways. */
export const httpCaptures: readonly Capture[] = (
  JSON.parse(readFileSync(file, "utf8")) as { captures: Capture[] }
).captures.filter(({ app }) => app.rawHeaders !== undefined && (app.via === "tcp4" || app.via === "unix"));

/** The captures by set-up, named `proxy: set-up`. */
export const setUps: readonly SetUp[] = groupBySetUp(httpCaptures);

function groupBySetUp(captures: readonly Capture[]): SetUp[] {
  const groups = new Map<string, Map<string, Capture>>();
  for (const capture of captures) {
    const at = capture.name.lastIndexOf(" / ");
    const name = `${capture.proxy}: ${capture.name.slice(0, at)}`;
    const group = groups.get(name) ?? new Map<string, Capture>();
    groups.set(name, group.set(capture.name.slice(at + " / ".length), capture));
  }
  return [...groups].map(([name, group]) => ({ name, captures: group }));
}

/** Returns the request as the application received it, each header with all its lines. */
export function factsOf({ app }: Capture): RequestFacts {
  const headers: Record<string, string[]> = {};
  const raw = app.rawHeaders ?? [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    (headers[(raw[at] ?? "").toLowerCase()] ??= []).push(raw[at + 1] ?? "");
  }
  const peerAddress = app.via === "unix" ? "unix" : (app.remoteAddress ?? undefined);
  return { headers, peerAddress, encrypted: app.encrypted };
}
