import { describe, expect, it } from "vitest";
import { receiveRequest } from "../../../src/adapters/fetch/message.js";
import { adoptLink, adoptRequest, showRequest } from "../../../src/adapters/fetch/show.js";
import { formatRoutedUrl } from "../../../src/adapters/fetch/format-url.js";
import type { FetchRequest } from "../../../src/adapters/fetch/request.js";
import { compileAdapter } from "../../../src/headers/compile-adapter.js";
import { copyHeaders } from "../../../src/headers/header-fields.js";
import { resolveIncoming } from "../../../src/request/resolve-incoming.js";

const adapter = compileAdapter({ xHost: 1 });
const HEADERS = { host: "app.test", "x-forwarded-for": "6.6.6.6, 198.51.100.7", "x-forwarded-host": "shop.test" };
const BELIEVED = { host: "shop.test", "x-forwarded-for": "198.51.100.7", "x-forwarded-host": "shop.test" };

/** Resolves a Request and shows the values on it. */
function show<Req extends FetchRequest>(request: Req): Req {
  const link = receiveRequest(request, [], undefined);
  const before = copyHeaders(link.message.headers);
  resolveIncoming(adapter, link.message);
  showRequest(request, link, before, formatRoutedUrl);
  return request;
}

const create = (headers: HeadersInit = HEADERS, url = "http://app.test/a"): Request => new Request(url, { headers });
const entries = ({ headers }: Request): object => Object.fromEntries(headers);

/** A Request of Deno: its headers are immutable, and the runtime copies the received ones. */
class ImmutableRequest extends Request {
  readonly #headers = new Headers(HEADERS);
  override get headers(): Headers {
    const refuse = (): never => {
      throw new TypeError("Cannot change headers: headers are immutable");
    };
    return Object.assign(new Headers(this.#headers), { set: refuse, delete: refuse, append: refuse });
  }
}

describe("showRequest", () => {
  it("changes the Request's own Headers if they accept it", () => {
    const request = create();
    const { headers } = request;
    expect(entries(show(request))).toEqual(BELIEVED);
    expect(request.headers).toBe(headers);
  });

  it("defines Headers of its own if those of the Request are immutable", () => {
    const request = show(new ImmutableRequest("http://app.test/a"));
    expect(entries(request)).toEqual(BELIEVED);
    expect(entries(show(request))).toEqual(BELIEVED);
  });

  it("writes the host if Host has several lines, of which the first is right", () => {
    const request = create([["host", "shop.test"], ["host", "evil.test"], ["x-forwarded-host", "shop.test"]]); // prettier-ignore
    const { rawHeaders } = { rawHeaders: ["host", "shop.test", "host", "evil.test", "x-forwarded-host", "shop.test"] };
    const incoming = {
      headers: { host: "shop.test", "x-forwarded-host": "shop.test" },
      rawHeaders,
      socket: {},
      url: "/",
    };
    const link = receiveRequest(request, [{ incoming }], undefined);
    const before = copyHeaders(link.message.headers);
    resolveIncoming(adapter, link.message);
    showRequest(request, link, before, formatRoutedUrl);
    expect(request.headers.get("host")).toBe("shop.test");
  });

  it.each([
    ["http://app.test/a?b=c", "http://shop.test/a?b=c"],
    ["http://app.test//evil.test/", "http://shop.test//evil.test/"],
    ["http://app.test/?/", "http://shop.test/?/"],
    ["http+unix://app.test/a", "http://shop.test/a"],
    ["http://app.test", "http://shop.test/"],
  ])("keeps the path of %s", (url, expected) => {
    const headers = new Headers(HEADERS);
    expect(show({ url, headers, clone: () => undefined }).url).toBe(expected);
  });

  it("keeps the path of a URL that is a path alone, as Bun's is if Host is invalid", () => {
    const headers = new Headers({ ...HEADERS, host: "a b" });
    expect(show({ url: "/a?b=c", headers, clone: () => undefined }).url).toBe("http://shop.test/a?b=c");
  });

  it("sets the parsed URL and the address that srvx gives a request", () => {
    const request = Object.assign(create(), { _url: new URL("http://app.test/a"), ip: "127.0.0.1" });
    show(request);
    const { _url: parsed } = request;
    expect(parsed).toEqual(new URL("http://shop.test/a"));
    expect(parsed).toBeInstanceOf(URL);
    expect(request.ip).toBe("198.51.100.7");
  });

  it("gives clones, and their clones, the values", async () => {
    const request = show(new Request("http://app.test/a", { method: "POST", body: "text", headers: HEADERS }));
    const clone = request.clone();
    const second = clone.clone();
    expect([clone.url, second.url]).toEqual(["http://shop.test/a", "http://shop.test/a"]);
    expect([entries(clone), entries(second)]).toMatchObject([BELIEVED, BELIEVED]);
    expect([await request.text(), await clone.text(), await second.text()]).toEqual(["text", "text", "text"]);
  });

  it("defines no property that is enumerated", () => {
    expect(Object.keys(show(create()))).toEqual(Object.keys(create()));
  });
});

describe("adoptRequest", () => {
  it("shows the values of a Request on a copy that has the received ones", () => {
    const made = adoptRequest(create(), show(create()));
    expect((made as Request).url).toBe("http://shop.test/a");
    expect(entries(made as Request)).toEqual(BELIEVED);
  });

  it("leaves a copy of any other Request alone", () => {
    const made = create();
    expect(adoptRequest(made, create())).toBe(made);
    expect(entries(made)).toEqual(HEADERS);
  });
});

describe("adoptLink", () => {
  it("shows the URL, and leaves headers of the copy's own alone", () => {
    const made = create();
    adoptLink(made, show(create()));
    expect(made.url).toBe("http://shop.test/a");
    expect(entries(made)).toEqual(HEADERS);
  });

  it("leaves a copy of any other Request alone", () => {
    const made = create();
    adoptLink(made, create());
    expect(made.url).toBe("http://app.test/a");
  });
});
