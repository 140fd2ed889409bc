/** The attacks on the core: the facts of the resolution, or the refusal. */
import { describe, expect, it } from "vitest";
import { ProxyFixRefusal, resolve, type Resolution } from "../../src/index.js";
import { findAuthority } from "../../src/request/read-facts.js";
import type { HeaderRecord } from "../../src/rewrite/index.js";
import { PEER, type ExpectedFacts } from "../contract/cases.js";
import type { Attack } from "./attack.js";
import { attacks, titleOf } from "./requests.js";

/** Groups lines by name, as Node's headersDistinct does. */
function groupLines(lines: Attack["lines"]): Record<string, string | string[]> {
  const grouped = new Map<string, string[]>();
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    grouped.set(key, [...(grouped.get(key) ?? []), value]);
  }
  return Object.fromEntries([...grouped].map(([name, values]) => [name, values.length > 1 ? values : values[0]!]));
}

/** Resolves the request of an attack as its adapter would, by the layers from the outermost to the innermost. */
function resolveAttack({ layers, lines, target = "/", from = PEER, over }: Attack): Resolution {
  const peerAddress = over === "dual-stack" ? `::ffff:${from}` : from;
  const authority = findAuthority(target, { method: "GET", httpVersionMajor: 1 });
  let headers: HeaderRecord = groupLines(lines);
  let resolution: Resolution | undefined;
  for (const layer of layers) {
    if ("fix" in layer) resolution = resolve({ headers, peerAddress, authority }, layer.fix);
    else headers = layer.rewrite(headers, { peerAddress });
  }
  if (resolution === undefined) throw new Error("no layer resolves the request");
  return resolution;
}

/** Resolves the request of an attack, and returns the status of its refusal if it is refused. */
function outcomeOf(attack: Attack): Resolution | { readonly status: number } {
  try {
    return resolveAttack(attack);
  } catch (error) {
    if (!(error instanceof ProxyFixRefusal)) throw error;
    expect(attack.lines.filter(([, value]) => value.length > 2 && error.message.includes(value))).toEqual([]);
    return { status: error.status };
  }
}

function factsOf(expected: ExpectedFacts): object {
  const { clientAddress, proto, host, prefix = "" } = expected;
  return { clientAddress, proto, host, prefix };
}

describe("resolve", () => {
  it.each(attacks.filter(({ isForAdapters }) => isForAdapters !== true).map((each) => [titleOf(each), each] as const))(
    "%s",
    (_title, attack) => {
      const outcome = outcomeOf(attack);
      const { expected, forged = [] } = attack;
      expect(outcome).toMatchObject("status" in expected ? expected : factsOf(expected));
      const text = JSON.stringify(outcome);
      expect(forged.filter((forgery) => text.includes(forgery))).toEqual([]);
    },
  );
});
