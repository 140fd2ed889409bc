import { describe, expect, it } from "vitest";

import * as icons from "../../../src/inspector/view/icons.js";
import { expectSafe } from "../hostile.js";

describe("the icons", () => {
  it.each(Object.entries(icons))("%s is hidden from screen readers: the words beside it say the same", (_, icon) => {
    expectSafe(icon);
    expect(icon.text).toContain('aria-hidden="true"');
  });
});
