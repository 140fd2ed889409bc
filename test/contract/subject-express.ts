import connect from "connect";
import express5, { type ErrorRequestHandler, type Request, type RequestHandler } from "express";
import polka from "polka";
import { proxyFix, rewriteHeaders, type ExpressMiddleware } from "../../src/adapters/express.js";
import { express4 } from "./older.js";
import { observe, type RawRequest } from "./seen.js";
import { externalTarget, hostnameOf, sendReport, type Layer, type Subject, type Truth } from "./subject.js";

const toMiddleware = (layer: Layer): ExpressMiddleware =>
  "fix" in layer ? proxyFix(layer.fix) : rewriteHeaders(layer.rewrite);

function readExpress(req: Request): Record<string, unknown> {
  const { ip, ips, protocol, secure, hostname, subdomains, url, originalUrl, baseUrl } = req;
  const properties = { ip, ips, protocol, secure, hostname, subdomains, url, originalUrl, baseUrl };
  return { ...properties, trust: req.app.get("trust proxy") as unknown, proxyFix: typeof req.proxyFix };
}

function listExpressProperties(truth: Truth): Record<string, unknown> {
  const { clientAddress, addresses, proto, host, prefix, target } = truth;
  const hostname = hostnameOf(host);
  const isAddress = hostname !== undefined && /^[\d.]+$/.test(hostname);
  return {
    ...{ ip: clientAddress, ips: addresses, protocol: proto, secure: proto === "https", hostname },
    subdomains: hostname === undefined ? [] : (isAddress ? [hostname] : hostname.split(".").reverse()).slice(2),
    ...{ url: target, originalUrl: externalTarget(truth), baseUrl: prefix, trust: 0, proxyFix: "object" },
  };
}

function buildExpress(express: typeof express5, layers: readonly Layer[], answer: RequestHandler): express5.Express {
  const app = express();
  app.use(...layers.map(toMiddleware));
  app.use(answer);
  const fail: ErrorRequestHandler = ({ status, message }: { status: number; message: string }, _req, res, _next) => {
    res.status(status).send(message);
  };
  app.use(fail);
  return app;
}

const answer5: RequestHandler = async (req, res) =>
  sendReport(res, await observe(req, () => ({ ...readExpress(req), host: req.host })));
// Another test reads `host`: in Express 4 it prints a deprecation notice.
const answer4: RequestHandler = async (req, res) => sendReport(res, await observe(req, () => readExpress(req)));

interface ConnectRequest {
  readonly originalUrl?: string | undefined;
  readonly proxyFix?: unknown;
}

/** Answers for Connect and Polka, which have none of Express's properties. */
const answerConnect = async (
  req: RawRequest & ConnectRequest,
  res: Parameters<typeof sendReport>[0],
): Promise<void> => {
  const readProperties = (): Record<string, unknown> => {
    const { url, originalUrl } = req;
    return { url, originalUrl, proxyFix: typeof req.proxyFix };
  };
  sendReport(res, await observe(req, readProperties));
};

const listConnectProperties: Subject["listProperties"] = (truth) => ({
  ...{ url: truth.target, originalUrl: externalTarget(truth), proxyFix: "object" },
});

export const expressSubjects: readonly Subject[] = [
  {
    name: "Express 4",
    listProperties: listExpressProperties,
    build: (layers) => buildExpress(express4, layers, answer4),
  },
  {
    name: "Express 5",
    listProperties: (truth) => ({ ...listExpressProperties(truth), host: truth.host }),
    build: (layers) => buildExpress(express5, layers, answer5),
  },
  {
    name: "Connect",
    listProperties: listConnectProperties,
    build(layers) {
      const app = connect();
      for (const layer of layers) app.use(toMiddleware(layer));
      return app.use((req, res) => void answerConnect(req, res));
    },
  },
  {
    name: "Polka",
    listProperties: listConnectProperties,
    build: (layers) => polka().use(...layers.map(toMiddleware), (req, res) => void answerConnect(req, res)).handler,
  },
];
