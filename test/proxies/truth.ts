import { describe, expect, it } from "vitest";
import { hasIpv6 } from "./harness/ports.js";
import { headerValues } from "./harness/raw-client.js";
import { sendHttp2 } from "./harness/more-clients.js";
import { CLIENTS, parsePage } from "./harness/visit.js";
import type { Page } from "./harness/facts-page.js";
import { judgeAnswer, truthOf } from "./outcome.js";
import type { SetUp } from "./set-ups/set-up.js";
import type { Bench } from "./suite.js";

const ipv6 = await hasIpv6();

/** Declares the tests of an honest visit: each fact of the client, and what an application makes of them. */
export function describeTruth(setUp: SetUp, bench: () => Bench): void {
  describe.skipIf(setUp.name.includes("unsafe"))("an honest visit", () => {
    describeFacts(setUp, bench, CLIENTS.first, "over IPv4");
    if (setUp.entry.ipv6 && ipv6) describeFacts(setUp, bench, CLIENTS.overIpv6, "over IPv6");
    it.skipIf(!setUp.entry.tls)("over HTTP/2 tells the same", async () => {
      const { visitor, observation } = bench();
      const headers = { ":authority": visitor.host };
      const answer = await sendHttp2(visitor.target(CLIENTS.first), visitor.path("/facts"), headers);
      expectFacts(JSON.parse(answer.body) as Page, bench(), CLIENTS.first);
      observation.noteFeature("HTTP/2");
    });
    it("is not refused by strict", async () => {
      const { visitor, app } = bench();
      app.setStrict(true);
      const answer = await visitor.visit("/facts").finally(() => app.setStrict(false));
      const truth = truthOf(setUp, visitor, CLIENTS.first);
      expect([answer.status, judgeAnswer(answer, setUp, truth)]).toEqual([200, "truth"]);
    });
  });
}

function describeFacts(setUp: SetUp, bench: () => Bench, client: string, title: string): void {
  describe(title, () => {
    it("has the client's address, scheme, host, port and prefix", async () => {
      const page = parsePage(await bench().visitor.visit("/facts", client));
      expectFacts(page, bench(), client);
      bench().observation.noteFeature(title.replace("over ", ""));
    });

    it("is redirected to where the client is", async () => {
      const { visitor } = bench();
      const answer = await visitor.visit("/redirect", client);
      expect(answer.status).toBe(302);
      if (canLink(setUp)) expect(headerValues(answer, "location")).toEqual([`${originOf(bench())}/after?q=1`]);
    });

    it("sets a cookie that is Secure over TLS alone", async () => {
      const [cookie = ""] = headerValues(await bench().visitor.visit("/facts", client), "set-cookie");
      expect(cookie).toBe(`id=1; Path=${setUp.entry.prefix || "/"}; HttpOnly${tellsTls(setUp) ? "; Secure" : ""}`);
    });

    it("is logged with the client's address", async () => {
      const { app, visitor } = bench();
      await visitor.visit("/facts?logged", client);
      const [address, proto, host, method, url] = app.log.at(-1)?.split(" ") ?? [];
      const truth = truthOf(setUp, visitor, client);
      expect({ proto, method, url }).toEqual({ proto: truth.proto, method: "GET", url: "/facts?logged" });
      if (!setUp.cannotTell.includes("address")) expect(address).toBe(truth.address);
      if (!setUp.cannotTell.includes("host")) expect(host).toBe(truth.host);
    });
  });
}

function expectFacts(page: Page | undefined, { setUp, visitor }: Bench, client: string): void {
  const truth = truthOf(setUp, visitor, client);
  const { clientAddress, proto, host, port, prefix, issues } = page?.resolution ?? {};
  expect({ proto, prefix, issues }).toEqual({ proto: truth.proto, prefix: truth.prefix, issues: [] });
  // What the set-up cannot tell is the connection's own, never something else.
  const ownHost = /^(localhost|127\.0\.0\.1:\d+)$/;
  if (setUp.cannotTell.includes("address")) expect(clientAddress).toBe("127.0.0.1");
  else expect(clientAddress).toBe(truth.address);
  if (setUp.cannotTell.includes("host")) return expect(host).toMatch(ownHost);
  expect({ host, port }).toEqual({ host: truth.host, port: visitor.port });
  expect(page?.externalUrl).toBe(`${truth.proto}://${truth.host}${truth.prefix}/after?q=1`);
}

function originOf({ setUp, visitor }: Bench): string {
  const truth = truthOf(setUp, visitor, CLIENTS.first);
  return `${truth.proto}://${truth.host}${truth.prefix}`;
}

function canLink(setUp: SetUp): boolean {
  return !setUp.cannotTell.includes("host");
}

function tellsTls(setUp: SetUp): boolean {
  return setUp.entry.tls && !setUp.cannotTell.includes("proto");
}
