import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allCases } from "../contract/all-cases.js";
import { playCase, type PlayedSubject } from "../contract/check.js";
import { listFetchProperties, listHonoProperties } from "../contract/read-request.js";
import type { Seen } from "../contract/seen.js";
import { formatRequest, type HeaderLine } from "../contract/wire.js";
import { VENDOR_HEADERS } from "../../src/options/vendor-headers.js";
import { findRuntimeException } from "./exceptions.js";
import { startTroupe, type Troupe } from "./troupe.js";

const common = { isSocketResolved: true, needsHost: true, hasFetchHeaders: true } as const;

const plain = allCases.find(({ title }) => title === "deletes every alias with an underscore")!;

describe.each(["Bun", "Deno"] as const)("%s", (runtime) => {
  let troupe: Troupe;
  beforeAll(async () => {
    troupe = await startTroupe(runtime);
  });
  afterAll(() => troupe.close());

  describe.each(["fetch", "Hono"] as const)("%s", (kind) => {
    const subject: PlayedSubject = {
      ...common,
      name: kind,
      listProperties: kind === "fetch" ? listFetchProperties : listHonoProperties,
    };

    it.each(allCases.map((each) => [each.title, each] as const))("%s", async (title, each) => {
      const exception = findRuntimeException({ runtime, server: "own", subject: kind, title });
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
