import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectPath } from "../structure/project.js";
import { installExample, truth, variables, type GatewayProgram } from "./gateway-program.js";

describe("examples/cgi.mjs", () => {
  let program: GatewayProgram;

  beforeAll(() => {
    program = installExample("cgi.mjs");
  }, 60_000);
  afterAll(() => program.remove());

  /** Starts the program as a server does: with the variables of the request and nothing else. */
  function ask(more: Readonly<Record<string, string>> = {}): { readonly head: string; readonly body: string } {
    const { stdout, stderr, status } = spawnSync(process.execPath, [program.file], {
      cwd: program.directory,
      encoding: "utf8",
      env: { ...variables, ...more },
      timeout: 20_000,
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const [head = "", body = ""] = stdout.split("\r\n\r\n");
    return { head, body };
  }

  it("tells what the server says, whatever the client forged", () => {
    const { head, body } = ask();
    expect(head).toBe("Status: 200 OK\r\nContent-Type: application/json");
    expect(JSON.parse(body)).toEqual(truth);
  });

  it("tells what another proxy in front says, where PROXY_FIX counts it", () => {
    const { body } = ask({ PROXY_FIX: "xFor=1,xProto=1,trustedPeers=198.51.100.0/24" });
    expect(JSON.parse(body)).toMatchObject({
      client: "203.0.113.66",
      home: "https://shop.example/app/",
      variables: { REMOTE_ADDR: "203.0.113.66", REQUEST_SCHEME: "https", HTTPS: "on", SERVER_PORT: "443" },
    });
  });

  it("refuses a host that is not its own", () => {
    const { head, body } = ask({ PROXY_FIX: "allowedHosts=shop.example", HTTP_HOST: "evil.example" });
    expect(head).toBe("Status: 400\r\nContent-Type: text/plain");
    expect(body).toMatch(/^Bad Request: /);
    expect(body).not.toContain("evil");
  });

  it("can be executed, as a server needs it", () => {
    expect(statSync(projectPath("examples/cgi.mjs")).mode & 0o111).toBe(0o111);
  });
});
