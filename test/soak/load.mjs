// @ts-check
// The clients of the soak: pipelines on connections that are kept, connections of one hostile request, and HTTP/2.
import { once } from "node:events";
import http2 from "node:http2";
import { connect } from "node:net";
import { createRequest, HOSTILE, random, randomAddress } from "./requests.mjs";

const PIPELINE = 64;
/** The pipelines of one connection. */
const PIPELINES = 5;

/** Any address of loopback is a peer of its own: one in sixteen is not trusted. */
function randomPeer() {
  return `127.${random(16) === 0 ? 128 : 0}.${random(256)}.${1 + random(254)}`;
}

/** A connection from a peer; errors end it. @param {number} port @param {string} from */
function open(port, from) {
  const socket = connect({ host: "127.0.0.1", port, localAddress: from, noDelay: true });
  socket.setEncoding("latin1").on("error", () => socket.destroy());
  return socket;
}

/**
 * Sends pipelines over one connection, and checks the client of each answer.
 *
 * @param {number} port
 * @returns {Promise<number>} the number of requests
 */
export async function sendPipelines(port) {
  const from = randomPeer();
  const isTrusted = from.startsWith("127.0.");
  const socket = open(port, from);
  let sent = 0;
  for (let pipeline = 0; pipeline < PIPELINES; pipeline += 1) {
    const requests = Array.from({ length: PIPELINE }, createRequest);
    const clients = requests.map(({ client }) => (isTrusted ? client : from));
    const answered = readBodies(socket, requests.length);
    socket.write(requests.map(({ text }) => text).join(""), "latin1");
    const bodies = await answered;
    const wrong = clients.findIndex((client, at) => bodies[at] !== client);
    if (wrong >= 0) throw new Error(`got the client ${bodies[wrong]}; expected ${clients[wrong]}`);
    sent += requests.length;
  }
  // Half of the clients vanish.
  if (random(2) === 0) socket.destroy();
  else socket.end();
  return sent;
}

const BODY = /\r\n\r\n([^\r\n]*)\n/g;

/**
 * Reads the bodies of answers, which are one line each.
 *
 * @param {import("node:net").Socket} socket
 * @param {number} length
 * @returns {Promise<readonly string[]>}
 */
function readBodies(socket, length) {
  return new Promise((resolve, reject) => {
    let text = "";
    let count = 0;
    const fail = () => reject(new Error(`the connection was closed after ${text.slice(-500)}`));
    socket.once("close", fail);
    socket.on("data", function read(/** @type {string} */ chunk) {
      text += chunk;
      count += chunk.split("HTTP/1.1 ").length - 1;
      // The last answer may be incomplete, and a split word is counted later.
      if (count < length - 1) return;
      const bodies = [...text.matchAll(BODY)].map(([, body]) => body ?? "");
      if (bodies.length < length) return;
      socket.off("data", read).off("close", fail);
      resolve(bodies);
    });
  });
}

/**
 * Opens a connection for one hostile request.
 *
 * @param {Readonly<Record<string, number>>} ports
 * @returns {Promise<number>} the number of requests
 */
export async function sendHostile(ports) {
  const { server, answer, create, name } = HOSTILE[random(HOSTILE.length)] ?? HOSTILE[0];
  const socket = open(/** @type {number} */ (ports[server]), `127.0.${random(256)}.${1 + random(254)}`);
  let text = "";
  socket.on("data", (/** @type {string} */ chunk) => {
    text += chunk;
    // Some answers leave the connection open.
    if (text.includes("\r\n\r\n")) socket.end();
  });
  socket.write(create(), "latin1");
  if (answer === "") {
    await once(socket, "connect");
    // The client vanishes while its request is under way.
    if (random(2) === 0) socket.resetAndDestroy();
    else socket.destroy();
    return 1;
  }
  await once(socket, "close");
  if (!text.startsWith(answer)) throw new Error(`${name}: got ${text.slice(0, 200)}; expected ${answer}`);
  return 1;
}

/**
 * Sends requests over one connection of HTTP/2, some of which are aborted.
 *
 * @param {number} port
 * @returns {Promise<number>} the number of requests
 */
export async function sendHttp2(port) {
  const session = http2.connect(`http://127.0.0.1:${port}`);
  session.on("error", () => undefined);
  const length = 100;
  await Promise.all(
    Array.from({ length }, async (_, at) => {
      const client = randomAddress();
      const headers = { ":path": `/${at}`, "x-forwarded-for": `6.6.6.6, ${client}`, "x-real-ip": "6.6.6.6" };
      const stream = session.request(headers, { endStream: at % 2 === 0 }).setEncoding("utf8");
      if (at % 10 === 9) {
        stream.on("error", () => undefined).close(http2.constants.NGHTTP2_CANCEL);
        return;
      }
      stream.end();
      let body = "";
      for await (const chunk of stream) body += chunk;
      if (body !== `${client}\n`) throw new Error(`HTTP/2: got the client ${body}; expected ${client}`);
    }),
  );
  session.close();
  await once(session, "close");
  return length;
}
