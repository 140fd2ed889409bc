import { describe, expect, it } from "vitest";
import { HAS_IPV6 } from "./harness/ports.js";
import { headerValues } from "./harness/raw-client.js";
import { sendHttp2 } from "./harness/more-clients.js";
import { CLIENTS, parsePage } from "./harness/visit.js";
import type { Page } from "./harness/facts-page.js";
import { classifyAnswer, truthOf } from "./outcome.js";
import type { SetUp } from "./set-ups/set-up.js";
import type { Bench } from "./suite.js";

/**
 * Declares the tests of an honest visit: each fact of the client, and the values that an application computes from it.
 */
export function describeTruth(setUp: SetUp, bench: () => Bench): void {
  describe.skipIf(setUp.name.includes("unsafe"))("an honest visit", () => {
    describeFacts(setUp, bench, CLIENTS.first, "over IPv4");
    if (setUp.entry.ipv6 && HAS_IPV6) describeFacts(setUp, bench, CLIENTS.overIpv6, "over IPv6");
    it.skipIf(!setUp.entry.tls)("over HTTP/2 has the client's address, scheme, host, port and prefix", async () => {
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
      expect([answer.status, classifyAnswer(answer, setUp, truth)]).toEqual([200, "truth"]);
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

    it("is redirected to a URL with the client's own origin and prefix", async () => {
      const { visitor } = bench();
      const answer = await visitor.visit("/redirect", client);
      expect(answer.status).toBe(302);
      if (setUp.unknowable.includes("host")) return;
      expect(headerValues(answer, "location")).toEqual([`${originOf(bench())}/after?q=1`]);
      if (!setUp.unknowable.includes("proto")) bench().observation.noteFacts("Location");
    });

    it("receives a cookie that is Secure only over TLS", async () => {
      const [cookie = ""] = headerValues(await bench().visitor.visit("/facts", client), "set-cookie");
      expect(cookie).toBe(`id=1; Path=${setUp.entry.prefix || "/"}; HttpOnly${isKnownTls(setUp) ? "; Secure" : ""}`);
      if (isKnownTls(setUp) === setUp.entry.tls) bench().observation.noteFacts("cookie");
    });

    it("is logged with the client's address", async () => {
      const { app, visitor } = bench();
      await visitor.visit("/facts?logged", client);
      const [address, proto, host, method, url] = app.log.at(-1)?.split(" ") ?? [];
      const truth = truthOf(setUp, visitor, client);
      expect({ proto, method, url }).toEqual({ proto: truth.proto, method: "GET", url: "/facts?logged" });
      if (!setUp.unknowable.includes("address")) expect(address).toBe(truth.address);
      if (!setUp.unknowable.includes("host")) expect(host).toBe(truth.host);
      if (setUp.unknowable.length === 0) bench().observation.noteFacts("log");
    });
  });
}

function expectFacts(page: Page | undefined, { setUp, visitor, observation }: Bench, client: string): void {
  const truth = truthOf(setUp, visitor, client);
  const { clientAddress, proto, host, port, prefix, issues } = page?.resolution ?? {};
  expect({ proto, prefix, issues }).toEqual({ proto: truth.proto, prefix: truth.prefix, issues: [] });
  observation.noteFacts("prefix");
  if (!setUp.unknowable.includes("proto")) observation.noteFacts("proto");
  // A fact that no proxy states is the connection's own.
  if (setUp.unknowable.includes("address")) expect(clientAddress).toBe("127.0.0.1");
  else {
    expect(clientAddress).toBe(truth.address);
    observation.noteFacts("address");
  }
  if (setUp.unknowable.includes("host")) return expect(host).toMatch(/^127\.0\.0\.1:\d+$/);
  expect({ host, port }).toEqual({ host: truth.host, port: visitor.port });
  expect(page?.externalUrl).toBe(`${truth.proto}://${truth.host}${truth.prefix}/after?q=1`);
  observation.noteFacts("host", "port");
  if (!setUp.unknowable.includes("proto")) observation.noteFacts("externalUrl");
}

function originOf({ setUp, visitor }: Bench): string {
  const truth = truthOf(setUp, visitor, CLIENTS.first);
  return `${truth.proto}://${truth.host}${truth.prefix}`;
}

function isKnownTls(setUp: SetUp): boolean {
  return setUp.entry.tls && !setUp.unknowable.includes("proto");
}
