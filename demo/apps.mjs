// @ts-check
// The applications of the demo. Each answers what it believes about its visitor, as JSON; `start` without options runs
// it without proxyFix. To add one, append { name, start }.
import { createServer } from "node:http";
import { externalUrl } from "proxyfix";
import { proxyFix } from "proxyfix/node";
import { listen } from "./listen.mjs";
import { readNaively } from "./reading.mjs";

/** @typedef {import("proxyfix").ProxyFixOptions} ProxyFixOptions */
/** @typedef {import("./reading.mjs").Belief} Belief */

/**
 * What an application answers: what its own code believes, and what `req.proxyFix` says where there is one.
 *
 * @typedef {Belief & { resolved?: Belief }} Report
 */

/**
 * @typedef {object} App
 * @property {string} name
 * @property {string} without - how it reads the headers without proxyFix
 * @property {(options?: ProxyFixOptions) => Promise<import("./listen.mjs").Listening>} start - on 127.0.0.1
 */

/** @type {App[]} */
export const apps = [
  {
    name: "node:http",
    without: "leftmost value of the first header found",
    start: (options) => listen(createServer(options ? proxyFix(answerNode, options) : answerNode), "127.0.0.1"),
  },
];

/**
 * @param {import("node:http").IncomingMessage & { proxyFix?: import("proxyfix").Resolution }} req
 * @param {import("node:http").ServerResponse} res
 */
function answerNode(req, res) {
  res.setHeader("content-type", "application/json");
  res.end(`${JSON.stringify(report(readNaively(req), req.url ?? "/", req.proxyFix))}\n`);
}

/**
 * @param {Belief} belief
 * @param {string} path
 * @param {import("proxyfix").Resolution | undefined} resolution
 * @returns {Report}
 */
function report(belief, path, resolution) {
  if (resolution === undefined) return belief;
  return { ...belief, resolved: { client: resolution.clientAddress ?? "", url: externalUrl(resolution, path) } };
}
