import { remove, move } from "../../../src/rewrite/index.js";
import { CLIENT, fix, HOST } from "../../contract/cases.js";
import type { HeaderLine } from "../../contract/wire.js";
import { FORGED, type Attack } from "../attack.js";
import { believesHeader, foldsNames } from "../flaws.js";

const FIX = fix({ trustedPeers: "loopback", xHost: 1 });

/** The lines of the proxy, the same in every request of these attacks. */
const stated: readonly HeaderLine[] = [
  HOST,
  ["X-Forwarded-For", CLIENT],
  ["X-Forwarded-Proto", "http"],
  ["X-Forwarded-Host", "example.com"],
];
const believed = {
  expected: { clientAddress: CLIENT, proto: "http", host: "example.com" },
  headers: {
    host: "example.com",
    "x-forwarded-for": CLIENT,
    "x-forwarded-proto": "http",
    "x-forwarded-host": "example.com",
  },
} as const;

/** An identity that the proxy states in one header, and the client in another spelling of its name. */
function identity(id: string, name: string, alias: string): Attack {
  return {
    id,
    title: `does not let ${alias} pass as ${name} if a rewrite moves the header`,
    layers: [{ rewrite: move(name, "x-verified") }, FIX],
    lines: [...stated, [name, "users"], [alias, "admins"]],
    expected: believed.expected,
    headers: { ...believed.headers, "x-verified": "users" },
    forged: ["admins"],
    flaw: foldsNames(name.replaceAll("-", "_").toUpperCase(), "admins"),
  };
}

/** Attacks by the name of a header. */
export const nameAttacks: readonly Attack[] = [
  // Traefik deleted X-Forwarded-Proto of a client, but not X_Forwarded_Proto, which CGI-like programs read as the same.
  {
    ...believed,
    id: "GHSA-5m6w-wvh7-57vm",
    title: "deletes forwarding headers whose names have underscores",
    layers: [FIX],
    lines: [...stated, ["X_Forwarded_Proto", "https"], ["X_Forwarded_Host", "trusted.example"], ["X_Real_Ip", FORGED]],
    forged: ["https", "trusted.example", FORGED],
    flaw: foldsNames("X_FORWARDED_HOST", "trusted.example"),
  },
  // Apache, lighttpd and PHP make one variable of all names that differ by characters other than letters and digits.
  {
    ...believed,
    id: "dot-alias",
    title: "deletes forwarding headers whose names have dots and other separators",
    layers: [FIX],
    lines: [
      ...stated,
      ["X.Forwarded.Proto", "https"],
      ["X.Forwarded-Host", "trusted.example"],
      ["X~Forwarded|Host", "trusted.example"],
      ["X.Real.IP", FORGED],
      ["x+forwarded!for", FORGED],
    ],
    forged: ["https", "trusted.example", FORGED],
    flaw: foldsNames("X_FORWARDED_HOST", "trusted.example"),
  },
  // Caddy deleted the client's Remote-Groups, but passed Remote_Groups to PHP as the same variable.
  identity("GHSA-f59h-q822-g45g", "Remote-Groups", "Remote_Groups"),
  // Traefik's ForwardAuth replaced X-Auth-User, and passed the client's X_Auth_User beside it.
  identity("GHSA-x677-9fxg-v5c5", "X-Auth-User", "X_Auth_User"),
  // Traefik deleted names with an underscore then, but not X.Authenticated.User, which PHP reads as the same variable.
  identity("dot-alias", "X-Authenticated-User", "X.Authenticated.User"),
  // oauth2-proxy decided by X-Forwarded-Uri, which a client can send, whether a path needs a login.
  {
    ...believed,
    id: "GHSA-7x63-xv5r-3p2x",
    title: "removes X-Forwarded-Uri if a rewrite names it",
    layers: [{ rewrite: remove("x-forwarded-uri") }, FIX],
    lines: [...stated, ["X-Forwarded-Uri", "/public"], ["X_Forwarded_Uri", "/public"]],
    forged: ["/public"],
    flaw: believesHeader("x-forwarded-uri", "/public"),
  },
];
