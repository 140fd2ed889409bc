import { afterAll, describe, expect, it } from "vitest";
import { findException, RECORDED_EXCEPTIONS } from "./exceptions.js";
import { createLayers, recordings, type Recorded } from "./recorded.js";
import { findFault } from "./recorded-fault.js";
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
        const fault = status === 200 ? findFault(each, JSON.parse(body) as Seen, subject) : { status, body };
        const isExpected = findException(subject.name, each.name, RECORDED_EXCEPTIONS) !== undefined;
        if (isExpected !== (fault !== undefined)) faults.push({ name: each.name, fault });
      }
      expect(faults).toEqual([]);
    },
  );
});

describe("the number of recordings", () => {
  it("is the number of recorded cases that can be sent over HTTP", () => {
    expect(recordings.map(({ cases }) => cases.length)).toEqual([80, 226, 592]);
  });
});
