import { projectDirectory, run } from "../structure/project.js";
import { afterAll, describe, expect, it } from "vitest";
import { allCases as cases } from "./all-cases.js";
import type { Case } from "./cases.js";
import { playCase } from "./check.js";
import { EXCEPTIONS, findException } from "./exceptions.js";
import { Stage } from "./stage.js";
import { named, subjects } from "./subjects.js";

describe.each(named(subjects))("%s", (_name, subject) => {
  const stage = new Stage(subject);
  afterAll(() => stage.close());
  const findReason = ({ title }: Case): string | undefined => findException(subject.name, title)?.reason;

  for (const each of cases.filter((one) => findReason(one) === undefined)) {
    it(each.title, () => playCase(subject, stage, each));
  }

  const attempts = cases.filter(({ title }) => findException(subject.name, title)?.isFatal === undefined);
  for (const each of attempts.filter((one) => findReason(one) !== undefined)) {
    it(`fails the case "${each.title}", since ${findReason(each)}`, async () => {
      await expect(playCase(subject, stage, each)).rejects.toThrow();
    });
  }
});

describe("the list of exceptions", () => {
  it("names only subjects and cases that exist", () => {
    const names = subjects.map(({ name }) => name);
    const titles = cases.map(({ title }) => title);
    expect(EXCEPTIONS.flatMap((each) => each.subjects).filter((name) => !names.includes(name))).toEqual([]);
    expect(EXCEPTIONS.flatMap((each) => each.titles).filter((title) => !titles.includes(title))).toEqual([]);
  });

  it.each(["express", "express4"])("%s ends the process over HTTP/2", (name) => {
    const program = [
      `const http2 = require("node:http2");`,
      `const express = require(${JSON.stringify(name)});`,
      `const app = express().use((req, res) => res.end());`,
      `const server = http2.createServer(app).listen(0, "127.0.0.1", () => {`,
      `  const session = http2.connect("http://127.0.0.1:" + server.address().port);`,
      `  session.request().on("response", () => process.exit(0)).on("error", () => undefined);`,
      `});`,
    ].join("\n");
    const { code, output } = run(process.execPath, ["--eval", program], projectDirectory);
    expect(code).toBe(1);
    expect(output).toContain("TypeError");
  });

  it("every case has its own title", () => {
    expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
  });
});
