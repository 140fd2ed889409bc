import { CLIENT, fix, HOST } from "../../contract/cases.js";
import { EVIL, type Attack } from "../attack.js";
import { believesHeader, resolvesUrl } from "../flaws.js";

const site = "myapp.com";

/** A host that an application accepts by its beginning or end, although it names another site. */
function passesCheck(host: string, check: (host: string) => boolean): Attack {
  return {
    id: "CVE-2026-34835",
    title: `reports no host if Host is ${host}`,
    layers: [fix({ trustedPeers: "loopback" })],
    lines: [
      ["Host", host],
      ["X-Forwarded-For", CLIENT],
    ],
    expected: { clientAddress: CLIENT, proto: "http", host: undefined },
    headers: { host: undefined, "x-forwarded-for": CLIENT },
    forged: ["myapp", "evil"],
    flaw: { read: ({ headers }) => check(headers["host"] ?? "") && headers["host"], gives: host },
  };
}

/** A request whose proxy has dropped its own X-Forwarded-Host, since the client named it in Connection. */
const droppedHost = {
  id: "CVE-2024-45410",
  lines: [
    ["Host", EVIL],
    ["Connection", "X-Forwarded-Host"],
    ["X-Forwarded-For", CLIENT],
    ["X-Forwarded-Proto", "http"],
  ],
  expected: { status: 400 },
  flaw: { read: ({ headers }) => headers["x-forwarded-host"] ?? headers["host"], gives: EVIL },
} satisfies Partial<Attack>;

/** Attacks by which a client chooses the site of links, redirects and cached pages. */
export const hostAttacks: readonly Attack[] = [
  // Koa's ctx.hostname was everything in front of the first colon, which may be a user's name.
  {
    id: "CVE-2026-27959",
    title: "reports no host if Host contains a user's name",
    layers: [fix({ trustedPeers: "loopback" })],
    lines: [
      ["Host", "evil.com:fake@legitimate.com"],
      ["X-Forwarded-For", CLIENT],
    ],
    expected: { clientAddress: CLIENT, proto: "http", host: undefined },
    headers: { host: undefined, "x-forwarded-for": CLIENT },
    forged: ["evil.com", "legitimate.com"],
    flaw: { read: ({ headers }) => headers["host"]?.split(":")[0], gives: "evil.com" },
  },
  // Rack accepted nearly every character in a host, so that a check of its beginning or its end was passed.
  passesCheck("myapp.com@evil.com", (host) => host.startsWith(site)),
  passesCheck("evil.com/myapp.com", (host) => host.endsWith(site)),
  passesCheck("evil.com#myapp.com", (host) => host.endsWith(site)),
  // Astro built Astro.url from X-Forwarded-Host, which no proxy in front had written, and caches kept the page.
  {
    id: "CVE-2025-61925",
    title: "reads no X-Forwarded-Host if none is counted",
    layers: [fix({ trustedPeers: "loopback" })],
    lines: [
      ["Host", "www.example.com"],
      ["X-Forwarded-For", CLIENT],
      ["X-Forwarded-Host", "www.evil.com"],
    ],
    expected: { clientAddress: CLIENT, proto: "http", host: "www.example.com" },
    headers: { host: "www.example.com", "x-forwarded-for": CLIENT },
    forged: ["evil"],
    flaw: believesHeader("x-forwarded-host", "www.evil.com"),
  },
  // A well-formed host of another site is in every link that the application builds, such as one to reset a password.
  {
    id: "unlisted-host",
    title: "refuses a host of another site if allowedHosts is set",
    layers: [fix({ trustedPeers: "loopback", allowedHosts: ["example.com"] })],
    lines: [
      ["Host", EVIL],
      ["X-Forwarded-For", CLIENT],
    ],
    expected: { status: 400 },
    flaw: { read: ({ headers }) => `https://${headers["host"]}/reset`, gives: `https://${EVIL}/reset` },
  },
  // A check of the end of a name, or of its beginning, accepts sites that anybody can register.
  ...["evilmyapp.com", "myapp.com.evil.example"].map((host): Attack => ({
    id: "unlisted-host",
    title: `refuses ${host} if ${site} and its subdomains are allowed`,
    layers: [fix({ trustedPeers: "loopback", allowedHosts: [site, `*.${site}`] })],
    lines: [
      ["Host", host],
      ["X-Forwarded-For", CLIENT],
    ],
    expected: { status: 400 },
    flaw: {
      read: ({ headers }) => (headers["host"]?.startsWith(site) === true || headers["host"]?.endsWith(site) === true) && headers["host"], // prettier-ignore
      gives: host,
    },
  })),
  // Traefik dropped its own X-Forwarded-Host if the client named it in Connection: the application read the client's Host.
  {
    ...droppedHost,
    title: "refuses a request without the proxy's X-Forwarded-Host if strict is set",
    layers: [fix({ trustedPeers: "loopback", xHost: 1, strict: true })],
  },
  {
    ...droppedHost,
    title: "refuses the client's Host in place of a missing X-Forwarded-Host if allowedHosts is set",
    layers: [fix({ trustedPeers: "loopback", xHost: 1, allowedHosts: ["example.com"] })],
  },
  // A target that is a whole URL names another site than Host does.
  {
    id: "foreign-target",
    title: "reports no host if the target is a URL of another site",
    layers: [fix({ trustedPeers: "loopback", allowedHosts: ["app"] })],
    target: `http://${EVIL}/`,
    lines: [HOST, ["X-Forwarded-For", CLIENT]],
    expected: { status: 400 },
    flaw: resolvesUrl(({ target }) => target, EVIL),
  },
  // HAProxy passes a whole URL on if Host agrees with it, beside an X-Forwarded-Host of its own.
  {
    id: "foreign-target",
    title: "refuses a target that is a URL of another site than the believed host",
    isForAdapters: true,
    layers: [fix({ trustedPeers: "loopback", xHost: 1, allowedHosts: ["example.com"] })],
    target: `http://${EVIL}/`,
    lines: [
      ["Host", EVIL],
      ["X-Forwarded-For", CLIENT],
      ["X-Forwarded-Host", "example.com"],
    ],
    expected: { status: 400 },
    flaw: resolvesUrl(({ target }) => target, EVIL),
  },
  // Node's parsers accept targets that are neither a path nor a URL: behind an origin they name another site.
  {
    id: "foreign-target",
    title: "refuses a target that continues the name of the site",
    isForAdapters: true,
    layers: [fix({ trustedPeers: "loopback", xHost: 1 })],
    target: `*.${EVIL}/x`,
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Host", "example.com"]],
    expected: { status: 400 },
    flaw: {
      read: ({ headers, target }) => new URL(`http://${headers["x-forwarded-host"]}${target.slice(1)}`).host,
      gives: `example.com.${EVIL}`,
    },
  },
  {
    id: "foreign-target",
    title: "refuses a target of HTTP/2 that continues the name of the site",
    isForAdapters: true,
    over: "h2c",
    layers: [fix({ trustedPeers: "loopback", xHost: 1 })],
    lines: [
      [":authority", "app:3000"],
      [":scheme", "foreign"],
      [":path", `.${EVIL}/x`],
      ["x-forwarded-for", CLIENT],
      ["x-forwarded-host", "example.com"],
    ],
    expected: { status: 400 },
    flaw: {
      read: ({ headers, target }) => new URL(`http://${headers["x-forwarded-host"]}${target}`).host,
      gives: `example.com.${EVIL}`,
    },
  },
];
