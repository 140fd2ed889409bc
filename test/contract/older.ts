import express from "express4";
import { fastify } from "fastify4";
import type { fastify as fastifyOfNow } from "fastify";
import koa from "koa2";

// The older versions of the frameworks. What they share with the newer ones is all that is used.
export const express4 = express;
export const koa2 = koa;
export const fastify4 = fastify as unknown as typeof fastifyOfNow;
