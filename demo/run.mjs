// @ts-check
import { createCertificate } from "./certificate.mjs";
import { canBind } from "./listen.mjs";
import { startReverseProxy } from "./reverse-proxy.mjs";
import { listScenes } from "./scenes.mjs";
import { sendVisit } from "./visit.mjs";

/** @typedef {import("./apps.mjs").App} App */
/** @typedef {import("./apps.mjs").Report} Report */
/** @typedef {import("./reading.mjs").Belief} Belief */
/** @typedef {import("./scenes.mjs").Cast} Cast */
/** @typedef {import("./scenes.mjs").Scene} Scene */
/** @typedef {import("proxyfix").ProxyFixOptions} ProxyFixOptions */

/**
 * The outcome of one scene with one application.
 *
 * @typedef {object} Outcome
 * @property {Scene} scene
 * @property {string} [skipped] - why the scene could not be played on this machine
 * @property {Belief} truth - the client's own address and the URL that it requested
 * @property {Belief | number} without - the application's answer, or the status of a refusal
 * @property {Belief | number} fixed - the same with proxyFix
 * @property {boolean} right - whether everything is right with proxyFix
 */

/**
 * Chooses the addresses: all different if this machine has them, else 127.0.0.1.
 *
 * @returns {Promise<Cast>}
 */
export async function chooseCast() {
  const ipv6 = await canBind("::1");
  if (await canBind("127.0.0.77")) {
    return {
      client: "127.0.0.77",
      intruder: "127.0.0.66",
      edge: "127.0.0.10",
      inner: "127.0.0.20",
      distinct: true,
      ipv6,
    };
  }
  const same = "127.0.0.1";
  return { client: same, intruder: same, edge: same, inner: same, distinct: false, ipv6 };
}

/**
 * Plays every scene with an application, in order.
 *
 * @param {App} app
 * @param {Cast} cast
 * @returns {Promise<Outcome[]>}
 */
export async function playScenes(app, cast) {
  const outcomes = [];
  for (const scene of listScenes(cast)) outcomes.push(await playScene(app, scene, cast));
  return outcomes;
}

/**
 * @param {App} app
 * @param {Scene} scene
 * @param {Cast} cast
 * @returns {Promise<Outcome>}
 */
async function playScene(app, scene, cast) {
  const skipped = whyNot(scene, cast);
  const nothing = { client: "", url: "" };
  if (skipped !== undefined) return { scene, skipped, truth: nothing, without: nothing, fixed: nothing, right: true };
  const without = await visitOnce(app, undefined, scene, cast);
  const fixed = await visitOnce(app, scene.options, scene, cast);
  return {
    scene,
    truth: fixed.truth,
    without: without.report,
    fixed: fixed.report,
    right: isRight(fixed.report, fixed.truth, scene),
  };
}

/**
 * @param {Scene} scene
 * @param {Cast} cast
 * @returns {string | undefined}
 */
function whyNot(scene, cast) {
  if (scene.ipv6 === true && !cast.ipv6) return "not shown: no IPv6 loopback here";
  if (scene.proxies.length === 0 && !cast.distinct) return "not shown: needs more loopback addresses than 127.0.0.1";
  return undefined;
}

/**
 * Starts the application and its proxies, visits the application once and closes all of them.
 *
 * @param {App} app
 * @param {ProxyFixOptions | undefined} options
 * @param {Scene} scene
 * @param {Cast} cast
 * @returns {Promise<{ truth: Belief, report: Report | number }>}
 */
async function visitOnce(app, options, scene, cast) {
  const { host = "shop.test", path = "/", tls = false, ipv6 = false, headers = {}, proxies } = scene;
  const certificate = tls ? createCertificate("shop.test") : undefined;
  const direct = proxies.length === 0;
  const to = ipv6 ? "::1" : "127.0.0.1";
  const started = [await app.start(options)];
  try {
    for (const [distance, habits] of proxies.toReversed().entries()) {
      const outermost = distance === proxies.length - 1;
      started.unshift(
        await startReverseProxy({
          address: outermost ? to : "127.0.0.1",
          from: outermost ? cast.edge : cast.inner,
          upstream: outerPort(started),
          habits,
          ...(outermost && certificate ? { tls: certificate } : {}),
        }),
      );
    }
    const from = direct ? cast.intruder : ipv6 ? "::1" : cast.client;
    const ca = certificate ? { ca: certificate.cert } : {};
    const answer = await sendVisit({ from, to, port: outerPort(started), host, path, headers, ...ca });
    return {
      truth: { client: answer.boundAddress, url: `${tls ? "https" : "http"}://${host}${path}` },
      report: answer.status === 200 ? JSON.parse(answer.body) : answer.status,
    };
  } finally {
    for (const server of started) await server.close();
  }
}

/** @param {import("./listen.mjs").Listening[]} started - outermost first */
function outerPort(started) {
  return started[0]?.port ?? 0;
}

/**
 * Compares a report with the truth: both the values that the application's own code read, and those of `req.proxyFix`.
 *
 * @param {Report | number} report
 * @param {Belief} truth
 * @param {Scene} scene
 * @returns {boolean}
 */
function isRight(report, truth, scene) {
  if (scene.refused === true || typeof report === "number") return scene.refused === true && report === 403;
  return [report, report.resolved].every((belief) => belief?.client === truth.client && belief.url === truth.url);
}
