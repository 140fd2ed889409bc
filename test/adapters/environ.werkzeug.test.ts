import { proxyFix, resolutionOf } from "proxyfix/environ";
import type { Environ } from "proxyfix/environ";
import { describe, expect, it } from "vitest";
import { werkzeugVectors } from "../vectors/werkzeug-vectors.js";

/** All options written out: Werkzeug's defaults for x_for and x_proto are 1, and here they are 0. */
const defaults = { xFor: 1, xProto: 1, xHost: 0, xPort: 0, xPrefix: 0 };

const same = werkzeugVectors.filter(({ same: agrees, werkzeug }) => agrees && werkzeug.environ !== null);

/** HTTP_HOST without the default port of the scheme, which Werkzeug keeps. */
function hostOf(environ: Environ): string | undefined {
  return environ["HTTP_HOST"]?.replace(environ["wsgi.url_scheme"] === "https" ? /:443$/ : /:80$/, "");
}

/** SCRIPT_NAME as the root URL shows it: Werkzeug keeps slashes at its end there, and one is enough. */
function scriptOf(environ: Environ): string {
  return (environ["SCRIPT_NAME"] ?? "").replace(/\/+$/, "");
}

/** Gives the port of a root URL, the scheme's own where it names none. */
function portOf(url: string): string {
  const { port, protocol } = new URL(url);
  if (port !== "") return port;
  return protocol === "https:" ? "443" : "80";
}

/** Werkzeug leaves the backend's SERVER_PORT where the host brings no port of its own: its URL has another one then. */
function hasLeftover({ environ, werkzeug }: (typeof same)[number]): boolean {
  const port = werkzeug.environ?.["SERVER_PORT"];
  return port === environ["SERVER_PORT"] && port !== portOf(werkzeug.url_root ?? "");
}

describe("Werkzeug's vectors as variables", () => {
  it.each(same)("$name: the same variables come out", (vector) => {
    const { options, environ, werkzeug } = vector;
    const theirs = werkzeug.environ as Environ;
    const ours = proxyFix({ ...defaults, ...options })(environ);
    expect(ours["REMOTE_ADDR"]).toBe(theirs["REMOTE_ADDR"]);
    expect(ours["wsgi.url_scheme"]).toBe(theirs["wsgi.url_scheme"]);
    expect(ours["SERVER_NAME"]).toBe(theirs["SERVER_NAME"]);
    expect(hostOf(ours)).toBe(hostOf(theirs)?.toLowerCase());
    expect(scriptOf(ours)).toBe(scriptOf(theirs));
    // Instead of a leftover: the port of the URL that both make.
    expect(ours["SERVER_PORT"]).toBe(hasLeftover(vector) ? portOf(werkzeug.url_root ?? "") : theirs["SERVER_PORT"]);
  });

  const resolvable = werkzeugVectors.filter(({ design }) => design.optionError === undefined);

  it.each(resolvable)("$name: what is believed is what the design says", ({ options, environ, design }) => {
    const resolution = resolutionOf(proxyFix({ ...defaults, ...options })(environ));
    const { clientAddress, proto, host, prefix, issues } = resolution ?? {};
    expect({ clientAddress, proto, host, prefix, issues }).toEqual(design);
  });
});
