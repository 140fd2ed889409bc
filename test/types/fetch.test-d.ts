import { Elysia } from "elysia";
import { H3 } from "h3";
import { Hono } from "hono";
import proxyFixByDefault, {
  proxyFix,
  resolutionOf,
  rewriteHeaders,
  type AdapterResolution,
  type FetchHandler,
  type GlobalRequest,
} from "proxyfix/fetch";
import { copy } from "proxyfix/rewrite";
import { serve } from "srvx";
import { assertType, type IsSame } from "./assert.js";

assertType<IsSame<GlobalRequest, Request>>();
export const sameFunction: typeof proxyFix = proxyFixByDefault;

// The handler's request type is inferred, without a cast.
const handler = proxyFix(
  async (request) => {
    assertType<IsSame<typeof request, Request>>();
    return new Response(await request.text());
  },
  { xHost: 1 },
);
assertType<IsSame<typeof handler, FetchHandler<Request, [], Promise<Response> | Response>>>();
export const answered: Promise<Response> | Response = handler(new Request("http://app.test/"));

// The other arguments of a runtime's handler are kept.
interface Info {
  readonly remoteAddr: { readonly hostname: string };
}
const denoHandler = proxyFix((request: Request, info: Info) => new Response(info.remoteAddr.hostname + request.url), {
  peer: (_request, info: Info) => ({ address: info.remoteAddr.hostname }),
});
assertType<IsSame<Parameters<typeof denoHandler>, [request: Request, info: Info]>>();
assertType<IsSame<ReturnType<typeof denoHandler>, Response>>();

// A request of a runtime's own.
interface SpecialRequest extends Request {
  readonly params: { readonly id: string };
}
const special = proxyFix((request: SpecialRequest) => new Response(request.params.id));
assertType<IsSame<Parameters<typeof special>, [request: SpecialRequest]>>();

// The applications of frameworks are handlers too.
serve({ fetch: proxyFix((request) => new H3().fetch(request)) });
export const ofElysia: FetchHandler = proxyFix(new Elysia().fetch);
export const ofHono: FetchHandler<Request, [env: object]> = proxyFix((request: Request, env: object) =>
  new Hono().fetch(request, env),
);
serve({
  fetch: rewriteHeaders(
    proxyFix(() => new Response()),
    copy("x-shop-host", "x-forwarded-host"),
  ),
});

const resolution = resolutionOf(new Request("http://app.test/"));
assertType<IsSame<typeof resolution, AdapterResolution | undefined>>();

// @ts-expect-error - no such option
proxyFix(() => new Response(), { xHots: 1 });
// @ts-expect-error - a count is a number
proxyFix(() => new Response(), { xFor: "1" });
// @ts-expect-error - there is no socket
proxyFix(() => new Response(), { socket: true });
// @ts-expect-error - an address is a text
proxyFix(() => new Response(), { peer: () => ({ address: 1 }) });
// @ts-expect-error - an application is no handler
proxyFix(new H3());
// @ts-expect-error - a rewrite is required
rewriteHeaders(() => new Response());
