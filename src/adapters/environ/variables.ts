import { setField, type HeaderChange, type HeaderFields } from "../../headers/header-fields.js";

/**
 * The variables of a request to a gateway program: CGI (RFC 3875), FastCGI, SCGI, uwsgi. `process.env` is one, and so
 * is `req.cgiParams` of node-fastcgi.
 */
export type Environ = Readonly<Record<string, string | undefined>>;

/*
 * RFC 3875 section 4.1.18: the variable of a header is its name in upper case, `_` for `-`, with HTTP_ in front. The
 * body's two headers have none (sections 4.1.2 and 4.1.3). A header with `_` in its name becomes the variable of the
 * one with `-`: the two cannot be distinguished, and lighttpd and Caddy pass both.
 */

const HTTP = "HTTP_";
const BODY_VARIABLES = ["CONTENT_TYPE", "CONTENT_LENGTH"] as const;

/** Returns the name of the variable that contains a header. */
export function toVariable(name: string): string {
  const variable = name.toUpperCase().replaceAll("-", "_");
  return BODY_VARIABLES.some((other) => other === variable) ? variable : HTTP + variable;
}

/** Reads the headers that the variables contain, names in lower case with `-`. */
export function readHeaders(environ: Environ): HeaderFields {
  const headers: HeaderFields = {};
  for (const [variable, value] of Object.entries(environ)) {
    if (typeof value !== "string" || !variable.startsWith(HTTP)) continue;
    const name = variable.slice(HTTP.length).toLowerCase().replaceAll("_", "-");
    // A variable with any other name is no header's; the body's two headers have no variable with HTTP_.
    if (name !== "" && toVariable(name) === variable) setField(headers, name, value);
  }
  for (const variable of BODY_VARIABLES) {
    const value = environ[variable];
    // Servers pass both without a body too, as empty texts.
    if (typeof value === "string" && value !== "") setField(headers, variable.toLowerCase().replace("_", "-"), value);
  }
  return headers;
}

/** Which variables to set, and which to delete (undefined). */
export type VariableChanges = Map<string, string | undefined>;

/** Returns the changes of the variables that contain changed headers. */
export function toVariables(changes: readonly HeaderChange[]): VariableChanges {
  return new Map(changes.map(({ name, value }) => [toVariable(name), value]));
}

/** Returns a new record with the changes; the old one is not changed. */
export function applyVariableChanges(
  environ: Environ,
  changes: ReadonlyMap<string, string | undefined>,
): Record<string, string | undefined> {
  const changed = new Map(Object.entries(environ));
  for (const [variable, value] of changes) {
    if (value === undefined) changed.delete(variable);
    else changed.set(variable, value);
  }
  return Object.fromEntries(changed);
}
