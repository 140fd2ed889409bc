import { isIP } from "node:net";

import type { RequestFacts } from "../../resolution.js";
import type { Arguments } from "../parse-arguments.js";
import { shortenText } from "../../text/escape-text.js";
import { UsageError } from "../usage-error.js";
import { createHeaders, parseHeaderLine, parseRequest } from "../../request/parse-request.js";

/** The flags that a request on standard input replaces. */
const OF_REQUEST = ["header", "authority"];

/**
 * Reads the facts of a request from flags and, if the operand is `-`, from standard input.
 *
 * @param readInput - returns the text of standard input
 * @throws {UsageError} if they are wrong, or `--peer` is missing
 * @throws {TextError} if a header or the request is malformed
 */
export async function readRequestFacts(args: Arguments, readInput: () => Promise<string>): Promise<RequestFacts> {
  const { flags, operands } = args;
  checkOperands(args);
  const value = (name: string): string | undefined => flags.get(name)?.[0];
  const connection = {
    peerAddress: readPeer(value("peer")),
    peerPort: readPeerPort(value("peer-port")),
    encrypted: flags.has("encrypted"),
    prefix: value("prefix") ?? "",
  };
  if (operands.length > 0) return { ...connection, ...parseRequest(await readInput()) };
  const lines = (flags.get("header") ?? []).map((line) => parseHeaderLine(line, "--header"));
  return { ...connection, headers: createHeaders(lines), authority: value("authority") };
}

function checkOperands({ flags, operands }: Arguments): void {
  const wrong = operands.find((operand, at) => operand !== "-" || at > 0);
  if (wrong !== undefined) {
    throw new UsageError(`explain has no operand "${shortenText(wrong, 30)}"; quote a value that contains spaces, and write - for a request on standard input`); // prettier-ignore
  }
  const both = operands.length === 0 ? undefined : OF_REQUEST.find((name) => flags.has(name));
  if (both !== undefined) throw new UsageError(`- reads the request from standard input; leave --${both} out, or -`);
}

function readPeer(text: string | undefined): string {
  if (text === undefined) {
    throw new UsageError("--peer is missing: who connects to the application? write --peer 127.0.0.1, or --peer unix");
  }
  if (text === "unix" || isIP(text) !== 0) return text;
  throw new UsageError(`--peer is "${shortenText(text, 40)}"; expected an IP address without a port, or unix`);
}

function readPeerPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port > 0 && port <= 65_535) return port;
  throw new UsageError(`--peer-port is "${shortenText(text, 20)}"; expected a number from 1 to 65535`);
}
