import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";

import { listedNode } from "../../src/grammar/node.js";

describe("parseNode", () => {
  test.prop([fc.oneof(fc.ipV4(), fc.ipV6())])("parses the canonical text that it returns as itself", (text) => {
    const address = listedNode.parse(text, 0, text.length);
    fc.pre(address !== undefined);
    expect(listedNode.parse(address, 0, address.length)).toBe(address);
    const framed = `::,.${text},.9`;
    expect(listedNode.parse(framed, 4, 4 + text.length)).toBe(address);
  });
});
