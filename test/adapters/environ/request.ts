import type { Environ } from "proxyfix/environ";

/** A request as nginx passes it to a FastCGI program, behind another nginx to which the client connects by TLS. */
export const behind: Environ = {
  REQUEST_METHOD: "GET",
  REQUEST_URI: "/cart?x=1",
  QUERY_STRING: "x=1",
  SCRIPT_NAME: "/shop",
  PATH_INFO: "/cart",
  REMOTE_ADDR: "10.0.0.1",
  REMOTE_PORT: "40000",
  REMOTE_HOST: "edge.internal",
  REMOTE_IDENT: "nginx",
  REMOTE_USER: "ann",
  REQUEST_SCHEME: "http",
  SERVER_NAME: "backend",
  SERVER_PORT: "8080",
  CONTENT_TYPE: "",
  CONTENT_LENGTH: "",
  HTTP_HOST: "backend:8080",
  HTTP_ACCEPT: "*/*",
  HTTP_X_FORWARDED_FOR: "6.6.6.6, 203.0.113.7",
  HTTP_X_FORWARDED_PROTO: "https",
  HTTP_X_FORWARDED_HOST: "evil.example, example.com",
  HTTP_X_FORWARDED_PORT: "8443",
  HTTP_X_FORWARDED_PREFIX: "/outer",
};

/** Copies the variables without the undefined ones. */
export function list(environ: Environ): Record<string, string> {
  const entries = Object.entries(environ).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
