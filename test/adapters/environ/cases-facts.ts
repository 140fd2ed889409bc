import { dropped, goneWithPeer, type EnvironCase } from "./case.js";

/** What believed headers say of address, scheme, host and port. */
export const factCases: readonly EnvironCase[] = [
  { title: "believes nothing by default", changes: dropped },
  {
    title: "puts the client's address in place of the proxy's, whose port, name and user go",
    options: { xFor: 1 },
    changes: { ...dropped, ...goneWithPeer, REMOTE_ADDR: "203.0.113.7", HTTP_X_FORWARDED_FOR: "203.0.113.7" },
  },
  {
    title: "takes the client's port where the proxy says it",
    options: { xFor: 1 },
    environ: { HTTP_X_FORWARDED_FOR: "[2001:DB8::7]:51000" },
    changes: {
      ...dropped,
      ...goneWithPeer,
      REMOTE_ADDR: "2001:db8::7",
      REMOTE_PORT: "51000",
      HTTP_X_FORWARDED_FOR: "2001:db8::7",
    },
  },
  {
    title: "deletes the address where the proxy does not say a good one",
    options: { xFor: 1 },
    environ: { HTTP_X_FORWARDED_FOR: "unknown" },
    changes: { ...dropped, ...goneWithPeer, REMOTE_ADDR: undefined },
  },
  {
    title: "keeps scheme, HTTPS and port consistent where the proxy spoke TLS",
    options: { xProto: 1 },
    environ: { HTTP_HOST: "example.com", SERVER_PORT: "80", "wsgi.url_scheme": "http" },
    changes: {
      ...dropped,
      REQUEST_SCHEME: "https",
      HTTPS: "on",
      "wsgi.url_scheme": "https",
      SERVER_PORT: "443",
      HTTP_X_FORWARDED_PROTO: "https",
    },
  },
  {
    title: "keeps them consistent where the proxy did not, and the server itself did",
    options: { xProto: 1 },
    environ: {
      HTTP_X_FORWARDED_PROTO: "http",
      HTTPS: "ON",
      REQUEST_SCHEME: undefined,
      HTTP_HOST: "a.example",
      SERVER_PORT: "443",
    },
    changes: {
      ...dropped,
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
      ...dropped,
      HTTP_HOST: "example.com",
      SERVER_NAME: "example.com",
      SERVER_PORT: "80",
      HTTP_X_FORWARDED_HOST: "example.com",
    },
  },
  {
    title: "takes the backend's names away where the proxy says no good host",
    options: { xHost: 1 },
    environ: { HTTP_X_FORWARDED_HOST: "user@evil.example" },
    changes: { ...dropped, HTTP_HOST: undefined, SERVER_NAME: undefined, SERVER_PORT: "80" },
  },
  {
    title: "takes them away where the proxy says an empty host",
    options: { xHost: 1 },
    environ: { HTTP_X_FORWARDED_HOST: "evil.example, " },
    changes: { ...dropped, HTTP_HOST: undefined, SERVER_NAME: undefined, SERVER_PORT: "80" },
  },
  {
    title: "leaves the gateway's own host and port where the proxy says none",
    options: { xHost: 2, xProto: 3, xPort: 2 },
    environ: { HTTP_HOST: "example.com", HTTP_X_FORWARDED_HOST: "example.net" },
    changes: dropped,
  },
  {
    title: "leaves the backend's port where the client's own Host is no good",
    environ: { HTTP_HOST: "a b" },
    changes: { ...dropped, HTTP_HOST: undefined, SERVER_NAME: undefined },
  },
  {
    title: "puts the believed port into HTTP_HOST and SERVER_PORT",
    options: { xPort: 1 },
    changes: { ...dropped, HTTP_HOST: "backend:8443", SERVER_PORT: "8443", HTTP_X_FORWARDED_PORT: "8443" },
  },
  {
    title: "puts a believed port into SERVER_PORT that Host need not say",
    options: { xPort: 1 },
    environ: { HTTP_HOST: "example.com", HTTP_X_FORWARDED_PORT: "80" },
    changes: { ...dropped, SERVER_PORT: "80", HTTP_X_FORWARDED_PORT: "80" },
  },
];
