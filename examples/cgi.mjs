#!/usr/bin/env node
// A CGI program: one process for each request. It answers with the client's address, a URL of the application and some
// variables.
//
// Make it executable and let the server start it:
//   Apache     ScriptAlias "/app" "/srv/app/cgi.mjs"             with mod_cgid
//   lighttpd   cgi.assign = ( "/cgi.mjs" => "/usr/bin/node" )    with mod_cgi, and the file in the document root
//   nginx      through fcgiwrap, with SCRIPT_FILENAME set to this file
// If another proxy is in front of that server, set PROXY_FIX (SetEnv in Apache, setenv.add-environment in lighttpd), such
// as "xFor=1,xProto=1,trustedPeers=10.0.0.0/8". Without PROXY_FIX no header is believed.
import { externalUrl, optionsFromEnv, ProxyFixRefusal } from "proxyfix";
import { proxyFix, resolutionOf } from "proxyfix/environ";

// httpoxy: a client's `Proxy` header becomes HTTP_PROXY, which HTTP libraries read from process.env.
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
