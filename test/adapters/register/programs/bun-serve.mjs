import * as route from "./bun-route.mjs";

const { GET: fetch } = route;

class Handlers {
  GET = fetch;
}

/** Options of a class, whose getters need the object itself. */
class Options {
  #port = 0;
  hostname = "127.0.0.1";
  routes = {
    "/route": fetch,
    "/get": { GET: fetch },
    "/module": route,
    "/class": new Handlers(),
    "/none": Object.assign(Object.create(null), { GET: fetch }),
  };
  get port() {
    return this.#port;
  }
  fetch(request, server) {
    return fetch(request, server);
  }
}

const server = Bun.serve(Object.freeze(new Options()));
// The reloaded handlers are resolved too.
if (process.argv[2] === "reload") server.reload({ fetch });
console.log(server.port);
