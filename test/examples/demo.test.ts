import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer, get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apps } from "../../demo/apps.mjs";
import { createCertificate } from "../../demo/certificate.mjs";
import { listen } from "../../demo/listen.mjs";
import { startReverseProxy } from "../../demo/reverse-proxy.mjs";
import { chooseCast, playScenes } from "../../demo/run.mjs";
import { show } from "../../demo/show.mjs";
import { formatTable } from "../../demo/table.mjs";
import { sendVisit } from "../../demo/visit.mjs";

type App = (typeof apps)[number];
type Outcome = Awaited<ReturnType<typeof playScenes>>[number];

const root = fileURLToPath(new URL("../../", import.meta.url));

async function showTo(lines: string[], ...shown: App[]): Promise<number> {
  return show(shown, { print: (line) => void lines.push(...line.split("\n")), colour: false });
}

describe.each(apps.map((app) => [app.name, app] as const))("the demo of %s", (_name, app) => {
  let outcomes: Outcome[] = [];
  beforeAll(async () => {
    outcomes = await playScenes(app, await chooseCast());
  });

  it("sees the true facts of every visit with proxyFix, and refuses the one that strict refuses", () => {
    expect(outcomes.filter(({ right }) => !right)).toEqual([]);
    expect(outcomes.filter(({ fixed }) => fixed === 403)).toHaveLength(1);
  });

  it("is fooled by most attacks without proxyFix", () => {
    const attacks = outcomes.filter(({ scene }) => scene.attack === true);
    const fooled = attacks.filter(({ without, truth }) => {
      return typeof without === "object" && (without.client !== truth.client || without.url !== truth.url);
    });
    expect(fooled.length).toBeGreaterThan(attacks.length / 2);
  });
});

describe("the demo", () => {
  it("shows that code on node:http that reads headers naively believes every attack", async () => {
    const [node] = apps;
    if (node === undefined) throw new Error("no application");
    const outcomes = await playScenes(node, await chooseCast());
    const survived = outcomes.filter(({ scene, skipped, without, truth }) => {
      if (scene.attack !== true || skipped !== undefined || typeof without === "number") return false;
      return without.client === truth.client && without.url === truth.url;
    });
    expect(survived.map(({ scene }) => scene.name)).toEqual([]);
  });

  it("prints one table of at most 120 columns and returns the exit code 0", async () => {
    const lines: string[] = [];
    expect(await showTo(lines, ...apps)).toBe(0);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(lines.at(-1)).toMatch(/^With proxyFix, all \d+ visits were seen as they were\.$/);
  });

  it("returns the exit code 1 and marks the rows if an application is fooled in spite of proxyFix", async () => {
    const [node] = apps;
    if (node === undefined) throw new Error("no application");
    const lines: string[] = [];
    const broken: App = { ...node, name: "broken", start: () => node.start() };
    expect(await showTo(lines, broken)).toBe(1);
    expect(lines.at(-1)).toMatch(/^WRONG: \d+ of \d+ visits\.$/);
    expect(lines.find((line) => line.includes("forged X-Real-IP"))).toMatch(/✗ 203\.0\.113\.66$/);
  });

  it("returns the exit code 1 if the headers are right but req.proxyFix is wrong", async () => {
    const [node] = apps;
    if (node === undefined) throw new Error("no application");
    const wrong = { client: "127.0.0.77", url: "http://shop.test/", resolved: { client: "127.0.0.77", url: "wrong" } };
    const liar = createServer((_, res) => res.end(JSON.stringify(wrong)));
    const lines: string[] = [];
    const lying: App = { ...node, start: () => listen(liar, "127.0.0.1") };
    expect(await showTo(lines, lying)).toBe(1);
    expect(lines.find((line) => line.includes("req.proxyFix: wrong"))).toContain("✗");
  });

  it("states which visits it skips if there is no IPv6 loopback, or only one IPv4 address", async () => {
    const same = "127.0.0.1";
    const cast = { client: same, intruder: same, edge: same, inner: same, distinct: false, ipv6: false };
    const outcomes = await playScenes(apps[0] as App, cast);
    const table = formatTable([{ heading: "one", outcomes }], { colour: false });
    expect(table).toMatch(/an IPv6 client +not shown: no IPv6 loopback/);
    expect(table).toMatch(/past the proxy, all forged +not shown: needs more loopback addresses/);
    expect(outcomes.every(({ right }) => right)).toBe(true);
  });
});

