import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { listProbes } from "../../src/recommend/list-probes.js";
import { ATTACKS, FORGED } from "../proxies/attacks.js";
import { formatRequest, send } from "../proxies/harness/raw-client.js";
import { startWithPasted, type ExpressFacts } from "./applications.js";
import { BROWSER_NAME } from "./chromium.js";
import { inspect, readChain, readFacts, readText, typeAddress } from "./inspect.js";
import { DECLINED, KNOWN, type SetUp } from "./set-ups.js";
import { isSkipped, startSite, type Site } from "./site.js";
import { VISITOR, type OpenPage } from "./visitor.js";

/** A site, and its inspector as the visitor sees it at the end. */
interface Visit extends OpenPage {
  readonly site: Site;
  /** How often the page has requested itself. */
  readonly probes: number;
}

function useVisit(setUp: SetUp): () => Visit {
  let site: Site | undefined;
  let visit: Visit | undefined;
  beforeAll(async () => {
    site = await startSite(setUp);
    const opened = await site.visitor.open();
    let probes = 0;
    opened.page.on("request", (request) => (probes += request.resourceType() === "fetch" ? 1 : 0));
    await inspect(opened.page, site.url);
    // Loopback may be a proxy's address: the page asks.
    expect(await readText(opened.page.locator("h1"))).toBe("No header names one public address.");
    await typeAddress(opened.page, VISITOR);
    visit = { ...opened, site, probes };
  });
  afterAll(() => site?.stop());
  return () => visit!;
}

/** Counts the requests with forged headers that a browser can send; the others are plain visits. */
function countForged({ scheme }: Site): number {
  return listProbes(scheme).filter(({ browser, headers }) => browser && headers.length > 0).length;
}

/** Declares the tests that hold for every site. */
function describePage({ chain, outcomes }: SetUp, visit: () => Visit, origin: (site: Site) => string): void {
  it("sends each probe that a browser can send", () => {
    const { probes, site } = visit();
    expect(probes).toBe(listProbes(site.scheme).filter(({ browser }) => browser).length);
  });

  it("draws the chain", async () => {
    const { page, site } = visit();
    expect(await readChain(page)).toEqual([...chain, ["application", "Your application", origin(site)]]);
  });

  it("shows the end of each forged value", async () => {
    expect(await readFacts(visit().page, "Outcome")).toEqual(outcomes);
  });

  it("throws nothing, and breaks no rule of its policy", () => {
    expect(visit().faults).toEqual([]);
  });
}

describe.each(KNOWN)(`${BROWSER_NAME} behind $title`, (setUp) => {
  describe.skipIf(isSkipped(setUp))("sees that the inspector", () => {
    const visit = useVisit(setUp);
    describePage(setUp, visit, ({ scheme, host }) => `${scheme}://${host}`);

    it("believes nothing forged, and finds the truth", async () => {
      const { page, site } = visit();
      const hops = setUp.chain.filter(([kind]) => kind === "proxy").length;
      const title = hops === 1 ? "One proxy stands in front" : "Two proxies stand in front";
      expect(await readText(page.locator("h1"))).toBe(`${title} of this application.`);
      const sentence = await readText(page.locator(".hero > p"));
      expect(sentence).toContain(`visiting ${site.scheme}://${site.host}`);
      expect(sentence).toContain(
        `This page sent itself ${countForged(site)} forged requests: nothing forged was believed.`,
      );
      const values = [VISITOR, site.scheme, site.host, String(site.port), setUp.prefix || "none"];
      expect(await readFacts(page, "Value")).toEqual(values);
    });

    describe("ends with options by which a new application", () => {
      beforeAll(async () => {
        const code = await visit().page.locator("#code").innerText();
        await visit().site.replace(startWithPasted(code));
      });

      const plain = { name: "nothing forged", lines: (host: string) => [["Host", host]] as const };
      const attacks = [
        "every header at once",
        "several lines of each header",
        "Connection names the headers",
        "names with underscores",
        "empty values and commas",
      ];
      it.each([plain, ...ATTACKS.filter(({ name }) => attacks.includes(name))])(
        "is right under: $name",
        async (attack) => {
          const { scheme, host, port } = visit().site;
          const target = { address: "127.0.0.1", port, tls: scheme === "https", from: VISITOR };
          const answer = await send(target, formatRequest("GET", setUp.path, attack.lines(host)));
          expect(answer.status).toBe(200);
          const facts = JSON.parse(answer.body.toString("utf8")) as ExpressFacts;
          const truth = { ip: VISITOR, protocol: scheme, host, origin: `${scheme}://${host}`, baseUrl: setUp.prefix };
          expect(facts).toEqual(truth);
          expect(answer.body.toString("utf8")).not.toMatch(FORGED);
        },
      );
    });
  });
});

describe.each(DECLINED)(`${BROWSER_NAME} behind $title`, (setUp) => {
  describe.skipIf(isSkipped(setUp))("sees that the inspector", () => {
    const visit = useVisit(setUp);
    describePage(setUp, visit, () => "believes nothing yet");

    it("declines, with the reason and the change", async () => {
      const { page } = visit();
      expect(await readText(page.locator("h1"))).toBe("The proxies do not reveal your address.");
      expect(await readText(page.locator(".hero > p"))).toBe(
        "Check the visitor's address first: a VPN, or IPv6 in place of IPv4, makes it another. If it is right, no header " +
          "contains it in every request: it is missing, a proxy's, or the client's own value passes. " +
          "Every count would make a wrong address the client's.",
      );
      expect(await readText(page.locator(".reason"))).toContain(
        "Let the nearest proxy append the address of its peer to X-Forwarded-For on every request.",
      );
      expect(await page.locator("#code").count()).toBe(0);
    });
  });
});
