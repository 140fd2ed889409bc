import { createServer } from "node:net";

const FIRST = 20_000;
const SPAN = 10_000;
const TRIES = 200;

// Below the range of the system's own ports, so that no other program's "port 0" collides; each process starts at
// another port.
let next = (process.pid * 61) % SPAN;

/**
 * Picks ports that are free on 127.0.0.1 and, if the machine has it, on ::1.
 *
 * @param count - the number of ports
 */
export async function pickPorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let tried = 0; ports.length < count; tried += 1) {
    if (tried >= TRIES) throw new Error(`no ${count} free ports among ${TRIES} from ${FIRST + next}`);
    const port = FIRST + next;
    next = (next + 1) % SPAN;
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

/** True if the machine has an IPv6 loopback address; many containers have none. */
export const HAS_IPV6: boolean = (await listenError(0, "::1")) === undefined;

async function isFree(port: number): Promise<boolean> {
  const errors = [await listenError(port, "127.0.0.1"), await listenError(port, "::1")];
  return !errors.includes("EADDRINUSE") && errors[0] === undefined;
}

function listenError(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}
