// The older versions, which are installed under an alias, have no types of their own here. Only what they share with
// the newer ones is used.
declare module "express4" {
  export { default } from "express";
}
declare module "koa2" {
  export { default } from "koa";
}
