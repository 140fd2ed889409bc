import { afterEach, describe, expect, it, vi } from "vitest";

import type { IncomingRequest } from "../../src/request/resolve-incoming.js";
import type * as LinesByName from "../../src/request/headers-distinct.js";

/** The module as it is on a runtime whose requests have none of Node's own slots. */
async function importElsewhere(): Promise<typeof LinesByName> {
  vi.resetModules();
  vi.doMock("node:http", () => ({ IncomingMessage: ForeignRequest }));
  return import("../../src/request/headers-distinct.js");
}
afterEach(() => vi.doUnmock("node:http"));

/** A request of such a runtime: it tells once what its lines were. */
class ForeignRequest {
  rawHeaders = ["X-A", "1", "x-b", "2", "X-a", "3"];
  headers = {};
  get headersDistinct(): Record<string, string[]> {
    return { "x-a": ["old"] };
  }
}
const grouped = Object.assign(Object.create(null) as object, { "x-a": ["1", "3"], "x-b": ["2"] });

describe("headersDistinct where Node's own count of the lines is not known", () => {
  it("is made of the lines as they are, each time they are written", async () => {
    const { forgetLinesByName } = await importElsewhere();
    const req = new ForeignRequest();
    forgetLinesByName(req as IncomingRequest);
    expect(req.headersDistinct).toEqual(grouped);
    req.rawHeaders = ["x-c", "4"];
    forgetLinesByName(req as IncomingRequest);
    expect({ ...req.headersDistinct }).toEqual({ "x-c": ["4"] });
  });

  it("may still be assigned", async () => {
    const { forgetLinesByName } = await importElsewhere();
    const req = new ForeignRequest();
    forgetLinesByName(req as IncomingRequest);
    (req as { headersDistinct: object }).headersDistinct = { mine: ["5"] };
    expect(req.headersDistinct).toEqual({ mine: ["5"] });
  });

  it("is told by a prototype that the framework exchanges, once a request was written to", async () => {
    const { forgetLinesByName, tellLines } = await importElsewhere();
    const written = new WeakSet();
    const prototype = Object.create(ForeignRequest.prototype) as object;
    tellLines(prototype, (each) => written.has(each));
    const req = Object.setPrototypeOf(new ForeignRequest(), prototype) as ForeignRequest;
    expect(req.headersDistinct).toEqual({ "x-a": ["old"] });
    written.add(req);
    forgetLinesByName(req as IncomingRequest);
    expect(Object.hasOwn(req, "headersDistinct")).toBe(false);
    expect(req.headersDistinct).toEqual(grouped);
    req.rawHeaders = ["x-c", "4"];
    forgetLinesByName(req as IncomingRequest);
    expect({ ...req.headersDistinct }).toEqual({ "x-c": ["4"] });
  });

  it("is left out where there is none", async () => {
    const { forgetLinesByName } = await importElsewhere();
    const req = { rawHeaders: [], headers: {} };
    forgetLinesByName(req);
    expect("headersDistinct" in req).toBe(false);
  });
});
