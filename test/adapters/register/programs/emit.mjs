import { subscribe } from "node:diagnostics_channel";
import { createServer } from "node:http";
import { answer, listen } from "./answer.mjs";

/** What other code does to the `emit` of a server, by the program's argument. Each kind notes the client that it sees. */
const kinds = {
  // Before the server starts, and undone when it listens.
  restore() {
    const { emit } = server;
    server.emit = (...args) => Reflect.apply(emit, server, args);
    server.once("listening", () => (server.emit = emit));
  },
  delete: () => server.once("listening", () => delete server.emit),
  wrap: () =>
    server.once("listening", () => {
      const { emit } = server;
      server.emit = (...args) => {
        note(args[1]);
        return Reflect.apply(emit, server, args);
      };
    }),
  subscribe: () => subscribe("http.server.request.start", ({ request }) => note(request)),
};

const notes = [];
function note(request) {
  if (request?.headers) notes.push(`${request.socket.remoteAddress} ${request.headers["x-forwarded-for"]}`);
}

const server = createServer((req, res) => {
  res.setHeader("seen", notes.join("; "));
  answer(req, res);
});
kinds[process.argv[2]]();
listen(server);
