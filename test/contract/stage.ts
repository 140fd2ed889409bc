import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http, { type IncomingMessage, type Server } from "node:http";
import http2 from "node:http2";
import https from "node:https";
import { connect, type AddressInfo, type ListenOptions, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { createCertificate } from "../proxies/harness/certificate.js";
import type { Layer, Listener, Subject } from "./subject.js";
import { Wire, type Answer, type HeaderLine } from "./wire.js";

/** How a request is transported: by which protocol, and to which kind of address. */
export type Transport = "http" | "https" | "unix" | "dual-stack" | "h2c" | "h2";

/** In `x-test-peer`: the peer's address is no longer known. */
export const VANISHED = "vanished";

/** Sends one request of HTTP/2 to a port of this machine, with these header lines, pseudo headers included. */
export async function requestHttp2(
  transport: "h2c" | "h2",
  port: number,
  headers: http2.OutgoingHttpHeaders,
): Promise<Answer> {
  const scheme = transport === "h2" ? "https" : "http";
  const session = http2.connect(`${scheme}://127.0.0.1:${port}`, { rejectUnauthorized: false });
  // The stream reports the error too.
  session.on("error", () => undefined);
  try {
    const stream = session.request(headers).setEncoding("utf8");
    const [received] = (await once(stream, "response")) as [http2.IncomingHttpHeaders];
    let body = "";
    for await (const chunk of stream) body += chunk as string;
    return { status: Number(received[":status"]), headers: received as Record<string, string>, body };
  } finally {
    session.destroy();
  }
}

type AnyListener = (req: IncomingMessage, res: unknown) => void;

/**
 * The servers of one subject, each started when it is first used, and its applications, one for each set of layers. A
 * request names its application in `x-test-app`.
 */
export class Stage {
  readonly #subject: Subject;
  readonly #directory = mkdtempSync(join(tmpdir(), "proxyfix-"));
  readonly #servers = new Map<Transport, Promise<Server>>();
  readonly #apps = new Map<string, Listener>();
  readonly #names = new Map<string, Promise<string>>();
  readonly #keys = new Map<readonly Layer[], string>();

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  /** Returns the header lines that select the application with these layers; they are the first of a request. */
  async route(layers: readonly Layer[], transport: Transport): Promise<HeaderLine[]> {
    const key = this.#keys.get(layers) ?? String(this.#keys.size);
    this.#keys.set(layers, key);
    const isHttp2 = transport.startsWith("h2");
    const name = `${key}${isHttp2 ? "-h2" : ""}`;
    if (!this.#names.has(name)) this.#names.set(name, this.#build(name, layers, isHttp2));
    return [["x-test-app", await (this.#names.get(name) as Promise<string>)]];
  }

  async #build(name: string, layers: readonly Layer[], isHttp2: boolean): Promise<string> {
    this.#apps.set(name, await this.#subject.build(layers, isHttp2));
    return name;
  }

  /** Opens a connection of HTTP/1 from a client's address; a unix-domain socket has none. */
  async open(transport: Transport, from = "127.0.0.1"): Promise<Wire> {
    return new Wire(await this.#connect(transport, from));
  }

  async #connect(transport: Transport, from: string): Promise<Socket> {
    const address = (await this.#listen(transport)).address();
    if (typeof address === "string") return connect(address);
    const socket = connect({ host: "127.0.0.1", port: (address as AddressInfo).port, localAddress: from });
    return transport === "https" ? connectTls({ socket, rejectUnauthorized: false }) : socket;
  }

  /** Sends one request of HTTP/2, with these header lines, pseudo headers included. */
  async exchangeHttp2(transport: "h2c" | "h2", headers: http2.OutgoingHttpHeaders): Promise<Answer> {
    const { port } = (await this.#listen(transport)).address() as AddressInfo;
    return requestHttp2(transport, port, headers);
  }

  #listen(transport: Transport): Promise<Server> {
    const running = this.#servers.get(transport) ?? this.#start(transport);
    this.#servers.set(transport, running);
    return running;
  }

  async #start(transport: Transport): Promise<Server> {
    const server = this.#createServer(transport, (req, res) => this.#dispatch(req, res));
    server.listen(this.#addressOf(transport));
    await once(server, "listening");
    return server;
  }

  #createServer(transport: Transport, listener: AnyListener): Server {
    const tls = transport === "https" || transport === "h2" ? this.#createCertificate() : {};
    if (transport === "https") return https.createServer(tls, listener);
    if (transport === "h2c") return http2.createServer(listener as never) as unknown as Server;
    if (transport === "h2") return http2.createSecureServer(tls, listener as never) as unknown as Server;
    return http.createServer(listener);
  }

  #addressOf(transport: Transport): ListenOptions {
    if (transport === "unix") return { path: join(this.#directory, "app.sock") };
    return { port: 0, host: transport === "dual-stack" ? "::" : "127.0.0.1" };
  }

  #createCertificate(): { readonly cert: string; readonly key: string } {
    const { certificate, key } = createCertificate(this.#directory);
    return { cert: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
  }

  #dispatch(req: IncomingMessage, res: unknown): void {
    const app = this.#apps.get(String(req.headers["x-test-app"])) as AnyListener | undefined;
    if (app === undefined) throw new Error("the request names no application");
    // A recorded case may need a peer that loopback does not have, or one whose address is no longer known.
    const peer = req.headers["x-test-peer"];
    const value = peer === VANISHED ? undefined : peer;
    if (peer !== undefined) Object.defineProperty(req.socket, "remoteAddress", { value, configurable: true });
    app(req, res);
  }

  /** Stops the servers and closes every connection. */
  async close(): Promise<void> {
    for (const running of this.#servers.values()) {
      const server = await running;
      const closed = once(server, "close");
      server.close();
      // Sessions of HTTP/2 are closed by their clients.
      (server as Partial<Server>).closeAllConnections?.();
      await closed;
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
