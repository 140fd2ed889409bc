import { NestFactory } from "@nestjs/core";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import { Application } from "./application.js";

const app = await NestFactory.create(Application, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env.PORT), "127.0.0.1");
