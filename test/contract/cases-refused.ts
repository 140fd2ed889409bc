import { CLIENT, fix, HOST, type Case } from "./cases.js";
import type { HeaderLine } from "./wire.js";

const allowed = [fix({ xHost: 1, allowedHosts: ["example.com", "*.example.com"] })];
const strict = [fix({ strict: true })];
const guarded = [fix({ strict: true, trustedPeers: "127.0.0.50" })];
/** With the line that names the application and the one that ends the connection: a thousand. */
const manyLines = Array.from({ length: 997 }, (_, at): HeaderLine => [`x-${at}`, ""]);

/** Requests that never reach the application. */
export const refusedCases: readonly Case[] = [
  {
    title: "refuses a host that is not allowed",
    layers: allowed,
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Proto", "https"], ["X-Forwarded-Host", "evil.example"]],
    expected: { status: 400 },
  },
  {
    title: "refuses a request without a host where hosts are listed",
    version: "1.0",
    layers: allowed,
    lines: [["X-Forwarded-For", CLIENT]],
    expected: { status: 400 },
  },
  {
    title: "lets a host pass that is allowed",
    layers: allowed,
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Host", "www.example.com."]],
    expected: { clientAddress: CLIENT, proto: "http", host: "www.example.com." },
    headers: { host: "www.example.com.", "x-forwarded-for": CLIENT, "x-forwarded-host": "www.example.com." },
  },
  {
    title: "refuses an issue where it is strict",
    layers: strict,
    lines: [HOST, ["X-Forwarded-For", "evil"], ["X-Forwarded-Proto", "https"]],
    expected: { status: 400 },
  },
  {
    title: "refuses a peer that is not trusted where it is strict",
    layers: guarded,
    lines: [HOST, ["X-Forwarded-For", "evil"], ["X-Forwarded-Proto", "https"]],
    expected: { status: 403 },
  },
  {
    title: "refuses over a unix-domain socket too",
    over: "unix",
    layers: guarded,
    lines: [HOST],
    expected: { status: 403 },
  },
  {
    title: "refuses what the second of two layers refuses",
    layers: [fix({ xHost: 1 }), fix({ xHost: 1, allowedHosts: ["example.com"] })],
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Host", "evil.example"]],
    expected: { status: 400 },
  },
  {
    title: "refuses a request of so many lines that the parser may have dropped some",
    layers: [fix()],
    lines: [HOST, ...manyLines, ["X-Forwarded-For", CLIENT]],
    expected: { status: 431 },
  },
  {
    title: "lets a request pass with one line less",
    layers: [fix()],
    lines: [HOST, ...manyLines.slice(2), ["X-Forwarded-For", CLIENT]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
    headers: {
      host: "app:3000",
      ...Object.fromEntries(manyLines.slice(2)),
      "x-forwarded-for": CLIENT,
    },
  },
  {
    title: "refuses over HTTP/2",
    over: "h2c",
    layers: strict,
    lines: [
      [":authority", "example.com"],
      ["x-forwarded-for", "evil"],
      ["x-forwarded-proto", "https"],
    ],
    expected: { status: 400 },
  },
];
