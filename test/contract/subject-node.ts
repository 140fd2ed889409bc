import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { proxyFix, proxyFixServer, rewriteHeaders } from "../../src/adapters/node.js";
import { observe } from "./seen.js";
import { externalTarget, sendReport, type Layer, type Subject } from "./subject.js";

type NodeListener = (req: IncomingMessage, res: ServerResponse) => unknown;
type Shown = { readonly originalUrl?: string; readonly baseUrl?: string };

const answer: NodeListener = async (req, res) => {
  const readTold = (): Record<string, unknown> => {
    const { originalUrl, baseUrl } = req as Shown;
    // Where there is no prefix any more they say as much as where there never was one.
    const shown = originalUrl === req.url && !baseUrl ? {} : { originalUrl, baseUrl };
    return { url: req.url, proxyFix: "proxyFix" in req, ...shown };
  };
  sendReport(res, await observe(req, readTold));
};

const tell: Subject["tell"] = (truth) => {
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
  { name: "node:http by proxyFix", build: wrapAll, tell },
  {
    name: "node:http by proxyFixServer",
    tell,
    build(layers) {
      // The outermost layer is the server's where that can be: it has no rewriteHeaders of its own.
      const [first, ...rest] = layers;
      if (first === undefined || !("fix" in first)) return wrapAll(layers);
      const server = proxyFixServer(createServer(wrapAll(rest)), first.fix);
      return (req, res) => server.emit("request", req, res);
    },
  },
];
