import { withoutForwarding, withoutPeer, type EnvironCase } from "./case.js";

/** Believed statements about address, scheme, host and port. */
export const factCases: readonly EnvironCase[] = [
  { title: "believes no header by default", changes: withoutForwarding },
  {
    title: "replaces the proxy's address by the client address, and deletes the proxy's port, name and user",
    options: { xFor: 1 },
    changes: { ...withoutForwarding, ...withoutPeer, REMOTE_ADDR: "203.0.113.7", HTTP_X_FORWARDED_FOR: "203.0.113.7" },
  },
  {
    title: "sets REMOTE_PORT to the client's port if the proxy states it",
    options: { xFor: 1 },
    environ: { HTTP_X_FORWARDED_FOR: "[2001:DB8::7]:51000" },
    changes: {
      ...withoutForwarding,
      ...withoutPeer,
      REMOTE_ADDR: "2001:db8::7",
      REMOTE_PORT: "51000",
      HTTP_X_FORWARDED_FOR: "2001:db8::7",
    },
  },
  {
    title: "deletes REMOTE_ADDR if the proxy states no valid address",
    options: { xFor: 1 },
    environ: { HTTP_X_FORWARDED_FOR: "unknown" },
    changes: { ...withoutForwarding, ...withoutPeer, REMOTE_ADDR: undefined },
  },
  {
    title: "changes scheme, HTTPS and port together if only the proxy's connection was TLS",
    options: { xProto: 1 },
    environ: { HTTP_HOST: "example.com", SERVER_PORT: "80", "wsgi.url_scheme": "http" },
    changes: {
      ...withoutForwarding,
      REQUEST_SCHEME: "https",
      HTTPS: "on",
      "wsgi.url_scheme": "https",
      SERVER_PORT: "443",
      HTTP_X_FORWARDED_PROTO: "https",
    },
  },
  {
    title: "changes scheme, HTTPS and port together if only the server's own connection was TLS",
    options: { xProto: 1 },
    environ: {
      HTTP_X_FORWARDED_PROTO: "http",
      HTTPS: "ON",
      REQUEST_SCHEME: undefined,
      HTTP_HOST: "a.example",
      SERVER_PORT: "443",
    },
    changes: {
      ...withoutForwarding,
      HTTP_X_FORWARDED_PROTO: "http",
      HTTPS: undefined,
      REQUEST_SCHEME: "http",
      SERVER_PORT: "80",
    },
  },
  {
    title: "puts the believed host into HTTP_HOST, SERVER_NAME and SERVER_PORT",
    options: { xHost: 1 },
    changes: {
      ...withoutForwarding,
      HTTP_HOST: "example.com",
      SERVER_NAME: "example.com",
      SERVER_PORT: "80",
      HTTP_X_FORWARDED_HOST: "example.com",
    },
  },
  {
    title: "deletes HTTP_HOST and SERVER_NAME if the proxy states an invalid host",
    options: { xHost: 1 },
    environ: { HTTP_X_FORWARDED_HOST: "user@evil.example" },
    changes: { ...withoutForwarding, HTTP_HOST: undefined, SERVER_NAME: undefined, SERVER_PORT: "80" },
  },
  {
    title: "deletes HTTP_HOST and SERVER_NAME if the proxy states an empty host",
    options: { xHost: 1 },
    environ: { HTTP_X_FORWARDED_HOST: "evil.example, " },
    changes: { ...withoutForwarding, HTTP_HOST: undefined, SERVER_NAME: undefined, SERVER_PORT: "80" },
  },
  {
    title: "leaves the gateway's own host and port alone if the proxy states none",
    options: { xHost: 2, xProto: 3, xPort: 2 },
    environ: { HTTP_HOST: "example.com", HTTP_X_FORWARDED_HOST: "example.net" },
    changes: withoutForwarding,
  },
  {
    title: "leaves SERVER_PORT alone if the client's own Host is invalid",
    environ: { HTTP_HOST: "a b" },
    changes: { ...withoutForwarding, HTTP_HOST: undefined, SERVER_NAME: undefined },
  },
  ...["for=1.2.3.4", "for=1.2.3.4;proto=ftp", 'for="@";proto=ftp'].map((forwarded) => ({
    title: `leaves SERVER_NAME and SERVER_PORT alone if Forwarded, as \`${forwarded}\`, states no host and no good proto`,
    options: { forwarded: 1, trustedPeers: "10.0.0.1" },
    environ: { HTTP_HOST: "evil.example", HTTP_FORWARDED: forwarded },
    changes: {
      ...withoutForwarding,
      ...withoutPeer,
      REMOTE_ADDR: forwarded.includes("@") ? undefined : "1.2.3.4",
      HTTP_FORWARDED: forwarded.includes("@") ? undefined : "for=1.2.3.4",
    },
  })),
  ...[
    ['for="@";host=example.com', "host=example.com", undefined],
    ["for=1.2.3.4;proto=ftp;host=example.com", "for=1.2.3.4;host=example.com", "1.2.3.4"],
  ].map(([forwarded, believed, client]) => ({
    title: `puts the host of Forwarded into SERVER_NAME and SERVER_PORT if it is \`${forwarded}\``,
    options: { forwarded: 1, trustedPeers: "10.0.0.1" },
    environ: { HTTP_FORWARDED: forwarded },
    changes: {
      ...withoutForwarding,
      ...withoutPeer,
      REMOTE_ADDR: client,
      HTTP_FORWARDED: believed,
      HTTP_HOST: "example.com",
      SERVER_NAME: "example.com",
      SERVER_PORT: "80",
    },
  })),
  {
    title: "puts the believed port into HTTP_HOST and SERVER_PORT",
    options: { xPort: 1 },
    changes: { ...withoutForwarding, HTTP_HOST: "backend:8443", SERVER_PORT: "8443", HTTP_X_FORWARDED_PORT: "8443" },
  },
  {
    title: "puts a believed port into SERVER_PORT alone if it is the default port of the scheme",
    options: { xPort: 1 },
    environ: { HTTP_HOST: "example.com", HTTP_X_FORWARDED_PORT: "80" },
    changes: { ...withoutForwarding, SERVER_PORT: "80", HTTP_X_FORWARDED_PORT: "80" },
  },
];
