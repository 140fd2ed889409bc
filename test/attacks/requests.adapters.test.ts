/** The attacks on applications of each framework, over sockets: everything that the application reads. */
import { afterAll, describe, expect, it } from "vitest";
import { playCase } from "../contract/check.js";
import { Stage } from "../contract/stage.js";
import { named, subjects } from "../contract/subjects.js";
import type { Attack } from "./attack.js";
import { attacks, titleOf } from "./requests.js";

/** One framework for each adapter. */
const NAMES = [
  "node:http by proxyFix",
  "Express 5",
  "Koa 3",
  "Fastify 5",
  "fetch, on Node by a bridge of its own",
  "Hono, on Node",
  "hapi",
];

/** Express gives every request the prototypes of HTTP/1: over HTTP/2 it ends the process (test/contract). */
const isPlayed = (name: string, { over }: Attack): boolean => !(name.startsWith("Express") && over === "h2c");

it("the attacks are played on one framework for each adapter", () => {
  expect(NAMES.filter((name) => !subjects.some((subject) => subject.name === name))).toEqual([]);
});

describe.each(named(subjects.filter(({ name }) => NAMES.includes(name))))("%s", (name, subject) => {
  const stage = new Stage(subject);
  afterAll(() => stage.close());

  for (const attack of attacks.filter((each) => isPlayed(name, each))) {
    it(titleOf(attack), () => playCase(subject, stage, attack));
  }
});
