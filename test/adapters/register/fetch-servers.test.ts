import { afterEach, describe, expect, it, vi } from "vitest";

import { guardFetchServers } from "../../../src/adapters/register/fetch-servers.js";

type Handler = (request: string) => string;

afterEach(() => void vi.unstubAllGlobals());

/** Stands for the wrapper of the fetch adapter. */
const wrap = ((handler: Handler) => (request: string) => `resolved ${handler(request)}`) as never;
const handler: Handler = (request) => `the ${request}`;

/** Starts a server of a runtime whose `serve` returns its arguments. */
function serve(name: "Bun" | "Deno", args: readonly unknown[]): readonly unknown[] {
  const runtime = { serve: (...received: readonly unknown[]): object => received };
  vi.stubGlobal(name, runtime);
  guardFetchServers(wrap);
  return runtime.serve(...args) as readonly unknown[];
}

describe("guardFetchServers", () => {
  it("does nothing on a runtime without such servers", () => {
    expect(guardFetchServers(wrap)).toBe(false);
  });

  it("wraps the handlers in the options of Bun.serve, and leaves everything else", () => {
    const answer = new Response();
    const routes = { "/a": handler, "/b": { GET: handler, HEAD: answer }, "/c": answer, "/d": false };
    const [options] = serve("Bun", [{ port: 1, fetch: handler, routes }]) as [Record<string, never>];
    const { fetch, routes: wrapped } = options as unknown as {
      fetch: Handler;
      routes: { "/a": Handler; "/b": { GET: Handler; HEAD: unknown }; "/c": unknown; "/d": unknown };
    };
    expect(options["port"]).toBe(1);
    expect([fetch, wrapped["/a"], wrapped["/b"].GET].map((each) => each("request"))).toEqual(
      Array.from({ length: 3 }, () => "resolved the request"),
    );
    expect([wrapped["/b"].HEAD, wrapped["/c"], wrapped["/d"]]).toEqual([answer, answer, false]);
  });

  it("leaves a list with the name `routes` alone, and the getters of a class", () => {
    class Options {
      #port = 1;
      routes = [handler];
      get port(): number {
        return this.#port;
      }
    }
    const given = new Options();
    const [options] = serve("Bun", [given]) as [Options];
    expect([options.port, options.routes]).toEqual([1, given.routes]);
  });

  it("wraps the handlers of frozen options, and shows all of them", () => {
    const given = Object.freeze({ port: 1, fetch: handler });
    const [options] = serve("Bun", [given]) as [{ fetch: Handler }];
    expect(options.fetch("request")).toBe("resolved the request");
    expect(Object.keys({ ...options })).toEqual(["port", "fetch"]);
    expect(["port" in options, "other" in options]).toEqual([true, false]);
    const [wrapped] = serve("Deno", [Object.freeze({ handler })]) as [{ handler: Handler }];
    expect(wrapped.handler("request")).toBe("resolved the request");
  });

  it("wraps the handlers of `static`, an older name of `routes`, and of options that are a function", () => {
    const given = Object.assign(() => undefined, { fetch: handler, static: { "/a": handler } });
    const [options] = serve("Bun", [given]) as [{ fetch: Handler; static: { "/a": Handler } }];
    const answers = [options.fetch, options.static["/a"]].map((each) => each("request"));
    expect(answers).toEqual(["resolved the request", "resolved the request"]);
  });

  it("wraps the handlers that Bun's server is reloaded with", () => {
    const reloaded: { fetch: Handler }[] = [];
    const server = { reload: (options: { fetch: Handler }) => reloaded.push(options) };
    const runtime = { serve: () => server };
    vi.stubGlobal("Bun", runtime);
    guardFetchServers(wrap);
    runtime.serve().reload({ fetch: handler });
    expect(reloaded[0]?.fetch("request")).toBe("resolved the request");
  });

  it.each([
    ["an argument", [handler]],
    ["the argument behind the options", [{ port: 1 }, handler]],
    ["the options", [{ port: 1, handler }]],
  ])("wraps the handler of Deno.serve in %s", (_title, args) => {
    const last = serve("Deno", args).at(-1);
    const wrapped = (typeof last === "function" ? last : (last as { handler: unknown }).handler) as Handler;
    expect(wrapped("request")).toBe("resolved the request");
  });

  it("passes on options that are no object, for the runtime to refuse", () => {
    expect(serve("Bun", [undefined])).toEqual([undefined]);
    expect(serve("Deno", [undefined])).toEqual([undefined]);
  });
});
