import { describe, expect, it } from "vitest";

import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { findOwner, wrapAccessors } from "../../src/request/accessors.js";
import { resolveIncoming } from "../../src/request/resolve-incoming.js";
import { createRequest } from "./made-request.js";

class Framework {
  readonly req = createRequest({ Host: "app", "X-Forwarded-For": "203.0.113.7" });
  get ip(): string {
    return "the framework's";
  }
}
class Application extends Framework {}
class Overriding extends Framework {
  override get ip(): string {
    return "the application's";
  }
}

describe("findOwner", () => {
  it("finds the furthest prototype with the accessor", () => {
    expect(findOwner(new Application(), "ip")).toBe(Framework.prototype);
    expect(findOwner(new Overriding(), "ip")).toBe(Framework.prototype);
  });

  it("returns undefined if there is no such accessor, or only a property or a method", () => {
    expect(findOwner({ ip: "own" }, "ip")).toBeUndefined();
    expect(findOwner({}, "toString")).toBeUndefined();
    expect(findOwner(Object.create(null) as object, "ip")).toBeUndefined();
  });
});

describe("wrapAccessors", () => {
  function wrap(): { new (): Framework & { readonly added?: unknown } } {
    class Wrapped {
      readonly req = createRequest({ Host: "app", "X-Forwarded-For": "203.0.113.7" });
      #ip = "the framework's";
      get ip(): string {
        return this.#ip;
      }
      set ip(value: string) {
        this.#ip = value;
      }
    }
    wrapAccessors(
      Wrapped.prototype,
      { ip: ({ clientAddress }) => clientAddress, added: (_resolution, self) => self },
      (self) => (self as Wrapped).req,
    );
    return Wrapped;
  }

  it("returns the framework's value of a request that is not resolved, and undefined for an added property", () => {
    const self = new (wrap())();
    expect([self.ip, self.added]).toEqual(["the framework's", undefined]);
  });

  it("returns the resolved value of a resolved request, without an own property", () => {
    const self = new (wrap())();
    resolveIncoming(compileAdapter({}), self.req);
    expect(self.ip).toBe("203.0.113.7");
    expect(self.added).toBe(self);
    expect(Object.hasOwn(self, "ip")).toBe(false);
  });

  it("returns the assigned value if a program assigns one", () => {
    const self = new (wrap())();
    resolveIncoming(compileAdapter({}), self.req);
    (self as { ip: string }).ip = "assigned";
    expect(self.ip).toBe("assigned");
    expect(Object.keys(self)).toContain("ip");
  });

  it("keeps an accessor without a setter read-only", () => {
    const owner = Object.create(Object.prototype, {
      ip: { get: () => "the framework's", configurable: true },
    }) as object;
    wrapAccessors(owner, { ip: () => "resolved" }, (self) => self);
    const descriptor = Object.getOwnPropertyDescriptor(owner, "ip");
    expect(descriptor).toMatchObject({ set: undefined, enumerable: false, configurable: true });
  });
});
