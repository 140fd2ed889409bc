import { afterAll, describe, expect, it } from "vitest";
import { findException, RECORDED_EXCEPTIONS } from "./exceptions.js";
import { createLayers, recordings, type Recorded } from "./recorded.js";
import type { Seen } from "./seen.js";
import { Stage, VANISHED, type Transport } from "./stage.js";
import { named, subjects } from "./subjects.js";
import { formatRequest, type Answer, type HeaderLine, type Wire } from "./wire.js";

describe.each(named(subjects))("%s", (_name, subject) => {
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

  const isRefused = ({ expected }: Recorded): boolean => subject.needsHost === true && expected.host === undefined;

  /** Finds a difference between what the application saw and the expected facts. */
  function findFault({ expected, peer }: Recorded, { resolution, properties }: Seen): unknown {
    const { clientAddress, proto, host, prefix, issues, addresses } = resolution;
    const facts = { clientAddress, proto, host, prefix, issues };
    const wanted = {
      ...{ clientAddress: expected.clientAddress, proto: expected.proto, host: expected.host },
      ...{ prefix: expected.prefix, issues: expected.issues },
    };
    const truth = { ...wanted, addresses, peerAddress: peer, target: "/" };
    const pairs = [
      [facts, wanted],
      [properties, subject.listProperties(truth)],
    ] as const;
    return pairs.find(([found, expectation]) => toText(found) !== toText(expectation));
  }

  it.each(recordings.map(({ source, cases }) => [source, cases] as const))(
    "gives the expected facts for all %s",
    async (_source, cases) => {
      const faults: unknown[] = [];
      for (const each of cases) {
        const { status, body } = await send(each);
        if (isRefused(each)) {
          expect(status, each.name).toBe(400);
          continue;
        }
        const fault = status === 200 ? findFault(each, JSON.parse(body) as Seen) : { status, body };
        const isExpected = findException(subject.name, each.name, RECORDED_EXCEPTIONS) !== undefined;
        if (isExpected !== (fault !== undefined)) faults.push({ name: each.name, fault });
      }
      expect(faults).toEqual([]);
    },
  );
});

/** Formats a value as JSON with sorted properties. */
function toText(value: object): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

describe("the number of recordings", () => {
  it("is the number of recorded cases that can be sent over HTTP", () => {
    expect(recordings.map(({ cases }) => cases.length)).toEqual([80, 226, 592]);
  });
});
