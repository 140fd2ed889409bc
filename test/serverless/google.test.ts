import { http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { describe, expect, it } from "vitest";
import { EXPRESSES } from "../middleware/frameworks.js";
import { serve } from "../middleware/site.js";
import { createReader, type Reading } from "./applications.js";
import { CLIENT, FORGED, HOST, OPTIONS } from "./events.js";

/** The headers of a request to Cloud Run or a Cloud Function. */
const HEADERS = {
  host: HOST,
  "x-forwarded-for": `${FORGED},${CLIENT}`,
  "x-forwarded-proto": "https",
  "x-forwarded-host": "evil.example",
  forwarded: `for=${FORGED}`,
  "x-real-ip": FORGED,
  "x-appengine-user-ip": FORGED,
} as const;

describe.each(EXPRESSES)("functions-framework with an application of %s as the function", (name, express) => {
  it("gives the application the client, and nothing forged", async () => {
    const id = name.replace(" ", "-");
    http(id, createReader(express, OPTIONS.google) as never);
    const site = await serve(getTestServer(id));
    const reading = JSON.parse((await site.visit("/", HEADERS)).body) as Reading;
    expect(reading).toMatchObject({ ip: CLIENT, ips: [CLIENT], protocol: "https", hostname: HOST });
    expect(JSON.stringify(reading)).not.toMatch(new RegExp(`${FORGED}|evil`));
  });
});

describe("functions-framework with a function that reads the framework's own request", () => {
  it("believes forged headers, since the framework sets trust proxy to true", async () => {
    http("own", (req, res) => void res.json([req.ip, req.hostname]));
    const site = await serve(getTestServer("own"));
    expect(JSON.parse((await site.visit("/", HEADERS)).body)).toEqual([FORGED, "evil.example"]);
  });
});
