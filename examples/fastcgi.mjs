// A FastCGI program: one process for many requests, each with its variables in req.cgiParams. It answers with the client's
// address, a URL of the application and some variables. Install it with `npm install node-fastcgi`. It listens
//   on a port of 127.0.0.1 (0 is any free port):    PORT=9000 node fastcgi.mjs
//   on a unix-domain socket:                        LISTEN=/run/app.sock node fastcgi.mjs
//   without both, on file descriptor 0, for servers that start the program (lighttpd's bin-path, Apache's mod_fcgid,
//   spawn-fcgi).
//
// Set SCRIPT_NAME_FIX=lighttpdRootFix if lighttpd mounts the program at "/" without fix-root-scriptname, and
// SCRIPT_NAME_FIX=stripScriptName if the program's name shows in the path. If another proxy is in front of the server, set
// PROXY_FIX, such as "xFor=1,xProto=1,trustedPeers=10.0.0.0/8". Without PROXY_FIX no header is believed.
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
function fixScriptName(environ) {
  if (SCRIPT_NAME_FIX === "lighttpdRootFix") return lighttpdRootFix(environ);
  return SCRIPT_NAME_FIX === "stripScriptName" ? stripScriptName(environ) : environ;
}

/** @param {import("node-fastcgi").Request} req */
function describe(req) {
  const environ = fix(fixScriptName(req.cgiParams));
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
