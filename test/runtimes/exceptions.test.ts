import { expect, it } from "vitest";
import { allCases } from "../contract/all-cases.js";
import { RUNTIME_EXCEPTIONS } from "./exceptions.js";

it("the exceptions of the runtimes' own servers name only cases that exist", () => {
  const titles = allCases.map(({ title }) => title);
  const own = RUNTIME_EXCEPTIONS.filter(({ server }) => server === "own").flatMap((each) => each.titles);
  expect(own.filter((title) => !titles.includes(title))).toEqual([]);
});
