import { describe, expect, it } from "vitest";
import { createView, unwrapView } from "../../../src/adapters/fetch/views.js";

/** An object of a runtime, whose methods accept no other `this`. */
class Server {
  #count = 0;
  port = 3000;
  address(): string {
    return `peer ${(this.#count += 1)}`;
  }
  upgrade(): number {
    return (this.#count += 1);
  }
  get count(): number {
    return this.#count;
  }
}

describe("a view", () => {
  const server = new Server();
  const view = createView(server, { address: () => () => "client" });

  it("returns the values of its readers", () => {
    expect(view.address()).toBe("client");
    expect(server.address()).toBe("peer 1");
  });

  it("runs other methods and accessors on the object itself", () => {
    expect(view.upgrade()).toBe(2);
    expect(view.count).toBe(2);
    expect(view.upgrade).toBe(view.upgrade);
  });

  it("has the properties, the prototype and the constructor of the object", () => {
    view.port = 8080;
    expect(server.port).toBe(8080);
    expect("upgrade" in view).toBe(true);
    expect(view).toBeInstanceOf(Server);
    expect(view.constructor).toBe(Server);
  });

  it("returns a method that was assigned", () => {
    const upgrade = (): number => 7;
    view.upgrade = upgrade;
    expect(view.upgrade()).toBe(7);
  });

  it("is unwrapped to the object; any other value is returned as it is", () => {
    expect(unwrapView(view)).toBe(server);
    expect([server, undefined, null, "text"].map(unwrapView)).toEqual([server, undefined, null, "text"]);
  });
});
