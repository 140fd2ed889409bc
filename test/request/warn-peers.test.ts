import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import { proxyFix } from "../../src/adapters/node.js";
import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { formatRequest, type Wire } from "../contract/wire.js";
import { createDirectory, createTlsServer, listen, open } from "../frameworks/listen.js";
import { THROUGH_PROXY, type Running } from "../frameworks/serve.js";
import { EXPRESSES } from "../middleware/frameworks.js";
import { createReader, PACKAGES } from "../serverless/applications.js";
import { EVENTS } from "../serverless/events.js";
import { ADAPTERS } from "./start-adapters.js";
import { listenForWarnings } from "./warnings.js";

const PUBLIC = "198.51.100.20";
const OTHER_PUBLIC = "2001:db8::20";
const PROXY = "127.0.0.1";

/** Sends a request whose connection has this peer: no client of a test has another address than loopback. */
type VisitFrom = (
  peer: string | undefined,
  lines?: Readonly<Record<string, string>>,
) => Promise<{ readonly status: number }>;

/** @param address - at which the server listens, as it reports it */
function visitor({ server, get }: Running, address = "::"): VisitFrom {
  let peer: string | undefined;
  server.prependListener("connection", (socket: Socket) => {
    Object.defineProperty(socket, "remoteAddress", { value: peer });
  });
  const bound = server.address() as AddressInfo;
  vi.spyOn(server, "address").mockReturnValue({ ...bound, address });
  return (from, lines) => {
    peer = from;
    return get("/", lines);
  };
}

/** Sends one request with these header lines, and reads its answer. */
type Session = (lines: Readonly<Record<string, string>>) => Promise<unknown>;

function createSession(wire: Wire): Session {
  onTestFinished(() => wire.close());
  return (lines) => wire.exchange(formatRequest([["Host", "app"], ...Object.entries(lines), ["Connection", "close"]]));
}

async function openHttp2(server: Server): Promise<Session> {
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => session.destroy());
  return async (lines) => {
    const stream = session.request(lines);
    stream.end().resume();
    await once(stream, "end");
  };
}

const codesOf = (warnings: readonly unknown[]): unknown[] =>
  (warnings as readonly (readonly [string, { readonly code: string }])[]).map(([, { code }]) => code);

describe.each(ADAPTERS)("the adapter %s without trustedPeers", (_name, start) => {
  it("warns once if a public peer sends forwarding headers, names that peer, and repeats no text of a client", async () => {
    const warnings = listenForWarnings();
    const visit = visitor(await start({ xHost: 1 }), "127.0.0.1");
    for (let round = 0; round < 3; round += 1) expect((await visit(PUBLIC, THROUGH_PROXY)).status).toBe(200);
    expect(warnings()).toEqual([
      [
        "A peer of the public internet, 198.51.100.20, sent forwarding headers; proxyFix believed them, since " +
          "trustedPeers is not set. Anyone who reaches this port is believed like a proxy. If 198.51.100.20 is your " +
          "proxy, set trustedPeers to the network that it is in. If it is a client, set trustedPeers to your proxy, and " +
          "close the port to clients. `warnings: false` silences this.",
        { type: "ProxyFixWarning", code: "PROXYFIX_NO_TRUSTED_PEERS" },
      ],
    ]);
  });

  it.each(["::", "0.0.0.0"])(
    "warns once if a server on %s gets requests of a proxy and of a public peer",
    async (address) => {
      const warnings = listenForWarnings();
      const visit = visitor(await start({ xHost: 1 }), address);
      await visit(PROXY, THROUGH_PROXY);
      for (let round = 0; round < 3; round += 1) expect((await visit(OTHER_PUBLIC)).status).toBe(200);
      expect(warnings()).toEqual([
        [
          "This server listens on all interfaces; a proxy sends requests to it, and 2001:db8::20, a peer of the public " +
            "internet, connected directly. Its forwarding headers would be believed, since trustedPeers is not set. Set " +
            "trustedPeers to your proxy, or let the server listen on the address that the proxy connects to, such as " +
            "127.0.0.1. `warnings: false` silences this.",
          { type: "ProxyFixWarning", code: "PROXYFIX_BOTH_KINDS" },
        ],
      ]);
    },
  );

  it("warns of a peer that forges headers also after the warning of both kinds", async () => {
    const warnings = listenForWarnings();
    const visit = visitor(await start({}));
    await visit(PROXY, THROUGH_PROXY);
    await visit(PUBLIC);
    await visit(PUBLIC, THROUGH_PROXY);
    expect(codesOf(warnings())).toEqual(["PROXYFIX_BOTH_KINDS", "PROXYFIX_NO_TRUSTED_PEERS"]);
  });

  it("does not warn of both kinds after the warning of a peer that forges headers, which has the same remedy", async () => {
    const warnings = listenForWarnings();
    const visit = visitor(await start({}));
    await visit(PROXY, THROUGH_PROXY);
    await visit(PUBLIC, THROUGH_PROXY);
    await visit(PUBLIC);
    expect(codesOf(warnings())).toEqual(["PROXYFIX_NO_TRUSTED_PEERS"]);
  });

  it("does not warn if the option warnings is false", async () => {
    const warnings = listenForWarnings();
    const visit = visitor(await start({ warnings: false }));
    await visit(PROXY, THROUGH_PROXY);
    await visit(PUBLIC);
    await visit(PUBLIC, THROUGH_PROXY);
    expect(warnings()).toEqual([]);
  });

  it("takes neither a bare request before the first of a proxy, nor one with other signs of a proxy, for a direct one", async () => {
    const warnings = listenForWarnings();
    const visit = visitor(await start({}));
    await visit(PUBLIC);
    await visit(PROXY, THROUGH_PROXY);
    await visit(PUBLIC, { "X-Forwarded-Host": "shop.example" });
    await visit(PUBLIC, { Via: "1.1 cache" });
    expect(warnings()).toEqual([]);
  });

  it("takes no peer that has vanished for a proxy", async () => {
    const warnings = listenForWarnings();
    const visit = visitor(await start({}));
    await visit(undefined, THROUGH_PROXY);
    await visit(PUBLIC);
    expect(warnings()).toEqual([]);
  });

  it("keeps servers apart", async () => {
    const warnings = listenForWarnings();
    const proxied = visitor(await start({}));
    const direct = visitor(await start({}));
    await proxied(PROXY, THROUGH_PROXY);
    await direct(PUBLIC);
    expect(warnings()).toEqual([]);
  });
});

