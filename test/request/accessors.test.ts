import { describe, expect, it } from "vitest";

import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { deleteOwn, prepareAccessors, type Readers } from "../../src/request/accessors.js";
import { resolveIncoming } from "../../src/request/resolve-incoming.js";
import { createRequest } from "./made-request.js";

const READERS: Readers = {
  protocol: ({ proto }) => proto,
  ip: ({ clientAddress }) => clientAddress,
  added: (_resolution, self) => self,
};

type Self = object & { readonly req: ReturnType<typeof createRequest> };
const findRequest = (self: object): object => (self as Self).req;
const prepare = (self: object, readers: Readers = READERS): boolean =>
  prepareAccessors(self, () => readers, findRequest);

/** A framework whose requests are of this class; each call returns a new one, which is not prepared. */
function createFramework() {
  return class Framework {
    readonly req = createRequest({ Host: "app", "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https" });
    readonly added?: unknown;
    #ip = "the framework's";
    get protocol(): string {
      return "the framework's";
    }
    get ip(): string {
      return this.#ip;
    }
    set ip(value: string) {
      this.#ip = value;
    }
    get headersDistinct(): Record<string, string[]> {
      return { host: ["the framework's"] };
    }
    constructor() {
      delete (this as { added?: unknown }).added;
    }
  };
}

describe("prepareAccessors", () => {
  it("wraps the accessors of the furthest prototype with an accessor protocol, once", () => {
    const Framework = createFramework();
    class Application extends Framework {
      override get protocol(): string {
        return "the application's";
      }
    }
    const self = new Application();
    expect(prepare(self)).toBe(true);
    expect(prepare(self, { ip: () => "wrapped twice" })).toBe(true);
    resolveIncoming(compileAdapter({}), self.req);
    expect([self.protocol, self.ip]).toEqual(["the application's", "203.0.113.7"]);
    expect(new Framework().protocol).toBe("the framework's");
  });

  it.each(["get", "set", "value", "writable"])("wraps them if every object inherits a property %s", (name) => {
    const self = new (createFramework())();
    Reflect.defineProperty(Object.prototype, name, { value: () => undefined, configurable: true });
    try {
      prepare(self);
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
    resolveIncoming(compileAdapter({}), self.req);
    expect(self.ip).toBe("203.0.113.7");
  });

  it.each<[string, object]>([
    ["without a prototype", Object.create(null) as object],
    ["with a property", { protocol: "own" }],
    ["with a method", Object.create({ protocol: () => "https" }) as object],
  ])("returns false for an object %s", (_, object) => {
    expect(prepare(object)).toBe(false);
  });
});

describe("a wrapped accessor", () => {
  it("returns the framework's value if the request is not resolved, and undefined for an added property", () => {
    const self = new (createFramework())();
    prepare(self);
    expect([self.protocol, self.ip, self.added]).toEqual(["the framework's", "the framework's", undefined]);
  });

  it("returns the resolved value if the request is resolved, without an own property", () => {
    const self = new (createFramework())();
    prepare(self);
    resolveIncoming(compileAdapter({}), self.req);
    expect([self.protocol, self.ip]).toEqual(["https", "203.0.113.7"]);
    expect(self.added).toBe(self);
    expect(Object.keys(self)).toEqual(["req"]);
  });

  it("returns the assigned value if a program assigns one", () => {
    const self = new (createFramework())();
    prepare(self);
    resolveIncoming(compileAdapter({}), self.req);
    self.ip = "assigned";
    expect(self.ip).toBe("assigned");
    expect(Object.keys(self)).toContain("ip");
  });

  it("returns the resolved value if a program assigned one before the request was resolved", () => {
    const self = new (createFramework())();
    prepare(self);
    self.ip = "6.6.6.6";
    expect(self.ip).toBe("6.6.6.6");
    resolveIncoming(compileAdapter({}), self.req);
    expect(self.ip).toBe("203.0.113.7");
  });

  it("stays read-only if the framework's is", () => {
    const Framework = createFramework();
    prepare(new Framework());
    expect(Object.getOwnPropertyDescriptor(Framework.prototype, "protocol")).toMatchObject({ set: undefined });
  });

  it("returns an inherited value if the prototype has none of its own and the request is not resolved", () => {
    class Requests extends createFramework() {
      override get protocol(): string {
        return "https";
      }
    }
    const owner = Object.create(new Requests()) as Self & { readonly headersDistinct: object };
    Object.defineProperty(owner, "protocol", { get: () => "https", configurable: true });
    const self = Object.create(owner) as typeof owner;
    prepareAccessors(self, () => ({ headersDistinct: () => "resolved" }), findRequest);
    expect(self.headersDistinct).toEqual({ host: ["the framework's"] });
  });
});

describe("deleteOwn", () => {
  it("deletes own properties, so that the prototype's accessors are read", () => {
    const self = new (createFramework())();
    Object.defineProperty(self, "ip", { value: "own", configurable: true });
    deleteOwn(self, ["ip", "protocol", "missing"]);
    expect([self.ip, Object.hasOwn(self, "ip")]).toEqual(["the framework's", false]);
  });

  it("gives a permanent property the accessor's value, and leaves a frozen one", () => {
    const self = new (createFramework())();
    Object.defineProperty(self, "ip", { value: "own", writable: true });
    Object.defineProperty(self, "protocol", { value: "own" });
    deleteOwn(self, ["ip", "protocol"]);
    expect([self.ip, self.protocol]).toEqual(["the framework's", "own"]);
  });

  it("throws nothing if an accessor of the object or of its prototype throws", () => {
    const fail = (): never => {
      throw new Error("on purpose");
    };
    const self = Object.create({
      get ip(): string {
        return fail();
      },
      protocol: "http",
    }) as { ip: string; protocol: string };
    Object.defineProperty(self, "ip", { value: "own", writable: true });
    Object.defineProperty(self, "protocol", { get: () => "own", set: fail });
    expect(() => deleteOwn(self, ["ip", "protocol"])).not.toThrow();
  });
});
