// Next itself fills in x-forwarded-for, x-forwarded-proto and x-forwarded-host if they are missing.
export function GET(request) {
  const { headers } = request;
  return Response.json({
    address: headers.get("x-forwarded-for").split(",")[0].trim(),
    origin: `${headers.get("x-forwarded-proto")}://${headers.get("x-forwarded-host")}`,
  });
}
