export default defineEventHandler((event) => ({
  address: getRequestIP(event, { xForwardedFor: true }),
  origin: getRequestURL(event, { xForwardedHost: true }).origin,
}));
