import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import { ATTACKS } from "./attacks.js";
import type { Attack } from "./attacks.js";
import { readConfiguration } from "./harness/configuration.js";
import { createSwitchableApp } from "./harness/node-app.js";
import type { SwitchableApp } from "./harness/node-app.js";
import { formatRequest, send } from "./harness/raw-client.js";
import { startStack } from "./harness/stack.js";
import type { Stack } from "./harness/stack.js";
import { CLIENTS, createVisitor, parsePage } from "./harness/visit.js";
import type { Visitor } from "./harness/visit.js";
import {
  UNSAFE,
  completeFragments,
  listGeneralOptions,
  listNginxBlocks,
  listOptions,
  nginxLayer,
  sectionAround,
} from "./nginx-blocks.js";
import type { NginxBlock } from "./nginx-blocks.js";
import { listForged, truthOf } from "./outcome.js";
import { readPage } from "../docs/markdown.js";
import { copy, peerIn, when } from "../../src/rewrite/index.js";
import { PROXY_PROTOCOL_NGINX, PUBLISHED_PORT } from "./set-ups/connections.js";
import { GATEWAYS } from "./set-ups/gateways.js";
import { SET_UPS } from "./set-ups/index.js";
import { createSetUp } from "./set-ups/set-up.js";
import type { SetUp } from "./set-ups/set-up.js";
import { isRunnable } from "./suite.js";

const blocks = listNginxBlocks();
const allSetUps = [...[...SET_UPS.values()].flat(), PROXY_PROTOCOL_NGINX, PUBLISHED_PORT];
const filesOf = ({ layers }: Pick<SetUp, "layers">): readonly string[] => layers.flatMap(({ files }) => files);
const fragmentsOf = (page: string): NginxBlock[] =>
  blocks.filter((block) => block.page === page && block.file === undefined);

const STARTED = "docs/guide/getting-started.md";
const REWRITING = "docs/guide/rewriting-headers.md";
const RECIPES = "docs/recipes/README.md";

/** The header of a proxy of the reader's, as in the page on rewriting headers. */
const OWN_HEADER: Attack = {
  name: "X-FHost",
  lines: (host) => [
    ["Host", host],
    ["Connection", "close"],
    ["X-FHost", "evil.test"],
  ],
};

/** A running set-up whose options can be exchanged. */
interface Bench {
  readonly setUp: SetUp;
  readonly app: SwitchableApp;
  readonly stack: Stack;
  readonly visitor: Visitor;
}

function useBench(setUp: SetUp): () => Bench {
  let bench: Bench | undefined;
  beforeAll(async () => {
    const app = createSwitchableApp();
    const stack = await startStack({ layers: setUp.layers, app: app.server, unix: setUp.unix });
    bench = { setUp, app, stack, visitor: createVisitor(setUp, stack) };
  });
  afterAll(() => bench?.stack.stop());
  return () => {
    if (bench === undefined) throw new Error("not started");
    return bench;
  };
}

/** Sends each forged request, and lists the attacks that forged a fact, with the facts. */
function attack(bench: Bench, options: AdapterOptions): Promise<string[]> {
  bench.app.use(options);
  return attackBy(ATTACKS, bench);
}

async function attackBy(attacks: readonly Attack[], { setUp, visitor }: Bench): Promise<string[]> {
  const forged: string[] = [];
  for (const one of attacks) {
    const facts = await attackOnce(setUp, visitor, one);
    if (facts.length > 0) forged.push(`${one.name}: ${facts.join(", ")}`);
  }
  return forged;
}

async function attackOnce(setUp: SetUp, visitor: Visitor, one: Attack): Promise<readonly string[]> {
  const bytes = formatRequest("GET", visitor.path(one.path ?? "/facts"), one.lines(visitor.host), one.version ?? "1.1");
  // A proxy that closes the connection without an answer has refused the request.
  const answer = await send(visitor.target(CLIENTS.first), bytes).catch(() => undefined);
  const truth = truthOf(setUp, visitor, CLIENTS.first);
  return listForged(answer, one.hostless ? { ...truth, host: undefined } : truth);
}

describe("the blocks of nginx in the docs", () => {
  it("are each a file that a set-up starts, or a fragment that is completed here", () => {
    const started = [...allSetUps, ...GATEWAYS].flatMap(filesOf);
    // `npm run test:servers` starts the blocks of the recipes, and sends them forged requests.
    const strays = blocks.filter(({ file, page }) => {
      if (page === RECIPES) return false;
      return file === undefined ? ![STARTED, REWRITING].includes(page) : !started.includes(file);
    });
    expect(strays).toEqual([]);
  });
});

describe("options for any proxy, in guides, references, examples, docstrings and messages", () => {
  it("name the peers if they believe a header that few proxies write", () => {
    const risky = ["xHost", "xPort", "xPrefix", "forwarded"] as const;
    const strays = listGeneralOptions().filter(({ options }) => {
      const isRisky = risky.some((name) => (options[name] ?? 0) > 0);
      return isRisky && options.trustedPeers === undefined && options.trustedProxies === undefined;
    });
    expect(strays.map(({ page, text }) => `${page}: ${text}`)).toEqual([]);
  });
});

describe("the environments on the page of gateways", () => {
  it("are each that of a set-up behind nginx, which a test attacks", () => {
    const shown = [...readPage("docs/deploy/gateways.md").matchAll(/\bPROXY_FIX=[\w=,]+/g)].map(([text]) => text);
    const tested = GATEWAYS.filter(({ layers }) => layers[0]?.proxy === "nginx").map(({ environment }) => {
      return `PROXY_FIX=${environment["PROXY_FIX"]}`;
    });
    expect(tested).toEqual(expect.arrayContaining(shown));
  });
});

