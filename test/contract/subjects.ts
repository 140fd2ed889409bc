import { expressSubjects } from "./subject-express.js";
import { fetchSubjects } from "./subject-fetch.js";
import { fastifySubjects } from "./subject-fastify.js";
import { hapiSubjects } from "./subject-hapi.js";
import { koaSubjects } from "./subject-koa.js";
import { nodeSubjects } from "./subject-node.js";
import type { Subject } from "./subject.js";

/** Every framework, in every version that has an adapter. */
export const subjects: readonly Subject[] = [
  ...nodeSubjects,
  ...expressSubjects,
  ...koaSubjects,
  ...fastifySubjects,
  ...fetchSubjects,
  ...hapiSubjects,
];

/** Pairs each subject with its name, for `describe.each` and `%s`; `$name` would print quotes. */
export function named(list: readonly Subject[]): (readonly [name: string, subject: Subject])[] {
  return list.map((subject) => [subject.name, subject]);
}
