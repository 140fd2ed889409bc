/** The attacks on programs without this package, over sockets: a flawed reading is deceived by the same bytes. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, describe, expect, it } from "vitest";
import { pairLines } from "../contract/seen.js";
import { Stage } from "../contract/stage.js";
import { sendReport, type Subject } from "../contract/subject.js";
import { formatRequest, type Answer } from "../contract/wire.js";
import type { Attack, Received } from "./attack.js";
import { attacks, titleOf } from "./requests.js";

/** An application without any layer, which answers with everything that it received. */
const bare: Pick<Subject, "name" | "build" | "listProperties"> = {
  name: "node:http without proxyFix",
  listProperties: () => ({}),
  build: () => (req: IncomingMessage, res: ServerResponse) => {
    const { headers, rawHeaders, url: target, socket } = req;
    sendReport(
      res,
      JSON.stringify({ headers, lines: pairLines(rawHeaders), target, peerAddress: socket.remoteAddress }),
    );
  },
};

async function send(stage: Stage, { over = "http", layers, lines, target, from, version }: Attack): Promise<Answer> {
  const all = [...(await stage.route(layers, over)), ...lines];
  if (over === "h2c" || over === "h2") return stage.exchangeHttp2(over, Object.fromEntries(all));
  const wire = await stage.open(over, from);
  try {
    return await wire.exchange(formatRequest([...all, ["Connection", "close"]], target, version));
  } finally {
    wire.close();
  }
}

describe("a program without proxyFix", () => {
  const stage = new Stage(bare);
  afterAll(() => stage.close());

  it.each(attacks.map((each) => [titleOf(each), each] as const))(
    "is deceived by the request of %s",
    async (_title, attack) => {
      const { status, body } = await send(stage, attack);
      expect(status).toBe(200);
      expect(attack.flaw.read(JSON.parse(body) as Received)).toEqual(attack.flaw.gives);
    },
  );
});
