import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allCases } from "../contract/all-cases.js";
import { playCase, type PlayedSubject } from "../contract/check.js";
import { findException, OVER_HTTP2, type Exception } from "../contract/exceptions.js";
import { listFetchProperties, listHonoProperties } from "../contract/read-request.js";
import type { Seen } from "../contract/seen.js";
import { formatRequest, type HeaderLine } from "../contract/wire.js";
import { VENDOR_HEADERS } from "../../src/options/vendor-headers.js";
import { startTroupe, type Troupe } from "./troupe.js";

const common = { isSocketResolved: true, needsHost: true, hasFetchHeaders: true } as const;

const plain = allCases.find(({ title }) => title === "deletes every alias with an underscore")!;

const onBun = ["fetch, on Bun", "Hono, on Bun"];
const onDeno = ["fetch, on Deno", "Hono, on Deno"];

const EXCEPTIONS: readonly Exception[] = [
  {
    subjects: [...onBun, ...onDeno],
    titles: ["has the client address at req.socket if the socket option is set"],
    reason: "there is no socket",
  },
  {
    subjects: [...onBun, ...onDeno],
    titles: ["accepts a request with one line less than the parser's limit"],
    reason: "the runtimes themselves refuse a request with so many lines",
  },
  {
    subjects: onDeno,
    titles: [
      "refuses a request if it has so many lines that the parser may have dropped some",
      "deletes every forged vendor header",
    ],
    reason: "Deno itself refuses a request with more than 100 lines, with status 400",
  },
  {
    subjects: onDeno,
    titles: ["reports the believed host alone if there are two Host lines"],
    reason: "Deno itself refuses a request with two Host lines",
  },
  {
    subjects: onDeno,
    titles: ["reports no host if a request of HTTP/1.0 has none"],
    reason: "Deno gives such a request a host of its own, and nothing distinguishes it from an authority of HTTP/2",
  },
  {
    subjects: onBun,
    titles: OVER_HTTP2,
    reason: "Bun's server does not know HTTP/2",
  },
];

describe.each(["Bun", "Deno"] as const)("%s", (runtime) => {
  let troupe: Troupe;
  beforeAll(async () => {
    troupe = await startTroupe(runtime);
  });
  afterAll(() => troupe.close());

  describe.each(["fetch", "Hono"] as const)("%s", (kind) => {
    const name = `${kind}, on ${runtime}`;
    const subject: PlayedSubject = {
      ...common,
      name,
      listProperties: kind === "fetch" ? listFetchProperties : listHonoProperties,
    };

    it.each(allCases.map((each) => [each.title, each] as const))("%s", async (title, each) => {
      const exception = findException(name, title, EXCEPTIONS);
      const played = playCase(subject, troupe.asTheatre(kind), each);
      if (exception === undefined) await played;
      else await expect(played).rejects.toThrow();
    });

    it("deletes every forged vendor header, of as many as the runtime accepts in one request", async () => {
      for (let at = 0; at < VENDOR_HEADERS.length; at += 50) {
        const vendor = VENDOR_HEADERS.slice(at, at + 50).map((header): HeaderLine => [header, "6.6.6.6"]);
        const wire = await troupe.asTheatre(kind).open("http");
        const route = await troupe.asTheatre(kind).route(plain.layers, "http");
        const { status, body } = await wire.exchange(formatRequest([...route, ...plain.lines, ...vendor]));
        wire.close();
        expect(status).toBe(200);
        expect(Object.keys((JSON.parse(body) as Seen).headers)).toEqual(["host", "x-forwarded-for", "x-test-app"]);
      }
    });
  });
});
