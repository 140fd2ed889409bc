import { warnOnce } from "../../request/warn-once.js";

/** The answer to a request whose rewrite failed; the error's own text, which may contain a client's, is not in it. */
export const REWRITE_FAILED = { status: 500, message: "Internal Server Error" } as const;

/**
 * Warns that a rewrite failed: node:http has no handler of errors, and an error that is thrown there
 * ends the process. The process warning contains the name of the error and its place in the program, and no text of a
 * request.
 */
export function warnFailedRewrite(error: unknown): void {
  warnOnce(
    "PROXYFIX_REWRITE_FAILED",
    `A rewrite threw, or returned no headers (${nameError(error)}): its requests are answered with status 500. ` +
      "Let it return the headers that it received if there is nothing to change.",
    listPlaces(error),
  );
}

function nameError(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Lists the lines of an error's stack that name places in the program. */
function listPlaces(error: unknown): string {
  const { stack = "" } = error instanceof Error ? error : {};
  return stack
    .split("\n")
    .filter((line) => /^ {4}at /.test(line))
    .join("\n");
}
