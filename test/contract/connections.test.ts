import { afterAll, describe, expect, it } from "vitest";
import { fix, HOST } from "./cases.js";
import { findException } from "./exceptions.js";
import type { Seen } from "./seen.js";
import { Stage } from "./stage.js";
import type { Layer, Subject } from "./subject.js";
import { named, subjects } from "./subjects.js";
import { formatRequest, type Answer, type HeaderLine } from "./wire.js";

const PEER = "127.0.0.9";
const withHost = [fix({ xHost: 1 })];
const withSocket = [fix({ socket: true })];

/** The client's facts, from everywhere that an application may read them. */
function clientOf({ body }: Answer): Record<string, unknown> {
  const { resolution, headers, properties, socketAddress } = JSON.parse(body) as Seen;
  const { ip = resolution.clientAddress } = properties;
  const { clientAddress, host } = resolution;
  return { clientAddress, ip, host, header: headers["x-forwarded-for"], socketAddress };
}

function expectedOf(client: string, { isSocketResolved }: Subject): Record<string, unknown> {
  const facts = { clientAddress: client, ip: client, host: `${client}.example`, header: client };
  return { ...facts, socketAddress: isSocketResolved === true ? client : PEER };
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

describe.each(named(subjects))("%s", (_name, subject) => {
  const stage = new Stage(subject);
  afterAll(() => stage.close());

  it("resolves successive requests of one connection to their own clients", async () => {
    const wire = await stage.open("http", PEER);
    for (const client of ["198.51.100.1", "198.51.100.2", "198.51.100.1"]) {
      expect(clientOf(await wire.exchange(await format(stage, withHost, client)))).toEqual(expectedOf(client, subject));
    }
    wire.close();
  });

  it("resolves pipelined requests to their own clients, even if the first is answered after the second has arrived", async () => {
    const wire = await stage.open("http", PEER);
    const clients = ["198.51.100.1", "198.51.100.2"];
    const requests = await Promise.all(clients.map((client) => format(stage, withHost, client, waitFor(2))));
    expect((await wire.exchangeAll(requests)).map(clientOf)).toEqual(
      clients.map((client) => expectedOf(client, subject)),
    );
    wire.close();
  });

  it("resolves the requests of many connections to their own clients", async () => {
    const connections = Array.from({ length: 8 }, (_, at) =>
      Array.from({ length: 6 }, (_each, n) => `198.51.100.${at * 6 + n + 1}`),
    );
    const seen = connections.map(async (clients) => {
      const wire = await stage.open("http", PEER);
      const answers = await wire.exchangeAll(
        await Promise.all(clients.map((client) => format(stage, withHost, client))),
      );
      wire.close();
      return answers.map(clientOf);
    });
    expect(await Promise.all(seen)).toEqual(
      connections.map((clients) => clients.map((client) => expectedOf(client, subject))),
    );
  });
});

const VIEW = "has the client address at req.socket if the socket option is set";

describe.each(named(subjects.filter(({ name }) => findException(name, VIEW) === undefined)))("%s", (_name, subject) => {
  const stage = new Stage(subject);
  afterAll(() => stage.close());

  it("gives pipelined requests views of the socket with their own clients, and leaves the socket alone", async () => {
    const wire = await stage.open("http", PEER);
    const requests = [
      await format(stage, withSocket, "198.51.100.1", waitFor(3)),
      await format(stage, withSocket, "198.51.100.2", waitFor(3)),
      await format(stage, withHost, "198.51.100.3", waitFor(3)),
    ];
    const seen = (await wire.exchangeAll(requests)).map((answer) => clientOf(answer)["socketAddress"]);
    expect(seen).toEqual(["198.51.100.1", "198.51.100.2", PEER]);
    expect(clientOf(await wire.exchange(await format(stage, withHost, "198.51.100.4")))["socketAddress"]).toBe(PEER);
    wire.close();
  });
});
