import { ProxyFixOptionsError } from "../../errors.js";
import { describeObject } from "../../options/identify-object.js";
import type { Call, CallReader } from "./call.js";
import { readFastifyCall } from "./fastify.js";
import { readFetchCall, readHonoCall } from "./fetch.js";
import { readHapiCall } from "./hapi.js";
import { readKoaCall } from "./koa.js";
import { readNodeCall } from "./node.js";

const READERS: readonly CallReader[] = [
  readNodeCall,
  readKoaCall,
  readHonoCall,
  readFetchCall,
  readFastifyCall,
  readHapiCall,
];

/**
 * Reads the arguments of a handler, whichever framework has called it.
 *
 * @throws {ProxyFixOptionsError} if it is none of them: a mistake of the program, never of a request
 */
export function readCall(args: readonly unknown[]): Call {
  for (const read of READERS) {
    const call = read(args);
    if (call !== undefined) return call;
  }
  throw new ProxyFixOptionsError(
    "inspector",
    `was called with ${describeObject(args[0])}; expected the arguments of a handler of node:http, Express, Koa, Hono, ` +
      "Fastify or hapi, or a fetch Request",
  );
}
