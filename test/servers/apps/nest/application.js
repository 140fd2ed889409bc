import "reflect-metadata";
import { Body, Controller, Get, Module, Post, Req } from "@nestjs/common";

// JavaScript has no decorators: they are applied by hand.
class Pages {
  facts(request) {
    return { address: request.ip, origin: `${request.protocol}://${request.host}` };
  }
  form(body) {
    return `hello ${body.name}`;
  }
}
const describe = (name) => Object.getOwnPropertyDescriptor(Pages.prototype, name);
Get("facts")(Pages.prototype, "facts", describe("facts"));
Req()(Pages.prototype, "facts", 0);
Post("form")(Pages.prototype, "form", describe("form"));
Body()(Pages.prototype, "form", 0);
Controller()(Pages);

export class Application {}
Module({ controllers: [Pages] })(Application);
