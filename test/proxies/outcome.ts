import { FORGED } from "./attacks.js";
import type { Page } from "./harness/facts-page.js";
import { headerValues } from "./harness/raw-client.js";
import type { Answer } from "./harness/raw-client.js";
import { parsePage } from "./harness/visit.js";
import type { Visitor } from "./harness/visit.js";
import type { SetUp } from "./set-ups/set-up.js";

/** What is true of one client behind one set-up. */
export interface Truth {
  readonly address: string;
  readonly proto: "http" | "https";
  /** Undefined where the client named none. */
  readonly host: string | undefined;
  readonly prefix: string;
}

/** What is true of a client's visit: a scheme that no proxy tells is the one of the last connection. */
export function truthOf(setUp: SetUp, visitor: Visitor, client: string): Truth {
  const proto = setUp.entry.tls && !setUp.cannotTell.includes("proto") ? "https" : "http";
  return { address: client, proto, host: visitor.host, prefix: setUp.entry.prefix };
}

/** What became of a forged request. */
export type Outcome =
  /** The proxy, or a refusal of ours, stood in the way: the application's handler never ran. */
  | "refused"
  /** The application saw the truth. */
  | "truth"
  /** The application saw that something cannot be known, or the connection's own fact with an issue. */
  | "unknown"
  /** The application believed what the client had forged. */
  | "forged"
  /** The application took the proxy for the client. */
  | "proxy's address";

/** Judges the answer to a forged request. */
export function judgeAnswer(answer: Answer | undefined, setUp: SetUp, truth: Truth): Outcome {
  const page = answer && parsePage(answer);
  if (answer === undefined || page === undefined) return "refused";
  if (listForged(answer, truth).length > 0) return "forged";
  const { clientAddress } = page.resolution;
  if (clientAddress === PROXY_ADDRESS && !setUp.cannotTell.includes("address")) return "proxy's address";
  return isTrue(page, setUp, truth) ? "truth" : "unknown";
}

const PROXY_ADDRESS = "127.0.0.1";

/** Whether everything that the set-up can tell is as it should be. */
export function isTrue(page: Page, setUp: SetUp, truth: Truth): boolean {
  const { clientAddress, proto, host, prefix } = page.resolution;
  const tells = (fact: (typeof setUp.cannotTell)[number]): boolean => !setUp.cannotTell.includes(fact);
  return (
    (!tells("address") || clientAddress === truth.address) &&
    proto === truth.proto &&
    (truth.host === undefined || !tells("host") || host === truth.host) &&
    prefix === truth.prefix
  );
}

/** The facts that an attack can forge; a header that the application or the client gets is the last of them. */
export const FORGEABLE = ["address", "proto", "host", "port", "prefix", "a header"] as const;

/** A fact that an attack can forge. */
export type Forgeable = (typeof FORGEABLE)[number];

/** Lists the facts in an answer that hold a forged value, or a scheme better than the real one. */
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
  // A forged fact stands in headers, links and cookies as well.
  return found.length > 1 ? found.filter((fact) => fact !== "a header") : found;
}

/** Whether a browser that follows this Location would leave the host that the client had asked for. */
function leavesSite(location: string, host: string | undefined): boolean {
  const target = new URL(location, `http://${host ?? "app.example.com"}`);
  return (
    !target.host.startsWith("app.example.com") && !target.host.startsWith("127.0.0.1") && target.host !== "localhost"
  );
}
