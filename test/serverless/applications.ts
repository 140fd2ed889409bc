// The packages that run an application in a function. Each makes up a request from the platform's event, and puts
// properties of its own on it.
import { createRequire } from "node:module";
import type { RequestListener } from "node:http";
import type { RequestHandler } from "express";
import { proxyFix, type ExpressOptions } from "../../src/adapters/express.js";
import type { express5 } from "../middleware/frameworks.js";

/** A function of the platform: the event (Azure: the context) in, the response out. */
export type CloudFunction = (event: object, context: object) => Promise<CloudResponse>;

export interface CloudResponse {
  readonly statusCode?: number;
  readonly status?: number;
  readonly body: string;
}

type ServerlessExpress = (options: { readonly app: RequestListener }) => CloudFunction;
type ServerlessHttp = (app: unknown, options?: { readonly provider: "azure" }) => CloudFunction;

const require = createRequire(import.meta.url);
export const vendia = require("@vendia/serverless-express") as ServerlessExpress;
export const codegenie = require("@codegenie/serverless-express") as ServerlessExpress;
export const serverlessHttp = require("serverless-http") as ServerlessHttp;

/** The packages for AWS, for `describe.each`. */
export const PACKAGES: readonly (readonly [name: string, wrap: (app: RequestListener) => CloudFunction])[] = [
  ["serverless-http", (app) => serverlessHttp(app)],
  ["@vendia/serverless-express", (app) => vendia({ app })],
  ["@codegenie/serverless-express", (app) => codegenie({ app })],
];

/** What an application of Express reads about its client. */
export interface Reading {
  readonly ip?: string;
  readonly ips: readonly string[];
  readonly protocol: string;
  readonly secure: boolean;
  readonly hostname?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly clientAddress?: string;
}

/** Creates an application that answers with all that it reads about the client. */
export function createReader(express: typeof express5, options?: ExpressOptions): ReturnType<typeof express5> {
  const app = express();
  if (options !== undefined) app.use(proxyFix(options));
  return app.use(answer);
}

const answer: RequestHandler = (req, res) => {
  const { ip, ips, protocol, secure, hostname, headers } = req;
  const { clientAddress } = (req as Partial<typeof req>).proxyFix ?? {};
  const reading = { ip, ips, protocol, secure, hostname, headers, clientAddress };
  res.end(JSON.stringify(reading));
};

/** Reads the answer of {@link createReader}. */
export function readAnswer({ body }: CloudResponse): Reading {
  return JSON.parse(body) as Reading;
}
