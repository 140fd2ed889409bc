import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findProxy, proxiesAreRequired } from "../proxies/harness/programs.js";
import { startStack, type Layer, type Stack } from "../proxies/harness/stack.js";
import type { Running } from "../proxies/harness/foreground.js";
import { TOKEN, type StartApplication } from "./applications.js";
import { IS_SKIPPED } from "./chromium.js";
import { SITE, startVisitor, type Visitor } from "./visitor.js";

/** The proxies of a site, and the address of the inspector behind them. */
export interface SitePlan {
  readonly title: string;
  /** From the client to the application. */
  readonly layers: readonly Layer[];
  /** The documented port that the outermost proxy, or the application, listens on; 8443 is https. */
  readonly listens: 8080 | 8443 | 3000;
  /** Of the inspector, as a browser visits it. */
  readonly path: string;
  readonly start: StartApplication;
}

/** A running site with a browser that visits it. */
export interface Site {
  readonly visitor: Visitor;
  /** Of the inspector, with the token. */
  readonly url: string;
  readonly scheme: "http" | "https";
  /** The name and the port, as the browser sends them. */
  readonly host: string;
  /** The port of the outermost proxy. */
  readonly port: number;
  /** Ends the application, and starts another on its port; the proxies stay as they are. */
  replace(start: StartApplication): Promise<void>;
  stop(): Promise<void>;
}

/** Returns whether the programs of a site are missing, and may be. */
export function isSkipped({ layers }: Pick<SitePlan, "layers">): boolean {
  return IS_SKIPPED || (!proxiesAreRequired() && layers.some(({ proxy }) => findProxy(proxy) === undefined));
}

/** A proxy with a configuration of the documentation. */
export function documented(proxy: Layer["proxy"], file: string, listens = 8080): Layer {
  return { proxy, files: [file], listens };
}

/** A proxy with a configuration in test/browser/configs. */
export function own(proxy: Layer["proxy"], file: string, listens: number): Layer {
  return { proxy, files: [`../../browser/configs/${file}`], listens };
}

/** Starts the application of a site, its proxies, and a browser. */
export async function startSite({ layers, listens, path, start }: SitePlan): Promise<Site> {
  const running: Running[] = [];
  const remember = async (application: Promise<Running>): Promise<Running> => {
    running.push(await application);
    return running.at(-1)!;
  };
  const directory = mkdtempSync(join(tmpdir(), "proxyfix-browser-"));
  const stack = await startStack({ layers, startApp: (port) => remember(start(port, directory)) });
  const visitor = await startVisitor(stack.port(listens));
  const scheme = listens === 8443 ? "https" : "http";
  const host = `${SITE}:${stack.port(listens)}`;
  return {
    visitor,
    scheme,
    host,
    url: `${scheme}://${host}${path}?token=${TOKEN}`,
    port: stack.port(listens),
    async replace(next) {
      await running.at(-1)?.stop();
      await remember(next(stack.port(3000), directory));
    },
    stop: () => stopAll(visitor, stack, running, directory),
  };
}

async function stopAll(visitor: Visitor, stack: Stack, running: readonly Running[], directory: string): Promise<void> {
  await visitor.stop();
  await stack.stop();
  await running.at(-1)?.stop();
  rmSync(directory, { recursive: true, force: true });
}
