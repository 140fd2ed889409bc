import { answer } from "./fetch-answer.mjs";

/** A handler, as a module that a route consists of exports it. */
export const GET = (request, server) => answer(request, server.requestIP(request).address);
