/**
 * Adds the modules that adapters augment to this project's program. It is not shipped: the augmentations stand in
 * declaration files, and the compiler skips a module that a user does not have without an error.
 */
declare module "frameworks with adapters" {
  export type { Request } from "@hapi/hapi";
  export type { FastifyRequest } from "fastify";
  export type { ContextVariableMap } from "hono";
  export type { BaseContext } from "koa";
}
