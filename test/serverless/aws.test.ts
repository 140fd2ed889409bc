import { describe, expect, it } from "vitest";
import { EXPRESSES } from "../middleware/frameworks.js";
import { createReader, PACKAGES, readAnswer } from "./applications.js";
import { CLIENT, EVENTS, FORGED, HOST } from "./events.js";

describe.each(PACKAGES)("%s", (_, wrap) => {
  describe.each(EXPRESSES)("with %s", (_name, express) => {
    it.each(Object.entries(EVENTS))(
      "gives the application the client behind %s, and nothing forged",
      async (_event, { event, options }) => {
        const reading = readAnswer(await wrap(createReader(express, options))(structuredClone(event), {}));
        const resolved = { ip: CLIENT, protocol: "https", secure: true, hostname: HOST, clientAddress: CLIENT };
        expect(reading).toMatchObject(resolved);
        expect(JSON.stringify(reading)).not.toMatch(new RegExp(`${FORGED}|evil`));
      },
    );
  });
});
