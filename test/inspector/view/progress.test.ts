import { describe, expect, it } from "vitest";

import { renderProgress } from "../../../src/inspector/view/progress.js";
import { expectSafe } from "../hostile.js";

describe("renderProgress", () => {
  it("shows the requests done, with a name for screen readers", () => {
    const markup = renderProgress(3, 36);
    expectSafe(markup);
    expect(markup.text).toContain('<progress max="36" value="3" aria-label="Requests done">');
  });
});
