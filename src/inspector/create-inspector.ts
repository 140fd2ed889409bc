import { VERSION } from "../version.js";
import { acceptsJson } from "./accept.js";
import { findToken, type Access } from "./access.js";
import { createAnswer, type InspectorAnswer } from "./answer.js";
import type { Call } from "./calls/call.js";
import { readCall } from "./calls/read-call.js";
import { CLIENT_CODE } from "./client-code.js";
import { createRandomText } from "./random-text.js";
import { readArrivedRequest } from "./read-arrived-request.js";
import { renderPage } from "./view/page.js";

/** A handler of any framework: its arguments are recognised by their shape, and its result is that of the framework. */
export type AnyHandler = (...args: readonly unknown[]) => unknown;

/** Creates the handler that answers each request with the request itself. */
export function createInspector(access: Access): AnyHandler {
  return (...args) => {
    const call = readCall(args);
    const answer = answerCall(call, access);
    return answer === undefined ? call.pass() : call.answer(answer);
  };
}

/** Returns undefined if the request is not for the inspector. */
function answerCall({ message, method, target }: Call, access: Access): InspectorAnswer | undefined {
  if (method !== "GET" && method !== "HEAD") return undefined;
  const arrived = readArrivedRequest(message, target);
  const { path: url, facts } = arrived;
  if (!access(findToken(url))) return undefined;
  const { accept } = facts.headers as Readonly<Record<string, string | undefined>>;
  if (acceptsJson(accept)) return createAnswer("application/json", JSON.stringify(arrived));
  const nonce = createRandomText();
  return createAnswer("text/html", renderPage({ nonce, arrived, url, script: CLIENT_CODE, version: VERSION }), nonce);
}
