/* The program of the edge runtime: the core, and the contract's applications of proxyfix/fetch. */
import { proxyFix, type PeerOptions } from "../../../src/adapters/fetch.js";
import { ProxyFixRefusal, resolve } from "../../../src/index.js";
import { allCases } from "../../contract/all-cases.js";
import type { Layer } from "../../contract/subject.js";
import { buildFetch, buildOrReport } from "../fetch-application.js";
import type { RuntimeHandler } from "../runtime.js";
import { parseJson, type Vector } from "../vector.js";
import { readSelection } from "./selection.js";

/** The bindings of the worker. */
interface Env {
  /** A worker that answers with the headers that it received. */
  readonly ECHO: { fetch(input: Request | string, init?: Request): Promise<Response> };
}

/** Returns the peer as an application sees it: the name of a unix-domain socket is no address. */
function readAddress(request: Request): string | undefined {
  const peer = readSelection(request)?.peer;
  return peer === "unix" ? undefined : peer;
}

/** The option `peer`: a platform has a header of its own in place of the test's. */
const peerOptions: PeerOptions = { peer: (request) => ({ address: readSelection(request)?.peer }) };

function build(layers: readonly Layer[]): RuntimeHandler {
  return buildOrReport(() => buildFetch(layers, readAddress, peerOptions));
}

const INNER = "http://inner.example/";

function buildGateway(send: (request: Request, env: Env) => Promise<Response>): RuntimeHandler {
  return proxyFix((request: Request, env: Env) => send(request, env), { xHost: 1, ...peerOptions }) as RuntimeHandler;
}

/** Applications that are no cases of the contract, by the path of their requests. */
const others: Readonly<Record<string, RuntimeHandler>> = {
  "/gateway-by-request": buildGateway((request, { ECHO }) => ECHO.fetch(new Request(INNER, request))),
  "/gateway-by-requests": buildGateway((request, { ECHO }) => ECHO.fetch(new Request(request, request))),
  "/gateway-by-url": buildGateway((request, { ECHO }) => ECHO.fetch(INNER, request)),
  "/without-peer": buildOrReport(() => proxyFix(() => new Response("answered")) as RuntimeHandler),
};

const cases = allCases.map(({ layers }) => build(layers));

function findApp(request: Request): RuntimeHandler | undefined {
  // The URL of a request with an invalid Host cannot be parsed.
  const other = Object.keys(others).find((path) => request.url.endsWith(path));
  if (other !== undefined) return others[other];
  const app = readSelection(request)?.app;
  if (app === undefined) return undefined;
  return typeof app === "number" ? cases[app] : build([{ fix: app }]);
}

function resolveVector({ facts, options }: Vector): object {
  try {
    return resolve(facts, options);
  } catch (error) {
    if (error instanceof ProxyFixRefusal) return { refused: error.status };
    throw error;
  }
}

async function resolveVectors(request: Request): Promise<Response> {
  return Response.json((parseJson(await request.text()) as readonly Vector[]).map(resolveVector));
}

export default {
  fetch(request: Request, env: Env): Response | Promise<Response> {
    if (request.method === "POST") return resolveVectors(request);
    const app = findApp(request);
    return app === undefined ? new Response("the request selects no application", { status: 501 }) : app(request, env);
  },
};
