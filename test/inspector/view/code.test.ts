import { describe, expect, it } from "vitest";

import { findCodeFramework, formatUse, FRAMEWORKS, renderCode } from "../../../src/inspector/view/code.js";
import manifest from "../../../package.json" with { type: "json" };
import { expectSafe, HOSTILE } from "../hostile.js";

const narrow = { xFor: 1 };
const wide = { xFor: 2, xProto: 1, xHost: 1, trustedPeers: "loopback", allowedHosts: ["app.example.com"] };

describe("the code for each framework", () => {
  it.each(FRAMEWORKS)("$id imports proxyFix from a module of the package", ({ id, imports }) => {
    expect(imports.at(-1)).toEqual(["proxyFix", `proxyfix/${id}`]);
    expect(Object.keys(manifest.exports)).toContain(`./${id}`);
  });

  it.each(FRAMEWORKS)("$id sets each option once, on one line and on several", (framework) => {
    for (const options of [narrow, wide]) {
      const code = formatUse(framework, options).join("\n");
      expect(code).toMatch(/proxyFix/);
      expect(code).not.toContain("OPTIONS");
      for (const name of Object.keys(options)) expect(code.split(`${name}: `)).toHaveLength(2);
      expect(code.split("{")).toHaveLength(code.split("}").length);
    }
  });

  it("writes few options on one line", () => {
    expect(FRAMEWORKS.map((framework) => formatUse(framework, narrow))).toEqual([
      ["app.use(proxyFix({ xFor: 1 }));"],
      ["await app.register(proxyFix, { xFor: 1 });"],
      ["app.use(proxyFix({ xFor: 1 }));"],
      ["app.use(proxyFix({ xFor: 1 }));"],
      ["await server.register({", "  plugin: proxyFix,", "  options: {", "    xFor: 1,", "  },", "});"],
      ["const server = createServer(proxyFix(handler, { xFor: 1 }));"],
      ["export default { fetch: proxyFix(handler, { xFor: 1 }) };"],
    ]);
  });

  it("writes options line by line if one line is too narrow", () => {
    expect(formatUse(findCodeFramework("express"), wide)).toEqual([
      "app.use(",
      "  proxyFix({",
      "    xFor: 2,",
      "    xProto: 1,",
      "    xHost: 1,",
      '    trustedPeers: "loopback",',
      '    allowedHosts: ["app.example.com"],',
      "  }),",
      ");",
    ]);
  });

  it("writes the text of an option as it is, whatever it contains", () => {
    expect(formatUse(findCodeFramework("koa"), { trustedPeers: "$&$1OPTIONS" })).toEqual([
      'app.use(proxyFix({ trustedPeers: "$&$1OPTIONS" }));',
    ]);
  });

  it("is that of the first framework if the id is unknown", () => {
    expect(findCodeFramework("cobol")).toBe(FRAMEWORKS[0]);
  });

  it.each(HOSTILE)("is safe with %s as an option", (_, value) => {
    for (const framework of FRAMEWORKS) expectSafe(renderCode(framework, { clientAddressHeader: value, xFor: 1 }));
  });
});
