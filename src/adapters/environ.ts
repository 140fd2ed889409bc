import type { Rewrite } from "../rewrite/index.js";
import { checkRewrite, createEngine, holdOriginal, isSameRecord, type AdapterOptions } from "./engine.js";
import { listChanges } from "./environ-changes.js";
import { readFacts } from "./environ-facts.js";
import { completeOptions, listStatingHeaders } from "./environ-options.js";
import { readOriginal, readState, restore, withState } from "./environ-state.js";
import { applyChanges, readHeaders, toVariable, type Environ, type VariableChanges } from "./environ-variables.js";
import type { AdapterResolution } from "./incoming.js";
import type { PlainHeaders } from "./verified-headers.js";

export { lighttpdRootFix, stripScriptName } from "./environ-script-name.js";
export type { AdapterOptions } from "./engine.js";
export type { Environ } from "./environ-variables.js";
export type { AdapterResolution, Original } from "./incoming.js";

/**
 * Makes the variables of a CGI, FastCGI, SCGI or uwsgi request tell the truth about its client: REMOTE_ADDR, REMOTE_PORT,
 * REQUEST_SCHEME, HTTPS, HTTP_HOST, SERVER_NAME, SERVER_PORT and SCRIPT_NAME, and `wsgi.url_scheme` where it is there.
 *
 * **Every count is 0 by default here.** The server that runs the program has the client's connection itself and says in
 * its variables whom it talks to; HTTP_X_FORWARDED_* is the client's own word. Count only the proxies in front of that
 * server: behind nginx with FastCGI alone, none.
 *
 * Forwarding headers that are not believed are deleted, and so is HTTP_PROXY, which programs take for their own
 * configuration (httpoxy). Where a program reads process.env itself, delete it there too: this function changes nothing.
 *
 * A record that was resolved before is resolved again from its original variables; the last one wins.
 *
 * @param options - which headers to believe, and from whom
 * @returns a function from the variables to a new record; it throws {@link ProxyFixRefusal} where `strict` or
 *   `allowedHosts` refuse the request
 * @throws {ProxyFixOptionsError} if an option is wrong
 * @example
 * const environ = proxyFix()(process.env);
 * environ.REMOTE_ADDR  // "203.0.113.7", whatever HTTP_X_FORWARDED_FOR says
 */
export function proxyFix(options: AdapterOptions = {}): (environ: Environ) => Environ {
  const completed = completeOptions(options);
  const engine = createEngine(completed);
  const stating = listStatingHeaders(completed);
  const keepsProxy = (options.keepHeaders ?? []).some((name) => name.toLowerCase() === "proxy");
  const fix = (environ: Environ): Environ => {
    const before = restore(environ);
    const facts = readFacts(before);
    const original = readState(environ)?.original ?? readOriginal(facts, before);
    const resolution = holdOriginal(engine.resolve(facts), { original });
    const changes = listChanges(before, facts, resolution, stating);
    const verified = engine.verify(resolution, [facts.headers]);
    for (let at = 0; at < verified.length; at += 2) {
      const name = verified[at]!;
      if (name !== "host") changes.set(toVariable(name), verified[at + 1]);
    }
    if (!keepsProxy) changes.set("HTTP_PROXY", undefined);
    const resolved = { resolution, before: readBefore(before, changes), fix };
    return withState(applyChanges(before, changes), { original, resolved });
  };
  return fix;
}

/** Gives the resolution of a record that {@link proxyFix} gave, undefined for any other. */
export function resolutionOf(environ: Environ): AdapterResolution | undefined {
  return readState(environ)?.resolved?.resolution;
}

/**
 * Rewrites the headers among the variables, by `proxyfix/rewrite`. HTTP_X_FHOST is the header `x-fhost`; write names with
 * `-`, since a variable cannot tell `_` from it.
 *
 * Before {@link proxyFix} the rewritten headers are what it resolves; a record that it resolved already is resolved again
 * from its original variables, rewritten.
 *
 * Security: a header that any client can send must not become one that is believed; see `when` and `peerIn`.
 *
 * @param rewrites - what to change, first to last
 * @returns a function from the variables to a new record, or to the same one where nothing changes
 * @throws {ProxyFixOptionsError} if one of them is no rewrite
 * @example
 * rewriteEnviron(copy("x-fhost", "host"))({ HTTP_X_FHOST: "example.com" })
 * // { HTTP_X_FHOST: "example.com", HTTP_HOST: "example.com" }
 */
export function rewriteEnviron(...rewrites: readonly Rewrite[]): (environ: Environ) => Environ {
  for (const rewrite of rewrites) checkRewrite(rewrite, "rewriteEnviron");
  return (environ) => {
    const before = restore(environ);
    const facts = readFacts(before);
    const headers = readHeaders(before);
    // A copy: a function of the user's own may write to what it is given, and give the same back.
    let rewritten: ReturnType<Rewrite> = { ...headers };
    for (const rewrite of rewrites) rewritten = rewrite(rewritten, facts);
    if (isSameRecord(headers, rewritten)) return environ;
    const state = readState(environ);
    const original = state?.original ?? readOriginal(facts, before);
    const changed = applyChanges(before, compareHeaders(headers, rewritten as PlainHeaders));
    const fresh = withState(changed, { original });
    return state?.resolved === undefined ? fresh : state.resolved.fix(fresh);
  };
}

/** Keeps the variables that proxyFix answers for as they were. */
function readBefore(environ: Environ, changes: VariableChanges): VariableChanges {
  return new Map([...changes.keys()].map((variable) => [variable, environ[variable]]));
}

function compareHeaders(before: PlainHeaders, after: PlainHeaders): VariableChanges {
  const changes: VariableChanges = new Map();
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const value = Object.hasOwn(after, name) ? after[name] : undefined;
    changes.set(toVariable(name), Array.isArray(value) ? value.join(", ") : value);
  }
  return changes;
}
