import { proxyFix, resolutionOf } from "proxyfix/environ";
import type { Environ } from "proxyfix/environ";
import { describe, expect, it } from "vitest";
import { werkzeugVectors } from "../vectors/werkzeug-vectors.js";

/** Werkzeug's defaults: 1 for x_for and x_proto, which are 0 by default here. */
const defaults = { xFor: 1, xProto: 1, xHost: 0, xPort: 0, xPrefix: 0 };

const same = werkzeugVectors.filter(({ same: agrees, werkzeug }) => agrees && werkzeug.environ !== null);

/** HTTP_HOST without the default port of the scheme, which Werkzeug keeps. */
function hostOf(environ: Environ): string | undefined {
  return environ["HTTP_HOST"]?.replace(environ["wsgi.url_scheme"] === "https" ? /:443$/ : /:80$/, "");
}

/** SCRIPT_NAME as in the root URL, without the slashes at its end, which Werkzeug keeps. */
function scriptOf(environ: Environ): string {
  return (environ["SCRIPT_NAME"] ?? "").replace(/\/+$/, "");
}

/** Returns the port of a root URL; the default port of its scheme if it contains none. */
function portOf(url: string): string {
  const { port, protocol } = new URL(url);
  if (port !== "") return port;
  return protocol === "https:" ? "443" : "80";
}

/**
 * Returns whether Werkzeug leaves the backend's SERVER_PORT, because the host has no port: its URL has another port
 * then.
 */
function hasLeftover({ environ, werkzeug }: (typeof same)[number]): boolean {
  const port = werkzeug.environ?.["SERVER_PORT"];
  return port === environ["SERVER_PORT"] && port !== portOf(werkzeug.url_root ?? "");
}

describe("proxyFix for the variables of Werkzeug's vectors", () => {
  it.each(same.map((vector) => [vector.name, vector] as const))(
    "gives Werkzeug's variables for %s",
    (_name, vector) => {
      const { options, environ, werkzeug } = vector;
      const theirs = werkzeug.environ as Environ;
      const ours = proxyFix({ ...defaults, ...options })(environ);
      expect(ours["REMOTE_ADDR"]).toBe(theirs["REMOTE_ADDR"]);
      expect(ours["wsgi.url_scheme"]).toBe(theirs["wsgi.url_scheme"]);
      expect(ours["SERVER_NAME"]).toBe(theirs["SERVER_NAME"]);
      expect(hostOf(ours)).toBe(hostOf(theirs)?.toLowerCase());
      expect(scriptOf(ours)).toBe(scriptOf(theirs));
      // Instead of a leftover, the port of the URL that both build.
      expect(ours["SERVER_PORT"]).toBe(hasLeftover(vector) ? portOf(werkzeug.url_root ?? "") : theirs["SERVER_PORT"]);
    },
  );

  const resolvable = werkzeugVectors.filter(({ design }) => design.optionError === undefined);

  it.each(resolvable.map((vector) => [vector.name, vector] as const))(
    "gives the expected resolution for %s",
    (_name, vector) => {
      const { options, environ, design } = vector;
      const resolution = resolutionOf(proxyFix({ ...defaults, ...options })(environ));
      const { clientAddress, proto, host, prefix, issues } = resolution ?? {};
      expect({ clientAddress, proto, host, prefix, issues }).toEqual(design);
    },
  );
});
