import { once } from "node:events";
import { createConnection, type NetConnectOpts } from "node:net";
import { buffer } from "node:stream/consumers";

/*
 * The part of a FastCGI server that one request needs (FastCGI specification 1.0, section 3.3):
 *
 *   record = version type requestId(2) contentLength(2) paddingLength reserved content padding
 */

const BEGIN_REQUEST = 1;
const PARAMS = 4;
const STDIN = 5;
const STDOUT = 6;
const RESPONDER = 1;

/** Sends one request without a body to a FastCGI program and returns its standard output. */
export async function requestFastCgi(
  address: NetConnectOpts,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const socket = createConnection(address);
  await once(socket, "connect");
  const params = Buffer.concat(Object.entries(variables).map(([name, value]) => formatPair(name, value)));
  const begin = Buffer.from([0, RESPONDER, 0, 0, 0, 0, 0, 0]);
  const records = [
    formatRecord(BEGIN_REQUEST, begin),
    formatRecord(PARAMS, params),
    formatRecord(PARAMS),
    formatRecord(STDIN),
  ];
  socket.write(Buffer.concat(records));
  // The program closes the connection at the end of the request, since KEEP_CONN is not set.
  return readOutput(await buffer(socket));
}

function formatRecord(type: number, content: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]);
  return Buffer.concat([header, content]);
}

/** A length below 128 is one byte, any other four with the highest bit set (section 3.4). */
function formatPair(name: string, value: string): Buffer {
  const texts = [Buffer.from(name), Buffer.from(value)];
  const lengths = texts.map(({ length }) => {
    return length < 128
      ? Buffer.from([length])
      : Buffer.from([(length >> 24) | 128, length >> 16, length >> 8, length]);
  });
  return Buffer.concat([...lengths, ...texts]);
}

function readOutput(answer: Buffer): string {
  const output: Buffer[] = [];
  for (let at = 0; at + 8 <= answer.length;) {
    const length = answer.readUInt16BE(at + 4);
    if (answer[at + 1] === STDOUT) output.push(answer.subarray(at + 8, at + 8 + length));
    at += 8 + length + answer.readUInt8(at + 6);
  }
  return Buffer.concat(output).toString();
}
