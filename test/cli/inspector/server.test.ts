import { describe, expect, it, onTestFinished } from "vitest";

import { startServer } from "../../../src/cli/inspector/server.js";
import { CommandFailure } from "../../../src/cli/usage-error.js";

const LOOPBACK = { host: "127.0.0.1", port: 0 };

async function failOn(place: { readonly host: string; readonly port: number }): Promise<unknown> {
  return startServer(() => undefined, place).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("startServer", () => {
  it("returns the place with the port, and stops with its connections", async () => {
    const server = await startServer((_, res) => void res.write("a"), LOOPBACK);
    const { host, port } = server.place;
    const response = await fetch(`http://${host}:${port}/`);
    expect(response.status).toBe(200);
    await server.stop();
    await expect(response.text()).rejects.toThrow();
    await expect(fetch(`http://${host}:${port}/`)).rejects.toThrow();
  });

  it("fails with the remedy if the port is in use", async () => {
    const { place, stop } = await startServer(() => undefined, LOOPBACK);
    onTestFinished(stop);
    const error = await failOn(place);
    expect(error).toBeInstanceOf(CommandFailure);
    expect(error).toMatchObject({
      message: `port ${place.port} of 127.0.0.1 is in use; stop its program, or write --port N`,
    });
  });

  it("fails with the remedy if the address is not this machine's, and shows no control character", async () => {
    expect(await failOn({ host: "192.0.2.1", port: 0 })).toMatchObject({
      message: "port 0 of 192.0.2.1 cannot be listened on (EADDRNOTAVAIL); --host has to be an address of this machine",
    });
    expect(String(await failOn({ host: "\u001b.invalid", port: 0 }))).not.toContain("\u001b");
  });
});
