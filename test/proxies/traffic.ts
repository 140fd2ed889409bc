import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { BODY_BYTES } from "./harness/facts-page.js";
import { openWebSocket } from "./harness/more-clients.js";
import { RawConnection, formatRequest, send, sendUntilClose } from "./harness/raw-client.js";
import type { HeaderLine } from "./harness/raw-client.js";
import { CLIENTS, parsePage } from "./harness/visit.js";
import { OBSERVED_HEADERS, SENTINELS, classifyHeader } from "./observe.js";
import type { SetUp } from "./set-ups/set-up.js";
import type { Bench } from "./suite.js";

const COUNTED = [
  ["x-forwarded-for", "xFor"],
  ["x-forwarded-proto", "xProto"],
  ["x-forwarded-host", "xHost"],
  ["x-forwarded-port", "xPort"],
  ["x-forwarded-prefix", "xPrefix"],
  ["forwarded", "forwarded"],
] as const;

/** Declares the tests of a proxy's traffic, and of its treatment of a client's headers. */
export function describeTraffic(setUp: SetUp, bench: () => Bench): void {
  it("passes on no counted header of the client's, unless it is unsafe", async () => {
    const { visitor, observation } = bench();
    const host = visitor.host.replace("app.example.com", "App.Example.com");
    const sentinels = OBSERVED_HEADERS.map((name): HeaderLine => [name, SENTINELS[name]]);
    const plain = await visitHost(bench(), host, []);
    const probe = await visitHost(bench(), host, sentinels);
    observation.noteHeaders({ plain, probe, host, port: visitor.port });
    if (setUp.name.includes("unsafe")) return;
    for (const [header, option] of COUNTED) {
      // A header that passes through is the client's: counting it would believe the client.
      if ((setUp.options[option] ?? 0) > 0)
        expect([header, classifyHeader(header, plain, probe)]).not.toEqual([header, "passes"]);
    }
  });
  describe.skipIf(setUp.name.includes("unsafe"))("carries", () => {
    it("two clients at once, each with its own address", () => meetOnOneConnection(setUp, bench()));
    it("a streamed body of 5 MiB in both directions", () => streamBodies(bench()));
    it.skipIf(!setUp.websocket)("a WebSocket, with the client's facts", () => upgrade(setUp, bench()));
  });
}

async function visitHost({ visitor }: Bench, host: string, lines: readonly HeaderLine[]) {
  const all: readonly HeaderLine[] = [["Host", host], ["Connection", "close"], ...lines];
  const page = parsePage(await send(visitor.target(CLIENTS.first), formatRequest("GET", visitor.path("/facts"), all)));
  if (page === undefined) throw new Error("the proxy did not reach the application");
  return page;
}

/**
 * Two clients send requests in turn on their own connections; the application reports the proxy's connection of each.
 */
async function meetOnOneConnection(setUp: SetUp, { visitor, observation }: Bench): Promise<void> {
  const clients = [CLIENTS.first, CLIENTS.second].map((address) => {
    return { address, connection: new RawConnection(visitor.target(address)), upstream: new Set<number>() };
  });
  try {
    for (const { address, connection, upstream } of [...clients, ...clients, ...clients]) {
      const bytes = formatRequest("GET", visitor.path("/facts"), [["Host", visitor.host]]);
      const page = parsePage(await connection.exchange(bytes));
      if (!setUp.unknowable.includes("address")) expect(page?.resolution.clientAddress).toBe(address);
      upstream.add(page?.connection ?? 0);
    }
  } finally {
    for (const { connection } of clients) connection.close();
  }
  const [first, second] = clients.map(({ upstream }) => upstream);
  const met = [...(first ?? [])].some((connection) => second?.has(connection));
  expect(met).toBe(setUp.sharesUpstream);
  if (met) observation.noteFeature("clients share connections");
}

async function streamBodies({ visitor, observation }: Bench): Promise<void> {
  const chunk = Buffer.alloc(65_536, "body");
  const chunks = Array.from({ length: BODY_BYTES / chunk.length }, () => chunk);
  const lines: readonly HeaderLine[] = [
    ["Host", visitor.host],
    ["Connection", "close"],
    ["Transfer-Encoding", "chunked"],
  ];
  const head = Buffer.from(formatRequest("POST", visitor.path("/upload"), lines), "latin1");
  const framed = chunks.flatMap((part) => [Buffer.from("10000\r\n"), part, Buffer.from("\r\n")]);
  const bytes = Buffer.concat([head, ...framed, Buffer.from("0\r\n\r\n")]);
  const page = parsePage(await send(visitor.target(CLIENTS.first), bytes, "POST"));
  const bodyHash = createHash("sha256").update(Buffer.concat(chunks)).digest("hex");
  expect(page).toMatchObject({ bodyBytes: BODY_BYTES, bodyHash });
  const question = formatRequest("GET", visitor.path("/download"), lines.slice(0, 2));
  const download = await sendUntilClose(visitor.target(CLIENTS.first), question);
  expect(download.body.length).toBe(BODY_BYTES);
  observation.noteFeature("5 MiB");
}

async function upgrade(setUp: SetUp, { visitor, observation }: Bench): Promise<void> {
  const forged: readonly HeaderLine[] = [
    ["Host", visitor.host],
    ["X-Forwarded-For", "6.6.6.6"],
  ];
  const message = await openWebSocket(visitor.target(CLIENTS.first), visitor.path("/socket"), forged);
  const proto = setUp.entry.tls ? "https" : "http";
  expect(JSON.parse(message)).toMatchObject({ clientAddress: CLIENTS.first, proto, host: visitor.host });
  observation.noteFeature("WebSocket");
}
