import { CLIENT, fix, HOST, type Case } from "./cases.js";
import type { HeaderLine } from "./wire.js";

const allowed = [fix({ xHost: 1, allowedHosts: ["example.com", "*.example.com"] })];
const strict = [fix({ strict: true })];
const guarded = [fix({ strict: true, trustedPeers: "127.0.0.50" })];
/** A thousand lines, with the one that names the application and the one that closes the connection. */
const manyLines = Array.from({ length: 997 }, (_, at): HeaderLine => [`x-${at}`, ""]);

/** Requests that never reach the application. */
export const refusedCases: readonly Case[] = [
  {
    title: "refuses a request if its host is not allowed",
    layers: allowed,
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Proto", "https"], ["X-Forwarded-Host", "evil.example"]],
    expected: { status: 400 },
  },
  {
    title: "refuses a request without a host if allowedHosts is set",
    version: "1.0",
    layers: allowed,
    lines: [["X-Forwarded-For", CLIENT]],
    expected: { status: 400 },
  },
  {
    title: "accepts a request if its host is allowed",
    layers: allowed,
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Host", "www.example.com."]],
    expected: { clientAddress: CLIENT, proto: "http", host: "www.example.com." },
    headers: { host: "www.example.com.", "x-forwarded-for": CLIENT, "x-forwarded-host": "www.example.com." },
  },
  {
    title: "refuses a request with an issue if strict is set",
    layers: strict,
    lines: [HOST, ["X-Forwarded-For", "evil"], ["X-Forwarded-Proto", "https"]],
    expected: { status: 400 },
  },
  {
    title: "refuses a request of an untrusted peer if strict is set",
    layers: guarded,
    lines: [HOST, ["X-Forwarded-For", "evil"], ["X-Forwarded-Proto", "https"]],
    expected: { status: 403 },
  },
  {
    title: "refuses a request over an untrusted unix-domain socket if strict is set",
    over: "unix",
    layers: guarded,
    lines: [HOST],
    expected: { status: 403 },
  },
  {
    title: "refuses a request if only the second of two layers refuses it",
    layers: [fix({ xHost: 1 }), fix({ xHost: 1, allowedHosts: ["example.com"] })],
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Host", "evil.example"]],
    expected: { status: 400 },
  },
  {
    title: "refuses a request if it has so many lines that the parser may have dropped some",
    layers: [fix()],
    lines: [HOST, ...manyLines, ["X-Forwarded-For", CLIENT]],
    expected: { status: 431 },
  },
  {
    title: "accepts a request with one line less than the parser's limit",
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
    title: "refuses a request if its target is neither a path nor a URL",
    layers: [fix({ xHost: 1 })],
    target: "*.evil.example/x",
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Host", "example.com"]],
    expected: { status: 400 },
  },
  {
    title: "refuses a request over HTTP/2",
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
