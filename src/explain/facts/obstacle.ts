import type { HeaderNames } from "../../options/options.js";
import type { CountOption, Obstacle } from "../explanation.js";
import type { Run } from "./run.js";

/** The option that counts the values of each X-Forwarded-* header. */
export const COUNT_OPTIONS: Readonly<Record<keyof HeaderNames, Exclude<CountOption, "forwarded">>> = {
  for: "xFor",
  proto: "xProto",
  host: "xHost",
  port: "xPort",
  prefix: "xPrefix",
};

/** Finds why an X-Forwarded-* header, which is not believed, is not; undefined if it is missing and not counted. */
export function findHeaderObstacle(
  name: keyof HeaderNames,
  { options, facts, walk, resolution }: Run,
): Obstacle | undefined {
  const isPresent = options.readers[name](facts.headers) !== undefined;
  if (options[COUNT_OPTIONS[name]] === 0) return isPresent ? "disabled" : undefined;
  if (walk.depth === 0) return isPresent ? "untrusted-peer" : undefined;
  const { absent, "short-chain": short, empty, invalid } = options.issues[name];
  return [absent, short, empty, invalid].find((own) => resolution.issues.includes(own))?.reason as Obstacle | undefined;
}
