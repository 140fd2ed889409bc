import { describe, expect, it } from "vitest";

import { OPTION_FLAGS } from "../../../src/cli/explain/flags.js";
import { toOptionName } from "../../../src/cli/parse-arguments.js";
import { listProperties } from "../../docs/types.js";

describe("the flags of explain", () => {
  it("contain one for each option of a resolver", () => {
    const options = listProperties("src/options/options.ts", "ProxyFixOptions").map(({ name }) => name);
    expect(Object.keys(OPTION_FLAGS).map(toOptionName).toSorted()).toEqual(options.toSorted());
  });
});
