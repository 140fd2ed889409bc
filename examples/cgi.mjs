#!/usr/bin/env node
// A plain CGI program: one process a request, its variables in process.env, its answer on stdout. It tells the client what
// the server says about it, and a URL that leads back.
//
// To run it, make it executable and let the server start it:
//   Apache     ScriptAlias "/app" "/srv/app/cgi.mjs"             with mod_cgid
//   lighttpd   cgi.assign = ( "/cgi.mjs" => "/usr/bin/node" )    with mod_cgi, and the file in the document root
//   nginx      through fcgiwrap, with SCRIPT_FILENAME set to this file
// Where another proxy stands in front of that server, set PROXY_FIX for this program (SetEnv in Apache, setenv.add-environment
// in lighttpd), such as "xFor=1,xProto=1,trustedPeers=10.0.0.0/8"; unset, no header is believed.
import { externalUrl, optionsFromEnv, ProxyFixRefusal } from "proxyfix";
import { proxyFix, resolutionOf } from "proxyfix/environ";

// A client's `Proxy` header is the variable by which HTTP clients are told their proxy (httpoxy). proxyFix leaves it out of
// the record that it gives; what reads process.env by itself would still find it.
delete process.env.HTTP_PROXY;

const VARIABLES = [
  "REMOTE_ADDR",
  "REQUEST_SCHEME",
  "HTTPS",
  "HTTP_HOST",
  "SERVER_NAME",
  "SERVER_PORT",
  "SCRIPT_NAME",
  "PATH_INFO",
];

/** @param {string} status @param {string} type @param {string} body */
function answer(status, type, body) {
  process.stdout.write(`Status: ${status}\r\nContent-Type: ${type}\r\n\r\n${body}\n`);
}

try {
  const environ = proxyFix(optionsFromEnv())(process.env);
  const resolution = resolutionOf(environ);
  const variables = Object.fromEntries(VARIABLES.map((name) => [name, environ[name]]));
  const home = resolution && externalUrl(resolution, "/");
  answer("200 OK", "application/json", JSON.stringify({ client: resolution?.clientAddress, home, variables }));
} catch (error) {
  if (!(error instanceof ProxyFixRefusal)) throw error;
  answer(String(error.status), "text/plain", error.message);
}
