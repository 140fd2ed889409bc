// The frameworks in which the packages run, each in both versions that the adapters support. The older ones have no
// types of their own here; only what they share with the newer ones is used.
import express5 from "express";
import fastify5 from "fastify";
import Koa3 from "koa";

const importOlder = async <Current>(name: string): Promise<Current> => {
  const loaded = (await import(name)) as { readonly default: Current };
  return loaded.default;
};

/** Both versions of Express, for `describe.each`. */
export const EXPRESSES: readonly (readonly [name: string, express: typeof express5])[] = [
  ["Express 5", express5],
  ["Express 4", await importOlder<typeof express5>("express4")],
];

/** Both versions of Koa. */
export const KOAS: readonly (readonly [name: string, Koa: typeof Koa3])[] = [
  ["Koa 3", Koa3],
  ["Koa 2", await importOlder<typeof Koa3>("koa2")],
];

export { express5, fastify5, Koa3 };
