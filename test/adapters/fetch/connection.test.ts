import { describe, expect, it } from "vitest";
import { findConnection } from "../../../src/adapters/fetch/connection.js";
import { createView } from "../../../src/adapters/fetch/views.js";

const request = new Request("http://app.test/");
const find = (...rest: unknown[]): ReturnType<typeof findConnection> => findConnection(request, rest);

const ip = { address: "203.0.113.7", family: "IPv4", port: 4711 };
const bun = { protocol: "http", url: new URL("http://127.0.0.1:3000/"), requestIP: () => ip };
const peer = { address: "203.0.113.7", port: 4711 };
const incoming = { headers: {}, socket: {} };

describe("findConnection", () => {
  it("finds Node's request in { incoming }, and in { server: { incoming } }", () => {
    expect(find({ incoming })).toEqual({ message: incoming });
    expect(find({}, { server: { incoming } })).toEqual({ message: incoming });
  });

  it("asks Bun's server for the peer", () => {
    expect(find(bun)).toEqual({ peer: { ...peer, encrypted: false } });
    expect(find({ server: { ...bun, protocol: "https" } })).toEqual({ peer: { ...peer, encrypted: true } });
    expect(find({ ...bun, protocol: undefined })).toEqual({ peer });
  });

  it("reports `unix` if Bun's server listens on a path, and no address if a TCP peer is unknown", () => {
    const without = { ...bun, requestIP: () => null };
    expect(find({ ...without, url: new URL("unix:///run/app.sock") })).toEqual({
      peer: { address: "unix", encrypted: false },
    });
    expect(find(without)).toEqual({ peer: { encrypted: false } });
    const throwing = {
      ...bun,
      requestIP: () => {
        throw new TypeError("not a Request of Bun's");
      },
    };
    expect(find(throwing)).toEqual({ peer: { encrypted: false } });
  });

  it("reads Deno's info", () => {
    expect(find({ remoteAddr: { transport: "tcp", hostname: "203.0.113.7", port: 4711 } })).toEqual({ peer });
    expect(find({ remoteAddr: { transport: "unix", path: "/run/app.sock" } })).toEqual({ peer: { address: "unix" } });
    expect(find({ remoteAddr: { transport: "vsock", cid: 3, port: 1 } })).toMatchObject({
      peer: { address: undefined },
    });
  });

  it("reads the property `runtime` that srvx adds to a request", () => {
    const withRuntime = (runtime: object): ReturnType<typeof findConnection> =>
      findConnection(Object.assign(new Request("http://app.test/"), { runtime }), []);
    expect(withRuntime({ name: "node", node: { req: incoming } })).toEqual({ message: incoming });
    expect(withRuntime({ name: "bun", bun: { server: bun } })).toMatchObject({ peer });
    expect(withRuntime({ name: "deno", deno: { info: { remoteAddr: { hostname: "203.0.113.7", port: 4711 } } } })).toEqual({ peer }); // prettier-ignore
  });

  it("reads the peer behind a view, which shows the client", () => {
    const client = { ...ip, address: "198.51.100.7" };
    expect(find(createView(bun, { requestIP: () => () => client }))).toMatchObject({ peer });
    expect(find({ server: createView(bun, { requestIP: () => () => client }) })).toMatchObject({ peer });
  });

  it.each([
    [],
    [undefined],
    [null],
    ["text"],
    [{}],
    [{ incoming: {} }],
    [{ incoming: "text" }],
    [{ remoteAddr: "text" }],
  ])("finds nothing in %o", (...rest) => {
    expect(find(...rest)).toBeUndefined();
  });
});
