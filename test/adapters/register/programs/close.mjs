import { createServer } from "node:http";

// Two servers, which end at once.
for (let count = 0; count < 2; count += 1) {
  const server = createServer();
  server.listen(0, "127.0.0.1", () => server.close());
}
