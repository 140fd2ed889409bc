import { buildRequests } from "./requests.mjs";

/** What a client wrote to the left of the proxy's own words: as much as a server takes. */
const HOSTILE = 16 * 1024;

/** @param {number} at */
const describeOne = (at) => ({
  "x-forwarded-for": `203.0.113.${at + 1}`,
  "x-forwarded-proto": "https",
  "x-forwarded-host": `www${at}.example.com`,
});

/** @param {number} at */
const describeTwo = (at) => ({ ...describeOne(at), "x-forwarded-for": `203.0.113.${at + 1}, 10.1.2.${at}` });

/** @param {number} at */
const describeTwo6 = (at) => ({
  ...describeOne(at),
  "x-forwarded-for": `${describeClient6(at)}, fd00:1:2::${at + 1}`,
});

/** @param {number} at */
const describeClient6 = (at) => `2001:db8:85a3::8a2e:370:${(7334 + at).toString(16)}`;

/** One proxy that overwrites what came. */
export const single = buildRequests(describeOne);

/** The same for a client with an IPv6 address. */
export const single6 = buildRequests((at) => ({ ...describeOne(at), "x-forwarded-for": describeClient6(at) }));

/** The same with the port, as nginx is told in most guides. */
export const four = buildRequests((at) => ({ ...describeOne(at), "x-forwarded-port": "443" }));

/** One proxy that appends to what a client sent. */
export const list = buildRequests((at) => ({
  "x-forwarded-for": `198.51.100.99, 203.0.113.${at + 1}`,
  "x-forwarded-proto": "http, https",
  "x-forwarded-host": `evil.example, www${at}.example.com`,
}));

/** The same facts, written as few proxies write them. */
export const unusual = buildRequests((at) => ({
  "x-forwarded-for": `203.0.113.${at + 1}:${50000 + at}`,
  "x-forwarded-proto": "HTTPS",
  "x-forwarded-host": `WWW${at}.example.com:8443`,
}));

/** All five headers. */
export const five = buildRequests((at) => ({
  ...describeOne(at),
  "x-forwarded-port": "8443",
  "x-forwarded-prefix": "/app",
}));

/** Two proxies, by their addresses. */
export const two4 = buildRequests(describeTwo);

/** The same, to a socket that listens on `::`, where Node writes an IPv4 peer as IPv6. */
export const two4Mapped = buildRequests(describeTwo, (at) => `::ffff:10.0.0.${at + 2}`);

/** Two proxies and a client with IPv6 addresses. */
export const two6 = buildRequests(describeTwo6, (at) => `fd00::1:${at + 1}`);

/** Forwarded, from a client with an IPv4 address. */
export const forwarded4 = buildRequests((at) => ({
  forwarded: `for=203.0.113.${at + 1};proto=https;host=www${at}.example.com`,
}));

/** Forwarded, from a client with an IPv6 address and a port. */
export const forwarded6 = buildRequests((at) => ({
  forwarded: `for="[${describeClient6(at)}]:4711";proto=https;host=www${at}.example.com`,
}));

/** One proxy that appends to 16 KiB of a client's quotes, backslashes and commas. */
export const hostile = buildRequests((at) => ({
  ...describeOne(at),
  "x-forwarded-for": `${`"\\, `.repeat(HOSTILE / 4)}, 203.0.113.${at + 1}`,
}));

/** The same with Forwarded. */
export const hostileForwarded = buildRequests((at) => ({
  forwarded: `${`"\\;=`.repeat(HOSTILE / 4)}, for=203.0.113.${at + 1};proto=https;host=www${at}.example.com`,
}));
