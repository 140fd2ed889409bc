import { chmodSync, cpSync, lstatSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installExample } from "../examples/gateway-program.js";
import type { GatewayProgram } from "../examples/gateway-program.js";
import { ATTACKS, FORGED } from "./attacks.js";
import { startInForeground } from "./harness/foreground.js";
import type { Running } from "./harness/foreground.js";
import { findProxy, proxiesAreRequired } from "./harness/programs.js";
import { formatRequest, send } from "./harness/raw-client.js";
import type { Answer, HeaderLine } from "./harness/raw-client.js";
import { startStack } from "./harness/stack.js";
import type { Stack } from "./harness/stack.js";
import { CLIENTS } from "./harness/visit.js";
import type { Outcome } from "./outcome.js";
import { GATEWAYS } from "./set-ups/gateways.js";
import type { GatewaySetUp } from "./set-ups/gateways.js";
import { GATEWAY_TABLE } from "./gateway-table.js";
import type { ObservedGateway } from "./gateway-table.js";
import { createAttackLog } from "./observation.js";
import { expectObserved, expectRow } from "./record.js";

/** The answer of examples/cgi.mjs and examples/fastcgi.mjs. */
interface ProgramAnswer {
  readonly client?: string;
  readonly home?: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

const isRunnable = ({ layers }: GatewaySetUp): boolean => {
  return proxiesAreRequired() || layers.every(({ proxy }) => findProxy(proxy) !== undefined);
};

const rows = new Map<string, ObservedGateway>();
const programs = new Map<string, GatewayProgram>();

afterAll(() => {
  for (const program of programs.values()) program.remove();
});

describe.each(GATEWAYS.filter(isRunnable).map((setUp) => [setUp.name, setUp] as const))("%s", (_name, setUp) => {
  let program: GatewayProgram;
  let stack: Stack;
  let port = 0;
  let honest: ProgramAnswer | undefined;
  const attacks = createAttackLog();

  beforeAll(async () => {
    program = programs.get(setUp.example) ?? install(setUp);
    programs.set(setUp.example, program);
    const startApp = (appPort: number, directory: string) => startResponder(setUp, program, appPort, directory);
    const { layers } = setUp;
    stack = await startStack({ layers, programs: program.directory, ...(isFastcgi(setUp) ? { startApp } : {}) });
    port = stack.port(setUp.tls ? 8443 : 8080);
  }, 60_000);

  afterAll(() => stack?.stop());

  const request = (from: string, lines: readonly HeaderLine[], path = "/cart", version = "1.1"): Promise<Answer> => {
    const target = { address: "127.0.0.1", port, tls: setUp.tls, from };
    return send(target, formatRequest("GET", `${setUp.prefix}${path}`, lines, version));
  };

  it.each([CLIENTS.first, CLIENTS.second])("gives the program the true facts of the client %s", async (client) => {
    const host = `app.example.com:${port}`;
    const answer = await request(client, [
      ["Host", host],
      ["Connection", "close"],
    ]);
    expect(answer.status).toBe(200);
    honest = parseProgramAnswer(answer);
    const scheme = setUp.tls ? "https" : "http";
    expect(honest).toMatchObject({ client, home: `${scheme}://${host}${setUp.prefix}/` });
    const { REMOTE_ADDR, SERVER_PORT, SCRIPT_NAME, PATH_INFO } = honest?.variables ?? {};
    expect({ REMOTE_ADDR, SERVER_PORT }).toEqual({ REMOTE_ADDR: client, SERVER_PORT: String(port) });
    expect({ SCRIPT_NAME, PATH_INFO }).toEqual({ SCRIPT_NAME: setUp.prefix, PATH_INFO: "/cart" });
  });

  it.each(ATTACKS.map((attack) => [attack.name, attack] as const))(
    "gives the program no forged value: %s",
    async (_attack, attack) => {
      const lines = attack.lines(`app.example.com:${port}`);
      const answer = await request(CLIENTS.first, lines, "/cart", attack.version).catch(() => undefined);
      const outcome = classify(answer);
      attacks.note(attack.name, outcome, []);
      expect(["truth", "unknown", "refused"]).toContain(outcome);
    },
  );

  it("yields the row of its record", () => {
    const { SCRIPT_NAME = "", PATH_INFO = "" } = honest?.variables ?? {};
    const row: ObservedGateway = {
      name: setUp.name,
      title: setUp.title,
      environment: setUp.environment,
      scriptName: SCRIPT_NAME,
      pathInfo: PATH_INFO,
      home: honest?.home?.replace(String(port), setUp.tls ? "8443" : "8080"),
      attacks: attacks.report(),
    };
    rows.set(setUp.name, row);
    const numbers = Object.values(row.attacks.outcomes).flat();
    expect(numbers.toSorted((one, other) => one - other)).toEqual(ATTACKS.map((_attack, at) => at + 1));
    expectRow("gateways", row);
  });
});

it.skipIf(!GATEWAYS.every(isRunnable))(
  "the record and the table of gateways match the observations of these tests",
  async () => {
    const seen = GATEWAYS.map(({ name, layers }) => {
      return { proxies: layers.map(({ proxy }) => proxy), row: () => rowOf(name) };
    });
    await expectObserved("gateways", seen, GATEWAY_TABLE);
  },
);

function rowOf(name: string): ObservedGateway {
  const row = rows.get(name);
  if (row === undefined) throw new Error(`${name} was not observed`);
  return row;
}

function isFastcgi(setUp: GatewaySetUp): boolean {
  return setUp.example === "fastcgi.mjs";
}

function startResponder(
  setUp: GatewaySetUp,
  program: GatewayProgram,
  port: number,
  directory: string,
): Promise<Running> {
  const environment = { ...setUp.environment, PORT: String(port) };
  const command = { title: "the FastCGI program", program: process.execPath, arguments: [program.file] };
  return startInForeground({ ...command, directory, environment, port });
}

function parseProgramAnswer(answer: Answer): ProgramAnswer | undefined {
  return answer.status === 200 ? (JSON.parse(answer.body.toString("utf8")) as ProgramAnswer) : undefined;
}

function classify(answer: Answer | undefined): Outcome {
  const parsed = answer && parseProgramAnswer(answer);
  if (parsed === undefined) return "refused";
  if (FORGED.test(JSON.stringify(parsed))) return "forged";
  if (parsed.client === "127.0.0.1") return "proxy's address";
  return parsed.client === CLIENTS.first ? "truth" : "unknown";
}

function install(setUp: GatewaySetUp): GatewayProgram {
  if (isFastcgi(setUp)) return installExample(setUp.example, ["node-fastcgi"]);
  const program = installExample(setUp.example);
  openToOtherUsers(program);
  return program;
}

/** Replaces links by copies: web servers run programs as other users, who cannot read the project's directory. */
function openToOtherUsers({ directory, file }: GatewayProgram): void {
  chmodSync(directory, 0o755);
  chmodSync(file, 0o755);
  const modules = join(directory, "node_modules");
  for (const name of readdirSync(modules)) {
    const path = join(modules, name);
    if (!lstatSync(path).isSymbolicLink()) continue;
    const original = realpathSync(path);
    rmSync(path);
    cpSync(original, path, { recursive: true });
  }
}
