import { describeExample } from "./framework-example.js";

describeExample("koa");
