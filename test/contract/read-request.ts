import type { Context } from "hono";
import { externalTarget, type Truth } from "./subject.js";

/** Groups header lines by name, without the pseudo headers of HTTP/2. */
export function groupLines(lines: readonly string[]): Readonly<Record<string, string>> {
  const grouped = Object.create(null) as Record<string, string>;
  for (let at = 0; at < lines.length; at += 2) {
    const name = lines[at]!.toLowerCase();
    if (name.startsWith(":")) continue;
    grouped[name] = grouped[name] === undefined ? lines[at + 1]! : `${grouped[name]}, ${lines[at + 1]}`;
  }
  return grouped;
}

/** Lists the names by which Headers differ from these, read one by one and all together. */
export function listDifferentHeaders(headers: Headers, expected: Readonly<Record<string, string>>): readonly string[] {
  const all = Object.fromEntries(headers);
  const names = new Set([...Object.keys(all), ...Object.keys(expected)]);
  return [...names].filter(
    (name) =>
      all[name] !== expected[name] ||
      headers.get(name) !== (expected[name] ?? null) ||
      headers.has(name) !== name in expected,
  );
}

/**
 * Reads everything that an application may read from a Request, and from the Requests that it makes of it.
 *
 * @param headers - the headers that each of them has to have
 */
export function readRequest(request: Request, headers: Readonly<Record<string, string>>): Record<string, unknown> {
  // A property of srvx's Request on Node, of which `new Request` fails in srvx itself.
  const isCopied = !("node" in ((request as { readonly runtime?: object }).runtime ?? {}));
  const copies = [request.clone(), ...(isCopied ? [new Request(request), new Request(request).clone()] : [])];
  const made = new Request("http://other.example/", request);
  return {
    url: request.url,
    urlsOfCopies: [...new Set(copies.map(({ url }) => url))],
    different: [request, ...copies, made].flatMap((each) => listDifferentHeaders(each.headers, headers)),
  };
}

/** Lists the expected values of {@link readRequest}. */
export function listFetchProperties(truth: Truth): Record<string, unknown> {
  const url = `${truth.proto}://${truth.host}${pathOf(truth.target)}`;
  return { url, urlsOfCopies: [url], different: [] };
}

/** Reads the same from Hono's context, and its own properties. */
export function readHono(
  c: Context,
  headers: Readonly<Record<string, string>>,
  address: string | undefined,
): Record<string, unknown> {
  return {
    ...readRequest(c.req.raw, headers),
    url: c.req.url,
    path: c.req.path,
    header: listDifferentHeaders(new Headers(c.req.header()), headers),
    address,
    proxyFix: typeof c.get("proxyFix"),
  };
}

/** Lists the expected values of {@link readHono}. */
export function listHonoProperties(truth: Truth): Record<string, unknown> {
  const path = pathOf(truth.target);
  const url = `${truth.proto}://${truth.host}${externalTarget({ ...truth, target: path })}`;
  const { clientAddress: address } = truth;
  const properties = { ...listFetchProperties(truth), url, urlsOfCopies: [url], path: path.replace(/\?.*/, "") };
  return { ...properties, header: [], address, proxyFix: "object" };
}

/** Returns the target without the authority of an absolute-form one. */
function pathOf(target: string): string {
  return target.startsWith("/") ? target : target.replace(/^http:\/\/[^/]*/, "");
}
