import { subscribe, unsubscribe } from "node:diagnostics_channel";
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
  /** The lines that it has written to the standard output itself until now, as a logger does. */
  readonly written: () => readonly string[];
  /** The first server that it started. */
  readonly server: Server | undefined;
  /** Closes every server that it started, and removes its subscribers from diagnostics channels. */
  close(): Promise<void>;
}

/**
 * Runs a snippet as a module that imports this project's sources as `proxyfix`. Its server listens on a free port of
 * 127.0.0.1.
 */
export async function runSnippet(code: string): Promise<Run> {
  const servers: Server[] = [];
  const printed: string[] = [];
  const output = captureOutput();
  const { load, unsubscribeAll } = createLoad();
  const log = (...values: unknown[]): void => {
    printed.push(values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" "));
  };
  // In front of the one that http.Server inherits from net.Server; Bun's has one of its own.
  const own = Object.getOwnPropertyDescriptor(http.Server.prototype, "listen");
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
    if (own === undefined) Reflect.deleteProperty(http.Server.prototype, "listen");
    else Object.defineProperty(http.Server.prototype, "listen", own);
  }
  return {
    printed: printed.join("\n"),
    written: output.read,
    server: servers[0],
    close: async () => {
      unsubscribeAll();
      output.restore();
      for (const server of servers) await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Collects the lines that are written to the standard output. */
function captureOutput(): { read(): readonly string[]; restore(): void } {
  const chunks: string[] = [];
  const { stdout } = process;
  const { write } = stdout;
  stdout.write = (chunk: unknown): boolean => chunks.push(String(chunk)) > 0;
  return {
    read: () => chunks.join("").trimEnd().split("\n"),
    restore: () => void (stdout.write = write),
  };
}

/** Creates a function that imports modules by name, and one that removes the subscribers to channels again. */
function createLoad(): { load(name: string): Promise<object>; unsubscribeAll(): void } {
  const subscribers: Parameters<typeof subscribe>[] = [];
  const load = async (name: string): Promise<object> => {
    const loaded = (await import(/* @vite-ignore */ name)) as object;
    const remember: typeof subscribe = (...subscriber) => {
      subscribers.push(subscriber);
      subscribe(...subscriber);
    };
    return name === "node:diagnostics_channel" ? { ...loaded, subscribe: remember } : loaded;
  };
  return { load, unsubscribeAll: () => subscribers.forEach((subscriber) => unsubscribe(...subscriber)) };
}

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
