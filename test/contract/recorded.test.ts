import { afterAll, describe, expect, it } from "vitest";
import { createLayers, recordings, type Recorded } from "./recorded.js";
import type { Seen } from "./seen.js";
import { Stage, VANISHED, type Transport } from "./stage.js";
import { subjects } from "./subjects.js";
import { formatRequest, type Answer, type HeaderLine, type Wire } from "./wire.js";

describe.each(subjects)("$name", (subject) => {
  const stage = new Stage(subject);
  const findLayers = createLayers();
  const wires = new Map<Transport, Wire>();
  afterAll(async () => {
    for (const wire of wires.values()) wire.close();
    await stage.close();
  });

  async function send({ over, peer, options, lines }: Recorded): Promise<Answer> {
    const wire = wires.get(over) ?? (await stage.open(over));
    wires.set(over, wire);
    const standIn: HeaderLine[] = over === "unix" ? [] : [["x-test-peer", peer ?? VANISHED]];
    const all = [...(await stage.route(findLayers(options), over)), ...standIn, ...lines];
    const hasHost = lines.some(([name]) => name.toLowerCase() === "host");
    const answer = await wire.exchange(formatRequest(all, "/", hasHost ? "1.1" : "1.0"));
    if (answer.headers["connection"] === "close") wires.delete(over);
    return answer;
  }

  /** What is wrong with what the application was told. */
  function findFault({ expected, peer }: Recorded, { resolution, told }: Seen): unknown {
    const { clientAddress, proto, host, prefix, issues, addresses } = resolution;
    const facts = { clientAddress, proto, host, prefix, issues };
    const asked = {
      ...{ clientAddress: expected.clientAddress, proto: expected.proto, host: expected.host },
      ...{ prefix: expected.prefix, issues: expected.issues },
    };
    const truth = { ...asked, addresses, peerAddress: peer, target: "/" };
    const pairs = [
      [facts, asked],
      [told, subject.tell(truth)],
    ] as const;
    return pairs.find(([found, wanted]) => toText(found) !== toText(wanted));
  }

  it.each(recordings)("tells its application the truth in all $source", async ({ cases }) => {
    const faults: unknown[] = [];
    for (const each of cases) {
      const { status, body } = await send(each);
      const fault = status === 200 ? findFault(each, JSON.parse(body) as Seen) : { status, body };
      if (fault !== undefined) faults.push({ name: each.name, fault });
    }
    expect(faults).toEqual([]);
  });
});

/** As text, whatever the order of its properties, without those that are undefined. */
function toText(value: object): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

describe("the recordings", () => {
  it("are as many as can be sent", () => {
    expect(recordings.map(({ cases }) => cases.length)).toEqual([80, 226, 592]);
  });
});
