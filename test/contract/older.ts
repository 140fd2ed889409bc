import express from "express4";
import { fastify } from "fastify4";
import type { fastify as fastify5 } from "fastify";
import koa from "koa2";

// The older versions of the frameworks. Only what they share with the newer ones is used.
export const express4 = express;
export const koa2 = koa;
export const fastify4 = fastify as unknown as typeof fastify5;
