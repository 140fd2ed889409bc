/**
 * Brings the modules that adapters augment into this project's program. Nothing of it is shipped: the augmentations stand
 * in declaration files, where a module that a user does not have is left out without a word.
 */
declare module "frameworks with adapters" {
  export type { FastifyRequest } from "fastify";
  export type { BaseContext } from "koa";
}
