import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ATTACKS } from "./attacks.js";
import type { Attack } from "./attacks.js";
import { describeTraffic } from "./traffic.js";
import { describeTruth } from "./truth.js";
import { createNodeApp, createUpgradingApp } from "./harness/node-app.js";
import type { AppFactory, TestApp } from "./harness/node-app.js";
import { findProxy, proxiesAreRequired } from "./harness/programs.js";
import { formatRequest, send } from "./harness/raw-client.js";
import { startStack } from "./harness/stack.js";
import type { Stack } from "./harness/stack.js";
import { CLIENTS, createVisitor } from "./harness/visit.js";
import type { Visitor } from "./harness/visit.js";
import { createObservation } from "./observation.js";
import type { Observation } from "./observation.js";
import { classifyAnswer, listForged, truthOf } from "./outcome.js";
import type { Forgeable, Outcome } from "./outcome.js";
import { expectObserved } from "./record.js";
import type { SetUp } from "./set-ups/set-up.js";
import { tableOfSetUps } from "./table.js";

/** The objects of a running test of a set-up. */
export interface Bench {
  readonly setUp: SetUp;
  readonly app: TestApp;
  readonly stack: Stack;
  readonly visitor: Visitor;
  /** The observations, for the page's record and its table. */
  readonly observation: Observation;
}

/**
 * Returns whether to run a set-up's tests: with PROXYFIX_REQUIRE_PROXIES=1 they run, and fail, even without its
 * proxies.
 */
export function isRunnable(setUp: SetUp): boolean {
  return proxiesAreRequired() || setUp.layers.every(({ proxy }) => findProxy(proxy) !== undefined);
}

/** Declares the tests of all set-ups of a page, and of the page's record and table. */
export function describePage(page: string, setUps: readonly SetUp[]): void {
  const observations = setUps.map((setUp) => {
    return describeSetUp(setUp, setUp.websocket ? createUpgradingApp : createNodeApp);
  });
  it.skipIf(!setUps.every(isRunnable))(
    `the record and the table of ${page} match the observations of these tests`,
    async () => {
      await expectObserved(page, observations, tableOfSetUps(page));
    },
  );
}

/**
 * Declares the tests of one set-up and one kind of application; returns their observations, complete after they ran.
 */
export function describeSetUp(setUp: SetUp, createApp: AppFactory): Observation {
  const observation = createObservation(setUp);
  describe.skipIf(!isRunnable(setUp))(setUp.name, () => {
    const bench = useBench(setUp, createApp, observation);
    describeTruth(setUp, bench);
    describeTraffic(setUp, bench);
    for (const strict of [false, true]) describeAttacks(setUp, bench, strict);
  });
  return observation;
}

function useBench(setUp: SetUp, createApp: AppFactory, observation: Observation): () => Bench {
  let bench: Bench | undefined;
  beforeAll(async () => {
    const app = await createApp(setUp.options);
    const stack = await startStack({ layers: setUp.layers, app: app.server, unix: setUp.unix });
    bench = { setUp, app, stack, visitor: createVisitor(setUp, stack), observation };
  });
  afterAll(() => bench?.stack.stop());
  return () => {
    if (bench === undefined) throw new Error("not started");
    return bench;
  };
}

function describeAttacks(setUp: SetUp, bench: () => Bench, strict: boolean): void {
  describe(`the application with strict: ${strict}`, () => {
    beforeAll(() => bench().app.setStrict(strict));
    afterAll(() => bench().app.setStrict(false));
    for (const attack of ATTACKS) {
      const allowed = allowedOutcomes(setUp, attack, strict);
      it(`${allowed.includes("forged") ? "believes" : "does not believe"} the attack: ${attack.name}`, async () => {
        const { outcome, forged, seen } = await attackOnce(bench(), attack);
        bench().observation.noteOutcome(attack.name, strict, outcome, forged);
        expect(allowed, seen).toContain(outcome);
      });
    }
  });
}

interface AttackResult {
  readonly outcome: Outcome;
  readonly forged: readonly Forgeable[];
  /** The answer, for the message of a test that fails. */
  readonly seen: string;
}

async function attackOnce({ setUp, visitor }: Bench, attack: Attack): Promise<AttackResult> {
  const { lines, path = "/facts", version = "1.1" } = attack;
  const bytes = formatRequest("GET", visitor.path(path), lines(visitor.host), version);
  // A proxy that closes the connection without an answer has refused too.
  const answer = await send(visitor.target(CLIENTS.first), bytes).catch(() => undefined);
  const hostful = truthOf(setUp, visitor, CLIENTS.first);
  const truth = attack.hostless ? { ...hostful, host: undefined } : hostful;
  return {
    outcome: classifyAnswer(answer, setUp, truth),
    forged: listForged(answer, truth),
    seen: `${answer?.status} ${answer?.body.toString("utf8").slice(0, 3000)}`,
  };
}

/** An attack that a page warns of has to succeed, so that the page stays true; any other must fail. */
function allowedOutcomes(setUp: SetUp, attack: Attack, strict: boolean): readonly Outcome[] {
  const lets = strict ? setUp.letsUnderStrict : setUp.lets;
  if (lets.includes(attack.name)) return ["forged"];
  return strict ? ["refused", "truth"] : ["refused", "truth", "unknown"];
}
