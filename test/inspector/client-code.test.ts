import { describe, expect, it } from "vitest";

import { CLIENT_CODE } from "../../src/inspector/client-code.js";

describe("CLIENT_CODE", () => {
  it("is empty in the sources, since the build writes it", () => {
    expect(CLIENT_CODE).toBe("");
  });
});
