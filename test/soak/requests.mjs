// @ts-check
// The requests of the soak: the text of each, and the client that its application has to see.

/**
 * @typedef {object} Request
 * @property {string} text
 * @property {string} client
 */

let state = 0x2545_f491;

/** A number below a bound: the same in each run. @param {number} bound */
export function random(bound) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % bound;
}

/** An address of a client: hardly ever the same. */
export function randomAddress() {
  return `203.${random(256)}.${random(256)}.${1 + random(255)}`;
}

/** Text of a client: other text in each request. @param {number} length */
const junk = (length) => `${random(1e9)},`.repeat(Math.ceil(length / 8));

/** @type {readonly ((client: string) => string)[]} */
const KINDS = [
  (client) => `X-Forwarded-For: ${client}\r\n`,
  (client) => `X-Forwarded-For: 6.6.6.6, ${client}\r\nX-Forwarded-Proto: https\r\n`,
  (client) => `X-Forwarded-For: ${client}:${1 + random(65_535)}\r\nX-Forwarded-Prefix: /app${random(1000)}\r\n`,
  (client) => `X-Forwarded-For: ${junk(600)}${client}\r\nX-Real-IP: 6.6.6.6\r\nCF-Connecting-IP: ${random(1e9)}\r\n`,
  (client) => `X-Forwarded-For: ${random(1e9)}\r\nX-Forwarded-For: ${client}\r\nX_Forwarded_For: 6.6.6.6\r\n`,
  (client) => `Forwarded: for="${junk(200)}\r\nX-Forwarded-For: ${client}\r\nVia: 1.1 a${random(1e9)}\r\n`,
  (client) => `X-Forwarded-For: ${client}\r\nX-${random(1e9)}: ${junk(100)}\r\nCookie: a=${random(1e9)}; b=1\r\n`,
  (client) => `X-Forwarded-Proto: ${junk(40)}\r\nX-Forwarded-For:\t${client} \r\nX-Forwarded-Prefix: //evil\r\n`,
];

/** Creates a request that is accepted, of any kind. @returns {Request} */
export function createRequest() {
  const client = randomAddress();
  const kind = /** @type {(client: string) => string} */ (KINDS[random(KINDS.length)]);
  const host = `h${random(1e9)}.shop.example`;
  const text = `GET /p${random(1e9)} HTTP/1.1\r\nHost: app:3000\r\nX-Forwarded-Host: ${host}\r\n${kind(client)}\r\n`;
  return { text, client };
}

const UPGRADE = "Connection: Upgrade\r\nUpgrade: echo\r\n";

/** Each has a connection of its own; the answer has to contain the text, and no answer is awaited if there is none. */
export const HOSTILE = /** @type {const} */ ([
  { name: "refused", server: "guarded", answer: "HTTP/1.1 400 ", create: () => `${head("GET", "evil.test")}\r\n` },
  {
    name: "refused target",
    server: "node",
    answer: "HTTP/1.1 400 ",
    create: () => `GET ftp://a${random(1e9)}/ HTTP/1.1\r\nHost: a\r\n\r\n`,
  },
  {
    name: "upgraded",
    server: "guarded",
    answer: "HTTP/1.1 101 ",
    create: () => `${head("GET", "a.shop.example")}${UPGRADE}\r\n`,
  },
  {
    name: "refused upgrade",
    server: "guarded",
    answer: "HTTP/1.1 400 ",
    create: () => `${head("GET", "evil.test")}${UPGRADE}\r\n`,
  },
  { name: "malformed", server: "node", answer: "HTTP/1.1 400 ", create: () => `GET / HTTP/1.1\r\nHo st: a\r\n\r\n` },
  {
    name: "lost lines",
    server: "express",
    answer: "HTTP/1.1 4",
    create: () => `${head("GET", "a")}${"a:\r\n".repeat(1100)}\r\n`,
  },
  { name: "half a request", server: "express", answer: "", create: () => head("GET", "a") },
  {
    name: "half a body",
    server: "fastify",
    answer: "",
    create: () => `${head("GET", "a")}Content-Length: 9999\r\n\r\n${"a".repeat(random(999))}`,
  },
  { name: "one request", server: "node", answer: "HTTP/1.1 200 ", create: () => `${head("GET", "a")}Connection: close\r\n\r\n` },
  { name: "HTTP/1.0", server: "fastify", answer: "HTTP/1.1 200 ", create: () => `GET / HTTP/1.0\r\nX-Forwarded-For: ${randomAddress()}\r\n\r\n` },
]); // prettier-ignore

/** @param {string} method @param {string} host */
function head(method, host) {
  return `${method} /${random(1e9)} HTTP/1.1\r\nHost: app\r\nX-Forwarded-For: ${randomAddress()}\r\nX-Forwarded-Host: ${host}\r\n`;
}
