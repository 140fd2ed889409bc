import { ProxyFixOptionsError, ProxyFixRefusal } from "proxyfix";
import { lighttpdRootFix, proxyFix, resolutionOf, stripScriptName } from "proxyfix/environ";
import type { AdapterOptions, Environ } from "proxyfix/environ";
import { describe, expect, it } from "vitest";

/** A request as nginx hands it to a FastCGI program, with another nginx in front that speaks TLS to the client. */
const behind: Environ = {
  REQUEST_METHOD: "GET",
  REQUEST_URI: "/cart?x=1",
  QUERY_STRING: "x=1",
  SCRIPT_NAME: "/shop",
  PATH_INFO: "/cart",
  REMOTE_ADDR: "10.0.0.1",
  REMOTE_PORT: "40000",
  REMOTE_HOST: "edge.internal",
  REMOTE_IDENT: "nginx",
  REMOTE_USER: "ann",
  REQUEST_SCHEME: "http",
  SERVER_NAME: "backend",
  SERVER_PORT: "8080",
  CONTENT_TYPE: "",
  CONTENT_LENGTH: "",
  HTTP_HOST: "backend:8080",
  HTTP_ACCEPT: "*/*",
  HTTP_X_FORWARDED_FOR: "6.6.6.6, 203.0.113.7",
  HTTP_X_FORWARDED_PROTO: "https",
  HTTP_X_FORWARDED_HOST: "evil.example, example.com",
  HTTP_X_FORWARDED_PORT: "8443",
  HTTP_X_FORWARDED_PREFIX: "/outer",
};

type Changes = Readonly<Record<string, string | undefined>>;

