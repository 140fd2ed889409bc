import { IncomingMessage } from "node:http";

/**
 * A request as every row gets it.
 *
 * @typedef {object} BenchRequest
 * @property {{ headers: Record<string, string>, peerAddress: string, peerPort: number, encrypted: boolean, prefix: string }} facts
 */

/**
 * Different headers in different orders: a server sees many clients, and an object of each shape costs the engine time.
 * The browser's many headers make the engine keep them in a dictionary, as it does for Node's own.
 */
const CLIENTS = [
  {
    connection: "close",
    "sec-ch-ua": '"Chromium";v="142", "Not_A Brand";v="99"',
    "sec-ch-ua-mobile": "?0",
    "sec-ch-ua-platform": '"Linux"',
    "upgrade-insecure-requests": "1",
    "user-agent":
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "sec-fetch-site": "none",
    "sec-fetch-mode": "navigate",
    "sec-fetch-user": "?1",
    "sec-fetch-dest": "document",
    "accept-encoding": "gzip, deflate, br, zstd",
    "accept-language": "en-GB,en;q=0.9",
    cookie: "session=0123456789abcdef",
  },
  {
    connection: "close",
    accept: "application/json",
    "user-agent": "client/2.1",
    authorization: "Bearer 0123456789abcdef",
    "accept-encoding": "gzip",
  },
  { "user-agent": "curl/8.5.0", accept: "*/*" },
];

/** How many requests a row goes through in turn: enough that no answer can be remembered, few enough for the cache. */
const COUNT = 30;

/**
 * Builds requests whose headers a proxy wrote.
 *
 * @param {(at: number) => Record<string, string>} describe - the forwarding headers of the request at a place
 * @param {(at: number) => string} [describePeer] - its peer
 * @returns {BenchRequest[]}
 */
export function buildRequests(describe, describePeer = (at) => `10.0.0.${at + 2}`) {
  return Array.from({ length: COUNT }, (_, at) => {
    const headers = buildHeaders({ ...describeClient(at), ...describe(at) });
    const peerAddress = flatten(describePeer(at));
    return {
      facts: { headers, peerAddress, peerPort: 40000 + at, encrypted: false, prefix: "" },
    };
  });
}

/**
 * Gives the headers of a client: no two of them are of the same shape, as a server meets more shapes than the engine
 * tells apart.
 *
 * @param {number} at
 */
function describeClient(at) {
  return { [`x-client-${at}`]: "1", host: "app.internal:3000", ...CLIENTS[at % CLIENTS.length] };
}

/**
 * Builds the object that Node's parser builds: filled key by key, the values flat strings of its own.
 *
 * @param {Record<string, string>} described
 */
function buildHeaders(described) {
  /** @type {Record<string, string>} */
  const headers = {};
  for (const [name, value] of Object.entries(described)) headers[name] = flatten(value);
  return headers;
}

/**
 * Copies a text, so that no row profits of a string that the engine has looked at before.
 *
 * @param {string} text
 */
function flatten(text) {
  return Buffer.from(text, "latin1").toString("latin1");
}

/**
 * Builds Node's own message, for those who read that.
 *
 * @param {BenchRequest["facts"]} facts
 */
export function buildMessage({ headers, peerAddress, peerPort }) {
  const socket = { remoteAddress: peerAddress, remotePort: peerPort, encrypted: false, readable: true };
  const message = new IncomingMessage(/** @type {never} */ (socket));
  message.httpVersionMajor = 1;
  message.httpVersionMinor = 1;
  message.method = "GET";
  message.url = "/path?query=1";
  for (const [name, value] of Object.entries(headers)) message.headers[name] = value;
  return message;
}