/** A set-up with a block of nginx, and its page. */
const started = blocks.flatMap(({ page, line, file }) =>
  allSetUps
    .filter((setUp) => file !== undefined && filesOf(setUp).includes(file))
    .map((setUp) => ({ page, line, setUp })),
);
const distinct = started.filter(({ setUp }, at) => started.findIndex((other) => other.setUp === setUp) === at);

describe.each(distinct)("$setUp.name", ({ page, line, setUp }) => {
  const near = listOptions(page, sectionAround(page, line));
  const isUnsafe = filesOf(setUp).some((file) => UNSAFE.test(readConfiguration(file)));
  describe.skipIf(!isRunnable(setUp))("through real proxies", () => {
    const bench = useBench(setUp);
    const safe = near.filter(({ unsafe }) => !unsafe && !isUnsafe);
    it.each(safe)("lets no client forge a fact with the options near it: $text", async ({ options }) => {
      expect(await attack(bench(), options)).toEqual([]);
    });
    if (setUp.lets.length === 0) return;
    it("lets a client forge a fact with its own options, which are marked", async () => {
      expect(near.filter(({ unsafe }) => unsafe).map(({ options }) => options)).toContainEqual(setUp.options);
      expect(await attack(bench(), setUp.options)).not.toEqual([]);
    });
  });
});

describe("the block of getting started", () => {
  const [location, ...prefix] = fragmentsOf(STARTED).map(({ code }) => code);
  const plain = createFragmentSetUp("getting-started", completeFragments([location ?? ""]));
  const stripping = createFragmentSetUp("getting-started/prefix", completeFragments([location ?? "", ...prefix]));
  const shown = listGeneralOptions().filter(({ unsafe }) => !unsafe);

  describe.skipIf(!isRunnable(plain))("through real nginx", () => {
    const bench = useBench(plain);
    it("is known by the options of its page alone", async () => {
      bench().app.use({ trustedPeers: "loopback" });
      const page = parsePage(await bench().visitor.visit("/facts"));
      expect(page?.resolution).toMatchObject({
        clientAddress: CLIENTS.first,
        proto: "http",
        host: bench().visitor.host,
        issues: [],
      });
    });
    it.each(shown)("lets no client forge a fact with the options of $page: $text", async ({ options }) => {
      expect(await attack(bench(), options)).toEqual([]);
    });
  });

  describe.skipIf(!isRunnable(stripping))("with the line for a prefix, through real nginx", () => {
    const bench = useBench(stripping);
    it("states the prefix", async () => {
      bench().app.use({ xPrefix: 1, trustedPeers: "loopback" });
      expect(parsePage(await bench().visitor.visit("/facts"))?.resolution.prefix).toBe("/eu");
    });
    it.each(shown)("lets no client forge a fact with the options of $page: $text", async ({ options }) => {
      expect(await attack(bench(), options)).toEqual([]);
    });
  });
});

function createFragmentSetUp(name: string, text: string): SetUp {
  return createSetUp({ name, title: name, layers: [nginxLayer(text)], options: {}, entry: { ipv6: false } });
}

describe("the block of rewriting headers", () => {
  const fragments = fragmentsOf(REWRITING).map(({ code }) => code);
  const setUp = createFragmentSetUp("rewriting-headers", completeFragments(fragments));
  // As in examples/custom-proxy-fix.mjs, which stands on the same page.
  const rewrite = when(peerIn("127.0.0.1"), copy("x-fhost", "host"));
  const options: AdapterOptions = { xFor: 0, xProto: 0, trustedPeers: "127.0.0.1" };

  describe.skipIf(!isRunnable(setUp))("with the example of its page, through real nginx", () => {
    const bench = useBench(setUp);
    it("states the host, with the port that the client used", async () => {
      bench().app.use(options, rewrite);
      expect(parsePage(await bench().visitor.visit("/facts"))?.resolution.host).toBe(bench().visitor.host);
    });
    it("lets no client forge a fact", async () => {
      bench().app.use(options, rewrite);
      const forged = await attackBy([...ATTACKS, OWN_HEADER], bench());
      // X-FHost itself contains a malformed Host as received; no fact is taken from it.
      expect(forged.filter((text) => !text.endsWith("in Host: a header"))).toEqual([]);
    });
  });
});

describe("a published port, to which the client connects instead of nginx's own", () => {
  it.skipIf(!isRunnable(setUpOf("nginx/keepalive"))).each([
    ["nginx/usual", false],
    ["nginx/keepalive", true],
  ])("behind the block of %s, the host has that port: %s", async (name, isRight) => {
    const setUp = setUpOf(name);
    const app = createSwitchableApp();
    const stack = await startStack({ layers: setUp.layers, app: app.server });
    try {
      app.use(setUp.options);
      const { target } = createVisitor(setUp, stack);
      const lines = [["Host", "app.example.com:9443"] as const, ["Connection", "close"] as const];
      const page = parsePage(await send(target(CLIENTS.first), formatRequest("GET", "/facts", lines)));
      expect(page?.resolution.host === "app.example.com:9443").toBe(isRight);
    } finally {
      await stack.stop();
    }
  });
});

function setUpOf(name: string): SetUp {
  const found = allSetUps.find((setUp) => setUp.name === name);
  if (found === undefined) throw new Error(`no set-up ${name}`);
  return found;
}
