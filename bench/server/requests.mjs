// With --browser the requests are a browser's, which has twice as many headers as a program: from 20 on, V8 keeps them in a
// dictionary, and everything that is done with them costs more.
const isBrowser = process.argv.includes("--browser");
// With --unbelieved the proxy sends two more, as many do, that no option believes and that are taken out.
const isUnbelieved = process.argv.includes("--unbelieved");

/** What a client sends. */
const OF_CLIENT = Object.entries({
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "accept-encoding": "gzip, deflate, br, zstd",
  "accept-language": "en-GB,en;q=0.9",
  cookie: "session=0123456789abcdef",
  ...(isBrowser && {
    "sec-ch-ua": '"Chromium";v="142", "Not_A Brand";v="99"',
    "sec-ch-ua-mobile": "?0",
    "sec-ch-ua-platform": '"Linux"',
    "upgrade-insecure-requests": "1",
    "sec-fetch-site": "same-origin",
    "sec-fetch-mode": "navigate",
    "sec-fetch-user": "?1",
    "sec-fetch-dest": "document",
    referer: "https://www.example.com/",
    priority: "u=0, i",
  }),
});
/** What a proxy adds. */
const OF_PROXY = Object.entries({
  "x-forwarded-for": "198.51.100.99, 203.0.113.7",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "www.example.com",
  ...(isUnbelieved && { "x-real-ip": "203.0.113.7", "x-forwarded-port": "443" }),
});

/** What an application answers that knows its client. */
export const TRUTH = "203.0.113.7 https www.example.com";

/** How many clients there are. */
const CLIENTS = 24;

/**
 * The requests of as many clients: each has a header of its own, and the others in an order of its own. A server whose
 * requests all have headers of one shape has compiled code that no real one has.
 */
export const REQUESTS = Array.from({ length: CLIENTS }, (_, client) => ({
  method: /** @type {const} */ ("GET"),
  path: "/path",
  headers: {
    host: "app.internal:3000",
    [`x-client-${client}`]: "1",
    ...Object.fromEntries([...turn(OF_CLIENT, client), ...turn(OF_PROXY, client)]),
  },
}));

/**
 * Turns a list: its first items become its last.
 *
 * @template Item
 * @param {readonly Item[]} items
 * @param {number} by
 */
function turn(items, by) {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
