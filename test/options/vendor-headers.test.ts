import { describe, expect, it } from "vitest";

import type { AdapterOptions } from "../../src/headers/adapter-options.js";
import type { Original } from "../../src/headers/adapter-resolution.js";
import { compileAdapter, readResolution } from "../../src/headers/compile-adapter.js";
import { writeFields } from "../../src/headers/header-fields.js";
import { LOCATION_HEADERS, VENDOR_HEADERS, VENDOR_SIGNS } from "../../src/options/vendor-headers.js";

describe("the list of vendor headers", () => {
  it("has each name once, in lower case and with dashes only", () => {
    expect(new Set(VENDOR_HEADERS).size).toBe(VENDOR_HEADERS.length);
    for (const name of VENDOR_HEADERS) expect(name).toMatch(/^[a-z\d]+(-[a-z\d]+)*$/);
  });

  it("does not have the well-known forwarding headers, which options believe, and has httpoxy's", () => {
    expect(VENDOR_HEADERS).toContain("proxy");
    for (const name of ["host", "forwarded", "x-forwarded-for", "x-forwarded-proto"]) {
      expect(VENDOR_HEADERS).not.toContain(name);
    }
  });
});

/** Names by the program that reads them or the network that documents them. */
const ADDRESS_NAMES: Readonly<Record<string, string>> = {
  ipware: "http-x-real-ip http-x-forwarded http-x-cluster-client-ip http-forwarded-for http-forwarded http-via",
  "forwarded-http and primus": "z-forwarded-for",
  "Firebase App Hosting": "x-fah-client-ip",
  "remix-utils, Shopify Oxygen": "oxygen-buyer-ip",
  "elysia-ip": "appengine-user-ip",
  "fastify-ip": "x-cluser-client-ip x-cluster-client-ip",
  EdgeOne: "eo-connecting-ip eo-client-ip",
  others: "x-real-client-ip ar-real-ip ns-client-ip x-client-port",
};
const URL_NAMES: Readonly<Record<string, string>> = {
  "forwarded-http": "z-forwarded-proto z-forwarded-host z-forwarded-port z-forwarded-protocol",
  "Azure App Service": "x-appservice-proto x-arr-ssl disguised-host was-default-hostname",
  "App Engine": "x-appengine-https x-appengine-default-version-hostname",
  others: "x-real-proto x-real-host forwarded-proto forwarded-port x-forwarded-server",
};
const LOCATION_NAMES: Readonly<Record<string, string>> = {
  Vercel: "x-vercel-ip-country x-vercel-ip-city x-vercel-ip-country-region x-vercel-ip-latitude",
  Cloudflare: "cf-ipcountry cf-ipcity cf-ipcontinent cf-region cf-region-code cf-postal-code cf-metro-code cf-timezone",
  CloudFront: "cloudfront-viewer-country cloudfront-viewer-city cloudfront-viewer-latitude",
  "App Engine": "x-appengine-country x-appengine-city x-appengine-region x-appengine-citylatlong",
  "Google's load balancers": "x-client-region x-client-region-subdivision x-client-city x-client-city-lat-long",
  Netlify: "x-nf-geo",
  Bunny: "cdn-requestcountrycode cdn-requeststatecode",
  EdgeOne: "eo-client-ipcountry",
  Sucuri: "x-sucuri-country",
  Akamai: "x-akamai-edgescape",
  "Shopify Oxygen": "oxygen-buyer-country oxygen-buyer-city oxygen-buyer-region-code oxygen-buyer-latitude",
  "Transparent Edge": "geo-country-code geo-region-code",
  "modules for GeoIP":
    "x-geoip-country x-geoip-country-code x-geoip-city x-geo-country x-geo-city x-country x-country-code",
  others: "ar-real-country",
};
const PATH_NAMES = { "Home Assistant and others": "x-ingress-path x-forwarded-path x-script-name" };

describe("the headers that programs read and networks write", () => {
  it.each([ADDRESS_NAMES, URL_NAMES, LOCATION_NAMES, PATH_NAMES].flatMap((kind) => Object.entries(kind)))(
    "are deleted: those of %s",
    (_who, names) => {
      const headers = Object.fromEntries(names.split(" ").map((name) => [name, "forged"]));
      expect(expectedOf(headers, {})).toEqual({});
    },
  );

  it.each([ADDRESS_NAMES, URL_NAMES].flatMap((kind) => Object.entries(kind)))(
    "show that a proxy is there: those of %s",
    (_who, names) => {
      for (const name of names.split(" ")) expect(VENDOR_SIGNS).toContain(name);
    },
  );

  it.each(Object.entries(LOCATION_NAMES))("show no proxy, if they contain a location: those of %s", (_who, names) => {
    for (const name of names.split(" ")) {
      expect(VENDOR_SIGNS).not.toContain(name);
      expect(LOCATION_HEADERS).toContain(name);
    }
  });

  it("stay if they name the path of the request, which routing uses", () => {
    const headers = { "x-original-url": "/a", "x-rewrite-url": "/a", "x-forwarded-uri": "/a" };
    expect(expectedOf(headers, {})).toEqual(headers);
  });

  it.each([
    ["cf-*", { "cf-ipcountry": "CH", "cf-region": "ZH" }, { "cf-connecting-ip": "6", "cf-visitor": "{}" }],
    ["oxygen-*", { "oxygen-buyer-country": "CH" }, { "oxygen-buyer-ip": "6" }],
    ["x-client-*", { "x-client-region": "CH" }, { "x-client-ip": "6", "x-client-proto": "https" }],
    ["eo-*", { "eo-client-ipcountry": "CH" }, { "eo-client-ip": "6", "eo-connecting-ip": "6" }],
  ])("are kept by the pattern %s if they contain a location, and no other", (pattern, kept, others) => {
    expect(expectedOf({ ...kept, ...others }, { keepHeaders: [pattern] })).toEqual(kept);
  });
});

/** Returns the headers that an application sees. */
function expectedOf(headers: Readonly<Record<string, string>>, options: AdapterOptions): object {
  const adapter = compileAdapter(options);
  const facts = { headers: { ...headers }, peerAddress: "10.0.0.1" };
  const resolution = adapter.resolve(facts, {} as Original);
  return writeFields({ ...headers }, adapter.believedHeaders(readResolution(resolution))!);
}
