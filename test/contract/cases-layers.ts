import { copy, map, move, pipe, remove, set, type Rewrite } from "../../src/rewrite/index.js";
import { CLIENT, fix, HOST, PEER, type Case } from "./cases.js";
import type { Layer } from "./subject.js";

const rewrite = (...parts: readonly Rewrite[]): Layer => ({ rewrite: pipe(...parts) });
const chain = [HOST, ["X-Forwarded-For", `6.6.6.6, ${CLIENT}, 192.0.2.1`]] as const;

/** Several layers on one request. */
export const layerCases: readonly Case[] = [
  {
    title: "resolves again from the received headers if it is applied twice, by the last options",
    layers: [fix({ xFor: 1 }), fix({ xFor: 2 })],
    lines: chain,
    expected: { clientAddress: CLIENT, addresses: [CLIENT, "192.0.2.1"], proto: "http", host: "app:3000" },
    headers: { host: "app:3000", "x-forwarded-for": `${CLIENT}, 192.0.2.1` },
    forged: ["6.6.6.6"],
  },
  {
    title: "believes nothing that only an earlier layer believed",
    layers: [fix({ xFor: 2, xHost: 1, xPrefix: 1 }), fix({ xFor: 0, xProto: 0 })],
    target: "/users",
    lines: [...chain, ["X-Forwarded-Host", "evil.example"], ["X-Forwarded-Prefix", "/evil"]],
    expected: { clientAddress: PEER, proto: "http", host: "app:3000" },
    forged: ["6.6.6.6", "evil", CLIENT],
  },
  {
    title: "puts the prefix of the last layer in front of the target, once",
    layers: [fix({ xPrefix: 1 }), fix({ xPrefix: 1 }), fix({ xPrefix: 2 })],
    target: "/users",
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Prefix", "/outer, /inner"]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000", prefix: "/outer/inner" },
    headers: { host: "app:3000", "x-forwarded-for": CLIENT, "x-forwarded-prefix": "/outer/inner" },
  },
  {
    title: 'restores the received headers if the last layer has forwardedHeaders: "keep"',
    layers: [fix({ xFor: 1 }), fix({ xFor: 1, forwardedHeaders: "keep" })],
    lines: chain,
    expected: { clientAddress: "192.0.2.1", proto: "http", host: "app:3000" },
    headers: { host: "app:3000", "x-forwarded-for": `6.6.6.6, ${CLIENT}, 192.0.2.1` },
  },
  {
    title: "resolves the rewritten headers if a rewrite precedes it",
    layers: [rewrite(move("x-shop-host", "x-forwarded-host"), remove("x-internal-*")), fix({ xHost: 1 })],
    lines: [
      HOST,
      ["X-Forwarded-For", CLIENT],
      ["X-Shop-Host", "example.com"],
      ["X-Internal-User", "evil"],
      ["X-Forwarded-Host", "evil.example"],
    ],
    expected: { clientAddress: CLIENT, proto: "http", host: "example.com" },
    headers: { host: "example.com", "x-forwarded-for": CLIENT, "x-forwarded-host": "example.com" },
    forged: ["evil"],
  },
  {
    title: "resolves again from the received headers, rewritten, if a rewrite follows it",
    layers: [fix({ xFor: 1, xHost: 1 }), rewrite(copy("x-shop-host", "x-forwarded-host"))],
    lines: [...chain, ["X-Shop-Host", "example.com"], ["X-Forwarded-Host", "evil.example"]],
    expected: { clientAddress: "192.0.2.1", proto: "http", host: "example.com" },
    headers: {
      host: "example.com",
      "x-forwarded-for": "192.0.2.1",
      "x-forwarded-host": "example.com",
      "x-shop-host": "example.com",
    },
    forged: ["6.6.6.6", "evil"],
  },
  {
    title: "applies a prefix that a later rewrite sets",
    layers: [fix({ xPrefix: 1 }), rewrite(set("x-forwarded-prefix", "/shop"))],
    target: "/users",
    lines: [HOST, ["X-Forwarded-For", CLIENT]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000", prefix: "/shop" },
    headers: { host: "app:3000", "x-forwarded-for": CLIENT, "x-forwarded-prefix": "/shop" },
  },
  {
    title: "does not restore a header that a rewrite has removed",
    layers: [rewrite(remove("x-forwarded-for")), fix(), rewrite(map("accept", () => "text/plain"))],
    lines: [...chain, ["Accept", "text/html"]],
    expected: { clientAddress: PEER, proto: "http", host: "app:3000" },
    headers: { host: "app:3000", accept: "text/plain" },
    forged: ["6.6.6.6", CLIENT],
  },
];
