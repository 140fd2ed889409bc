import express from "express";
import { createRequire } from "node:module";
import { describe, expect, it, onTestFinished } from "vitest";

import { listLoaded } from "../../src/request/loaded-modules.js";

describe("listLoaded", () => {
  it("lists the exports of each loaded module whose file has this name", () => {
    const includes = (exported: object): boolean => listLoaded("lib/request.js").some((each) => each === exported);
    expect(includes(express.request)).toBe(true);
    expect(includes(createRequire(import.meta.url)("koa/lib/request.js") as object)).toBe(true);
  });

  it("lists nothing that is no object, and nothing if no module has the name", () => {
    expect(listLoaded("lib/express.js")).toEqual([]);
    expect(listLoaded("lib/never-loaded.js")).toEqual([]);
  });

  it.each(["", undefined, "node"])("does not need the path of the program, here %j", (path) => {
    const { execPath } = process;
    onTestFinished(() => void Object.assign(process, { execPath }));
    Object.assign(process, { execPath: path });
    expect(listLoaded("lib/request.js").some((each) => each === express.request)).toBe(true);
  });
});
