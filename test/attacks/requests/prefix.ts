import { CLIENT, fix, HOST } from "../../contract/cases.js";
import { EVIL, type Attack, type Flaw } from "../attack.js";

function refused(id: string, prefix: string, forged: readonly string[], flaw: Flaw): Attack {
  return {
    id,
    title: `does not take ${prefix} for a prefix`,
    layers: [fix({ trustedPeers: "loopback", xPrefix: 1 })],
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Prefix", prefix]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
    headers: { host: "app:3000", "x-forwarded-for": CLIENT },
    forged,
    flaw,
  };
}

/** Finds the URL to which a browser goes for a redirect to a path behind the prefix. */
const redirectOf = (prefix: string | undefined): URL => new URL(`${prefix}/login`, "http://app:3000/app/");

/** Attacks by a prefix that leaves the site, its own path, or the attribute that it is written into. */
export const prefixAttacks: readonly Attack[] = [
  // Angular's server rendering refused `..` in X-Forwarded-Prefix, but not its escapes, which browsers decode.
  refused("CVE-2026-44437", "/%2e%2e/evil", ["%2e", "evil"], {
    read: ({ headers }) => redirectOf(headers["x-forwarded-prefix"]).pathname,
    gives: "/evil/login",
  }),
  // Browsers read a path of two slashes, or a slash and a backslash, as the name of another site.
  ...[`//${EVIL}`, `/\\${EVIL}`, `https://${EVIL}`].map((prefix) =>
    refused("prefix-of-another-site", prefix, [EVIL], {
      read: ({ headers }) => redirectOf(headers["x-forwarded-prefix"]).host,
      gives: EVIL,
    }),
  ),
  // A prefix in a page ends the attribute that it stands in, and begins a script.
  refused("prefix-with-markup", '/"><script>alert(1)</script>', ["script", "alert"], {
    read: ({ headers }) => /<script/.test(`<base href="${headers["x-forwarded-prefix"]}/">`),
    gives: true,
  }),
];