describe.each<[string, () => Server, (server: Server) => Promise<Session>]>([
  ["https", createTlsServer, async (server) => createSession(open(server))],
  ["HTTP/2", () => createHttp2Server() as unknown as Server, openHttp2],
])("a server of %s without trustedPeers", (_name, create, connect) => {
  it("warns of both kinds", async () => {
    const warnings = listenForWarnings();
    const server = await listen(create());
    server.on(
      "request",
      proxyFix((_req, res) => res.end()),
    );
    vi.spyOn(server, "address").mockReturnValue({ ...(server.address() as AddressInfo), address: "::" });
    for (const [peer, lines] of [
      [PROXY, THROUGH_PROXY],
      [PUBLIC, {}],
    ] as const) {
      // The socket of TLS reads the address by itself.
      const event = "setSecureContext" in server ? "secureConnection" : "connection";
      server.once(event, (socket: Socket) => Object.defineProperty(socket, "remoteAddress", { value: peer }));
      await (
        await connect(server)
      )(lines);
    }
    expect(codesOf(warnings())).toEqual(["PROXYFIX_BOTH_KINDS"]);
  });
});

/** The private peers of proxies and of health checks. */
const PRIVATE = ["127.0.0.1", "::1", "::ffff:172.18.0.3", "10.1.2.3", "192.168.1.9", "169.254.1.1", "100.64.0.4", "fd12::4", "fe80::2%eth0"]; // prettier-ignore

describe.each(ADAPTERS)("a sound set-up of %s", (_name, start) => {
  it("causes no warning, in one process with all the others", async () => {
    const warnings = listenForWarnings();
    const startVisitor = async (options: AdapterOptions, address?: string): Promise<VisitFrom> =>
      visitor(await start(options), address);

    const networks: readonly AdapterOptions[] = [
      { trustedPeers: "198.51.100.0/24" },
      { trustedProxies: "198.51.100.0/24" },
    ];
    for (const options of networks) {
      const trusting = await startVisitor(options);
      // The proxy has a public address; its health checks have no header; a client connects directly.
      for (const lines of [THROUGH_PROXY, undefined]) await trusting(PUBLIC, lines);
      await trusting(OTHER_PUBLIC);
    }
    // A proxy, its health checks, other containers and a developer, all in private networks.
    const counts = await startVisitor({ xHost: 1 });
    for (const peer of PRIVATE) for (const lines of [THROUGH_PROXY, undefined]) await counts(peer, lines);
    // No proxy is in front.
    const nothing = await startVisitor({ xFor: 0, xProto: 0 });
    for (const lines of [THROUGH_PROXY, undefined]) await nothing(PUBLIC, lines);
    // Development on a laptop, also from a phone with a global address.
    const development = await startVisitor({});
    for (const peer of ["::1", OTHER_PUBLIC]) await development(peer);
    // A public peer reaches the one private address of a server only through a router that lets it.
    const inside = await startVisitor({}, "10.0.0.2");
    await inside("10.0.0.1", THROUGH_PROXY);
    await inside(PUBLIC);
    expect(warnings()).toEqual([]);
  });
});

describe("a sound set-up", () => {
  it("causes no warning over unix-domain sockets", async () => {
    const warnings = listenForWarnings();
    const path = join(createDirectory(), "s");
    const server = await listen(createServer(proxyFix((req, res) => res.end(req.proxyFix.clientAddress))), path);
    for (const lines of [Object.entries(THROUGH_PROXY), []]) {
      const wire = open(server);
      onTestFinished(() => wire.close());
      const answer = await wire.exchange(formatRequest([["Host", "app"], ...lines, ["Connection", "close"]]));
      expect(answer.status).toBe(200);
    }
    expect(warnings()).toEqual([]);
  });

  it("causes no warning in a function of a platform, where a package makes up the peer from the client's address", async () => {
    const warnings = listenForWarnings();
    for (const [, wrap] of PACKAGES) {
      for (const [, express] of EXPRESSES) {
        for (const { event, options } of Object.values(EVENTS)) {
          await wrap(createReader(express, options))(structuredClone(event), {});
        }
      }
    }
    expect(warnings()).toEqual([]);
  });
});
