/** A path that a URL parser reads as another site, on the frameworks that build a whole URL of it. */
import { afterAll, describe, expect, it } from "vitest";
import { externalUrl } from "../../src/index.js";
import { CLIENT, fix, HOST } from "../contract/cases.js";
import type { Seen } from "../contract/seen.js";
import { Stage } from "../contract/stage.js";
import { named, subjects } from "../contract/subjects.js";
import { formatRequest } from "../contract/wire.js";
import { PATHS_OF_OTHER_SITES, type PathAttack } from "./path.js";

const layers = [fix({ trustedPeers: "loopback" })];
/** Subjects whose applications read a whole URL; @hono/node-server itself refuses a path with a backslash. */
const NAMES = ["Koa 3", "fetch, on Node by srvx", "fetch, on Node by a bridge of its own", "hapi"];

/** Lists the texts in a value that are whole URLs. */
function listUrls(value: unknown): string[] {
  if (typeof value === "string") return /^https?:/.test(value) ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(listUrls) : [];
}

async function visit(stage: Stage, { target }: PathAttack): Promise<Seen> {
  const wire = await stage.open("http");
  const lines = [...(await stage.route(layers, "http")), HOST, ["X-Forwarded-For", CLIENT] as const];
  const { status, body } = await wire.exchange(formatRequest(lines, target));
  wire.close();
  expect(status).toBe(200);
  return JSON.parse(body) as Seen;
}

const cases = PATHS_OF_OTHER_SITES.map((each) => [`${each.id}: ${each.target}`, each] as const);

it("the paths are played on each of these subjects", () => {
  expect(NAMES.filter((name) => !subjects.some((subject) => subject.name === name))).toEqual([]);
});

describe.each(named(subjects.filter(({ name }) => NAMES.includes(name))))("%s", (_name, subject) => {
  const stage = new Stage(subject);
  afterAll(() => stage.close());

  it.each(cases)("%s does not change the site of a whole URL", async (_title, attack) => {
    const { properties, resolution } = await visit(stage, attack);
    const urls = listUrls(properties);
    expect(urls).not.toEqual([]);
    expect(urls.map((url) => new URL(url).host)).toEqual(urls.map(() => "app:3000"));
    expect(resolution.host).toBe("app:3000");
    expect(new URL(externalUrl(resolution, attack.target)).host).toBe("app:3000");
  });
});

it.each(cases)("%s deceives a program that resolves the path against its origin", (_title, { target, site }) => {
  expect(new URL(target, "http://app:3000").host).toBe(site);
});
