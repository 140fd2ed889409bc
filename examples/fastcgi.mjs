// A FastCGI responder: one process for many requests, each with its variables in req.cgiParams. It tells the client what the
// server says about it, and a URL that leads back.
//
// It needs `npm install node-fastcgi`. It listens
//   on 127.0.0.1, at the port that PORT names:         PORT=9000 node fastcgi.mjs
//   or on the unix-domain socket that LISTEN names:    LISTEN=/run/app.sock node fastcgi.mjs
//   or, with neither, on file descriptor 0, as FastCGI has it where the server starts the program (lighttpd's bin-path,
//   Apache's mod_fcgid, spawn-fcgi).
// With port 0 it listens on any that is free. Once it listens it says where, on stderr.
//
// SCRIPT_NAME_FIX=lighttpdRootFix is for a program that lighttpd mounts at "/" without fix-root-scriptname, and
// SCRIPT_NAME_FIX=stripScriptName for one whose own name shows in the path. Where another proxy stands in front of the
// server, set PROXY_FIX, such as "xFor=1,xProto=1,trustedPeers=10.0.0.0/8"; unset, no header is believed.
import { createServer } from "node-fastcgi";
import { externalUrl, optionsFromEnv, ProxyFixRefusal } from "proxyfix";
import { lighttpdRootFix, proxyFix, resolutionOf, stripScriptName } from "proxyfix/environ";

const { PORT, LISTEN, SCRIPT_NAME_FIX } = process.env;
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

const fix = proxyFix(optionsFromEnv());

/** @param {import("proxyfix/environ").Environ} environ */
function mendScriptName(environ) {
  if (SCRIPT_NAME_FIX === "lighttpdRootFix") return lighttpdRootFix(environ);
  return SCRIPT_NAME_FIX === "stripScriptName" ? stripScriptName(environ) : environ;
}

/** @param {import("node-fastcgi").Request} req */
function describe(req) {
  const environ = fix(mendScriptName(req.cgiParams));
  const resolution = resolutionOf(environ);
  const variables = Object.fromEntries(VARIABLES.map((name) => [name, environ[name]]));
  return { client: resolution?.clientAddress, home: resolution && externalUrl(resolution, "/"), variables };
}

const server = createServer((req, res) => {
  try {
    const body = JSON.stringify(describe(req));
    res.writeHead(200, { "content-type": "application/json" }).end(`${body}\n`);
  } catch (error) {
    if (!(error instanceof ProxyFixRefusal)) throw error;
    res.writeHead(error.status, { "content-type": "text/plain" }).end(`${error.message}\n`);
  }
});

server.on("listening", () => console.error(`listening on ${JSON.stringify(server.address())}`));
if (PORT !== undefined) server.listen(Number(PORT), "127.0.0.1");
else if (LISTEN !== undefined) server.listen(LISTEN);
else server.listen();