/** Lists the variables; those that are undefined are left out. */
function list(environ: Environ): Record<string, string> {
  const entries = Object.entries(environ).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

const dropped: Changes = {
  HTTP_X_FORWARDED_FOR: undefined,
  HTTP_X_FORWARDED_PROTO: undefined,
  HTTP_X_FORWARDED_HOST: undefined,
  HTTP_X_FORWARDED_PORT: undefined,
  HTTP_X_FORWARDED_PREFIX: undefined,
};
const goneWithPeer: Changes = { REMOTE_PORT: undefined, REMOTE_HOST: undefined, REMOTE_IDENT: undefined };

const cases: readonly {
  readonly title: string;
  readonly options?: AdapterOptions;
  readonly environ?: Changes;
  readonly changes: Changes;
}[] = [
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
  {
    title: "puts the believed prefix into SCRIPT_NAME",
    options: { xPrefix: 1 },
    changes: { ...dropped, SCRIPT_NAME: "/outer", HTTP_X_FORWARDED_PREFIX: "/outer" },
  },
  {
    title: "empties SCRIPT_NAME where the proxy says that there is no prefix",
    options: { xPrefix: 1 },
    environ: { HTTP_X_FORWARDED_PREFIX: "/" },
    changes: { ...dropped, SCRIPT_NAME: "" },
  },
  {
    title: "leaves SCRIPT_NAME where the prefix is no good",
    options: { xPrefix: 1 },
    environ: { HTTP_X_FORWARDED_PREFIX: "//evil.example" },
    changes: dropped,
  },
  {
    title: "reads the element of Forwarded that is counted",
    options: { forwarded: 1 },
    environ: { HTTP_FORWARDED: 'for=6.6.6.6, for="203.0.113.7:51000";host=example.com;proto=https' },
    changes: {
      ...dropped,
      ...goneWithPeer,
      REMOTE_ADDR: "203.0.113.7",
      REMOTE_PORT: "51000",
      REQUEST_SCHEME: "https",
      HTTPS: "on",
      HTTP_HOST: "example.com",
      SERVER_NAME: "example.com",
      SERVER_PORT: "443",
      HTTP_FORWARDED: 'for="203.0.113.7:51000";host=example.com;proto=https',
    },
  },
  {
    title: "believes host and scheme of an element of Forwarded without an address",
    options: { forwarded: 1 },
    environ: { HTTP_FORWARDED: "host=example.com;proto=https" },
    changes: {
      ...dropped,
      ...goneWithPeer,
      REMOTE_ADDR: undefined,
      REQUEST_SCHEME: "https",
      HTTPS: "on",
      HTTP_HOST: "example.com",
      SERVER_NAME: "example.com",
      SERVER_PORT: "443",
      HTTP_FORWARDED: "host=example.com;proto=https",
    },
  },
  {
    title: "believes no header of a peer that is not trusted, and leaves what the gateway says",
    environ: { SERVER_NAME: "www", SERVER_PORT: "8081", SCRIPT_NAME: "/a b" },
    options: { xFor: 1, xProto: 1, xHost: 1, xPort: 1, xPrefix: 1, trustedPeers: "10.9.0.0/16" },
    changes: dropped,
  },
  {
    title: "believes a trusted peer",
    options: { xFor: 1, trustedPeers: "10.0.0.0/16" },
    changes: { ...dropped, ...goneWithPeer, REMOTE_ADDR: "203.0.113.7", HTTP_X_FORWARDED_FOR: "203.0.113.7" },
  },
  {
    title: "knows a peer on a unix-domain socket by nginx's word for it",
    options: { xFor: 1, trustedPeers: "unix" },
    environ: { REMOTE_ADDR: "unix:", REMOTE_PORT: "" },
    changes: { ...dropped, ...goneWithPeer, REMOTE_ADDR: "203.0.113.7", HTTP_X_FORWARDED_FOR: "203.0.113.7" },
  },
  {
    title: "walks outward by a list of trusted proxies, as far as the count that is written",
    options: { xFor: 3, trustedProxies: ["10.0.0.0/8", "203.0.113.0/24"] },
    changes: { ...dropped, ...goneWithPeer, REMOTE_ADDR: "6.6.6.6", HTTP_X_FORWARDED_FOR: "6.6.6.6, 203.0.113.7" },
  },
  {
    title: "reads the address from the header that the proxy writes, however its name is spelt",
    options: { clientAddressHeader: "X_Real_IP" },
    environ: { HTTP_X_REAL_IP: "203.0.113.9" },
    changes: { ...dropped, ...goneWithPeer, REMOTE_ADDR: "203.0.113.9" },
  },
  {
    title: "reads a renamed header, however its name is spelt, and deletes the standard one",
    options: { xHost: 1, headerNames: { host: "X_Fhost" } },
    environ: { HTTP_X_FHOST: "shop.example:8443" },
    changes: { ...dropped, HTTP_HOST: "shop.example:8443", SERVER_NAME: "shop.example", SERVER_PORT: "8443" },
  },
  {
    title: "deletes vendor headers and HTTP_PROXY",
    environ: {
      HTTP_X_REAL_IP: "6.6.6.6",
      HTTP_PROXY: "http://evil.example:3128",
      HTTPS_PROXY: "http://proxy.internal",
    },
    changes: { ...dropped, HTTP_X_REAL_IP: undefined, HTTP_PROXY: undefined },
  },
  {
    title: "leaves alone the vendor headers that are to be kept, HTTP_PROXY too",
    options: { keepHeaders: ["X-Real-IP", "Proxy"] },
    environ: { HTTP_X_REAL_IP: "6.6.6.6", HTTP_PROXY: "kept" },
    changes: dropped,
  },
  {
    title: "leaves the headers but not the gateway's variables and HTTP_PROXY alone where they are to be kept",
    options: { xFor: 1, xHost: 1, forwardedHeaders: "keep" },
    environ: { HTTP_X_REAL_IP: "6.6.6.6", HTTP_PROXY: "http://evil.example:3128" },
    changes: {
      ...goneWithPeer,
      REMOTE_ADDR: "203.0.113.7",
      HTTP_HOST: "example.com",
      SERVER_NAME: "example.com",
      SERVER_PORT: "80",
      HTTP_PROXY: undefined,
    },
  },
  {
    title: "writes the host in lower case and without the default port",
    environ: { HTTP_HOST: "Shop.Example:80" },
    changes: { ...dropped, HTTP_HOST: "shop.example" },
  },
  {
    title: "writes an IPv4-mapped peer as IPv4 and keeps its port",
    environ: { REMOTE_ADDR: "::ffff:10.0.0.1" },
    changes: { ...dropped, REMOTE_ADDR: "10.0.0.1" },
  },
  {
    title: "deletes an address and a port that are none",
    environ: { REMOTE_ADDR: "@", REMOTE_PORT: "0" },
    changes: { ...dropped, ...goneWithPeer, REMOTE_ADDR: undefined },
  },
  {
    title: "deletes an empty HTTP_HOST, since SERVER_NAME and SERVER_PORT say it all",
    environ: { HTTP_HOST: "" },
    changes: { ...dropped, HTTP_HOST: undefined },
  },
  {
    title: "puts a believed port into SERVER_PORT alone where there is no HTTP_HOST",
    options: { xPort: 1 },
    environ: { HTTP_HOST: undefined },
    changes: { ...dropped, SERVER_PORT: "8443", HTTP_X_FORWARDED_PORT: "8443" },
  },
];

describe("proxyFix over variables", () => {
  it.each(cases)("$title", ({ options, environ: more, changes }) => {
    const environ = Object.freeze(list({ ...behind, ...more }));
    const fixed = proxyFix(options)(environ);
    expect(list(fixed)).toEqual(list({ ...environ, ...changes }));
    expect(Object.keys(fixed).filter((name) => fixed[name] === undefined)).toEqual([]);
  });

  it("takes process.env", () => {
    expect(proxyFix()(process.env)["PATH"]).toBe(process.env["PATH"]);
  });

  it.each([
    { SERVER_NAME: "a.example", SERVER_PORT: "8080", host: "a.example:8080" },
    { SERVER_NAME: "a.example", SERVER_PORT: "80", host: "a.example" },
    { SERVER_NAME: "a.example", SERVER_PORT: "", host: "a.example" },
    { SERVER_NAME: "a.example:8080", SERVER_PORT: "80", host: "a.example:8080" },
    { SERVER_NAME: "2001:db8::1", SERVER_PORT: "8080", host: "[2001:db8::1]:8080" },
    { SERVER_NAME: "[2001:db8::1]", SERVER_PORT: "8080", host: "[2001:db8::1]:8080" },
    { SERVER_NAME: "", SERVER_PORT: "8080", host: undefined },
    { SERVER_PORT: "8080", host: undefined },
  ])("takes the host $host where only $SERVER_NAME and $SERVER_PORT tell it", ({ host, ...environ }) => {
    expect(resolutionOf(proxyFix()(environ))?.host).toBe(host);
  });

  it.each([
    { HTTPS: "on" },
    { HTTPS: "1" },
    { HTTPS: "yes" },
    { REQUEST_SCHEME: "https" },
    { "wsgi.url_scheme": "https" },
    { HTTPS: "on", REQUEST_SCHEME: "http" },
  ])("takes %j for TLS, and makes HTTPS and REQUEST_SCHEME say so", (environ) => {
    const fixed = proxyFix()(environ);
    expect(resolutionOf(fixed)?.proto).toBe("https");
    expect(fixed["HTTPS"]).toMatch(/^(on|1|yes)$/);
    expect(fixed["REQUEST_SCHEME"] ?? "https").toBe("https");
  });

  it.each([{ HTTPS: "off" }, { HTTPS: "" }, { HTTP_HTTPS: "on" }, { REQUEST_SCHEME: "http" }, {}])(
    "takes %j for no TLS, and leaves it",
    (environ) => {
      const fixed = proxyFix()(environ);
      expect(resolutionOf(fixed)?.proto).toBe("http");
      expect(list(fixed)).toEqual(environ);
    },
  );

  it.each([
    ["/shop", "/shop"],
    ["/shop/", "/shop"],
    ["/a b/ü", "/a%20b/%C3%BC"],
    ["/a?b#c%d", "/a%3Fb%23c%25d"],
    ["//evil.example", ""],
    ["/\\evil.example", ""],
    ["/a/../b", ""],
    ["/a/\u0000", ""],
    ["/a/\ud800", ""],
    ["shop", ""],
    ["shop/cart", ""],
    ["/a/./b", ""],
    ["/", ""],
  ])("resolves SCRIPT_NAME %j to the prefix %j", (SCRIPT_NAME, prefix) => {
    expect(resolutionOf(proxyFix()({ SCRIPT_NAME }))?.prefix).toBe(prefix);
  });

  it("reads no header from a variable that no header becomes", () => {
    const environ = { HTTP_x_forwarded_for: "6.6.6.6", "HTTP_X-FORWARDED-FOR": "6.6.6.6", HTTP_: "6.6.6.6" };
    expect(resolutionOf(proxyFix({ xFor: 1 })({ ...environ, REMOTE_ADDR: "10.0.0.1" }))?.clientAddress).toBe(
      "10.0.0.1",
    );
  });

  it.each(["0", "65536", "123456", "x", ""])("takes REMOTE_PORT %j for none", (REMOTE_PORT) => {
    const fixed = proxyFix()({ REMOTE_ADDR: "10.0.0.1", REMOTE_PORT });
    expect(fixed).toEqual(expect.objectContaining({ REMOTE_ADDR: "10.0.0.1" }));
    expect(fixed).not.toHaveProperty("REMOTE_PORT");
    expect(resolutionOf(fixed)?.clientPort).toBeUndefined();
  });

  it("has no issue with an empty HTTP_HOST", () => {
    expect(resolutionOf(proxyFix()({ HTTP_HOST: "" }))).toMatchObject({ host: undefined, issues: [] });
  });

  it("refuses by throwing: a host that is not allowed, and what strict will not have", () => {
    const refuse = (options: AdapterOptions): unknown => {
      try {
        return proxyFix(options)(behind);
      } catch (error) {
        return error;
      }
    };
    const notAllowed = refuse({ allowedHosts: ["shop.example"] });
    expect(notAllowed).toBeInstanceOf(ProxyFixRefusal);
    expect(notAllowed).toMatchObject({ status: 400, issues: [{ header: "host", reason: "host-not-allowed" }] });
    expect(refuse({ strict: true, xFor: 3 })).toMatchObject({ status: 400 });
    expect(refuse({ strict: true, xFor: 1, trustedPeers: "192.0.2.1" })).toMatchObject({
      status: 403,
      resolution: { clientAddress: "10.0.0.1", prefix: "/shop" },
    });
    expect(refuse({ strict: true, allowedHosts: ["backend"] })).toMatchObject({ REMOTE_ADDR: "10.0.0.1" });
  });

  it.each([
    { options: { xFor: -1 }, option: "xFor" },
    { options: { xFor: undefined }, option: "xFor" },
    { options: { xfor: 1 }, option: "xfor" },
    { options: { socket: true }, option: "socket" },
    { options: { headerNames: { host: 7 } }, option: "headerNames.host" },
    { options: { headerNames: ["x-a"] }, option: "headerNames" },
    { options: { clientAddressHeader: 7 }, option: "clientAddressHeader" },
    { options: { clientAddressHeader: "x-real-ip", xFor: 1 }, option: "xFor" },
    { options: { clientAddressHeader: { name: "x_real_ip", from: "loopback" } }, option: "clientAddressHeader" },
    { options: null, option: "options" },
    { options: [1], option: "options" },
  ])("refuses the options $options", ({ options, option }) => {
    const make = (): unknown => proxyFix(options as AdapterOptions);
    expect(make).toThrow(ProxyFixOptionsError);
    expect(make).toThrow(expect.objectContaining({ option }));
  });

  it("reads the single header of trusted proxies, however its name is spelt", () => {
    const fix = proxyFix({
      trustedProxies: "10.0.0.0/8",
      clientAddressHeader: { name: "cf_connecting_ip", from: "10.0.0.1" },
    });
    expect(fix({ ...behind, HTTP_CF_CONNECTING_IP: "203.0.113.9" })["REMOTE_ADDR"]).toBe("203.0.113.9");
  });
});

describe("resolutionOf", () => {
  it("tells how a record was resolved, and what the request was before", () => {
    const resolution = resolutionOf(proxyFix({ xFor: 1 })(behind));
    expect(resolution).toMatchObject({
      clientAddress: "203.0.113.7",
      proto: "http",
      host: "backend:8080",
      prefix: "/shop",
    });
    expect(resolution?.original).toMatchObject({
      peerAddress: "10.0.0.1",
      host: "backend:8080",
      proto: "http",
      prefix: "/shop",
    });
    expect(resolution?.original.headers["x-forwarded-for"]).toBe("6.6.6.6, 203.0.113.7");
    expect(resolution?.original.rawHeaders).toContain("x-forwarded-for");
    const odd = { HTTP_: "1", HTTP_A: undefined, HTTP_B: "2" };
    expect(resolutionOf(proxyFix()(odd))?.original.headers).toEqual({ b: "2" });
    expect(Object.keys(resolutionOf(proxyFix()(odd))?.original.headers ?? {})).toEqual(["b"]);
  });

  it("is undefined for a record that was not resolved", () => {
    expect(resolutionOf(behind)).toBeUndefined();
  });
});

describe("proxyFix, twice", () => {
  const outer = proxyFix({ xFor: 1, xProto: 1, xHost: 1, xPort: 1, xPrefix: 1, trustedPeers: "10.0.0.1" });

  it.each([
    ["the same record", (environ: Environ) => environ],
    ["a spread copy", (environ: Environ) => ({ ...environ })],
  ])("resolves %s from its original variables", (_title, pass) => {
    for (const options of [{ xFor: 2 }, { xFor: 1, trustedPeers: "10.0.0.1" }, {}] as AdapterOptions[]) {
      const inner = proxyFix(options);
      expect(list(inner(pass(outer(behind))))).toEqual(list(inner(behind)));
    }
  });

  it("resolves from the original variables where one that it answers for was written in between", () => {
    const between = { ...proxyFix()(behind), REMOTE_ADDR: "192.0.2.1", HTTP_HOST: "elsewhere.example" };
    expect(list(proxyFix()(between))).toEqual(list(proxyFix()(behind)));
  });

  it("keeps what else was written to the record in between", () => {
    expect(proxyFix()({ ...outer(behind), TRACE: "1", HTTP_ACCEPT: "text/html" })).toMatchObject({
      TRACE: "1",
      HTTP_ACCEPT: "text/html",
      REMOTE_ADDR: "10.0.0.1",
    });
  });

  it("keeps what the request was before the first", () => {
    const once = outer(behind);
    expect(resolutionOf(proxyFix()(once))?.original).toBe(resolutionOf(once)?.original);
    expect(resolutionOf(once)?.original.peerAddress).toBe("10.0.0.1");
  });
});

describe("stripScriptName", () => {
  it("empties SCRIPT_NAME and leaves the rest", () => {
    expect(stripScriptName(Object.freeze({ SCRIPT_NAME: "/app.fcgi", PATH_INFO: "/cart" }))).toEqual({
      SCRIPT_NAME: "",
      PATH_INFO: "/cart",
    });
  });

  it.each([{ SCRIPT_NAME: "", PATH_INFO: "/cart" }, { PATH_INFO: "/cart" }])("gives %j as it is", (environ) => {
    expect(stripScriptName(environ)).toBe(environ);
  });
});

describe("lighttpdRootFix", () => {
  it.each([
    { before: { SCRIPT_NAME: "/shop", PATH_INFO: "/cart" }, after: { SCRIPT_NAME: "", PATH_INFO: "/shop/cart" } },
    { before: { SCRIPT_NAME: "/shop", PATH_INFO: "" }, after: { SCRIPT_NAME: "", PATH_INFO: "/shop" } },
    { before: { SCRIPT_NAME: "/" }, after: { SCRIPT_NAME: "", PATH_INFO: "/" } },
  ])("joins $before", ({ before, after }) => {
    expect(lighttpdRootFix(Object.freeze(before))).toEqual(after);
  });

  it.each([{ SCRIPT_NAME: "", PATH_INFO: "/cart" }, { PATH_INFO: "/cart" }])("gives %j as it is", (environ) => {
    expect(lighttpdRootFix(environ)).toBe(environ);
  });
});
