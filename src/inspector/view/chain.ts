import type { Explanation, Hop, HopReason } from "../../explain/index.js";
import { shortenText } from "../../text/escape-text.js";
import { formatHeaderName } from "../../text/format-value.js";
import { html, type Content, type Markup } from "./html.js";
import { APPLICATION, CLAIM, CLIENT, PROXY, UNKNOWN } from "./icons.js";
import { capitalize, formatNumber, formatPlace } from "./words.js";

/** The words that depend on the page. */
export interface ChainWords {
  /** Names the client: `"You, the client"`. */
  readonly client: string;
  /** Texts that the page forged itself. */
  readonly forged: readonly string[];
}

/** One station of the rail. */
interface Station {
  readonly kind: "claim" | "client" | "proxy" | "unknown" | "application";
  readonly role: string;
  readonly name: string;
  readonly said: Content;
}

const LONGEST_NAME = 60;
/** More stations stand below each other on every screen. */
const WIDEST = 7;
/** Claims beyond these are counted only. */
const MOST_CLAIMS = 2;

/** Renders the way of a request by the options of an explanation, from the claims and the client to the application. */
export function renderChain(explanation: Explanation, words: ChainWords): Markup {
  const { chain } = explanation;
  const claims = chain.hops.filter(({ role, verdict }) => role === "claim" && verdict === "ignored");
  const listed = chain.hops.filter((hop) => !claims.includes(hop) || claims.indexOf(hop) < MOST_CLAIMS);
  const hidden = chain.hops.length - listed.length + chain.unlisted;
  return renderStations([
    ...(hidden > 0 ? [createRest(hidden)] : []),
    ...listed.map((hop) => createStation(hop, explanation, words)).toReversed(),
    createApplication(explanation),
  ]);
}

/** Renders the way of a request of which nothing is known yet: who wrote the values is open. */
export function renderUnknownChain({ chain: { hops } }: Explanation): Markup {
  const stations = hops.slice(0, WIDEST - 1).map((hop): Station =>
    hop.hop === 0
      ? { kind: "proxy", role: "The peer", name: nameOf(hop), said: "It connects: the nearest proxy, or the visitor." }
      : {
          kind: "unknown",
          role: `A value of ${formatHeaderName(hop.header ?? "")}`,
          name: nameOf(hop),
          said: "By a proxy, or by the client: only a forged request shows which.",
        },
  );
  const application: Station = {
    kind: "application",
    role: "Your application",
    name: "believes nothing yet",
    said: "",
  };
  return renderStations([...stations.toReversed(), application]);
}

function renderStations(stations: readonly Station[]): Markup {
  const width = stations.length > WIDEST ? "" : " wide";
  return html`<ol class="chain${width}">
    ${stations.map(renderStation)}
  </ol>`;
}

const ICONS: Readonly<Record<Station["kind"], Markup>> = {
  claim: CLAIM,
  client: CLIENT,
  proxy: PROXY,
  unknown: UNKNOWN,
  application: APPLICATION,
};

function renderStation({ kind, role, name, said }: Station): Markup {
  const shown = kind === "claim" ? html`<del class="name">${name}</del>` : html`<span class="name">${name}</span>`;
  return html`<li class="${kind}">${ICONS[kind]}<div><p class="role">${role}</p><p>${shown}</p><p class="said">${said}</p></div></li>`; // prettier-ignore
}

function nameOf({ address, text = "unknown" }: Hop): string {
  return address ?? (text === "" ? "(empty)" : shortenText(text, LONGEST_NAME));
}

function createStation(hop: Hop, explanation: Explanation, words: ChainWords): Station {
  const name = nameOf(hop);
  if (hop.verdict === "unreadable" || hop.verdict === "unsettled") {
    return { kind: "unknown", role: "Counted, and not readable", name, said: describeUnreadable(hop.reason) };
  }
  if (hop.role === "claim") {
    const role = words.forged.includes(hop.text ?? "") ? "Forged by this page" : "Not believed";
    return { kind: "claim", role, name, said: describeClaim(hop, explanation) };
  }
  if (hop.role === "client")
    return { kind: "client", role: words.client, name, said: describeClient(hop, explanation) };
  return { kind: "proxy", role: describeProxy(hop, explanation), name, said: describeSpeaker(hop, explanation) };
}

function createRest(count: number): Station {
  return { kind: "claim", role: "Not believed", name: `${count} more`, said: "Anyone could have written them." };
}

function createApplication({ resolution }: Explanation): Station {
  const name = shortenText(resolution.origin ?? "unknown", LONGEST_NAME);
  return { kind: "application", role: "Your application", name, said: "The origin that it sees by these options." };
}

function describeProxy({ hop }: Hop, { chain: { hops } }: Explanation): string {
  const proxies = hops.filter(({ role }) => role === "proxy").length;
  if (hop === 0) return proxies === 1 ? "The proxy, your peer" : "Inner proxy, your peer";
  return hop === proxies - 1 ? "Outer proxy" : "Proxy";
}

function describeSpeaker({ saidBy, header = "" }: Hop, { chain: { hops } }: Explanation): Content {
  if (typeof saidBy !== "number") return "The connection itself: no header is needed to know it.";
  return html`Named by ${nameOf(hops[saidBy]!)} in <code>${formatHeaderName(header)}</code>.`;
}

function describeClient(hop: Hop, { chain: { hops }, gate }: Explanation): Content {
  if (typeof hop.saidBy === "number") {
    return html`Named by ${nameOf(hops[hop.saidBy]!)} in <code>${formatHeaderName(hop.header ?? "")}</code>.`;
  }
  return gate.verdict === "untrusted-peer"
    ? "Connects itself, and is no proxy that the options trust."
    : "Connects to the application itself.";
}

const UNREADABLE: Readonly<Partial<Record<HopReason, string>>> = {
  "short-chain": "The list has fewer values than the options count.",
  empty: "The counted value is empty.",
  unidentified: "The counted element of Forwarded has no for.",
  unbalanced: "An open quote contains all that stands to its left.",
  duplicate: "The header contains several values.",
};

function describeUnreadable(reason: HopReason): string {
  return UNREADABLE[reason] ?? "The counted value is no address.";
}

function describeClaim({ reason, hop }: Hop, { chain: { hops } }: Explanation): string {
  if (reason === "disabled") return "No option reads this header.";
  if (reason === "untrusted-peer") return "The peer is not trusted, so no header is believed.";
  if (reason === "beyond-trusted") return "Further left than the first address that is no trusted proxy's.";
  if (reason !== "beyond-count") return "Anyone could have written it.";
  const counted = hops.filter(({ reason: other }) => other === "counted").length;
  const verb = counted === 1 ? "is" : "are";
  return `${capitalize(formatPlace(hop))}. ${capitalize(formatNumber(counted, "value"))} ${verb} counted, so nobody looks this far.`;
}
