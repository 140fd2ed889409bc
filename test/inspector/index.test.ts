import { afterEach, describe, expect, it, vi } from "vitest";

import { ProxyFixOptionsError } from "../../src/errors.js";
import { inspector } from "../../src/inspector/index.js";
import { CLOSE, HOST, serve, type Sent } from "./send.js";
import { APPLICATION, MOUNT, sites, type Site } from "./sites.js";

const TOKEN = "0123456789abcdef";
const OTHER_TOKEN = "0123456789abcdeg";
const FIX = { xPrefix: 1, xHost: 1, trustedPeers: "loopback" } as const;
const SECRETS = ["id=secret-of-cookie", "secret-of-authorization", "secret-of-proxy"] as const;

/** Headers that proxyFix would change, in several lines, and credentials in any case. */
const LINES: readonly string[] = [
  ...["X-Forwarded-For", "6.6.6.6, 203.0.113.9", "x-forwarded-for", "10.0.0.7"],
  ...["X-Forwarded-Proto", "https", "X-Forwarded-Host", "shop.example", "X-Forwarded-Prefix", "/shop"],
  ...["X-Real-IP", "6.6.6.6", "COOKIE", SECRETS[0], "authorization", SECRETS[1], "Proxy-Authorization", SECRETS[2]],
];
const JSON_LINES = [...LINES, "Accept", "application/json"];
const hidden = (secret: string): string => `hidden, ${secret.length} characters`;
const SHOWN = JSON_LINES.map((text) => ((SECRETS as readonly string[]).includes(text) ? hidden(text) : text));

interface Place {
  readonly isMounted: boolean;
  readonly fix: typeof FIX | undefined;
  readonly target: string;
}

const PLACES: readonly (Place & { readonly title: string })[] = [
  { title: "mounted", isMounted: true, fix: undefined, target: MOUNT },
  { title: "at the root", isMounted: false, fix: undefined, target: "/a/b" },
  { title: "mounted, behind proxyFix", isMounted: true, fix: FIX, target: MOUNT },
  { title: "at the root, behind proxyFix", isMounted: false, fix: FIX, target: "/a/b" },
];

async function start(site: Site, { isMounted, fix }: Place, token: string | undefined = TOKEN) {
  return serve(await site.build({ inspect: inspector({ token }), isMounted, fix }));
}

const cases = sites.flatMap((site) => PLACES.map((place) => ({ site, place, name: site.name, where: place.title })));

afterEach(() => vi.unstubAllEnvs());

