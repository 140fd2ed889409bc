import { afterAll, describe, expect, it } from "vitest";
import { fix, HOST } from "./cases.js";
import { findException } from "./exceptions.js";
import type { Seen } from "./seen.js";
import { Stage } from "./stage.js";
import type { Layer } from "./subject.js";
import { subjects } from "./subjects.js";
import { formatRequest, type Answer, type HeaderLine } from "./wire.js";

const PEER = "127.0.0.9";
const plain = [fix({ xHost: 1 })];
const withSocket = [fix({ socket: true })];

/** The client that an application was told of, wherever it looked. */
function clientOf({ body }: Answer): Record<string, unknown> {
  const { resolution, headers, told, socketAddress } = JSON.parse(body) as Seen;
  const { ip = resolution.clientAddress } = told;
  const { clientAddress, host } = resolution;
  return { clientAddress, ip, host, header: headers["x-forwarded-for"], socketAddress };
}

function expectedOf(client: string): Record<string, unknown> {
  return { clientAddress: client, ip: client, host: `${client}.example`, header: client, socketAddress: PEER };
}

async function format(
  stage: Stage,
  layers: readonly Layer[],
  client: string,
  others: readonly HeaderLine[] = [],
): Promise<string> {
  const route = await stage.route(layers, "http");
  const lines: HeaderLine[] = [
    ["X-Forwarded-For", client],
    ["X-Forwarded-Host", `${client}.example`],
  ];
  return formatRequest([...route, ...others, HOST, ...lines]);
}

const waitFor = (count: number): HeaderLine[] => [["x-test-wait", String(count)]];

describe.each(subjects)("$name", (subject) => {
  const stage = new Stage(subject);
  afterAll(() => stage.close());

  it("tells each of two clients on one connection apart, one after the other", async () => {
    const wire = await stage.open("http", PEER);
    for (const client of ["198.51.100.1", "198.51.100.2", "198.51.100.1"]) {
      expect(clientOf(await wire.exchange(await format(stage, plain, client)))).toEqual(expectedOf(client));
    }
    wire.close();
  });

  it("tells two clients in one pipeline apart, though the first is answered after the second has come", async () => {
    const wire = await stage.open("http", PEER);
    const clients = ["198.51.100.1", "198.51.100.2"];
    const requests = await Promise.all(clients.map((client) => format(stage, plain, client, waitFor(2))));
    expect((await wire.exchangeAll(requests)).map(clientOf)).toEqual(clients.map(expectedOf));
    wire.close();
  });

  it("tells many clients of many connections apart", async () => {
    const connections = Array.from({ length: 8 }, (_, at) =>
      Array.from({ length: 6 }, (_each, n) => `198.51.100.${at * 6 + n + 1}`),
    );
    const seen = connections.map(async (clients) => {
      const wire = await stage.open("http", PEER);
      const answers = await wire.exchangeAll(await Promise.all(clients.map((client) => format(stage, plain, client))));
      wire.close();
      return answers.map(clientOf);
    });
    expect(await Promise.all(seen)).toEqual(connections.map((clients) => clients.map(expectedOf)));
  });
});

const VIEW = "shows the client at req.socket where that is asked for";

describe.each(subjects.filter(({ name }) => findException(name, VIEW) === undefined))("$name", (subject) => {
  const stage = new Stage(subject);
  afterAll(() => stage.close());

  it("gives two clients in one pipeline a view of the socket each, and leaves the socket alone", async () => {
    const wire = await stage.open("http", PEER);
    const requests = [
      await format(stage, withSocket, "198.51.100.1", waitFor(3)),
      await format(stage, withSocket, "198.51.100.2", waitFor(3)),
      await format(stage, plain, "198.51.100.3", waitFor(3)),
    ];
    const seen = (await wire.exchangeAll(requests)).map((answer) => clientOf(answer)["socketAddress"]);
    expect(seen).toEqual(["198.51.100.1", "198.51.100.2", PEER]);
    expect(clientOf(await wire.exchange(await format(stage, plain, "198.51.100.4")))["socketAddress"]).toBe(PEER);
    wire.close();
  });
});
