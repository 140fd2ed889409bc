import { once } from "node:events";
import http, { type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";

/** The server that an example started. */
export interface RunningExample {
  /** Sends a request from an address of the loopback network. */
  visit(from: string, headers: OutgoingHttpHeaders, path?: string): Promise<IncomingMessage>;
  close(): Promise<void>;
}

/** Imports an example with its variables, on a free port, and waits until it listens. */
export async function runExample(
  example: string,
  variables: Readonly<Record<string, string>>,
): Promise<RunningExample> {
  const listen = vi.spyOn(http.Server.prototype, "listen");
  for (const [name, value] of Object.entries({ ...variables, PORT: "0" })) vi.stubEnv(name, value);
  await import(/* @vite-ignore */ example);
  vi.unstubAllEnvs();
  const server = listen.mock.results.at(-1)?.value as http.Server;
  listen.mockRestore();
  if (!server.listening) await once(server, "listening");
  return {
    visit: async (from, headers, path = "/") => {
      const { port } = server.address() as AddressInfo;
      const request = http.get({ host: "127.0.0.1", port, path, headers, localAddress: from, agent: false });
      const [response] = (await once(request, "response")) as [IncomingMessage];
      return response;
    },
    close: async () => {
      server.close();
      await once(server, "close");
    },
  };
}
