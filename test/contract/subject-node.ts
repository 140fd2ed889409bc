import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { proxyFix, proxyFixServer, rewriteHeaders } from "../../src/adapters/node.js";
import { observe } from "./seen.js";
import { externalTarget, sendReport, type Layer, type Subject } from "./subject.js";

type NodeListener = (req: IncomingMessage, res: ServerResponse) => unknown;
type Shown = { readonly originalUrl?: string; readonly baseUrl?: string };

const answer: NodeListener = async (req, res) => {
  const readProperties = (): Record<string, unknown> => {
    const { originalUrl, baseUrl } = req as Shown;
    // An emptied prefix counts as one that was never set.
    const shown = originalUrl === req.url && !baseUrl ? {} : { originalUrl, baseUrl };
    return { url: req.url, proxyFix: "proxyFix" in req, ...shown };
  };
  sendReport(res, await observe(req, readProperties));
};

const listProperties: Subject["listProperties"] = (truth) => {
  const shown = truth.prefix === "" ? {} : { originalUrl: externalTarget(truth), baseUrl: truth.prefix };
  return { url: truth.target, proxyFix: true, ...shown };
};

function wrap(listener: NodeListener, layer: Layer): NodeListener {
  return "fix" in layer ? proxyFix(listener, layer.fix) : rewriteHeaders(listener, layer.rewrite);
}

/** The innermost layer is the last one. */
function wrapAll(layers: readonly Layer[]): NodeListener {
  return layers.reduceRight(wrap, answer);
}

export const nodeSubjects: readonly Subject[] = [
  { name: "node:http by proxyFix", build: wrapAll, listProperties },
  {
    name: "node:http by proxyFixServer",
    listProperties,
    build(layers) {
      // The outermost layer is the server's, unless it is a rewrite: a server has no rewriteHeaders.
      const [first, ...rest] = layers;
      if (first === undefined || !("fix" in first)) return wrapAll(layers);
      const server = proxyFixServer(createServer(wrapAll(rest)), first.fix);
      return (req, res) => server.emit("request", req, res);
    },
  },
];