describe("the demo's table", () => {
  const scene = { name: "a visit", proxies: [], options: {}, shows: ["client" as const] };
  const truth = { client: "192.0.2.1", url: "http://a/" };
  const outcome = { scene, truth, without: { ...truth, client: "203.0.113.66" }, fixed: truth, right: true };

  it("puts every column under its heading", () => {
    const table = formatTable([{ heading: "app", outcomes: [outcome, { ...outcome, without: 500 }] }], {
      colour: false,
    });
    const [headings = "", ...lines] = table.split("\n");
    for (const [heading, cell] of [
      ["the truth", "192.0.2.1"],
      ["without proxyFix", "✗ 203.0.113.66"],
      ["with proxyFix", "✓ 192.0.2.1"],
    ] as const) {
      expect(lines.find((line) => line.includes(cell))?.indexOf(cell), heading).toBe(headings.indexOf(heading));
    }
  });

  it("colours the marks only if `colour` is set", () => {
    const parts = [{ heading: "app", outcomes: [outcome] }];
    expect(formatTable(parts, { colour: true })).toContain("\u001b[32m✓\u001b[0m");
    expect(formatTable(parts, { colour: false })).not.toContain("\u001b");
  });
});

/** Returns the url and the headers that an application behind the demo's proxy receives. */
async function forward(habits: Parameters<typeof startReverseProxy>[0]["habits"], path = "/"): Promise<unknown> {
  const app = await listen(
    createServer((req, res) => res.end(JSON.stringify({ url: req.url, ...req.headersDistinct }))),
    "127.0.0.1",
  );
  const proxy = await startReverseProxy({ address: "127.0.0.1", from: "127.0.0.1", upstream: app.port, habits });
  try {
    const headers = {
      "X-Forwarded-For": "203.0.113.66",
      "X-Forwarded-Host": "evil.test",
      "X-Forwarded-Prefix": "/x",
    };
    const visit = { from: "127.0.0.1", to: "127.0.0.1", port: proxy.port, host: "shop.test", path, headers };
    return JSON.parse((await sendVisit(visit)).body);
  } finally {
    await proxy.close();
    await app.close();
  }
}

describe("the demo's reverse proxy", () => {
  it("appends, overwrites or passes on each header as configured", async () => {
    expect(await forward({ for: "append", proto: "append", host: "overwrite" })).toMatchObject({
      "x-forwarded-for": ["203.0.113.66, 127.0.0.1"],
      "x-forwarded-proto": ["http"],
      "x-forwarded-host": ["shop.test"],
      "x-forwarded-prefix": ["/x"],
    });
  });

  it("removes its mount path from the target and sends it as the prefix, and deletes the client's prefix without one", async () => {
    expect(await forward({ mount: "/app" }, "/app/a")).toMatchObject({ url: "/a", "x-forwarded-prefix": ["/app"] });
    expect(await forward({ mount: "/app" }, "/apple")).not.toHaveProperty("x-forwarded-prefix");
  });
});

describe("the demo's certificate", () => {
  it("is accepted only for its own name", async () => {
    const tls = createCertificate("shop.test");
    const app = await listen(
      createServer((_, res) => res.end("hello")),
      "127.0.0.1",
    );
    const proxy = await startReverseProxy({
      address: "127.0.0.1",
      from: "127.0.0.1",
      upstream: app.port,
      habits: {},
      tls,
    });
    const visit = { from: "127.0.0.1", to: "127.0.0.1", port: proxy.port, path: "/", headers: {}, ca: tls.cert };
    try {
      expect(await sendVisit({ ...visit, host: "shop.test" })).toMatchObject({ status: 200, body: "hello" });
      await expect(sendVisit({ ...visit, host: "evil.test" })).rejects.toThrow(/does not match certificate/);
    } finally {
      await proxy.close();
      await app.close();
    }
  });
});

/** The demo as its users run it: with the built package, in its own directory. */
describe("npm run demo", () => {
  const copy = mkdtempSync(join(tmpdir(), "proxyfix-demo-"));
  beforeAll(() => {
    execFileSync(process.execPath, [join(root, "scripts/build.mjs"), copy]);
    cpSync(join(root, "package.json"), join(copy, "package.json"));
    cpSync(join(root, "demo"), join(copy, "demo"), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it("ends with the exit code 0 in under ten seconds, and prints no warning", () => {
    const options = { cwd: copy, encoding: "utf8", timeout: 10_000 } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["demo/main.mjs"], options);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("visits were seen as they were.");
  });

  it("serves the printed addresses with --serve until it is interrupted", async () => {
    const child = spawn(process.execPath, ["demo/main.mjs", "--serve"], {
      cwd: copy,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exit = once(child, "exit");
    let printed = "";
    try {
      for await (const chunk of child.stdout) {
        printed += String(chunk);
        if (printed.includes("Ctrl-C")) break;
      }
      const port = /under a prefix +curl http:\/\/localhost:(\d+)\/app\//.exec(printed)?.[1];
      const headers = { "X-Forwarded-For": "203.0.113.66" };
      const [res] = (await once(
        get({ host: "127.0.0.1", port, path: "/app/", headers, agent: false }),
        "response",
      )) as [IncomingMessage];
      const believed = { client: "127.0.0.1", url: `http://127.0.0.1:${port}/app/` };
      expect(JSON.parse(await text(res))).toEqual({ ...believed, resolved: believed });
    } finally {
      child.kill("SIGINT");
    }
    expect(await exit).toEqual([0, null]);
  });
});
