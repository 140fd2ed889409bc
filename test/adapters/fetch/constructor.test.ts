import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { watchConstructor } from "../../../src/adapters/fetch/constructor.js";
import { proxyFix, resolutionOf } from "../../../src/adapters/fetch.js";

const native = globalThis.Request;

/** Resolves a request; the handler's request is returned. */
function resolve(request: Request): Request {
  return proxyFix((resolved: Request) => resolved, { xHost: 1 })(request) as Request;
}

const create = (init: RequestInit = {}): Request =>
  new Request("http://app.test/a", {
    ...init,
    headers: { host: "app.test", "x-forwarded-for": "6.6.6.6, 198.51.100.7", "x-forwarded-host": "shop.test" },
  });

const BELIEVED = { host: "shop.test", "x-forwarded-for": "198.51.100.7", "x-forwarded-host": "shop.test" };

beforeEach(watchConstructor);
afterEach(() => {
  globalThis.Request = native;
  native.prototype.constructor = native;
});

describe("the watched constructor", () => {
  it("makes a Request with the values of a resolved one", async () => {
    const request = resolve(create({ method: "POST", body: "text" }));
    const made = new Request(request);
    expect(made.url).toBe("http://shop.test/a");
    expect(Object.fromEntries(made.headers)).toMatchObject(BELIEVED);
    expect(resolutionOf(made)).toBe(resolutionOf(request));
    expect([made.method, await made.text(), request.bodyUsed]).toEqual(["POST", "text", true]);
  });

  it("is the constructor of every request", () => {
    const request = resolve(create());
    expect(request.constructor).toBe(Request);
    const made = new (request.constructor as typeof Request)(request);
    expect(Object.fromEntries(made.headers)).toMatchObject(BELIEVED);
  });

  it("makes one with other settings, and with headers of its own", () => {
    const made = new Request(resolve(create()), { method: "PUT" });
    expect([made.url, made.method, made.headers.get("host")]).toEqual(["http://shop.test/a", "PUT", "shop.test"]);
    const own = new Request(resolve(create()), { headers: { "x-forwarded-for": "192.0.2.1" } });
    expect(own.url).toBe("http://shop.test/a");
    expect(Object.fromEntries(own.headers)).toEqual({ "x-forwarded-for": "192.0.2.1" });
    expect(new Request(resolve(create()), undefined).url).toBe("http://shop.test/a");
  });

  it("makes one for another URL with the believed headers and the resolution", () => {
    const request = resolve(create());
    const made = new Request("http://other.test/b", request);
    expect(made.url).toBe("http://other.test/b");
    expect(Object.fromEntries(made.headers)).toEqual(BELIEVED);
    expect(resolutionOf(made)).toBe(resolutionOf(request));
  });

  it("makes one with the headers of options that only inherit from a resolved request", () => {
    const init = Object.create(resolve(create()), { headers: { value: { a: "b" } } }) as RequestInit;
    expect(Object.fromEntries(new Request("http://other.test/b", init).headers)).toEqual({ a: "b" });
  });

  it("makes any other Request as the runtime does", () => {
    const made = new Request(create(), { headers: { a: "b" } });
    expect([made.url, Object.fromEntries(made.headers)]).toEqual(["http://app.test/a", { a: "b" }]);
    expect(() => new Request("no URL")).toThrow(TypeError);
    expect(() => (Request as unknown as () => unknown)()).toThrow(TypeError);
  });

  it("has the instances and the subclasses of the runtime's own", () => {
    class Special extends Request {}
    const special = new Special(resolve(create()));
    expect(special.url).toBe("http://shop.test/a");
    expect(special).toBeInstanceOf(Special);
    expect(special).toBeInstanceOf(Request);
    expect(new native("http://app.test/")).toBeInstanceOf(Request);
    expect(new Request("http://app.test/")).toBeInstanceOf(native);
    expect(new Request("http://app.test/")).not.toBeInstanceOf(Special);
    expect({}).not.toBeInstanceOf(Request);
    expect(Request.prototype).toBe(native.prototype);
    expect(Request.name).toBe("Request");
  });

  it("accepts the instances that another constructor in its place accepts", () => {
    globalThis.Request = class extends native {
      static override [Symbol.hasInstance](value: unknown): boolean {
        return value === "accepted";
      }
    };
    watchConstructor();
    expect(("accepted" as unknown) instanceof Request).toBe(true);
  });

  it("is watched once", () => {
    const watched = globalThis.Request;
    watchConstructor();
    expect(globalThis.Request).toBe(watched);
  });

  it("is watched again for each request if other code replaces it", () => {
    globalThis.Request = class extends native {};
    const request = resolve(create());
    expect(new Request(request).url).toBe("http://shop.test/a");
  });
});

describe("a constructor in its place", () => {
  it("is watched even if it extends the watched one, and gives it another Request", () => {
    const inner = new native("http://inner.test/");
    globalThis.Request = class extends Request {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        super(input instanceof native ? inner : input, init);
      }
    };
    const request = resolve(create());
    expect(new Request(request).url).toBe("http://shop.test/a");
  });
});

describe("a constructor that copies the received headers of its options, as workerd's does,", () => {
  beforeEach(() => {
    globalThis.Request = class extends native {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        super(input, init instanceof native ? { method: init.method, headers: create().headers } : init);
      }
    };
    watchConstructor();
  });

  it("makes a Request for another URL with the believed headers", () => {
    const request = resolve(new native(create(), { method: "PUT" }));
    const made = new Request("http://other.test/b", request);
    expect([made.url, made.method]).toEqual(["http://other.test/b", "PUT"]);
    expect(Object.fromEntries(made.headers)).toEqual(BELIEVED);
  });

  it("makes a Request from two resolved ones with the believed headers", () => {
    const request = resolve(create());
    const made = new Request(request, request);
    expect(made.url).toBe("http://shop.test/a");
    expect(Object.fromEntries(made.headers)).toEqual(BELIEVED);
  });

  it("makes it with the changes that the handler made to the headers of the resolved request", () => {
    const request = resolve(create());
    request.headers.set("x-own", "added");
    request.headers.set("host", "changed.test");
    request.headers.delete("x-forwarded-host");
    const { headers } = new Request("http://other.test/b", request);
    expect(Object.fromEntries(headers)).toEqual({
      ...{ host: "changed.test", "x-forwarded-for": "198.51.100.7", "x-own": "added" },
    });
  });
});

it("does nothing on a runtime without such a constructor", () => {
  Reflect.deleteProperty(globalThis, "Request");
  watchConstructor();
  expect("Request" in globalThis).toBe(false);
  Object.defineProperty(globalThis, "Request", { value: native, writable: true, configurable: true });
});
