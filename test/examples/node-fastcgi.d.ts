/** The part of node-fastcgi that the example uses; the package has no types. */
declare module "node-fastcgi" {
  import type { IncomingMessage, ServerResponse } from "node:http";
  import type { Server } from "node:net";

  export type Request = IncomingMessage & { readonly cgiParams: Readonly<Record<string, string>> };
  export function createServer(responder: (req: Request, res: ServerResponse) => void): Server;
}
