import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

import { CLIENTS } from "../proxies/harness/visit.js";
import { launchChromium } from "./chromium.js";

/** The address from which the browser visits; no proxy has it. */
export const VISITOR: string = CLIENTS.first;
/** The name of the site. It is not loopback, so that http is no secure context, as in a deployment. */
export const SITE = "app.example.com";

/** In milliseconds; a condition that is never met fails by it. */
const PATIENCE = 15_000;

/** A browser that visits one port from an address of its own. */
export interface Visitor {
  /** Opens a page with the answers of this browser to its events: what it refused or threw, one line each. */
  open(options?: BrowserContextOptions): Promise<OpenPage>;
  stop(): Promise<void>;
}

/** A page, and everything that it should not have done. */
export interface OpenPage {
  readonly page: Page;
  /** Dialogs, errors thrown, and messages of the console such as a violation of the policy. */
  readonly faults: readonly string[];
}

/** Starts a browser; every request for the site goes to the port of a proxy. */
export async function startVisitor(port: number): Promise<Visitor> {
  const way = await startWay(port);
  const browser = await launchChromium([`--host-resolver-rules=MAP ${SITE} 127.0.0.1:${way.port}`]);
  return {
    open: (options) => openPage(browser, options),
    async stop() {
      await browser.close();
      await way.stop();
    },
  };
}

/** Opens a page in a context of its own, which is closed with the browser. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => faults.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`thrown: ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, faults };
}

/** Starts the visitor's way to a port: bytes pass unchanged, and come from the visitor's address. */
async function startWay(target: number): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ host: "127.0.0.1", port: target, localAddress: VISITOR });
    for (const socket of [near, far]) {
      sockets.add(socket.once("close", () => sockets.delete(socket)));
      socket.on("error", () => [near, far].forEach((either) => either.destroy()));
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, stop };
}
