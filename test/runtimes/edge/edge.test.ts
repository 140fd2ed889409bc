/** The core and proxyfix/fetch, as they are built, on an edge runtime without modules of Node. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allCases } from "../../contract/all-cases.js";
import { playCase, type PlayedSubject } from "../../contract/check.js";
import { listFetchProperties } from "../../contract/read-request.js";
import { recordings, type Recorded } from "../../contract/recorded.js";
import { findFault } from "../../contract/recorded-fault.js";
import type { Seen } from "../../contract/seen.js";
import { formatRequest, type Answer, type HeaderLine } from "../../contract/wire.js";
import { findRuntimeException } from "../exceptions.js";
import { EDGE_PROGRAM, isSkipped } from "../runtimes.js";
import { listOutcomes, VECTORS } from "../vectors.js";
import { startEdgeServer, type EdgeServer } from "./edge-server.js";
import { formatSelection, SELECTION } from "./selection.js";

const subject: PlayedSubject = {
  name: "fetch",
  listProperties: listFetchProperties,
  needsHost: true,
  hasFetchHeaders: true,
};

describe.skipIf(isSkipped({ program: EDGE_PROGRAM }))("workerd", () => {
  let server: EdgeServer;
  beforeAll(async () => {
    server = await startEdgeServer();
  });
  afterAll(() => server.close());

  it("resolves every vector as the reference does", async () => {
    expect(await server.resolveVectors(VECTORS)).toEqual(listOutcomes());
  });

  it.each(allCases.map((each) => [each.title, each] as const))("fetch: %s", async (title, each) => {
    const exception = findRuntimeException({ runtime: "workerd", server: "own", subject: "fetch", title });
    const played = playCase(subject, server.asTheatre(each), each);
    if (exception === undefined) await played;
    else await expect(played).rejects.toThrow();
  });

  async function send(over: Recorded["over"], lines: readonly HeaderLine[], target = "/"): Promise<Answer> {
    const wire = server.open(over);
    try {
      return await wire.exchange(formatRequest([...lines, ["Connection", "close"]], target));
    } finally {
      wire.close();
    }
  }

  it.each(recordings.map(({ source, cases }) => [source, cases] as const))(
    "fetch: gives the expected facts for all %s",
    async (_source, cases) => {
      const faults: unknown[] = [];
      for (const each of cases) {
        const peer = each.over === "unix" ? "unix" : each.peer;
        const selection: HeaderLine = [SELECTION, formatSelection({ app: each.options, peer })];
        const { status, body } = await send(each.over, [selection, ...each.lines]);
        const isRight = each.expected.host === undefined ? status === 400 : status === 200;
        const fault = isRight && status === 200 ? findFault(each, JSON.parse(body) as Seen, subject) : undefined;
        if (!isRight || fault !== undefined) faults.push({ name: each.name, status, body, fault });
      }
      expect(faults).toEqual([]);
    },
  );

  it("fetch: the option `peer` is required when the application is created", async () => {
    const { status, body } = await send("http", [["Host", "app:3000"]], "/without-peer");
    expect([status, body]).toEqual([501, expect.stringMatching(/ProxyFixOptionsError: `peer` is required/)]);
  });

  /** Returns the headers that another server received from an application that passes on its request. */
  async function passOn(target: string): Promise<unknown> {
    const lines: readonly HeaderLine[] = [
      [SELECTION, formatSelection({ app: {}, peer: "127.0.0.1" })],
      ["Host", "app:3000"],
      ["X-Forwarded-For", "6.6.6.6, 198.51.100.7"],
      ["X-Forwarded-Host", "evil.example, shop.example"],
      ["X-Real-IP", "6.6.6.6"],
    ];
    const { status, body } = await send("http", lines, target);
    expect(status).toBe(200);
    return JSON.parse(body);
  }

  it.each(["/gateway-by-request", "/gateway-by-requests"])(
    "fetch: a new Request that is passed on has believed headers alone: %s",
    async (target) => {
      const headers = await passOn(target);
      expect(headers).toMatchObject({ "x-forwarded-for": "198.51.100.7", "x-forwarded-host": "shop.example" });
      expect(JSON.stringify(headers)).not.toMatch(/6\.6\.6\.6|evil/);
    },
  );

  it("fetch: the runtime sends the received headers if the request is passed on with a URL", async () => {
    expect(await passOn("/gateway-by-url")).toMatchObject({ "x-forwarded-for": "6.6.6.6, 198.51.100.7" });
  });
});
