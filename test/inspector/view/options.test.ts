import { describe, expect, it } from "vitest";

import { renderOptions } from "../../../src/inspector/view/options.js";
import { expectSafe, HOSTILE } from "../hostile.js";
import { appendingProxy, barePass, reportThrough, VISITOR } from "../observations.js";

const words = ({ text }: { readonly text: string }): string =>
  text
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&quot;", '"')
    .replaceAll(/\s+/g, " ");

describe("renderOptions", () => {
  it("shows the code of the chosen framework, and the line for the environment", () => {
    const text = words(renderOptions(reportThrough({}, { framework: "hapi" })));
    expect(text).toContain('import { proxyFix } from "proxyfix/hapi";');
    expect(text).toContain('plugin: proxyFix, options: { xFor: 1, xProto: 1, xHost: 1, trustedPeers: "loopback", }');
    expect(text).toContain('PROXY_FIX="xFor=1,xProto=1,xHost=1,trustedPeers=loopback"');
  });

  it.each([
    [{}, {}, `Right if ${VISITOR} is your address.`],
    [{}, { address: VISITOR }, "Likely right. Read the open points beside it first."],
    [{ peer: VISITOR }, { address: VISITOR }, "Not yet."],
  ])("names the condition of %j and %j", (change, answers, condition) => {
    expect(words(renderOptions(reportThrough(change, answers)))).toContain(condition);
  });

  it("offers the options that refuse more, with their price, and asks for other names", () => {
    const closed = renderOptions(reportThrough());
    expect(words(closed)).toContain('allowedHosts: ["app.example.com"]');
    expect(words(closed)).toContain("health checks by address, are refused with 400");
    expect(closed.text).toContain('data-value="app.example.com"');
    expect(words(closed)).not.toContain("other names? Add them.");
    const open = renderOptions(reportThrough({}, { allowedHosts: ["app.example.com", "b.test"], strict: true }));
    expect(open.text).toContain('name="hosts" value="app.example.com b.test"');
    expect(words(open)).toContain('allowedHosts: ["app.example.com", "b.test"], }');
    expect(open.text).toMatch(/id="guard-strict"[^>]* checked>/);
  });

  it("has nothing to paste if there are no options", () => {
    const text = words(renderOptions(reportThrough({ proxy: barePass }, { address: VISITOR })));
    expect(text).toContain("Nothing to paste yet");
    expect(text).toContain("Let the nearest proxy append the address of its peer");
    expect(text).not.toContain("import");
  });

  it("names the page of the proxy, in the installed documentation", () => {
    const page = (headers: Readonly<Record<string, string>>): string =>
      words(renderOptions(reportThrough({ proxy: (sent) => ({ ...appendingProxy(sent), ...headers }) })));
    expect(page({})).toContain("The page of your proxy has its configuration");
    expect(page({ "x-varnish": "1" })).toContain("node_modules/proxyfix/docs/deploy/varnish.md");
    expect(page({ "x-varnish": "1", "cf-ray": "1" })).toContain("node_modules/proxyfix/docs/deploy/chains.md");
  });

  it.each(HOSTILE)("is safe with %s in each answer", (_, value) => {
    expectSafe(renderOptions(reportThrough({}, { allowedHosts: [value], framework: value, address: value })));
  });
});
