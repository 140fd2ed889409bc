import type { AdapterResolution } from "../headers/adapter-resolution.js";
import { compileAdapter, isRefusal } from "../headers/compile-adapter.js";
import { readAdapterOptions, type AdapterOptions } from "../headers/adapter-options.js";
import { expectRewritten } from "../headers/expected-headers.js";
import { listChanges } from "../headers/header-fields.js";
import { refuseUseBy } from "../request/refuse-use.js";
import { publishOutcome, RESOLUTION_CHANNEL } from "../request/resolution-channel.js";
import { takeRewritten } from "../rewrite/headers.js";
import { checkRewrite, pipe } from "../rewrite/pipe.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import { checkEnviron } from "./environ/check-environ.js";
import { listVariableChanges } from "./environ/changes.js";
import { readFacts } from "./environ/facts.js";
import { completeOptions, nameHostHeader } from "./environ/options.js";
import { readOriginal, readState, restore, withState } from "./environ/state.js";
import {
  applyVariableChanges,
  readHeaders,
  toVariables,
  type Environ,
  type VariableChanges,
} from "./environ/variables.js";

export { lighttpdRootFix, stripScriptName } from "./environ/script-name.js";
export type { AdapterOptions } from "../headers/adapter-options.js";
export type { Environ } from "./environ/variables.js";
export type { AdapterResolution, Original } from "../headers/adapter-resolution.js";
export type { ResolutionMessage, ShadowOutcome } from "../headers/resolution-message.js";

/**
 * Sets the variables of a CGI, FastCGI, SCGI or uwsgi request to the resolved values: REMOTE_ADDR, REMOTE_PORT,
 * REQUEST_SCHEME, HTTPS, HTTP_HOST, SERVER_NAME, SERVER_PORT and SCRIPT_NAME, and `wsgi.url_scheme` if it is present.
 *
 * **Every count is 0 by default here.** The server that runs the program has the client's connection itself, and its
 * variables describe it; HTTP_X_FORWARDED_* is the client's own text. Count only the proxies in front of that server:
 * behind nginx with FastCGI alone, 0.
 *
 * Forwarding headers that are not believed are deleted, and so is HTTP_PROXY, which programs take for their own
 * configuration (httpoxy). If a program reads process.env itself, delete it there too: this function does not change
 * it.
 *
 * A record that was resolved before is resolved again from its received variables; the last resolution wins.
 *
 * @param options - which headers to believe, and from whom
 * @returns a function from the variables to a new record; it throws {@link ProxyFixRefusal} if `strict` or
 *   `allowedHosts` refuse the request
 * @throws {ProxyFixOptionsError} if an option is wrong
 * @example
 * const environ = proxyFix()(process.env);
 * environ.REMOTE_ADDR  // "203.0.113.7", regardless of HTTP_X_FORWARDED_FOR
 */
export function proxyFix(options: AdapterOptions = {}): (environ: Environ) => Environ {
  const completed = completeOptions(readAdapterOptions(options, USAGE));
  const adapter = compileAdapter(completed, [], USAGE);
  const hostHeader = nameHostHeader(completed);
  const keepsProxy = (completed.keepHeaders ?? []).some((name) => name.toLowerCase() === "proxy");
  const fix = (environ: Environ): Environ => {
    checkEnviron(environ);
    const before = restore(environ);
    const facts = readFacts(before);
    const original = readState(environ)?.original ?? readOriginal(facts, before);
    const outcome = adapter.resolve(facts, original);
    if (RESOLUTION_CHANNEL?.hasSubscribers === true) {
      publishOutcome(RESOLUTION_CHANNEL, adapter, before, { facts, original }, outcome);
    }
    if (isRefusal(outcome)) throw outcome;
    const resolution = outcome;
    const changes = listVariableChanges(
      before,
      facts,
      resolution,
      (fact) => adapter.isBelieved(resolution, fact),
      hostHeader,
    );
    const expected = adapter.believedHeaders(resolution);
    // HTTP_HOST is among the gateway's own variables.
    const ofHeaders = toVariables(expected === undefined ? [] : listChanges(facts.headers, expected));
    const all = new Map([...ofHeaders, ...changes]);
    if (!keepsProxy) all.set("HTTP_PROXY", undefined);
    const resolved = { resolution, before: readBefore(before, all), fix };
    return withState(applyVariableChanges(before, all), { original, resolved });
  };
  return refuseUseBy(fix, MODULE, "express", "koa", "hapi");
}

const MODULE = "proxyfix/environ";
const USAGE = "proxyFix({ … })(process.env)";
refuseUseBy(proxyFix, MODULE, "express", "koa", "hapi");
refuseUseBy(rewriteEnviron, MODULE, "express", "koa", "hapi");

/** Returns the resolution of a record that {@link proxyFix} returned, undefined for any other. */
export function resolutionOf(environ: Environ): AdapterResolution | undefined {
  return readState(environ)?.resolved?.resolution;
}

/**
 * Rewrites the headers among the variables, by `proxyfix/rewrite`. HTTP_X_FHOST is the header `x-fhost`; write names
 * with `-`, since a variable has `_` for both.
 *
 * Use it before {@link proxyFix}, which resolves the rewritten headers then. A record that is resolved already is
 * resolved again from its received variables, rewritten.
 *
 * Security: a header that any client can send must not become a believed one; see `when` and `peerIn`.
 *
 * @param rewrites - the changes, first to last
 * @returns a function from the variables to a new record, or to the same one if nothing changes; it throws a TypeError
 *   if a rewrite does not return headers
 * @throws {ProxyFixOptionsError} if one of them is no rewrite
 * @example
 * const rewrite = when(peerIn("loopback"), copy("x-fhost", "host"));
 * rewriteEnviron(rewrite)({ REMOTE_ADDR: "127.0.0.1", HTTP_X_FHOST: "example.com" })
 * // { REMOTE_ADDR: "127.0.0.1", HTTP_X_FHOST: "example.com", HTTP_HOST: "example.com" }
 */
export function rewriteEnviron(...rewrites: readonly Rewrite[]): (environ: Environ) => Environ {
  for (const rewrite of rewrites) checkRewrite(rewrite, "rewriteEnviron");
  const rewriteAll = pipe(...rewrites);
  const rewriteRecord = (environ: Environ): Environ => {
    checkEnviron(environ);
    const before = restore(environ);
    const facts = readFacts(before);
    const headers = readHeaders(before);
    const { peerAddress, peerPort, encrypted } = facts;
    // A copy: a user's function may write to its argument, and return the same object.
    const connection = { peerAddress, peerPort, encrypted: encrypted === true };
    const rewritten = takeRewritten(headers, rewriteAll({ ...headers }, connection));
    if (rewritten === headers) return environ;
    const state = readState(environ);
    const original = state?.original ?? readOriginal(facts, before);
    const changes = listChanges(headers, expectRewritten(headers, rewritten));
    const fresh = withState(applyVariableChanges(before, toVariables(changes)), { original });
    return state?.resolved === undefined ? fresh : state.resolved.fix(fresh);
  };
  return refuseUseBy(rewriteRecord, MODULE, "express", "koa", "hapi");
}

/** Returns the present values of the variables that are going to change. */
function readBefore(environ: Environ, changes: VariableChanges): VariableChanges {
  return new Map([...changes.keys()].map((variable) => [variable, environ[variable]]));
}

export default proxyFix;
