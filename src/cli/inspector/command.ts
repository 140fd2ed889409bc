import { ProxyFixOptionsError } from "../../errors.js";
import { compileAccess } from "../../inspector/access.js";
import { createInspector } from "../../inspector/create-inspector.js";
import { createRandomText } from "../../inspector/random-text.js";
import type { Arguments, Flags } from "../parse-arguments.js";
import type { Surroundings } from "../surroundings.js";
import { shortenText } from "../../text/escape-text.js";
import { UsageError } from "../usage-error.js";
import { startServer, type Place } from "./server.js";

/** The flags of `inspector`. */
export const INSPECTOR_FLAGS: Flags = {
  port: { value: "3000" },
  host: { value: "127.0.0.1" },
  token: { value: "TOKEN" },
};

/**
 * Serves the inspector until the process is asked to end.
 *
 * @returns the exit code
 * @throws {UsageError} if the arguments are wrong, or NODE_ENV is `production` and there is no token
 * @throws {CommandFailure} if it cannot listen
 */
export async function runInspector({ flags, operands }: Arguments, surroundings: Surroundings): Promise<number> {
  if (operands[0] !== undefined) {
    throw new UsageError(`inspector has flags only; leave ${shortenText(operands[0], 40)} out`);
  }
  const place = { host: flags.get("host")?.[0] ?? "127.0.0.1", port: readPort(flags.get("port")?.[0] ?? "3000") };
  const environment = surroundings.env["NODE_ENV"];
  const token = flags.get("token")?.[0] ?? makeToken(environment, place);
  const server = await startServer(createInspector(readAccess(token, environment)), place);
  const ended = waitForSignal(surroundings);
  surroundings.stdout.write(describe(server.place, token));
  await ended;
  await server.stop();
  return 0;
}

/**
 * Makes a token if one is needed: also in development if others can reach the port.
 *
 * @throws {UsageError} in production, in which somebody has to choose to be seen
 */
function makeToken(environment: string | undefined, { host }: Place): string | undefined {
  if (environment === "production") {
    throw new UsageError("NODE_ENV is production: the inspector needs --token TOKEN, a secret of at least 16 letters");
  }
  const isLocal = /^(?:127\.[\d.]+|::1|localhost)$/.test(host);
  return environment === "development" && isLocal ? undefined : createRandomText();
}

function readAccess(token: string | undefined, environment: string | undefined): ReturnType<typeof compileAccess> {
  try {
    return compileAccess(token, environment);
  } catch (error) {
    if (!(error instanceof ProxyFixOptionsError)) throw error;
    throw new UsageError(error.message.replace("`token`:", "--token:"));
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port <= 65_535) return port;
  throw new UsageError(`--port is "${shortenText(text, 20)}"; expected a number from 0 to 65535`);
}

function waitForSignal(surroundings: Surroundings): Promise<void> {
  return new Promise((resolve) => {
    // A second signal ends the process at once, as if nobody listened.
    const end = (): void => {
      surroundings.off("SIGINT", end);
      surroundings.off("SIGTERM", end);
      resolve();
    };
    surroundings.once("SIGINT", end);
    surroundings.once("SIGTERM", end);
  });
}

/** Describes how to reach the page: by itself, and through the proxies, which is the purpose. */
function describe({ host, port }: Place, token: string | undefined): string {
  const path = token === undefined ? "/" : `/?token=${token}`;
  const name = WILDCARDS[host] ?? (host.includes(":") ? `[${host}]` : host);
  return (
    `The inspector listens: http://${name}:${port}${path}\n` +
    `Open it through your proxies: https://YOUR-SITE${path}\n` +
    "Each visitor sees only their own request. Nothing is kept. Ctrl-C ends it.\n"
  );
}

/** An address to listen on that stands for all, and the one to visit. */
const WILDCARDS: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };
