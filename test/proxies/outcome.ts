import { FORGED } from "./attacks.js";
import type { Page } from "./harness/facts-page.js";
import { headerValues } from "./harness/raw-client.js";
import type { Answer } from "./harness/raw-client.js";
import { parsePage } from "./harness/visit.js";
import type { Visitor } from "./harness/visit.js";
import type { SetUp } from "./set-ups/set-up.js";

/** The true facts of one client behind one set-up. */
export interface Truth {
  readonly address: string;
  readonly proto: "http" | "https";
  /** Undefined if the client sent none. */
  readonly host: string | undefined;
  readonly prefix: string;
}

/** Returns the true facts of a client's visit; a scheme that no proxy states is the last connection's. */
export function truthOf(setUp: SetUp, visitor: Visitor, client: string): Truth {
  const proto = setUp.entry.tls && !setUp.unknowable.includes("proto") ? "https" : "http";
  return { address: client, proto, host: visitor.host, prefix: setUp.entry.prefix };
}

/** The outcome of a forged request. */
export type Outcome =
  /** The proxy or proxyFix refused it: the application's handler never ran. */
  | "refused"
  /** The application saw the true facts. */
  | "truth"
  /** The application saw an undefined fact, or the connection's own fact with an issue. */
  | "unknown"
  /** The application believed a forged value. */
  | "forged"
  /** The application took the proxy for the client. */
  | "proxy's address";

/** Classifies the answer to a forged request. */
export function classifyAnswer(answer: Answer | undefined, setUp: SetUp, truth: Truth): Outcome {
  const page = answer && parsePage(answer);
  if (answer === undefined || page === undefined) return "refused";
  if (listForged(answer, truth).length > 0) return "forged";
  const { clientAddress } = page.resolution;
  if (clientAddress === PROXY_ADDRESS && !setUp.unknowable.includes("address")) return "proxy's address";
  return isTrue(page, setUp, truth) ? "truth" : "unknown";
}

const PROXY_ADDRESS = "127.0.0.1";

/** Returns whether every fact that is known behind the set-up is true. */
export function isTrue(page: Page, setUp: SetUp, truth: Truth): boolean {
  const { clientAddress, proto, host, prefix } = page.resolution;
  const isKnown = (fact: (typeof setUp.unknowable)[number]): boolean => !setUp.unknowable.includes(fact);
  return (
    (!isKnown("address") || clientAddress === truth.address) &&
    proto === truth.proto &&
    (truth.host === undefined || !isKnown("host") || host === truth.host) &&
    prefix === truth.prefix
  );
}

/** The facts that an attack can forge; `a header` is one that the application or the client receives. */
export const FORGEABLE = ["address", "proto", "host", "port", "prefix", "a header"] as const;

/** A fact that an attack can forge. */
export type Forgeable = (typeof FORGEABLE)[number];

/** Lists the facts in an answer that contain a forged value, or https instead of http. */
export function listForged(answer: Answer | undefined, truth: Truth): readonly Forgeable[] {
  const page = answer && parsePage(answer);
  if (answer === undefined || page === undefined) return [];
  const { resolution } = page;
  const isForged = (...values: readonly unknown[]): boolean => FORGED.test(JSON.stringify(values));
  const locations = headerValues(answer, "location");
  const holds: Readonly<Record<Forgeable, boolean>> = {
    address: isForged(resolution.clientAddress, resolution.addresses),
    proto: isForged(resolution.proto) || (resolution.proto === "https" && truth.proto === "http"),
    host: isForged(resolution.host) || locations.some((location) => leavesSite(location, resolution.host)),
    port: isForged(resolution.port),
    prefix: isForged(resolution.prefix),
    "a header": isForged(page.headers, headerValues(answer, "set-cookie"), resolution, page.externalUrl),
  };
  const found = FORGEABLE.filter((fact) => holds[fact]);
  // A forged fact is in headers, links and cookies too.
  return found.length > 1 ? found.filter((fact) => fact !== "a header") : found;
}

/** Returns whether a browser that follows this Location would leave the host of the request. */
function leavesSite(location: string, host: string | undefined): boolean {
  const target = new URL(location, `http://${host ?? "app.example.com"}`);
  return (
    !target.host.startsWith("app.example.com") && !target.host.startsWith("127.0.0.1") && target.host !== "localhost"
  );
}
