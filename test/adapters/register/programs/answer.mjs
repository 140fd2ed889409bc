/** Answers with the client that a request shows to code that reads the socket and Host itself. */
export function answer(req, res) {
  const { socket, headers, proxyFix } = req;
  const scheme = socket.encrypted ? "https" : "http";
  res.end(
    JSON.stringify({
      address: socket.remoteAddress,
      origin: `${scheme}://${headers[":authority"] ?? headers.host}`,
      forwardedFor: headers["x-forwarded-for"],
      forwardedHost: headers["x-forwarded-host"],
      resolved: proxyFix?.clientAddress,
    }),
  );
}

/** Starts a server on a free port of the loopback interface, and prints the port. */
export function listen(server) {
  server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
}
