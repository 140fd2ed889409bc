import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EXPRESSES, type express5 } from "../middleware/frameworks.js";
import { codegenie, createReader, readAnswer, serverlessHttp, vendia, type CloudFunction } from "./applications.js";
import { AZURE_HEADERS, CLIENT, FORGED, HOST, OPTIONS } from "./events.js";

type App = ReturnType<typeof express5>;
type Visit = (app: App, headers: Readonly<Record<string, string>>) => ReturnType<CloudFunction>;

/** The request of a function's HTTP trigger. */
const requestOf = (headers: Readonly<Record<string, string>>): object => ({
  method: "GET",
  url: `https://${HOST}/`,
  originalUrl: `https://${HOST}/`,
  query: {},
  headers: { ...headers },
  rawBody: "",
});

const ADAPTERS: readonly (readonly [name: string, visit: Visit])[] = [
  [
    "serverless-http",
    (app, headers) => serverlessHttp(app, { provider: "azure" })({ log: () => {} }, requestOf(headers)),
  ],
  ["@vendia/serverless-express", (app, headers) => vendia({ app })({ traceContext: {}, req: requestOf(headers) }, {})],
  [
    "@codegenie/serverless-express",
    (app, headers) => codegenie({ app })({ traceContext: {}, req: requestOf(headers) }, {}),
  ],
];

describe.each(ADAPTERS)("%s in an Azure Function", (_, visit) => {
  beforeEach(() => void vi.stubEnv("FUNCTIONS_EXTENSION_VERSION", "~4"));
  afterEach(() => void vi.unstubAllEnvs());

  describe.each(EXPRESSES)("with %s", (_name, express) => {
    it("gives the application the client, although the request has an own `ip` with the client's forged text", async () => {
      const reading = readAnswer(await visit(createReader(express, OPTIONS.azure), AZURE_HEADERS));
      expect(reading).toMatchObject({
        ip: CLIENT,
        ips: [CLIENT],
        protocol: "https",
        hostname: HOST,
        clientAddress: CLIENT,
      });
      expect(JSON.stringify(reading)).not.toMatch(new RegExp(`${FORGED}|evil`));
    });

    it("makes up a peer that trustedPeers trusts for no forged address", async () => {
      const forged = { ...AZURE_HEADERS, "x-forwarded-for": `127.0.0.1, ${CLIENT}:51234` };
      const options = { ...OPTIONS.azure, trustedPeers: "loopback" };
      const { clientAddress, ip } = readAnswer(await visit(createReader(express, options), forged));
      expect({ clientAddress, ip }).toEqual({});
    });
  });
});
