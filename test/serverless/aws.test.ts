import { describe, expect, it } from "vitest";
import { EXPRESSES } from "../middleware/frameworks.js";
import { createReader, PACKAGES, readAnswer } from "./applications.js";
import { CLIENT, EVENTS, FORGED, HOST } from "./events.js";

describe.each(PACKAGES)("%s", (name, wrap) => {
  // serverless-http has no support for the load balancer's events.
  const events = Object.entries(EVENTS).filter(
    ([, { event }]) => name !== "serverless-http" || !("elb" in contextOf(event)),
  );

  describe.each(EXPRESSES)("with %s", (_, express) => {
    it.each(events)("gives the application the client behind %s, and nothing forged", async (_, { event, options }) => {
      const reading = readAnswer(await wrap(createReader(express, options))(structuredClone(event), {}));
      expect(reading).toMatchObject({
        ip: CLIENT,
        protocol: "https",
        secure: true,
        hostname: HOST,
        clientAddress: CLIENT,
      });
      expect(JSON.stringify(reading)).not.toMatch(new RegExp(`${FORGED}|evil`));
    });
  });
});

function contextOf(event: object): object {
  return (event as { requestContext: object }).requestContext;
}
