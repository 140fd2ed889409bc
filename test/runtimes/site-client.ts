import { connect } from "node:net";
import { WebSocket } from "ws";
import { formatRequest, Wire, type Answer, type HeaderLine } from "../contract/wire.js";
import type { Addresses } from "./runtime.js";

/** The address of the client in the requests of the proxy. */
export const CLIENT = "198.51.100.7";

/** Servers with the sites. */
export interface SiteServers {
  readonly addresses: Addresses;
  close(): Promise<void>;
}

/** The header lines of a request as the proxy sends it; the client forged the left part of the chain. */
const lines = (client = CLIENT): HeaderLine[] => [
  ["Host", "app:3000"],
  ["X-Forwarded-For", `6.6.6.6, ${client}`],
  ["X-Forwarded-Proto", "https"],
  ["X-Forwarded-Host", "shop.example"],
  ["X-Forwarded-Prefix", "/shop"],
  ["X-Real-IP", "6.6.6.6"],
  ["Connection", "close"],
];

/** Sends requests to the sites as the proxy does. */
export class SiteClient {
  readonly #findServers: () => SiteServers;

  /** @param findServers - returns the servers, which start after the tests are listed */
  constructor(findServers: () => SiteServers) {
    this.#findServers = findServers;
  }

  #findAddress(app: string): number {
    const { addresses } = this.#findServers();
    return (addresses[app] ?? addresses["http"]) as number;
  }

  async send(app: string, request: string): Promise<Answer> {
    const wire = new Wire(connect(this.#findAddress(app), "127.0.0.1"));
    try {
      return await wire.exchange(request);
    } finally {
      wire.close();
    }
  }

  get(app: string, path: string, client?: string): Promise<Answer> {
    return this.send(app, formatRequest([["x-test-app", app], ...lines(client)], path));
  }

  post(path: string, body: string, others: readonly HeaderLine[] = []): Promise<Answer> {
    const length: HeaderLine = ["Content-Length", String(body.length)];
    return this.send("hono", this.formatPost(path, [length, ...others]) + body);
  }

  /** Formats the head of a POST to the site of Hono. */
  formatPost(path: string, others: readonly HeaderLine[]): string {
    return formatRequest([["x-test-app", "hono"], ...lines(), ...others], path, "1.1", "POST");
  }

  /** Opens a websocket, sends a text and returns the answer. */
  exchangeMessage(app: string, text: string, client?: string): Promise<string> {
    const headers = { ...Object.fromEntries(lines(client).slice(0, -1)), "x-test-app": app };
    const socket = new WebSocket(`ws://127.0.0.1:${this.#findAddress(app)}/socket`, { headers });
    return new Promise((resolve, reject) => {
      socket.on("open", () => socket.send(text));
      socket.on("error", reject);
      socket.on("message", (data: Buffer) => {
        resolve(data.toString());
        socket.close();
      });
    });
  }
}
