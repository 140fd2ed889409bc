import type { Observation } from "../../src/recommend/observation.js";
import { factsOf, type Capture } from "../vectors/captures.js";

/** The visitor's address in the captures: on loopback, so that it cannot be inferred. */
const VISITOR = "127.0.0.77";
/** A public address in the place of it. */
export const PUBLIC_VISITOR = "81.2.69.77";

/** Returns a capture as an observation, with the visitor's address typed or not. */
export function toObservation(capture: Capture, isTyped: boolean): Observation {
  const { client, app, truth } = capture;
  const own = `${truth.host}:${truth.port}`;
  const forged = client.headers.filter(
    ([name, value]) => value !== own && !(name === "Connection" && value === "close"),
  );
  const host = truth.host.includes('"') ? "app.example.test" : truth.host;
  return {
    sent: {
      url: `${truth.scheme}://${host}:${truth.port}${client.path}`,
      headers: forged,
      ...(isTyped ? { address: truth.client_address } : {}),
    },
    arrived: { facts: factsOf(capture), path: app.url, rawHeaders: app.rawHeaders ?? [] },
  };
}

/** Returns an observation whose visitor came from a public address. */
export function moveVisitor(observation: Observation): Observation {
  return JSON.parse(JSON.stringify(observation).replaceAll(VISITOR, PUBLIC_VISITOR)) as Observation;
}
