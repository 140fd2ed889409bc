import { closeSync, openSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";

import type { Observation } from "../../recommend/observation.js";
import type { Arguments, Flags } from "../parse-arguments.js";
import { describeFileError } from "../read-input.js";
import type { Surroundings } from "../surroundings.js";
import { escapeText, formatJson, shortenText } from "../../text/escape-text.js";
import { CommandFailure, UsageError } from "../usage-error.js";
import { listProbes } from "../../recommend/list-probes.js";
import { observeOtherScheme, observeProbe, type Visitor } from "./observe.js";
import type { Transport } from "./send-request.js";

/** The flags of `probe`. */
export const PROBE_FLAGS: Flags = {
  address: { value: "203.0.113.9" },
  visitor: { value: "office" },
  save: { value: "observations.json" },
  insecure: {},
};

/** In milliseconds. */
const TIMEOUT = 10_000;

/**
 * Sends the probes to an address, one after the other, and prints or saves the observations.
 *
 * @returns the exit code
 * @throws {UsageError} if the arguments are wrong
 * @throws {CommandFailure} if the plain visit does not arrive
 */
export async function runProbe({ flags, operands }: Arguments, { stdout, stderr }: Surroundings): Promise<number> {
  const base = readUrl(operands);
  const visitor = readVisitor(flags);
  const path = flags.get("save")?.[0];
  if (path !== undefined) checkFile(path);
  const transport = { rejectUnauthorized: !flags.has("insecure"), timeout: TIMEOUT };
  const observations = await sendProbes(base, visitor, transport, (line) => stderr.write(`${escapeText(line)}\n`));
  const text = `${formatJson(observations)}\n`;
  if (path === undefined) stdout.write(text);
  else saveFile(path, text);
  return 0;
}

async function sendProbes(
  base: URL,
  visitor: Visitor,
  transport: Transport,
  report: (line: string) => void,
): Promise<readonly Observation[]> {
  const probes = listProbes(base.protocol === "https:" ? "https" : "http");
  const observations: Observation[] = [];
  for (const probe of probes) {
    const observation = await observeProbe(base, probe, visitor, transport);
    observations.push(observation);
    report(formatSummary(observation, probe.title));
    if (observations.length === 1 && !("facts" in observation.arrived)) throw createFailure(base, observation);
  }
  const other = await observeOtherScheme(base, visitor, transport);
  if (other === undefined) return observations;
  report(formatSummary(other, "the other scheme"));
  return [...observations, other];
}

/** Without a plain visit the other requests show nothing. */
function createFailure({ href }: URL, { arrived }: Observation): CommandFailure {
  const reason = describeArrival(arrived);
  const remedy = findRemedy(arrived);
  return new CommandFailure(`the plain visit of ${shortenText(href, 60)} did not arrive (${reason}); ${remedy}`);
}

/** The remedies of failures, by a part of their reason. */
const REMEDIES: readonly (readonly [reason: RegExp, remedy: string])[] = [
  [/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/, "if the certificate is meant to be so, add --insecure"],
  [/^EPROTO|SSL/, "the port does not speak TLS: probe the http: address"],
  [/^ECONN|^EHOST|^ENET|^no answer/, "start the server and its proxies, and check the port"],
  [/^ENOTFOUND|^EAI/, "check the name"],
];

function findRemedy(arrived: Observation["arrived"]): string {
  if ("status" in arrived && arrived.status >= 300 && arrived.status < 400) return "probe the address that it leads to";
  const reason = "failed" in arrived ? arrived.failed : "";
  const [, remedy] = REMEDIES.find(([pattern]) => pattern.test(reason)) ?? [];
  return remedy ?? "put npx proxyfix inspector in the place of the application";
}

/** Describes in a few words how a request arrived, or why it did not. */
function describeArrival(arrived: Observation["arrived"]): string {
  if ("facts" in arrived) return "arrived";
  if ("status" in arrived) return `status ${arrived.status}`;
  return "cached" in arrived ? "cached" : `failed: ${shortenText(arrived.failed, 60)}`;
}

function formatSummary({ arrived }: Observation, title: string): string {
  return `${describeArrival(arrived).padEnd(10)}  ${title}`;
}

function readUrl(operands: readonly string[]): URL {
  const [text, other] = operands;
  if (text === undefined)
    throw new UsageError("probe needs a URL; write npx proxyfix probe https://example.com/inspect");
  if (other !== undefined) throw new UsageError(`probe has one URL; leave ${shortenText(other, 40)} out`);
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) {
    throw new UsageError(`${shortenText(text, 40)} is no URL; write it whole, such as https://example.com/inspect`);
  }
  // The observations contain the URL, and are passed on.
  if (url.username !== "" || url.password !== "") {
    throw new UsageError("the URL contains a user name or a password; leave it out");
  }
  url.hash = "";
  return url;
}

function readVisitor(flags: Arguments["flags"]): Visitor {
  const address = flags.get("address")?.[0];
  const visitor = flags.get("visitor")?.[0];
  if (address !== undefined && isIP(address) === 0) {
    throw new UsageError(`--address is "${shortenText(address, 40)}"; expected your own IP address`);
  }
  return { ...(address !== undefined && { address }), ...(visitor !== undefined && { visitor }) };
}

/** @throws {CommandFailure} if the file cannot be written any more */
function saveFile(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new CommandFailure(`${shortenText(path, 60)} was not written: ${describeFileError(error)}`);
  }
}

/** Checks that a file can be written before anything is sent; what it contains is kept until then. */
function checkFile(path: string): void {
  try {
    closeSync(openSync(path, "a"));
  } catch (error) {
    throw new UsageError(`${shortenText(path, 60)} cannot be written: ${describeFileError(error)}`);
  }
}
