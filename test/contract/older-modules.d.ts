// The older versions, which are installed by an alias, have no types of their own here: what they share with the newer
// ones is all that is used.
declare module "express4" {
  export { default } from "express";
}
declare module "koa2" {
  export { default } from "koa";
}