describe.each(cases)("the inspector in $name, $where", ({ site, place }) => {
  const target = `${place.target}?token=${TOKEN}&a=%2F%20b`;

  it("answers with the request as it arrived, credentials hidden", async () => {
    const send = await start(site, place);
    const { status, headers, body } = await send({ target, lines: JSON_LINES });
    expect([status, headers["content-type"]]).toEqual([200, "application/json; charset=utf-8"]);
    expect(JSON.parse(body)).toEqual({
      facts: {
        headers: {
          host: "shop.example",
          "x-forwarded-for": "6.6.6.6, 203.0.113.9, 10.0.0.7",
          "x-forwarded-proto": "https",
          "x-forwarded-host": "shop.example",
          "x-forwarded-prefix": "/shop",
          "x-real-ip": "6.6.6.6",
          cookie: hidden(SECRETS[0]),
          authorization: hidden(SECRETS[1]),
          "proxy-authorization": hidden(SECRETS[2]),
          accept: "application/json",
          connection: "close",
        },
        peerAddress: "127.0.0.1",
        peerPort: expect.any(Number),
        encrypted: false,
      },
      path: target,
      rawHeaders: [...HOST, ...SHOWN, ...CLOSE],
    });
  });

  it("answers a browser with a page, which contains the same", async () => {
    const send = await start(site, place);
    const lines = [...LINES, "Accept", "text/html,*/*;q=0.8", "X-Hostile", "</script><script>alert(1)</script>"];
    const { status, headers, body } = await send({ target, lines });
    expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    for (const secret of SECRETS) expect(body).not.toContain(secret);
    expect(body).not.toContain("<script>alert");
    const [, nonce, json] = /<script type="application\/json" nonce="(\w{32})" id="visit">(.*?)<\/script>/s.exec(body)!;
    expect(JSON.parse(json!)).toMatchObject({
      path: target,
      facts: { headers: { cookie: hidden(SECRETS[0]), "x-forwarded-for": "6.6.6.6, 203.0.113.9, 10.0.0.7" } },
    });
    expect(headers["content-security-policy"]).toBe(
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; ` +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  it("lets no cache keep an answer, no search engine and no other site show it, and uses a nonce once", async () => {
    const send = await start(site, place);
    const [page, again, json] = await Promise.all([
      send({ target }),
      send({ target }),
      send({ target, lines: ["Accept", "application/json"] }),
    ]);
    for (const { headers } of [page, json]) {
      expect(headers).toMatchObject({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex",
        vary: expect.stringMatching(/\bAccept\b/i),
      });
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    }
    expect(again.headers["content-security-policy"]).not.toBe(page.headers["content-security-policy"]);
    expect(json.headers["content-security-policy"]).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  it("answers HEAD with the same headers and no body", async () => {
    const send = await start(site, place);
    const lines = ["Accept", "application/json"];
    const { status, headers, body } = await send({ target, lines, method: "HEAD" });
    const get = await send({ target, lines });
    expect([status, body]).toEqual([200, ""]);
    const { date: _, "content-length": length, "transfer-encoding": __, ...others } = headers;
    expect(get.headers).toMatchObject(others);
    if (length !== undefined && length !== "0") expect(length).toBe(get.headers["content-length"]);
  });

  const wrong: readonly (readonly [string, Sent])[] = [
    ["no token", { target: place.target }],
    ["an empty token", { target: `${place.target}?token=` }],
    ["a wrong token", { target: `${place.target}?token=${OTHER_TOKEN}` }],
    ["a token that goes on", { target: `${place.target}?token=${TOKEN}0` }],
    ["the beginning of the token", { target: `${place.target}?token=${TOKEN.slice(0, -1)}` }],
    ["a wrong token before the right one", { target: `${place.target}?token=a&token=${TOKEN}` }],
    ["the token in a header", { target: place.target, lines: ["Authorization", `Bearer ${TOKEN}`] }],
    ["POST", { target, method: "POST" }],
  ];

  it.each(wrong)("leaves a request to the application, or answers 404, with %s", async (_, sent) => {
    const send = await start(site, place);
    const { status, body } = await send({ ...sent, lines: [...(sent.lines ?? []), ...LINES] });
    if (site.hasApplication) expect([status, body]).toEqual([200, APPLICATION]);
    else expect(status).toBe(404);
    expect(body).not.toContain("203.0.113.9");
    expect(body).not.toContain(TOKEN);
  });
});

const MOUNTED: Place = { isMounted: true, fix: undefined, target: MOUNT };

describe.each(sites)("the inspector without a token in $name", (site) => {
  it("answers in development", async () => {
    vi.stubEnv("NODE_ENV", "development");
    const send = serve(await site.build({ inspect: inspector(), ...MOUNTED }));
    expect(await (await send)({ target: MOUNT })).toMatchObject({
      status: 200,
      body: expect.stringContaining("visit"),
    });
  });

  it.each(["production", "test", "Development", undefined])("is off if NODE_ENV is %j", async (environment) => {
    vi.stubEnv("NODE_ENV", environment);
    const send = await serve(await site.build({ inspect: inspector({ token: undefined }), ...MOUNTED }));
    const { status, body } = await send({ target: MOUNT });
    if (site.hasApplication) expect([status, body]).toEqual([200, APPLICATION]);
    else expect(status).toBe(404);
  });
});

describe("inspector", () => {
  it("requires its token in development too", async () => {
    vi.stubEnv("NODE_ENV", "development");
    const send = await serve(await sites[0]!.build({ inspect: inspector({ token: TOKEN }), ...MOUNTED }));
    expect((await send({ target: MOUNT })).status).toBe(404);
  });

  it.each([
    [{ token: "short" }, "`token`: got a text of 5 characters; expected at least 16 letters"],
    [{ token: "" }, "`token`: got a text of 0 characters; expected at least 16 letters"],
    [{ token: "sixteen letters&" }, "`token`: got a text of 16 characters; expected at least 16 letters"],
    [{ token: 1 }, "`token`: got 1; expected at least 16 letters"],
    [{ tokens: TOKEN }, "`tokens` is not an option. Did you mean `token`?"],
    [TOKEN, "`options`: got "],
    [{ headers: {}, method: "GET" }, "`options`: got a request; "],
  ])("refuses the options %j", (options, message) => {
    const call = (): unknown => inspector(options as never);
    expect(call).toThrow(ProxyFixOptionsError);
    expect(call).toThrow(expect.objectContaining({ message: expect.stringMatching(`^${escape(message)}`) }));
  });
});

const escape = (text: string): string => text.replaceAll(/[`.?{}()]/g, String.raw`\$&`);
