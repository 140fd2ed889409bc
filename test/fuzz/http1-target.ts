/** Bytes to a real server of node:http: the answers agree with the rules on the requests that Node's parser made of them. */
import fc from "fast-check";
import { parseAnswer, type Answer } from "../contract/wire.js";
import { REFUSALS, seenByRules } from "./answer-by-rules.js";
import { adapterOptions } from "./random-adapter-options.js";
import { connectionPeers } from "./random-peers.js";
import { rawRequest } from "./raw-request.js";
import { outcomeByRules, type Received } from "./received.js";
import { createTarget, expectSame, expectTrue, type Target } from "./target.js";
import { PLACE, visit, type Accepted, type Visit, type Visited } from "./visit.js";

const HEADERS_OF_REFUSALS = ["connection", "content-length", "content-type", "date", "keep-alive"];

const inputs: fc.Arbitrary<Visit> = fc.record({
  options: adapterOptions,
  wraps: fc.constantFrom("listener", "server"),
  peerAddress: connectionPeers,
  from: fc.oneof(
    { weight: 6, arbitrary: fc.constant("127.0.0.1") },
    { weight: 1, arbitrary: fc.constant("127.0.0.2") },
  ),
  bytes: fc.array(rawRequest, { minLength: 1, maxLength: 4 }).chain(split),
});

/** Several requests in one write, each in one, or cut at any byte. */
function split(requests: readonly string[]): fc.Arbitrary<readonly string[]> {
  const whole = requests.join("");
  return fc.oneof(
    fc.constant([whole]),
    fc.constant(requests),
    fc.nat(Math.max(whole.length - 1, 0)).map((at) => [whole.slice(0, at), whole.slice(at)]),
  );
}

/** Sends bytes to servers of node:http that have proxyFix around their listener, or around themselves. */
export const http1Target: Target = createTarget("http1", inputs, async (input) => {
  const visited = await visit(input);
  const [error] = visited.errors;
  if (error !== undefined) throw error;
  const answers = readAnswers(visited);
  answers.forEach((answer, at) => checkAnswer(answer, findRequest(answer, at, visited, input), input));
  checkNumber(answers, visited);
  return visited.accepted.length;
});

/**
 * Finds the request of an answer. The answers have the order of the requests, but those to a tunnel and behind one: its
 * application writes to the bare socket.
 */
function findRequest(answer: Answer, at: number, { accepted }: Visited, { options }: Visit): Accepted | undefined {
  const isOrdered = !accepted.some(({ req }) => req.upgrade);
  if (isOrdered) expectSame("the order of the answers", answer.headers[PLACE] ?? String(at), String(at));
  if (isOrdered || answer.headers[PLACE] !== undefined) return accepted[Number(answer.headers[PLACE] ?? at)];
  return accepted.find((each) => {
    const outcome = outcomeByRules(receivedOf(each), options);
    return "refused" in outcome && outcome.refused === answer.status;
  });
}

/** Reads the answers in the order in which they came; interim ones are skipped. */
function readAnswers({ answer, accepted }: Visited): readonly Answer[] {
  const answers: Answer[] = [];
  let rest = answer;
  while (rest !== "") {
    const end = rest.indexOf("\r\n\r\n") + 4;
    const head = rest.slice(0, end);
    const hasBody = !isBare(head, rest.slice(end), accepted);
    const [read, length = 0] = parseAnswer(hasBody ? rest : withoutLength(head), true) ?? [];
    // The connection was cut within an answer.
    if (read === undefined) return answers;
    const isInterim = read.status === 100;
    if (!isInterim) answers.push(read);
    rest = rest.slice(hasBody && !isInterim ? length : end);
  }
  return answers;
}

/** Returns whether an answer has no body: it is one to HEAD, or it announces none. A refusal's answer has no place. */
function isBare(head: string, rest: string, accepted: readonly Accepted[]): boolean {
  const place = new RegExp(`^${PLACE}: (\\d+)\r$`, "m").exec(head)?.[1];
  if (place !== undefined) return accepted[Number(place)]?.req.method === "HEAD";
  if (/^transfer-encoding: chunked\r$/im.test(head)) return false;
  const [, length = "0"] = /^content-length: (\d+)\r$/im.exec(head) ?? [];
  return length === "0" || !Object.values(REFUSALS).some((body) => rest.startsWith(body));
}

function withoutLength(head: string): string {
  return head.replace(/content-length:[^\r]*\r\n/i, "");
}

function checkAnswer(answer: Answer, accepted: Accepted | undefined, { options }: Visit): void {
  // Node's own answer to bytes that it refuses, or to an Expect that it does not know.
  if (accepted === undefined || isNodesOwn(answer, accepted)) {
    expectSame("Node's own answer has no body", answer.body, "");
    expectTrue("Node's own answer is a refusal", [400, 417].includes(answer.status), answer);
    return;
  }
  const received = receivedOf(accepted);
  const outcome = outcomeByRules(received, options);
  expectSame("the status", answer.status, "refused" in outcome ? outcome.refused : 200);
  const isHead = accepted.req.method === "HEAD";
  if ("refused" in outcome) {
    if (!isHead) expectSame("R10: a refusal contains nothing of the request", answer.body, REFUSALS[outcome.refused]);
    const others = Object.keys(answer.headers).filter((name) => !HEADERS_OF_REFUSALS.includes(name));
    expectSame("R10: a refusal has the usual headers", others, []);
    return;
  }
  if (isHead) return;
  const seen = JSON.parse(Buffer.from(answer.body, "latin1").toString("utf8")) as object;
  expectSame("the application reads what the rules believe", seen, toJson(seenByRules(received, options)));
}

/** Node's answer to bytes that it refuses may come before the answers to earlier requests, which are lost then. */
function isNodesOwn({ status, headers }: Answer, { req }: Accepted): boolean {
  if (status === 417) return req.headers["expect"] !== undefined;
  return status === 400 && headers["date"] === undefined && headers["content-length"] === undefined;
}

/** Returns the received request; proxyFix leaves its method and its target alone. */
function receivedOf({ req, ...copies }: Accepted): Received {
  const { method = "", url: target = "" } = req;
  // An empty address is unknown.
  return {
    ...copies,
    method,
    target,
    version: 1,
    claimedVersion: req.httpVersionMajor,
    peerAddress: copies.peerAddress || undefined,
  };
}

function toJson(value: object): object {
  return JSON.parse(JSON.stringify(value)) as object;
}

/** Each accepted request has an answer, unless an earlier one closed the connection or Node cut it. */
function checkNumber(answers: readonly Answer[], { accepted, isCut }: Visited): void {
  if (isCut || answers.length >= accepted.length) return;
  const isClosed = answers.at(-1)?.headers["connection"] === "close";
  // A tunnel takes the connection, or ends it: without a listener for CONNECT, Node does.
  const isTunnel = accepted.some(({ req }) => req.upgrade);
  expectTrue("each request has an answer", isClosed || isTunnel, {
    answers: answers.length,
    accepted: accepted.length,
  });
}
