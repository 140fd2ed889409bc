// A server whose connections are in memory, in a process of its own: node bench/server/memory-app.mjs <framework> <variant>
// Tells the nanoseconds that a request takes.
import { Duplex } from "node:stream";

import { buildServer } from "./process.mjs";
import { REQUESTS } from "./requests.mjs";

const CONNECTIONS = 20;
const WARM_UP = 30_000;
const SAMPLES = 12;
const SAMPLE = 6000;

/** What a server sees of a client: no system call, no network, no other process. */
class Connection extends Duplex {
  remoteAddress = "127.0.0.1";
  remotePort = 40_000;

  /** @param {() => void} onAnswer */
  constructor(onAnswer) {
    super();
    this.onAnswer = onAnswer;
  }

  /** @override */
  _read() {}

  /**
   * @override
   * @param {unknown} _chunk
   * @param {string} _encoding
   * @param {() => void} done
   */
  _write(_chunk, _encoding, done) {
    done();
    this.onAnswer();
  }

  // What Node's server asks of a socket.
  setTimeout() {
    return this;
  }
}

const server = await buildServer();

const texts = REQUESTS.map(({ method, path, headers }) => {
  const lines = Object.entries({ ...headers, connection: "keep-alive" }).map(([key, value]) => `${key}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
});
let onAnswer = () => {};
const connections = Array.from({ length: CONNECTIONS }, () => {
  const connection = new Connection(() => onAnswer());
  server.emit("connection", connection);
  return connection;
});

await send(WARM_UP);
const samples = [];
for (let sample = 0; sample < SAMPLES; sample += 1) {
  const start = process.hrtime.bigint();
  await send(SAMPLE);
  samples.push(Number(process.hrtime.bigint() - start) / SAMPLE);
}
process.send?.({ samples }, () => process.exit());

/**
 * Sends requests, each once the one before is answered.
 *
 * @param {number} count
 * @returns {Promise<void>}
 */
function send(count) {
  return new Promise((resolve) => {
    let sent = 0;
    const step = () => {
      if (sent === count) {
        resolve();
        return;
      }
      const connection = connections[sent % CONNECTIONS];
      const text = texts[sent % texts.length];
      sent += 1;
      connection?.push(text);
    };
    // Now and then the loop turns, as it does where sockets are asked for news.
    onAnswer = () => (sent % 50 === 0 ? setImmediate(step) : process.nextTick(step));
    step();
  });
}
