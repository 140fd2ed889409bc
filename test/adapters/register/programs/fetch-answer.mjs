/** Answers with the client that a Request shows, and the address that the runtime reports. */
export function answer(request, address) {
  return Response.json({
    address,
    origin: new URL(request.url).origin,
    forwardedFor: request.headers.get("x-forwarded-for") ?? undefined,
    forwardedHost: request.headers.get("x-forwarded-host") ?? undefined,
  });
}
