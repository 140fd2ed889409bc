import { createServer, Server, type RequestListener } from "node:http";
import fc from "fast-check";
import { expect } from "vitest";
import { serve } from "../middleware/site.js";
import type { SentRequest } from "./honest-requests.js";

/** Sends a request, and returns the JSON of the answer. */
export type Ask = (request: SentRequest) => Promise<unknown>;

/** Serves an application until the test ends. Each request comes over a socket whose peer has the address of the request. */
export async function serveFrom(target: RequestListener | Server): Promise<Ask> {
  let current: SentRequest = { peer: "127.0.0.1", headers: {} };
  const server = target instanceof Server ? target : createServer(target);
  server.on("connection", (socket) => {
    const { peer, encrypted = false } = current;
    Object.defineProperties(socket, { remoteAddress: { value: peer }, encrypted: { value: encrypted } });
  });
  const site = await serve(server);
  return async (request) => {
    current = request;
    const { body } = await site.visit("/", request.headers);
    return JSON.parse(body) as unknown;
  };
}

/** The number of random requests for each row of a page. */
const RUNS = 6;

/** Compares the answers of two applications to random requests. */
export async function expectSame(before: Ask, after: Ask, requests: fc.Arbitrary<SentRequest>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      expect(await after(request)).toEqual(await before(request));
    }),
    { numRuns: RUNS },
  );
}
