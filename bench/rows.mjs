import * as cases from "./cases.mjs";
import { sliceUnchecked } from "./limit.mjs";
import { createRow } from "./measure.mjs";
import { loadProxyfix } from "./own-copy.mjs";
import * as peers from "./peers.mjs";

/** @import { ProxyFixOptions } from "proxyfix" */
/** @import { Row } from "./measure.mjs" */
/** @import { Peer } from "./peers.mjs" */
/** @import { BenchRequest } from "./requests.mjs" */

const FOUR = ["loopback", "10.0.0.0/8", "192.168.0.0/16", "fc00::/7"];
const COUNTS = { xFor: 1, xProto: 1, xHost: 1 };

/**
 * Lists networks, the proxies' own among them, none of which touches another.
 *
 * @param {number} length
 */
function listNetworks(length) {
  const others = Array.from({ length: length - 2 }, (_, at) => `100.${64 + (at >> 7)}.${(at & 127) * 2}.0/24`);
  return [...others, "10.0.0.0/8", "fc00::/7"];
}

/** @param {string[]} networks */
const trustNetworks = (networks) => ({ xProto: 1, xHost: 1, trustedProxies: networks });

/** Trusts the peer and nobody behind it: what a count of 1 is to those who want a function. @type {(address: string, hop: number) => boolean} */
const trustOne = (_address, hop) => hop < 1;

/**
 * @param {string} group
 * @param {string} name
 * @param {readonly BenchRequest[]} requests
 * @param {ProxyFixOptions} options
 */
async function ours(group, name, requests, options) {
  const { createResolver } = loadProxyfix();
  return createRow(
    group,
    `proxyfix: ${name}`,
    requests.map(({ facts }) => facts),
    createResolver(options),
  );
}

/**
 * @param {string} group
 * @param {readonly BenchRequest[]} requests
 */
function limit(group, requests) {
  const facts = requests.map((request) => request.facts);
  return createRow(group, "the limit: three slices, unchecked", facts, sliceUnchecked);
}

/**
 * @param {string} group
 * @param {readonly BenchRequest[]} requests
 * @param {Peer} peer
 */
function theirs(group, requests, peer) {
  return createRow(group, peer.name, requests.map(peer.prepare), peer.read);
}

/**
 * Lists who else answers where addresses are trusted.
 *
 * @param {string} group
 * @param {readonly BenchRequest[]} requests
 * @param {string[]} networks
 */
function listTrusting(group, requests, networks) {
  return [
    theirs(group, requests, peers.express5Peer(networks)),
    theirs(group, requests, peers.express4Peer(networks)),
    theirs(group, requests, peers.fastifyPeer(networks)),
    theirs(group, requests, peers.proxyAddrPeer("proxy-addr", networks)),
    theirs(group, requests, peers.proxyAddrPeer("@fastify/proxy-addr", networks)),
  ];
}

/**
 * Everything that is measured, each group on the same requests.
 *
 * @returns {Promise<Row[]>}
 */
export async function createRows() {
  return [...(await countRows()), ...(await optionRows()), ...(await networkRows()), ...(await forwardedRows())];
}

async function countRows() {
  const one = "one proxy that overwrites: for, proto, host";
  const appended = "one proxy that appends: for, proto, host";
  return [
    limit(one, cases.single),
    await ours(one, "counts", cases.single, COUNTS),
    theirs(one, cases.single, peers.express5Peer(1)),
    theirs(one, cases.single, peers.express4Peer(1)),
    theirs(one, cases.single, peers.koaPeer()),
    theirs(one, cases.single, peers.fastifyPeer(trustOne)),
    theirs(one, cases.single, peers.proxyAddrPeer("proxy-addr", trustOne)),
    theirs(one, cases.single, peers.proxyAddrPeer("@fastify/proxy-addr", trustOne)),
    theirs(one, cases.single, peers.requestIpPeer("request-ip")),
    theirs(one, cases.single, peers.requestIpPeer("@supercharge/request-ip")),
    limit(appended, cases.list),
    await ours(appended, "counts, appended", cases.list, COUNTS),
    theirs(appended, cases.list, peers.express5Peer(1)),
    await ours(appended, "counts, 16 KiB from the client", cases.hostile, COUNTS),
  ];
}

async function optionRows() {
  const group = "other options";
  return [
    await ours(group, "no options", cases.single, {}),
    await ours(group, "counts and trustedPeers", cases.single, { ...COUNTS, trustedPeers: FOUR }),
    await ours(group, "counts with the port, and trustedPeers", cases.four, {
      ...COUNTS,
      xPort: 1,
      trustedPeers: FOUR,
    }),
    await ours(group, "counts, IPv6 client", cases.single6, COUNTS),
    await ours(group, "counts and strict", cases.single, { ...COUNTS, strict: true }),
    await ours(group, "all five headers", cases.five, { ...COUNTS, xPort: 1, xPrefix: 1 }),
    await ours(group, "counts, unusual spelling", cases.unusual, COUNTS),
  ];
}

async function networkRows() {
  const v4 = "trusted networks, IPv4";
  const mapped = "trusted networks, IPv4 on a socket for both";
  const v6 = "trusted networks, IPv6";
  const sizes = "trusted networks, by how many";
  return [
    await ours(v4, "4 networks, IPv4", cases.two4, trustNetworks(FOUR)),
    ...listTrusting(v4, cases.two4, FOUR),
    await ours(mapped, "4 networks, IPv4 mapped", cases.two4Mapped, trustNetworks(FOUR)),
    ...listTrusting(mapped, cases.two4Mapped, FOUR),
    await ours(v6, "4 networks, IPv6", cases.two6, trustNetworks(FOUR)),
    ...listTrusting(v6, cases.two6, FOUR),
    await ours(sizes, "1 network", cases.two4, trustNetworks(["10.0.0.0/8"])),
    await ours(sizes, "4 networks", cases.two4, trustNetworks(listNetworks(4))),
    await ours(sizes, "1,000 networks", cases.two4, trustNetworks(listNetworks(1000))),
    await ours(sizes, "4 networks, IPv6 client", cases.two6, trustNetworks(listNetworks(4))),
    await ours(sizes, "1,000 networks, IPv6 client", cases.two6, trustNetworks(listNetworks(1000))),
  ];
}

async function forwardedRows() {
  const v4 = "Forwarded: for, proto, host";
  const v6 = "Forwarded, IPv6 with a port";
  return [
    await ours(v4, "Forwarded", cases.forwarded4, { forwarded: 1 }),
    theirs(v4, cases.forwarded4, peers.forwardedParsePeer()),
    await ours(v4, "Forwarded, 16 KiB from the client", cases.hostileForwarded, { forwarded: 1 }),
    await ours(v6, "Forwarded, IPv6", cases.forwarded6, { forwarded: 1 }),
    theirs(v6, cases.forwarded6, peers.forwardedParsePeer()),
  ];
}
