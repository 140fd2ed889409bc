import { NestFactory } from "@nestjs/core";
import { Application } from "./application.js";

const app = await NestFactory.create(Application, { logger: false });
await app.listen(Number(process.env.PORT), "127.0.0.1");
