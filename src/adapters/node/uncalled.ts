import type { ServerResponse } from "node:http";

import { identifyObject } from "../../options/identify-object.js";
import { answerRefusal } from "../../request/answer-refusal.js";
import { warnOnce } from "../../request/warn-once.js";

/**
 * Answers a request with status 500 if a server has called a function that creates a listener: an error that is thrown
 * there ends the process. A process warning names the right call.
 *
 * @param args - the arguments of the function; frameworks pass a third one, and handle errors
 * @param name - of the function
 * @param usage - the right call
 * @returns whether a server has called the function
 */
export function answerUncalled(args: readonly unknown[], name: string, usage: string): boolean {
  const [req, res] = args;
  if (args.length !== 2 || identifyObject(res) !== "a response" || identifyObject(req) !== "a request") return false;
  const mistake = `A server was given ${name}, which was not called, and answers each request with status 500`;
  warnOnce("PROXYFIX_NOT_CALLED", `${mistake}: write ${usage}.`);
  answerRefusal(res as ServerResponse, { status: 500, message: "Internal Server Error" });
  return true;
}
