import { ProxyFixOptionsError } from "../../errors.js";
import type { AdapterOptions, SocketOptions } from "../../headers/adapter-options.js";
import { optionsFromEnv } from "../../options/from-env.js";
import { warnOnce } from "../../request/warn-once.js";

/**
 * Reads the options in PROXY_FIX for a server of this process. `socket` is true by default: frameworks that nobody can edit
 * read the socket itself. If PROXY_FIX is unset, a process warning states that no header is believed.
 *
 * If the options are wrong, the process ends with one line: a server without them would believe forged headers.
 */
export function readProcessOptions(): AdapterOptions & SocketOptions {
  if ((process.env["PROXY_FIX"] ?? "").trim() === "") warnOnce("PROXYFIX_NOT_CONFIGURED", ADVICE);
  try {
    return { socket: true, ...optionsFromEnv() };
  } catch (error) {
    if (!(error instanceof ProxyFixOptionsError)) throw error;
    process.stderr.write(`proxyfix/register: ${error.message}\n`);
    process.exit(1);
  }
}

const ADVICE =
  "proxyfix/register is loaded, and PROXY_FIX is unset: no forwarding header is believed, and all are deleted. " +
  'Set PROXY_FIX to the proxies in front, such as PROXY_FIX="xFor=1,xProto=1,trustedPeers=loopback"; ' +
  'if there are none, set PROXY_FIX="xFor=0,xProto=0".';
