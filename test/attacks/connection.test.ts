/** Two clients on one connection of their proxy: the address of one must not reach the request of the other. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { proxyFix } from "../../src/adapters/node.js";
import { formatRequest, Wire } from "../contract/wire.js";
import { FORGED } from "./attack.js";
import { SHARED_CONNECTION } from "./connection.js";

async function askTwice(server: Server): Promise<string[]> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const wire = new Wire(connect((server.address() as AddressInfo).port, "127.0.0.1"));
  onTestFinished(() => {
    wire.close();
    server.close();
  });
  const [first, second] = [
    [
      ["Host", "app"],
      ["X-Forwarded-For", FORGED],
    ],
    [["Host", "app"]],
  ] as const;
  return (await wire.exchangeAll([formatRequest(first), formatRequest(second)])).map(({ body }) => body);
}

const answer = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? "";

it(`${SHARED_CONNECTION}: leaves the socket of a connection alone`, async () => {
  const application = proxyFix((req, res) => void res.end(answer(req)), { trustedPeers: "loopback", socket: true });
  expect(await askTwice(createServer(application))).toEqual([FORGED, "127.0.0.1"]);
});

it(`${SHARED_CONNECTION}: deceives middleware that writes the address to the socket`, async () => {
  const server = createServer((req, res) => {
    const address = req.headers["x-forwarded-for"];
    if (address !== undefined) Object.defineProperty(req.socket, "remoteAddress", { value: address });
    res.end(answer(req));
  });
  expect(await askTwice(server)).toEqual([FORGED, FORGED]);
});
