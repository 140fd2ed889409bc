import { describe, expect, it } from "vitest";
import { createChecks, findVerdict, type Findings } from "../../src/recommend/checks.js";
import type { Observation } from "../../src/recommend/observation.js";
import type { Check } from "../../src/recommend/recommendation.js";
import { readVisits } from "../../src/recommend/visit.js";
import { observe, proxy, tryEverything, VISITOR } from "./hand-made.js";

const OPTIONS = { xFor: 1, xProto: 1, xHost: 1 } as const;

function check(observations: readonly Observation[], more: Partial<Findings> = {}): readonly Check[] {
  const visits = readVisits(observations);
  return createChecks({
    observations,
    visits,
    options: OPTIONS,
    confirmation: "typed",
    isOnProxy: false,
    ...more,
  });
}

const list = (checks: readonly Check[]) => checks.map(({ code, state, limit }) => `${code} ${state} ${limit}`);
const textOf = (checks: readonly Check[], code: string) => checks.find((one) => one.code === code)?.text;

describe("createChecks", () => {
  it("creates done checks if everything was tried", () => {
    expect(list(check(tryEverything()))).toEqual([
      "forged done unsure",
      "address done unsure",
      "other-machine done unsure",
      "other-scheme done likely",
      "several-lines done likely",
      "connection done likely",
      "peers done likely",
    ]);
  });

  it("creates open checks for one plain visit", () => {
    expect(list(check([proxy({ peer: "172.17.0.1" })], { confirmation: "none", isOnProxy: true }))).toEqual([
      "forged open unsure",
      "address open unsure",
      "other-machine open unsure",
      "other-scheme open likely",
      "several-lines open likely",
      "connection open likely",
      "peers open likely",
      "container-gateway open likely",
    ]);
  });

  it("asks nothing about proxies if no header is believed", () => {
    const options = { xFor: 0, xProto: 0 };
    expect(list(check([proxy()], { options }))).toEqual(["address done unsure", "other-scheme open likely"]);
    expect(list(check([proxy()], { options, isOnProxy: true }))).toContain("other-machine open unsure");
  });

  it("doubts a header whose forged values were refused, unless the sender was banned", () => {
    const refused: Observation = {
      ...proxy({ headers: [["x-forwarded-for", "203.0.113.1"]] }),
      arrived: { status: 403 },
    };
    const options = { xFor: 1, xProto: 0 };
    const later = list(check([proxy(), refused, proxy()], { options }));
    expect(later).toEqual(expect.arrayContaining(["forged done unsure", "refused open likely"]));
    const banned = list(check([proxy(), refused], { options }));
    expect(banned).toContain("forged open unsure");
    expect(banned.join()).not.toContain("refused");
    expect(list(check(tryEverything())).join()).not.toContain("refused");
  });

  it("asks for a Host with a quote if Forwarded is believed", () => {
    const options = { forwarded: 1 };
    const quoted = proxy({ headers: [["Host", 'a",for=192.0.2.4;x="']] });
    expect(list(check([proxy()], { options }))).toContain("quoted-host open likely");
    expect(list(check([proxy(), quoted], { options }))).toContain("quoted-host done likely");
  });

  it("limits the verdict to `likely` if several visitors confirm the address", () => {
    expect(list(check([proxy()], { confirmation: "several-visitors" }))).toContain("address open likely");
  });

  it("names the headers that nobody forged, sent twice, or listed in Connection", () => {
    const forged = proxy({ headers: [["x-forwarded-for", "203.0.113.1"]] });
    const checks = check([proxy(), forged]);
    expect(textOf(checks, "forged")).toMatch(/^Forge x-forwarded-proto, x-forwarded-host by/);
    expect(textOf(checks, "several-lines")).toMatch(/lines of x-forwarded-for, x-forwarded-proto, x-forwarded-host by/);
    expect(textOf(checks, "connection")).toMatch(/^List x-forwarded-for, x-forwarded-proto, x-forwarded-host in/);
  });

  it("names the address to confirm, the other scheme, and the peer", () => {
    const checks = check([proxy({ peer: "10.0.0.2" })], { confirmation: "none" });
    expect(textOf(checks, "address")).toContain(VISITOR);
    expect(textOf(checks, "other-scheme")).toContain("Only https was visited. Visit the http address");
    expect(textOf(checks, "peers")).toContain("10.0.0.2");
    expect(textOf(check([proxy({ peer: null })]), "peers")).toContain("an unknown address");
    expect(textOf(check([proxy({ url: "http://app.example.com/" })]), "other-scheme")).toContain("Only http was");
  });

  it("states that strict refuses a request whose header was removed", () => {
    expect(textOf(check(tryEverything(), { options: { ...OPTIONS, strict: true } }), "connection")).toContain("strict");
    expect(textOf(check(tryEverything()), "connection")).not.toContain("strict");
  });

  it("leaves out the check of lines for a header with one address", () => {
    const options = { clientAddressHeader: "x-real-ip", xProto: 0 } as const;
    expect(list(check([proxy()], { options })).join()).not.toContain("several-lines");
  });

  it("asks for all proxies of a walk, and for no peers", () => {
    const checks = check([proxy()], { options: { trustedProxies: ["10.0.0.2"], xProto: 0 } });
    expect(list(checks)).toContain("proxies open likely");
    expect(list(checks).join()).not.toContain("peers");
    expect(textOf(checks, "proxies")).toContain("10.0.0.2");
  });

  it("warns of a way around a public hop, unless a platform guards it", () => {
    const options = { xFor: 2, xProto: 0 };
    const chain = { "x-forwarded-for": `${VISITOR}, 8.8.8.8` };
    expect(textOf(check([observe({ arrived: chain })], { options }), "bypass")).toContain("8.8.8.8");
    const managed = observe({ arrived: { ...chain, via: "1.1 google" } });
    expect(textOf(check([managed], { options }), "bypass")).toBeUndefined();
  });
});

describe("findVerdict", () => {
  const one = (state: Check["state"], limit: Check["limit"]): Check => ({ code: "forged", state, limit, text: "" });

  it("returns the worst limit of the open checks", () => {
    expect(findVerdict([])).toBe("sure");
    expect(findVerdict([one("done", "unsure"), one("done", "likely")])).toBe("sure");
    expect(findVerdict([one("done", "unsure"), one("open", "likely")])).toBe("likely");
    expect(findVerdict([one("open", "likely"), one("open", "unsure")])).toBe("unsure");
  });
});
