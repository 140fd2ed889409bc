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

  /** Runs the program as a server does: with the variables of the request alone. */
  function runProgram(more: Readonly<Record<string, string>> = {}): { readonly head: string; readonly body: string } {
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

  it("answers with the server's facts in spite of forged headers", () => {
    const { head, body } = runProgram();
    expect(head).toBe("Status: 200 OK\r\nContent-Type: application/json");
    expect(JSON.parse(body)).toEqual(truth);
  });

  it("answers with the facts of another proxy in front if PROXY_FIX counts it", () => {
    const { body } = runProgram({ PROXY_FIX: "xFor=1,xProto=1,trustedPeers=198.51.100.0/24" });
    expect(JSON.parse(body)).toMatchObject({
      client: "203.0.113.66",
      home: "https://shop.example/app/",
      variables: { REMOTE_ADDR: "203.0.113.66", REQUEST_SCHEME: "https", HTTPS: "on", SERVER_PORT: "443" },
    });
  });

  it("refuses a request if its host is not allowed", () => {
    const { head, body } = runProgram({ PROXY_FIX: "allowedHosts=shop.example", HTTP_HOST: "evil.example" });
    expect(head).toBe("Status: 400\r\nContent-Type: text/plain");
    expect(body).toMatch(/^Bad Request: /);
    expect(body).not.toContain("evil");
  });

  it("is executable, as servers require", () => {
    expect(statSync(projectPath("examples/cgi.mjs")).mode & 0o111).toBe(0o111);
  });
});
