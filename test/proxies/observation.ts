import type { ProxyFixOptions } from "../../src/index.js";
import { ATTACKS } from "./attacks.js";
import type { Page } from "./harness/facts-page.js";
import type { ProxyName } from "./harness/programs.js";
import { OBSERVED_HEADERS, classifyHeader, classifyHost } from "./observe.js";
import type { ObservedHeader, Treatment } from "./observe.js";
import { FORGEABLE } from "./outcome.js";
import type { Forgeable, Outcome } from "./outcome.js";
import type { SetUp } from "./set-ups/set-up.js";

/** Two pages of one client: with its own forwarding headers, and without. */
export interface HeaderProbe {
  readonly plain: Page;
  readonly probe: Page;
  readonly host: string;
  readonly port: number;
}

const FACTS = ["address", "proto", "host", "port", "prefix", "externalUrl", "Location", "cookie", "log"] as const;

/** A fact about a client, or a value that an application computes from the facts. */
export type SeenFact = (typeof FACTS)[number];

const OUTCOMES: readonly Outcome[] = ["truth", "unknown", "refused", "proxy's address", "forged"];

/** The outcomes of the attacks on one set-up. */
export interface AttackReport {
  /** The numbers of the attacks by their outcome, as in the list of attacks: from 1. */
  readonly outcomes: { readonly [outcome in Outcome]?: readonly number[] };
  /** The forged facts that the application believed. */
  readonly forged: readonly Forgeable[];
}

/** The observations of the tests of one set-up, as in the record of its page. */
export interface ObservedSetUp {
  readonly name: string;
  readonly title: string;
  readonly options: ProxyFixOptions;
  readonly headers: { readonly [header in ObservedHeader]?: Treatment };
  readonly hostHeader: string;
  /** The facts of an honest client that the application saw correctly. */
  readonly seenRight: readonly SeenFact[];
  readonly carried: readonly string[];
  readonly attacks: AttackReport;
  readonly attacksUnderStrict: AttackReport;
}

/** A row of observations, and its proxies. */
export interface Observed<Row> {
  readonly proxies: readonly ProxyName[];
  row(): Row;
}

/** Collects the observations of the tests of one set-up. */
export interface Observation extends Observed<ObservedSetUp> {
  noteHeaders(probe: HeaderProbe): void;
  noteFeature(feature: string): void;
  /** The facts of an honest client that the application saw correctly. */
  noteFacts(...facts: readonly SeenFact[]): void;
  noteOutcome(attack: string, strict: boolean, outcome: Outcome, forged: readonly Forgeable[]): void;
}

/** Creates an empty observation. */
export function createObservation(setUp: SetUp): Observation {
  const features = new Set<string>();
  const facts = new Set<SeenFact>();
  const lenient = createAttackLog();
  const strict = createAttackLog();
  let probe: HeaderProbe | undefined;
  return {
    proxies: setUp.layers.map((layer) => layer.proxy),
    noteHeaders: (seen) => (probe = seen),
    noteFeature: (feature) => features.add(feature),
    noteFacts: (...seen) => {
      for (const fact of seen) facts.add(fact);
    },
    noteOutcome: (attack, isStrict, outcome, forged) => (isStrict ? strict : lenient).note(attack, outcome, forged),
    row: () => ({
      name: setUp.name,
      title: setUp.title,
      options: setUp.options,
      ...describeHeaders(probe),
      seenRight: FACTS.filter((fact) => facts.has(fact)),
      carried: [...features],
      attacks: lenient.report(),
      attacksUnderStrict: strict.report(),
    }),
  };
}

/** Collects the outcomes of attacks. */
export interface AttackLog {
  note(attack: string, outcome: Outcome, forged: readonly Forgeable[]): void;
  report(): AttackReport;
}

/** Creates an empty log of attacks. */
export function createAttackLog(): AttackLog {
  const outcomes = new Map<string, Outcome>();
  const believed = new Set<Forgeable>();
  const numbersOf = (outcome: Outcome): number[] =>
    ATTACKS.flatMap(({ name }, at) => (outcomes.get(name) === outcome ? [at + 1] : []));
  return {
    note: (attack, outcome, forged) => {
      outcomes.set(attack, outcome);
      for (const fact of forged) believed.add(fact);
    },
    report: () => ({
      outcomes: Object.fromEntries(
        OUTCOMES.map((outcome) => [outcome, numbersOf(outcome)] as const).filter(([, numbers]) => numbers.length > 0),
      ),
      forged: FORGEABLE.filter((fact) => believed.has(fact)),
    }),
  };
}

function describeHeaders(probe: HeaderProbe | undefined): Pick<ObservedSetUp, "headers" | "hostHeader"> {
  if (probe === undefined) return { headers: {}, hostHeader: "not observed" };
  const treatments = OBSERVED_HEADERS.map((name) => [name, classifyHeader(name, probe.plain, probe.probe)]);
  return {
    headers: Object.fromEntries(treatments) as ObservedSetUp["headers"],
    hostHeader: classifyHost(probe.plain, probe.host, probe.port),
  };
}
