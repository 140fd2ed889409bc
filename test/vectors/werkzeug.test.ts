import { describe, expect, it } from "vitest";
import { createResolver } from "../../src/index.js";
import { both, expectResolution } from "../reference/both.js";
import { factsOfEnviron, werkzeugVectors } from "./werkzeug-vectors.js";

/** Vectors that a request over HTTP cannot represent, each with its reason. The environ adapter is tested with them. */
const NOT_OVER_HTTP: Readonly<Record<string, string>> = {
  "port/no Host header": "the host is SERVER_NAME, which a request over HTTP does not have",
};

const resolvable = werkzeugVectors.filter(({ design }) => design.optionError === undefined);
const refusedAtConstruction = werkzeugVectors.filter(({ design }) => design.optionError);

/** Pairs each vector with its name, for `it.each`: `%s` prints all of it, `$name` only its first 40 characters. */
function named(
  list: readonly (typeof werkzeugVectors)[number][],
): (readonly [string, (typeof werkzeugVectors)[number]])[] {
  return list.map((vector) => [vector.name, vector]);
}

describe.each(both)("Werkzeug's vectors, resolved by %s,", (_by, resolve) => {
  it.each(named(resolvable.filter(({ name }) => !(name in NOT_OVER_HTTP))))(
    "have the expected result: %s",
    (_name, { options, environ, design }) => {
      const { clientAddress, proto, host, prefix, issues } = expectResolution(
        resolve(factsOfEnviron(environ), options),
      );
      expect({ clientAddress, proto, host, prefix, issues }).toEqual(design);
    },
  );
});

describe("a meaningless count that Werkzeug accepts", () => {
  it.each(named(refusedAtConstruction))("is an error when the resolver is created: %s", (_name, { options }) => {
    expect(() => createResolver(options)).toThrow(
      expect.objectContaining({ code: "ERR_PROXYFIX_OPTION", option: "xFor" }),
    );
  });
});

describe("the omitted vectors", () => {
  it("have a host that only a gateway's variables contain", () => {
    const marked = werkzeugVectors.filter(({ environOnly }) => environOnly).map(({ name }) => name);
    expect(marked).toEqual(expect.arrayContaining(Object.keys(NOT_OVER_HTTP)));
  });
});
