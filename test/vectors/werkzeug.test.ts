import { describe, expect, it } from "vitest";
import { createResolver } from "../../src/index.js";
import { both, expectResolution } from "../reference/both.js";
import { factsOfEnviron, werkzeugVectors } from "./werkzeug-vectors.js";

/** Vectors that plain HTTP cannot pose, each with its reason. They belong to the environ adapter. */
const NOT_OVER_HTTP: Readonly<Record<string, string>> = {
  "port/no Host header": "the host is SERVER_NAME, which a request over HTTP does not have",
};

const resolvable = werkzeugVectors.filter(({ design }) => design.optionError === undefined);
const refusedAtConstruction = werkzeugVectors.filter(({ design }) => design.optionError);

describe.each(both)("every outcome that Werkzeug's vectors ask for, by %s", (_name, resolve) => {
  it.each(resolvable.filter(({ name }) => !(name in NOT_OVER_HTTP)))("$name", ({ options, environ, design }) => {
    const { clientAddress, proto, host, prefix, issues } = expectResolution(resolve(factsOfEnviron(environ), options));
    expect({ clientAddress, proto, host, prefix, issues }).toEqual(design);
  });
});

describe("counts that Werkzeug takes and that mean nothing", () => {
  it.each(refusedAtConstruction)("$name is refused at construction", ({ options }) => {
    expect(() => createResolver(options)).toThrow(
      expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", option: "xFor" }),
    );
  });
});

describe("the vectors left out", () => {
  it("are vectors of gateway variables, and no others", () => {
    const marked = werkzeugVectors.filter(({ environOnly }) => environOnly).map(({ name }) => name);
    expect(marked).toEqual(expect.arrayContaining(Object.keys(NOT_OVER_HTTP)));
  });
});
