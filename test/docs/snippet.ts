import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo, type Server } from "node:net";
import { text } from "node:stream/consumers";
import { inspect } from "node:util";

type AsyncFunction = (...parameters: unknown[]) => Promise<void>;
const AsyncFunction = (async () => {}).constructor as new (...text: string[]) => AsyncFunction;

/** The results of a snippet that was run. */
export interface Run {
  /** The lines that it printed with console.log. */
  readonly printed: string;
  /** The first server that it started. */
  readonly server: Server | undefined;
  /** Closes every server that it started. */
  close(): Promise<void>;
}

/**
 * Runs a snippet as a module that imports this project's sources as `proxyfix`. Its server listens on a free port of
 * 127.0.0.1.
 */
export async function runSnippet(code: string): Promise<Run> {
  const servers: Server[] = [];
  const printed: string[] = [];
  const log = (...values: unknown[]): void => {
    printed.push(values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" "));
  };
  // An own property, in front of the one that http.Server inherits from net.Server.
  Object.defineProperty(http.Server.prototype, "listen", {
    configurable: true,
    value: function listenAnywhere(this: Server, ...args: unknown[]): Server {
      servers.push(this);
      const callback = args.find((value) => typeof value === "function") as (() => void) | undefined;
      return net.Server.prototype.listen.call(this, { port: 0, host: "127.0.0.1" }, callback);
    },
  });
  try {
    await new AsyncFunction("load", "console", importsToLoads(code))(load, { log });
    await Promise.all(servers.filter((server) => !server.listening).map((server) => once(server, "listening")));
  } finally {
    Reflect.deleteProperty(http.Server.prototype, "listen");
  }
  return {
    printed: printed.join("\n"),
    server: servers[0],
    close: async () => {
      for (const server of servers) await new Promise((resolve) => server.close(resolve));
    },
  };
}

const load = (name: string): Promise<unknown> => import(/* @vite-ignore */ name);

function importsToLoads(code: string): string {
  return code
    .replaceAll(/^export (?=const )/gm, "")
    .replaceAll(/^import \{([^}]*)\} from ("[^"]+");$/gm, (_, names: string, from: string) => {
      return `const {${names.replaceAll(/ as /g, ": ")}} = await load(${from});`;
    })
    .replaceAll(/^import (\w+) from ("[^"]+");$/gm, "const $1 = (await load($2)).default;");
}

/** Visits a server as a line such as `curl -H "Host: shop.example" http://127.0.0.1:8080/` does, on its actual port. */
export async function visitAsCurl(line: string, server: Server): Promise<string> {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
  const url = new URL(words.at(-1) ?? "");
  const { port } = server.address() as AddressInfo;
  const given = words.flatMap((word, index) => (words[index - 1] === "-H" ? [word] : []));
  const lines = given.map((header) => header.split(/: (.*)/s).slice(0, 2));
  const hasHost = lines.some(([name]) => name?.toLowerCase() === "host");
  const headers = [...(hasHost ? [] : ["Host", url.host]), ...lines.flat()] as string[];
  const path = url.pathname + url.search;
  const request = http.request({ host: "127.0.0.1", port, path, headers, agent: false });
  request.end();
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  const body = await text(response);
  return words.includes("%{redirect_url}\\n") ? `${response.headers.location}\n` : body;
}
